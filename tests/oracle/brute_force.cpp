#include "tests/oracle/brute_force.h"

#include <utility>

#include "tests/oracle/declarations.h"
#include "tests/oracle/property_judge.h"
#include "tests/oracle/state.h"

namespace raceproof::oracle {
namespace {

using Rational = boost::multiprecision::cpp_rational;

// A path of more steps is taken for one that never ends.
constexpr std::size_t longest_path = 1'000;

void add(Count& count, const Rational& probability) {
  ++count.interleavings;
  count.probability += probability;
}

/// The recursion over all interleavings.
class Enumeration {
 public:
  Enumeration(const Declarations& declared, std::uint64_t limit, Answer& answer)
      : limit_(limit), answer_(answer), judge_(declared, answer) {}

  void run(const Declarations& declared) {
    const std::vector<Way> ways = ways_to_start(declared);
    for (const Way& way : ways) {
      follow(way, Rational(1, ways.size()), 0, judge_.at_the_start());
    }
    judge_.conclude();
  }

 private:
  // Where a way of a step has led to: to an end, or to a state from which the path goes on.
  void follow(const Way& way, const Rational& probability, std::size_t steps, Met met) {
    switch (way.ending) {
      case Ending::goes_on: explore(way.state, probability, steps, std::move(met)); return;
      case Ending::failed:
        count_leaf(answer_.failed, probability);
        judge_.fail(way.error, steps);
        return;
      case Ending::discarded: count_leaf(answer_.discarded, probability); return;
    }
  }

  // Section 6: an interleaving is one complete sequence of steps that the model allows. At each
  // switch point every thread that can go on is equally likely, then every way of its step.
  void explore(const State& state, const Rational& probability, std::size_t steps, Met met) {
    if (steps > longest_path) throw Unsupported{"a path that is too long"};
    judge_.reach(state, steps, met);
    const std::vector<std::size_t> movers = who_may_go(state);
    if (movers.empty()) {
      all_have_ended(state) ? end(state, probability, steps, met)
                            : stick(probability, steps, met);
      return;
    }
    std::vector<std::vector<Way>> ways;
    std::vector<Intention> intentions;
    for (const std::size_t who : movers) {
      Intention intention{{}, state.threads[who]->next()->indivisible_block};
      ways.push_back(ways_of_step(state, who));
      for (const Way& way : ways.back()) {
        const auto& accesses = way.state.world.accesses;
        intention.accesses.insert(intention.accesses.end(), accesses.begin(), accesses.end());
      }
      intentions.push_back(std::move(intention));
    }
    judge_.intend(intentions, steps);
    for (const std::vector<Way>& of_one : ways) {
      const Rational share = probability / movers.size() / of_one.size();
      for (const Way& way : of_one) follow(way, share, steps + 1, met);
    }
  }

  void end(const State& state, const Rational& probability, std::size_t steps, const Met& met) {
    count_leaf(answer_.outcomes[state.world.cells], probability);
    judge_.end(state, {1, probability}, steps, met);
  }

  void stick(const Rational& probability, std::size_t steps, const Met& met) {
    count_leaf(answer_.deadlocks, probability);
    judge_.stick(steps, met);
  }

  void count_leaf(Count& count, const Rational& probability) {
    if (++leaves_ > limit_) throw Unsupported{"more interleavings than the limit"};
    add(count, probability);
  }

  std::uint64_t limit_;
  std::uint64_t leaves_ = 0;
  Answer& answer_;
  Judge judge_;
};

// `serializable`: every final state (shared variables) is also reached under `serial`.
void judge_serializable(const lang::Scenario& scenario, const std::set<std::string>& removed_locks,
                        std::uint64_t limit, Answer& answer) {
  for (std::size_t i = 0; i < scenario.properties.size(); ++i) {
    if (scenario.properties[i].kind != lang::Property::Kind::serializable) continue;
    lang::Scenario without_properties = scenario;
    without_properties.properties.clear();
    const Answer serial = enumerate(without_properties, Model::serial, removed_locks, limit);
    answer.properties[i].judged = !serial.gave_up;
    for (const auto& [values, count] : answer.outcomes) {
      if (!serial.outcomes.contains(values)) answer.properties[i].holds = false;
    }
  }
}

}  // namespace

Answer enumerate(const lang::Scenario& scenario, Model model,
                 const std::set<std::string>& removed_locks, std::uint64_t limit) {
  Answer answer;
  try {
    const Declarations declared = read_declarations(scenario, model, removed_locks);
    Enumeration(declared, limit, answer).run(declared);
    judge_serializable(scenario, removed_locks, limit, answer);
  } catch (const Unsupported& unsupported) {
    answer.gave_up = true;
    answer.why = unsupported.what;
  }
  return answer;
}

}  // namespace raceproof::oracle
