#include "checker/report/standing.h"

namespace raceproof::report {

std::string_view name(Standing standing) {
  switch (standing) {
    case Standing::as_stated: return "as stated";
    case Standing::undecided: return "undecided";
    case Standing::wrong: return "NOT as stated";
  }
  return "undecided";
}

Standing standing(const result::PropertyResult& property) {
  if (property.verdict == result::Verdict::undecided) return Standing::undecided;
  return property.as_stated ? Standing::as_stated : Standing::wrong;
}

Standing Totals::standing() const {
  if (wrong > 0) return Standing::wrong;
  return undecided > 0 ? Standing::undecided : Standing::as_stated;
}

Totals& Totals::operator+=(const Totals& other) {
  judged += other.judged;
  wrong += other.wrong;
  undecided += other.undecided;
  states += other.states;
  return *this;
}

Totals totals(const result::Result& result) {
  Totals sum;
  for (const result::ModelResult& model : result.models) {
    sum.states += model.statistics.states;
    for (const result::PropertyResult& property : model.properties) {
      ++sum.judged;
      if (standing(property) == Standing::wrong) ++sum.wrong;
      if (standing(property) == Standing::undecided) ++sum.undecided;
    }
  }
  return sum;
}

}  // namespace raceproof::report
