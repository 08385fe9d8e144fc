#include "tests/oracle/state.h"

#include <algorithm>
#include <utility>

namespace raceproof::oracle {
namespace {

// What the oracle does not follow to the end: more steps within one whole, more ways through it.
constexpr std::size_t most_joined_steps = 10'000;
constexpr std::size_t most_ways = 100'000;

bool is_blocked(const State& state, std::size_t who) {
  return state.threads[who]->ways(state.world) == 0;
}

// Section 5: a thread ends with its last step; section 9: it is an error if it then holds a lock
// that it took last.
void end_if_over(State& state, std::size_t who) {
  const Step* next = state.threads[who]->next();
  const bool has_to_merge = !state.world.to_merge[who].empty();  // section 11.7
  if (next != nullptr && !(next->at_the_end && !has_to_merge)) return;
  state.world.threads[who] = Status::ended;
  if (holds_a_lock(state.world, static_cast<int>(who))) {
    throw Failed{"a thread that ends holding a lock"};
  }
}

// Section 5: what comes before the first step of a thread happens at once at its start.
void begin_started_threads(State& state) {
  for (std::size_t i = 0; i < state.threads.size(); ++i) {
    if (state.world.threads[i] != Status::running || state.threads[i]->has_begun()) continue;
    const auto beginning = std::make_shared<Thread>(*state.threads[i]);
    state.threads[i] = beginning;
    beginning->begin();
    end_if_over(state, i);
  }
}

// A thread that has just taken a step has to go on where it has passed no switch point. Where its
// next step is blocked it has given the GIL up (section 11.10), also where another thread, which
// needs no GIL, is the one that blocks it.
void settle_who_must_go_on(State& state, std::size_t who, bool step_needed_no_gil) {
  if (!step_needed_no_gil) {
    const bool goes_on = state.world.threads[who] == Status::running &&
                         !state.threads[who]->at_switch_point();
    state.must_go_on = goes_on ? std::optional(who) : std::nullopt;
  }
  if (state.must_go_on && is_blocked(state, *state.must_go_on)) state.must_go_on.reset();
}

// Goes through one whole: everything that is joined to the step that `mover` has just taken, in
// every way (section 11.4). `finish` does what comes behind it. Each way that fails is a failed
// execution, each false `assume` a discarded one.
template <typename First, typename Finish>
void go_through(State state, std::shared_ptr<Thread> mover, const First& first,
                const Finish& finish, std::vector<Way>& ways) {
  if (ways.size() > most_ways) throw Unsupported{"too many ways through one block"};
  try {
    first(state, *mover);
    for (std::size_t steps = 0; mover->next() != nullptr && mover->next()->joined; ++steps) {
      if (steps > most_joined_steps) throw Unsupported{"too many steps in one block"};
      const std::size_t count = mover->ways(state.world);
      if (count == 0) throw Unsupported{"a step that blocks within an atomic block"};
      for (std::size_t way = 0; way + 1 < count; ++way) {
        const auto take = [way](State& here, Thread& thread) { thread.take(here.world, way); };
        go_through<std::function<void(State&, Thread&)>, Finish>(
            state, std::make_shared<Thread>(*mover), take, finish, ways);
      }
      mover->take(state.world, count - 1);
    }
    finish(state, mover);
    ways.push_back({std::move(state), Ending::goes_on, {}});
  } catch (const Failed& error) {
    ways.push_back({std::move(state), Ending::failed, error});
  } catch (const Discarded&) {
    ways.push_back({std::move(state), Ending::discarded, {}});
  }
}

}  // namespace

std::vector<Way> ways_to_start(const Declarations& declared) {
  State state;
  state.world = declared.initial;
  state.threads.resize(declared.thread_count);
  for (const auto& [name, group] : declared.threads) {
    for (std::size_t copy = 0; copy < group.group.size; ++copy) {
      state.threads[group.group.first + copy] =
          std::make_shared<const Thread>(declared, group, copy);
    }
  }
  std::vector<Way> ways;
  const lang::Init nothing{};
  const lang::Init& init = declared.scenario->init ? *declared.scenario->init : nothing;
  go_through(
      state, std::make_shared<Thread>(declared, init),
      [](State&, Thread& thread) { thread.begin(); },
      [](State& after, const std::shared_ptr<Thread>&) { begin_started_threads(after); }, ways);
  return ways;
}

std::vector<std::size_t> who_may_go(const State& state) {
  std::vector<std::size_t> threads;
  for (std::size_t i = 0; i < state.threads.size(); ++i) {
    const bool is_running = state.world.threads[i] == Status::running;
    const bool has_its_turn = !state.must_go_on || *state.must_go_on == i ||
                              state.threads[i]->is_without_gil();
    if (is_running && has_its_turn && !is_blocked(state, i)) threads.push_back(i);
  }
  return threads;
}

std::vector<Way> ways_of_step(const State& state, std::size_t who) {
  State before = state;
  before.world.accesses.clear();
  const bool needs_no_gil = state.threads[who]->is_without_gil();
  const std::size_t count = state.threads[who]->ways(state.world);
  std::vector<Way> ways;
  for (std::size_t way = 0; way < count; ++way) {
    go_through(
        before, std::make_shared<Thread>(*state.threads[who]),
        [way](State& here, Thread& thread) { thread.take(here.world, way); },
        [who, needs_no_gil](State& after, const std::shared_ptr<Thread>& mover) {
          after.threads[who] = mover;
          end_if_over(after, who);
          begin_started_threads(after);
          settle_who_must_go_on(after, who, needs_no_gil);
        },
        ways);
  }
  return ways;
}

bool is_quiet(const State& state) {
  for (std::size_t i = 0; i < state.threads.size(); ++i) {
    const Step* next = state.threads[i]->next();
    if (state.world.threads[i] == Status::running && !next->at_boundary) return false;
  }
  return true;
}

bool all_have_ended(const State& state) {
  return std::none_of(state.world.threads.begin(), state.world.threads.end(),
                      [](Status status) { return status == Status::running; });
}

}  // namespace raceproof::oracle
