#include "checker/question.h"

#include <algorithm>

#include "checker/deadline.h"
#include "checker/exploration.h"
#include "checker/explore/liveness.h"
#include "checker/explore/overtaking.h"
#include "checker/explore/process_memory.h"
#include "checker/judge_makespan.h"
#include "checker/leave_out.h"
#include "checker/partial_search.h"
#include "checker/replay/lasso.h"
#include "checker/self_check.h"
#include "checker/tabulate.h"
#include "checker/telling.h"

namespace raceproof {
namespace {

using explore::Finding;
using explore::Stop;
using property::Kind;
using result::PropertyResult;
using result::Verdict;

/// Collects what whole threads, one after another, can end with.
class SerialFinals : public explore::Observer {
 public:
  SerialFinals(const lang::Lowered& scenario, explore::ValuesSet& values,
               replayer::SerialFinals& cells)
      : scenario_(scenario), values_(values), cells_(cells) {}

  void on_state(explore::StateIndex, const State& state, explore::StateKind kind, std::uint64_t,
                const std::vector<std::uint32_t>&) override {
    if (kind != explore::StateKind::final_) return;
    values_.insert(explore::values_of(scenario_.shared, state));
    const auto first = state.cells.begin();
    cells_.insert({first, first + scenario_.program.shared_cells});
  }
  void on_end(explore::StateIndex, const explore::Edge&, const StepEnd&, std::uint64_t) override {}
  bool is_decided() const override { return false; }
  void on_progress(std::uint64_t, std::uint64_t, std::uint64_t) override {}

 private:
  const lang::Lowered& scenario_;
  explore::ValuesSet& values_;
  replayer::SerialFinals& cells_;
};

class Answering {
 public:
  Answering(const Question& question, const PlannedSearch& search, std::string& disagreement)
      : question_(question),
        search_(search),
        disagreement_(disagreement),
        machine_(question.scenario.program, *search.model, search.removed),
        limits_(question.limits) {
    limits_.look = &look_;
  }
  Answering(const Answering&) = delete;
  Answering& operator=(const Answering&) = delete;

  result::ModelResult run(const std::vector<property::Observed>* observed) {
    const Options& options = question_.options;
    SearchPart whole{search_.properties, options.reductions, limits_.states_max};
    // A trial is short: several would take longer than what it might save.
    if (observed != nullptr || (question_.is_trial && options.is_whole_first)) {
      if (options.is_whole_first) whole.reductions = whole.reductions.of_whole_space();
      return search(whole, observed).answer;
    }
    if (!leaves_out(machine_, asking(whole, nullptr))) return search(whole, nullptr).answer;
    return leave_out(whole, options.is_whole_first,
                     [this](const SearchPart& part) { return search(part, nullptr); });
  }

 private:
  Exploring asking(const SearchPart& part, const std::vector<property::Observed>* observed) {
    std::vector<const property::Property*> judged;
    for (const std::size_t number : part.properties) {
      judged.push_back(&question_.properties[number]);
      if (judged.back()->kind == Kind::serializable) explore_serial();
    }
    Exploring asked;
    asked.properties = judged;
    asked.shared = question_.scenario.shared;
    asked.serial = serial_ ? &*serial_ : nullptr;
    asked.keeps_going = observed != nullptr;
    asked.outcomes = observed;
    asked.jobs = question_.jobs;
    asked.reductions = part.reductions;
    asked.needs_graph = asks_of_graph(judged);
    if (!question_.is_trial) asked.checkpoint = question_.options.checkpoint.get();
    asked.checkpoint_number = search_.number;
    asked.progress = [this](std::uint64_t states, std::uint64_t frontier, std::uint64_t depth) {
      tell({search_.model->name, states, frontier, depth, "", 0, 0});
    };
    return asked;
  }

