#include "checker/prove/certificate.h"

#include <algorithm>

#include "checker/prove/certificate_text.h"
#include "checker/prove/needed_part.h"
#include "checker/prove/observed_cells.h"
#include "checker/prove/violation.h"
#include "checker/prove/without_dead.h"

namespace raceproof::prove {
namespace {

using property::Property;

std::string head(const Machine& machine, const Property& property, const std::string& without) {
  return "(set-info :model \"" + std::string(machine.model().name) + "\")\n" +
         "(set-info :without \"" + without + "\")\n" +
         "(set-info :property \"" + property.text + "\")\n";
}

std::string body(const Machine& machine, const Property& property,
                 const std::function<bool()>& stop) {
  const Program& program = machine.program();
  BuildOptions options;
  options.grain = grain_of(property, program);
  options.observed = observed_locals(program, {&property}, nullptr);
  const TransitionSystem system = build(machine, options);
  Above above(system, program, stop);
  const Formula violation = violation_of(property, system, program, above);
  const std::vector<Formula> all = without_dead(
      above.flat(), liveness_of(system, program, options.observed), above.invariant());
  const std::size_t variables = above.flat().variables + Above::spare_variables;
  std::vector<Formula> needed;
  for (const std::size_t part : needed_part(above.flat(), all, violation, variables, stop)) {
    needed.push_back(all[part]);
  }
  return certificate_text({system, above.flat(), program, above.provenance().names, needed,
                           violation, Above::spare_variables});
}

}  // namespace

Certificate certificate_of(const Machine& machine, const Property& property,
                           const std::string& without, const std::function<bool()>& stop) {
  Certificate certificate;
  try {
    certificate.text = "(push 1)\n" + head(machine, property, without) +
                       body(machine, property, stop) + "(pop 1)\n";
  } catch (const Unsupported& reason) {
    certificate.why_not = sentence(reason);
  } catch (const BudgetSpent& reason) {
    certificate.why_not = reason.what;
  }
  return certificate;
}

}  // namespace raceproof::prove
