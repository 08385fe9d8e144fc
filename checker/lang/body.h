// Where the check stands in the code of a thread, a function or `init`: the locals in sight, and
// what encloses the statement.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "checker/lang/effects.h"
#include "checker/lang/symbol_table.h"

namespace raceproof::lang {

/// What can enclose a statement and matters to it.
enum class Frame : std::uint8_t { loop, init, atomic, await_block, native, allow_threads };

/// One row a frame: how messages call it, what may not stand in it, whether `break` stops there.
struct FrameRow {
  Frame frame;
  std::string_view phrase;
  std::vector<Effect> forbidden;
  bool holds_jumps;  ///< neither `return` nor `break` nor `continue` may leave it

  bool forbids(Effect effect) const {
    return std::find(forbidden.begin(), forbidden.end(), effect) != forbidden.end();
  }
};

const FrameRow& row(Frame frame);

class Body {
 public:
  enum class Kind : std::uint8_t { thread, function, init };

  explicit Body(Kind body_kind) : kind(body_kind) {}

  const Kind kind;
  std::vector<Frame> frames;  ///< from the outermost to the innermost

  /// The name whose own initial value is being judged.
  std::string_view declaring;

  /// By name, where something is first assigned; filled by `note_assignments`.
  std::unordered_map<std::string_view, SourceSpan> assigned;
  void note_assignments(const Block& block);

  /// Blocks nest: a local lives until the block in which it was declared is closed.
  void open_block();
  void close_block();
  void declare(const Name& name, Symbol symbol);

  /// The local of that name in sight, or nothing.
  const Symbol* find(std::string_view name) const;

  /// Where a local of that name stood whose block is over, the latest one.
  std::optional<SourceSpan> find_ended(std::string_view name) const;

  /// All locals in sight, in the order of their declaration.
  std::vector<NamedSymbol> in_sight() const;

  bool is_within(Frame frame) const;

 private:
  // What a declaration hid (a mistake, but a local one): it comes back at the end of the block.
  struct Declared {
    std::string_view name;
    std::optional<Symbol> hidden;
  };
  std::unordered_map<std::string_view, Symbol> locals_;
  std::unordered_map<std::string_view, SourceSpan> ended_;
  std::vector<Declared> declared_;
  std::vector<std::size_t> block_starts_;
};

}  // namespace raceproof::lang
