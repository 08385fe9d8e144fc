#include "checker/prove/reduced.h"

#include <algorithm>

namespace raceproof::prove {

bool is_true(const Formula& formula) {
  return formula.kind == Formula::Kind::all && formula.parts.empty();
}

bool is_false(const Formula& formula) {
  return formula.kind == Formula::Kind::any && formula.parts.empty();
}

Formula reduced(const Formula& formula) {
  if (formula.kind == Formula::Kind::constraint) {
    if (formula.constraint.is_trivially_true()) return all_of(std::vector<Formula>{});
    if (formula.constraint.is_trivially_false()) return any_of({});
    return formula;
  }
  const bool is_all = formula.kind == Formula::Kind::all;
  Formula result;
  result.kind = formula.kind;
  for (const Formula& part : formula.parts) {
    Formula one = reduced(part);
    if (is_all ? is_true(one) : is_false(one)) continue;
    if (is_all ? is_false(one) : is_true(one)) return one;
    if (one.kind != formula.kind) {
      result.parts.push_back(std::move(one));
      continue;
    }
    for (Formula& inner : one.parts) result.parts.push_back(std::move(inner));
  }
  std::vector<Formula> once;
  for (Formula& part : result.parts) {
    if (std::find(once.begin(), once.end(), part) == once.end()) once.push_back(std::move(part));
  }
  if (once.size() == 1) return std::move(once.front());
  result.parts = std::move(once);
  return result;
}

}  // namespace raceproof::prove
