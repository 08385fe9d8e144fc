// Expression trees over the cells of a state: the conditions of `await` and of properties.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "models/fault.h"
#include "models/operator.h"
#include "models/source_span.h"

namespace raceproof {

/// A number of a cell of a State.
using CellIndex = std::uint32_t;

/// A set of values or of tuples, as a union of parts; used by `in`, `choose` and `outcomes`.
struct ValueSet {
  /// `low, low + step, ...` up to `high`, both included; an empty range has low > high.
  struct Range {
    std::int64_t low = 0;
    std::int64_t high = 0;
    std::int64_t step = 1;
  };
  std::vector<Range> ranges;
  std::vector<std::vector<std::int64_t>> tuples;  ///< for `outcomes` of two expressions or more

  bool contains(std::int64_t value) const;
  bool contains(std::span<const std::int64_t> tuple) const;
  bool empty() const;

  /// All values, ascending, each once; nothing if there are more than `limit`.
  std::optional<std::vector<std::int64_t>> values(std::size_t limit) const;
};

/// A tree. Cells are absolute in a state, or relative to a thread's frame.
struct Expression {
  enum class Kind : std::uint8_t {
    constant,       ///< value
    cell,           ///< cell
    frame_cell,     ///< frame + cell
    element,        ///< cell + operands[0], checked against `size`
    frame_element,  ///< frame + cell + operands[0], checked against `size`
    apply,          ///< op on operands; `and` and `or` stop early
    in_set,         ///< operands[0] in set
  };
  Kind kind = Kind::constant;
  Operator op = Operator::add;
  std::int64_t value = 0;
  CellIndex cell = 0;
  std::uint32_t size = 0;
  std::vector<Expression> operands;
  ValueSet set;
  SourceSpan span;
};

/// A value, or what went wrong in computing it and where.
struct Evaluated {
  std::int64_t value = 0;
  std::optional<Fault> fault;
  SourceSpan span;
};

/// Evaluates over `cells`; `frame` is the first cell of the thread whose frame cells are meant.
/// Where `reads` is given, every absolute cell that is read is appended to it, in order.
Evaluated evaluate(const Expression& expression, std::span<const std::int64_t> cells,
                   CellIndex frame = 0, std::vector<CellIndex>* reads = nullptr);

/// Whether it is true; what cannot be evaluated is false, as in properties.
bool is_true(const Expression& expression, std::span<const std::int64_t> cells);

}  // namespace raceproof
