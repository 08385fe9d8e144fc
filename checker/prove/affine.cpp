#include "checker/prove/affine.h"

#include <algorithm>
#include <limits>

namespace raceproof::prove {
namespace {

Wide checked_sum(Wide a, Wide b) {
  Wide sum = 0;
  if (__builtin_add_overflow(a, b, &sum)) throw Unsupported{"a constant too big"};
  return sum;
}

Wide checked_product(Wide a, Wide b) {
  Wide product = 0;
  if (__builtin_mul_overflow(a, b, &product)) throw Unsupported{"a constant too big"};
  return product;
}

}  // namespace

std::string to_text(Wide value) {
  std::string digits;
  const bool is_negative = value < 0;
  do {
    const int digit = static_cast<int>(value % 10);
    digits.insert(digits.begin(), static_cast<char>('0' + (digit < 0 ? -digit : digit)));
    value /= 10;
  } while (value != 0);
  return is_negative ? "-" + digits : digits;
}

std::optional<Wide> wide_of(std::string_view text) {
  const bool is_negative = !text.empty() && text[0] == '-';
  if (is_negative) text.remove_prefix(1);
  if (text.empty()) return std::nullopt;
  Wide sum = 0;
  for (const char digit : text) {
    if (digit < '0' || digit > '9') return std::nullopt;
    if (__builtin_mul_overflow(sum, Wide{10}, &sum)) return std::nullopt;
    if (__builtin_add_overflow(sum, Wide{digit - '0'}, &sum)) return std::nullopt;
  }
  return is_negative ? -sum : sum;
}

bool fits_64_bits(Wide value) {
  return value >= std::numeric_limits<std::int64_t>::min() &&
         value <= std::numeric_limits<std::int64_t>::max();
}

Affine Affine::variable(VariableIndex variable) {
  Affine result;
  result.terms_.emplace_back(variable, 1);
  return result;
}

bool Affine::is_copy_of(VariableIndex variable) const {
  return terms_.size() == 1 && terms_[0] == Term{variable, 1};
}

Wide Affine::coefficient(VariableIndex variable) const {
  const auto found = std::lower_bound(terms_.begin(), terms_.end(), variable,
                                      [](const Term& a, VariableIndex b) { return a.first < b; });
  return found != terms_.end() && found->first == variable ? found->second : 0;
}

Affine Affine::operator+(const Affine& other) const {
  Affine sum(checked_sum(constant_, other.constant_));
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < terms_.size() || j < other.terms_.size()) {
    const bool has_left = i < terms_.size();
    const bool has_right = j < other.terms_.size();
    if (has_left && (!has_right || terms_[i].first < other.terms_[j].first)) {
      sum.terms_.push_back(terms_[i++]);
    } else if (!has_left || other.terms_[j].first < terms_[i].first) {
      sum.terms_.push_back(other.terms_[j++]);
    } else {
      const Wide both = checked_sum(terms_[i].second, other.terms_[j].second);
      if (both != 0) sum.terms_.emplace_back(terms_[i].first, both);
      ++i;
      ++j;
    }
  }
  return sum;
}

Affine Affine::operator-(const Affine& other) const {
  return *this + other * -1;
}

Affine Affine::operator*(Wide factor) const {
  Affine product(checked_product(constant_, factor));
  if (factor == 0) return product;
  for (const auto& [variable, coefficient] : terms_) {
    product.terms_.emplace_back(variable, checked_product(coefficient, factor));
  }
  return product;
}

Affine Affine::substitute(std::span<const Affine> values) const {
  Affine result(constant_);
  for (const auto& [variable, coefficient] : terms_) {
    result = result + values[variable] * coefficient;
  }
  return result;
}

Wide Affine::evaluate(std::span<const Wide> values) const {
  Wide sum = constant_;
  for (const auto& [variable, coefficient] : terms_) {
    sum = checked_sum(sum, checked_product(coefficient, values[variable]));
  }
  return sum;
}

bool Constraint::is_trivially_true() const {
  if (!expression.is_constant()) return false;
  return is_equality ? expression.constant() == 0 : expression.constant() >= 0;
}

bool Constraint::is_trivially_false() const {
  return expression.is_constant() && !is_trivially_true();
}

bool Constraint::holds(std::span<const Wide> values) const {
  const Wide value = expression.evaluate(values);
  return is_equality ? value == 0 : value >= 0;
}

Constraint Constraint::substitute(std::span<const Affine> values) const {
  return {expression.substitute(values), is_equality};
}

Constraint at_least(const Affine& left, const Affine& right) {
  return {left - right, false};
}

Constraint equal(const Affine& left, const Affine& right) {
  return {left - right, true};
}

namespace {

// By how much more the first is than the second, if they have the same terms.
std::optional<Wide> distance(const Affine& one, const Affine& other) {
  if (one.terms() != other.terms()) return std::nullopt;
  return one.constant() - other.constant();
}

// As far as that shows by their having the same terms, or opposite ones.
bool exclude(const Constraint& one, const Constraint& other) {
  const bool are_equalities = one.is_equality && other.is_equality;
  if (const auto more = distance(one.expression, other.expression)) {
    if (are_equalities) return *more != 0;
    return (one.is_equality && *more > 0) || (other.is_equality && *more < 0);
  }
  const auto sum = distance(one.expression, other.expression * -1);
  return sum && (*sum < 0 || (are_equalities && *sum > 0));
}

bool implies(const Constraint& one, const Constraint& other) {
  const auto more = distance(one.expression, other.expression);
  if (!more) return false;
  if (one.is_equality) return other.is_equality ? *more == 0 : *more <= 0;
  return !other.is_equality && *more <= 0;
}

}  // namespace

bool add(Conjunction& all, const Constraint& one) {
  if (one.is_trivially_false()) return false;
  if (one.is_trivially_true()) return true;
  const auto is_excluded = [&](const Constraint& known) { return exclude(known, one); };
  if (std::any_of(all.begin(), all.end(), is_excluded)) return false;
  const auto is_implied = [&](const Constraint& known) { return implies(known, one); };
  if (std::any_of(all.begin(), all.end(), is_implied)) return true;
  std::erase_if(all, [&](const Constraint& known) { return implies(one, known); });
  all.push_back(one);
  return true;
}

bool substitute_into(Conjunction& all, const Conjunction& from, std::span<const Affine> values) {
  return std::all_of(from.begin(), from.end(), [&](const Constraint& constraint) {
    return add(all, constraint.substitute(values));
  });
}

}  // namespace raceproof::prove
