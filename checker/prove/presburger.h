// Sets and relations of integer points bounded by affine constraints, exact: the one door to isl.
// Values; a counted budget ends what takes too long, by BudgetSpent.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "checker/prove/affine.h"

struct isl_ctx;
struct isl_set;
struct isl_map;

namespace raceproof::prove {

/// Where all sets of one proof live. Must outlive them.
class Presburger {
 public:
  explicit Presburger(std::uint64_t operations_max);
  ~Presburger();
  Presburger(const Presburger&) = delete;
  Presburger& operator=(const Presburger&) = delete;

  isl_ctx* context() const { return context_; }
  /// Begins to count anew.
  void renew();

 private:
  isl_ctx* context_;
};

class Relation;

/// A set of points of one dimension.
class Set {
 public:
  Set() = default;
  explicit Set(isl_set* owned);
  /// `{ [v0, v1] : v0 >= 1 }`, in isl's notation.
  Set(const Presburger& in, const std::string& text);
  Set(const Set& other);
  Set(Set&& other) noexcept;
  Set& operator=(Set other) noexcept;
  ~Set();

  Set unite(const Set& other) const;
  Set intersect(const Set& other) const;
  Set subtract(const Set& other) const;
  Set apply(const Relation& relation) const;
  Set coalesce() const;   ///< the same points, fewer parts
  Set tightened() const;  ///< the same points, equalities made explicit
  Set disjoint() const;   ///< the same points, no two parts with one in common
  bool is_empty() const;
  bool is_subset(const Set& of) const;
  bool is_equal(const Set& other) const;
  std::vector<Set> parts() const;  ///< each a conjunction
  std::size_t part_count() const;
  /// The parts as conjunctions over the dimensions; nothing where one needs more than inequalities.
  std::optional<std::vector<Conjunction>> conjunctions() const;
  /// The lexicographically least point; nothing where it is empty or unbounded below.
  std::optional<std::vector<Wide>> least_point() const;
  /// Of a dimension: the least and the greatest value, nothing where unbounded (or empty).
  std::optional<Wide> least(std::uint32_t dimension) const;
  std::optional<Wide> greatest(std::uint32_t dimension) const;
  /// All values of the dimension are congruent modulo this, 1 where nothing is known.
  Wide stride(std::uint32_t dimension) const;
  std::string text() const;

 private:
  friend class Relation;
  isl_set* set_ = nullptr;
};

/// A relation between points.
class Relation {
 public:
  Relation() = default;
  /// `{ [v0] -> [v0 + 1] : v0 >= 1 }`, in isl's notation.
  Relation(const Presburger& in, const std::string& text);
  Relation(const Relation& other);
  Relation(Relation&& other) noexcept;
  Relation& operator=(Relation other) noexcept;
  ~Relation();

  Relation reverse() const;
  Relation unite(const Relation& other) const;

 private:
  friend class Set;
  explicit Relation(isl_map* owned);
  isl_map* map_ = nullptr;
};

/// "[v0, v1]".
std::string tuple_text(std::size_t dimensions);
/// "v0 - v1 + 3".
std::string affine_text(const Affine& value);
/// "v0 - 1 >= 0 and v1 = 0"; "true" where it is empty.
std::string conjunction_text(const Conjunction& all);
/// The set of the points for which one of the conjunctions holds.
Set set_of(const Presburger& in, std::size_t dimensions, const std::vector<Conjunction>& any);
/// The set of one point.
Set point_set(const Presburger& in, const std::vector<Wide>& point);
/// Every point to the values that the expressions have there.
Relation projection(const Presburger& in, std::size_t dimensions,
                    const std::vector<Affine>& values);

}  // namespace raceproof::prove