  SearchedPart search(const SearchPart& part, const std::vector<property::Observed>* observed) {
    SearchedPart searched;
    result::ModelResult& answer = searched.answer;
    answer.model = search_.model;
    answer.removed = search_.removed_names;
    const Exploring asked = asking(part, observed);
    limits_.states_max = part.states_max;
    Exploration exploration(machine_, asked, limits_);
    searched.has_met_states = exploration.stop() == Stop::states;
    searched.is_worth_waiting = exploration.is_worth_waiting();
    const bool is_complete = exploration.stop() == Stop::complete;
    answer.statistics.leaves_out = exploration.leaves_out();
    answer.statistics.states = exploration.states();
    answer.statistics.transitions = exploration.transitions();
    answer.statistics.depth = exploration.depth();
    answer.statistics.complete = is_complete;
    answer.statistics.why_incomplete = why(exploration.stop(), limits_);
    answer.statistics.frontier = exploration.states() - exploration.expanded();
    if (is_limit(exploration.stop()) && !question_.is_trial) {
      answer.statistics.partial = partial_of(machine_, exploration);
    }
    phase_ = "judging what was found";
    telling_.emplace(limits_, exploration.stop(), told_states_max(exploration.stop()));
    for (std::size_t i = 0; i < part.properties.size(); ++i) {
      answer.properties.push_back(judge(part.properties[i], exploration.monitor().findings()[i],
                                        exploration, answer.statistics));
    }
    if (is_free_of_deadlock(answer)) answer.warnings = potential_deadlocks(exploration);
    phase_ = "counting interleavings";
    if (observed != nullptr) add_table(exploration, answer);
    return searched;
  }

  void tell(const Progress& progress) const {
    if (question_.options.progress) question_.options.progress(progress);
  }

  static bool is_limit(Stop stop) { return stop != Stop::complete && stop != Stop::decided; }

  // Where time is up, what was found is told as far as that takes a moment.
  static std::uint64_t told_states_max(Stop stop) {
    constexpr std::uint64_t moment = std::uint64_t{1} << 21;
    return stop == Stop::time || stop == Stop::interrupted ? moment : ~std::uint64_t{0};
  }

  void add_table(Exploration& exploration, result::ModelResult& answer) const {
    const auto reason = [this](Stop stop) { return why(stop, limits_); };
    const std::string wrong = tabulate(machine_, exploration, limits_, reason, answer);
    if (!wrong.empty()) disagreement_ = wrong;
  }

  // Advice beside the verdicts: where a limit ends it, it is left out.
  std::vector<std::string> potential_deadlocks(Exploration& exploration) const {
    try {
      return exploration.potential_deadlocks(limits_);
    } catch (const explore::LimitReached&) {
      return {};
    }
  }

  std::string overtaking(const explore::StateSpace& space) const {
    try {
      return explore::overtaking_in(machine_, space, limits_).sentence();
    } catch (const explore::LimitReached& limit) {
      return "; overtaking is not counted: " + why(limit.stop, limits_);
    }
  }

  static bool asks_of_graph(const std::vector<const property::Property*>& properties) {
    return std::any_of(properties.begin(), properties.end(),
                       [](const auto* property) { return explore::is_liveness(property->kind); });
  }

  // Where there is a deadlock, that is what is to be told.
  bool is_free_of_deadlock(const result::ModelResult& answer) const {
    return std::any_of(answer.properties.begin(), answer.properties.end(),
                       [this](const PropertyResult& one) {
                         return one.verdict == Verdict::holds &&
                                question_.properties[one.property].kind == Kind::deadlock_free;
                       });
  }

  // The final values that whole threads, one after another, can give.
  void explore_serial() {
    if (serial_ || !serial_problem_.empty()) return;
    const Machine serial(question_.scenario.program, serial_model(), search_.removed);
    explore::ValuesSet values;
    SerialFinals finals(question_.scenario, values, serial_cells_);
    Exploring asked;
    asked.keeps_going = true;
    asked.reductions = question_.options.reductions;
    asked.shared = question_.scenario.shared;
    asked.observers = {&finals};
    const Exploration exploration(serial, asked, limits_);
    if (exploration.stop() != Stop::complete) {
      serial_problem_ = "under `serial` " + why(exploration.stop(), limits_);
      return;
    }
    serial_ = std::move(values);
  }

