#include "checker/judge_makespan.h"

#include "checker/replay/replay.h"
#include "checker/time/makespan_search.h"
#include "checker/time/timed_replay.h"

namespace raceproof {
namespace {

using result::Verdict;

class Judging {
 public:
  Judging(const TimedQuestion& question, const property::Property& property,
          result::PropertyResult& answer)
      : question_(question), property_(property), answer_(answer) {}

  std::string run() {
    const timed::TimedMachine machine(question_.machine);
    timed::TimedSpace space;
    const explore::Stop stop =
        explore_time(machine, question_.limits, question_.progress, space);
    const bool is_complete = stop == explore::Stop::complete;
    const timed::Extremes extremes =
        is_complete ? find_extremes(machine, space, property_.greatest_us, question_.limits)
                    : timed::probe(machine);
    answer_.detail = is_complete ? extremes.undecided : question_.why(stop) + ", in time";
    if (!extremes.undecided.empty()) return "";
    if (extremes.least) return judge(extremes, is_complete);
    if (!is_complete) return "";
    answer_.verdict = Verdict::holds;
    answer_.how = "all " + states(extremes) + " in time";
    answer_.warnings.push_back("no execution ends with all threads ended");
    return "";
  }

 private:
  static std::string states(const timed::Extremes& extremes) {
    return result::grouped(std::to_string(extremes.states)) + " states";
  }

  std::string judge(const timed::Extremes& extremes, bool is_complete) {
    result::Makespan makespan;
    makespan.states = extremes.states;
    makespan.is_unbounded = extremes.is_unbounded;
    const timed::Course& greatest = extremes.greatest ? *extremes.greatest : *extremes.least;
    std::string wrong = confirm(*extremes.least, makespan.least);
    if (wrong.empty()) wrong = confirm(greatest, makespan.greatest);
    if (!wrong.empty()) return wrong;
    const bool too_long =
        makespan.is_unbounded || makespan.greatest.makespan_us > property_.greatest_us;
    const bool too_short = makespan.least.makespan_us < property_.least_us;
    if (too_long || too_short) {
      answer_.verdict = Verdict::violated;
      answer_.detail = is_complete ? range_text(makespan)
                                   : result::duration_text(too_long
                                                               ? makespan.greatest.makespan_us
                                                               : makespan.least.makespan_us) +
                                         " in one schedule";
      show(too_long ? makespan.greatest : makespan.least);
    } else if (is_complete) {
      answer_.verdict = Verdict::holds;
      answer_.detail = range_text(makespan);
      answer_.how = range_text(makespan) + ", all " + states(extremes) + " in time";
    }
    if (is_complete || too_long || too_short) answer_.makespan = std::move(makespan);
    return "";
  }

  std::string confirm(const timed::Course& course, result::TimedSchedule& schedule) {
    timed::Played played = timed::play(question_.machine, course.init, course.decisions);
    if (played.refusal.empty() && played.schedule.makespan_us == course.makespan_us) {
      schedule = std::move(played.schedule);
      return "";
    }
    return "the replayer does not confirm a schedule of " +
           result::duration_text(course.makespan_us) + " for `" + property_.text + "` under " +
           std::string(question_.machine.model().name) + ": " +
           (played.refusal.empty()
                ? "it takes " + result::duration_text(played.schedule.makespan_us)
                : played.refusal);
  }

  // The steps without their times, as a trace like any other. Where a lock is handed on while its
  // taker sleeps its last, there is none: without time that taker has ended.
  void show(const result::TimedSchedule& schedule) {
    replayer::Run run = replayer::run(question_.machine, schedule.steps);
    const bool is_whole =
        run.refused_at == 0 && run.trace.ending == result::TraceEnd::final_;
    if (is_whole) answer_.trace = std::move(run.trace);
  }

  const TimedQuestion& question_;
  const property::Property& property_;
  result::PropertyResult& answer_;
};

}  // namespace

std::string judge_makespan(const TimedQuestion& question, const property::Property& property,
                           result::PropertyResult& answer) {
  return Judging(question, property, answer).run();
}

}  // namespace raceproof
