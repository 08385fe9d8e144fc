#include "checker/leave_out.h"

#include <algorithm>

#include "checker/exploration.h"

namespace raceproof {
namespace {

// Of these all are looked at, whatever could be left out.
constexpr std::uint64_t small_states_max = 1'000'000;

using result::PropertyResult;

// Whether there is nothing more to be looked for.
bool is_over(const SearchedPart& part, std::uint64_t asked_max, std::uint64_t states_max) {
  return !part.has_met_states || asked_max == states_max;
}

void look_for_best_traces(result::ModelResult& answer, const SearchPart& question,
                          const SearchOf& search) {
  SearchPart again{{},
                   question.reductions.of_whole_space(),
                   whole_states_max(answer.statistics.states, question.states_max)};
  for (const PropertyResult& one : answer.properties) {
    if (one.trace) again.properties.push_back(one.property);
  }
  if (again.properties.empty()) return;
  const std::vector<PropertyResult> found = search(again).answer.properties;
  for (PropertyResult& one : answer.properties) {
    if (!one.trace) continue;
    const auto best = std::find_if(found.begin(), found.end(), [&](const PropertyResult& other) {
      return other.property == one.property && other.trace;
    });
    if (best != found.end()) {
      one = *best;
    } else {
      one.warnings.push_back("there may be a shorter trace: not all states were looked at");
    }
  }
}

}  // namespace

result::ModelResult leave_out(const SearchPart& whole_question, bool is_whole_first,
                              const SearchOf& search) {
  SearchPart whole = whole_question;
  whole.reductions = whole.reductions.of_whole_space();
  const std::uint64_t most = whole.states_max;
  SearchPart try_out = whole_question;
  try_out.states_max = whole.states_max = std::min(small_states_max, most);
  if (is_whole_first) {
    SearchedPart first = search(whole);
    if (is_over(first, whole.states_max, most)) return std::move(first.answer);
    SearchedPart second = search(try_out);
    if (is_over(second, try_out.states_max, most)) {
      if (second.answer.statistics.leaves_out) {
        look_for_best_traces(second.answer, whole_question, search);
      }
      return std::move(second.answer);
    }
    if (!second.is_worth_waiting) try_out.reductions = try_out.reductions.of_all_steps();
  }
  try_out.states_max = most;
  result::ModelResult answer = search(try_out).answer;
  if (answer.statistics.leaves_out) look_for_best_traces(answer, whole_question, search);
  return answer;
}

}  // namespace raceproof