  PropertyResult judge(std::size_t number, const Finding& finding, Exploration& exploration,
                       const result::Statistics& statistics) {
    const property::Property& property = question_.properties[number];
    PropertyResult result;
    result.property = number;
    if (property.kind == Kind::serializable && !serial_) {
      result.detail = serial_problem_;
      return result;
    }
    try {
      judge_explored(property, finding, exploration, statistics, result);
    } catch (const explore::LimitReached& limit) {
      result.detail = why(limit.stop, limits_) + " behind the search";
    }
    result.as_stated = result.verdict != Verdict::undecided &&
                       (result.verdict == Verdict::violated) == property.fails;
    return result;
  }

  void judge_explored(const property::Property& property, const Finding& finding,
                      Exploration& exploration, const result::Statistics& statistics,
                      PropertyResult& result) {
    if (property.kind == Kind::makespan) {
      judge_in_time(property, result);
    } else if (const auto violation =
                   violation_of(property, finding, exploration, statistics.complete)) {
      confirm(property, *violation, result);
    } else if (!statistics.complete) {
      result.detail = statistics.why_incomplete;
    } else {
      judge_complete(property, finding, exploration.monitor(), statistics, result);
      if (property.kind == Kind::starvation_free) {
        result.how += overtaking(*exploration.graph());
      }
    }
  }

  void judge_in_time(const property::Property& property, PropertyResult& result) {
    const auto progress = [this](std::uint64_t states, std::uint64_t frontier) {
      tell({search_.model->name, states, frontier, 0, "", 0, 0});
    };
    const auto reason = [this](Stop stop) { return why(stop, limits_); };
    const std::string wrong =
        judge_makespan({machine_, limits_, reason, progress}, property, result);
    if (!wrong.empty()) disagreement_ = wrong;
  }

  void judge_complete(const property::Property& property, const Finding& finding,
                      const explore::Monitor& monitor, const result::Statistics& statistics,
                      PropertyResult& result) {
    result.verdict = property.kind == Kind::possible ? Verdict::violated : Verdict::holds;
    const std::string states = result::grouped(statistics.states.str()) + " states";
    result.how = statistics.leaves_out ? states + " that stand for all" : "all " + states;
    if (property.kind == Kind::possible) result.detail = "true in no final state";
    if (property.kind == Kind::finally_ && monitor.finals() == 0) {
      result.warnings.push_back("no execution ends with all threads ended");
    }
    if (property.kind == Kind::outcomes && property.set) {
      const std::string missing = first_missing(*property.set, finding.seen);
      if (missing.empty()) return;
      result.verdict = Verdict::violated;
      result.detail = missing + " is never reached";
    }
  }

  // The first value of the claimed set that no execution ends with. What was seen is all in the
  // set.
  static std::string first_missing(const ValueSet& set, const explore::ValuesSet& seen) {
    for (const std::vector<std::int64_t>& tuple : set.tuples) {
      if (seen.count({tuple.begin(), tuple.end()}) != 0) continue;
      std::string text = "(";
      for (const std::int64_t value : tuple) {
        text += (text.size() > 1 ? ", " : "") + std::to_string(value);
      }
      return text + ")";
    }
    for (const ValueSet::Range& range : set.ranges) {
      for (std::int64_t value = range.low; value <= range.high;) {
        if (seen.count({value}) == 0) return std::to_string(value);
        if (__builtin_add_overflow(value, range.step, &value)) break;
      }
    }
    return "";
  }

  std::optional<explore::Lasso> violation_of(const property::Property& property,
                                             const Finding& finding, Exploration& exploration,
                                             bool is_complete) const {
    if (finding.failed_init) return explore::Lasso{{*finding.failed_init, {}}, std::nullopt};
    if (finding.is_found()) {
      return explore::Lasso{exploration.best_schedule(finding.targets, telling_->limits()),
                            std::nullopt};
    }
    if (!explore::is_liveness(property.kind)) return std::nullopt;
    return explore::find_violation(machine_, *exploration.graph(), property, is_complete, limits_);
  }

