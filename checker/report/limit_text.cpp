#include "checker/report/limit_text.h"

#include <algorithm>

#include "checker/result/number.h"

namespace raceproof::report {
namespace {

constexpr std::size_t levels_shown = 4;
constexpr std::size_t spreads_shown = 3;
constexpr std::size_t sizes_shown = 3;
constexpr std::uint64_t beyond_words = 1'000'000'000'000'000;

std::string grouped(std::uint64_t number) {
  return result::grouped(std::to_string(number));
}
std::string grouped(const result::Integer& number) {
  return result::grouped(number.str());
}

std::string list(const std::vector<std::string>& items) {
  std::string text;
  for (const std::string& item : items) text += (text.empty() ? "" : ", ") + item;
  return text;
}

std::string seen(const result::Statistics& statistics) {
  const std::vector<std::uint64_t>& sizes = statistics.partial->level_sizes;
  std::string text = "seen: " + grouped(statistics.states) + " states to depth " +
                     grouped(statistics.depth) + ", " + grouped(statistics.frontier) +
                     " of them not expanded";
  if (sizes.size() < 2) return text;
  std::vector<std::string> last;
  for (std::size_t i = sizes.size() - std::min(sizes.size(), levels_shown); i < sizes.size(); ++i) {
    last.push_back(grouped(sizes[i]));
  }
  return text + "; the last whole levels have " + list(last);
}

std::string widest(const result::Partial& partial) {
  std::vector<std::string> items;
  for (const result::Spread& spread : partial.spreads) {
    if (items.size() == spreads_shown) break;
    items.push_back(spread.what + " (line " + std::to_string(spread.line) +
                    "): " + grouped(spread.values));
  }
  return "most values: " + list(items);
}

std::string about(std::uint64_t states) {
  return states >= beyond_words ? "more than 10^15" : "about " + grouped(states);
}

std::string forecast_text(const result::Forecast& forecast) {
  std::vector<std::string> values;
  std::vector<std::string> states;
  const auto& measured = forecast.measured;
  for (std::size_t i = measured.size() - std::min(measured.size(), sizes_shown);
       i < measured.size(); ++i) {
    values.push_back(std::to_string(measured[i].first));
    states.push_back(grouped(measured[i].second));
  }
  const std::string& name = forecast.constant;
  const bool is_measured = forecast.smaller <= measured.back().first;
  const std::string in_force =
      forecast.states == 0
          ? ""
          : ", so " + name + " = " + std::to_string(forecast.value) + " " + about(forecast.states);
  return name + " = " + list(values) + " gives " + list(states) + " states" + in_force +
         "; try --set " + name + "=" + std::to_string(forecast.smaller) +
         (is_measured ? "" : " (" + about(forecast.states_of_smaller) + ")") + ", or ";
}

// Where it was not measured.
std::string smaller_constant(const Subject& subject) {
  const auto& constants = subject.scenario->constants;
  const auto largest =
      std::max_element(constants.begin(), constants.end(),
                       [](const auto& a, const auto& b) { return a.second < b.second; });
  if (largest == constants.end() || largest->second <= 2) return "";
  return "try a smaller " + largest->first + ": --set " + largest->first + "=2; or ";
}

}  // namespace

std::vector<std::string> limit_lines(const result::ModelResult& model) {
  if (!model.statistics.partial) return {};
  std::vector<std::string> lines{seen(model.statistics)};
  if (!model.statistics.partial->spreads.empty()) {
    lines.push_back(widest(*model.statistics.partial));
  }
  return lines;
}

std::string advice(const Subject& subject, const result::Result& result,
                   const result::ModelResult& model) {
  if (model.statistics.complete) return "";
  if (model.is_symbolic) {
    // Else a higher limit does not help a proof: its budgets are its own.
    return model.statistics.is_proof_stopped ? "raise the limit with --max-memory or --max-time"
                                             : "";
  }
  return (result.forecast ? forecast_text(*result.forecast) : smaller_constant(subject)) +
         "raise the limit with --max-states, --max-memory or --max-time";
}

}  // namespace raceproof::report
