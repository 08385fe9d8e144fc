#include "checker/report/fold.h"

#include <algorithm>
#include <map>
#include <optional>

namespace raceproof::report {
namespace {

constexpr std::uint32_t nothing = UINT32_MAX;
constexpr std::size_t period_max = 4096;  // in items: inner loops are single items by then
constexpr int candidates_max = 64;

// An element of the sequence while it is being folded: a step or a node, and how it looks.
struct Item {
  std::uint32_t shape = 0;
  std::uint32_t first = 0;
  std::uint32_t node = nothing;
};

struct Repeat {
  std::size_t begin = 0;
  std::size_t period = 0;
  std::size_t rounds = 0;
};

class Folder {
 public:
  explicit Folder(const std::vector<std::uint32_t>& shapes) {
    items_.reserve(shapes.size());
    std::uint32_t first = 0;
    std::uint32_t highest = 0;
    for (const std::uint32_t shape : shapes) {
      items_.push_back({shape, first++, nothing});
      highest = std::max(highest, shape);
    }
    for (std::uint32_t shape = 0; shape <= highest; ++shape) order_.push_back(shape);
  }

  std::vector<Fold> run() {
    // Short periods first, so that inner loops are folded before the loops around them.
    for (period_ = 1; period_ <= period_max; period_ *= 2) {
      while (fold_once()) {
      }
    }
    std::vector<Fold> folds;
    folds.reserve(items_.size());
    for (const Item& item : items_) folds.push_back(take(item));
    return folds;
  }

 private:
  Fold take(const Item& item) const {
    if (item.node != nothing) return nodes_[item.node];
    Fold fold;
    fold.first = item.first;
    return fold;
  }

  // For every item the next one of the same shape: the only periods worth a look.
  std::vector<std::uint32_t> next_alike() const {
    std::vector<std::uint32_t> next(items_.size(), nothing);
    std::vector<std::uint32_t> seen(order_.size(), nothing);
    for (std::size_t i = items_.size(); i-- > 0;) {
      next[i] = seen[items_[i].shape];
      seen[items_[i].shape] = static_cast<std::uint32_t>(i);
    }
    return next;
  }

  // The shortest pattern that begins at `at` and is repeated often enough for folding to save
  // lines.
  std::optional<Repeat> repeat_at(std::size_t at, const std::vector<std::uint32_t>& next) const {
    std::size_t other = next[at];
    for (int i = 0; i < candidates_max && other != nothing; ++i, other = next[other]) {
      const std::size_t period = other - at;
      if (period > period_) break;
      std::size_t alike = 0;
      while (other + alike < items_.size() &&
             items_[at + alike].shape == items_[other + alike].shape) {
        ++alike;
      }
      const Repeat plain{at, period, alike / period + 1};
      if (!saves_lines(plain)) continue;
      const std::size_t turn = loop_begin(at, period);
      const Repeat turned{at + turn, period, (alike + period - turn) / period};
      return saves_lines(turned) ? turned : plain;
    }
    return std::nullopt;
  }

  static bool saves_lines(const Repeat& repeat) {
    return repeat.rounds >= 3 && (repeat.rounds - 2) * repeat.period >= 2;
  }

  // A run may begin in the middle of a round. What occurred first in the whole sequence is where
  // the loop begins.
  std::size_t loop_begin(std::size_t at, std::size_t period) const {
    std::size_t best = 0;
    for (std::size_t i = 1; i < period; ++i) {
      if (order_[items_[at + i].shape] < order_[items_[at + best].shape]) best = i;
    }
    return best;
  }

  bool fold_once() {
    const std::vector<std::uint32_t> next = next_alike();
    std::vector<Item> folded;
    bool changed = false;
    for (std::size_t i = 0; i < items_.size();) {
      const std::optional<Repeat> repeat = repeat_at(i, next);
      if (!repeat) {
        folded.push_back(items_[i++]);
        continue;
      }
      changed = true;
      while (i < repeat->begin) folded.push_back(items_[i++]);
      folded.push_back(make_node(*repeat));
      i = repeat->begin + repeat->rounds * repeat->period;
    }
    items_ = std::move(folded);
    return changed;
  }

  // Two folds look alike if their patterns do; how many rounds they have may differ.
  Item make_node(const Repeat& repeat) {
    const std::size_t behind = repeat.begin + repeat.rounds * repeat.period;
    Fold fold;
    fold.first = items_[repeat.begin].first;
    fold.rounds = repeat.rounds;
    std::vector<std::uint32_t> pattern;
    for (std::size_t i = 0; i < repeat.period; ++i) {
      pattern.push_back(items_[repeat.begin + i].shape);
      fold.first_round.push_back(take(items_[repeat.begin + i]));
      fold.last_round.push_back(take(items_[behind - repeat.period + i]));
    }
    const Fold& end = fold.last_round.back();
    fold.steps = end.first + end.steps - fold.first;
    const auto [shape, is_new] =
        shapes_.try_emplace(pattern, static_cast<std::uint32_t>(order_.size()));
    if (is_new) order_.push_back(order_[pattern.front()]);
    nodes_.push_back(std::move(fold));
    return {shape->second, static_cast<std::uint32_t>(nodes_.back().first),
            static_cast<std::uint32_t>(nodes_.size() - 1)};
  }

  std::vector<Item> items_;
  std::size_t period_ = 1;            // the longest that is looked for
  std::vector<std::uint32_t> order_;  // of a shape: when it, or its first part, first occurred
  std::map<std::vector<std::uint32_t>, std::uint32_t> shapes_;
  std::vector<Fold> nodes_;
};

}  // namespace

std::vector<Fold> fold(const std::vector<std::uint32_t>& shapes) {
  return Folder(shapes).run();
}

}  // namespace raceproof::report
