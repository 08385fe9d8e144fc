#include "checker/prove/presburger.h"

#include <isl/aff.h>
#include <isl/constraint.h>
#include <isl/ctx.h>
#include <isl/ilp.h>
#include <isl/local_space.h>
#include <isl/map.h>
#include <isl/options.h>
#include <isl/point.h>
#include <isl/set.h>
#include <isl/val.h>

#include <cstdlib>
#include <utility>

namespace raceproof::prove {
namespace {

// Every failure of isl is a null pointer; what failed is the budget, or a mistake of ours.
[[noreturn]] void give_up() {
  throw BudgetSpent{"the budget of set operations was used up"};
}

template <typename T>
T* checked(T* result) {
  if (result == nullptr) give_up();
  return result;
}

bool decided(isl_bool result) {
  if (result == isl_bool_error) give_up();
  return result == isl_bool_true;
}

std::string take_text(char* text) {
  std::string copy = checked(text);
  std::free(text);
  return copy;
}

std::optional<Wide> take_value(isl_val* value) {
  checked(value);
  std::optional<Wide> number;
  if (isl_val_is_int(value) == isl_bool_true) {
    number = wide_of(take_text(isl_val_to_str(value)));
  }
  isl_val_free(value);
  return number;
}

isl_aff* coordinate(isl_set* set, std::uint32_t dimension) {
  isl_local_space* const space = isl_local_space_from_space(isl_set_get_space(set));
  return isl_aff_var_on_domain(space, isl_dim_set, dimension);
}

// As `Set::coalesce`, for the same reason.
isl_map* put_together(isl_map* map) {
  isl_map* const together = isl_map_coalesce(isl_map_copy(map));
  const bool is_same = isl_map_is_equal(together, map) == isl_bool_true;
  isl_map_free(is_same ? map : together);
  return is_same ? together : map;
}

// Whether a part of the set has integer divisions.
bool has_strides(isl_set* set) {
  bool found = false;
  const auto look = [](isl_basic_set* part, void* user) {
    *static_cast<bool*>(user) |= isl_basic_set_dim(part, isl_dim_div) > 0;
    isl_basic_set_free(part);
    return isl_stat_ok;
  };
  isl_set_foreach_basic_set(set, look, &found);
  return found;
}

}  // namespace

Presburger::Presburger(std::uint64_t operations_max) : context_(isl_ctx_alloc()) {
  isl_options_set_on_error(context_, ISL_ON_ERROR_CONTINUE);
  isl_ctx_set_max_operations(context_, operations_max);
}

void Presburger::renew() {
  isl_ctx_reset_error(context_);
  isl_ctx_reset_operations(context_);
}

Presburger::~Presburger() {
  isl_ctx_free(context_);
}

Set::Set(isl_set* owned) : set_(checked(owned)) {}
Set::Set(const Presburger& in, const std::string& text)
    : Set(isl_set_read_from_str(in.context(), text.c_str())) {}
Set::Set(const Set& other) : set_(isl_set_copy(other.set_)) {}
Set::Set(Set&& other) noexcept : set_(std::exchange(other.set_, nullptr)) {}
Set& Set::operator=(Set other) noexcept {
  std::swap(set_, other.set_);
  return *this;
}
Set::~Set() {
  isl_set_free(set_);
}

Set Set::unite(const Set& other) const {
  return Set(isl_set_union(isl_set_copy(set_), isl_set_copy(other.set_)));
}
Set Set::intersect(const Set& other) const {
  return Set(isl_set_intersect(isl_set_copy(set_), isl_set_copy(other.set_)));
}
Set Set::subtract(const Set& other) const {
  return Set(isl_set_subtract(isl_set_copy(set_), isl_set_copy(other.set_)));
}
Set Set::apply(const Relation& relation) const {
  return Set(isl_set_apply(isl_set_copy(set_), isl_map_copy(relation.map_)));
}
// Where parts have strides (as "3 k or 3 k + 1, up to 9"), isl 0.25 puts some together to a part
// that has other points than they; then they stay apart.
Set Set::coalesce() const {
  Set together(isl_set_coalesce(isl_set_copy(set_)));
  const bool is_in_doubt = has_strides(set_) || has_strides(together.set_);
  return is_in_doubt && !together.is_equal(*this) ? *this : together;
}
Set Set::tightened() const {
  return Set(isl_set_detect_equalities(isl_set_copy(set_)));
}
Set Set::disjoint() const {
  return Set(isl_set_make_disjoint(isl_set_copy(set_)));
}
bool Set::is_empty() const {
  return decided(isl_set_is_empty(set_));
}
bool Set::is_subset(const Set& of) const {
  return decided(isl_set_is_subset(set_, of.set_));
}
bool Set::is_equal(const Set& other) const {
  return decided(isl_set_is_equal(set_, other.set_));
}

std::vector<Set> Set::parts() const {
  std::vector<Set> parts;
  const auto visit = [](isl_basic_set* part, void* into) {
    static_cast<std::vector<Set>*>(into)->emplace_back(isl_set_from_basic_set(part));
    return isl_stat_ok;
  };
  if (isl_set_foreach_basic_set(set_, visit, &parts) != isl_stat_ok) give_up();
  return parts;
}

std::size_t Set::part_count() const {
  const isl_size count = isl_set_n_basic_set(set_);
  if (count < 0) give_up();
  return static_cast<std::size_t>(count);
}

std::optional<std::vector<Conjunction>> Set::conjunctions() const {
  struct Reading {
    std::vector<Conjunction> parts;
    bool is_plain = true;
  };
  const auto see_constraint = [](isl_constraint* constraint, void* into) {
    auto& reading = *static_cast<Reading*>(into);
    const auto count = [&](isl_dim_type type) {
      return static_cast<int>(isl_constraint_dim(constraint, type));
    };
    const auto constant = take_value(isl_constraint_get_constant_val(constraint));
    Affine sum(constant.value_or(0));
    reading.is_plain = reading.is_plain && constant.has_value();
    for (int i = 0; i < count(isl_dim_set); ++i) {
      const auto factor =
          take_value(isl_constraint_get_coefficient_val(constraint, isl_dim_set, i));
      reading.is_plain = reading.is_plain && factor.has_value();
      sum = sum + Affine::variable(static_cast<VariableIndex>(i)) * factor.value_or(0);
    }
    for (int i = 0; i < count(isl_dim_div); ++i) {
      const auto factor =
          take_value(isl_constraint_get_coefficient_val(constraint, isl_dim_div, i));
      reading.is_plain = reading.is_plain && factor == Wide{0};
    }
    const bool is_equality = isl_constraint_is_equality(constraint) == isl_bool_true;
    reading.parts.back().push_back({sum, is_equality});
    isl_constraint_free(constraint);
    return isl_stat_ok;
  };
  Reading reading;
  for (const Set& part : parts()) {
    reading.parts.emplace_back();
    isl_basic_set* const simple = isl_set_simple_hull(isl_set_copy(part.set_));
    const isl_stat done = isl_basic_set_foreach_constraint(simple, see_constraint, &reading);
    const bool is_same = Set(isl_set_from_basic_set(simple)).is_equal(part);
    if (done != isl_stat_ok) give_up();
    reading.is_plain = reading.is_plain && is_same;
  }
  if (!reading.is_plain) return std::nullopt;
  return std::move(reading.parts);
}

std::optional<std::vector<Wide>> Set::least_point() const {
  if (is_empty()) return std::nullopt;
  const isl_size dimensions = isl_set_dim(set_, isl_dim_set);
  isl_set* const least = isl_set_lexmin(isl_set_copy(set_));
  isl_point* const point = checked(isl_set_sample_point(checked(least)));
  std::vector<Wide> values;
  for (int i = 0; i < dimensions; ++i) {
    const auto value = take_value(isl_point_get_coordinate_val(point, isl_dim_set, i));
    if (value) values.push_back(*value);
  }
  isl_point_free(point);
  if (values.size() != static_cast<std::size_t>(dimensions)) give_up();
  return values;
}

std::optional<Wide> Set::least(std::uint32_t dimension) const {
  isl_aff* const value = coordinate(set_, dimension);
  isl_val* const least = isl_set_min_val(set_, value);
  isl_aff_free(value);
  return take_value(least);
}
std::optional<Wide> Set::greatest(std::uint32_t dimension) const {
  isl_aff* const value = coordinate(set_, dimension);
  isl_val* const greatest = isl_set_max_val(set_, value);
  isl_aff_free(value);
  return take_value(greatest);
}
Wide Set::stride(std::uint32_t dimension) const {
  return take_value(isl_set_get_stride(set_, static_cast<int>(dimension))).value_or(1);
}
std::string Set::text() const {
  return take_text(isl_set_to_str(set_));
}

Relation::Relation(isl_map* owned) : map_(checked(owned)) {}
Relation::Relation(const Presburger& in, const std::string& text)
    : Relation(put_together(isl_map_read_from_str(in.context(), text.c_str()))) {}
Relation::Relation(const Relation& other) : map_(isl_map_copy(other.map_)) {}
Relation::Relation(Relation&& other) noexcept : map_(std::exchange(other.map_, nullptr)) {}
Relation& Relation::operator=(Relation other) noexcept {
  std::swap(map_, other.map_);
  return *this;
}
Relation::~Relation() {
  isl_map_free(map_);
}
Relation Relation::reverse() const {
  return Relation(isl_map_reverse(isl_map_copy(map_)));
}
Relation Relation::unite(const Relation& other) const {
  return Relation(isl_map_union(isl_map_copy(map_), isl_map_copy(other.map_)));
}

std::string tuple_text(std::size_t dimensions) {
  std::string text = "[";
  for (std::size_t i = 0; i < dimensions; ++i) text += (i > 0 ? ", v" : "v") + std::to_string(i);
  return text + "]";
}

std::string affine_text(const Affine& value) {
  std::string text = to_text(value.constant());
  for (const auto& [variable, coefficient] : value.terms()) {
    text += " + " + to_text(coefficient) + "*v" + std::to_string(variable);
  }
  return text;
}

std::string conjunction_text(const Conjunction& all) {
  std::string text;
  for (const Constraint& one : all) {
    text += (text.empty() ? "" : " and ") + affine_text(one.expression) +
            (one.is_equality ? " = 0" : " >= 0");
  }
  return text.empty() ? "true" : text;
}

Set set_of(const Presburger& in, std::size_t dimensions, const std::vector<Conjunction>& any) {
  std::string text;
  for (const Conjunction& one : any) {
    text += (text.empty() ? "(" : " or (") + conjunction_text(one) + ")";
  }
  return {in, "{ " + tuple_text(dimensions) + " : " + (text.empty() ? "false" : text) + " }"};
}

Set point_set(const Presburger& in, const std::vector<Wide>& point) {
  std::string text;
  for (const Wide value : point) text += (text.empty() ? "" : ", ") + to_text(value);
  return {in, "{ [" + text + "] }"};
}

Relation projection(const Presburger& in, std::size_t dimensions,
                    const std::vector<Affine>& values) {
  std::string text;
  for (const Affine& value : values) text += (text.empty() ? "" : ", ") + affine_text(value);
  return {in, "{ " + tuple_text(dimensions) + " -> [" + text + "] }"};
}

}  // namespace raceproof::prove
