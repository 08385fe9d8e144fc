#include "checker/engine/level_count.h"

#include <map>

namespace raceproof::engine {
namespace {

constexpr std::uint64_t index_bytes = 20;  // of a key in a WordIndex, at most

using result::Integer;
using result::Rational;

/// What has come to a state so far.
struct Inflow {
  Integer paths;
  Integer weight;  ///< its probability, over the denominator of the level
};

class LevelCounter {
 public:
  // The weights of a level are over a denominator that every number of threads times every number
  // of alternatives divides.
  LevelCounter(PackedSpace& space, explore::Counts& counts, const explore::Limits& limits)
      : space_(space), counts_(counts), limits_(limits) {
    Integer alternatives = 1;
    for (const std::size_t count : space.grading().alternatives()) {
      alternatives = lcm(alternatives, Integer(count));
    }
    for (std::uint32_t i = 1; i <= space.threads(); ++i) ways_ = lcm(ways_, Integer(i));
    ways_ *= alternatives;
  }

  void run() {
    begin();
    for (std::size_t level = 0; level + 1 < space_.first_of_level.size(); ++level) {
      const StateIndex first = space_.first_of_level[level];
      const StateIndex end = space_.first_of_level[level + 1];
      inflow_ = std::move(next_);
      next_.clear();
      explore::keep_room(limits_, (sizeof(Inflow) + index_bytes) * size_of(level + 1));
      next_.reserve(size_of(level + 1));
      next_keys_ = {};
      next_keys_.reserve(size_of(level + 1));
      for (StateIndex s = first; s < end; ++s) {
        if (s % explore::states_between_looks == 0) {
          explore::keep_within(limits_, s, space_.size());
        }
        pass_on(s, inflow_[s - first]);
      }
      denominator_ *= ways_;
    }
    counts_.endless = Rational(0);
  }

 private:
  struct Step {
    Word successor = 0;
    const StepEnd* end = nullptr;
    std::uint32_t thread = 0;
  };

  std::size_t size_of(std::size_t level) const {
    const auto& first = space_.first_of_level;
    return level + 1 < first.size() ? first[level + 1] - first[level] : 0;
  }

  void begin() {
    denominator_ = space_.roots.size();
    for (const Root& root : space_.roots) {
      if (root.target) {
        add(space_.key(*root.target), Integer(1), Integer(1));
      } else {
        report(root.end, Integer(1), Integer(1), denominator_);
      }
    }
  }

  // The states of a level are numbered in the order in which they are met here too.
  void add(Word key, const Integer& paths, const Integer& weight) {
    const auto [number, is_new] = next_keys_.insert(key);
    if (is_new) {
      next_.push_back({paths, weight});
      return;
    }
    next_[number].paths += paths;
    next_[number].weight += weight;
  }

  // Every thread that can go on is equally likely, then every alternative of its step.
  void pass_on(StateIndex s, const Inflow& own) {
    steps_.clear();
    space_.steps().each(space_.key(s), [this](Choice choice, Word successor, const StepEnd* end) {
      steps_.push_back({successor, end, choice.thread});
    });
    if (steps_.empty()) {
      counts_.on_state(s, share(own.paths, own.weight, denominator_));
      return;
    }
    std::uint64_t threads = 0;
    for (std::size_t i = 0; i < steps_.size(); ++i) {
      threads += i == 0 || steps_[i].thread != steps_[i - 1].thread ? 1 : 0;
    }
    for (std::size_t i = 0; i < steps_.size();) {
      std::size_t group = i;
      while (group < steps_.size() && steps_[group].thread == steps_[i].thread) ++group;
      const Integer weight = own.weight * part(threads * (group - i));
      for (; i < group; ++i) {
        if (steps_[i].end != nullptr) {
          report(*steps_[i].end, own.paths, weight, denominator_ * ways_);
        } else {
          add(steps_[i].successor, own.paths, weight);
        }
      }
    }
  }

  const Integer& part(std::uint64_t one_in) {
    const auto [known, is_new] = parts_.try_emplace(one_in);
    if (is_new) known->second = ways_ / one_in;
    return known->second;
  }

  static result::Share share(const Integer& paths, const Integer& weight,
                             const Integer& denominator) {
    result::Share share;
    share.interleavings = {false, paths};
    share.probability = Rational(weight, denominator);
    return share;
  }

  void report(const StepEnd& end, const Integer& paths, const Integer& weight,
              const Integer& denominator) {
    counts_.on_end(end, share(paths, weight, denominator));
  }

  PackedSpace& space_;
  explore::Counts& counts_;
  const explore::Limits& limits_;
  std::vector<Inflow> inflow_;  ///< of the states of the level
  WordIndex next_keys_;         ///< of the next level
  std::vector<Inflow> next_;
  Integer denominator_ = 1;
  Integer ways_ = 1;
  std::map<std::uint64_t, Integer> parts_;  ///< of `ways_`, by their number
  std::vector<Step> steps_;
};

}  // namespace

void count(PackedSpace& space, explore::Counts& counts, const explore::Limits& limits) {
  LevelCounter(space, counts, limits).run();
}

}  // namespace raceproof::engine
