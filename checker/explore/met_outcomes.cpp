#include "checker/explore/met_outcomes.h"

namespace raceproof::explore {
namespace {

// The more targets a trace has to choose from, the fewer its switches; but there may be millions.
constexpr std::size_t more_targets_max = std::size_t{1} << 16;

}  // namespace

void MetOutcomes::on_state(StateIndex index, const State& state, StateKind kind,
                           std::uint64_t level, const std::vector<std::uint32_t>&) {
  if (kind != StateKind::final_) return;
  const auto [met, is_new] = met_.try_emplace(values_of(observed_, state));
  FirstMet& first = met->second;
  if (is_new) {
    first = {level, {{index, std::nullopt}}};
  } else if (first.level == level && more_targets_ < more_targets_max) {
    first.targets.push_back({index, std::nullopt});
    ++more_targets_;
  }
}

}  // namespace raceproof::explore
