// Locals and temporaries that hold values which nobody reads any more.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "models/machine.h"

namespace raceproof::explore {

/// States that differ in such values only have the same future, so one stands for both: the value
/// is put to zero. Ways to the ends are the same, one for one.
class DeadLocals {
 public:
  /// What the expressions that are asked about name is never dead.
  DeadLocals(const Program& program, std::span<const Expression* const> asked);

  /// Not of programs with heap objects: a local that is not read may still hold a reference. Nor
  /// where nothing is ever put into a local: what steps leave for the next one is consumed by it.
  static bool are_possible(const Program& program);

  /// Clears what is dead where the thread stands.
  void clear(State& state, std::uint32_t thread) const;

 private:
  using Cells = std::vector<bool>;  ///< of a frame: which of them are live

  std::vector<Cells> live_in(const Code& code, std::size_t frame_size) const;
  void add_uses(const Node& node, Cells& live) const;
  void add_uses(const Expression& expression, Cells& live) const;

  const Program& program_;
  std::vector<std::vector<Cells>> live_;  ///< by code and node
  std::vector<Cells> named_;              ///< by thread
};

}  // namespace raceproof::explore
