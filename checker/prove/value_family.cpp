#include "checker/prove/value_family.h"

#include <optional>

#include "checker/prove/transition_system.h"
#include "checker/prove/value_text.h"

namespace raceproof::prove {
namespace {

// The formula is found from two instances and then compared with the set, so that it does not
// matter which two; they are large enough for irregularities of small ones to be left behind.
constexpr Wide first_sample = 61;
constexpr Wide second_sample = 128;
constexpr Wide least_max = 12;
constexpr Wide instances_behind = 2;
constexpr std::size_t tuples_max = 2'000;

/// `slope * constant + offset`.
struct Line {
  Wide slope = 0;
  Wide offset = 0;
  friend bool operator==(const Line&, const Line&) = default;
};

struct LineRange {
  Line low;
  Line high;
  Wide step = 1;
};

std::optional<Line> line_through(Wide first, Wide second) {
  const Wide distance = second_sample - first_sample;
  const Wide rise = second - first;
  if (rise % distance != 0) return std::nullopt;
  return Line{rise / distance, first - rise / distance * first_sample};
}

std::string isl_text(const Line& line) {
  return "(" + to_text(line.slope) + "*v0 + " + to_text(line.offset) + ")";
}

std::string isl_text(const LineRange& range) {
  const std::string low = isl_text(range.low);
  return "[v0, v1] : " + low + " <= v1 <= " + isl_text(range.high) + " and (v1 - " + low +
         ") mod " + to_text(range.step) + " = 0";
}

std::string language_text(const Line& line, const std::string& constant) {
  if (line.slope == 0) return to_text(line.offset);
  std::string text = constant;
  if (line.slope == -1) text = "-" + constant;
  if (line.slope != 1 && line.slope != -1) text = to_text(line.slope) + "*" + constant;
  if (line.offset > 0) text += "+" + to_text(line.offset);
  if (line.offset < 0) text += to_text(line.offset);
  return text;
}

std::string language_text(const std::vector<LineRange>& ranges, const std::string& constant) {
  std::string text;
  for (const LineRange& range : ranges) {
    const std::string low = language_text(range.low, constant);
    const bool is_one = range.low == range.high;
    if (is_one && ranges.size() == 1) return low;
    text += (text.empty() ? "" : " | ") +
            (is_one ? "{" + low + "}" : low + ".." + language_text(range.high, constant));
    if (range.step != 1) text += " step " + to_text(range.step);
  }
  return text;
}

Set instance_of(const Presburger& in, const Set& values, Wide constant, std::size_t others) {
  const Set there =
      set_of(in, others + 1, {{equal(Affine::variable(0), Affine(constant))}}).intersect(values);
  std::vector<Affine> rest;
  for (VariableIndex v = 1; v <= others; ++v) rest.push_back(Affine::variable(v));
  return there.apply(projection(in, others + 1, rest));
}

std::optional<std::vector<LineRange>> lines_of(const Presburger& in, const Set& values) {
  const auto first = ranges_of(in, instance_of(in, values, first_sample, 1));
  const auto second = ranges_of(in, instance_of(in, values, second_sample, 1));
  if (!first || !second || first->size() != second->size() || first->empty()) return std::nullopt;
  std::vector<LineRange> ranges;
  for (std::size_t i = 0; i < first->size(); ++i) {
    const ValueRange& a = (*first)[i];
    const ValueRange& b = (*second)[i];
    const auto low = line_through(a.low, b.low);
    const auto high = line_through(a.high, b.high);
    if (!low || !high || a.step != b.step) return std::nullopt;
    ranges.push_back({*low, *high, a.step});
  }
  return ranges;
}

Set set_of_lines(const Presburger& in, const std::vector<LineRange>& ranges) {
  std::string text;
  for (const LineRange& range : ranges) text += (text.empty() ? "" : "; ") + isl_text(range);
  return {in, "{ " + text + " }"};
}

// The least value of the constant from which on the ranges are the set.
std::optional<Wide> least_of(const Presburger& in, const Set& values,
                             const std::vector<LineRange>& ranges) {
  const Set formula = set_of_lines(in, ranges);
  for (Wide least = 0; least <= least_max; ++least) {
    const Set from = set_of(in, 2, {OpenVariable{0, least, open_constant_max}.bounds()});
    if (values.intersect(from).is_equal(formula.intersect(from))) return least;
  }
  return std::nullopt;
}

result::FamilyInstance described(const Presburger& in, const Set& values, Wide constant,
                                 const std::vector<std::string>& names) {
  const Set there = instance_of(in, values, constant, names.size());
  result::FamilyInstance instance;
  instance.value = static_cast<std::int64_t>(constant);
  instance.set = value_text(in, there, names);
  Set rest = there;
  for (auto point = rest.least_point(); point; point = rest.least_point()) {
    if (instance.tuples.size() == tuples_max) {
      instance.tuples.clear();
      break;
    }
    std::vector<std::int64_t> tuple;
    for (const Wide value : *point) tuple.push_back(static_cast<std::int64_t>(value));
    instance.tuples.push_back(std::move(tuple));
    rest = rest.subtract(point_set(in, *point));
  }
  return instance;
}

}  // namespace

Set plainer(const Presburger& in, const Set& values) {
  const auto ranges = lines_of(in, values);
  const auto least = ranges ? least_of(in, values, *ranges) : std::nullopt;
  if (!least) return values;
  const Set from = set_of(in, 2, {OpenVariable{0, *least, open_constant_max}.bounds()});
  Set all = set_of_lines(in, *ranges).intersect(from);
  for (Wide value = 0; value < *least; ++value) {
    const Affine constant = Affine::variable(0) - Affine(value);
    const Set here = set_of(in, 2, {{equal(constant, Affine())}});
    const Set instance = instance_of(in, values, value, 1);
    auto few = runs_of(in, instance);
    if (!few) few = ranges_of(in, instance);
    if (!few) return values;
    std::vector<LineRange> flat;
    for (const ValueRange& range : *few)
      flat.push_back({{0, range.low}, {0, range.high}, range.step});
    if (!flat.empty()) all = all.unite(set_of_lines(in, flat).intersect(here));
  }
  return all.is_equal(values) ? all : values;
}

result::Family family_of(const Presburger& in, const Set& values,
                         const std::vector<std::string>& names, std::string& set) {
  const std::vector<std::string> others(names.begin() + 1, names.end());
  result::Family family;
  family.constant = names.front();
  family.most = static_cast<std::int64_t>(open_constant_max);
  const auto ranges = others.size() == 1 ? lines_of(in, values) : std::nullopt;
  const auto least = ranges ? least_of(in, values, *ranges) : std::nullopt;
  set = least ? language_text(*ranges, family.constant) : value_text(in, values, names);
  family.least = static_cast<std::int64_t>(least.value_or(0));
  for (Wide value = 0; value <= Wide{family.least} + instances_behind; ++value) {
    family.instances.push_back(described(in, values, value, others));
  }
  return family;
}

}  // namespace raceproof::prove
