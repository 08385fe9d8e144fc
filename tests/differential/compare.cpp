#include "tests/differential/compare.h"

#include <array>
#include <map>

#include "checker/checker.h"
#include "checker/lang/parser.h"
#include "tests/oracle/brute_force.h"

namespace raceproof::differential {
namespace {

using property::Kind;
using result::Verdict;

constexpr std::array<oracle::Model, 6> models{oracle::Model::no_gil,  oracle::Model::gil_39,
                                              oracle::Model::gil_310, oracle::Model::gil_313,
                                              oracle::Model::gil_314, oracle::Model::serial};

std::string describe(const oracle::Count& count) {
  return count.interleavings.str() + " (" + count.probability.str() + ")";
}

std::string describe(const result::Share& share) {
  return to_text(share.interleavings) + " (" +
         (share.probability ? share.probability->str() : "?") + ")";
}

bool agrees(const oracle::Count& expected, const result::Share& share) {
  return !share.interleavings.infinite && !share.interleavings.unknown &&
         share.interleavings.value == expected.interleavings && share.probability &&
         *share.probability == expected.probability;
}

std::string compare_share(const char* what, const oracle::Count& expected,
                          const result::Share& share) {
  if (agrees(expected, share)) return "";
  return std::string(what) + ": oracle " + describe(expected) + ", engine " + describe(share);
}

using Outcomes = std::map<std::vector<std::int64_t>, oracle::Count>;

std::string compare_outcomes(const Outcomes& expected, const result::OutcomeTable& table) {
  if (expected.size() != table.outcomes.size()) {
    return "outcomes: oracle " + std::to_string(expected.size()) + ", engine " +
           std::to_string(table.outcomes.size());
  }
  for (const result::Outcome& outcome : table.outcomes) {
    std::vector<std::int64_t> values;
    std::string text = "outcome";
    for (const auto& value : outcome.values) {
      values.push_back(value.value_or(-999));
      text += " " + std::to_string(values.back());
    }
    const auto found = expected.find(values);
    if (found == expected.end()) return text + " is not known to the oracle";
    const std::string difference =
        compare_share(text.c_str(), found->second, outcome.share);
    if (!difference.empty()) return difference;
  }
  return "";
}

std::string compare_verdicts(const oracle::Answer& expected, const result::Result& checked) {
  if (!checked.disagreement.empty()) return checked.disagreement;
  for (const result::ModelResult& model : checked.models) {
    if (!model.removed.empty()) continue;
    for (const result::PropertyResult& one : model.properties) {
      const property::Property& property = checked.properties[one.property];
      oracle::Verdict verdict;
      if (one.property < expected.properties.size() && property.span.line != 0) {
        verdict = expected.properties[one.property];
      } else {
        verdict = property.kind == Kind::deadlock_free ? expected.deadlock_free
                  : property.kind == Kind::error_free  ? expected.error_free
                                                       : expected.refcount_safe;
        verdict.judged = true;
      }
      if (!verdict.judged) continue;
      const bool holds = one.verdict == Verdict::holds;
      if (one.verdict == Verdict::undecided || holds != verdict.holds) {
        return "`" + property.text + "`: oracle " + (verdict.holds ? "holds" : "violated") +
               ", engine " + std::string(name(one.verdict)) + " " + one.detail;
      }
      if (one.trace && verdict.steps && one.trace->steps.size() != *verdict.steps) {
        return "`" + property.text + "`: oracle's shortest trace has " +
               std::to_string(*verdict.steps) + " steps, engine's " +
               std::to_string(one.trace->steps.size());
      }
    }
  }
  return "";
}

result::Result check_without_expectations(const lang::Lowered& scenario, const Options& options) {
  lang::Lowered all = scenario;
  for (property::Property& property : all.properties) {
    property.models.clear();
    property.removed.clear();
    property.removed_names.clear();
  }
  return check(all, options);
}

std::string compare_model(const lang::Lowered& scenario, const oracle::Answer& expected,
                          const ExecutionModel& model) {
  Options options;
  options.models = {&model};
  // All shared variables are to be compared, whatever the file lists.
  lang::Lowered unlisted = scenario;
  unlisted.properties.clear();
  const result::Result listed = outcomes(unlisted, options);
  const result::OutcomeTable& table = *listed.models[0].outcomes;
  std::string difference = compare_outcomes(expected.outcomes, table);
  if (difference.empty()) {
    difference = compare_share("deadlocks", expected.deadlocks, table.deadlocks);
  }
  if (difference.empty()) difference = compare_share("failed", expected.failed, table.failed);
  if (difference.empty()) {
    difference = compare_share("discarded", expected.discarded, table.discarded);
  }
  if (difference.empty() && (!table.endless || *table.endless != 0)) {
    difference = "the engine says that some executions never end";
  }
  if (difference.empty()) {
    difference = compare_verdicts(expected, check_without_expectations(scenario, options));
  }
  return difference;
}

}  // namespace

Comparison compare(const std::string& source, std::uint64_t limit) {
  Comparison comparison;
  const lang::Parsed parsed = lang::parse(source);
  const Loaded loaded = load(source, {});
  if (!parsed.scenario || !loaded.scenario) {
    comparison.difference = "not a valid scenario:\n" +
                            lang::render(loaded.diagnostics, "random.race", source);
    return comparison;
  }
  for (std::size_t i = 0; i < models.size(); ++i) {
    const ExecutionModel& model = execution_models()[i];
    const oracle::Answer expected = oracle::enumerate(*parsed.scenario, models[i], {}, limit);
    if (expected.gave_up) {
      ++comparison.gave_up;
      continue;
    }
    ++comparison.models;
    const std::string difference = compare_model(*loaded.scenario, expected, model);
    if (difference.empty()) continue;
    comparison.difference = std::string(model.name) + ": " + difference;
    return comparison;
  }
  return comparison;
}

}  // namespace raceproof::differential
