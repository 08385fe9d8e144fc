#include "checker/prove/learnt_candidates.h"

#include <algorithm>
#include <limits>

namespace raceproof::prove {
namespace {

constexpr std::size_t flag_values_max = 4;
constexpr std::size_t questions_max = 400'000;  // of a direction where a guard holds

/// `variable == value`, of a variable of the system or a position.
struct Condition {
  VariableIndex variable = 0;
  Wide value = 0;
  friend auto operator<=>(const Condition&, const Condition&) = default;
};

/// All of its conditions; it says something of variables of these threads.
struct Guard {
  std::vector<Condition> conditions;
  std::vector<std::uint32_t> threads;
  std::vector<std::size_t> weaker;  ///< guards with some of the conditions
  bool is_alone = false;            ///< variables of the threads are looked at one by one only
};

struct Direction {
  Affine value;
  std::vector<std::uint32_t> threads;  ///< whose locals are in it
};

/// What was seen of a direction where a guard held, in one instance.
struct Seen {
  Wide least = std::numeric_limits<std::int64_t>::max();
  Wide most = std::numeric_limits<std::int64_t>::min();
  bool is_zero_seen = false;
};

/// The bounds at full size.
struct Bounds {
  std::optional<Affine> least;
  std::optional<Affine> most;
  bool is_never_zero = false;
};

class Learner {
 public:
  Learner(const TransitionSystem& system, const FlatSystem& flat, const SmallInstances& small,
          const std::function<bool()>& stop)
      : system_(system), flat_(flat), small_(small), stop_(stop) {}

  std::vector<Family> run() {
    find_flags();
    add_guards();
    order_guards();
    add_directions();
    if (!ask()) {
      std::erase_if(directions_, [](const Direction& one) { return one.value.terms().size() > 1; });
      if (!ask()) return {};
    }
    for (const SmallInstance& instance : small_.instances()) look_at(instance);
    for (std::size_t guard = 0; guard < guards_.size(); ++guard) conclude(guard);
    return std::move(candidates_);
  }

 private:
  std::optional<std::uint32_t> owner(VariableIndex v) const {
    const auto& threads = flat_.roles[v].threads;
    return threads.size() == 1 ? std::optional(threads.front()) : std::nullopt;
  }

