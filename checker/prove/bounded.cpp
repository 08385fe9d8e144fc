#include "checker/prove/bounded.h"

#include <algorithm>
#include <set>
#include <utility>

#include "checker/prove/cases.h"
#include "checker/prove/value_family.h"
#include "checker/prove/value_text.h"
#include "checker/prove/violation.h"

namespace raceproof::prove {
namespace {

using property::Kind;
using property::Observed;
using property::Property;
using result::Verdict;

constexpr std::uint64_t operations_max = 4'000'000;  // of one question
constexpr std::size_t pieces_max = 4;
// Of racy counters schedules reach all values within fewer sets, and nothing is to be learnt.
constexpr std::size_t sets_before_learning = 60;

std::vector<std::string> names_of(const std::vector<Observed>& observed) {
  std::vector<std::string> names;
  for (const Observed& one : observed) names.push_back(one.name);
  return names;
}

}  // namespace

std::uint64_t Bounded::budget() {
  return operations_max;
}

Bounded::Bounded(const Machine& machine, const BuildOptions& options, std::function<bool()> stop)
    : in_(operations_max),
      system_(build(machine, options)),
      stop_(std::move(stop)),
      program_(machine.program()),
      observed_(options.observed),
      endings_(in_, system_) {}

Above& Bounded::above() {
  if (!above_) above_ = std::make_unique<Above>(system_, program_, observed_, stop_);
  return *above_;
}

Bursts& Bounded::bursts(std::size_t number) {
  if (!bursts_[number]) {
    bursts_[number] = std::make_unique<Bursts>(in_, system_, number == 1, stop_);
  }
  return *bursts_[number];
}

std::string Bounded::by_invariant() {
  const std::string learnt = above().learnt() == 0 ? ""
                                                   : " (" + std::to_string(above().learnt()) +
                                                         " learnt from small instances)";
  return "all interleavings by an invariant of " + std::to_string(above().size()) + " parts" +
         learnt;
}

std::string Bounded::how() {
  return by_invariant() + ", and shown by schedules";
}

// Integers here have no bound, so what bursts reach is only reached where none can leave 64 bits.
void Bounded::require_64_bits() {
  if (above().excludes_overflow()) return;
  throw BudgetSpent{"results may leave 64 bits"};
}

// The plainest schedules first.
std::array<Bounded::Search, 3> Bounded::searches() {
  return {
      Search{0, [this](const Bursts::Visit& visit) { return bursts(0).search(pieces_max, visit); }},
      Search{0,
             [this](const Bursts::Visit& visit) {
               const auto pairs = unlike_pairs();
               return std::any_of(pairs.begin(), pairs.end(), [&](const auto& pair) {
                 return bursts(0).search_behind(pair, visit);
               });
             }},
      Search{1, [this](const Bursts::Visit& visit) { return bursts(1).search(pieces_max, visit); }},
  };
}

// Looks for a way to what `find` picks out of the states at one place; none is sure where results
// may leave 64 bits.
bool Bounded::find(const Find& find, Answer& answer) {
  if (!above().excludes_overflow()) return false;
  const std::array<Search, 3> searches = this->searches();
  in_.renew();
  for (std::size_t i = 0; i < searches.size(); ++i) {
    const std::optional<Set> targets = found_by(searches[i].run, find, seen_[i]);
    if (!targets) continue;
    answer.verdict = Verdict::violated;
    answer.how = "shown by a schedule";
    answer.witness = bursts(searches[i].bursts).schedule_to(*targets);
    return true;
  }
  in_.renew();
  return false;
}

// What a search has seen for one property it need not look for again for another one. Where there
// is something among it, the search is made once more up to there, so that it knows its way.
std::optional<Set> Bounded::found_by(const Run& run, const Find& find, Seen& seen) {
  const auto targets_in = [&](const LocationVector& at, const Set& states) {
    const StateSets found = find({{at, states}});
    return found.empty() ? std::nullopt : std::optional(found.begin()->second);
  };
  std::optional<Set> targets;
  bool is_searching = false;
  try {
    for (std::size_t i = 0; i < seen.sets.size() && !targets; ++i) {
      targets = targets_in(seen.sets[i].first, seen.sets[i].second);
      if (!targets) continue;
      in_.renew();
      std::size_t number = 0;
      run([&](const LocationVector&, const Set&) { return number++ == i; });
    }
    if (targets || seen.is_all) return targets;
    in_.renew();
    is_searching = true;
    std::size_t number = 0;
    const std::size_t known = seen.sets.size();
    run([&](const LocationVector& at, const Set& states) {
      if (number++ < known) return false;
      seen.sets.emplace_back(at, states);
      targets = targets_in(at, states);
      return targets.has_value();
    });
    seen.is_all = !targets;
  } catch (const BudgetSpent&) {
    seen.is_all = is_searching;  // as far as it goes
    return std::nullopt;
  }
  return targets;
}

// Two threads for every two codes that they may run.
std::vector<std::array<std::uint32_t, 2>> Bounded::unlike_pairs() const {
  std::vector<std::array<std::uint32_t, 2>> pairs;
  std::set<std::pair<std::uint32_t, std::uint32_t>> codes;
  const auto& threads = program_.threads;
  for (std::uint32_t first = 0; first < threads.size(); ++first) {
    for (std::uint32_t second = first + 1; second < threads.size(); ++second) {
      if (codes.insert({threads[first].code, threads[second].code}).second) {
        pairs.push_back({first, second});
      }
    }
  }
  return pairs;
}

// What the invariant cannot tell, a schedule may.
bool Bounded::is_excluded(const std::function<bool()>& by) {
  above();
  try {
    return by();
  } catch (const BudgetSpent&) {
    return false;
  }
}

// Holds where the invariant excludes it; violated where a schedule leads to it. What small
// instances have is searched for before more is learnt of them: they may have it and the full size
// not.
void Bounded::judge(const std::function<bool()>& by, const Find& find, Answer& answer) {
  if (!is_excluded(by)) {
    if (this->find(find, answer)) return;
    if (!is_excluded([&] { return above().learns_more() && by(); })) {
      throw BudgetSpent{"neither a schedule nor an invariant decides it"};
    }
  }
  answer.verdict = Verdict::holds;
  answer.how = by_invariant();
}

// A state in which it is false, of those that edges end with: `options` say how finely they are
// cut.
void Bounded::always(const Property& property, Answer& answer) {
  const auto by = [&] {
    return above().excludes(violation_of(property, system_, program_, above()));
  };
  const auto bad = conditions_of(property.expressions[0], system_.cells, false);
  judge(
      by, [&](const StateSets& here) { return states_where(in_, system_, here, bad); }, answer);
}

void Bounded::final_condition(const Property& property, Answer& answer) {
  const bool is_possible = property.kind == Kind::possible;
  const auto wanted = conditions_of(property.expressions[0], system_.cells, is_possible);
  const auto in_finals = [&](const StateSets& here) {
    return FinalStates(in_, system_, endings_, here).where(wanted);
  };
  const auto by = [&] { return above().excludes(all_of({above().ended(), one_of(wanted)})); };
  judge(by, in_finals, answer);
  const bool is_never = answer.verdict == Verdict::holds;
  if (is_possible) {
    answer.verdict = is_never ? Verdict::violated : Verdict::holds;
    if (is_never) answer.detail = "true in no final state";
  } else if (is_never && above().excludes_as_it_is(above().ended())) {
    answer.warnings.push_back("no execution ends with all threads ended");
  }
}

// The expressions as single affine ones, if they are.
std::optional<std::vector<Affine>> Bounded::plain(const std::vector<Observed>& observed) const {
  std::vector<Affine> values;
  for (const Observed& one : observed) {
    const std::vector<Case> cases = cases_of(one.expression, system_.cells);
    const auto first =
        std::find_if(cases.begin(), cases.end(), [](const Case& each) { return !each.fault; });
    const bool is_plain = std::count_if(cases.begin(), cases.end(),
                                        [](const Case& each) { return !each.fault; }) == 1;
    if (!is_plain) return std::nullopt;
    values.push_back(first->value);
  }
  return values;
}

// Whether no execution ends with values outside the set.
bool Bounded::excludes_values(const Set& values, const std::vector<Observed>& observed,
                              bool may_learn) {
  const auto expressions = plain(observed);
  if (!expressions) return false;
  const auto is_never = [&](const Formula& formula) {
    return may_learn ? above().excludes(formula) : above().excludes_as_it_is(formula);
  };
  for (const Observed& one : observed) {
    for (const Case& each : cases_of(one.expression, system_.cells)) {
      if (!each.fault) continue;
      if (!is_never(all_of({above().ended(), all_of(each.guard)}))) return false;
    }
  }
  const bool is_family = program_.open && observed.size() == 2;
  const Set plain_values = is_family ? plainer(in_, values) : values;
  const auto outside = above().outside(in_, plain_values, *expressions);
  return outside && is_never(all_of({above().ended(), *outside}));
}

bool Bounded::is_bounded(const std::vector<Observed>& observed) {
  const auto values = plain(observed);
  return values && std::all_of(values->begin(), values->end(), [&](const Affine& value) {
           return above().least_by_invariant(value, above().ended()) &&
                  above().least_by_invariant(value * -1, above().ended());
         });
}

bool Bounded::takes_up_what_was_put_off() {
  puts_off_ = false;
  return std::exchange(has_put_off_, false);
}

// Grows what is reached until nothing else can be.
ValueBounds Bounded::values(const std::vector<Observed>& observed) {
  for (const auto& [names, bounds] : known_) {
    if (names == observed) return bounds;
  }
  require_64_bits();
  if (puts_off_ && !program_.open && !is_bounded(observed)) {
    has_put_off_ = true;
    throw BudgetSpent{"no invariant bounds the values"};
  }
  ValueBounds bounds{set_of(in_, observed.size(), {}), false};
  std::size_t seen = 0;
  const auto grow = [&](const LocationVector& at, const Set& states) {
    const Set more = FinalStates(in_, system_, endings_, {{at, states}}).values(observed);
    const bool may_learn = ++seen == sets_before_learning;
    const bool is_new = !more.is_subset(bounds.reached);
    if (!is_new && !may_learn) return false;
    bounds.reached = bounds.reached.unite(more).coalesce();
    bounds.is_exact = excludes_values(bounds.reached, observed, may_learn);
    return bounds.is_exact;
  };
  const auto is_all = [&](bool may_learn_more) {
    in_.renew();
    return is_excluded([&] {
      return (!may_learn_more || above().learns_more()) &&
             excludes_values(bounds.reached, observed, true);
    });
  };
  for (const Search& search : searches()) {
    if (bounds.is_exact) break;
    in_.renew();
    try {
      search.run(grow);
    } catch (const BudgetSpent&) {  // what was reached before is reached all the same
    }
    bounds.is_exact = bounds.is_exact || is_all(false);
  }
  bounds.is_exact = bounds.is_exact || is_all(true);
  known_.emplace_back(observed, bounds);
  return bounds;
}

std::string Bounded::at_most(const std::vector<Observed>& observed) {
  const auto expressions = plain(observed);
  if (!expressions) return "";
  std::string text;
  for (std::size_t i = 0; i < observed.size(); ++i) {
    const Affine& value = (*expressions)[i];
    const auto least = above().least(value, above().ended());
    const auto greatest = above().least(value * -1, above().ended());
    if (!text.empty()) text += ", ";
    text += observed[i].name + " in " + (least ? to_text(*least) : "-inf") + ".." +
            (greatest ? to_text(-*greatest) : "inf");
  }
  return text;
}

void Bounded::outcomes(const Property& property, Answer& answer) {
  const std::vector<Observed>& observed = property.observed;
  if (!property.set) {
    answer.verdict = Verdict::holds;
    return;
  }
  const ValueBounds bounds = values(observed);
  const Set claimed = claimed_set(in_, *property.set, observed.size());
  const Set extra = bounds.reached.subtract(claimed);
  if (!extra.is_empty()) {
    const auto of_extra = [&](const StateSets& here) {
      return FinalStates(in_, system_, endings_, here).with_values(observed, extra);
    };
    if (!find(of_extra, answer)) throw BudgetSpent{"a state was lost"};
    return;
  }
  const auto missing = claimed.subtract(bounds.reached).least_point();
  if (!missing && (bounds.is_exact || excludes_values(claimed, observed, true))) {
    answer.verdict = Verdict::holds;
    answer.how = how();
    return;
  }
  if (missing) {
    const Set rest = bounds.reached.unite(claimed).subtract(point_set(in_, *missing));
    if (bounds.is_exact || excludes_values(rest, observed, true)) {
      answer.verdict = Verdict::violated;
      answer.detail = point_text(*missing) + " is never reached";
      answer.how = how();
      return;
    }
  }
  throw BudgetSpent{"at least " + value_text(in_, bounds.reached, names_of(observed)) +
                    " come out; at most " + at_most(observed)};
}

void Bounded::deadlock(Answer& answer) {
  judge([&] { return above().excludes(above().stuck()); },
        [&](const StateSets& here) { return stuck_states(in_, system_, here); }, answer);
}

void Bounded::failures(Answer& answer) {
  judge([&] { return above().excludes_failures(); },
        [&](const StateSets& here) { return failed_states(system_, here); }, answer);
}

void Bounded::races(Answer& answer) {
  const auto by = [&] { return above().excludes(race_formula(system_, program_, above().flat())); };
  const auto races = [&](const StateSets& here) {
    return race_states(in_, system_, program_, here).sure;
  };
  judge(by, races, answer);
}

result::SymbolicOutcomes Bounded::table(const std::vector<Observed>& observed) {
  const ValueBounds bounds = values(observed);
  result::SymbolicOutcomes outcomes;
  outcomes.observed = observed;
  outcomes.exact = bounds.is_exact;
  const std::string text = value_text(in_, bounds.reached, names_of(observed));
  if (bounds.is_exact) {
    outcomes.set = text;
    outcomes.how = how();
  } else {
    outcomes.at_least = text;
    outcomes.at_most = at_most(observed);
  }
  return outcomes;
}

}  // namespace raceproof::prove
