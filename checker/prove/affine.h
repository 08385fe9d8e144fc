// Affine expressions over numbered variables, and conjunctions of their inequalities: what guards
// and updates of the symbolic engine are made of. Checked arithmetic: nothing wraps round.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "checker/prove/unsupported.h"

namespace raceproof::prove {

using VariableIndex = std::uint32_t;

/// Wide enough for the bounds of 64 bits, negated and added to; sums are checked all the same.
__extension__ typedef __int128 Wide;
std::string to_text(Wide value);
/// The number that the text is, with a minus or not; nothing where it is none, or beyond 127 bits.
std::optional<Wide> wide_of(std::string_view text);
/// Whether a result of the program can have this value.
bool fits_64_bits(Wide value);

/// constant + sum of coefficient * variable, terms ascending by variable, no coefficient zero.
class Affine {
 public:
  using Term = std::pair<VariableIndex, Wide>;

  Affine() = default;
  explicit Affine(Wide constant) : constant_(constant) {}
  static Affine variable(VariableIndex variable);

  Wide constant() const { return constant_; }
  const std::vector<Term>& terms() const { return terms_; }
  bool is_constant() const { return terms_.empty(); }
  /// Whether it is this variable, plus a constant or not.
  bool is_copy_of(VariableIndex variable) const;
  Wide coefficient(VariableIndex variable) const;

  /// All of these throw Unsupported where a coefficient leaves 127 bits.
  Affine operator+(const Affine& other) const;
  Affine operator-(const Affine& other) const;
  Affine operator*(Wide factor) const;
  /// The same with `values[v]` in place of each variable v.
  Affine substitute(std::span<const Affine> values) const;
  Wide evaluate(std::span<const Wide> values) const;

  friend bool operator==(const Affine&, const Affine&) = default;
  friend auto operator<=>(const Affine&, const Affine&) = default;

 private:
  std::vector<Term> terms_;
  Wide constant_ = 0;
};

/// `expression >= 0` or `expression == 0`.
struct Constraint {
  Affine expression;
  bool is_equality = false;

  bool is_trivially_true() const;
  bool is_trivially_false() const;
  bool holds(std::span<const Wide> values) const;
  Constraint substitute(std::span<const Affine> values) const;

  friend bool operator==(const Constraint&, const Constraint&) = default;
  friend auto operator<=>(const Constraint&, const Constraint&) = default;
};

/// All of them at once. Empty is true.
using Conjunction = std::vector<Constraint>;

Constraint at_least(const Affine& left, const Affine& right);  ///< left >= right
Constraint equal(const Affine& left, const Affine& right);

/// Adds a constraint unless it is trivially true or one that is there implies it; false where it is
/// trivially false or one that is there excludes it. What it implies itself is left out.
bool add(Conjunction& all, const Constraint& one);
/// All of `values` put in; nothing where one became trivially false.
bool substitute_into(Conjunction& all, const Conjunction& from, std::span<const Affine> values);

}  // namespace raceproof::prove
