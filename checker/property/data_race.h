// Data races: two threads at conflicting accesses at once.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "models/machine.h"

namespace raceproof::property {

/// Two threads that may both take their next step, which access the same cell, one of them writing.
struct DataRace {
  std::uint32_t first = 0;   ///< a thread
  std::uint32_t second = 0;  ///< another, with a greater number
  CellIndex cell = 0;
  bool first_writes = false;
  bool second_writes = false;
};

/// The first race of a state, by threads and then by cell; `enabled` are the threads that may go
/// on. Accesses of an `atomic` variable never race, nor do two atomic blocks or awaits.
std::optional<DataRace> find_data_race(const Machine& machine, const State& state,
                                       const std::vector<std::uint32_t>& enabled);

}  // namespace raceproof::property
