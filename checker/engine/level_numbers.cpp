#include "checker/engine/level_numbers.h"

#include <algorithm>
#include <array>
#include <utility>

namespace raceproof::engine {
namespace {

constexpr std::size_t short_limbs = 4;
constexpr std::size_t states_between_looks = 1 << 12;
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

void LevelNumbers::begin_next(std::size_t states, std::size_t for_ways, std::size_t for_weight,
                              result::Integer ways) {
  next = LimbPairs(states, for_ways, for_weight);
  next_states_ = states;
  is_next_added_up_ = false;
  ways_ = std::move(ways);
  parts_.clear();
}

void LevelNumbers::add_up_next() {
  // The number of states is one limb itself, so their sum takes at most one more than each of them.
  std::vector<std::uint64_t> all(next.first_limbs() + 1);
  for (std::size_t i = 0; i < next_states_; ++i) add(next.first(i), all);
  all_ways_ = integer(all);
  is_next_added_up_ = true;
}

void LevelNumbers::end_level() {
  if (!is_next_added_up_) add_up_next();
  own = std::move(next);
  next = {};
}

ConstLimbs LevelNumbers::divide(std::size_t source, std::uint64_t one_in) {
  const ConstLimbs ways = own.first(source);
  passed_on_.assign(next.first_limbs() + next.second_limbs(), 0);
  std::copy(ways.begin(), ways.end(), passed_on_.begin());
  add_product(own.second(source), part(one_in), Limbs(passed_on_).subspan(next.first_limbs()));
  return passed_on_;
}

ConstLimbs LevelNumbers::part(std::uint64_t one_in) {
  if (one_in >= parts_.size()) parts_.resize(one_in + 1);
  std::vector<std::uint64_t>& part = parts_[one_in];
  if (part.empty()) part = limbs(ways_ / one_in);
  return part;
}

// The next level stands in the order in which its states were found, so its memory is made while
// that of this one is given back.
explore::Stop LevelNumbers::pass_on(std::span<NotedSteps> noted, const explore::Limits& limits) {
  std::size_t from = 0;
  std::size_t next_look = 0;
  for (NotedSteps& some : noted) {
    if (from >= next_look) {
      next_look = from + states_between_looks;
      own.release_up_to(from);
      const explore::Stop stop = explore::reached(limits);
      if (stop != explore::Stop::complete) return stop;
    }
    const NotedSteps steps = std::move(some);
    pass_on(from, steps);
    from += steps.steps.size();
  }
  add_up_next();
  return explore::Stop::complete;
}

// Where no step has alternatives and none ends an execution, each thread that can go on has one
// successor, and all are equally likely.
void LevelNumbers::pass_on(std::size_t first, const NotedSteps& noted) {
  std::span<const std::uint32_t> targets = noted.targets;
  auto last = noted.lasts.begin();
  next.touch_up_to(noted.targets_end);
  for (const std::uint32_t target : targets.first(std::min(ahead, targets.size()))) {
    next.prefetch(target);
  }
  for (std::size_t i = 0; i < noted.steps.size(); ++i) {
    const std::uint32_t steps = noted.steps[i];
    if (last != noted.lasts.end() && last->source == i) {
      targets = targets.subspan(steps - last->ends);
      ++last;
      continue;
    }
    for (std::size_t k = ahead; k < std::min(ahead + steps, targets.size()); ++k) {
      next.prefetch(targets[k]);
    }
    pass_on_to(targets.first(steps), first + i, steps);
    targets = targets.subspan(steps);
  }
}

void LevelNumbers::pass_on_to(std::span<const std::uint32_t> targets, std::size_t source,
                              std::uint64_t one_in) {
  const std::size_t ways = next.first_limbs();
  const std::size_t weight = next.second_limbs();
  const ConstLimbs part = this->part(one_in);
  if (ways <= short_limbs && weight <= short_limbs && part.size() == 1) {
    const Passing from{own.first(source), own.second(source), part[0]};
    return pass_on_of[(ways - 1) * short_limbs + weight - 1](from, targets, next);
  }
  const ConstLimbs passed_on = divide(source, one_in);
  for (const std::uint32_t target : targets) next.add_to(target, passed_on.data());
}

}  // namespace raceproof::engine
