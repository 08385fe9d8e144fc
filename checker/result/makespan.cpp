#include "checker/result/makespan.h"

#include <array>
#include <string_view>

namespace raceproof::result {
namespace {

struct Unit {
  std::int64_t us;
  std::size_t digits;  // behind the point
  std::string_view name;
};

constexpr std::array<Unit, 3> units{{{1'000'000, 6, "s"}, {1'000, 3, "ms"}, {1, 0, "us"}}};

}  // namespace

std::string duration_text(std::int64_t us) {
  for (const Unit& unit : units) {
    if (us < unit.us && unit.us > 1) continue;
    std::string text = std::to_string(us / unit.us);
    std::string rest = std::to_string(us % unit.us);
    if (us % unit.us != 0) {
      rest.insert(0, unit.digits - rest.size(), '0');
      rest.erase(rest.find_last_not_of('0') + 1);
      text += "." + rest;
    }
    return text.append(unit.name);
  }
  return "";
}

std::string range_text(const Makespan& makespan) {
  const std::string least = duration_text(makespan.least.makespan_us);
  if (makespan.is_unbounded) return "from " + least + " without an upper bound";
  if (makespan.least.makespan_us == makespan.greatest.makespan_us) return least;
  return "between " + least + " and " + duration_text(makespan.greatest.makespan_us);
}

}  // namespace raceproof::result
