// What the candidates about history variables say of how executions end, in words.
#pragma once

#include <string>
#include <vector>

#include "checker/prove/provenance.h"

namespace raceproof::prove {

/// A thread adding a constant to a value of a variable.
struct Addition {
  std::string thread;
  std::string variable;
  Wide constant = 0;
};

/// How many of a thread's additions are part of a final value.
enum class Survival : std::uint8_t { at_most, all, all_if_alone, some_if_alone };

/// "`x` is 0, plus 1 for each `x + 1` of worker[0] that survives in it, ..."
Words words_of_chain(const std::string& variable, Wide base,
                     const std::vector<Addition>& additions);
/// "worker[0]", "all its 10 `x + 1` survive in `x`, unless another addition does". A thread makes
/// so many rounds, unknown where they are not more than 0; of `some_if_alone` so many survive.
Words words_of_survival(Survival survival, const Addition& addition, const std::string& variable,
                        Wide rounds);

/// Sentences, those of one kind about several threads in one; and what surviving is.
std::vector<std::string> sentences(const std::vector<Words>& all);

}  // namespace raceproof::prove
