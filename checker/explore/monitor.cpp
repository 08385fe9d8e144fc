#include "checker/explore/monitor.h"

#include <algorithm>

#include "checker/property/data_race.h"
#include "checker/property/miscount.h"

namespace raceproof::explore {

using property::Kind;

Values values_of(const std::vector<property::Observed>& observed, const State& state) {
  Values values;
  values.reserve(observed.size());
  for (const property::Observed& one : observed) {
    const Evaluated result = evaluate(one.expression, state.cells);
    values.push_back(result.fault ? std::nullopt : std::optional(result.value));
  }
  return values;
}

Monitor::Monitor(const Machine& machine, std::vector<const property::Property*> properties,
                 const std::vector<property::Observed>& shared, const ValuesSet* serial,
                 bool keep_going)
    : machine_(machine), shared_(shared), serial_(serial), keep_going_(keep_going) {
  for (const property::Property* property : properties) {
    findings_.emplace_back();
    findings_.back().property = property;
  }
}

void Monitor::on_state(StateIndex index, const State& state, StateKind kind, std::uint64_t level,
                       const std::vector<std::uint32_t>& enabled) {
  depth_ = level;
  if (kind == StateKind::final_) ++finals_;
  for (Finding& finding : findings_) {
    if (finding.level && *finding.level < level) continue;
    if (!is_violated(finding, state, kind, enabled)) continue;
    finding.level = level;
    finding.targets.push_back({index, std::nullopt});
  }
}

bool Monitor::is_violated(Finding& finding, const State& state, StateKind kind,
                          const std::vector<std::uint32_t>& enabled) const {
  const property::Property& property = *finding.property;
  const bool is_final = kind == StateKind::final_;
  switch (property.kind) {
    case Kind::always: return !is_true(property.expressions[0], state.cells);
    case Kind::finally_: return is_final && !is_true(property.expressions[0], state.cells);
    case Kind::possible: return is_final && is_true(property.expressions[0], state.cells);
    case Kind::outcomes: return is_final && judge_outcome(finding, state);
    case Kind::deadlock_free:
    case Kind::starvation_free: return kind == StateKind::stuck;
    case Kind::race_free:
      return property::find_data_race(machine_, state, enabled).has_value();
    case Kind::serializable:
      return is_final && serial_ != nullptr && serial_->count(values_of(shared_, state)) == 0;
    case Kind::refcount_safe:
      return property::find_miscount(machine_, state, is_final).has_value();
    case Kind::error_free:
    case Kind::eventually:
    case Kind::leads_to:
    case Kind::makespan: return false;
  }
  return false;
}

bool Monitor::judge_outcome(Finding& finding, const State& state) const {
  const property::Property& property = *finding.property;
  if (!property.set) return false;
  const Values values = values_of(property.observed, state);
  std::vector<std::int64_t> tuple;
  for (const std::optional<std::int64_t>& value : values) {
    if (!value) return true;
    tuple.push_back(*value);
  }
  if (!property.set->contains(tuple)) return true;
  finding.seen.insert(values);
  return false;
}

void Monitor::on_end(StateIndex from, const Edge& edge, const StepEnd& end, std::uint64_t level) {
  if (end.kind != StepEnd::Kind::failed) return;
  for (Finding& finding : findings_) {
    if (finding.level && *finding.level < level) continue;
    const Kind wanted =
        row(end.fault).of_reference_counts ? Kind::refcount_safe : Kind::error_free;
    if (finding.property->kind != wanted) continue;
    finding.level = level;
    if (level == 0) {
      if (!finding.failed_init) finding.failed_init = edge.alternative;
    } else {
      finding.targets.push_back({from, Choice{edge.thread, edge.alternative}});
    }
  }
}

bool Monitor::is_decided() const {
  return !keep_going_ && !findings_.empty() &&
         std::all_of(findings_.begin(), findings_.end(),
                     [](const Finding& finding) { return finding.is_found(); });
}

void Monitor::on_progress(std::uint64_t states, std::uint64_t frontier, std::uint64_t level) {
  if (progress) progress(states, frontier, level);
}

}  // namespace raceproof::explore
