// Closed forms of cycles against taking the cycle step by step.
#include <gtest/gtest.h>

#include "checker/prove/acceleration.h"

namespace raceproof::prove {
namespace {

constexpr std::size_t dimensions = 3;

class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed * 2 + 1) {}
  Wide pick(int low, int high) {
    state_ = state_ * 6364136223846793005u + 1442695040888963407u;
    return low + static_cast<Wide>((state_ >> 33) % static_cast<std::uint64_t>(high - low + 1));
  }

 private:
  std::uint64_t state_;
};

Affine random_affine(Random& random) {
  Affine value(random.pick(-3, 3));
  const auto v = static_cast<VariableIndex>(random.pick(0, dimensions - 1));
  if (random.pick(0, 3) != 0) value = value + Affine::variable(v);
  return value;
}

// One to three edges in a circle: each variable becomes a copy of another, plus a constant.
Move random_round(Random& random) {
  std::optional<Move> round;
  const Wide edges = random.pick(1, 3);
  for (Wide i = 0; i < edges; ++i) {
    Edge edge;
    for (VariableIndex v = 0; v < dimensions; ++v) {
      const bool keeps = random.pick(0, 2) != 0;
      edge.update.push_back(keeps ? Affine::variable(v) + Affine(random.pick(-1, 1))
                                  : random_affine(random));
    }
    if (random.pick(0, 1) != 0) {
      const auto v = static_cast<VariableIndex>(random.pick(0, dimensions - 1));
      edge.guard.push_back(at_least(Affine(random.pick(0, 12)), Affine::variable(v)));
    }
    edge.steps = {0};
    const Move move = move_of(0, edge);
    const auto longer = round ? behind(*round, move) : move;
    if (!longer) break;
    round = longer;
  }
  return *round;
}

// The values behind so many rounds, if every guard on the way holds.
std::optional<std::vector<Wide>> stepped(const Move& round, std::vector<Wide> values, int rounds) {
  for (int i = 0; i < rounds; ++i) {
    for (const Constraint& one : round.guard) {
      if (!one.holds(values)) return std::nullopt;
    }
    std::vector<Wide> next;
    for (const Affine& value : round.update) next.push_back(value.evaluate(values));
    values = std::move(next);
  }
  return values;
}

std::optional<std::vector<Wide>> closed(const Rounds& rounds, std::vector<Wide> values, int k) {
  values.push_back(k);
  const auto hold = [&](const Conjunction& all) {
    for (const Constraint& one : all) {
      if (!one.holds(values)) return false;
    }
    return true;
  };
  const auto behind_them = [&](const std::vector<Affine>& list) {
    std::vector<Wide> result;
    for (const Affine& value : list) result.push_back(value.evaluate(values));
    return result;
  };
  if (hold(rounds.once)) return behind_them(rounds.values_once);
  if (hold(rounds.often)) return behind_them(rounds.values_often);
  return std::nullopt;
}

TEST(Acceleration, IsTheRoundTakenAgainAndAgain) {
  std::size_t accelerated = 0;
  for (std::uint64_t seed = 0; seed < 400; ++seed) {
    Random random(seed);
    const Move round = random_round(random);
    const auto repeated_round = repeated(round);
    if (!repeated_round) continue;
    ++accelerated;
    const Rounds rounds = rounds_of(*repeated_round, dimensions);
    for (int start = 0; start < 20; ++start) {
      std::vector<Wide> values;
      for (std::size_t v = 0; v < dimensions; ++v) values.push_back(random.pick(-5, 15));
      for (int k = 1; k <= 20; ++k) {
        ASSERT_EQ(closed(rounds, values, k) == stepped(round, values, k), true)
            << "seed " << seed << ", " << k << " rounds";
      }
    }
  }
  EXPECT_GT(accelerated, 100u);
}

TEST(Acceleration, NeedsARoundThatDoesSomething) {
  Edge edge;
  edge.update = {Affine(7)};
  edge.steps = {0};
  EXPECT_FALSE(repeated(move_of(0, edge)));
}

}  // namespace
}  // namespace raceproof::prove
