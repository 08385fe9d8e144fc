#include "checker/time/timed_replay.h"

#include <algorithm>
#include <optional>

namespace raceproof::timed {
namespace {

using result::Activity;
using result::Decision;

constexpr std::int64_t nobody = -1;

/// One thread by the clock.
struct Clock {
  enum class Doing : std::uint8_t { stands, computes, rests };
  Doing doing = Doing::stands;
  bool has_processor = false;
  std::int64_t since_us = 0;  ///< computes on a processor since
  std::int64_t left_us = 0;   ///< what was left of the `cpu` then
  std::int64_t slice_us = 0;  ///< had run in its turn before then
  std::int64_t wakes_us = 0;  ///< rests until
  bool runs() const { return doing == Doing::computes && has_processor; }
};

class Player {
 public:
  explicit Player(const Machine& machine)
      : machine_(machine), program_(machine.program()), clocks_(program_.threads.size()) {
    played_.schedule.threads.resize(clocks_.size());
  }

  Played run(std::uint32_t init, const std::vector<Decision>& decisions) {
    played_.schedule.steps.init = init;
    const auto begun = machine_.initial_choice(state_, init, nullptr);
    if (!begun || begun->kind != StepEnd::Kind::normal) refuse("`init` does not end");
    for (std::size_t i = 0; i < decisions.size() && is_allowed(); ++i) {
      advance(decisions[i].at_us);
      if (is_allowed()) decide(decisions[i]);
      if (!is_allowed())
        played_.refusal = "decision " + std::to_string(i + 1) + ": " + played_.refusal;
    }
    for (auto at = next_event(); at && is_allowed(); at = next_event()) advance(*at);
    if (is_allowed() && !machine_.is_final(state_)) refuse("not all threads have ended");
    played_.schedule.decisions = decisions;
    played_.schedule.makespan_us = now_us_;
    return std::move(played_);
  }

 private:
  bool is_allowed() const { return played_.refusal.empty(); }
  void refuse(const std::string& why) {
    if (is_allowed()) played_.refusal = why + " at " + std::to_string(now_us_) + "us";
  }

  // ---- who may do what -----------------------------------------------------------------------

  bool has_turns() const { return (machine_.model().points & bit(SwitchPoint::step)) == 0; }
  bool is_running(std::uint32_t t) const { return machine_.is_running(state_, t); }
  const Node& node(std::uint32_t t) const { return machine_.next_step(state_, t); }
  bool needs_gil(std::uint32_t t) const {
    return has_turns() && !(machine_.model().has_gil && node(t).gil_free);
  }
  bool may_go(std::uint32_t t) const {
    return is_running(t) &&
           (clocks_[t].doing == Clock::Doing::computes ||
            (clocks_[t].doing == Clock::Doing::stands && machine_.is_ready(state_, t)));
  }
  bool has_gil(std::uint32_t t) const { return owner_ == t || !needs_gil(t); }
  bool could_have_gil(std::uint32_t t) const { return has_gil(t) || (!owner_ && !heir_); }
  bool waits_for_processor(std::uint32_t t) const {
    return is_running(t) && clocks_[t].doing == Clock::Doing::computes &&
           !clocks_[t].has_processor && has_gil(t);
  }
  std::int64_t free_processors() const {
    return program_.time.cores -
           std::count_if(clocks_.begin(), clocks_.end(),
                         [](const Clock& clock) { return clock.has_processor; });
  }
  std::int64_t ran(std::uint32_t t) const {
    const Clock& clock = clocks_[t];
    return clock.slice_us + (clock.runs() ? now_us_ - clock.since_us : 0);
  }

  // ---- changes -------------------------------------------------------------------------------

  void get_gil(std::uint32_t t) {
    if (owner_ == t || !needs_gil(t)) return;
    owner_ = t;
    is_at_point_ = true;
    clocks_[t].slice_us = 0;
    clocks_[t].since_us = now_us_;
  }

  void get_processor(std::uint32_t t) {
    clocks_[t].has_processor = true;
    clocks_[t].since_us = now_us_;
    if (!needs_gil(t)) clocks_[t].slice_us = 0;
  }

  void get_processor_if_alone(std::uint32_t t) {
    const auto waiting = [&] {
      std::int64_t count = 0;
      for (std::uint32_t other = 0; other < clocks_.size(); ++other) {
        count += waits_for_processor(other) ? 1 : 0;
      }
      return count;
    };
    if (waits_for_processor(t) && free_processors() > 0 && waiting() == 1) get_processor(t);
  }

  void leave_processor(std::uint32_t t) {
    Clock& clock = clocks_[t];
    if (clock.runs()) {
      clock.left_us -= now_us_ - clock.since_us;
      clock.slice_us += now_us_ - clock.since_us;
    }
    clock.has_processor = false;
  }

