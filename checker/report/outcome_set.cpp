#include "checker/report/outcome_set.h"

#include "checker/report/step_text.h"
#include "checker/result/number.h"

namespace raceproof::report {
namespace {

using result::OutcomeTable;

constexpr std::size_t shown_max = 12;  // values, and pieces of a set

}  // namespace

std::string observed_value(const property::Observed& observed, std::optional<std::int64_t> value) {
  return value ? value_text(*value, observed.is_boolean) : "?";
}

std::string outcome_values(const OutcomeTable& table, const result::Outcome& outcome) {
  std::string text;
  for (std::size_t i = 0; i < table.observed.size(); ++i) {
    if (i == shown_max) return text + ", ...";
    text += (i > 0 ? ", " : "") + table.observed[i].name + " = " +
            observed_value(table.observed[i], outcome.values[i]);
  }
  return text;
}

std::string outcome_set(const OutcomeTable& table) {
  const std::vector<result::Outcome>& outcomes = table.outcomes;
  if (outcomes.empty()) return "no final state";
  if (outcomes.size() == 1) return outcome_values(table, outcomes.front());
  if (table.observed.size() != 1) {
    return result::grouped(std::to_string(outcomes.size())) + " outcomes";
  }
  const property::Observed& observed = table.observed.front();
  std::string text;
  std::size_t items = 0;
  for (std::size_t i = 0; i < outcomes.size();) {
    std::size_t last = i;
    const auto value = [&](std::size_t at) { return outcomes[at].values.front(); };
    while (last + 1 < outcomes.size() && value(last) && value(last + 1) == *value(last) + 1) {
      ++last;
    }
    if (++items > shown_max) {
      text += ", ...";
      break;
    }
    text += text.empty() ? "" : ", ";
    text += observed_value(observed, value(i));
    if (last > i) text += (last == i + 1 ? ", " : "..") + observed_value(observed, value(last));
    i = last + 1;
  }
  const bool is_range = items == 1 && text.find(',') == std::string::npos;
  return observed.name + " in " + (is_range ? text : "{" + text + "}");
}

std::string outcome_set(const result::SymbolicOutcomes& outcomes) {
  std::string names;
  for (const property::Observed& one : outcomes.observed) {
    names += (names.empty() ? "" : ", ") + one.name;
  }
  if (outcomes.observed.size() > 1) names = "(" + names + ")";
  const bool is_set = outcomes.set.find_first_of(".|{") != std::string::npos;
  return names + (is_set ? " in " : " = ") + outcomes.set;
}

}  // namespace raceproof::report
