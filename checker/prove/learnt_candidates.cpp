#include "checker/prove/learnt_candidates.h"

#include <algorithm>
#include <limits>

#include "checker/prove/learning_guards.h"

namespace raceproof::prove {
namespace {

constexpr std::size_t questions_max = 400'000;  // of a direction where a guard holds

struct Direction {
  Affine value;
  std::vector<std::uint32_t> threads;  ///< whose locals are in it
  bool is_known = false;               ///< nothing is to be said of it
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
          const std::vector<VariableIndex>& counters, const std::function<bool()>& stop)
      : system_(system),
        flat_(flat),
        small_(small),
        counters_(counters),
        stop_(stop),
        learning_(learning_guards(system, flat, small)) {}

  std::vector<Family> run() {
    add_directions();
    if (!counters_.empty()) add_progress();
    if (!ask()) {
      std::erase_if(directions_, [](const Direction& one) { return one.value.terms().size() > 1; });
      if (!ask()) return {};
    }
    for (const SmallInstance& instance : small_.instances()) look_at(instance);
    for (std::size_t guard = 0; guard < guards_.size(); ++guard) conclude(guard);
    return std::move(candidates_);
  }

 private:
  void add_direction(const Affine& value) {
    Direction direction{value, {}};
    for (const auto& [v, coefficient] : value.terms()) {
      const auto thread = owner_of(flat_, v);
      auto& threads = direction.threads;
      if (thread && std::find(threads.begin(), threads.end(), *thread) == threads.end())
        threads.push_back(*thread);
    }
    directions_.push_back(std::move(direction));
  }

  void add_directions() {
    for (VariableIndex v = 0; v < system_.variables.size(); ++v) {
      if (system_.open && system_.open->variable == v) continue;
      const Affine value = Affine::variable(v);
      add_direction(value);
      for (VariableIndex w = 0; w < v; ++w) {
        if (system_.open && system_.open->variable == w) continue;
        if (flat_.roles[v].holds_a_thread || flat_.roles[w].holds_a_thread) continue;
        add_direction(value - Affine::variable(w));
        add_direction(value + Affine::variable(w));
      }
    }
  }

  // Sums of two values, and of how far one thread is or two are.
  void add_progress() {
    for (Direction& direction : directions_) direction.is_known = true;
    std::vector<Affine> sums;
    for (VariableIndex v = 0; v < system_.variables.size(); ++v) {
      for (VariableIndex w = 0; w < v; ++w) {
        if (is_value(v) && is_value(w)) sums.push_back(Affine::variable(v) + Affine::variable(w));
      }
    }
    for (const Affine& sum : sums) {
      for (std::size_t i = 0; i < counters_.size(); ++i) {
        const Affine one = sum + Affine::variable(counters_[i]);
        add_direction(one);
        for (std::size_t j = 0; j < i; ++j) {
          const bool are_of_two = owner_of(flat_, counters_[i]) != owner_of(flat_, counters_[j]);
          if (are_of_two) add_direction(one + Affine::variable(counters_[j]));
        }
      }
    }
  }

  bool is_value(VariableIndex v) const {
    const bool is_open = system_.open && system_.open->variable == v;
    return !is_open && !learning_.is_flag(v) && !flat_.roles[v].holds_a_thread &&
           std::find(counters_.begin(), counters_.end(), v) == counters_.end();
  }

  bool is_asked(const Guard& guard, const Direction& direction) const {
    const std::size_t terms = direction.value.terms().size();
    if (terms > 2 && (guard.is_alone || guard.has_value)) return false;
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
      if (!is_known && counters_.empty()) candidates_.push_back({where(guard, any_of({}))});
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
    for (const std::size_t d : asked_[g]) {
      if (!directions_[d].is_known) say(g, d);
    }
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
  const std::vector<VariableIndex>& counters_;
  const std::function<bool()>& stop_;
  LearningGuards learning_;
  const std::vector<Guard>& guards_ = learning_.guards;
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
                                      const std::vector<VariableIndex>& counters,
                                      const std::function<bool()>& stop) {
  if (small.instances().empty()) return {};
  return Learner(system, flat, small, counters, stop).run();
}

}  // namespace raceproof::prove
