#include "mutant.h"

#include <algorithm>
#include <array>

#include "checker/lang/parser.h"
#include "mutation_site.h"
#include "operators.h"

namespace raceproof::mutation {
namespace {

struct OperatorRow {
  Operator op;
  std::string_view name;
  void (*plant)(const Site&, Planted&);
};

constexpr std::array<OperatorRow, 4> operators{{
    {Operator::drop, "drop", drop_operations},
    {Operator::swap, "swap", swap_neighbours},
    {Operator::if_once, "if_once", test_once},
    {Operator::plain, "plain", divide_steps},
}};

}  // namespace

std::string_view name(Operator op) {
  return operators[static_cast<std::size_t>(op)].name;
}

std::vector<Mutant> mutants_of(std::string_view source) {
  const lang::Parsed parsed = lang::parse(source);
  std::vector<Mutant> mutants;
  if (!parsed.scenario) return mutants;
  const Site site(source, *parsed.scenario);
  for (const OperatorRow& row : operators) {
    Planted planted(site.map(), row.op);
    row.plant(site, planted);
    std::stable_sort(planted.mutants.begin(), planted.mutants.end(),
                     [](const Mutant& a, const Mutant& b) { return a.line < b.line; });
    std::move(planted.mutants.begin(), planted.mutants.end(), std::back_inserter(mutants));
  }
  return mutants;
}

}  // namespace raceproof::mutation
