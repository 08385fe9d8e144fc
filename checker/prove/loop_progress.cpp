#include "checker/prove/loop_progress.h"

#include <algorithm>

namespace raceproof::prove {
namespace {

constexpr std::size_t counters_max = 3;  // of which one may stand in another
constexpr std::size_t loops_max = 4;     // of one counter

template <typename Value>
void add_once(std::vector<Value>& all, const Value& one) {
  if (std::find(all.begin(), all.end(), one) == all.end()) all.push_back(one);
}

class CounterOf {
 public:
  CounterOf(const TransitionSystem& system, const ValueGroups& groups, std::uint32_t thread,
            VariableIndex v)
      : system_(system), groups_(groups), edges_(system.threads[thread].edges), v_(v) {
    for (const Edge& edge : edges_) {
      if (groups.group(v, edge.to) == ValueGroups::none) look_at(edge);
    }
  }

  // A counter that counts both ways is taken for one that counts down.
  std::optional<Counter> run() const {
    if (!counts_down_ && !counts_up_) return std::nullopt;
    Counter counter;
    counter.variable = v_;
    counter.is_plain = counts_down_ && set_to_.empty() && !groups_.is_ever(v_);
    const Affine value = Affine::variable(v_);
    for (const Affine& rounds : counts_down_ ? begins() : limits()) {
      const Affine begun = counts_down_ ? rounds - value : value;
      add_once(counter.rounds, begun);
      add_once(counter.rounds, counter.all + begun);
      counter.bounds.push_back(at_least(rounds, value));
      counter.all = counter.all + rounds;
    }
    if (counter.rounds.empty()) counter.rounds.push_back(counts_down_ ? Affine() - value : value);
    return counter;
  }

 private:
  bool is_open(VariableIndex v) const { return system_.open && system_.open->variable == v; }

  void look_at(const Edge& edge) {
    const Affine& update = edge.update[v_];
    const auto copy = copy_of(update);
    if (!copy) return;
    if (!copy->from || is_open(*copy->from)) return set_to_.push_back(update);
    if (copy->from != v_ || groups_.group(v_, edge.from) != ValueGroups::none) return;
    counts_down_ |= copy->constant == -1;
    counts_up_ |= copy->constant == 1;
  }

  // Of one that counts down: what it begins with, loop by loop. It is set to 0 when it has ended.
  std::vector<Affine> begins() const {
    std::vector<Affine> all;
    const auto add = [&](const Affine& value) {
      if (value != Affine() && all.size() < loops_max) all.push_back(value);
    };
    add(system_.starts.front().values[v_]);
    for (const Affine& value : set_to_) add(value);
    return all;
  }

  // Of one that counts up from 0: what the tests of the loops say that it comes to.
  std::vector<Affine> limits() const {
    std::vector<std::pair<LocationIndex, Affine>> all;
    for (const Edge& edge : edges_) {
      for (const Constraint& one : edge.guard) {
        if (one.expression.coefficient(v_) != -1) continue;
        const Affine limit = one.expression + Affine::variable(v_) + Affine(1);
        const auto is_known = [&](const auto& term) { return is_open(term.first); };
        const bool is_fixed = std::all_of(limit.terms().begin(), limit.terms().end(), is_known);
        if (is_fixed && all.size() < loops_max) add_once(all, {edge.from, limit});
      }
    }
    std::vector<Affine> limits;
    for (auto& [from, limit] : all) limits.push_back(std::move(limit));
    return limits;
  }

  const TransitionSystem& system_;
  const ValueGroups& groups_;
  const std::vector<Edge>& edges_;
  VariableIndex v_;
  std::vector<Affine> set_to_;  ///< by edge
  bool counts_down_ = false;
  bool counts_up_ = false;
};

}  // namespace

std::vector<Counter> counters_of(const TransitionSystem& system, const ValueGroups& groups,
                                 std::uint32_t thread) {
  std::vector<Counter> all;
  for (VariableIndex v = 0; v < system.variables.size(); ++v) {
    if (!groups.is_own(thread, v)) continue;
    if (auto counter = CounterOf(system, groups, thread, v).run())
      all.push_back(std::move(*counter));
  }
  return all;
}

bool has_one_plain_loop(const std::vector<Counter>& counters) {
  return counters.size() == 1 && counters.front().is_plain;
}

std::vector<Affine> progress_of(const std::vector<Counter>& counters,
                                const std::function<bool(const Counter&)>& counts) {
  std::vector<Affine> all;
  Affine before;
  for (const Counter& counter : counters) {
    for (const Affine& rounds : counter.rounds) {
      if (!counts(counter)) continue;
      add_once(all, rounds);
      add_once(all, before + rounds);
    }
    before = before + counter.all;
    if (!has_one_plain_loop(counters)) add_once(all, before);
  }
  if (!has_one_plain_loop(counters)) add_once(all, Affine());
  for (const Counter& outer : counters) {
    for (const Counter& inner : counters) {
      const bool is_pair = counters.size() <= counters_max && &outer != &inner && counts(outer);
      if (!is_pair || !inner.all.is_constant()) continue;
      const Affine whole = outer.rounds.front() * inner.all.constant();
      add_once(all, whole);
      if (counts(inner)) add_once(all, whole - inner.all + inner.rounds.front());
    }
  }
  return all;
}

}  // namespace raceproof::prove
