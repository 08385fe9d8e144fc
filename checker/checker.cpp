#include "checker/checker.h"

#include <algorithm>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>

#include "checker/deadline.h"
#include "checker/engines.h"
#include "checker/explore/liveness.h"
#include "checker/explore/process_memory.h"
#include "checker/forecast.h"
#include "checker/lang/parser.h"
#include "checker/plan.h"
#include "checker/question.h"
#include "checker/replay/judge.h"
#include "checker/replay/lasso.h"

namespace raceproof {
namespace {

using property::Kind;

std::size_t jobs_of(const Options& options) {
  return options.jobs != 0 ? options.jobs : std::max(std::thread::hardware_concurrency(), 1U);
}

// Searches are independent of each other, so they are answered side by side; each answer has a
// place of its own, and the order of work never shows. Where there are fewer searches than threads,
// each gets several.
result::Result answer_all(const lang::Lowered& scenario, Plan plan,
                          const std::vector<property::Observed>* observed, const Options& options) {
  result::Result result;
  result.properties = std::move(plan.properties);
  result.models.resize(plan.searches.size());
  for (std::size_t i = 0; i < plan.searches.size(); ++i) plan.searches[i].number = i;
  const std::size_t jobs = jobs_of(options);
  const std::size_t workers = std::min(jobs, plan.searches.size());
  std::mutex progress_mutex;
  Options own = options;
  if (options.progress) {
    own.progress = [&](const Progress& progress) {
      const std::lock_guard<std::mutex> guard(progress_mutex);
      options.progress(progress);
    };
  }
  const Question question{scenario, result.properties,
                          limits_of(options, std::max<std::size_t>(workers, 1)), own,
                          static_cast<std::uint32_t>(jobs / std::max<std::size_t>(workers, 1))};
  std::vector<std::string> disagreements(plan.searches.size());
  std::vector<std::exception_ptr> failures(plan.searches.size());  // such as used up memory
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    for (std::size_t i = next++; i < plan.searches.size(); i = next++) {
      try {
        result.models[i] = answer(question, plan.searches[i], observed, disagreements[i]);
        explore::return_freed_memory();
      } catch (...) {
        failures[i] = std::current_exception();
      }
    }
  };
  std::vector<std::jthread> threads;
  try {
    while (threads.size() + 1 < workers) threads.emplace_back(work);
  } catch (const std::system_error&) {
    // The system has no more of them; those that there are do all of the work.
  }
  work();
  threads.clear();
  for (const std::exception_ptr& failure : failures) {
    if (failure) std::rethrow_exception(failure);
  }
  for (const std::string& disagreement : disagreements) {
    if (result.disagreement.empty()) result.disagreement = disagreement;
  }
  for (const result::ModelResult& model : result.models) {
    if (!model.statistics.partial) continue;
    result.forecast = forecast(scenario, model, result::saturated(model.statistics.states));
    break;
  }
  return result;
}

PlannedSearch search_in(const lang::Lowered& scenario, const ExecutionModel* model,
                        const Options& options) {
  return {model, removed_objects(scenario, options.without), options.without, {}};
}

std::vector<property::Observed> observed_by(const lang::Lowered& scenario) {
  std::vector<property::Observed> observed;
  for (const property::Property& property : scenario.properties) {
    if (property.kind != Kind::outcomes) continue;
    for (const property::Observed& one : property.observed) {
      if (std::find(observed.begin(), observed.end(), one) == observed.end()) {
        observed.push_back(one);
      }
    }
  }
  return observed.empty() ? scenario.shared : observed;
}

// The execution itself, and for what must come in the end also each way to go round for ever from
// where it leads back to where it has been.
replayer::Judged judge_alone(const Machine& machine, const property::Property& property,
                             const result::Schedule& schedule,
                             const std::vector<std::size_t>& loops) {
  replayer::Judged judged = replayer::judge(machine, property, schedule, nullptr);
  if (!explore::is_liveness(property.kind)) return judged;
  for (const std::size_t loop : loops) {
    if (judged.is_violation) break;
    judged = replayer::judge_lasso(machine, property, schedule, loop);
  }
  return judged;
}

}  // namespace

