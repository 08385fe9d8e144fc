#include "checker/prove/acceleration.h"

#include <algorithm>

namespace raceproof::prove {
namespace {

constexpr std::size_t cycles_max = 256;
constexpr std::size_t joint_max = 200;
constexpr std::size_t walks_max = 20'000;

std::vector<Affine> linear_part(const std::vector<Affine>& update) {
  std::vector<Affine> linear;
  for (const Affine& value : update) linear.push_back(value - Affine(value.constant()));
  return linear;
}

std::vector<Affine> substituted(const std::vector<Affine>& list,
                                const std::vector<Affine>& values) {
  std::vector<Affine> result;
  for (const Affine& value : list) result.push_back(value.substitute(values));
  return result;
}

// Depth first over the simple cycles whose least location is `start`.
class CycleSearch {
 public:
  CycleSearch(const ThreadGraph& graph, std::uint32_t thread)
      : graph_(graph), thread_(thread), is_on_path_(graph.locations.size(), false) {}

  std::vector<Move> run() {
    for (LocationIndex start = 0; start < graph_.locations.size(); ++start) {
      start_ = start;
      walk(start, std::nullopt);
    }
    return std::move(found_);
  }

 private:
  void walk(LocationIndex at, const std::optional<Move>& path) {
    if (++walks_ > walks_max || found_.size() >= cycles_max) return;
    is_on_path_[at] = true;
    for (const Edge& edge : graph_.edges) {
      if (edge.from != at || edge.to < start_) continue;
      const Move next = move_of(thread_, edge);
      const std::optional<Move> longer = path ? behind(*path, next) : next;
      if (!longer) continue;
      if (edge.to == start_) {
        found_.push_back(*longer);
      } else if (!is_on_path_[edge.to]) {
        walk(edge.to, longer);
      }
    }
    is_on_path_[at] = false;
  }

  const ThreadGraph& graph_;
  std::uint32_t thread_;
  std::vector<bool> is_on_path_;
  LocationIndex start_ = 0;
  std::size_t walks_ = 0;
  std::vector<Move> found_;
};

}  // namespace

Move move_of(std::uint32_t thread, const Edge& edge) {
  Move move;
  move.hops = {{thread, edge.from, edge.to}};
  move.guard = edge.guard;
  move.update = edge.update;
  move.legs = {{thread, edge.steps}};
  return move;
}

std::optional<Move> behind(const Move& first, const Move& second) {
  Move both = first;
  if (!substitute_into(both.guard, second.guard, first.update)) return std::nullopt;
  both.update = substituted(second.update, first.update);
  for (const Move::Hop& hop : second.hops) {
    const auto same = std::find_if(both.hops.begin(), both.hops.end(),
                                   [&](const Move::Hop& one) { return one.thread == hop.thread; });
    if (same == both.hops.end()) {
      both.hops.push_back(hop);
    } else {
      same->to = hop.to;
    }
  }
  for (const Leg& leg : second.legs) {
    if (!both.legs.empty() && both.legs.back().thread == leg.thread) {
      Alternatives& steps = both.legs.back().steps;
      steps.insert(steps.end(), leg.steps.begin(), leg.steps.end());
    } else {
      both.legs.push_back(leg);
    }
  }
  return both;
}

// k runs of v := A v + b end with A v + b + (k - 1) A b wherever A A = A: each variable then ends
// as something that the round does not change, plus a constant.
std::optional<Move> repeated(const Move& round) {
  const std::vector<Affine> linear = linear_part(round.update);
  if (substituted(linear, linear) != linear) return std::nullopt;
  std::vector<Affine> constants;
  for (const Affine& value : round.update) constants.emplace_back(value.constant());
  Move move = round;
  move.repeats = true;
  move.drift = substituted(linear, constants);
  const bool moves = std::any_of(move.drift.begin(), move.drift.end(),
                                 [](const Affine& one) { return one != Affine(); });
  if (!moves) return std::nullopt;
  Conjunction second = move.guard;
  if (!substitute_into(second, move.guard, move.update)) return std::nullopt;
  return move;
}

// The guard before the first round, and, each of its parts being affine in the number of the round
// from the second on, before the second and the last.
Rounds rounds_of(const Move& repeated, VariableIndex k) {
  Rounds rounds;
  const Affine number = Affine::variable(k);
  rounds.values_once = repeated.update;
  rounds.once = repeated.guard;
  rounds.once.push_back(equal(number, Affine(1)));
  rounds.often = repeated.guard;
  std::vector<Affine> before_last;
  for (std::size_t v = 0; v < repeated.update.size(); ++v) {
    const Wide drift = repeated.drift[v].constant();
    rounds.values_often.push_back(repeated.update[v] + (number - Affine(1)) * drift);
    before_last.push_back(repeated.update[v] + (number - Affine(2)) * drift);
  }
  const bool is_possible = substitute_into(rounds.often, repeated.guard, repeated.update) &&
                           substitute_into(rounds.often, repeated.guard, before_last);
  rounds.often.push_back(is_possible ? at_least(number, Affine(2)) : equal(Affine(1), Affine(0)));
  return rounds;
}

std::vector<Move> cycles(const ThreadGraph& graph, std::uint32_t thread) {
  return CycleSearch(graph, thread).run();
}

std::vector<Move> accelerations(const ThreadGraph& graph, std::uint32_t thread) {
  std::vector<Move> all;
  for (const Move& cycle : cycles(graph, thread)) {
    if (auto closed = repeated(cycle)) all.push_back(std::move(*closed));
  }
  return all;
}

std::vector<Move> joint_accelerations(const TransitionSystem& system) {
  std::vector<std::vector<Move>> of_thread;
  for (std::uint32_t thread = 0; thread < system.threads.size(); ++thread) {
    of_thread.push_back(cycles(system.threads[thread], thread));
    std::erase_if(of_thread.back(), [&](const Move& cycle) {
      return system.threads[thread].locations[cycle.hops.front().from].is_exclusive;
    });
  }
  std::vector<Move> all;
  for (const std::vector<Move>& first : of_thread) {
    for (const std::vector<Move>& second : of_thread) {
      if (&first == &second) continue;
      for (const Move& one : first) {
        for (const Move& other : second) {
          const auto both = behind(one, other);
          const auto closed = both ? repeated(*both) : std::nullopt;
          if (closed && all.size() < joint_max) all.push_back(*closed);
        }
      }
    }
  }
  return all;
}

}  // namespace raceproof::prove
