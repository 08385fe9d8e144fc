#include "checker/prove/final_values.h"

#include <limits>

#include "checker/prove/cases.h"

namespace raceproof::prove {
namespace {

std::string settled_text(const Settled& settled, std::size_t dimensions) {
  std::string to;
  for (const Affine& value : settled.update) {
    to += (to.empty() ? "" : ", ") + affine_text(value);
  }
  return "{ " + tuple_text(dimensions) + " -> [" + to + "] : " + conjunction_text(settled.guard) +
         " }";
}

bool has_ended(const ThreadGraph& graph, LocationIndex at) {
  return graph.locations[at].kind == Location::Kind::ended;
}

std::optional<Set> united(const Set& set, const std::vector<Relation>& relations) {
  std::optional<Set> all;
  for (const Relation& relation : relations) {
    const Set image = set.apply(relation);
    if (!image.is_empty()) all = all ? all->unite(image) : image;
  }
  return all;
}

std::vector<Conjunction> guards_of_end(const ThreadGraph& graph, LocationIndex at) {
  std::vector<Conjunction> any;
  if (has_ended(graph, at)) return {{}};
  for (const Settled& one : graph.settled[at]) {
    if (has_ended(graph, one.to)) any.push_back(one.guard);
  }
  return any;
}

// Whether the first steps of two edges are accesses that race.
bool in_conflict(const Program& program, const Edge& a, const Edge& b) {
  for (const Access& first : a.accesses) {
    if (program.variable_of(first.cell).is_atomic) continue;
    for (const Access& second : b.accesses) {
      if (first.cell == second.cell && (first.write || second.write) &&
          !(first.in_region && second.in_region)) {
        return true;
      }
    }
  }
  return false;
}

Set none(const Presburger& in, std::size_t dimensions) {
  return set_of(in, dimensions, {});
}

}  // namespace

Endings::Endings(const Presburger& in, const TransitionSystem& system) {
  for (const ThreadGraph& graph : system.threads) {
    relations_.emplace_back(graph.locations.size());
    for (LocationIndex at = 0; at < graph.settled.size(); ++at) {
      for (const Settled& one : graph.settled[at]) {
        if (!has_ended(graph, one.to)) continue;
        relations_.back()[at].emplace_back(in, settled_text(one, system.variables.size()));
      }
    }
  }
}

FinalStates::FinalStates(const Presburger& in, const TransitionSystem& system,
                         const Endings& endings, const StateSets& reached)
    : in_(in), system_(system) {
  for (const auto& [at, states] : reached) {
    std::optional<Set> finals = states;
    std::vector<std::vector<Relation>> ways;
    bool can_end = !has_failed(system, at);
    for (std::size_t thread = 0; thread < at.size(); ++thread) {
      const bool is_over = has_ended(system.threads[thread], at[thread]);
      can_end = can_end && (is_over || !endings.of(thread, at[thread]).empty());
    }
    for (std::size_t thread = 0; can_end && finals && thread < at.size(); ++thread) {
      if (has_ended(system.threads[thread], at[thread])) continue;
      ways.push_back(endings.of(thread, at[thread]));
      finals = united(*finals, ways.back());
    }
    if (!can_end) continue;
    if (!finals) continue;
    // The last control of a thread changes its own locals only: the ways of all threads, one
    // behind the other, are the way of all.
    Place place{at, states, finals->coalesce(), {}};
    for (const std::vector<Relation>& way : ways) {
      std::optional<Relation> all;
      for (const Relation& one : way) all = all ? all->unite(one) : one;
      place.last.push_back(*all);
    }
    places_.push_back(std::move(place));
  }
}

Set FinalStates::before(const Place& place, const Set& finals) const {
  Set states = finals;
  for (auto way = place.last.rbegin(); way != place.last.rend(); ++way) {
    states = states.apply(way->reverse());
  }
  return states.intersect(place.states);
}

StateSets FinalStates::where(const std::vector<Conjunction>& any) const {
  const Set wanted = set_of(in_, system_.variables.size(), any);
  StateSets all;
  for (const Place& place : places_) {
    const Set finals = place.finals.intersect(wanted);
    if (!finals.is_empty()) all.emplace(place.at, before(place, finals));
  }
  return all;
}

std::vector<FinalStates::ValueCase> FinalStates::cases(
    const std::vector<property::Observed>& observed) const {
  std::vector<ValueCase> all{{}};
  for (const property::Observed& one : observed) {
    std::vector<ValueCase> longer;
    for (const ValueCase& before : all) {
      for (const Case& value : cases_of(one.expression, system_.cells)) {
        ValueCase both = before;
        bool is_possible = true;
        for (const Constraint& part : value.guard) is_possible &= add(both.guard, part);
        if (!is_possible) continue;
        if (value.fault) {
          if (!where({both.guard}).empty()) {
            throw Unsupported{"`" + one.name + "`, which cannot always be evaluated"};
          }
          continue;
        }
        both.values.push_back(value.value);
        longer.push_back(std::move(both));
      }
    }
    all = std::move(longer);
  }
  return all;
}

Set FinalStates::values(const std::vector<property::Observed>& observed) const {
  Set all = none(in_, observed.size());
  const std::size_t dimensions = system_.variables.size();
  for (const ValueCase& one : cases(observed)) {
    const Set wanted = set_of(in_, dimensions, {one.guard});
    const Relation to_values = projection(in_, dimensions, one.values);
    for (const Place& place : places_) {
      const Set states = one.guard.empty() ? place.finals : place.finals.intersect(wanted);
      if (!states.is_empty()) all = all.unite(states.apply(to_values));
    }
  }
  return all.coalesce();
}

StateSets FinalStates::with_values(const std::vector<property::Observed>& observed,
                                   const Set& wanted) const {
  StateSets all;
  const std::size_t dimensions = system_.variables.size();
  for (const ValueCase& one : cases(observed)) {
    const Set guard = set_of(in_, dimensions, {one.guard});
    const Set states = wanted.apply(projection(in_, dimensions, one.values).reverse());
    for (const Place& place : places_) {
      const Set finals = place.finals.intersect(guard).intersect(states);
      if (finals.is_empty()) continue;
      const Set reached = before(place, finals);
      const auto [found, is_new] = all.try_emplace(place.at, reached);
      if (!is_new) found->second = found->second.unite(reached);
    }
  }
  return all;
}

StateSets stuck_states(const Presburger& in, const TransitionSystem& system,
                       const StateSets& reached) {
  const std::size_t dimensions = system.variables.size();
  StateSets stuck;
  for (const auto& [at, states] : reached) {
    if (has_failed(system, at)) continue;
    Set rest = states;
    Set ended = states;
    for (std::size_t thread = 0; thread < at.size(); ++thread) {
      const ThreadGraph& graph = system.threads[thread];
      std::vector<Conjunction> any;
      for (const Edge& edge : graph.edges) {
        if (edge.from == at[thread]) any.push_back(edge.guard);
      }
      for (const Settled& one : graph.settled[at[thread]]) {
        if (!has_ended(graph, one.to)) any.push_back(one.guard);  // it has failed: not stuck
      }
      rest = rest.subtract(set_of(in, dimensions, any));
      ended = ended.intersect(set_of(in, dimensions, guards_of_end(graph, at[thread])));
    }
    rest = rest.subtract(ended);
    if (!rest.is_empty()) stuck.emplace(at, rest);
  }
  return stuck;
}

StateSets failed_states(const TransitionSystem& system, const StateSets& reached) {
  StateSets failed;
  for (const auto& [at, states] : reached) {
    for (std::size_t thread = 0; thread < at.size(); ++thread) {
      const Location& location = system.threads[thread].locations[at[thread]];
      const bool is_failed = location.kind == Location::Kind::failed;
      if (is_failed && !row(location.fault).of_reference_counts) failed.emplace(at, states);
    }
  }
  return failed;
}

RaceStates race_states(const Presburger& in, const TransitionSystem& system, const Program& program,
                       const StateSets& reached) {
  RaceStates races;
  const auto look = [&](const LocationVector& at, const Set& states, const Edge& a, const Edge& b) {
    if (!in_conflict(program, a, b)) return;
    Conjunction guard = a.guard;
    guard.insert(guard.end(), b.guard.begin(), b.guard.end());
    const Set both = states.intersect(set_of(in, system.variables.size(), {guard}));
    if (both.is_empty()) return;
    if (a.may_access_less || b.may_access_less) {
      races.has_doubtful = true;
      return;
    }
    const auto [found, is_new] = races.sure.try_emplace(at, both);
    if (!is_new) found->second = found->second.unite(both);
  };
  for (const auto& [at, states] : reached) {
    if (exclusive_thread(system, at) || has_failed(system, at)) continue;
    const Set alive = without_failed(in, system, at, states);
    for (std::size_t first = 0; first < at.size(); ++first) {
      for (std::size_t second = first + 1; second < at.size(); ++second) {
        for (const Edge& a : system.threads[first].edges) {
          if (a.from != at[first]) continue;
          for (const Edge& b : system.threads[second].edges) {
            if (b.from == at[second]) look(at, alive, a, b);
          }
        }
      }
    }
  }
  return races;
}

Formula race_formula(const TransitionSystem& system, const Program& program,
                     const FlatSystem& flat) {
  std::vector<Formula> any;
  const auto here = [&](std::uint32_t thread, const Edge& edge) {
    return all_of({atom(flat.stands_at(thread, edge.from)), all_of(edge.guard)});
  };
  for (std::uint32_t first = 0; first < system.threads.size(); ++first) {
    for (std::uint32_t second = first + 1; second < system.threads.size(); ++second) {
      for (const Edge& a : system.threads[first].edges) {
        for (const Edge& b : system.threads[second].edges) {
          if (!in_conflict(program, a, b)) continue;
          any.push_back(all_of({here(first, a), here(second, b)}));
        }
      }
    }
  }
  return any_of(std::move(any));
}

StateSets states_where(const Presburger& in, const TransitionSystem& system,
                       const StateSets& reached, const std::vector<Conjunction>& any) {
  const Set wanted = set_of(in, system.variables.size(), any);
  StateSets all;
  for (const auto& [at, states] : reached) {
    if (has_failed(system, at)) continue;
    const Set found = without_failed(in, system, at, states).intersect(wanted);
    if (!found.is_empty()) all.emplace(at, found);
  }
  return all;
}

const Obligation* broken_obligation(const Presburger& in, const TransitionSystem& system,
                                    const StateSets& reached) {
  for (const auto& [at, states] : reached) {
    for (std::size_t thread = 0; thread < at.size(); ++thread) {
      for (const Obligation& one : system.threads[thread].obligations) {
        if (one.from != at[thread]) continue;
        const RangeCases range = range_cases(one.value, std::numeric_limits<std::int64_t>::min(),
                                             std::numeric_limits<std::int64_t>::max());
        for (Conjunction outside : range.outside) {
          outside.insert(outside.end(), one.guard.begin(), one.guard.end());
          const Set broken = states.intersect(set_of(in, system.variables.size(), {outside}));
          if (!broken.is_empty()) return &one;
        }
      }
    }
  }
  return nullptr;
}

}  // namespace raceproof::prove
