#include "checker/forecast.h"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "checker/exploration.h"
#include "checker/plan.h"

namespace raceproof {
namespace {

using result::Forecast;
using Sizes = std::vector<std::pair<std::int64_t, std::uint64_t>>;

constexpr std::uint64_t measured_states_min = 20'000;  // or as many as were reached, up to the most
constexpr std::uint64_t measured_states_max = 100'000;
constexpr std::int64_t measured_value_max = 8;
constexpr std::size_t constants_max = 3;
constexpr double most = 1e18;
// Growth by a factor that hardly shrinks is taken to be exponential.
constexpr double steady = 0.95;

// Constants that are computed from others follow them.
std::map<std::string, std::int64_t> given_constants(const lang::Lowered& scenario) {
  std::map<std::string, std::int64_t> given;
  for (const lang::Constant& constant : scenario.scenario->constants) {
    const std::string& name = constant.name.text;
    if (constant.value.kind == lang::Expression::Kind::integer) {
      given[name] = scenario.constants.at(name);
    }
  }
  return given;
}

std::optional<std::uint64_t> states_of(const lang::Lowered& scenario,
                                       const result::ModelResult& model,
                                       std::uint64_t states_max) {
  const Machine machine(scenario.program, *model.model,
                        removed_objects(scenario, model.removed));
  Exploring asked;
  asked.keeps_going = true;
  explore::Limits limits;
  limits.states_max = std::clamp(states_max, measured_states_min, measured_states_max);
  const Exploration exploration(machine, asked, limits);
  if (exploration.stop() != explore::Stop::complete) return std::nullopt;
  return result::saturated(exploration.states());
}

Sizes measure(const lang::Lowered& scenario, const result::ModelResult& model,
              const std::string& name, std::int64_t value, std::uint64_t states_max) {
  Sizes sizes;
  std::map<std::string, std::int64_t> constants = given_constants(scenario);
  for (std::int64_t n = 1; n < std::min(value, measured_value_max + 1); ++n) {
    constants[name] = n;
    const auto lowered = lang::lower(*scenario.scenario, constants);
    const auto* smaller = std::get_if<lang::Lowered>(&lowered);
    if (smaller == nullptr) continue;  // a size that the file does not allow
    const std::optional<std::uint64_t> states = states_of(*smaller, model, states_max);
    if (!states) break;
    sizes.emplace_back(n, *states);
  }
  return sizes;
}

// A power of the value, or an exponential where each step multiplies the states alike.
double estimate(const Sizes& sizes, std::int64_t value) {
  const auto [n, states] = sizes.back();
  const auto [n_before, states_before] = sizes[sizes.size() - 2];
  const double factor = static_cast<double>(states) / static_cast<double>(states_before);
  bool is_exponential = false;
  if (sizes.size() > 2) {
    const double earlier = static_cast<double>(states_before) /
                           static_cast<double>(sizes[sizes.size() - 3].second);
    is_exponential = factor > steady * earlier;
  }
  const double exponent =
      is_exponential
          ? static_cast<double>(value - n) * std::log(factor)
          : std::log(factor) / std::log(static_cast<double>(n) / static_cast<double>(n_before)) *
                std::log(static_cast<double>(value) / static_cast<double>(n));
  return std::min(static_cast<double>(states) * std::exp(std::min(exponent, 50.0)), most);
}

// Two digits: the rest would pretend to be known.
std::uint64_t rounded(double states) {
  double unit = 1;
  while (states / unit >= 100) unit *= 10;
  return static_cast<std::uint64_t>(std::round(states / unit) * unit);
}

void suggest(Forecast& forecast, std::uint64_t states_max) {
  std::tie(forecast.smaller, forecast.states_of_smaller) = forecast.measured.front();
  for (const auto& [n, states] : forecast.measured) {
    if (states > states_max) return;
    forecast.smaller = n;
    forecast.states_of_smaller = states;
  }
  if (forecast.states == 0) return;
  const double likely = static_cast<double>(states_max) / 2;  // the estimate may be too low
  for (std::int64_t n = forecast.smaller + 1; n < forecast.value; n += n / 8 + 1) {
    const double states = estimate(forecast.measured, n);
    if (states > likely) break;
    forecast.smaller = n;
    forecast.states_of_smaller = rounded(states);
  }
}

}  // namespace

std::optional<Forecast> forecast(const lang::Lowered& scenario, const result::ModelResult& model,
                                 std::uint64_t states_max) {
  std::vector<std::pair<std::int64_t, std::string>> constants;
  for (const auto& [name, value] : given_constants(scenario)) constants.emplace_back(-value, name);
  std::sort(constants.begin(), constants.end());
  if (constants.size() > constants_max) constants.resize(constants_max);
  for (const auto& [negated, name] : constants) {
    Forecast found{name, -negated, measure(scenario, model, name, -negated, states_max),
                   0, 0, 0};
    const Sizes& sizes = found.measured;
    if (sizes.size() < 2 || sizes.back().second <= sizes[sizes.size() - 2].second) continue;
    found.states = rounded(estimate(sizes, found.value));
    if (found.states <= states_max) found.states = 0;  // too few sizes to tell how they grow
    suggest(found, states_max);
    return found;
  }
  return std::nullopt;
}

}  // namespace raceproof