Loaded load(std::string_view source, const std::map<std::string, std::int64_t>& constants) {
  Loaded loaded;
  lang::Parsed parsed = lang::parse(source);
  if (!parsed.scenario) {
    loaded.diagnostics = std::move(parsed.diagnostics);
    return loaded;
  }
  auto lowered = lang::lower(*parsed.scenario, constants);
  if (auto* wrong = std::get_if<std::vector<lang::Diagnostic>>(&lowered)) {
    loaded.diagnostics = std::move(*wrong);
  } else {
    loaded.scenario = std::make_shared<lang::Lowered>(std::move(std::get<lang::Lowered>(lowered)));
  }
  return loaded;
}

result::Result check(const lang::Lowered& scenario, const Options& options) {
  return answer_all(scenario, plan_check(scenario, options), nullptr, options);
}

result::Result outcomes(const lang::Lowered& scenario, const Options& options) {
  Plan plan;
  for (const ExecutionModel* model : models_of(options)) {
    plan.searches.push_back(search_in(scenario, model, options));
  }
  const std::vector<property::Observed> observed = observed_by(scenario);
  return answer_all(scenario, std::move(plan), &observed, options);
}

result::Result explain_outcome(const lang::Lowered& scenario, const Expression& condition,
                               const Options& options) {
  result::Result result;
  property::Property wanted;
  wanted.kind = Kind::possible;
  wanted.text = "possible";
  wanted.expressions = {condition};
  const Deadline deadline(options.limits.time_max_ms);
  Options own = options;
  for (const ExecutionModel* model : models_of(options)) {
    own.limits.time_max_ms = deadline.left_ms();
    Plan plan;
    plan.properties = {wanted};
    plan.searches.push_back(search_in(scenario, model, options));
    plan.searches[0].properties = {0};
    result::Result one = answer_all(scenario, std::move(plan), nullptr, own);
    result.properties = one.properties;
    if (result.disagreement.empty()) result.disagreement = one.disagreement;
    if (!result.forecast) result.forecast = std::move(one.forecast);
    result.models.push_back(std::move(one.models[0]));
    if (result.models.back().properties[0].trace) break;
  }
  return result;
}

Replayed replay(const lang::Lowered& scenario, const ExecutionModel& model,
                const result::Schedule& schedule, const Options& options) {
  Replayed replayed;
  const std::vector<std::uint32_t> removed = removed_objects(scenario, options.without);
  const Machine machine(scenario.program, model, removed);
  replayer::Run run = replayer::run(machine, schedule);
  replayed.trace = std::move(run.trace);
  replayed.refused_at = run.refused_at;
  replayed.refusal = run.refusal;
  if (run.refused_at != 0) return replayed;
  Options own = options;
  own.models = {&model};
  Plan plan = plan_check(scenario, own);
  replayed.judged.properties = plan.properties;
  result::ModelResult judged;
  judged.model = &model;
  judged.removed = options.without;
  const std::vector<std::size_t> loops = replayer::loop_starts(machine, schedule);
  for (const PlannedSearch& search : plan.searches) {
    if (search.removed != removed) continue;
    for (const std::size_t number : search.properties) {
      const property::Property& property = plan.properties[number];
      if (property.kind == Kind::possible || property.kind == Kind::serializable) continue;
      const replayer::Judged one = judge_alone(machine, property, schedule, loops);
      if (!one.is_violation) continue;
      if (one.run.trace.loop_start) replayed.trace.loop_start = one.run.trace.loop_start;
      result::PropertyResult violated;
      violated.property = number;
      violated.verdict = result::Verdict::violated;
      violated.as_stated = property.fails;
      violated.detail = one.what;
      judged.properties.push_back(std::move(violated));
    }
  }
  replayed.judged.models.push_back(std::move(judged));
  return replayed;
}

}  // namespace raceproof