  // Takes the step in the machine, in which nobody ever holds the GIL: whose it is, is known here.
  void step(std::uint32_t t, std::uint32_t alternative) {
    const auto end = machine_.apply(state_, {t, alternative}, nullptr);
    if (!end || end->kind != StepEnd::Kind::normal) return refuse("a step does not end well");
    std::int64_t& holder = state_.cells[program_.holder_cell];
    if (owner_ == t) is_at_point_ = holder == nobody;
    holder = nobody;
  }

  // Whoever cannot go on gives up what it has.
  void tidy() {
    if (owner_) {
      const bool rests = clocks_[*owner_].doing == Clock::Doing::rests;
      const bool keeps = is_running(*owner_) && needs_gil(*owner_) &&
                         (may_go(*owner_) || (rests && !machine_.model().has_gil));
      if (!keeps) owner_.reset();
    }
    for (std::uint32_t t = 0; t < clocks_.size(); ++t) {
      if (!may_go(t) || !has_gil(t)) leave_processor(t);
    }
  }

  // ---- time ----------------------------------------------------------------------------------

  std::optional<std::int64_t> next_event() const {
    std::optional<std::int64_t> next;
    const auto consider = [&](std::int64_t at) { next = next ? std::min(*next, at) : at; };
    if (heir_) consider(heir_at_us_);
    for (const Clock& clock : clocks_) {
      if (clock.doing == Clock::Doing::rests) consider(clock.wakes_us);
      if (clock.runs()) consider(clock.since_us + clock.left_us);
    }
    return next;
  }

  void advance(std::int64_t to_us) {
    for (auto at = next_event(); at && *at <= to_us && is_allowed(); at = next_event()) {
      pass(*at);
      happen();
    }
    pass(to_us);
  }

  // Nothing that could be done at once may wait while time passes.
  void pass(std::int64_t to_us) {
    if (to_us < now_us_) return refuse("the clock goes back to " + std::to_string(to_us) + "us");
    if (to_us == now_us_) return;
    for (std::uint32_t t = 0; t < clocks_.size(); ++t) {
      if (!may_go(t) || clocks_[t].runs() || !could_have_gil(t)) {
        write_down(t, to_us);
        continue;
      }
      const bool is_waiting = clocks_[t].doing == Clock::Doing::computes && has_gil(t);
      if (!is_waiting || free_processors() > 0) {
        return refuse("time passes while T" + std::to_string(t) + " can go on");
      }
      write_down(t, to_us);
    }
    write_down_gil(to_us);
    now_us_ = to_us;
  }

  void happen() {
    std::vector<std::uint32_t> over;
    for (std::uint32_t t = 0; t < clocks_.size(); ++t) {
      const Clock& clock = clocks_[t];
      const bool wakes = clock.doing == Clock::Doing::rests && clock.wakes_us == now_us_;
      if (wakes || (clock.runs() && clock.since_us + clock.left_us == now_us_)) over.push_back(t);
    }
    const bool has_arrived = heir_ && heir_at_us_ == now_us_;
    if (has_arrived) {
      const std::uint32_t heir = *heir_;
      heir_.reset();
      get_gil(heir);
    }
    for (const std::uint32_t t : over) {
      if (clocks_[t].runs()) clocks_[t].slice_us += now_us_ - clocks_[t].since_us;
      clocks_[t].doing = Clock::Doing::stands;
      step(t, 0);
      if (!is_allowed()) return;
    }
    tidy();
    if (has_arrived && owner_) get_processor_if_alone(*owner_);
  }

  // ---- decisions -----------------------------------------------------------------------------

  void decide(const Decision& decision) {
    const std::uint32_t t = decision.thread;
    if (t >= clocks_.size() || decision.other >= clocks_.size()) return refuse("no such thread");
    if (!may_go(t)) return refuse("T" + std::to_string(t) + " cannot go on");
    const bool stands = clocks_[t].doing == Clock::Doing::stands;
    switch (decision.kind) {
      case Decision::Kind::step:
      case Decision::Kind::begin:
        if (!stands || !could_have_gil(t))
          return refuse("it is not T" + std::to_string(t) + "'s turn");
        get_gil(t);
        played_.schedule.steps.steps.push_back({t, decision.alternative});
        if (decision.kind == Decision::Kind::begin) {
          begin(t);
        } else {
          const bool rests = node(t).kind == NodeKind::sleep || node(t).kind == NodeKind::io;
          step(t, decision.alternative);
          if (rests && machine_.model().has_gil && owner_ == t) owner_.reset();
        }
        break;
      case Decision::Kind::resume:
        if (stands || has_gil(t) || !could_have_gil(t)) return refuse("the GIL is not to be had");
        get_gil(t);
        get_processor_if_alone(t);
        break;
      case Decision::Kind::processor:
        if (!waits_for_processor(t) || free_processors() < 1)
          return refuse("no processor is to be had");
        get_processor(t);
        break;
      case Decision::Kind::hand_over: hand_over(t, decision.other); break;
      case Decision::Kind::set_aside: set_aside(t, decision.other); break;
    }
    if (is_allowed()) tidy();
  }

