#include "checker/engine/level_count.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <utility>

namespace raceproof::engine {
namespace {

using result::Integer;
using result::Rational;

constexpr std::size_t short_limbs = 4;
constexpr std::size_t batch_states = 256;
constexpr std::size_t states_between_looks = 16 * batch_states;
constexpr std::size_t ahead = 24;  // targets, whose numbers are fetched while others are added to

/// The numbers of a state, and what its weight is multiplied by.
struct Passing {
  ConstLimbs ways;
  ConstLimbs weight;
  std::uint64_t part = 0;
};

// Adds what a state passes on to each of its targets, all in registers.
template <std::size_t ways, std::size_t weight>
void pass_on_short(const Passing& from, std::span<const std::uint32_t> targets, LimbPairs& next) {
  __extension__ using Wide = unsigned __int128;
  std::array<std::uint64_t, ways + weight> pair{};
  for (std::size_t i = 0; i < ways; ++i) pair[i] = i < from.ways.size() ? from.ways[i] : 0;
  Wide carry = 0;
  for (std::size_t i = 0; i < weight; ++i) {
    carry += Wide{i < from.weight.size() ? from.weight[i] : 0} * from.part;
    pair[ways + i] = static_cast<std::uint64_t>(carry);
    carry >>= 64;
  }
  for (const std::uint32_t target : targets) {
    std::uint64_t* const numbers = next.first(target).data();
    limbs_of::add<ways>(pair.data(), numbers);
    limbs_of::add<weight>(pair.data() + ways, numbers + ways);
  }
}

using PassOn = void (*)(const Passing&, std::span<const std::uint32_t>, LimbPairs&);

template <std::size_t... index>
constexpr std::array<PassOn, sizeof...(index)> pass_on_table(std::index_sequence<index...>) {
  return {pass_on_short<index / short_limbs + 1, index % short_limbs + 1>...};
}

constexpr auto pass_on_of = pass_on_table(std::make_index_sequence<short_limbs * short_limbs>{});

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
  const StateIndex first = space_.first_of_level[level + 1];
  const std::size_t successors = static_cast<std::size_t>(space_.size()) - first;
  const std::size_t for_ways = limbs_for(integer(all) * most);
  const std::size_t for_weight = limbs_for(denominator_ * ways_);
  std::uint64_t bytes = LimbPairs::bytes_for(successors, for_ways + for_weight);
  if (noted_states_ != count) bytes += positions_.bytes_to_grow(successors);
  if (!explore::has_room(limits, bytes)) return false;
  next_ = LimbPairs(successors, for_ways, for_weight);
  if (noted_states_ != count) find_positions(first, successors);
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
  is_abandoned_ = true;
  own_ = {};
  next_ = {};
  forget_steps();
}

void LevelCount::forget_steps() {
  noted_ = {};
  noted_states_ = 0;
  noted_bytes_ = 0;
  positions_.clear();
}

void LevelCount::note(const Batch& batch, std::span<const std::uint32_t> targets) {
  if (is_abandoned_) return;
  noted_.emplace_back(batch, targets);
  noted_states_ += batch.steps.size();
  noted_bytes_ += noted_.back().memory_bytes();
}

// What was not noted is found again: the states are expanded, and their successors looked up.
NotedSteps LevelCount::find_steps(StateIndex first, std::size_t count) {
  keys_.resize(std::min(batch_states, count));
  space_.expand(first, keys_, batch_);
  Batch& batch = batch_.all().front();  // so few states are one slice
  const std::span<Word> successors = batch.all_successors();
  look_up(successors);
  return {batch, targets_};
}

explore::Stop LevelCount::pass_on(std::size_t level, const explore::Limits& limits) {
  if (is_abandoned_) return explore::Stop::complete;
  if (!begin_next(level, limits)) return explore::Stop::memory;
  const StateIndex first = space_.first_of_level[level];
  const std::size_t count = space_.first_of_level[level + 1] - first;
  const bool is_noted = noted_states_ == count;
  std::size_t from = 0;
  std::size_t next_look = 0;
  for (std::size_t batch = 0; from < count; ++batch) {
    if (from >= next_look) {
      next_look = from + states_between_looks;
      own_.release_up_to(from);
      const explore::Stop stop = explore::reached(limits);
      if (stop != explore::Stop::complete) return stop;
    }
    const NotedSteps steps = is_noted
                                 ? std::move(noted_[batch])
                                 : find_steps(first + static_cast<StateIndex>(from), count - from);
    pass_on_batch(first, from, steps);
    from += steps.steps.size();
  }
  denominator_ *= ways_;
  own_ = std::move(next_);
  next_ = {};
  forget_steps();
  return explore::Stop::complete;
}

// Where no step has alternatives and none ends an execution, each thread that can go on has one
// successor, and all are equally likely.
void LevelCount::pass_on_batch(StateIndex first, std::size_t from, const NotedSteps& noted) {
  auto with_ends = noted.with_ends.begin();
  std::span<const std::uint32_t> targets = noted.targets;
  // The next level stands in the order in which its states were found, so its memory is made while
  // that of this one is given back.
  const auto last = std::max_element(targets.begin(), targets.end());
  if (last != targets.end()) next_.touch_up_to(*last + std::size_t{1});
  const bool is_even = !has_alternatives();
  for (const std::uint32_t target : targets.first(std::min(ahead, targets.size()))) {
    next_.prefetch(target);
  }
  for (std::size_t i = 0; i < noted.steps.size(); ++i) {
    const std::uint32_t steps = noted.steps[i];
    const bool has_ends = with_ends != noted.with_ends.end() && *with_ends == i;
    if (has_ends) ++with_ends;
    if (steps == 0) {
      counts_.on_state(first + static_cast<StateIndex>(from + i),
                       share(own_.first(from + i), own_.second(from + i), denominator_));
    } else if (is_even && !has_ends) {
      for (std::size_t k = ahead; k < std::min(ahead + steps, targets.size()); ++k) {
        next_.prefetch(targets[k]);
      }
      pass_on_evenly(from + i, targets.first(steps));
      targets = targets.subspan(steps);
    } else {
      targets = targets.subspan(pass_on_by_thread(first, from + i, targets));
    }
  }
}

void LevelCount::pass_on_evenly(std::size_t source, std::span<const std::uint32_t> targets) {
  const std::size_t ways = next_.first_limbs();
  const std::size_t weight = next_.second_limbs();
  const ConstLimbs part = this->part(targets.size());
  if (ways <= short_limbs && weight <= short_limbs && part.size() == 1) {
    const Passing from{own_.first(source), own_.second(source), part[0]};
    return pass_on_of[(ways - 1) * short_limbs + weight - 1](from, targets, next_);
  }
  divide(source, targets.size());
  for (const std::uint32_t target : targets) next_.add_to(target, passed_on_.data());
}

// Every thread that can go on is equally likely, then every alternative of its step.
// Returns how many targets it has passed on to.
std::size_t LevelCount::pass_on_by_thread(StateIndex first, std::size_t source,
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
  return passed_on;
}

void LevelCount::pass_on_group(std::span<const Step> group, std::uint64_t threads,
                               std::size_t source) {
  divide(source, threads * group.size());
  const ConstLimbs all = passed_on_;
  for (const Step& step : group) {
    if (step.end == nullptr) {
      next_.add_to(step.target, passed_on_.data());
    } else {
      const ConstLimbs ways = all.first(next_.first_limbs());
      counts_.on_end(*step.end, share(ways, all.subspan(ways.size()), denominator_ * ways_));
    }
  }
}

// What a state passes on to each of so many: its ways, and that part of its probability, over the
// denominator of the next level.
void LevelCount::divide(std::size_t source, std::uint64_t one_in) {
  const ConstLimbs ways = own_.first(source);
  passed_on_.assign(next_.first_limbs() + next_.second_limbs(), 0);
  std::copy(ways.begin(), ways.end(), passed_on_.begin());
  add_product(own_.second(source), part(one_in), Limbs(passed_on_).subspan(next_.first_limbs()));
}

ConstLimbs LevelCount::part(std::uint64_t one_in) {
  if (one_in >= parts_.size()) parts_.resize(one_in + 1);
  std::vector<std::uint64_t>& part = parts_[one_in];
  if (part.empty()) part = limbs(ways_ / one_in);
  return part;
}

result::Share LevelCount::share(ConstLimbs ways, ConstLimbs weight,
                                const Integer& denominator) const {
  result::Share share;
  share.interleavings = {false, integer(ways)};
  share.probability = Rational(integer(weight), denominator);
  return share;
}

std::uint64_t LevelCount::memory_bytes() const {
  return own_.memory_bytes() + next_.memory_bytes() + positions_.memory_bytes() + noted_bytes_;
}

}  // namespace raceproof::engine
