#include "checker/result/result.h"

namespace raceproof::result {

std::string_view name(Verdict verdict) {
  switch (verdict) {
    case Verdict::holds: return "holds";
    case Verdict::violated: return "violated";
    case Verdict::undecided: return "undecided";
  }
  return "undecided";
}

std::string to_text(const Count& count) {
  if (count.unknown) return "unknown";
  return count.infinite ? "infinite" : count.value.str();
}

}  // namespace raceproof::result
