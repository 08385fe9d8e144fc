#include "checker/explore/overtaking.h"

#include <algorithm>
#include <numeric>

#include "checker/explore/components.h"
#include "checker/explore/loop_ends.h"
#include "checker/property/waiting.h"
#include "checker/result/number.h"

namespace raceproof::explore {
namespace {

using property::Waiting;

bool is_of_rwlock(NodeKind kind) {
  return kind == NodeKind::read_acquire || kind == NodeKind::write_acquire;
}

// Whether the step `taken` by another thread gets through where `waiting` stands.
bool gets_through(const Waiting& taken, const Waiting& waiting) {
  if (waiting.kind == NodeKind::join) return false;
  const bool is_same_kind =
      taken.kind == waiting.kind || (is_of_rwlock(taken.kind) && is_of_rwlock(waiting.kind));
  return is_same_kind && taken.object == waiting.object &&
         (waiting.object || taken.span == waiting.span);
}

/// A part of the space in which one thread waits, with the edges by which it goes on waiting.
struct Wait {
  std::vector<StateIndex> states;  ///< ascending
  EdgeFilter keep;
  EdgeFilter overtakes;            ///< of the edges of other threads: whether they overtake
};

class Counting {
 public:
  Counting(const Machine& machine, const StateSpace& space, const Limits& limits)
      : machine_(machine), space_(space), limits_(limits), components_(space),
        ends_(machine, space, limits),
        threads_(static_cast<std::uint32_t>(machine.program().threads.size())) {
    keep_room(limits, bytes_for_components(space));
    all_.resize(space.expanded());
    std::iota(all_.begin(), all_.end(), StateIndex{0});
    ends_.note(all_);
  }

  Overtaking run() {
    result_.most = 0;
    for (std::uint32_t thread = 0; thread < threads_; ++thread) {
      if (result_.most) at_steps(thread);
      if (result_.most) in_loops(thread);
    }
    return result_;
  }

 private:
  void at_steps(std::uint32_t waiter) {
    Wait wait;
    State state;
    for (const StateIndex s : all_) {
      if (s % states_between_looks == 0) keep_within(limits_);
      space_.states.decode(s, state);
      if (property::waiting_of(machine_, state, waiter)) wait.states.push_back(s);
    }
    wait.keep = [this, waiter](StateIndex, std::uint64_t e) {
      return space_.edges[e].thread != waiter;
    };
    wait.overtakes = [this, waiter, decoded = State()](StateIndex from, std::uint64_t e) mutable {
      space_.states.decode(from, decoded);
      const auto taken = property::waiting_of(machine_, decoded, space_.edges[e].thread);
      return taken && gets_through(*taken, *property::waiting_of(machine_, decoded, waiter));
    };
    count(wait, waiter);
  }

  // Loops of the same depth are looked at together: no edge is kept between two of them.
  void in_loops(std::uint32_t waiter) {
    const Program& program = machine_.program();
    std::vector<LoopIndex> innermost(all_.size(), 0);
    std::uint32_t deepest = 0;
    State state;
    for (const StateIndex s : all_) {
      if (s % states_between_looks == 0) keep_within(limits_);
      space_.states.decode(s, state);
      innermost[s] = property::loop_of(machine_, state, waiter);
      deepest = std::max(deepest, property::depth_of(program, innermost[s]));
    }
    for (std::uint32_t depth = 1; depth <= deepest && result_.most; ++depth) {
      std::vector<LoopIndex> loop(all_.size(), 0);
      Wait wait;
      for (const StateIndex s : all_) {
        if (property::depth_of(program, innermost[s]) < depth) continue;
        wait.states.push_back(s);
        loop[s] = property::loop_at_depth(program, innermost[s], depth);
      }
      wait.keep = [this, waiter, &loop](StateIndex from, std::uint64_t e) {
        const Edge& edge = space_.edges[e];
        return loop[from] == loop[edge.target] &&
               (edge.thread != waiter || !ends_.passes(e, loop[from]));
      };
      wait.overtakes = [this, &loop, &program](StateIndex from, std::uint64_t e) {
        const std::vector<LoopIndex>& passed = ends_.passed(e);
        return std::any_of(passed.begin(), passed.end(), [&](LoopIndex other) {
          return program.loops[other].span == program.loops[loop[from]].span;
        });
      };
      count(wait, waiter);
    }
  }

  // The longest way by the number of edges that overtake. One within a component can be taken any
  // number of times.
  void count(const Wait& wait, std::uint32_t waiter) {
    if (wait.states.empty()) return;
    result_.somebody_waits = true;
    const Components components = components_.all(wait.states, wait.keep);
    // Per thread that overtakes, how often it did at most on the way to each component.
    std::vector<std::vector<std::uint64_t>> most(
        threads_, std::vector<std::uint64_t>(components.count(), 0));
    for (const StateIndex place : components.states) {
      const StateIndex s = wait.states[place];
      if (s % states_between_looks == 0) keep_within(limits_);
      const std::uint32_t here = components.of_state[place];
      for (std::uint64_t e = space_.first_edge[s]; e < space_.first_edge[s + 1]; ++e) {
        const Edge& edge = space_.edges[e];
        if (edge.is_end || !is_within(wait, edge.target) || !wait.keep(s, e)) continue;
        const auto target = std::lower_bound(wait.states.begin(), wait.states.end(), edge.target);
        const std::uint32_t there =
            components.of_state[static_cast<std::size_t>(target - wait.states.begin())];
        const bool is_overtaken = edge.thread != waiter && wait.overtakes(s, e);
        if (is_overtaken && here == there) return result_.most.reset();
        for (std::uint32_t thread = 0; thread < threads_; ++thread) {
          const std::uint64_t times =
              most[thread][here] + (is_overtaken && thread == edge.thread ? 1 : 0);
          most[thread][there] = std::max(most[thread][there], times);
          result_.most = std::max(*result_.most, times);
        }
      }
    }
  }

  static bool is_within(const Wait& wait, StateIndex s) {
    return std::binary_search(wait.states.begin(), wait.states.end(), s);
  }

  const Machine& machine_;
  const StateSpace& space_;
  const Limits& limits_;
  PartComponents components_;
  LoopEnds ends_;
  std::uint32_t threads_;
  std::vector<StateIndex> all_;
  Overtaking result_;
};

}  // namespace

std::string Overtaking::sentence() const {
  if (left_out_above) {
    return "; overtaking is not counted above " + result::grouped(std::to_string(*left_out_above)) +
           " states";
  }
  if (!somebody_waits) return "";
  if (!most) return "; a thread that waits can be overtaken any number of times";
  if (*most == 0) return "; no thread that waits is overtaken";
  return "; a thread that waits is overtaken by another one at most " +
         (*most == 1 ? "once" : std::to_string(*most) + " times");
}

Overtaking overtaking_in(const Machine& machine, const StateSpace& space,
                         const Limits& limits, std::uint64_t states_max) {
  if (space.expanded() > states_max) {
    Overtaking left_out;
    left_out.left_out_above = states_max;
    return left_out;
  }
  return Counting(machine, space, limits).run();
}

}  // namespace raceproof::explore
