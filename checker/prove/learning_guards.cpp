#include "checker/prove/learning_guards.h"

#include <algorithm>

namespace raceproof::prove {
namespace {

constexpr std::size_t flag_values_max = 4;  // and of a lock one for each thread

class Builder {
 public:
  Builder(const TransitionSystem& system, const FlatSystem& flat, const SmallInstances& small)
      : system_(system), flat_(flat), small_(small) {}

  LearningGuards run() {
    find_flags();
    add_guards();
    order_guards();
    LearningGuards all{std::move(guards_), {}};
    for (const Condition& flag : flags_) all.flags.push_back(flag.variable);
    return all;
  }

 private:
  // Shared variables that have the same few values in every instance.
  void find_flags() {
    for (VariableIndex v = 0; v < system_.variables.size(); ++v) {
      if (owner_of(flat_, v)) continue;
      std::vector<std::vector<Wide>> seen;
      for (const SmallInstance& instance : small_.instances()) {
        std::vector<Wide>& values = seen.emplace_back();
        for (const ListedState& state : instance.states) {
          const Wide value = state.values[v];
          if (std::find(values.begin(), values.end(), value) == values.end())
            values.push_back(value);
          if (values.size() > flag_values_max + system_.threads.size()) break;
        }
        std::sort(values.begin(), values.end());
      }
      const std::size_t max =
          flag_values_max + (flat_.roles[v].holds_a_thread ? system_.threads.size() : 0);
      const bool is_same = std::all_of(seen.begin(), seen.end(),
                                       [&](const auto& values) { return values == seen.front(); });
      if (!is_same || seen.front().size() > max || seen.front().size() < 2) continue;
      for (const Wide value : seen.front()) flags_.push_back({v, value});
    }
  }

  bool is_flag(VariableIndex v) const {
    return std::any_of(flags_.begin(), flags_.end(),
                       [&](const Condition& one) { return one.variable == v; });
  }

  Condition stands_at(std::uint32_t thread, LocationIndex at) const {
    return {flat_.first_position + thread, Wide{at}};
  }

  std::vector<LocationIndex> places(std::uint32_t thread) const {
    std::vector<LocationIndex> all;
    const auto& locations = system_.threads[thread].locations;
    for (LocationIndex at = 0; at < locations.size(); ++at) {
      const Location::Kind kind = locations[at].kind;
      if (kind == Location::Kind::running || kind == Location::Kind::ended) all.push_back(at);
    }
    return all;
  }

  void add_guards() {
    add_guard({}, {});
    std::vector<std::uint32_t> everybody;
    for (std::uint32_t t = 0; t < system_.threads.size(); ++t) everybody.push_back(t);
    for (const Condition& flag : flags_) add_guard({flag}, everybody, true);
    for (VariableIndex v = 0; v < system_.variables.size(); ++v) {
      if (owner_of(flat_, v) || is_flag(v) || system_.open) continue;
      const Affine& first = system_.starts.front().values[v];
      if (!first.is_constant()) continue;
      const Condition is_first{v, first.constant()};
      add_guard({is_first}, everybody, true);
      for (const Condition& flag : flags_) add_guard({is_first, flag}, everybody, true);
    }
    for (const std::uint32_t t : everybody) {
      for (const LocationIndex at : places(t)) {
        add_guard({stands_at(t, at)}, {t});
        for (const Condition& flag : flags_) add_guard({stands_at(t, at), flag}, {t});
        for (std::uint32_t u = t + 1; u < system_.threads.size(); ++u) {
          for (const LocationIndex other : places(u)) {
            add_guard({stands_at(t, at), stands_at(u, other)}, {t, u});
          }
        }
      }
    }
  }

  void add_guard(std::vector<Condition> conditions, std::vector<std::uint32_t> threads,
                 bool is_alone = false) {
    std::sort(conditions.begin(), conditions.end());
    const bool has_value =
        !conditions.empty() && conditions.front().variable < flat_.first_position;
    guards_.push_back({std::move(conditions), std::move(threads), {}, is_alone, has_value});
  }

  // So that the weaker ones come first.
  void order_guards() {
    std::stable_sort(guards_.begin(), guards_.end(), [](const Guard& a, const Guard& b) {
      return a.conditions.size() < b.conditions.size();
    });
    for (Guard& guard : guards_) {
      for (std::size_t i = 0; i < guards_.size(); ++i) {
        const auto& some = guards_[i].conditions;
        if (some.size() < guard.conditions.size() &&
            std::includes(guard.conditions.begin(), guard.conditions.end(), some.begin(),
                          some.end())) {
          guard.weaker.push_back(i);
        }
      }
    }
  }

  const TransitionSystem& system_;
  const FlatSystem& flat_;
  const SmallInstances& small_;
  std::vector<Condition> flags_;
  std::vector<Guard> guards_;
};

}  // namespace

std::optional<std::uint32_t> owner_of(const FlatSystem& flat, VariableIndex v) {
  const auto& threads = flat.roles[v].threads;
  return threads.size() == 1 ? std::optional(threads.front()) : std::nullopt;
}

bool LearningGuards::is_flag(VariableIndex v) const {
  return std::find(flags.begin(), flags.end(), v) != flags.end();
}

LearningGuards learning_guards(const TransitionSystem& system, const FlatSystem& flat,
                               const SmallInstances& small) {
  return Builder(system, flat, small).run();
}

}  // namespace raceproof::prove
