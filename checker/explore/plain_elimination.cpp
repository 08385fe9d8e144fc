#include "checker/explore/plain_elimination.h"

#include <stdexcept>
#include <utility>

namespace raceproof::explore {

using result::Rational;

std::vector<Rational> visits_by_elimination(std::uint32_t states,
                                            const std::vector<ChainEdge>& edges,
                                            const std::vector<Rational>& inflow,
                                            const Limits& limits) {
  // The row of a state says: its visits, less those that come from inside, are its inflow.
  std::vector<std::vector<Rational>> rows(states, std::vector<Rational>(states));
  for (std::uint32_t state = 0; state < states; ++state) rows[state][state] = 1;
  for (const ChainEdge& edge : edges) rows[edge.to][edge.from] -= Rational(1, edge.one_in);
  std::vector<Rational> visits = inflow;
  for (std::uint32_t pivot = 0; pivot < states; ++pivot) {
    keep_within(limits);
    // What is left here is the chance to leave the states up to this one, from this one.
    if (rows[pivot][pivot] <= 0) throw std::invalid_argument("a component without a way out");
    for (std::uint32_t row = pivot + 1; row < states; ++row) {
      if (rows[row][pivot] == 0) continue;
      const Rational factor = rows[row][pivot] / rows[pivot][pivot];
      for (std::uint32_t column = pivot + 1; column < states; ++column) {
        if (rows[pivot][column] != 0) rows[row][column] -= factor * rows[pivot][column];
      }
      if (visits[pivot] != 0) visits[row] -= factor * visits[pivot];
    }
  }
  for (std::uint32_t pivot = states; pivot-- > 0;) {
    for (std::uint32_t column = pivot + 1; column < states; ++column) {
      if (rows[pivot][column] != 0) visits[pivot] -= rows[pivot][column] * visits[column];
    }
    visits[pivot] /= rows[pivot][pivot];
  }
  return visits;
}

}  // namespace raceproof::explore
