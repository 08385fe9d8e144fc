#include "tests/oracle/random_writer.h"

namespace raceproof::oracle {

std::uint64_t Dice::roll() {
  state_ += 0x9e3779b97f4a7c15U;
  std::uint64_t z = state_;
  z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
  z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
  return z ^ (z >> 31U);
}

// An index into an array of two elements; a local may be out of bounds, which is an error to find.
std::string Writer::index(const Context& context) {
  if (context.has_self && dice_.chance(40)) return "self";
  if (!context.counters.empty() && dice_.chance(40)) return dice_.one_of(context.counters);
  if (!context.locals.empty() && dice_.chance(15)) return dice_.one_of(context.locals);
  return std::to_string(dice_.between(0, 1));
}

// A `var` or one of its elements.
Piece Writer::shared_place(const Context& context) {
  if (!arrays_.empty() && dice_.chance(30)) {
    if (dice_.chance(15)) return {dice_.one_of(arrays_) + "[" + variables_.front() + "]", 2};
    return {dice_.one_of(arrays_) + "[" + index(context) + "]", 1};
  }
  return {dice_.one_of(variables_), 1};
}

std::string Writer::lock_name(const Context& context) {
  if (!lock_arrays_.empty() && dice_.chance(30)) {
    return dice_.one_of(lock_arrays_) + "[" + index(context) + "]";
  }
  return dice_.one_of(locks_);
}

Piece Writer::atom(const Context& context, bool shared_allowed) {
  if (shared_allowed && dice_.chance(45)) return shared_place(context);
  if (shared_allowed && !atomics_.empty() && dice_.chance(15)) return {dice_.one_of(atomics_), 1};
  if (!context.locals.empty() && dice_.chance(50)) return {dice_.one_of(context.locals), 0};
  if (!context.counters.empty() && dice_.chance(40)) return {dice_.one_of(context.counters), 0};
  if (!context.local_arrays.empty() && dice_.chance(40)) {
    return {dice_.one_of(context.local_arrays) + "[" + index(context) + "]", 0};
  }
  if (context.has_self && dice_.chance(20)) return {"self", 0};
  if (dice_.chance(15)) return {"N", 0};
  if (dice_.chance(10)) return {dice_.chance(50) ? "true" : "false", 0};
  return {std::to_string(dice_.between(0, 2)), 0};
}

Piece Writer::call(const Context& context, const WrittenFunction& function) {
  Piece piece{function.name + "(", function.steps};
  for (std::size_t i = 0; i < function.parameters; ++i) {
    const bool recursive = function.name == "down";
    const Piece argument =
        recursive ? Piece{std::to_string(dice_.between(0, 2)), 0} : atom(context);
    piece.text += (i == 0 ? "" : ", ") + argument.text;
    piece.steps += argument.steps;
  }
  piece.text += ")";
  return piece;
}

// A function that may be called here, if there is one: none in `native`, only what cannot block in
// an indivisible block.
const WrittenFunction* Writer::callable(const Context& context, int budget, bool for_result) {
  if (context.in_native) return nullptr;
  std::vector<const WrittenFunction*> possible;
  for (const WrittenFunction& function : functions_) {
    const bool fits = function.steps <= budget && (function.has_result || !for_result);
    const bool allowed = !function.may_block || (!context.in_atomic && !context.in_init);
    const bool has_self = context.has_self || !function.uses_self;
    if (fits && allowed && has_self) possible.push_back(&function);
  }
  return possible.empty() ? nullptr : dice_.one_of(possible);
}

Piece Writer::expression(const Context& context, int budget, bool calls_allowed) {
  if (calls_allowed && dice_.chance(22)) {
    if (const WrittenFunction* function = callable(context, budget, true)) {
      return call(context, *function);
    }
  }
  if (calls_allowed && !atomics_.empty() && dice_.chance(8)) {
    const std::string& place = dice_.one_of(atomics_);
    if (dice_.chance(40)) return {place + ".fetch_add(1)", 1};
    if (dice_.chance(30)) return {place + ".exchange(2)", 1};
    if (dice_.chance(50)) return {place + ".compare_exchange(0, 1)", 1};
    return {place + ".load()", 1};
  }
  const Piece left = atom(context, budget > 0);
  if (budget < 2 || dice_.chance(45)) return left;
  if (dice_.chance(8)) return {"-" + left.text, left.steps + 1};
  // A divisor that is known is not 0, for that would be an error in the file.
  if (dice_.chance(6)) return {left.text + " / N", left.steps + 1};
  if (dice_.chance(4)) return {left.text + " % " + variables_.front(), left.steps + 2};
  const Piece right = atom(context, budget > 1);
  const std::string symbol = dice_.one_of<std::string>({" + ", " + ", " - ", " * "});
  return {left.text + symbol + right.text, left.steps + right.steps + 1};
}

Piece Writer::comparison(const Context& context) {
  const Piece left = atom(context);
  if (dice_.chance(20)) return left;
  if (dice_.chance(12)) return {"not " + left.text, left.steps + 1};
  const Piece right = atom(context, dice_.chance(25));
  const std::string symbol =
      dice_.one_of<std::string>({" == ", " == ", " != ", " < ", " <= ", " > ", " >= "});
  return {left.text + symbol + right.text, left.steps + right.steps + 1};
}

Piece Writer::condition(const Context& context, int budget, bool calls_allowed) {
  if (calls_allowed && dice_.chance(8)) {
    if (const WrittenFunction* function = callable(context, budget, true)) {
      const Piece value = call(context, *function);
      return {value.text + " > 0", value.steps + 1};
    }
  }
  const Piece one = comparison(context);
  if (budget < one.steps + 2 || dice_.chance(65)) return one;
  const Piece other = comparison(context);
  const int steps = one.steps + other.steps;
  if (dice_.chance(15)) return {"not (" + one.text + " and " + other.text + ")", steps + 1};
  if (dice_.chance(8)) return {"(" + one.text + " or " + other.text + ") == true", steps + 1};
  return {one.text + (dice_.chance(50) ? " and " : " or ") + other.text, steps};
}

}  // namespace raceproof::oracle
