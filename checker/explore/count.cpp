#include "checker/explore/count.h"

#include <algorithm>

#include "checker/explore/components.h"
#include "checker/explore/expected_visits.h"

namespace raceproof::explore {
namespace {

using result::Integer;
using result::Rational;

constexpr StateIndex component_max = 2'000;
constexpr std::uint32_t components_between_looks = 256;

class Counter {
 public:
  Counter(const StateSpace& space, Counts& counts, const Limits& limits)
      : space_(space),
        counts_(counts),
        limits_(limits),
        components_(within(space, limits)),
        paths_(space.expanded()),
        infinite_(space.expanded(), false),
        unknown_(space.expanded(), false),
        probability_(space.expanded()) {}

  void run() {
    const std::uint64_t ways = space_.roots.size();
    for (const Edge& root : space_.roots) send(root, Integer(1), false, Rational(1, ways), false);
    for (std::uint32_t c = 0; c < components_.count(); ++c) {
      if (c % components_between_looks == 0) {
        keep_within(limits_, components_.first[c], components_.states.size());
      }
      if (is_cyclic(c)) {
        solve(c);
      } else {
        pass_on(components_.states[components_.first[c]]);
      }
    }
    if (!left_out_) counts_.endless = Rational(1) - ended_;
  }

 private:
  // What is counted of each state stands beside what the components took.
  static Components within(const StateSpace& space, const Limits& limits) {
    keep_room(limits, bytes_for_components(space) +
                          (sizeof(Integer) + sizeof(Rational)) * std::uint64_t{space.expanded()});
    return components_of(space);
  }

  bool is_cyclic(std::uint32_t c) const {
    if (components_.first[c + 1] - components_.first[c] > 1) return true;
    const StateIndex s = components_.states[components_.first[c]];
    for (std::uint64_t e = space_.first_edge[s]; e < space_.first_edge[s + 1]; ++e) {
      if (!space_.edges[e].is_end && space_.edges[e].target == s) return true;
    }
    return false;
  }

  void send(const Edge& edge, const Integer& paths, bool infinite, const Rational& probability,
            bool unknown) {
    if (edge.is_end) {
      report(paths, infinite, probability, unknown, [&](const result::Share& share) {
        counts_.on_end(space_.ends[edge.target], share);
      });
      return;
    }
    if (infinite) infinite_[edge.target] = true;
    if (unknown) unknown_[edge.target] = true;
    if (!infinite) paths_[edge.target] += paths;
    if (!unknown) probability_[edge.target] += probability;
  }

  template <typename Sink>
  void report(const Integer& paths, bool infinite, const Rational& probability, bool unknown,
              Sink sink) {
    result::Share share;
    share.interleavings = {infinite, infinite ? Integer(0) : paths};
    if (!unknown) {
      share.probability = probability;
      ended_ += probability;
    }
    sink(share);
  }

  // Each state passes on what it has: whole paths along every edge, and its probability in equal
  // parts to the threads, then to the alternatives of each.
  void pass_on(StateIndex s) {
    const Integer paths = std::move(paths_[s]);
    const Rational probability = std::move(probability_[s]);
    paths_[s] = 0;
    probability_[s] = 0;
    const bool infinite = infinite_[s];
    const bool unknown = unknown_[s];
    if (space_.kinds[s] != StateKind::inner) {
      report(paths, infinite, probability, unknown,
             [&](const result::Share& share) { counts_.on_state(s, share); });
      return;
    }
    each_edge(s, [&](const Edge& edge, std::uint64_t one_in) {
      send(edge, paths, infinite, unknown ? Rational() : Rational(probability / one_in), unknown);
    });
  }

  template <typename Visit>
  void each_edge(StateIndex s, Visit visit) const {
    const std::uint64_t begin = space_.first_edge[s];
    const std::uint64_t end = space_.first_edge[s + 1];
    std::uint64_t threads = 0;
    for (std::uint64_t e = begin; e < end; ++e) {
      if (e == begin || space_.edges[e].thread != space_.edges[e - 1].thread) ++threads;
    }
    for (std::uint64_t e = begin; e < end;) {
      std::uint64_t group = e;
      while (group < end && space_.edges[group].thread == space_.edges[e].thread) ++group;
      const std::uint64_t one_in = threads * (group - e);
      for (; e < group; ++e) visit(space_.edges[e], one_in);
    }
  }

  void solve(std::uint32_t c) {
    const StateIndex begin = components_.first[c];
    const auto size = static_cast<StateIndex>(components_.first[c + 1] - begin);
    bool unknown = size > component_max;
    bool has_exit = false;
    std::vector<ChainEdge> inside;
    for (StateIndex i = 0; i < size; ++i) {
      const StateIndex s = components_.states[begin + i];
      unknown = unknown || unknown_[s];
      each_edge(s, [&](const Edge& edge, std::uint64_t one_in) {
        if (edge.is_end || components_.of_state[edge.target] != c) {
          has_exit = true;
        } else {
          inside.push_back({i, number_in(c, edge.target), one_in});
        }
      });
    }
    if (size > component_max && has_exit) left_out(size);
    if (has_exit && !unknown) enter(begin, size, inside);
    for (StateIndex i = 0; i < size; ++i) {
      const StateIndex s = components_.states[begin + i];
      const Rational visits = std::move(probability_[s]);
      probability_[s] = 0;
      paths_[s] = 0;
      each_edge(s, [&](const Edge& edge, std::uint64_t one_in) {
        if (!edge.is_end && components_.of_state[edge.target] == c) return;
        send(edge, Integer(0), true, unknown ? Rational() : Rational(visits / one_in), unknown);
      });
    }
  }

  // Replaces what entered each state by how often it is visited.
  void enter(StateIndex begin, StateIndex size, const std::vector<ChainEdge>& inside) {
    std::vector<Rational> inflow;
    for (StateIndex i = 0; i < size; ++i) {
      inflow.push_back(std::move(probability_[components_.states[begin + i]]));
    }
    std::vector<Rational> visits = expected_visits(size, inside, inflow, limits_);
    for (StateIndex i = 0; i < size; ++i) {
      probability_[components_.states[begin + i]] = std::move(visits[i]);
    }
  }

  std::uint32_t number_in(std::uint32_t c, StateIndex s) const {
    const auto begin = components_.states.begin() + components_.first[c];
    const auto end = components_.states.begin() + components_.first[c + 1];
    return static_cast<std::uint32_t>(std::lower_bound(begin, end, s) - begin);
  }

  void left_out(StateIndex size) {
    left_out_ = true;
    counts_.probabilities_left_out =
        "a cyclic component of " + result::grouped(std::to_string(size)) +
        " states is too large for exact probabilities (at most 2,000)";
  }

  const StateSpace& space_;
  Counts& counts_;
  const Limits& limits_;
  Components components_;
  std::vector<Integer> paths_;
  std::vector<bool> infinite_;
  std::vector<bool> unknown_;
  std::vector<Rational> probability_;
  Rational ended_;
  bool left_out_ = false;
};

}  // namespace

void count(const StateSpace& space, Counts& counts, const Limits& limits) {
  Counter(space, counts, limits).run();
}

}  // namespace raceproof::explore