  // Shared variables that have the same few values in every instance.
  void find_flags() {
    for (VariableIndex v = 0; v < system_.variables.size(); ++v) {
      if (owner(v)) continue;
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
      if (owner(v) || is_flag(v) || system_.open) continue;
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
    guards_.push_back({std::move(conditions), std::move(threads), {}, is_alone});
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

  void add_directions() {
    const auto count = static_cast<VariableIndex>(system_.variables.size());
    const auto add = [&](const Affine& value, std::initializer_list<VariableIndex> of) {
      Direction direction{value, {}};
      for (const VariableIndex v : of) {
        const auto thread = owner(v);
        auto& threads = direction.threads;
        if (thread && std::find(threads.begin(), threads.end(), *thread) == threads.end())
          threads.push_back(*thread);
      }
      directions_.push_back(std::move(direction));
    };
    for (VariableIndex v = 0; v < count; ++v) {
      if (system_.open && system_.open->variable == v) continue;
      add(Affine::variable(v), {v});
      for (VariableIndex w = 0; w < v; ++w) {
        if (system_.open && system_.open->variable == w) continue;
        if (flat_.roles[v].holds_a_thread || flat_.roles[w].holds_a_thread) continue;
        add(Affine::variable(v) - Affine::variable(w), {v, w});
        add(Affine::variable(v) + Affine::variable(w), {v, w});
      }
    }
  }

  bool is_asked(const Guard& guard, const Direction& direction) const {
    const std::size_t terms = direction.value.terms().size();
    if (guard.is_alone && !direction.threads.empty() && terms > 1) return false;
    const bool is_of_guard =
        std::all_of(direction.threads.begin(), direction.threads.end(), [&](std::uint32_t thread) {
          return std::find(guard.threads.begin(), guard.threads.end(), thread) !=
                 guard.threads.end();
        });
    return is_of_guard;
  }

  // Which directions are looked at where which guard holds; whether they are few enough.
  bool ask() {
    asked_.clear();
    std::size_t all = 0;
    for (const Guard& guard : guards_) {
      auto& asked = asked_.emplace_back();
      for (std::size_t d = 0; d < directions_.size(); ++d) {
        if (is_asked(guard, directions_[d])) asked.push_back(d);
      }
      all += asked.size() + 1;
    }
    return all <= questions_max;
  }

  void look_at(const SmallInstance& instance) {
    auto& seen = seen_.emplace_back(guards_.size());
    std::vector<Wide> values(flat_.variables, 0);
    std::vector<Wide> along(directions_.size());
    for (const ListedState& state : instance.states) {
      if (stop_ && stop_()) throw BudgetSpent{"the proof was interrupted"};
      std::copy(state.values.begin(), state.values.end(), values.begin());
      std::copy(state.at.begin(), state.at.end(), values.begin() + flat_.first_position);
      for (std::size_t d = 0; d < along.size(); ++d) {
        along[d] = directions_[d].value.evaluate(values);
      }
      for (std::size_t g = 0; g < guards_.size(); ++g) {
        const auto& conditions = guards_[g].conditions;
        const bool holds =
            std::all_of(conditions.begin(), conditions.end(),
                        [&](const Condition& one) { return values[one.variable] == one.value; });
        if (!holds) continue;
        // Not empty, which says that it held.
        if (seen[g].empty()) seen[g].resize(std::max<std::size_t>(asked_[g].size(), 1));
        for (std::size_t i = 0; i < asked_[g].size(); ++i) {
          const Wide value = along[asked_[g][i]];
          Seen& one = seen[g][i];
          one.least = std::min(one.least, value);
          one.most = std::max(one.most, value);
          one.is_zero_seen |= value == 0;
        }
      }
    }
  }

  // The affine function of the large constants that has these values in the instances, if any.
  template <typename Value>
  std::optional<Affine> fitted(const Value& value_in) const {
    const auto& instances = small_.instances();
    const std::size_t count = small_.constants().count();
    Affine full;
    Wide rest = value_in(0);
    std::vector<Wide> slopes;
    for (std::size_t i = 0; i < count; ++i) {
      slopes.push_back(value_in(i + 1) - value_in(0));
      rest -= slopes[i] * instances[0].values[i];
      full = full + small_.constants().at_full_size(i) * slopes[i];
    }
    if (count > 0) {
      Wide expected = rest;
      for (std::size_t i = 0; i < count; ++i) expected += slopes[i] * instances.back().values[i];
      if (expected != value_in(count + 1)) return std::nullopt;
    }
    return full + Affine(rest);
  }

  Formula where(const Guard& guard, const Formula& formula) const {
    std::vector<Formula> any;
    for (const Condition& one : guard.conditions) {
      any.push_back(differs(Affine::variable(one.variable), one.value));
    }
    if (any.empty()) return formula;
    any.push_back(formula);
    return any_of(std::move(any));
  }

  void conclude(std::size_t g) {
    const Guard& guard = guards_[g];
    const std::size_t instances = small_.instances().size();
    std::size_t holds_in = 0;
    for (std::size_t i = 0; i < instances; ++i) holds_in += seen_[i][g].empty() ? 0 : 1;
    auto& bounds = bounds_.emplace_back(directions_.size());
    is_never_.push_back(holds_in == 0);
    if (holds_in == 0) {
      const bool is_known = std::any_of(guard.weaker.begin(), guard.weaker.end(),
                                        [&](std::size_t weaker) { return is_never_[weaker]; });
      if (!is_known) candidates_.push_back({where(guard, any_of({}))});
      return;
    }
    if (holds_in < instances) return;
    for (std::size_t i = 0; i < asked_[g].size(); ++i) {
      Bounds& here = bounds[asked_[g][i]];
      here.least = fitted([&](std::size_t instance) { return seen_[instance][g][i].least; });
      here.most = fitted([&](std::size_t instance) { return seen_[instance][g][i].most; });
      here.is_never_zero = true;
      for (std::size_t n = 0; n < instances; ++n) {
        const Seen& seen = seen_[n][g][i];
        here.is_never_zero &= !seen.is_zero_seen && seen.least < 0 && seen.most > 0;
      }
    }
    for (const std::size_t d : asked_[g]) say(g, d);
  }

  // What a weaker guard says, or what the parts of a sum say, need not be said.
  void say(std::size_t g, std::size_t d) {
    const Guard& guard = guards_[g];
    const Bounds& here = bounds_[g][d];
    const Affine& value = directions_[d].value;
    const auto is_new = [&](const auto& of) {
      return std::none_of(guard.weaker.begin(), guard.weaker.end(),
                          [&](std::size_t weaker) { return of(bounds_[weaker][d]) == of(here); });
    };
    const bool says_least = here.least && !is_sum(g, value, *here.least, true) &&
                            is_new([](const Bounds& one) { return one.least; });
    const bool says_most = here.most && !is_sum(g, value, *here.most, false) &&
                           is_new([](const Bounds& one) { return one.most; });
    if (says_least || says_most) {
      if (here.least == here.most) {
        candidates_.push_back({where(guard, atom(equal(value, *here.least)))});
        return;
      }
      if (says_least) candidates_.push_back({where(guard, atom(at_least(value, *here.least)))});
      if (says_most) candidates_.push_back({where(guard, atom(at_least(*here.most, value)))});
    }
    const bool says_zero =
        here.is_never_zero && is_new([](const Bounds& one) { return one.is_never_zero; });
    if (says_zero) candidates_.push_back({where(guard, differs(value, 0))});
  }

  // Whether the bound is that of one part, and that of the other one.
  bool is_sum(std::size_t g, const Affine& value, const Affine& bound, bool is_least) const {
    if (value.terms().size() < 2) return false;
    Affine sum;
    for (const auto& [v, coefficient] : value.terms()) {
      const auto part = bound_of(g, v, (coefficient > 0) == is_least);
      if (!part) return false;
      sum = sum + *part * coefficient;
    }
    return sum == bound;
  }

  std::optional<Affine> bound_of(std::size_t g, VariableIndex v, bool is_least) const {
    const auto direction =
        std::find_if(directions_.begin(), directions_.end(),
                     [&](const Direction& one) { return one.value == Affine::variable(v); });
    const auto d = static_cast<std::size_t>(direction - directions_.begin());
    const auto of = [&](std::size_t guard) {
      return is_least ? bounds_[guard][d].least : bounds_[guard][d].most;
    };
    if (of(g)) return of(g);
    const auto& weaker = guards_[g].weaker;
    for (auto guard = weaker.rbegin(); guard != weaker.rend(); ++guard) {
      if (of(*guard)) return of(*guard);
    }
    return std::nullopt;
  }

  const TransitionSystem& system_;
  const FlatSystem& flat_;
  const SmallInstances& small_;
  const std::function<bool()>& stop_;
  std::vector<Condition> flags_;
  std::vector<Guard> guards_;
  std::vector<Direction> directions_;
  std::vector<std::vector<std::size_t>> asked_;       // by guard: directions
  std::vector<std::vector<std::vector<Seen>>> seen_;  // by instance, guard, direction asked
  std::vector<std::vector<Bounds>> bounds_;           // by guard, direction
  std::vector<bool> is_never_;                        // by guard
  std::vector<Family> candidates_;
};

}  // namespace

std::vector<Family> learnt_candidates(const TransitionSystem& system, const FlatSystem& flat,
                                      const SmallInstances& small,
                                      const std::function<bool()>& stop) {
  if (small.instances().empty()) return {};
  return Learner(system, flat, small, stop).run();
}

}  // namespace raceproof::prove
