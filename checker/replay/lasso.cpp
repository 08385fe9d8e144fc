#include "checker/replay/lasso.h"

#include "checker/replay/promise.h"
#include "checker/replay/round.h"

namespace raceproof::replayer {
namespace {

using property::Kind;
using property::Property;

// What every thread that has not ended does for ever.
std::string describe(const Round& round) {
  std::string text;
  for (std::uint32_t thread = 0; thread < round.fates().size(); ++thread) {
    if (!round.fates()[thread].is_running) continue;
    text += (text.empty() ? "" : "; ") + round.sentence(thread);
  }
  return text;
}

// The thread that starves: for ever at a blocking step before for ever in a `while`.
std::optional<std::uint32_t> starving_thread(const Round& round) {
  const std::vector<Fate>& fates = round.fates();
  for (std::uint32_t thread = 0; thread < fates.size(); ++thread) {
    if (fates[thread].waiting) return thread;
  }
  for (std::uint32_t thread = 0; thread < fates.size(); ++thread) {
    if (fates[thread].loop != 0) return thread;
  }
  return std::nullopt;
}

void judge_round(const Property& property, const Round& round, bool is_awaited,
                 const Promise& promise, Judged& judged) {
  if (!round.is_closed()) {
    judged.what = "the last step does not lead back to where the loop begins";
  } else if (const auto unfair = round.unfair_thread()) {
    judged.what = "going round for ever is unfair to T" + std::to_string(*unfair);
  } else if (property.kind == Kind::starvation_free) {
    const std::optional<std::uint32_t> thread = starving_thread(round);
    judged.is_violation = thread.has_value();
    judged.what = thread ? round.sentence(*thread) : "no thread waits for ever";
  } else {
    judged.is_violation = is_awaited;
    judged.what = is_awaited ? promise.sentence() + ": " + describe(round)
                             : "what is promised comes true";
  }
}

}  // namespace

Judged judge_lasso(const Machine& machine, const Property& property,
                   const result::Schedule& schedule, std::size_t loop_start) {
  Judged judged;
  Promise promise(property);
  State start;
  bool is_awaited = true;
  std::size_t seen = 0;
  judged.run = run(machine, schedule, [&](const State& state, const std::vector<std::uint32_t>&) {
    promise.see(state);
    if (seen == loop_start) start = state;
    if (seen >= loop_start) is_awaited = is_awaited && promise.is_pending();
    ++seen;
  });
  const std::size_t steps = schedule.steps.size();
  if (judged.run.refused_at != 0 || loop_start >= steps || seen != steps + 1) return judged;
  const Round round(machine, std::move(start),
                    {schedule.steps.begin() + static_cast<std::ptrdiff_t>(loop_start),
                     schedule.steps.end()});
  judge_round(property, round, is_awaited, promise, judged);
  if (judged.is_violation) judged.run.trace.loop_start = loop_start;
  return judged;
}

std::vector<std::size_t> loop_starts(const Machine& machine, const result::Schedule& schedule) {
  constexpr std::size_t starts_max = 100;
  const Run whole = run(machine, schedule);
  if (whole.refused_at != 0 || whole.trace.ending != result::TraceEnd::running) return {};
  std::vector<std::size_t> starts;
  std::size_t seen = 0;
  run(machine, schedule, [&](const State& state, const std::vector<std::uint32_t>&) {
    const bool is_before_end = seen < schedule.steps.size();
    if (is_before_end && starts.size() < starts_max && state == whole.trace.last) {
      starts.push_back(seen);
    }
    ++seen;
  });
  return starts;
}

}  // namespace raceproof::replayer
