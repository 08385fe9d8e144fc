// One search, asked and answered: explores a machine, judges its properties, and has every trace
// confirmed by the replayer. Private to the checker.
#pragma once

#include <optional>
#include <string>

#include "checker/checker.h"
#include "checker/explore/monitor.h"
#include "checker/plan.h"

namespace raceproof {

/// What all searches of one question share.
struct Question {
  const lang::Lowered& scenario;
  const std::vector<property::Property>& properties;
  explore::Limits limits;
  const Options& options;
  std::uint32_t jobs = 1;  ///< threads that may work on one search
  bool is_trial = false;   ///< another answer is sought where a limit ends this one
};

/// The limits of one of so many searches that run at once, for a question that is asked now.
explore::Limits limits_of(const Options& options, std::size_t searches_at_once);

/// Whether a limit of time or memory, or a signal, ends work that is no search.
bool is_over(const explore::Limits& limits);

/// Why a search ended, in words; empty where it is complete.
std::string why(explore::Stop stop, const explore::Limits& limits);

/// Answers one planned search by the explicit engine. Where `observed` is given, the table of
/// outcomes is made too. `disagreement` receives what must never happen: a trace that the replayer
/// does not confirm.
result::ModelResult answer_explicitly(const Question& question, const PlannedSearch& search,
                                      const std::vector<property::Observed>* observed,
                                      std::string& disagreement);

}  // namespace raceproof
