// A scenario with one bug planted.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace raceproof::mutation {

/// One way in which people get concurrent programs wrong.
enum class Operator : std::uint8_t {
  drop,     ///< an operation of synchronisation is not there
  swap,     ///< two adjacent steps are in the other order
  if_once,  ///< `while` is `if`
  plain,    ///< what was one indivisible step is several, or synchronises no more
};

/// "drop", "swap", "if_once", "plain".
std::string_view name(Operator op);

struct Mutant {
  Operator op = Operator::drop;
  std::uint32_t line = 0;  ///< of the original, where the change begins
  std::string change;      ///< what was there and what is: "while held -> if held"
  std::string source;      ///< the whole text with the bug in it
};

/// Every mutant of a scenario, operator by operator, each in the order of the text. Some of them
/// are no scenarios any more (a name that is used before it is declared). The source must parse.
///
/// - drop: `with m { }`, `w.read { }` keep their body alone; an operation of a synchronisation
///   object, `incref`, `decref`, `free`, `del`, `await`, `start` or `join` becomes `skip`; where
///   its value is used, it succeeds (`try_acquire`, `try_incref`: true) or gives 0 (`get`).
/// - swap: of two simple statements, one behind the other in one block. Those that do nothing
///   (`skip`, `yield`) or leave the block (`return`, `break`, `continue`) stay where they are.
/// - if_once: every `while`.
/// - plain: `atomic x` is `var x`; an object counts plainly; `atomic { }` and `native { }` are
///   their body alone; `await c { }` is `await c` and then the body; an update of an atomic
///   variable (`x += 1`, `fetch_add`, `exchange`, `compare_exchange`) is a load and then a store.
std::vector<Mutant> mutants_of(std::string_view source);

}  // namespace raceproof::mutation
