#include "checker/engine/level_trace.h"

#include <algorithm>
#include <utility>

#include "checker/explore/remaining.h"
#include "checker/explore/vector_memory.h"

namespace raceproof::engine {
namespace {

using explore::Remaining;
using explore::Target;
using explore::unreachable;

/// The states of one level from which a target can be reached in time.
struct LevelCone {
  WordIndex keys;
  std::vector<Remaining> remaining;  ///< by the numbers of `keys`

  const Remaining* find(Word key) const {
    const std::optional<std::uint32_t> number = keys.find(key);
    return number ? &remaining[*number] : nullptr;
  }

  /// The vectors grow together, and so does the index, which is rebuilt.
  std::uint64_t bytes_to_grow() const { return 2 * explore::bytes_to_grow(remaining); }

  Remaining& of(Word key) {
    const auto [number, is_new] = keys.insert(key);
    if (is_new) remaining.emplace_back();
    return remaining[number];
  }
};

class Rebuilding {
 public:
  // A step that is a target leads out of a state of the level before those that are targets.
  Rebuilding(PackedSpace& space, const std::vector<Target>& targets, const explore::Limits& limits)
      : space_(space), limits_(limits), places_(space.threads()) {
    for (const Target& target : targets) {
      const std::size_t level = level_of(target.state);
      if (level >= levels_.size()) levels_.resize(level + 1);
      const Word key = space.key(target.state);
      Remaining& remaining = levels_[level].of(key);
      if (target.step) {
        ends_.emplace_back(key, *target.step);
        remaining.offer(static_cast<std::uint16_t>(target.step->thread), 0);
      } else {
        remaining.is_target = true;
      }
    }
    std::sort(ends_.begin(), ends_.end());
    for (std::size_t level = levels_.size() - 1; level > 0; --level) walk_back(level - 1);
  }

  result::Schedule walk() {
    result::Schedule schedule;
    const Root* root = nullptr;
    std::uint32_t least = unreachable;
    for (const Root& one : space_.roots) {
      if (!one.target) continue;
      const Remaining* remaining = levels_[0].find(space_.key(*one.target));
      if (remaining == nullptr || remaining->least() >= least) continue;
      root = &one;
      least = remaining->least();
    }
    if (root == nullptr) return schedule;
    schedule.init = root->alternative;
    Word at = space_.key(*root->target);
    std::optional<std::uint32_t> previous;
    for (std::size_t level = 0; !levels_[level].find(space_.canonical()(at))->is_target; ++level) {
      const std::optional<Step> next = first_step_of_cost(level, at, previous, least);
      if (!next) break;
      if (previous && *previous != next->choice.thread) --least;
      schedule.steps.push_back(next->choice);
      if (next->is_end) break;
      previous = next->choice.thread;
      at = next->successor;
    }
    return schedule;
  }

 private:
  struct Step {
    Choice choice;
    Word successor = 0;
    bool is_end = false;
  };

  std::size_t level_of(StateIndex state) const {
    const auto& first = space_.first_of_level;
    return static_cast<std::size_t>(std::upper_bound(first.begin(), first.end(), state) -
                                    first.begin()) -
           1;
  }

  // The switches behind a step out of a state of that level; `from` is where it comes from. What is
  // known of the canonical state is known of this one, each thread being the one in its place.
  std::uint32_t cost_behind(std::size_t level, Word from, const Step& step) {
    if (step.is_end) {
      const Word key = space_.canonical()(from, places_);
      const std::pair end(key, Choice{places_[step.choice.thread], step.choice.alternative});
      return std::binary_search(ends_.begin(), ends_.end(), end) ? 0 : unreachable;
    }
    if (level + 1 == levels_.size()) return unreachable;
    const Word key = space_.canonical()(step.successor, places_);
    const Remaining* remaining = levels_[level + 1].find(key);
    const auto thread = static_cast<std::uint16_t>(places_[step.choice.thread]);
    return remaining == nullptr ? unreachable : remaining->behind(thread);
  }

  void walk_back(std::size_t level) {
    for (StateIndex s = space_.first_of_level[level]; s < space_.first_of_level[level + 1]; ++s) {
      if (s % explore::states_between_looks == 0 || !space_.holds(s)) {
        explore::keep_within(limits_);
        explore::keep_room(limits_, levels_[level].bytes_to_grow() + space_.bytes_to_bring_back(s));
      }
      const Word key = space_.key(s);
      space_.steps().each(key, [&](Choice choice, Word successor, const StepEnd* end) {
        const std::uint32_t cost = cost_behind(level, key, {choice, successor, end != nullptr});
        if (cost == unreachable) return;
        levels_[level].of(key).offer(static_cast<std::uint16_t>(choice.thread), cost);
      });
    }
  }

  std::optional<Step> first_step_of_cost(std::size_t level, Word at,
                                         std::optional<std::uint32_t> previous,
                                         std::uint32_t least) {
    std::optional<Step> found;
    space_.steps().each(at, [&](Choice choice, Word successor, const StepEnd* end) {
      if (found) return;
      const Step step{choice, successor, end != nullptr};
      const std::uint32_t cost = cost_behind(level, at, step);
      if (cost == unreachable) return;
      const std::uint32_t switched = previous && *previous != choice.thread ? 1 : 0;
      if (cost + switched == least) found = step;
    });
    return found;
  }

  PackedSpace& space_;
  const explore::Limits& limits_;
  std::vector<LevelCone> levels_;
  std::vector<std::pair<Word, Choice>> ends_;
  std::vector<std::uint32_t> places_;
};

}  // namespace

result::Schedule best_schedule(PackedSpace& space, const std::vector<Target>& targets,
                               const explore::Limits& limits) {
  return Rebuilding(space, targets, limits).walk();
}

}  // namespace raceproof::engine
