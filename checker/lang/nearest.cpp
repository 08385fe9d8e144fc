// "Did you mean": the distance between names.
#include <algorithm>
#include <cstddef>

#include "checker/lang/diagnostic.h"

namespace raceproof::lang {
namespace {

// Longer names are not typed by hand; comparing them would take time that grows with the square.
constexpr std::size_t length_max = 100;

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// Damerau-Levenshtein: letters changed, added, left out, and neighbours exchanged (each letter in
// one exchange at most).
std::size_t distance(std::string_view left, std::string_view right) {
  std::vector<std::size_t> before(right.size() + 1);
  std::vector<std::size_t> above(right.size() + 1);
  std::vector<std::size_t> now(right.size() + 1);
  for (std::size_t j = 0; j <= right.size(); ++j) above[j] = j;
  for (std::size_t i = 1; i <= left.size(); ++i) {
    now[0] = i;
    for (std::size_t j = 1; j <= right.size(); ++j) {
      const std::size_t change = left[i - 1] == right[j - 1] ? 0 : 1;
      now[j] = std::min({above[j] + 1, now[j - 1] + 1, above[j - 1] + change});
      const bool exchanged =
          i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1];
      if (exchanged) now[j] = std::min(now[j], before[j - 2] + 1);
    }
    std::swap(before, above);
    std::swap(above, now);
  }
  return above[right.size()];
}

bool equal_but_for_case(std::string_view left, std::string_view right) {
  return std::ranges::equal(left, right, {}, lower, lower);
}

}  // namespace

std::string nearest(std::string_view wrong, const std::vector<std::string>& candidates) {
  if (wrong.empty() || wrong.size() > length_max) return "";
  const std::size_t allowed = std::max<std::size_t>(wrong.size() / 3, 1);
  std::string best;
  std::size_t best_distance = allowed + 1;
  for (const std::string& candidate : candidates) {
    if (candidate == wrong || candidate.size() > wrong.size() + allowed) continue;
    const std::size_t apart = equal_but_for_case(wrong, candidate) ? 1 : distance(wrong, candidate);
    // Two names of one letter each have nothing in common that could have been meant.
    const bool is_other_word = apart >= std::max(wrong.size(), candidate.size());
    if (is_other_word || apart >= best_distance) continue;
    best = candidate;
    best_distance = apart;
  }
  return best;
}

}  // namespace raceproof::lang
