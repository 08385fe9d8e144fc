// What executions end with, as a search meets it, and where it was met first.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <vector>

#include "checker/explore/monitor.h"

namespace raceproof::explore {

/// Where an outcome was met first.
struct FirstMet {
  std::uint64_t level = 0;
  std::vector<Target> targets;  ///< states of that level that end so, the first one at least
};
using MetValues = std::map<Values, FirstMet>;

/// Collects the values that executions end with.
class MetOutcomes : public Observer {
 public:
  explicit MetOutcomes(const std::vector<property::Observed>& observed) : observed_(observed) {}

  void on_state(StateIndex index, const State& state, StateKind kind, std::uint64_t level,
                const std::vector<std::uint32_t>& enabled) override;
  void on_end(StateIndex, const Edge&, const StepEnd&, std::uint64_t) override {}
  bool is_decided() const override { return false; }
  void on_progress(std::uint64_t, std::uint64_t, std::uint64_t) override {}

  const MetValues& met() const { return met_; }

 private:
  const std::vector<property::Observed>& observed_;
  MetValues met_;
  std::size_t more_targets_ = 0;  ///< beyond the first one of each outcome
};

}  // namespace raceproof::explore
