#include "checker/prove/above.h"

#include <limits>
#include <utility>

#include "checker/prove/cases.h"
#include "checker/prove/value_text.h"

namespace raceproof::prove {
namespace {

constexpr std::size_t threads_with_counters_max = 2;
constexpr unsigned claim_budget = 50'000'000;  // a claim is asked of the whole invariant

}  // namespace

Above::Above(const TransitionSystem& system, const Program& program,
             const std::vector<CellIndex>& observed, const std::function<bool()>& stop)
    : system_(system),
      program_(program),
      observed_cells_(observed),
      stop_(stop),
      provenance_(provenance_of(system, program)),
      growth_(system) {
  for (const CellIndex cell : observed) {
    for (const auto& [variable, coefficient] : system.cells[cell].terms()) {
      observed_.push_back(variable);
    }
  }
  std::vector<Family> families = unrefuted(flat(), provenance_.candidates);
  first_spare_ = static_cast<VariableIndex>(flat().variables);
  solver_ = std::make_unique<Solver>(flat().variables + spare_variables, claim_budget);
  add(std::move(families));
}

// Adds to the invariant what is inductive of these, and of what was not up to now.
void Above::add(std::vector<Family> families) {
  families.insert(families.end(), rejected_.begin(), rejected_.end());
  InductivePart part = inductive_part(flat(), invariant_, families, stop_);
  for (Formula& formula : part.kept) {
    solver_->add(formula);
    invariant_.push_back(std::move(formula));
  }
  rejected_ = std::move(part.rejected);
}

// What small instances have too is not looked for further. Simple relations come first.
bool Above::excludes(const Formula& formula) {
  if (excludes_as_it_is(formula)) return true;
  if (has_learnt_.back() || is_in_small_instance(formula)) return false;
  for (const bool with_counters : {false, true}) {
    if (learn(with_counters) && excludes_as_it_is(formula)) return true;
  }
  return false;
}

bool Above::learns_more() {
  const bool simple = learn(false);
  return learn(true) || simple;
}

const SmallInstances& Above::small_instances() {
  if (!small_) {
    small_ = std::make_unique<SmallInstances>(system_, program_, observed_cells_, stop_);
  }
  return *small_;
}

// Whether anything could be new.
bool Above::learn(bool with_counters) {
  if (std::exchange(has_learnt_[with_counters ? 1 : 0], true)) return false;
  const bool are_few = system_.threads.size() <= threads_with_counters_max;
  if (small_instances().instances().empty()) return false;
  if (with_counters && (provenance_.counters.empty() || !are_few)) return false;
  const std::vector<VariableIndex> none;
  const std::size_t before = size();
  add(learnt_candidates(system_, flat(), small_instances(),
                        with_counters ? provenance_.counters : none, stop_));
  learnt_ += size() - before;
  return true;
}

bool Above::excludes_as_it_is(const Formula& formula) {
  const Solver::Scope scope(*solver_);
  solver_->add(formula);
  return !solver_->solve();
}

bool Above::is_in_small_instance(const Formula& formula) {
  std::vector<bool> used(flat().variables + spare_variables, false);
  mark_variables(formula, used);
  for (std::size_t v = 0; v < used.size(); ++v) {
    const bool is_in_states =
        v < system_.variables.size() || (v >= flat().first_position && v < flat().variables);
    if (used[v] && !is_in_states) return false;
  }
  return small_instances().is_possible(flat(), formula);
}

// What a thread's last control does to a local that is observed would have to be put into what is
// asked of it; that is left to the exact fixpoint.
void Above::require_unchanged(const Settled& ending) const {
  for (const VariableIndex variable : observed_) {
    if (ending.update[variable] == Affine::variable(variable)) continue;
    throw BudgetSpent{"a local that is observed changes as its thread ends"};
  }
}

Formula Above::ended() const {
  std::vector<Formula> all;
  for (std::uint32_t thread = 0; thread < system_.threads.size(); ++thread) {
    const ThreadGraph& graph = system_.threads[thread];
    std::vector<Formula> any;
    for (LocationIndex at = 0; at < graph.locations.size(); ++at) {
      const Formula here = atom(flat().stands_at(thread, at));
      if (graph.locations[at].kind == Location::Kind::ended) any.push_back(here);
      for (const Settled& one : graph.settled[at]) {
        if (graph.locations[one.to].kind != Location::Kind::ended) continue;
        require_unchanged(one);
        any.push_back(all_of({here, all_of(one.guard)}));
      }
    }
    all.push_back(any_of(std::move(any)));
  }
  return all_of(std::move(all));
}

Formula Above::stuck() const {
  std::vector<Formula> all{ended().negated()};
  for (std::uint32_t thread = 0; thread < system_.threads.size(); ++thread) {
    const ThreadGraph& graph = system_.threads[thread];
    const auto nobody = [&](LocationIndex at, const Conjunction& guard) {
      all.push_back(all_of({atom(flat().stands_at(thread, at)), all_of(guard)}).negated());
    };
    for (const Edge& edge : graph.edges) nobody(edge.from, edge.guard);
    for (LocationIndex at = 0; at < graph.locations.size(); ++at) {
      const Location::Kind kind = graph.locations[at].kind;
      const bool has_failed = kind == Location::Kind::failed || kind == Location::Kind::discarded;
      if (has_failed) all.push_back(differs(flat().position(thread), Wide{at}));
      for (const Settled& one : graph.settled[at]) {
        if (graph.locations[one.to].kind != Location::Kind::ended) nobody(at, one.guard);
      }
    }
  }
  return all_of(std::move(all));
}

Formula Above::failing() const {
  std::vector<Formula> any;
  for (std::uint32_t thread = 0; thread < system_.threads.size(); ++thread) {
    const ThreadGraph& graph = system_.threads[thread];
    const auto add = [&](LocationIndex at, const Conjunction& guard, LocationIndex to) {
      const Location& location = graph.locations[to];
      if (location.kind != Location::Kind::failed) return;
      if (row(location.fault).of_reference_counts) return;
      any.push_back(all_of({atom(flat().stands_at(thread, at)), all_of(guard)}));
    };
    for (const Start& start : system_.starts) {
      add(start.locations[thread], {}, start.locations[thread]);
    }
    for (const Edge& edge : graph.edges) add(edge.from, edge.guard, edge.to);
    for (LocationIndex at = 0; at < graph.locations.size(); ++at) {
      for (const Settled& one : graph.settled[at]) add(at, one.guard, one.to);
    }
  }
  return any_of(std::move(any));
}

bool Above::excludes_failures() {
  return excludes(failing()) && excludes_overflow();
}

Formula Above::overflowing() const {
  std::vector<Formula> any;
  for (std::uint32_t thread = 0; thread < system_.threads.size(); ++thread) {
    for (const Obligation& one : system_.threads[thread].obligations) {
      const RangeCases range = range_cases(one.value, std::numeric_limits<std::int64_t>::min(),
                                           std::numeric_limits<std::int64_t>::max());
      for (const Conjunction& outside : range.outside) {
        any.push_back(
            all_of({atom(flat().stands_at(thread, one.from)), all_of(one.guard), all_of(outside)}));
      }
    }
  }
  return any_of(std::move(any));
}

bool Above::excludes_overflow() {
  return growth_.fits_64_bits() || excludes(overflowing());
}

std::optional<Wide> Above::least(const Affine& value, const Formula& where) {
  const auto least = least_by_invariant(value, where);
  const auto most = growth_.most(value);
  return least || !most ? least : -*most;
}

// From 0, which is near the least of most: in growing steps as long as there is something below, or
// nothing yet; then by halving.
std::optional<Wide> Above::least_by_invariant(const Affine& value, const Formula& where) {
  const Solver::Scope scope(*solver_);
  solver_->add(where);
  const auto below = [&](Wide bound) -> std::optional<Wide> {
    const Solver::Scope inner(*solver_);
    solver_->add(atom(at_least(Affine(bound), value)));
    const auto model = solver_->solve();
    if (!model) return std::nullopt;
    return value.evaluate(*model);
  };
  constexpr Wide far = Wide{1} << 70;
  std::optional<Wide> known = below(far);
  std::optional<Wide> low;
  if (known && *known > 0) {
    const auto lower = below(0);
    if (lower) known = lower;
    if (!lower) low = 0;
  }
  for (Wide step = 1; low && *low + step < *known; step *= 8) {
    const auto lower = below(*low + step);
    if (lower) known = lower;
    if (!lower) low = *low + step;
  }
  for (Wide step = 1; known && !low && step < far; step *= 8) {
    const auto lower = below(*known - step);
    if (lower) known = lower;
    if (!lower) low = *known - step;
  }
  while (known && low && *low + 1 < *known) {
    const Wide middle = *low + (*known - *low) / 2;
    const auto lower = below(middle);
    if (lower) known = lower;
    if (!lower) low = middle;
  }
  return low ? known : std::nullopt;
}

std::optional<Formula> Above::outside(const Presburger& in, const Set& values,
                                      const std::vector<Affine>& expressions) {
  std::vector<Formula> all;
  if (expressions.size() == 1) {
    const auto ranges = ranges_of(in, values);
    if (!ranges || ranges->size() * 2 > spare_variables) return std::nullopt;
    VariableIndex spare = first_spare_;
    for (const ValueRange& range : *ranges) {
      const Affine& value = expressions[0];
      std::vector<Formula> any{atom(at_least(Affine(range.low - 1), value)),
                               atom(at_least(value, Affine(range.high + 1)))};
      if (range.step > 1) {
        const Affine quotient = Affine::variable(spare++);
        const Affine remainder = Affine::variable(spare++);
        any.push_back(
            all_of({atom(equal(value, Affine(range.low) + quotient * range.step + remainder)),
                    atom(at_least(remainder, Affine(1))),
                    atom(at_least(Affine(range.step - 1), remainder))}));
      }
      all.push_back(any_of(std::move(any)));
    }
    return all_of(std::move(all));
  }
  const auto parts = values.conjunctions();
  if (!parts) return std::nullopt;
  for (const Conjunction& part : *parts) {
    all.push_back(all_of(part).substitute(expressions).negated());
  }
  return all_of(std::move(all));
}

}  // namespace raceproof::prove
