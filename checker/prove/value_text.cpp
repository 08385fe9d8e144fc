#include "checker/prove/value_text.h"

#include <algorithm>
#include <cctype>
#include <optional>

namespace raceproof::prove {
namespace {

constexpr std::size_t ranges_max = 12;

std::string isl_text(const ValueRange& range) {
  const std::string low = to_text(range.low);
  return "[v0] : " + low + " <= v0 <= " + to_text(range.high) + " and (v0 - (" + low + ")) mod " +
         to_text(range.step) + " = 0";
}

std::string language_text(const ValueRange& range) {
  if (range.low == range.high) return "{" + to_text(range.low) + "}";
  std::string text = to_text(range.low) + ".." + to_text(range.high);
  if (range.step != 1) text += " step " + to_text(range.step);
  return text;
}

std::optional<std::string> one_dimension(const Presburger& in, const Set& values) {
  const auto ranges = ranges_of(in, values);
  if (!ranges || ranges->size() > ranges_max) return std::nullopt;
  std::string text;
  for (const ValueRange& range : *ranges) {
    text += (text.empty() ? "" : " | ") + language_text(range);
  }
  if (ranges->size() == 1 && ranges->front().low == ranges->front().high) {
    return to_text(ranges->front().low);
  }
  return text;
}

// Few single points as they are.
std::optional<std::string> tuples(const Presburger& in, const Set& values, std::size_t dimensions) {
  std::vector<std::vector<Wide>> points;
  Set rest = values;
  while (!rest.is_empty()) {
    const auto least = rest.least_point();
    if (!least || points.size() == ranges_max) return std::nullopt;
    points.push_back(*least);
    rest = rest.subtract(point_set(in, *least));
  }
  std::string text;
  for (const std::vector<Wide>& point : points) {
    if (point.size() != dimensions) return std::nullopt;
    text += (text.empty() ? "" : ", ") + point_text(point);
  }
  return points.size() == 1 ? text : "{" + text + "}";
}

// The constraints, with the names of what was observed in place of isl's own, v0 and i0 and on.
// Each word is looked at once, so that no name is taken for one of those.
std::string constraints_text(const Set& values, const std::vector<std::string>& names) {
  const std::string written = values.text();
  const auto is_digit = [](char one) { return one >= '0' && one <= '9'; };
  const auto is_word = [](char one) { return std::isalnum(static_cast<unsigned char>(one)) != 0; };
  std::string text;
  for (std::size_t at = 0; at < written.size();) {
    std::size_t end = at;
    while (end < written.size() && is_digit(written[end])) ++end;  // a factor, as in "2i0"
    const bool is_number = end > at;
    while (!is_number && end < written.size() && is_word(written[end])) ++end;
    if (end == at) {
      text += written[at++];
      continue;
    }
    const std::string word = written.substr(at, end - at);
    const auto number = word[0] == 'v' || word[0] == 'i' ? wide_of(word.substr(1)) : std::nullopt;
    const bool is_name = number && *number < static_cast<Wide>(names.size());
    if (!is_number && !text.empty() && is_digit(text.back())) text += '*';
    text += is_name ? names[static_cast<std::size_t>(*number)] : word;
    at = end;
  }
  return text;
}

}  // namespace

std::optional<std::vector<ValueRange>> runs_of(const Presburger& in, const Set& values) {
  const auto high = values.greatest(0);
  const auto from = [&](Wide low) {
    return set_of(in, 1,
                  {{at_least(Affine::variable(0), Affine(low)),
                    at_least(Affine(*high), Affine::variable(0))}});
  };
  std::vector<ValueRange> ranges;
  auto low = values.least(0);
  if (!low || !high) return std::nullopt;
  while (low) {
    if (ranges.size() == ranges_max) return std::nullopt;
    const auto gap = from(*low).subtract(values).least(0);
    ranges.push_back({*low, gap ? *gap - 1 : *high, 1});
    low = gap ? values.intersect(from(*gap)).least(0) : std::nullopt;
  }
  return ranges;
}

std::optional<std::vector<ValueRange>> ranges_of(const Presburger& in, const Set& values) {
  std::vector<ValueRange> ranges;
  for (const Set& part : values.coalesce().parts()) {
    const auto low = part.least(0);
    const auto high = part.greatest(0);
    if (!low || !high) return std::nullopt;
    const Wide step = *low == *high ? 1 : part.stride(0);
    if (step < 1) return std::nullopt;
    ranges.push_back({*low, *high, step});
  }
  std::sort(ranges.begin(), ranges.end(), [](const ValueRange& a, const ValueRange& b) {
    return a.low != b.low ? a.low < b.low : a.high < b.high;
  });
  std::vector<ValueRange> joined;
  for (const ValueRange& range : ranges) {
    if (!joined.empty()) {
      ValueRange& last = joined.back();
      const bool fits = last.step == 1 && range.step == 1 && range.low <= last.high + 1;
      if (fits) {
        last.high = std::max(last.high, range.high);
        continue;
      }
    }
    joined.push_back(range);
  }
  // A part can have gaps that no step describes, so what was made of it is compared.
  std::string same;
  for (const ValueRange& range : joined) same += (same.empty() ? "" : "; ") + isl_text(range);
  const Set read_back(in, "{ " + (same.empty() ? "[v0] : false" : same) + " }");
  const bool is_same = values.is_equal(read_back);
  const bool has_steps = std::any_of(joined.begin(), joined.end(),
                                     [](const ValueRange& range) { return range.step != 1; });
  if (is_same && (!has_steps || joined.size() == 1)) return joined;
  const auto runs = runs_of(in, values);
  if (!runs || (is_same && runs->size() > joined.size())) {
    return is_same ? std::optional(joined) : std::nullopt;
  }
  return runs;
}

std::string point_text(const std::vector<Wide>& point) {
  if (point.size() == 1) return to_text(point[0]);
  std::string text;
  for (const Wide value : point) text += (text.empty() ? "(" : ", ") + to_text(value);
  return text + ")";
}

std::string value_text(const Presburger& in, const Set& values,
                       const std::vector<std::string>& names) {
  if (values.is_empty()) return "{}";
  const auto text =
      names.size() == 1 ? one_dimension(in, values) : tuples(in, values, names.size());
  return text ? *text : constraints_text(values, names);
}

Set claimed_set(const Presburger& in, const ValueSet& claimed, std::size_t dimensions) {
  std::string text;
  const auto also = [&](const std::string& part) { text += (text.empty() ? "" : "; ") + part; };
  if (dimensions == 1) {
    for (const ValueSet::Range& range : claimed.ranges) {
      also(isl_text({Wide{range.low}, Wide{range.high}, Wide{range.step}}));
    }
  }
  for (const std::vector<std::int64_t>& tuple : claimed.tuples) {
    std::string values;
    for (const std::int64_t value : tuple) {
      values += (values.empty() ? "" : ", ") + std::to_string(value);
    }
    also("[" + values + "]");
  }
  if (text.empty()) return set_of(in, dimensions, {});
  return Set(in, "{ " + text + " }").coalesce();
}

}  // namespace raceproof::prove
