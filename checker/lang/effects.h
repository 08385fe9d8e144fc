// What code can do besides computing: block, take time, give control away. The rules for `init`,
// `atomic`, `native` and the block of `await` are written in these words.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "checker/lang/scenario.h"
#include "checker/lang/symbol_table.h"

namespace raceproof::lang {

enum class Effect : std::uint8_t {
  blocks,
  takes_time,
  loops,
  yields,
  starts,
  native,
  gives_gil_up,
  reads_self,
  calls,
};
inline constexpr std::size_t effect_count = 9;

struct EffectRow {
  Effect effect;
  std::string_view trouble;  ///< completes "'m.acquire()' ...", or "" where the word says it all
  std::string_view help;     ///< what to write instead, or ""
};

const EffectRow& row(Effect effect);

/// One thing in the text that has an effect.
struct Act {
  Effect effect = Effect::blocks;
  std::string what;  ///< as written, shortened: "m.acquire()", "with m", "sleep"
  SourceSpan span;
};

/// The effect of a statement by itself, without that of its expressions and blocks.
std::optional<Act> act_of(const Statement& statement);

/// The effect of a call or of `self` by itself, without that of its operands. A call of a function
/// of the file is `calls` and nothing else: what the function does is told by its facts.
std::optional<Act> act_of(const Expression& expression, const SymbolTable& symbols);

/// What is known of a function without running it.
struct FunctionFacts {
  /// By effect: the first thing found that has it, in the function or in one that it calls.
  std::array<std::optional<Act>, effect_count> acts;
  bool returns_value = false;  ///< somewhere in it stands a `return` with a value

  const std::optional<Act>& act(Effect effect) const {
    return acts[static_cast<std::size_t>(effect)];
  }
};

/// The facts of every function, in the order of the scenario.
std::vector<FunctionFacts> function_facts(const Scenario& scenario, const SymbolTable& symbols);

}  // namespace raceproof::lang
