#include <array>
#include <utility>

#include "checker/time/makespan_search.h"

namespace raceproof::timed {
namespace {

constexpr std::uint32_t transitions_max = 200'000;

/// How one schedule is picked: whether what may be forced is, and whether the first or the last of
/// what can happen at once does.
struct Policy {
  bool forces = false;
  bool takes_last = false;
};

constexpr std::array<Policy, 4> policies{
    {{false, false}, {false, true}, {true, false}, {true, true}}};

bool is_forced(const Action& action) {
  return !action.is_time &&
         (action.kind == Action::Kind::hand_over || action.kind == Action::Kind::set_aside);
}

struct Candidate {
  Action action;
  TimedState next;
};

// The transition that the policy takes, or none: all have ended, it is stuck, or it failed.
std::optional<Candidate> choose(const TimedMachine& machine, const TimedState& state,
                                const Policy& policy) {
  std::optional<Candidate> chosen;
  bool is_first = true;
  machine.expand(state, [&](const Action& action, TimedState&& next, const StepEnd& end) {
    if (end.kind != StepEnd::Kind::normal) {
      if (action.is_time) chosen.reset();
      return true;
    }
    const bool is_wanted = is_forced(action) ? policy.forces
                           : action.is_time  ? !(policy.forces && chosen)
                                             : is_first || policy.takes_last;
    if (is_wanted) chosen = Candidate{action, std::move(next)};
    is_first = is_first && !is_wanted;
    return true;
  });
  return chosen;
}

std::optional<Course> run(const TimedMachine& machine, TimedState state, std::uint32_t init,
                          const Policy& policy) {
  Course course;
  course.init = init;
  for (std::uint32_t i = 0; i < transitions_max; ++i) {
    if (machine.is_final(state)) return course;
    std::optional<Candidate> chosen = choose(machine, state, policy);
    if (!chosen) return std::nullopt;
    const Action& action = chosen->action;
    if (action.is_time) {
      if (__builtin_add_overflow(course.makespan_us, action.passed_us, &course.makespan_us)) {
        return std::nullopt;
      }
    } else {
      course.decisions.push_back(
          {course.makespan_us, action.kind, action.thread, action.other, action.alternative});
    }
    state = std::move(chosen->next);
  }
  return std::nullopt;
}

}  // namespace

Extremes probe(const TimedMachine& machine) {
  Extremes extremes;
  machine.initial([&](std::uint32_t init, TimedState&& state, const StepEnd& end) {
    if (end.kind != StepEnd::Kind::normal) return true;
    for (const Policy& policy : policies) {
      std::optional<Course> course = run(machine, state, init, policy);
      if (!course) continue;
      if (!extremes.least || course->makespan_us < extremes.least->makespan_us) {
        extremes.least = course;
      }
      if (!extremes.greatest || course->makespan_us > extremes.greatest->makespan_us) {
        extremes.greatest = std::move(course);
      }
    }
    return false;
  });
  return extremes;
}

}  // namespace raceproof::timed
