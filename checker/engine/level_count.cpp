#include "checker/engine/level_count.h"

#include <algorithm>
#include <numeric>
#include <system_error>
#include <utility>

namespace raceproof::engine {
namespace {

using explore::Stop;
using result::Integer;
using result::Rational;

constexpr std::size_t batch_states = 256;
constexpr std::size_t states_between_looks = 16 * batch_states;
constexpr std::size_t worth_a_thread = 1 << 13;  // states of a level

}  // namespace

bool LevelCount::has_alternatives() const {
  const auto& numbers = space_.grading().alternatives();
  return std::any_of(numbers.begin(), numbers.end(), [](std::size_t n) { return n > 1; });
}

void LevelCount::begin() {
  counts_.endless = Rational(0);
  denominator_ = space_.roots.size();
  const std::size_t limbs = limbs_for(denominator_);
  numbers_.begin_next(static_cast<std::size_t>(space_.size()), limbs, limbs, 1);
  const std::uint64_t one = 1;
  for (const Root& root : space_.roots) {
    if (root.target) {
      add({&one, 1}, numbers_.next.first(*root.target));
      add({&one, 1}, numbers_.next.second(*root.target));
    } else {
      counts_.on_end(root.end, share({&one, 1}, {&one, 1}, denominator_));
    }
  }
  numbers_.end_level();
}

// What every number of threads that can go on, times alternatives, divides.
Integer LevelCount::ways() const {
  Integer ways = 1;
  for (const std::uint32_t steps : space_.step_counts()) {
    if (steps > 0) ways = lcm(ways, Integer(steps));
  }
  if (!has_alternatives()) return ways;
  for (std::uint32_t i = 1; i <= space_.threads(); ++i) ways = lcm(ways, Integer(i));
  Integer alternatives = 1;
  for (const std::size_t number : space_.grading().alternatives()) {
    alternatives = lcm(alternatives, Integer(number));
  }
  return ways * alternatives;
}

// The numbers of the next level have room for all that comes to it together: no more ways than to
// this one, each gone on with in as many ways as there are at most, and a probability of one. False
// where they do not fit the memory.
bool LevelCount::begin_next(std::size_t level, const explore::Limits& limits) {
  const std::size_t count = space_.first_of_level[level + 1] - space_.first_of_level[level];
  Integer ways = this->ways();
  const std::vector<std::uint32_t> steps = space_.step_counts();
  const std::uint32_t most = steps.empty() ? 1 : std::max(steps.back(), 1U);
  const StateIndex first = space_.first_of_level[level + 1];
  const std::size_t successors = static_cast<std::size_t>(space_.size()) - first;
  const std::size_t for_ways = limbs_for(numbers_.all_ways() * most);
  const std::size_t for_weight = limbs_for(denominator_ * ways);
  const bool is_noted = noted_.states == count;
  std::uint64_t bytes = LimbPairs::bytes_for(successors, for_ways + for_weight);
  if (!is_noted) bytes += positions_.bytes_to_grow(successors);
  if (!explore::has_room(limits, bytes)) return false;
  numbers_.begin_next(successors, for_ways, for_weight, std::move(ways));
  if (!is_noted) find_positions(first, successors);
  return true;
}

void LevelCount::find_positions(StateIndex first, std::size_t count) {
  positions_.clear();
  for (std::size_t at = 0; at < count; at += batch_states) {
    keys_.resize(std::min(batch_states, count - at));
    space_.read(first + at, keys_);
    look_up(keys_);
  }
}

void LevelCount::look_up(std::span<Word> keys) {
  are_new_.resize(keys.size());
  targets_.resize(keys.size());
  positions_.insert(keys, are_new_, targets_);
}

void LevelCount::abandon() {
  end();
  is_abandoned_ = true;
  numbers_ = {};
  noted_ = {};
  positions_.clear();
}

void LevelCount::note(const Batch& batch, std::span<const std::uint32_t> targets) {
  if (is_abandoned_) return;
  const std::uint64_t next = space_.size() - space_.first_of_level.back();
  noted_.steps.emplace_back(batch, targets, static_cast<std::size_t>(next));
  noted_.states += batch.steps.size();
  noted_.has_ends = noted_.has_ends || batch.ends != 0;
  noted_.bytes += noted_.steps.back().memory_bytes();
}

// What was not noted is found again: the states are expanded, and their successors looked up.
NotedSteps LevelCount::find_steps(StateIndex first, std::size_t count) {
  keys_.resize(std::min(batch_states, count));
  space_.expand(first, keys_, batch_);
  Batch& batch = batch_.all().front();  // so few states are one slice
  const std::span<Word> successors = batch.all_successors();
  look_up(successors);
  const auto last = std::max_element(targets_.begin(), targets_.end());
  return {batch, targets_, last == targets_.end() ? 0 : *last + std::size_t{1}};
}

Stop LevelCount::pass_on(std::size_t level, const explore::Limits& limits) {
  if (is_abandoned_) return Stop::complete;
  if (const Stop stop = end(); stop != Stop::complete) return stop;
  if (!begin_next(level, limits)) return Stop::memory;
  const StateIndex first = space_.first_of_level[level];
  const std::size_t count = space_.first_of_level[level + 1] - first;
  const bool is_noted = noted_.states == count;
  passing_ = std::exchange(noted_, {});
  return is_noted ? pass_on_noted(first, limits) : pass_on_found(first, count, limits);
}

// What has to be told, and what is passed on step by step, goes first: it needs the space.
Stop LevelCount::pass_on_noted(StateIndex first, const explore::Limits& limits) {
  const bool is_even = !has_alternatives();
  std::size_t from = 0;
  std::size_t next_look = 0;
  for (const NotedSteps& some : passing_.steps) {
    if (from >= next_look) {
      next_look = from + states_between_looks;
      if (!is_even) numbers_.own.release_up_to(from);
      const Stop stop = explore::reached(limits);
      if (stop != Stop::complete) return stop;
    }
    if (!is_even || passing_.has_ends) numbers_.next.touch_up_to(some.targets_end);
    pass_on_lasts(first, from, some);
    from += some.steps.size();
  }
  if (!is_even) return end_level();
  const auto pass_on = [this, &limits] { return numbers_.pass_on(passing_.steps, limits); };
  if (from >= worth_a_thread && space_.jobs() > 1) {
    try {
      aside_ = std::async(std::launch::async, pass_on);
      return Stop::complete;
    } catch (const std::system_error&) {
      // There is no thread to be had, so this one does it.
    }
  }
  const Stop stop = pass_on();
  return stop == Stop::complete ? end_level() : stop;
}

Stop LevelCount::pass_on_found(StateIndex first, std::size_t count, const explore::Limits& limits) {
  std::size_t next_look = 0;
  for (std::size_t from = 0; from < count;) {
    if (from >= next_look) {
      next_look = from + states_between_looks;
      numbers_.own.release_up_to(from);
      const Stop stop = explore::reached(limits);
      if (stop != Stop::complete) return stop;
    }
    const NotedSteps steps = find_steps(first + static_cast<StateIndex>(from), count - from);
    numbers_.next.touch_up_to(steps.targets_end);
    pass_on_lasts(first, from, steps);
    if (!has_alternatives()) numbers_.pass_on(from, steps);
    from += steps.steps.size();
  }
  return end_level();
}

Stop LevelCount::end() {
  if (!aside_.valid()) return Stop::complete;
  const Stop stop = aside_.get();
  return stop == Stop::complete ? end_level() : stop;
}

Stop LevelCount::end_level() {
  denominator_ *= numbers_.ways();
  numbers_.end_level();
  passing_ = {};
  positions_.clear();
  return Stop::complete;
}

// Tells what comes to states that nobody can go on from, and passes on from those that have steps
// of several kinds.
void LevelCount::pass_on_lasts(StateIndex first, std::size_t from, const NotedSteps& noted) {
  const bool are_all = has_alternatives();
  if (!are_all && noted.lasts.empty()) return;
  LimbPairs& own = numbers_.own;
  std::span<const std::uint32_t> targets = noted.targets;
  auto last = noted.lasts.begin();
  for (std::uint32_t i = 0; i < noted.steps.size(); ++i) {
    const bool is_last = last != noted.lasts.end() && last->source == i;
    const std::uint32_t ends = is_last ? (last++)->ends : 0;
    if (noted.steps[i] == 0) {
      counts_.on_state(first + static_cast<StateIndex>(from + i),
                       share(own.first(from + i), own.second(from + i), denominator_));
    } else if (are_all || is_last) {
      pass_on_by_thread(first, from + i, targets);
    }
    targets = targets.subspan(noted.steps[i] - ends);
  }
}

// Every thread that can go on is equally likely, then every alternative of its step.
void LevelCount::pass_on_by_thread(StateIndex first, std::size_t source,
                                   std::span<const std::uint32_t> targets) {
  steps_.clear();
  std::size_t passed_on = 0;
  const Word key = space_.key(first + source);
  space_.steps().each(key, [&](Choice choice, Word, const StepEnd* end) {
    steps_.push_back({end, end == nullptr ? targets[passed_on++] : 0, choice.thread});
  });
  const auto is_same = [](const Step& a, const Step& b) { return a.thread == b.thread; };
  std::uint64_t threads = 0;
  for (std::size_t i = 0; i < steps_.size(); ++i) {
    threads += i == 0 || !is_same(steps_[i], steps_[i - 1]) ? 1 : 0;
  }
  for (std::size_t i = 0; i < steps_.size();) {
    std::size_t end = i;
    while (end < steps_.size() && is_same(steps_[end], steps_[i])) ++end;
    pass_on_group(std::span(steps_).subspan(i, end - i), threads, source);
    i = end;
  }
}

void LevelCount::pass_on_group(std::span<const Step> group, std::uint64_t threads,
                               std::size_t source) {
  const ConstLimbs all = numbers_.divide(source, threads * group.size());
  for (const Step& step : group) {
    if (step.end == nullptr) {
      numbers_.next.add_to(step.target, all.data());
    } else {
      const ConstLimbs ways = all.first(numbers_.next.first_limbs());
      counts_.on_end(*step.end,
                     share(ways, all.subspan(ways.size()), denominator_ * numbers_.ways()));
    }
  }
}

result::Share LevelCount::share(ConstLimbs ways, ConstLimbs weight,
                                const Integer& denominator) const {
  result::Share share;
  share.interleavings = {false, integer(ways)};
  share.probability = Rational(integer(weight), denominator);
  return share;
}

std::uint64_t LevelCount::memory_bytes() const {
  return numbers_.memory_bytes() + positions_.memory_bytes() + noted_.bytes + passing_.bytes;
}

}  // namespace raceproof::engine
