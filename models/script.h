// Which way to go where a step can go on in several. Private to models/.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace raceproof {

/// The picks that one way through a step makes where it could go on in several ways. Walking all
/// ways in order is counting with it: the last pick runs fastest.
class Script {
 public:
  Script() = default;
  explicit Script(std::uint32_t only_pick) : picks_{only_pick}, ways_{0} {}

  /// The pick at the next choice point, which has `ways` ways (at least one).
  std::uint32_t pick(std::uint32_t ways);
  /// Goes to the next way; false behind the last one.
  bool advance();
  void rewind() { at_ = 0; }
  /// Whether every pick existed.
  bool valid() const;

 private:
  std::vector<std::uint32_t> picks_;
  std::vector<std::uint32_t> ways_;
  std::size_t at_ = 0;
};

}  // namespace raceproof
