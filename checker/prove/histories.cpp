#include "checker/prove/histories.h"

#include <algorithm>

namespace raceproof::prove {

Histories::Histories(const TransitionSystem& system, const Program& program)
    : system_(system), program_(program), groups_(system, program) {
  find_sites();
  number();
}

FlatSystem Histories::flat_system() const {
  FlatSystem flat;
  flat.variables = next_ + system_.threads.size();
  flat.first_position = next_;
  flat.open = system_.open;
  add_roles(flat);
  for (const Start& start : system_.starts) add_start(start, flat);
  for (std::uint32_t thread = 0; thread < system_.threads.size(); ++thread) {
    for (std::size_t i = 0; i < system_.threads[thread].edges.size(); ++i) {
      add_rule(thread, i, flat);
    }
  }
  return flat;
}

bool Histories::is_of_another(std::uint32_t thread, VariableIndex v) const {
  return groups_.is_local(v) && !groups_.is_own(thread, v);
}

// What a compare-and-swap compares the variable with: a local that its new value comes from, too.
std::optional<VariableIndex> Histories::compared(const Edge& edge, VariableIndex v) const {
  for (const Constraint& one : edge.guard) {
    const Wide coefficient = one.expression.coefficient(v);
    if (!one.is_equality || coefficient * coefficient != 1) continue;
    const auto other = copy_of(Affine::variable(v) - one.expression * coefficient);
    if (!other || !other->from || other->constant != 0) continue;
    const VariableIndex with = *other->from;
    if (groups_.group(with, edge.from) == groups_.group(v, edge.to)) return with;
  }
  return std::nullopt;
}

void Histories::find_sites() {
  for (std::uint32_t thread = 0; thread < system_.threads.size(); ++thread) {
    for (const Edge& edge : system_.threads[thread].edges) {
      for (VariableIndex v = 0; v < system_.variables.size(); ++v) {
        if (is_of_another(thread, v)) continue;
        const std::size_t group = groups_.group(v, edge.to);
        if (group == none) continue;
        const Copy copy = *copy_of(edge.update[v]);
        if (!copy.from || copy.constant == 0) continue;
        const Site site{thread, group, copy.constant};
        const auto found = std::find(sites_.begin(), sites_.end(), site);
        if (found == sites_.end()) {
          sites_.push_back(site);
          edges_of_.push_back(1);
        } else {
          ++edges_of_[static_cast<std::size_t>(found - sites_.begin())];
        }
      }
    }
  }
}

// What is added to a value of which variable: a group is named by the first that is shared.
Addition Histories::addition(const Site& site) const {
  VariableIndex v = 0;
  while (!groups_.is_shared(v) || groups_.group(v, 0) != site.group) ++v;
  return {program_.threads[site.thread].name, system_.variables[v].name, site.constant};
}

std::string Histories::name(const Site& site) const {
  const Addition one = addition(site);
  return "T" + std::to_string(site.thread) + " " + one.variable + (one.constant < 0 ? "" : "+") +
         to_text(one.constant);
}

void Histories::number() {
  next_ = static_cast<VariableIndex>(system_.variables.size());
  for (const Site& site : sites_) {
    std::vector<std::size_t> numbers(system_.variables.size(), none);
    for (VariableIndex v = 0; v < system_.variables.size(); ++v) {
      if (!groups_.is_ever(v, site.group)) continue;
      numbers[v] = next_++;
      names_.push_back(name(site) + " in " + system_.variables[v].name);
    }
    numbers_.push_back(std::move(numbers));
  }
}

// Threads are alike that run the same code.
void Histories::add_roles(FlatSystem& flat) const {
  for (const ThreadInfo& thread : program_.threads) {
    const auto same = [&](const ThreadInfo& other) { return other.code == thread.code; };
    const auto first = std::find_if(program_.threads.begin(), program_.threads.end(), same);
    flat.alike.push_back(static_cast<std::uint32_t>(first - program_.threads.begin()));
  }
  std::vector<FlatSystem::Role>& roles = flat.roles;
  for (VariableIndex v = 0; v < system_.variables.size(); ++v) roles.push_back(role_of(v));
  roles.resize(next_ + system_.threads.size());
  for (std::size_t s = 0; s < sites_.size(); ++s) {
    for (VariableIndex v = 0; v < system_.variables.size(); ++v) {
      if (numbers_[s][v] == none) continue;
      FlatSystem::Role& role = roles[numbers_[s][v]];
      role = roles[v];
      role.kind =
          addition(sites_[s]).variable + "+" + to_text(sites_[s].constant) + " in " + role.kind;
      role.threads.insert(role.threads.begin(), sites_[s].thread);
    }
  }
  for (std::uint32_t thread = 0; thread < system_.threads.size(); ++thread) {
    roles[next_ + thread] = {"position", {thread}, false};
  }
}

FlatSystem::Role Histories::role_of(VariableIndex v) const {
  const CellIndex cell = system_.variables[v].cell;
  for (std::uint32_t t = 0; t < program_.threads.size(); ++t) {
    const ThreadInfo& thread = program_.threads[t];
    if (thread.owns(cell)) return {"slot " + std::to_string(cell - thread.frame), {t}, false};
  }
  const bool is_lock =
      std::any_of(program_.objects.begin(), program_.objects.end(), [&](const SyncObject& object) {
        const bool is_held =
            object.kind == SyncObject::Kind::lock || object.kind == SyncObject::Kind::rlock;
        return object.cell == cell && is_held;
      });
  return {system_.variables[v].name, {}, is_lock};
}

void Histories::add_start(const Start& start, FlatSystem& flat) const {
  std::vector<Affine> values = start.values;
  values.resize(next_);
  for (const LocationIndex at : start.locations) values.emplace_back(Wide{at});
  flat.starts.push_back(std::move(values));
}

void Histories::add_rule(std::uint32_t thread, std::size_t number, FlatSystem& flat) const {
  const Edge& edge = system_.threads[thread].edges[number];
  const Location::Kind kind = system_.threads[thread].locations[edge.to].kind;
  if (kind == Location::Kind::failed || kind == Location::Kind::discarded) return;
  std::vector<Formula> guard{atom(flat.stands_at(thread, edge.from)), all_of(edge.guard)};
  for (std::uint32_t other = 0; other < system_.threads.size(); ++other) {
    const ThreadGraph& graph = system_.threads[other];
    for (LocationIndex at = 0; other != thread && at < graph.locations.size(); ++at) {
      if (graph.locations[at].is_exclusive) {
        guard.push_back(differs(flat.position(other), Wide{at}));
      }
    }
  }
  FlatSystem::Rule rule{thread, number, all_of(std::move(guard)), edge.update};
  for (VariableIndex v = static_cast<VariableIndex>(edge.update.size()); v < flat.variables; ++v) {
    rule.update.push_back(Affine::variable(v));
  }
  rule.update[flat.first_position + thread] = Affine(Wide{edge.to});
  for (std::size_t s = 0; s < sites_.size(); ++s) {
    for (VariableIndex v = 0; v < system_.variables.size(); ++v) {
      if (numbers_[s][v] == none || is_of_another(thread, v)) continue;
      Affine& value = rule.update[numbers_[s][v]];
      value = Affine();
      if (groups_.group(v, edge.to) != sites_[s].group) continue;
      const Copy copy = *copy_of(edge.update[v]);
      if (!copy.from) continue;
      const Site here{thread, sites_[s].group, copy.constant};
      value = (*this)(s, *copy.from) + Affine(here == sites_[s] ? 1 : 0);
      // The new value goes on from the one that is there, which is equal to the one compared with.
      const auto with = groups_.is_shared(v) ? compared(edge, v) : std::nullopt;
      if (with && copy.from != v) value = value + (*this)(s, v) - (*this)(s, *with);
    }
  }
  flat.rules.push_back(std::move(rule));
}

}  // namespace raceproof::prove
