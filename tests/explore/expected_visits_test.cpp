// Expected visits: by hand, against elimination with fractions, and by what must flow out.
#include "checker/explore/expected_visits.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <random>
#include <stdexcept>
#include <vector>

#include "checker/explore/modular_lu.h"
#include "checker/explore/plain_elimination.h"

namespace raceproof::explore {
namespace {

using result::Integer;
using result::Rational;
using Edges = std::vector<ChainEdge>;
using Fractions = std::vector<Rational>;

/// What one state lets out, per visit.
Fractions ways_out(std::uint32_t states, const Edges& edges) {
  Fractions out(states, Rational(1));
  for (const ChainEdge& edge : edges) out[edge.from] -= Rational(1, edge.one_in);
  return out;
}

/// All that comes in goes out.
void expect_all_flows_out(const Edges& edges, const Fractions& inflow, const Fractions& visits) {
  const Fractions out = ways_out(static_cast<std::uint32_t>(inflow.size()), edges);
  Rational in_sum = 0;
  Rational out_sum = 0;
  for (std::size_t state = 0; state < inflow.size(); ++state) {
    in_sum += inflow[state];
    if (out[state] != 0) out_sum += visits[state] * out[state];
  }
  EXPECT_EQ(out_sum, in_sum);
}

/// v = inflow + v Q, for some of the states.
void expect_balanced(const Edges& edges, const Fractions& inflow, const Fractions& visits,
                     std::size_t stride) {
  Fractions sums = inflow;
  for (const ChainEdge& edge : edges) {
    if (edge.to % stride == 0) sums[edge.to] += visits[edge.from] / edge.one_in;
  }
  for (std::size_t state = 0; state < inflow.size(); state += stride) {
    ASSERT_EQ(visits[state], sums[state]) << state;
  }
}

TEST(ExpectedVisits, OneStateWithoutEdgesIsVisitedAsOftenAsEntered) {
  EXPECT_EQ(expected_visits(1, {}, {Rational(2, 7)}), Fractions{Rational(2, 7)});
  EXPECT_EQ(expected_visits(0, {}, {}), Fractions{});
}

TEST(ExpectedVisits, ASelfLoopIsGeometric) {
  EXPECT_EQ(expected_visits(1, {{0, 0, 2}}, {1}), Fractions{2});
  EXPECT_EQ(expected_visits(1, {{0, 0, 3}, {0, 0, 3}}, {Rational(1, 2)}),
            Fractions{Rational(3, 2)});
  EXPECT_EQ(expected_visits(1, {{0, 0, 1000000}}, {1}), Fractions{Rational(1000000, 999999)});
}

TEST(ExpectedVisits, TwoStatesThatTakeTurns) {
  // Out of the first with 1/2 to the second, which always comes back.
  EXPECT_EQ(expected_visits(2, {{0, 1, 2}, {1, 0, 1}}, {1, 0}), (Fractions{2, 1}));
  EXPECT_EQ(expected_visits(2, {{0, 1, 2}, {1, 0, 1}}, {0, 1}), (Fractions{2, 2}));
}

TEST(ExpectedVisits, ThreeStatesInALine) {
  // Left or right with 1/2 each, and out at both ends: the ruin of the gambler.
  const Edges line = {{0, 1, 2}, {1, 0, 2}, {1, 2, 2}, {2, 1, 2}};
  EXPECT_EQ(expected_visits(3, line, {0, 1, 0}), (Fractions{1, 2, 1}));
  EXPECT_EQ(expected_visits(3, line, {Rational(1, 3), 0, 0}),
            (Fractions{Rational(1, 2), Rational(1, 3), Rational(1, 6)}));
}

TEST(ExpectedVisits, ParallelEdgesAndSelfLoopsInACycle) {
  // To the next with 1/3 + 1/3, and with 1/3 once more the same: 3/2 visits of each on the way.
  const Edges edges = {{0, 1, 3}, {0, 0, 3}, {0, 1, 3}, {1, 2, 3},
                       {1, 1, 3}, {1, 2, 3}, {2, 0, 4}, {2, 2, 4}};
  EXPECT_EQ(expected_visits(3, edges, {1, 0, 0}), (Fractions{Rational(9, 4), Rational(9, 4), 2}));
}

TEST(ExpectedVisits, NothingComesInNothingIsVisited) {
  EXPECT_EQ(expected_visits(3, {{0, 1, 1}, {1, 2, 1}, {2, 0, 2}}, {0, 0, 0}), Fractions(3));
}

TEST(ExpectedVisits, AComponentWithoutAWayOutIsRefused) {
  EXPECT_THROW(expected_visits(1, {{0, 0, 1}}, {1}), std::invalid_argument);
  EXPECT_THROW(expected_visits(2, {{0, 1, 1}, {1, 0, 1}}, {1, 0}), std::invalid_argument);
  EXPECT_THROW(expected_visits(3, {{0, 1, 1}, {1, 2, 1}, {2, 0, 1}}, {1, 0, 0}),
               std::invalid_argument);
  EXPECT_THROW(expected_visits(3, {{0, 1, 2}, {1, 2, 1}, {2, 2, 1}}, {1, 0, 0}),
               std::invalid_argument);
}

TEST(ExpectedVisits, AProbabilityOutOfRangeIsRefused) {
  EXPECT_THROW(expected_visits(1, {{0, 0, 0}}, {1}), std::invalid_argument);
  EXPECT_THROW(expected_visits(1, {{0, 0, UINT64_MAX}}, {1}), std::invalid_argument);
}

TEST(ExpectedVisits, ProbabilitiesWithoutASmallCommonDenominator) {
  // The first state's denominators are coprime, their product is far above 2^64.
  const Edges edges = {{0, 1, 999983}, {0, 2, 999979}, {0, 3, 999961}, {0, 0, 999959},
                       {0, 1, 999983}, {1, 0, 2},      {1, 2, 3},      {2, 3, 1},
                       {3, 0, 7},      {3, 3, 2}};
  const Fractions inflow = {Rational(1, 5), Rational(1, 11), 0, Rational(2, 3)};
  EXPECT_EQ(expected_visits(4, edges, inflow), visits_by_elimination(4, edges, inflow));
}

TEST(ExpectedVisits, ChainsThatAreSingularModuloPrimesOfTheList) {
  // A denominator that is the prime itself is a zero on the diagonal. The first chain needs the
  // second prime, the other one is singular modulo all of them.
  Edges edges = {{0, 1, kLiftingPrimes[0]}, {0, 2, 2}, {1, 2, 3}, {1, 0, 5}, {2, 0, 4}, {2, 1, 4}};
  const Fractions inflow = {1, 0, Rational(1, 9)};
  EXPECT_EQ(expected_visits(3, edges, inflow), visits_by_elimination(3, edges, inflow));
  for (const std::uint64_t prime : kLiftingPrimes) edges.push_back({0, 1, prime});
  EXPECT_EQ(expected_visits(3, edges, inflow), visits_by_elimination(3, edges, inflow));
}

TEST(ExpectedVisits, InflowsWithThousandsOfBits) {
  const Edges edges = {{0, 1, 2}, {1, 2, 3}, {1, 0, 3}, {2, 3, 1}, {3, 0, 6}, {3, 3, 2}};
  const Integer small = boost::multiprecision::pow(Integer(3), 2500);
  const Integer large = boost::multiprecision::pow(Integer(7), 1500);
  const Fractions one = {0, Rational(small, large), 0, 0};
  EXPECT_EQ(expected_visits(4, edges, one), visits_by_elimination(4, edges, one));
  const Fractions two = {Rational(1, small), 0, 0, Rational(small, large + 1)};
  EXPECT_EQ(expected_visits(4, edges, two), visits_by_elimination(4, edges, two));
}

/// A random chain: a cycle through all states keeps it in one piece, the last state has a way out.
Edges random_chain(std::uint32_t states, std::mt19937_64& random) {
  Edges edges;
  for (std::uint32_t state = 0; state < states; ++state) {
    const std::uint64_t chosen = random() % 5 + 1;
    const std::uint64_t alternatives = random() % 3 == 0 ? random() % 100 + 1 : 1;
    const std::uint64_t one_in = chosen * alternatives + (state + 1 == states ? 1 : 0);
    edges.push_back({state, (state + 1) % states, one_in});
    for (std::uint64_t other = 1; other < std::min<std::uint64_t>(one_in, chosen); ++other) {
      edges.push_back({state, static_cast<std::uint32_t>(random() % states), one_in});
    }
  }
  return edges;
}

TEST(ExpectedVisits, RandomChainsAsByElimination) {
  std::mt19937_64 random(20);
  for (std::uint32_t states = 2; states <= 60; ++states) {
    for (int round = 0; round < (states <= 20 ? 20 : 2); ++round) {
      const Edges edges = random_chain(states, random);
      Fractions inflow(states);
      for (std::uint64_t entries = random() % 3 + 1; entries > 0; --entries) {
        inflow[random() % states] += Rational(random() % 9 + 1, random() % 1000 + 1);
      }
      const Fractions visits = expected_visits(states, edges, inflow);
      ASSERT_EQ(visits, visits_by_elimination(states, edges, inflow)) << states;
      expect_all_flows_out(edges, inflow, visits);
    }
  }
}

/// A walk on a square: one step in any of the directions there are, each equally likely. In the
/// last corner two more ways lead out.
Edges grid(std::uint32_t side) {
  Edges edges;
  for (std::uint32_t y = 0; y < side; ++y) {
    for (std::uint32_t x = 0; x < side; ++x) {
      const std::uint32_t here = y * side + x;
      std::vector<std::uint32_t> near;
      if (x > 0) near.push_back(here - 1);
      if (x + 1 < side) near.push_back(here + 1);
      if (y > 0) near.push_back(here - side);
      if (y + 1 < side) near.push_back(here + side);
      const std::size_t ways = near.size() + (here + 1 == side * side ? 2 : 0);
      for (const std::uint32_t to : near) edges.push_back({here, to, ways});
    }
  }
  return edges;
}

TEST(ExpectedVisits, AWalkOnAGridOf2025States) {
  const Edges edges = grid(45);
  Fractions inflow(45 * 45);
  inflow[0] = 1;
  const Fractions visits = expected_visits(45 * 45, edges, inflow);
  expect_all_flows_out(edges, inflow, visits);
  expect_balanced(edges, inflow, visits, 1);
}

TEST(ExpectedVisits, AWalkWithSlopeOnAGridOf2025States) {
  // The steps to the left are self-loops and jumps instead: the fractions have thousands of bits.
  Edges edges = grid(45);
  for (ChainEdge& edge : edges) {
    if (edge.to + 1 == edge.from) edge.to = edge.from % 3 == 0 ? edge.from : edge.from / 2;
    if (edge.from % 7 == 0) edge.one_in += 2;
  }
  Fractions inflow(45 * 45);
  inflow[0] = Rational(1, 3);
  inflow[1000] = Rational(2, 3);
  const Fractions visits = expected_visits(45 * 45, edges, inflow);
  expect_all_flows_out(edges, inflow, visits);
  expect_balanced(edges, inflow, visits, 40);
}

TEST(ExpectedVisits, ALineOf2000StatesWithEdgesBack) {
  // Each state goes on, or back to one of two states before it: the bits add up along the line.
  constexpr std::uint32_t kStates = 2000;
  Edges edges;
  for (std::uint32_t state = 0; state < kStates; ++state) {
    const std::uint64_t one_in = 3 + state % 5;
    edges.push_back({state, state / 2, one_in});
    edges.push_back({state, state - std::min(state, 7U), one_in});
    if (state + 1 < kStates) {
      for (std::uint64_t way = 2; way < one_in; ++way) edges.push_back({state, state + 1, one_in});
    }
  }
  Fractions inflow(kStates);
  inflow[0] = 1;
  const Fractions visits = expected_visits(kStates, edges, inflow);
  expect_all_flows_out(edges, inflow, visits);
  expect_balanced(edges, inflow, visits, 40);
}

}  // namespace
}  // namespace raceproof::explore
