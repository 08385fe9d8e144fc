// The symbolic engine's answers on one program under one model: exact, for every interleaving, or
// undecided with a reason.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "checker/property/property.h"
#include "checker/result/result.h"
#include "checker/result/schedule.h"
#include "models/machine.h"

namespace raceproof::prove {

/// What is asked. References must outlive the call.
struct Question {
  const Machine& machine;
  std::vector<const property::Property*> properties;
  const std::vector<property::Observed>* observed = nullptr;  ///< whose table is wanted, or null
  std::function<bool()> stop;                                 ///< whether to give up; may be empty
};

/// The methods that were tried, in their order: each with its budget and what came of it.
using Attempts = std::vector<std::string>;

/// The answer on one property. A witness is a schedule of the violation (of `possible`: of what
/// was asked for), still to be confirmed.
struct Answer {
  result::Verdict verdict = result::Verdict::undecided;
  std::string detail;  ///< why it is undecided; what is violated where no schedule shows it
  std::string how;     ///< how it was proved
  std::optional<result::Schedule> witness;
  std::vector<std::string> warnings;
  Attempts attempts;
};

struct Proof {
  std::vector<Answer> answers;  ///< by property
  std::optional<result::SymbolicOutcomes> outcomes;
  std::string why_not;  ///< the outcomes are not known: why
  Attempts attempts;    ///< on the outcomes
};

Proof prove(const Question& question);

}  // namespace raceproof::prove
