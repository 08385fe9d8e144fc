#include "checker/prove/fixpoint.h"

#include <algorithm>

namespace raceproof::prove {
namespace {

void unite_into(StateSets& sets, const LocationVector& at, const Set& states) {
  const auto [found, is_new] = sets.try_emplace(at, states);
  if (!is_new) found->second = found->second.unite(states);
}

}  // namespace

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
  for (auto& [at, states] : reached_) {
    check_stop();
    states = states.coalesce();
  }
}

void Fixpoint::check_stop() const {
  if (stop_ && stop_()) throw BudgetSpent{"the proof was interrupted"};
}

std::size_t Fixpoint::part_count() const {
  std::size_t count = 0;
  for (const auto& [at, states] : reached_) count += states.part_count();
  return count;
}

void Fixpoint::add_move(Move move, bool is_at_once) {
  moves_.push_back(placed(in_, std::move(move), is_at_once));
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

Fixpoint::Layer Fixpoint::first_layer() const {
  Layer layer;
  for (const Start& start : system_.starts) {
    unite_into(layer.found, start.locations, start_set(in_, system_, start));
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
      for (const PlacedMove& one : moves_) {
        if (one.is_at_once != at_once || !may_take(system_, one, at)) continue;
        check_stop();
        const Set image = states.apply(one.relation);
        if (!image.is_empty()) unite_into(images, behind(one, at), image);
      }
    }
  }
  return images;
}

// What is new, one conjunction at a time: subtracting instead would cut it into small pieces.
Fixpoint::Layer Fixpoint::news(const StateSets& images) {
  Layer layer;
  for (const auto& [at, image] : images) {
    const auto known = reached_.find(at);
    const Set* const seen = known == reached_.end() ? nullptr : &known->second;
    std::optional<Set> fresh;
    for (const Set& part : image.tightened().parts()) {
      check_stop();
      if (seen != nullptr && part.is_subset(*seen)) continue;
      fresh = fresh ? fresh->unite(part) : part;
    }
    if (!fresh) continue;
    fresh = fresh->coalesce();
    reached_.insert_or_assign(at, seen == nullptr ? *fresh : seen->unite(*fresh));
    tidy(at);
    layer.found.emplace(at, *fresh);
    if (has_failed(system_, at)) continue;
    const Set open = without_failed(in_, system_, at, *fresh);
    if (!open.is_empty()) layer.open.emplace(at, open);
  }
  return layer;
}

// Parts are compared in pairs, so they are put together only where they have become many more.
void Fixpoint::tidy(const LocationVector& at) {
  Set& states = reached_.at(at);
  std::size_t& tidied = tidied_parts_[at];
  if (states.part_count() <= tidied + tidied / 2) return;
  states = states.coalesce();
  tidied = states.part_count();
}

// One move that leads from the layer before to the point: the first that does, from the least
// state from which it does.
Fixpoint::Point Fixpoint::step_back(const Point& point, std::size_t layer, Taken& taken) const {
  const Layer& before = layers_[layer - 1];
  const Set target = point_set(in_, point.values);
  for (const PlacedMove& one : moves_) {
    const Set sources = target.apply(one.relation.reverse());
    if (sources.is_empty()) continue;
    for (const auto& [at, states] : one.is_at_once ? before.found : before.open) {
      if (!may_take(system_, one, at) || behind(one, at) != point.at) continue;
      const auto least = states.intersect(sources).least_point();
      if (!least) continue;
      taken = {&one.move, rounds_between(in_, one, *least, point.values)};
      return {at, *least};
    }
  }
  throw BudgetSpent{"a state was lost"};
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
      return schedule_of(system_, point.at, point.values, moves);
    }
  }
  throw BudgetSpent{"a state was lost"};
}

}  // namespace raceproof::prove