  void confirm(const property::Property& property, const explore::Lasso& violation,
               PropertyResult& result) {
    const result::Schedule& schedule = violation.schedule;
    replayer::Judged judged =
        violation.loop_start
            ? replayer::judge_lasso(machine_, property, schedule, *violation.loop_start)
            : replayer::judge(machine_, property, schedule, &serial_cells_);
    if (!judged.is_violation) {
      disagreement_ = "the replayer does not confirm the trace '" + result::to_text(schedule) +
                      "' for `" + property.text + "` under " + std::string(search_.model->name);
      return;
    }
    result.verdict = property.kind == Kind::possible ? Verdict::holds : Verdict::violated;
    result.detail = judged.what;
    result.trace = std::move(judged.run.trace);
  }

  const Question& question_;
  const PlannedSearch& search_;
  std::string& disagreement_;
  Machine machine_;
  explore::Limits limits_;
  std::optional<TellingLimits> telling_;  ///< of what is told behind the search
  std::string_view phase_;
  const explore::Look look_ = [this](std::uint64_t done, std::uint64_t of) {
    tell({search_.model->name, 0, 0, 0, phase_, done, of});
  };
  std::optional<explore::ValuesSet> serial_;
  replayer::SerialFinals serial_cells_;
  std::string serial_problem_;
};

}  // namespace

bool is_over(const explore::Limits& limits) {
  return explore::reached(limits) != Stop::complete;
}

std::string why(explore::Stop stop, const explore::Limits& limits) {
  using explore::Stop;
  switch (stop) {
    case Stop::complete: return "";
    case Stop::decided: return "every property was decided before the search was complete";
    case Stop::states:
      return "the limit of " + result::grouped(std::to_string(limits.states_max)) +
             " states was reached";
    case Stop::transitions:
      return "there were too many transitions for a search of " +
             result::grouped(std::to_string(limits.states_max)) + " states at most";
    case Stop::memory: return "the limit of memory was reached";
    case Stop::time: return "the limit of time was reached";
    case Stop::interrupted: return "the search was interrupted";
  }
  return "";
}

explore::Limits limits_of(const Options& options, std::size_t searches_at_once) {
  explore::Limits limits;
  const std::uint64_t states = options.limits.states_max;
  limits.states_max = states == 0 ? explore::numbers_max : std::min(states, explore::numbers_max);
  limits.process_memory_max_bytes = options.limits.memory_max_bytes;
  if (const std::uint64_t most = options.limits.memory_max_bytes; most != 0) {
    // What there is before the search, as the program itself, leaves the rest to it, but for what
    // is too small to be accounted for, such as the stacks of threads and the pages of the heap.
    const std::uint64_t unaccounted = most / 32;
    const std::uint64_t own = explore::resident_bytes() + unaccounted;
    const std::uint64_t rest = most - std::min(most, own);
    limits.memory_max_bytes = std::max<std::uint64_t>(rest / searches_at_once, 1);
  }
  limits.stop = options.stop;
  limits.deadline = Deadline(options.limits.time_max_ms).end();
  return limits;
}

result::ModelResult answer_explicitly(const Question& question, const PlannedSearch& search,
                                      const std::vector<property::Observed>* observed,
                                      std::string& disagreement) {
  result::ModelResult answer = Answering(question, search, disagreement).run(observed);
  if (!question.options.self_check) return answer;
  Options plainly = question.options;
  plainly.reductions = engine::Reductions::none();
  const Question again{question.scenario, question.properties, question.limits, plainly,
                       question.jobs};
  const result::ModelResult plain = Answering(again, search, disagreement).run(observed);
  const std::string difference = difference_between(answer, plain, question.properties);
  if (disagreement.empty() && !difference.empty()) {
    disagreement = "a reduced search and a plain one differ in " + difference + " under " +
                   std::string(search.model->name);
  }
  return answer;
}

}  // namespace raceproof
