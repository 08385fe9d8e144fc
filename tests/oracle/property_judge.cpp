#include "tests/oracle/property_judge.h"

#include <algorithm>

#include "tests/oracle/at_once.h"
#include "tests/oracle/constant.h"
#include "tests/oracle/objects.h"

namespace raceproof::oracle {
namespace {

using lang::Property;

void note_steps(Verdict& verdict, std::size_t steps) {
  verdict.steps = std::min(verdict.steps.value_or(steps), steps);
}

void violate(Verdict& verdict, std::size_t steps) {
  verdict.holds = false;
  note_steps(verdict, steps);
}

bool conflict(const Intention& one, const Intention& other) {
  if (one.indivisible_block && other.indivisible_block) return false;
  for (const Access& a : one.accesses) {
    for (const Access& b : other.accesses) {
      if (a.cell == b.cell && (a.is_store || b.is_store)) return true;
    }
  }
  return false;
}

}  // namespace

Judge::Judge(const Declarations& declared, Answer& answer) : declared_(declared), answer_(answer) {
  for (const Property& property : declared.scenario->properties) {
    Verdict verdict;
    verdict.judged = property.kind != Property::Kind::makespan;
    verdict.holds = property.kind != Property::Kind::possible;
    answer.properties.push_back(verdict);
  }
  answer.deadlock_free.judged = true;
  answer.error_free.judged = true;
  answer.refcount_safe.judged = !declared.objects.empty();
}

// ---- expressions -------------------------------------------------------------------------------

// A property reads shared variables, constants and the locals of the outermost block of a thread.
std::optional<std::int64_t> Judge::value(const lang::Expression& expression,
                                         const State& state) const {
  Reading reading;
  reading.read = [this, &state](const lang::Place& place, std::optional<std::int64_t> index,
                                std::optional<std::int64_t> local_index)
      -> std::optional<std::int64_t> {
    const std::string& name = place.item.name.text;
    const std::int64_t which = index.value_or(0);
    if (place.local) {
      const auto thread = declared_.threads.find(name);
      if (thread == declared_.threads.end()) throw Unsupported{"the thread " + name};
      const Group& group = thread->second.group;
      if (which < 0 || which >= static_cast<std::int64_t>(group.size)) return std::nullopt;
      const std::size_t number = group.first + static_cast<std::size_t>(which);
      return state.threads[number]->local(place.local->text, local_index);
    }
    if (const auto known = declared_.constants.find(name); known != declared_.constants.end()) {
      return known->second;
    }
    const auto held = declared_.references.find(name);
    const bool is_reference = held != declared_.references.end();
    const auto shared = declared_.shared.find(name);
    if (!is_reference && shared == declared_.shared.end()) {
      throw Unsupported{"the name " + name};
    }
    const Group& group = is_reference ? held->second : shared->second.group;
    if (which < 0 || which >= static_cast<std::int64_t>(group.size)) return std::nullopt;
    const auto& cells = is_reference ? state.world.references : state.world.cells;
    return cells[group.first + static_cast<std::size_t>(which)];
  };
  return value_at_once(expression, reading);
}

// What cannot be evaluated is false.
bool Judge::is_true(const lang::Expression& expression, const State& state) const {
  return value(expression, state).value_or(0) != 0;
}

// ---- along a path ------------------------------------------------------------------------------

Met Judge::at_the_start() const {
  Met met;
  for (const Property& property : declared_.scenario->properties) {
    met.push_back(property.kind == Property::Kind::leads_to);
  }
  return met;
}

void Judge::violate_all(Property::Kind kind, Verdict& by_default, std::size_t steps) {
  violate(by_default, steps);
  for (std::size_t i = 0; i < answer_.properties.size(); ++i) {
    if (declared_.scenario->properties[i].kind == kind) violate(answer_.properties[i], steps);
  }
}

void Judge::reach(const State& state, std::size_t steps, Met& met) {
  if (!declared_.objects.empty() && is_quiet(state)) judge_counts(state, steps);
  const auto& properties = declared_.scenario->properties;
  for (std::size_t i = 0; i < properties.size(); ++i) {
    const Property& property = properties[i];
    if (property.kind == Property::Kind::always && !is_true(property.expressions[0], state)) {
      violate(answer_.properties[i], steps);
    }
    if (property.kind == Property::Kind::eventually && is_true(property.expressions[0], state)) {
      met[i] = true;
    }
    if (property.kind == Property::Kind::leads_to) {
      if (is_true(property.expressions[0], state)) met[i] = false;
      if (is_true(property.expressions[1], state)) met[i] = true;  // P and Q at once meet it
    }
  }
}

// No two threads can be at conflicting accesses at once, not both in indivisible blocks.
void Judge::intend(const std::vector<Intention>& intentions, std::size_t steps) {
  bool race = false;
  for (std::size_t i = 0; i < intentions.size(); ++i) {
    for (std::size_t j = i + 1; j < intentions.size(); ++j) {
      race = race || conflict(intentions[i], intentions[j]);
    }
  }
  Verdict no_default;
  if (race) violate_all(Property::Kind::race_free, no_default, steps);
}

// An execution that ends without Q violates `leads_to`, one without P `eventually`. The oracle
// judges these two only where all executions end, so that fairness plays no part.
void Judge::judge_unfinished(const Met& met, std::size_t steps) {
  for (std::size_t i = 0; i < met.size(); ++i) {
    const Property::Kind kind = declared_.scenario->properties[i].kind;
    const bool is_promise = kind == Property::Kind::eventually || kind == Property::Kind::leads_to;
    if (is_promise && !met[i]) violate(answer_.properties[i], steps);
  }
}

// ---- at the end of a path ----------------------------------------------------------------------

void Judge::end(const State& state, const Count& count, std::size_t steps, const Met& met) {
  judge_unfinished(met, steps);
  judge_leaks(state, steps);
  const auto& properties = declared_.scenario->properties;
  for (std::size_t i = 0; i < properties.size(); ++i) {
    const Property& property = properties[i];
    Verdict& verdict = answer_.properties[i];
    if (property.kind == Property::Kind::finally_ && !is_true(property.expressions[0], state)) {
      violate(verdict, steps);
    }
    if (property.kind == Property::Kind::possible && is_true(property.expressions[0], state)) {
      verdict.holds = true;
      note_steps(verdict, steps);
    }
    if (property.kind == Property::Kind::outcomes) {
      Values values;
      for (const lang::Expression& expression : property.expressions) {
        values.push_back(value(expression, state));
      }
      Count& sum = answer_.values[i][values];
      sum.interleavings += count.interleavings;
      sum.probability += count.probability;
    }
  }
}

// A state that is stuck violates `deadlock_free`, and `starvation_free` too.
void Judge::stick(std::size_t steps, const Met& met) {
  judge_unfinished(met, steps);
  violate_all(Property::Kind::deadlock_free, answer_.deadlock_free, steps);
  Verdict no_default;
  violate_all(Property::Kind::starvation_free, no_default, steps);
}

void Judge::fail(const Failed& error, std::size_t steps) {
  if (error.of_refcount_safe) {
    violate_all(Property::Kind::refcount_safe, answer_.refcount_safe, steps);
  } else {
    violate_all(Property::Kind::error_free, answer_.error_free, steps);
  }
}

// ---- reference counts (section 7) --------------------------------------------------------------

// At every quiet state the count equals the references out; that of an object which is queued to be
// merged is one more (section 11.7). Immortal ones are not compared.
void Judge::judge_counts(const State& state, std::size_t steps) {
  for (std::size_t i = 0; i < state.world.objects.size(); ++i) {
    const lang::Object::Count counting = declared_.counts[i];
    if (counting == lang::Object::Count::immortal) continue;
    const Object& object = state.world.objects[i];
    std::int64_t count = object.count;
    std::int64_t expected = object.references_out;
    if (counting == lang::Object::Count::biased) {
      count = object.local + shared_count(object.shared);
      for (const auto& list : state.world.to_merge) {
        expected += std::count(list.begin(), list.end(), i);
      }
    }
    if (count != expected) {
      violate_all(Property::Kind::refcount_safe, answer_.refcount_safe, steps);
    }
  }
}

// At the end an object with no reference out has been freed, and one with a reference out has not.
void Judge::judge_leaks(const State& state, std::size_t steps) {
  for (std::size_t i = 0; i < state.world.objects.size(); ++i) {
    if (declared_.counts[i] == lang::Object::Count::immortal) continue;
    const Object& object = state.world.objects[i];
    const bool leaks = object.is_alive && object.references_out == 0;
    const bool is_missing = object.was_freed && !object.is_alive && object.references_out > 0;
    if (leaks || is_missing) {
      violate_all(Property::Kind::refcount_safe, answer_.refcount_safe, steps);
    }
  }
}

// ---- over all paths ----------------------------------------------------------------------------

// Whether the values over all final states are exactly the set; without a set nothing is claimed,
// and what cannot be evaluated is in no set (section 11.11).
bool Judge::has_exactly(std::size_t property) const {
  const Property& claim = declared_.scenario->properties[property];
  if (!claim.set) return true;
  std::set<std::vector<std::int64_t>> found;
  if (const auto all = answer_.values.find(property); all != answer_.values.end()) {
    for (const auto& [values, count] : all->second) {
      std::vector<std::int64_t> known;
      for (const auto& one : values) {
        if (!one) return false;
        known.push_back(*one);
      }
      found.insert(known);
    }
  }
  const KnownNames known_names = [this](const std::string& name) -> std::optional<std::int64_t> {
    const auto constant = declared_.constants.find(name);
    if (constant == declared_.constants.end()) return std::nullopt;
    return constant->second;
  };
  const SetValue set_value = [&known_names](const lang::Expression& expression) {
    return constant_value(expression, known_names, std::nullopt);
  };
  const auto claimed = elements(*claim.set, set_value, found.size());
  return claimed && *claimed == found;
}

void Judge::conclude() {
  const auto& properties = declared_.scenario->properties;
  for (std::size_t i = 0; i < properties.size(); ++i) {
    if (properties[i].kind == Property::Kind::outcomes) {
      answer_.properties[i].holds = has_exactly(i);
    }
  }
}

}  // namespace raceproof::oracle