  void begin(std::uint32_t t) {
    const Node& step = node(t);
    Clock& clock = clocks_[t];
    if (step.kind == NodeKind::cpu) {
      clock.doing = Clock::Doing::computes;
      clock.left_us = step.duration_us;
      clock.since_us = now_us_;
      if (owner_ == t) is_at_point_ = (step.points & machine_.model().points) != 0;
      return get_processor_if_alone(t);
    }
    if (step.kind != NodeKind::sleep && step.kind != NodeKind::io) {
      return refuse("nothing that takes time begins here");
    }
    leave_processor(t);
    clock.doing = Clock::Doing::rests;
    clock.wakes_us = now_us_ + step.duration_us;
  }

  bool is_at_multiple(std::uint32_t t) const {
    return ran(t) > 0 && ran(t) % program_.time.switch_interval_us == 0;
  }

  void hand_over(std::uint32_t t, std::uint32_t other) {
    if (!machine_.model().has_gil || owner_ != t || !is_at_point_ || !is_at_multiple(t)) {
      return refuse("T" + std::to_string(t) + " cannot be made to hand over");
    }
    if (other == t || !may_go(other) || has_gil(other)) return refuse("the heir does not wait");
    ++played_.schedule.forced;
    leave_processor(t);
    owner_.reset();
    if (program_.time.switch_cost_us > 0) {
      heir_ = other;
      heir_at_us_ = now_us_ + program_.time.switch_cost_us;
      return;
    }
    get_gil(other);
    get_processor_if_alone(other);
  }

  void set_aside(std::uint32_t t, std::uint32_t other) {
    const bool may = clocks_[t].has_processor && !needs_gil(t) && is_at_multiple(t);
    if (!may || !waits_for_processor(other)) {
      return refuse("T" + std::to_string(t) + " cannot be set aside");
    }
    leave_processor(t);
    clocks_[t].slice_us = 0;
    get_processor(other);
  }

  // ---- what is shown -------------------------------------------------------------------------

  Activity activity(std::uint32_t t) const {
    const Clock& clock = clocks_[t];
    const bool has_gil_model = machine_.model().has_gil;
    if (clock.doing == Clock::Doing::rests) {
      return node(t).kind == NodeKind::sleep ? Activity::sleeps : Activity::does_io;
    }
    if (heir_ == t) return Activity::receives_gil;
    if (clock.runs()) {
      return has_gil_model && needs_gil(t) ? Activity::runs_with_gil : Activity::runs;
    }
    if (!may_go(t)) return Activity::blocked;
    if (!has_gil(t)) return has_gil_model ? Activity::waits_for_gil : Activity::blocked;
    return Activity::waits_for_processor;
  }

  void write_down(std::uint32_t t, std::int64_t to_us) {
    if (!is_running(t)) return;
    std::vector<result::Segment>& segments = played_.schedule.threads[t];
    const Activity now = activity(t);
    if (!segments.empty() && segments.back().activity == now && segments.back().to_us == now_us_) {
      segments.back().to_us = to_us;
    } else {
      segments.push_back({now_us_, to_us, now});
    }
  }

  void write_down_gil(std::int64_t to_us) {
    if (!machine_.model().has_gil || (!owner_ && !heir_)) return;
    std::vector<result::GilSegment>& gil = played_.schedule.gil;
    if (!gil.empty() && gil.back().holder == owner_ && gil.back().to_us == now_us_) {
      gil.back().to_us = to_us;
    } else {
      gil.push_back({now_us_, to_us, owner_});
    }
  }

  const Machine& machine_;
  const Program& program_;
  State state_;
  std::vector<Clock> clocks_;
  std::int64_t now_us_ = 0;
  std::optional<std::uint32_t> owner_;
  bool is_at_point_ = true;  ///< the owner is where the model lets another run
  std::optional<std::uint32_t> heir_;
  std::int64_t heir_at_us_ = 0;
  Played played_;
};

}  // namespace

Played play(const Machine& machine, std::uint32_t init,
            const std::vector<result::Decision>& decisions) {
  return Player(machine).run(init, decisions);
}

}  // namespace raceproof::timed
