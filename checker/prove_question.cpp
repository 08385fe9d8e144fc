// One search asked of the symbolic engine; every schedule that it gives is confirmed by the
// replayer before anybody sees it.
#include "checker/engines.h"
#include "checker/prove/prove.h"
#include "checker/replay/judge.h"

namespace raceproof {
namespace {

using result::PropertyResult;
using result::Verdict;

// That no order of whole threads gives the final values is proved; that they come out is replayed.
replayer::Judged replayed(const Machine& machine, const property::Property& property,
                          const result::Schedule& schedule) {
  static const replayer::SerialFinals none;
  return replayer::judge(machine, property, schedule, &none);
}

void tell(const Question& question, const PlannedSearch& search) {
  if (question.options.progress) {
    question.options.progress({search.model->name, 0, 0, 0, "proving", 0, 0});
  }
}

}  // namespace

result::ModelResult answer_symbolically(const Question& question, const PlannedSearch& search,
                                        const std::vector<property::Observed>* observed,
                                        std::string& disagreement) {
  const Machine machine(question.scenario.program, *search.model, search.removed);
  bool is_stopped = false;
  const auto is_to_stop = [&] {
    tell(question, search);
    return is_stopped = is_stopped || is_over(question.limits);
  };
  prove::Question asked{machine, {}, observed, is_to_stop};
  for (const std::size_t number : search.properties) {
    asked.properties.push_back(&question.properties[number]);
  }
  prove::Proof proof = prove::prove(asked);
  result::ModelResult result;
  result.model = search.model;
  result.removed = search.removed_names;
  result.is_symbolic = true;
  result.statistics.complete = true;
  for (std::size_t i = 0; i < proof.answers.size(); ++i) {
    prove::Answer& answer = proof.answers[i];
    const property::Property& property = *asked.properties[i];
    PropertyResult one;
    one.property = search.properties[i];
    one.verdict = answer.verdict;
    one.detail = std::move(answer.detail);
    one.how = std::move(answer.how);
    one.attempts = std::move(answer.attempts);
    one.warnings = std::move(answer.warnings);
    if (answer.witness) {
      replayer::Judged judged = replayed(machine, property, *answer.witness);
      if (!judged.is_violation) {
        disagreement = "the replayer does not confirm the trace '" +
                       result::to_text(*answer.witness) + "' for `" + property.text + "` under " +
                       std::string(search.model->name);
        one.verdict = Verdict::undecided;
      } else {
        one.detail = judged.what;
        one.trace = std::move(judged.run.trace);
      }
    }
    one.as_stated =
        one.verdict != Verdict::undecided && (one.verdict == Verdict::violated) == property.fails;
    if (one.verdict == Verdict::undecided && result.statistics.complete) {
      result.statistics.complete = false;
      result.statistics.why_incomplete = one.detail;
    }
    result.properties.push_back(std::move(one));
  }
  result.statistics.is_proof_stopped = is_stopped;
  result.attempts = std::move(proof.attempts);
  if (observed == nullptr) return result;
  result.symbolic_outcomes = std::move(proof.outcomes);
  if (!result.symbolic_outcomes || !result.symbolic_outcomes->exact) {
    result.statistics.complete = false;
    result.statistics.why_incomplete = proof.why_not;
  }
  return result;
}

}  // namespace raceproof
