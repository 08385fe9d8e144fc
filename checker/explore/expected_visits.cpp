#include "checker/explore/expected_visits.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <optional>
#include <stdexcept>
#include <tuple>
#include <utility>

#include "checker/explore/dixon_lifting.h"
#include "checker/explore/plain_elimination.h"

namespace raceproof::explore {
namespace {

using result::Integer;
using result::Rational;

/// Where lifting has nothing to gain.
constexpr std::uint32_t kPlainMax = 1;

/// Up to here a state's probabilities get one common denominator.
constexpr std::uint64_t kScaleMax = std::uint64_t{1} << 32;

/// The equations in integers. The unknown x of a state is its visits divided by the state's scale,
/// a common denominator of its probabilities: all coefficients of x are integers then, and so is
/// the inflow on the other side. A state whose scale would be too large keeps scale 1 and gets, for
/// each denominator d, one more unknown y with the equation d * y = x.
class Equations {
 public:
  Equations(std::uint32_t states, const std::vector<ChainEdge>& edges);

  const IntegerMatrix& matrix() const { return matrix_; }
  std::uint64_t scale(std::uint32_t state) const { return scales_[state]; }

 private:
  struct Term {
    std::uint32_t row = 0;
    std::uint32_t column = 0;
    std::int64_t value = 0;
  };

  void find_scales(const std::vector<ChainEdge>& edges);
  void add_edge(const ChainEdge& edge);
  void collect();
  void reduce();

  std::vector<std::uint64_t> scales_;
  std::vector<bool> is_split_;
  std::map<std::pair<std::uint32_t, std::uint64_t>, std::uint32_t> parts_;
  std::uint32_t unknowns_;
  std::vector<Term> terms_;
  IntegerMatrix matrix_;
};

Equations::Equations(std::uint32_t states, const std::vector<ChainEdge>& edges)
    : scales_(states, 1), is_split_(states, false), unknowns_(states) {
  find_scales(edges);
  terms_.reserve(states + edges.size());
  for (std::uint32_t state = 0; state < states; ++state) {
    terms_.push_back({state, state, static_cast<std::int64_t>(scales_[state])});
  }
  for (const ChainEdge& edge : edges) add_edge(edge);
  collect();
  reduce();
}

void Equations::find_scales(const std::vector<ChainEdge>& edges) {
  for (const ChainEdge& edge : edges) {
    if (is_split_[edge.from]) continue;
    std::uint64_t& scale = scales_[edge.from];
    const std::uint64_t times = edge.one_in / std::gcd(scale, edge.one_in);
    if (times > kScaleMax / scale) {
      is_split_[edge.from] = true;
      scale = 1;
    } else {
      scale *= times;
    }
  }
}

void Equations::add_edge(const ChainEdge& edge) {
  if (!is_split_[edge.from]) {
    const std::uint64_t share = scales_[edge.from] / edge.one_in;
    terms_.push_back({edge.to, edge.from, -static_cast<std::int64_t>(share)});
    return;
  }
  const auto [part, is_new] = parts_.try_emplace({edge.from, edge.one_in}, unknowns_);
  if (is_new) {
    terms_.push_back({unknowns_, unknowns_, static_cast<std::int64_t>(edge.one_in)});
    terms_.push_back({unknowns_, edge.from, -1});
    ++unknowns_;
  }
  terms_.push_back({edge.to, part->second, -1});
}

/// Adds up the terms at the same place.
void Equations::collect() {
  std::sort(terms_.begin(), terms_.end(), [](const Term& a, const Term& b) {
    return std::tie(a.row, a.column) < std::tie(b.row, b.column);
  });
  matrix_.resize(unknowns_);
  for (const Term& term : terms_) {
    std::vector<IntegerEntry>& row = matrix_[term.row];
    if (!row.empty() && row.back().column == term.column) {
      row.back().value += term.value;
    } else {
      row.push_back({term.column, term.value});
    }
  }
}

/// Where a scale and all its coefficients have a divisor in common, the solution has fewer digits
/// without it.
void Equations::reduce() {
  std::vector<std::uint64_t> divisors(unknowns_, 1);
  std::copy(scales_.begin(), scales_.end(), divisors.begin());
  for (std::uint32_t row = 0; row < unknowns_; ++row) {
    for (const IntegerEntry& entry : matrix_[row]) {
      if (entry.column == row && entry.value <= 0) {
        throw std::invalid_argument("a component without a way out");
      }
      const auto size = static_cast<std::uint64_t>(entry.value < 0 ? -entry.value : entry.value);
      divisors[entry.column] = std::gcd(divisors[entry.column], size);
    }
  }
  for (std::vector<IntegerEntry>& row : matrix_) {
    for (IntegerEntry& entry : row) {
      entry.value /= static_cast<std::int64_t>(divisors[entry.column]);
    }
  }
  for (std::uint32_t state = 0; state < scales_.size(); ++state) scales_[state] /= divisors[state];
}

/// The inflow as integers without a common divisor, times one fraction: it takes no part in the
/// solution, which for a component with one entrance is then as short as if it were entered surely.
struct Inflow {
  std::vector<Integer> shares;
  Integer divisor = 0;
  Integer denominator = 1;

  explicit Inflow(const std::vector<Rational>& inflow) {
    for (const Rational& share : inflow) {
      denominator =
          boost::multiprecision::lcm(denominator, boost::multiprecision::denominator(share));
    }
    for (const Rational& share : inflow) {
      shares.push_back(denominator / boost::multiprecision::denominator(share) *
                       boost::multiprecision::numerator(share));
      divisor = boost::multiprecision::gcd(divisor, shares.back());
    }
    if (divisor == 0) return;
    for (Integer& share : shares) share /= divisor;
  }
};

/// Whether some state's probabilities inside sum to less than 1.
bool has_way_out(std::uint32_t states, const std::vector<ChainEdge>& edges) {
  std::vector<Rational> sums(states);
  for (const ChainEdge& edge : edges) sums[edge.from] += Rational(1, edge.one_in);
  return std::any_of(sums.begin(), sums.end(), [](const Rational& sum) { return sum < 1; });
}

}  // namespace

std::vector<Rational> expected_visits(std::uint32_t states, const std::vector<ChainEdge>& edges,
                                      const std::vector<Rational>& inflow, const Limits& limits) {
  for (const ChainEdge& edge : edges) {
    if (edge.one_in == 0 || edge.one_in > std::uint64_t{1} << 62) {
      throw std::invalid_argument("a probability out of range");
    }
  }
  if (states <= kPlainMax) return visits_by_elimination(states, edges, inflow, limits);
  Inflow scaled(inflow);
  if (scaled.divisor == 0) return std::vector<Rational>(states);
  const Equations equations(states, edges);
  scaled.shares.resize(equations.matrix().size());
  const std::optional<CommonFractions> solution =
      solve_by_lifting(equations.matrix(), scaled.shares, limits);
  if (!solution) {
    // Singular modulo every prime: as integers too, or the chain was made for it.
    if (!has_way_out(states, edges)) throw std::invalid_argument("a component without a way out");
    return visits_by_elimination(states, edges, inflow, limits);
  }
  const Rational common(scaled.divisor, scaled.denominator * solution->denominator);
  const Integer top = boost::multiprecision::numerator(common);
  const Integer bottom = boost::multiprecision::denominator(common);
  std::vector<Rational> visits(states);
  for (std::uint32_t state = 0; state < states; ++state) {
    const Integer& numerator = solution->numerators[state];
    if (numerator == 0) continue;
    visits[state] = Rational(top * numerator * equations.scale(state), bottom);
  }
  return visits;
}

}  // namespace raceproof::explore
