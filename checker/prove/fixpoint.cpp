#include "checker/prove/fixpoint.h"

#include <algorithm>

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

void unite_into(StateSets& sets, const LocationVector& at, const Set& states) {
  const auto [found, is_new] = sets.try_emplace(at, states);
  if (!is_new) found->second = found->second.unite(states);
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

Fixpoint::Fixpoint(const Presburger& in, const TransitionSystem& system,
                   const FixpointBudget& budget, const std::function<bool()>& stop)
    : in_(in), system_(system), stop_(stop) {
  for (std::uint32_t thread = 0; thread < system.threads.size(); ++thread) add_moves(thread);
  layers_.push_back(first_layer());
  reached_ = layers_.front().found;
  while (!layers_.back().found.empty()) {
    if (layers_.size() > budget.rounds_max) throw BudgetSpent{"too many rounds"};
    layers_.push_back(news(images(layers_.back())));
    if (part_count() > budget.parts_max) {
      throw BudgetSpent{"more than " + std::to_string(budget.parts_max) + " sets"};
    }
  }
  layers_.pop_back();
}

std::size_t Fixpoint::part_count() const {
  std::size_t count = 0;
  for (const auto& [at, states] : reached_) count += states.part_count();
  return count;
}

void Fixpoint::add_move(Move move, bool is_at_once) {
  Relation relation(in_, relation_text(move, false));
  moves_.push_back({std::move(move), std::move(relation), is_at_once});
}

void Fixpoint::add_moves(std::uint32_t thread) {
  const ThreadGraph& graph = system_.threads[thread];
  for (Move& move : accelerations(graph, thread)) add_move(std::move(move), false);
  for (const Edge& edge : graph.edges) add_move(move_of(thread, edge), false);
  for (LocationIndex at = 0; at < graph.settled.size(); ++at) {
    for (const Settled& one : graph.settled[at]) {
      if (graph.locations[one.to].kind == Location::Kind::ended) continue;
      Move move;
      move.hops = {{thread, at, one.to}};
      move.guard = one.guard;
      move.update = one.update;
      add_move(std::move(move), true);
    }
  }
}

bool Fixpoint::may_take(const PlacedMove& placed, const LocationVector& at) const {
  for (const Move::Hop& hop : placed.move.hops) {
    if (at[hop.thread] != hop.from) return false;
  }
  const std::optional<std::uint32_t> exclusive = exclusive_thread(system_, at);
  return !exclusive || placed.is_at_once || placed.move.hops.front().thread == *exclusive;
}

LocationVector Fixpoint::behind(const PlacedMove& placed, LocationVector at) const {
  for (const Move::Hop& hop : placed.move.hops) at[hop.thread] = hop.to;
  return at;
}

Fixpoint::Layer Fixpoint::first_layer() const {
  Layer layer;
  for (const Start& start : system_.starts) {
    unite_into(layer.found, start.locations, point_set(in_, start.values));
  }
  for (const auto& [at, states] : layer.found) {
    const Set open = without_failed(in_, system_, at, states);
    if (!has_failed(system_, at) && !open.is_empty()) layer.open.emplace(at, open);
  }
  return layer;
}

StateSets Fixpoint::images(const Layer& layer) const {
  StateSets images;
  for (const bool at_once : {true, false}) {
    for (const auto& [at, states] : at_once ? layer.found : layer.open) {
      if (has_failed(system_, at)) continue;
      for (const PlacedMove& placed : moves_) {
        if (placed.is_at_once != at_once || !may_take(placed, at)) continue;
        if (stop_ && stop_()) throw BudgetSpent{"the proof was interrupted"};
        const Set image = states.apply(placed.relation);
        if (!image.is_empty()) unite_into(images, behind(placed, at), image);
      }
    }
  }
  return images;
}

// What is new, one conjunction at a time: subtracting instead would cut it into small pieces.
Fixpoint::Layer Fixpoint::news(const StateSets& images) {
  Layer layer;
  for (const auto& [at, image] : images) {
    if (stop_ && stop_()) throw BudgetSpent{"the proof was interrupted"};
    const auto known = reached_.find(at);
    std::optional<Set> seen;
    if (known != reached_.end()) seen = known->second;
    std::optional<Set> fresh;
    for (const Set& part : image.tightened().coalesce().parts()) {
      if (seen && part.is_subset(*seen)) continue;
      fresh = fresh ? fresh->unite(part) : part;
      seen = seen ? seen->unite(part) : part;
    }
    if (!fresh) continue;
    reached_.insert_or_assign(at, seen->coalesce());
    layer.found.emplace(at, *fresh);
    if (has_failed(system_, at)) continue;
    const Set open = without_failed(in_, system_, at, *fresh);
    if (!open.is_empty()) layer.open.emplace(at, open);
  }
  return layer;
}

std::uint64_t Fixpoint::rounds_between(const PlacedMove& placed, const std::vector<Wide>& from,
                                       const std::vector<Wide>& to) const {
  if (!placed.move.repeats) return 1;
  const Relation with_rounds(in_, relation_text(placed.move, true));
  std::string values;
  for (const Wide value : to) values += to_text(value) + ", ";
  const Set there(in_, "{ [" + values + "k] }");
  const auto point = point_set(in_, from).apply(with_rounds).intersect(there).least_point();
  return point ? static_cast<std::uint64_t>(point->back()) : 0;
}

// One move that leads from the layer before to the point: the first that does, from the least
// state from which it does.
Fixpoint::Point Fixpoint::step_back(const Point& point, std::size_t layer, Taken& taken) const {
  const Layer& before = layers_[layer - 1];
  const Set target = point_set(in_, point.values);
  for (const PlacedMove& placed : moves_) {
    const Set sources = target.apply(placed.relation.reverse());
    if (sources.is_empty()) continue;
    for (const auto& [at, states] : placed.is_at_once ? before.found : before.open) {
      if (!may_take(placed, at) || behind(placed, at) != point.at) continue;
      const auto least = states.intersect(sources).least_point();
      if (!least) continue;
      taken = {&placed.move, rounds_between(placed, *least, point.values)};
      return {at, *least};
    }
  }
  throw BudgetSpent{"a state was lost"};
}

result::Schedule Fixpoint::schedule(const Point& first, const std::vector<Taken>& moves) const {
  result::Schedule schedule;
  for (const Start& start : system_.starts) {
    if (start.locations != first.at || start.values != first.values) continue;
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

result::Schedule Fixpoint::schedule_to(const StateSets& targets) const {
  for (std::size_t layer = 0; layer < layers_.size(); ++layer) {
    for (const auto& [at, states] : layers_[layer].found) {
      const auto wanted = targets.find(at);
      if (wanted == targets.end()) continue;
      const auto least = states.intersect(wanted->second).least_point();
      if (!least) continue;
      Point point{at, *least};
      std::vector<Taken> moves(layer);
      for (std::size_t i = layer; i > 0; --i) point = step_back(point, i, moves[i - 1]);
      return schedule(point, moves);
    }
  }
  throw BudgetSpent{"a state was lost"};
}

}  // namespace raceproof::prove
