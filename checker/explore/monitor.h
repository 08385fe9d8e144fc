// Judges properties while a search runs.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <vector>

#include "checker/explore/explore.h"
#include "checker/explore/shortest.h"
#include "checker/property/property.h"

namespace raceproof::explore {

/// Values of observed expressions; what cannot be evaluated is nothing.
using Values = std::vector<std::optional<std::int64_t>>;
using ValuesSet = std::set<Values>;

/// The values of `observed` in a state.
Values values_of(const std::vector<property::Observed>& observed, const State& state);

/// What the search found out about one property.
struct Finding {
  const property::Property* property = nullptr;
  std::optional<std::uint64_t> level;       ///< of the first violation (for `possible`: witness)
  std::vector<Target> targets;              ///< all violations of that level
  std::optional<std::uint32_t> failed_init; ///< it is violated by this way through `init`
  ValuesSet seen;                           ///< outcomes: the values of final states
  bool is_found() const { return level.has_value(); }
};

/// Watches one search on behalf of several properties.
class Monitor : public Observer {
 public:
  /// `serial` are the final values of all shared variables under `serial`, for `serializable`;
  /// `shared` lists those variables. `keep_going`: the whole space is wanted, whatever is found.
  Monitor(const Machine& machine, std::vector<const property::Property*> properties,
          const std::vector<property::Observed>& shared, const ValuesSet* serial, bool keep_going);

  void on_state(StateIndex index, const State& state, StateKind kind, std::uint64_t level,
                const std::vector<std::uint32_t>& enabled) override;
  void on_end(StateIndex from, const Edge& edge, const StepEnd& end, std::uint64_t level) override;
  bool is_decided() const override;
  void on_progress(std::uint64_t states, std::uint64_t frontier, std::uint64_t level) override;

  const std::vector<Finding>& findings() const { return findings_; }
  std::uint64_t finals() const { return finals_; }
  std::uint64_t depth() const { return depth_; }

  std::function<void(std::uint64_t, std::uint64_t, std::uint64_t)> progress;

 private:
  bool is_violated(Finding& finding, const State& state, StateKind kind,
                   const std::vector<std::uint32_t>& enabled) const;
  bool judge_outcome(Finding& finding, const State& state) const;

  const Machine& machine_;
  const std::vector<property::Observed>& shared_;
  const ValuesSet* serial_;
  bool keep_going_;
  std::vector<Finding> findings_;
  std::uint64_t finals_ = 0;
  std::uint64_t depth_ = 0;
};

}  // namespace raceproof::explore
