#include "checker/explore/modular_lu.h"

#include <utility>

#include "checker/explore/modular.h"

namespace raceproof::explore {

/// Eliminates one pivot after another. Which entries exist follows from the pattern alone: an entry
/// that cancels stays as a zero, so the order of the pivots is the same for every prime.
class Elimination {
 public:
  Elimination(const IntegerMatrix& matrix, std::uint64_t prime);

  std::optional<ModularLu> run(const Limits& limits);

 private:
  struct Entry {
    std::uint32_t column = 0;
    std::uint64_t value = 0;
  };
  using Row = std::vector<Entry>;

  std::uint32_t cheapest() const;
  bool eliminate(std::uint32_t pivot);
  void add_multiple(std::uint32_t row, std::uint32_t pivot, std::uint64_t factor);
  std::uint64_t take(Row& row, std::uint32_t column);

  std::uint64_t prime_;
  std::vector<Row> rows_;                            ///< ascending by column
  std::vector<std::vector<std::uint32_t>> columns_;  ///< the rows not yet eliminated
  std::vector<std::uint32_t> left_;                  ///< the pivots not yet eliminated, ascending
  Row merged_;
  ModularLu result_;
  std::vector<std::vector<ModularLu::Entry>> lower_;  ///< as in the result, but per row
};

Elimination::Elimination(const IntegerMatrix& matrix, std::uint64_t prime)
    : prime_(prime), rows_(matrix.size()), columns_(matrix.size()), lower_(matrix.size()) {
  const auto modulus = static_cast<std::int64_t>(prime);
  for (std::uint32_t row = 0; row < matrix.size(); ++row) {
    left_.push_back(row);
    rows_[row].reserve(matrix[row].size());
    for (const IntegerEntry& entry : matrix[row]) {
      const std::int64_t value = entry.value % modulus;
      rows_[row].push_back(
          {entry.column, static_cast<std::uint64_t>(value < 0 ? value + modulus : value)});
      columns_[entry.column].push_back(row);
    }
  }
  result_.prime_ = prime;
}

/// Markowitz's choice: the pivot that can create the fewest entries, and of those the first. The
/// answer is a place in `left_`.
std::uint32_t Elimination::cheapest() const {
  std::uint32_t best = 0;
  std::uint64_t least = UINT64_MAX;
  for (std::uint32_t place = 0; place < left_.size(); ++place) {
    const std::uint32_t pivot = left_[place];
    const std::uint64_t cost =
        static_cast<std::uint64_t>(rows_[pivot].size() - 1) * (columns_[pivot].size() - 1);
    if (cost < least) {
      least = cost;
      best = place;
      if (cost == 0) break;
    }
  }
  return best;
}

/// Removes the entry of that column, which must be there, and gives its value.
std::uint64_t Elimination::take(Row& row, std::uint32_t column) {
  std::size_t place = 0;
  while (row[place].column != column) ++place;
  const std::uint64_t value = row[place].value;
  row.erase(row.begin() + static_cast<std::ptrdiff_t>(place));
  return value;
}

/// Adds `factor` times the pivot's row to a row.
void Elimination::add_multiple(std::uint32_t row, std::uint32_t pivot, std::uint64_t factor) {
  const FixedFactor times(factor, prime_);
  merged_.clear();
  auto old = rows_[row].cbegin();
  const auto end = rows_[row].cend();
  for (const Entry& added : rows_[pivot]) {
    while (old != end && old->column < added.column) merged_.push_back(*old++);
    std::uint64_t value = times(added.value);
    if (old != end && old->column == added.column) {
      value += old->value;
      if (value >= prime_) value -= prime_;
      ++old;
    } else {
      columns_[added.column].push_back(row);
    }
    merged_.push_back({added.column, value});
  }
  merged_.insert(merged_.end(), old, end);
  rows_[row].swap(merged_);
}

/// Leaves the pivot's row negated and divided by the pivot: so it says what the later values add to
/// the pivot's value, and a row is cleared by adding the row to it, times the entry to clear.
bool Elimination::eliminate(std::uint32_t pivot) {
  const std::uint64_t value = take(rows_[pivot], pivot);
  if (value == 0) return false;
  const std::uint64_t inverse = modular_inverse(value, prime_);
  const FixedFactor scaled(prime_ - inverse, prime_);
  for (Entry& entry : rows_[pivot]) {
    entry.value = scaled(entry.value);
    std::erase(columns_[entry.column], pivot);
  }
  const auto position = static_cast<std::uint32_t>(result_.order_.size());
  for (const std::uint32_t row : columns_[pivot]) {
    if (row == pivot) continue;
    const std::uint64_t factor = take(rows_[row], pivot);
    lower_[row].push_back({position, scaled(factor)});
    add_multiple(row, pivot, factor);
  }
  result_.order_.push_back(pivot);
  result_.inverses_.push_back(inverse);
  result_.determinant_ = modular_product(result_.determinant_, value, prime_);
  return true;
}

std::optional<ModularLu> Elimination::run(const Limits& limits) {
  while (!left_.empty()) {
    keep_within(limits);
    const std::uint32_t place = cheapest();
    const std::uint32_t pivot = left_[place];
    left_.erase(left_.begin() + static_cast<std::ptrdiff_t>(place));
    if (!eliminate(pivot)) return std::nullopt;
  }
  std::vector<std::uint32_t> position_of(rows_.size());
  for (std::uint32_t position = 0; position < rows_.size(); ++position) {
    position_of[result_.order_[position]] = position;
  }
  result_.upper_.resize(rows_.size());
  for (std::uint32_t position = 0; position < rows_.size(); ++position) {
    const std::uint32_t pivot = result_.order_[position];
    result_.lower_.push_back(std::move(lower_[pivot]));
    for (const Entry& entry : rows_[pivot]) {
      result_.upper_[position].push_back({position_of[entry.column], entry.value});
    }
  }
  return std::move(result_);
}

std::optional<ModularLu> ModularLu::factor(const IntegerMatrix& matrix, std::uint64_t prime,
                                           const Limits& limits) {
  return Elimination(matrix, prime).run(limits);
}

void ModularLu::solve(const std::vector<std::uint64_t>& right,
                      std::vector<std::uint64_t>& x) const {
  std::vector<std::uint64_t> values(order_.size());
  for (std::size_t pivot = 0; pivot < order_.size(); ++pivot) {
    ProductSum sum(prime_);
    for (const Entry& entry : lower_[pivot]) sum.add(entry.factor, values[entry.position]);
    sum.add(1, right[order_[pivot]]);
    values[pivot] = sum.reduced();
  }
  x.resize(order_.size());
  for (std::size_t pivot = order_.size(); pivot-- > 0;) {
    ProductSum sum(prime_);
    for (const Entry& entry : upper_[pivot]) sum.add(entry.factor, values[entry.position]);
    sum.add(inverses_[pivot], values[pivot]);
    values[pivot] = sum.reduced();
    x[order_[pivot]] = values[pivot];
  }
}

}  // namespace raceproof::explore
