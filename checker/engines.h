// Which engine answers a search, and that those that do agree. Private to the checker.
#pragma once

#include <optional>

#include "checker/question.h"

namespace raceproof {

/// Answers one planned search as the options say. `disagreement` receives what must never happen:
/// an unconfirmed trace, or two engines that differ.
result::ModelResult answer(const Question& question, const PlannedSearch& search,
                           const std::vector<property::Observed>* observed,
                           std::string& disagreement);

/// Answers it by the symbolic engine alone. Undecided properties say why.
result::ModelResult answer_symbolically(const Question& question, const PlannedSearch& search,
                                        const std::vector<property::Observed>* observed,
                                        std::string& disagreement);

}  // namespace raceproof
