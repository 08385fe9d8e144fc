#include "checker/property/data_race.h"

namespace raceproof::property {
namespace {

std::optional<DataRace> conflict(const Program& program, const std::vector<Access>& first,
                                 const std::vector<Access>& second) {
  for (const Access& a : first) {
    if (program.variable_of(a.cell).is_atomic) continue;
    for (const Access& b : second) {
      const bool is_conflict = a.cell == b.cell && (a.write || b.write);
      if (!is_conflict || (a.in_region && b.in_region)) continue;
      return DataRace{0, 0, a.cell, a.write, b.write};
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<DataRace> find_data_race(const Machine& machine, const State& state,
                                       const std::vector<std::uint32_t>& enabled) {
  if (enabled.size() < 2) return std::nullopt;
  std::vector<std::vector<Access>> accesses;
  accesses.reserve(enabled.size());
  for (const std::uint32_t thread : enabled) {
    accesses.push_back(machine.next_accesses(state, thread));
  }
  for (std::size_t i = 0; i < enabled.size(); ++i) {
    for (std::size_t j = i + 1; j < enabled.size(); ++j) {
      std::optional<DataRace> race = conflict(machine.program(), accesses[i], accesses[j]);
      if (!race) continue;
      race->first = enabled[i];
      race->second = enabled[j];
      return race;
    }
  }
  return std::nullopt;
}

}  // namespace raceproof::property
