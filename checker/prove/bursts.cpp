#include "checker/prove/bursts.h"

#include <algorithm>

namespace raceproof::prove {
namespace {

constexpr std::size_t sets_max = 2'500;  // of one search
constexpr std::size_t pieces_max = 80;   // of one thread
constexpr std::size_t beginnings_max = 400;

// The locations that one or more edges lead to.
std::vector<bool> reached_from(const ThreadGraph& graph, LocationIndex start) {
  std::vector<bool> seen(graph.locations.size(), false);
  std::vector<LocationIndex> open{start};
  while (!open.empty()) {
    const LocationIndex at = open.back();
    open.pop_back();
    for (const Edge& edge : graph.edges) {
      if (edge.from != at) continue;
      if (!seen[edge.to]) open.push_back(edge.to);
      seen[edge.to] = true;
    }
  }
  return seen;
}

}  // namespace

Bursts::Bursts(const Presburger& in, const TransitionSystem& system, bool with_joint,
               const std::function<bool()>& stop)
    : in_(in), system_(system), stop_(stop) {
  for (std::uint32_t thread = 0; thread < system.threads.size(); ++thread) {
    const ThreadGraph& graph = system.threads[thread];
    is_amid_.emplace_back();
    leads_to_.emplace_back();
    for (LocationIndex at = 0; at < graph.locations.size(); ++at) {
      leads_to_.back().push_back(reached_from(graph, at));
      is_amid_.back().push_back(leads_to_.back()[at][at]);
    }
    is_head_.emplace_back(system.threads[thread].locations.size(), false);
    for (Move& move : accelerations(system.threads[thread], thread)) {
      is_amid_.back()[move.hops.front().from] = false;
      is_head_.back()[move.hops.front().from] = true;
      cycles_.push_back(placed(in, std::move(move)));
    }
  }
  for (std::uint32_t thread = 0; thread < system.threads.size(); ++thread) add_pieces(thread);
  if (!with_joint) return;
  for (Move& move : joint_accelerations(system)) cycles_.push_back(placed(in, std::move(move)));
}

// Every way from a location through edges of one iteration, or outside of loops, but not through a
// head. A thread of several cycles through one head may need single iterations; they come as their
// two parts.
void Bursts::add_pieces(std::uint32_t thread) {
  const ThreadGraph& graph = system_.threads[thread];
  std::vector<Move> open;
  for (const Edge& edge : graph.edges) open.push_back(move_of(thread, edge));
  for (std::size_t i = 0; i < open.size() && i < pieces_max; ++i) {
    const Move piece = open[i];
    const Move::Hop hop = piece.hops.front();
    // A whole iteration is part of every burst already.
    const bool is_in_bursts = hop.from == hop.to && is_head_[thread][hop.from];
    if (!is_in_bursts) pieces_.push_back(placed(in_, piece));
    if (is_head_[thread][hop.to]) continue;
    for (const Edge& edge : graph.edges) {
      if (edge.from != hop.to) continue;
      if (auto longer = behind(piece, move_of(thread, edge))) open.push_back(std::move(*longer));
    }
  }
}

bool Bursts::may_begin(const PlacedMove& piece, const LocationVector& at) const {
  if (!may_take(system_, piece, at)) return false;
  for (std::uint32_t thread = 0; thread < at.size(); ++thread) {
    const bool is_other = piece.move.hops.front().thread != thread;
    if (is_other && is_amid_[thread][at[thread]]) {
      // One thread amid an iteration at a time: another may only run whole ones, or straight on.
      return !is_amid_[piece.move.hops.front().thread][piece.move.hops.front().to];
    }
  }
  return true;
}

// Whether it leads to where an iteration begins, or to the end, and never back: all threads do that
// at some time, so it does not count.
bool Bursts::is_way_on(const PlacedMove& piece) const {
  const Move::Hop& hop = piece.move.hops.front();
  const std::vector<bool>& next = leads_to_[hop.thread][hop.to];
  const bool is_last = std::find(next.begin(), next.end(), true) == next.end();
  return !next[hop.from] && (is_last || is_head_[hop.thread][hop.to]);
}

Set Bursts::burst(const LocationVector& at, Set states) {
  for (const PlacedMove& cycle : cycles_) {
    if (!may_take(system_, cycle, at)) continue;
    Set more = states.apply(cycle.relation);
    if (more.is_empty()) continue;
    more = without_failed(in_, system_, at, states).apply(cycle.relation);
    if (more.is_empty()) continue;
    path_.push_back({&cycle, true, at, states});
    states = states.unite(more).coalesce();
  }
  return states;
}

bool Bursts::is_known(const LocationVector& at, const Set& states, std::size_t pieces) {
  auto& seen = known_[at];
  const bool is_old = std::any_of(seen.begin(), seen.end(), [&](const auto& one) {
    return one.first >= pieces && states.is_subset(one.second);
  });
  if (!is_old) seen.emplace_back(pieces, states);
  return is_old;
}

bool Bursts::descend(const LocationVector& at, const Set& states, std::size_t pieces,
                     const Visit& visit) {
  if (stop_ && stop_()) throw BudgetSpent{"the proof was interrupted"};
  const std::size_t depth = path_.size();
  const Set reached = has_failed(system_, at) ? states : burst(at, states);
  if (++sets_ > sets_max) return false;
  if (visit(at, reached)) return true;
  if (!has_failed(system_, at) && !is_known(at, reached, pieces)) {
    const Set open = without_failed(in_, system_, at, reached);
    for (const PlacedMove& piece : pieces_) {
      const std::size_t cost = is_way_on(piece) ? 0 : 1;
      if (pieces < cost || !may_begin(piece, at)) continue;
      const Set next = open.apply(piece.relation);
      if (next.is_empty()) continue;
      path_.push_back({&piece, false, at, open});
      if (descend(behind(piece, at), next, pieces - cost, visit)) return true;
      path_.pop_back();
    }
  }
  path_.resize(depth);
  return false;
}

bool Bursts::search(std::size_t pieces, const Visit& visit) {
  sets_ = 0;
  for (std::size_t most = 0; most <= pieces; most += most < 2 ? 1 : 2) {
    known_.clear();
    for (const Start& start : system_.starts) {
      path_.clear();
      const Set states = start_set(in_, system_, start);
      if (descend(start.locations, states, most, visit)) return true;
    }
  }
  return false;
}

std::vector<PlacedMove> Bursts::edges_of(const std::array<std::uint32_t, 2>& threads) const {
  std::vector<PlacedMove> edges;
  for (const std::uint32_t thread : threads) {
    for (const Edge& edge : system_.threads[thread].edges) {
      edges.push_back(placed(in_, move_of(thread, edge)));
    }
  }
  return edges;
}

void Bursts::begin_with(const std::vector<Beginning>& all, std::size_t number) {
  path_.clear();
  for (; all[number].edge != nullptr; number = all[number].before) {
    const Beginning& before = all[all[number].before];
    const Set open = without_failed(in_, system_, before.at, before.states);
    path_.push_back({all[number].edge, false, before.at, open});
  }
  std::reverse(path_.begin(), path_.end());
}

// Breadth first over what the edges reach; where both threads begin an iteration or have ended, it
// goes on.
bool Bursts::search_behind(const std::array<std::uint32_t, 2>& threads, const Visit& visit) {
  sets_ = 0;
  known_.clear();
  edges_ = edges_of(threads);
  std::vector<Beginning> all;
  for (const Start& start : system_.starts) {
    all.push_back({start.locations, start_set(in_, system_, start)});
  }
  std::map<LocationVector, std::vector<Set>> seen;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (stop_ && stop_()) throw BudgetSpent{"the proof was interrupted"};
    const Beginning here = all[i];
    begin_with(all, i);
    if (visit(here.at, here.states)) return true;
    if (has_failed(system_, here.at)) continue;
    const bool is_amid = std::any_of(threads.begin(), threads.end(), [&](std::uint32_t thread) {
      return is_amid_[thread][here.at[thread]];
    });
    if (!is_amid && here.edge != nullptr && descend(here.at, here.states, 0, visit)) return true;
    const Set open = without_failed(in_, system_, here.at, here.states);
    for (const PlacedMove& edge : edges_) {
      if (all.size() >= beginnings_max || !may_take(system_, edge, here.at)) continue;
      const Set next = open.apply(edge.relation);
      const LocationVector at = behind(edge, here.at);
      std::vector<Set>& there = seen[at];
      const auto is_same = [&](const Set& other) { return next.is_subset(other); };
      if (next.is_empty() || std::any_of(there.begin(), there.end(), is_same)) continue;
      there.push_back(next);
      all.push_back({at, next, i, &edge});
    }
  }
  return false;
}

result::Schedule Bursts::schedule_to(const Set& targets) const {
  const auto least = targets.least_point();
  if (!least) throw BudgetSpent{"a state was lost"};
  std::vector<Wide> point = *least;
  std::vector<Taken> moves;
  LocationVector at = system_.starts.front().locations;
  for (auto step = path_.rbegin(); step != path_.rend(); ++step) {
    const Set here = point_set(in_, point);
    if (step->is_optional && here.is_subset(step->before)) continue;
    const Set open = without_failed(in_, system_, step->at, step->before);
    const auto source = here.apply(step->move->relation.reverse()).intersect(open).least_point();
    if (!source) throw BudgetSpent{"a state was lost"};
    moves.push_back({&step->move->move, rounds_between(in_, *step->move, *source, point)});
    point = *source;
  }
  if (!path_.empty()) at = path_.front().at;
  std::reverse(moves.begin(), moves.end());
  return schedule_of(system_, at, point, moves);
}

}  // namespace raceproof::prove
