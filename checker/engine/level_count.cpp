#include "checker/engine/level_count.h"

#include <algorithm>
#include <numeric>

namespace raceproof::engine {
namespace {

using result::Integer;
using result::Rational;

constexpr std::size_t batch_states = 256;
constexpr std::size_t states_between_looks = 16 * batch_states;

}  // namespace

bool LevelCount::has_alternatives() const {
  const auto& numbers = space_.grading().alternatives();
  return std::any_of(numbers.begin(), numbers.end(), [](std::size_t n) { return n > 1; });
}

void LevelCount::begin() {
  counts_.endless = Rational(0);
  denominator_ = space_.roots.size();
  const std::size_t limbs = limbs_for(denominator_);
  own_ = LimbPairs(static_cast<std::size_t>(space_.size()), limbs, limbs);
  const std::uint64_t one = 1;
  for (const Root& root : space_.roots) {
    if (root.target) {
      add({&one, 1}, own_.first(*root.target));
      add({&one, 1}, own_.second(*root.target));
    } else {
      counts_.on_end(root.end, share({&one, 1}, {&one, 1}, denominator_));
    }
  }
}

// The numbers of the next level have room for all that comes to it together: no more ways than to
// this one, each gone on with in as many ways as there are at most, and a probability of one. False
// where they do not fit the memory.
bool LevelCount::begin_next(std::size_t level, const explore::Limits& limits) {
  const std::size_t count = space_.first_of_level[level + 1] - space_.first_of_level[level];
  std::vector<std::uint64_t> all(limbs_for(Integer(count)) + own_.first_limbs());
  for (std::size_t i = 0; i < count; ++i) add(own_.first(i), all);
  ways_ = 1;
  std::uint32_t most = 1;
  for (const std::uint32_t steps : space_.step_counts()) {
    if (steps > 0) ways_ = lcm(ways_, Integer(steps));
    most = std::max(most, steps);
  }
  if (has_alternatives()) {
    for (std::uint32_t i = 1; i <= space_.threads(); ++i) ways_ = lcm(ways_, Integer(i));
    Integer alternatives = 1;
    for (const std::size_t number : space_.grading().alternatives()) {
      alternatives = lcm(alternatives, Integer(number));
    }
    ways_ *= alternatives;
  }
  parts_.clear();
  const std::size_t first = space_.first_of_level[level + 1];
  const std::size_t successors = static_cast<std::size_t>(space_.size()) - first;
  const std::size_t for_ways = limbs_for(integer(all) * most);
  const std::size_t for_weight = limbs_for(denominator_ * ways_);
  const std::uint64_t bytes = LimbPairs::bytes_for(successors, for_ways + for_weight) +
                              LevelPositions::bytes_for(successors);
  if (!explore::has_room(limits, bytes)) return false;
  std::vector<Word> keys(successors);
  space_.read(first, keys);
  next_ = LimbPairs(successors, for_ways, for_weight);
  positions_.build(std::move(keys));
  return true;
}

void LevelCount::abandon() {
  is_abandoned_ = true;
  own_ = {};
  next_ = {};
  positions_ = {};
}

explore::Stop LevelCount::pass_on(std::size_t level, const explore::Limits& limits) {
  if (is_abandoned_) return explore::Stop::complete;
  if (!begin_next(level, limits)) return explore::Stop::memory;
  const StateIndex end = space_.first_of_level[level + 1];
  for (StateIndex first = space_.first_of_level[level]; first < end; first += batch_states) {
    if ((first - space_.first_of_level[level]) % states_between_looks == 0) {
      own_.release_up_to(first - space_.first_of_level[level]);
      const explore::Stop stop = explore::reached(limits);
      if (stop != explore::Stop::complete) return stop;
    }
    keys_.resize(std::min<std::size_t>(batch_states, end - first));
    pass_on_batch(level, first);
  }
  denominator_ *= ways_;
  own_ = std::move(next_);
  next_ = {};
  positions_ = {};
  return explore::Stop::complete;
}

// Where no step has alternatives and none ends an execution, each thread that can go on has one
// successor, and all are equally likely.
void LevelCount::pass_on_batch(std::size_t level, StateIndex first) {
  const std::size_t from = first - space_.first_of_level[level];
  space_.expand(first, keys_, batch_);
  look_up();
  auto happening = batch_.happenings.begin();
  std::size_t at = 0;
  const bool is_even = !has_alternatives();
  for (std::size_t i = 0; i < keys_.size(); ++i) {
    const auto begin = happening;
    while (happening != batch_.happenings.end() && happening->source == i) ++happening;
    const auto ends = std::count_if(begin, happening, [](const auto& one) { return one.is_end; });
    const std::size_t count = batch_.steps[i] - static_cast<std::size_t>(ends);
    if (batch_.steps[i] == 0) {
      counts_.on_state(first + static_cast<StateIndex>(i),
                       share(own_.first(from + i), own_.second(from + i), denominator_));
    } else if (is_even && ends == 0) {
      pass_on_evenly(from + i, std::span(targets_).subspan(at, count));
    } else {
      pass_on_by_thread(keys_[i], from + i);
    }
    at += count;
  }
}

void LevelCount::look_up() {
  targets_.resize(batch_.count);
  for (std::size_t at = 0; at < batch_.count; at += LevelPositions::batch_max) {
    const std::size_t count = std::min(LevelPositions::batch_max, batch_.count - at);
    positions_.find(std::span(batch_.successors).subspan(at, count),
                    std::span(targets_).subspan(at, count));
  }
}

void LevelCount::pass_on_evenly(std::size_t source, std::span<const std::uint32_t> targets) {
  for (const std::uint32_t target : targets) next_.prefetch(target);
  const ConstLimbs ways = own_.first(source);
  const ConstLimbs weight = part(source, targets.size());
  for (const std::uint32_t target : targets) {
    add(ways, next_.first(target));
    add(weight, next_.second(target));
  }
}

// Every thread that can go on is equally likely, then every alternative of its step.
void LevelCount::pass_on_by_thread(Word key, std::size_t source) {
  steps_.clear();
  space_.steps().each(key, [this](Choice choice, Word successor, const StepEnd* end) {
    steps_.push_back({successor, end, choice.thread});
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
  const ConstLimbs ways = own_.first(source);
  const ConstLimbs weight = part(source, threads * group.size());
  for (const Step& step : group) {
    if (step.end != nullptr) {
      counts_.on_end(*step.end, share(ways, weight, denominator_ * ways_));
      continue;
    }
    const Word successor = space_.canonical()(step.successor);
    std::uint32_t target = 0;
    positions_.find({&successor, 1}, {&target, 1});
    add(ways, next_.first(target));
    add(weight, next_.second(target));
  }
}

// The probability of a state, over so many, over the denominator of the next level.
ConstLimbs LevelCount::part(std::size_t source, std::uint64_t one_in) {
  std::vector<std::uint64_t>& factor = parts_[one_in];
  if (factor.empty()) factor = limbs(ways_ / one_in);
  part_.assign(next_.second_limbs(), 0);
  add_product(own_.second(source), factor, part_);
  return part_;
}

result::Share LevelCount::share(ConstLimbs ways, ConstLimbs weight,
                                const Integer& denominator) const {
  result::Share share;
  share.interleavings = {false, integer(ways)};
  share.probability = Rational(integer(weight), denominator);
  return share;
}

std::uint64_t LevelCount::memory_bytes() const {
  return own_.memory_bytes() + next_.memory_bytes() + positions_.memory_bytes();
}

}  // namespace raceproof::engine
