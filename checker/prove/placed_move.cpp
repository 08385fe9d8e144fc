#include "checker/prove/placed_move.h"

#include <algorithm>
#include <utility>

namespace raceproof::prove {
namespace {

constexpr std::uint64_t steps_max = 50'000'000;  // of a schedule

// The relation of a move; with k, the number of rounds, as the last value where `with_rounds`.
std::string relation_text(const Move& move, bool with_rounds) {
  const std::size_t dimensions = move.update.size();
  const auto k = static_cast<VariableIndex>(dimensions);
  const std::string number = "v" + std::to_string(dimensions);
  const auto piece = [&](const Conjunction& guard, const std::vector<Affine>& values) {
    std::string to;
    std::string behind = conjunction_text(guard);
    for (std::size_t v = 0; v < values.size(); ++v) {
      to += (v > 0 ? ", w" : "w") + std::to_string(v);
      behind += " and w" + std::to_string(v) + " = " + affine_text(values[v]);
    }
    if (with_rounds) to += (to.empty() ? "" : ", ") + number;
    const bool is_hidden = move.repeats && !with_rounds;
    return tuple_text(dimensions) + " -> [" + to +
           "] : " + (is_hidden ? "exists " + number + " : " : "") + behind;
  };
  if (!move.repeats) return "{ " + piece(move.guard, move.update) + " }";
  const Rounds rounds = rounds_of(move, k);
  return "{ " + piece(rounds.once, rounds.values_once) + "; " +
         piece(rounds.often, rounds.values_often) + " }";
}

}  // namespace

std::optional<std::uint32_t> exclusive_thread(const TransitionSystem& system,
                                              const LocationVector& at) {
  for (std::uint32_t thread = 0; thread < at.size(); ++thread) {
    if (system.threads[thread].locations[at[thread]].is_exclusive) return thread;
  }
  return std::nullopt;
}

Set without_failed(const Presburger& in, const TransitionSystem& system, const LocationVector& at,
                   const Set& states) {
  Set open = states;
  for (std::size_t thread = 0; thread < at.size(); ++thread) {
    const ThreadGraph& graph = system.threads[thread];
    for (const Settled& one : graph.settled[at[thread]]) {
      if (graph.locations[one.to].kind == Location::Kind::ended) continue;
      open = open.subtract(set_of(in, system.variables.size(), {one.guard}));
    }
  }
  return open;
}

bool has_failed(const TransitionSystem& system, const LocationVector& at) {
  for (std::size_t thread = 0; thread < at.size(); ++thread) {
    const Location::Kind kind = system.threads[thread].locations[at[thread]].kind;
    if (kind == Location::Kind::failed || kind == Location::Kind::discarded) return true;
  }
  return false;
}

Set start_set(const Presburger& in, const TransitionSystem& system, const Start& start) {
  Conjunction all;
  if (system.open) all = system.open->bounds();
  for (VariableIndex v = 0; v < start.values.size(); ++v) {
    all.push_back(equal(Affine::variable(v), start.values[v]));
  }
  return set_of(in, start.values.size(), {all});
}

PlacedMove placed(const Presburger& in, Move move, bool is_at_once) {
  Relation relation(in, relation_text(move, false));
  return {std::move(move), std::move(relation), is_at_once};
}

bool may_take(const TransitionSystem& system, const PlacedMove& placed, const LocationVector& at) {
  for (const Move::Hop& hop : placed.move.hops) {
    if (at[hop.thread] != hop.from) return false;
  }
  const std::optional<std::uint32_t> exclusive = exclusive_thread(system, at);
  return !exclusive || placed.is_at_once || placed.move.hops.front().thread == *exclusive;
}

LocationVector behind(const PlacedMove& placed, LocationVector at) {
  for (const Move::Hop& hop : placed.move.hops) at[hop.thread] = hop.to;
  return at;
}

std::uint64_t rounds_between(const Presburger& in, const PlacedMove& placed,
                             const std::vector<Wide>& from, const std::vector<Wide>& to) {
  if (!placed.move.repeats) return 1;
  const Relation with_rounds(in, relation_text(placed.move, true));
  std::string values;
  for (const Wide value : to) values += to_text(value) + ", ";
  const Set there(in, "{ [" + values + "k] }");
  const auto point = point_set(in, from).apply(with_rounds).intersect(there).least_point();
  return point ? static_cast<std::uint64_t>(point->back()) : 0;
}

result::Schedule schedule_of(const TransitionSystem& system, const LocationVector& at,
                             const std::vector<Wide>& values, const std::vector<Taken>& moves) {
  result::Schedule schedule;
  for (const Start& start : system.starts) {
    const bool is_this = start.locations == at &&
                         std::equal(values.begin(), values.end(), start.values.begin(),
                                    start.values.end(), [&](Wide value, const Affine& begin) {
                                      return begin.evaluate(values) == value;
                                    });
    if (!is_this) continue;
    schedule.init = start.init;
    break;
  }
  for (const Taken& taken : moves) {
    std::size_t steps = 0;
    for (const Leg& leg : taken.move->legs) steps += leg.steps.size();
    const std::uint64_t room = steps_max - schedule.steps.size();
    if (steps > 0 && taken.rounds > room / steps) {
      throw BudgetSpent{"the way there takes too many steps to be replayed"};
    }
    for (std::uint64_t round = 0; round < taken.rounds; ++round) {
      for (const Leg& leg : taken.move->legs) {
        for (const std::uint32_t alternative : leg.steps) {
          schedule.steps.push_back({leg.thread, alternative});
        }
      }
    }
  }
  return schedule;
}

}  // namespace raceproof::prove
