#include "checker/prove/certificate.h"

#include <optional>

#include "checker/prove/certificate_text.h"
#include "checker/prove/closed_set.h"
#include "checker/prove/needed_part.h"
#include "checker/prove/observed_cells.h"
#include "checker/prove/reached_formula.h"
#include "checker/prove/violation.h"
#include "checker/prove/without_dead.h"

namespace raceproof::prove {
namespace {

using property::Property;

constexpr std::uint64_t operations_max = 10'000'000;  // of one fixpoint

BuildOptions options_of(Grain grain, const std::vector<CellIndex>& observed) {
  BuildOptions options;
  options.grain = grain;
  options.observed = observed;
  return options;
}

}  // namespace

// What was found out at one grain, for all properties.
struct Certifier::Known {
  Known(const Machine& machine, Grain grain, const std::vector<CellIndex>& observed,
        const std::function<bool()>& stop)
      : system(build(machine, options_of(grain, observed))),
        live(liveness_of(system, machine.program(), observed)),
        above(system, machine.program(), observed, stop) {}

  // What the invariant says by now, without what does not matter.
  const std::vector<Formula>& parts() {
    if (parts_of_ != above.size()) parts_ = without_dead(above.flat(), live, above.invariant());
    parts_of_ = above.size();
    return parts_;
  }

  // All reachable states as a formula, where the exact fixpoint ends and is small enough.
  const Formula& reached(const std::function<bool()>& stop) {
    if (why_not_reached) throw BudgetSpent{*why_not_reached};
    if (!reached_) {
      try {
        const Presburger in(operations_max);
        reached_ = reached_formula(in, system, above.flat(), live, stop);
      } catch (const BudgetSpent& reason) {
        why_not_reached = reason.what;
        throw;
      }
    }
    return *reached_;
  }

  TransitionSystem system;
  Liveness live;
  Above above;

 private:
  std::size_t parts_of_ = 0;  // how large the invariant was
  std::vector<Formula> parts_;
  std::optional<Formula> reached_;
  std::optional<std::string> why_not_reached;
};

Certifier::Certifier(const Machine& machine, const std::vector<const Property*>& properties,
                     std::string without, const std::function<bool()>& stop)
    : machine_(machine),
      without_(std::move(without)),
      stop_(stop),
      observed_(observed_locals(machine.program(), properties, nullptr)) {}
Certifier::~Certifier() = default;

Certifier::Known& Certifier::known(std::size_t grain) {
  if (!known_[grain]) {
    known_[grain] = std::make_unique<Known>(machine_, static_cast<Grain>(grain), observed_, stop_);
  }
  return *known_[grain];
}

// An invariant of few parts that say why, or all reachable states, as sets or one by one.
std::string Certifier::body(const Property& property) {
  const Program& program = machine_.program();
  Known& here = known(static_cast<std::size_t>(grain_of(property, program)));
  Above& above = here.above;
  const FlatSystem& flat = above.flat();
  const Formula violation = violation_of(property, here.system, program, above);
  const std::size_t variables = flat.variables + Above::spare_variables;
  std::vector<Formula> needed;
  if (above.excludes(violation) || (above.learns_more() && above.excludes_as_it_is(violation))) {
    const std::vector<Formula>& parts = here.parts();
    for (const std::size_t part : needed_part(flat, parts, violation, variables, stop_)) {
      needed.push_back(parts[part]);
    }
  } else {
    try {
      needed.push_back(here.reached(stop_));
    } catch (const BudgetSpent& sets) {
      try {
        return closed_set_text(here.system, program, here.live, stop_);
      } catch (const BudgetSpent& states) {
        throw BudgetSpent{sets.what + ", and " + states.what};
      }
    }
    Solver solver(variables);
    solver.add(needed.back());
    solver.add(violation);
    if (solver.solve()) throw BudgetSpent{"no invariant was found that excludes it"};
  }
  return certificate_text({here.system, flat, program, above.provenance().names, needed, violation,
                           Above::spare_variables});
}

Certificate Certifier::certify(const Property& property) {
  Certificate certificate;
  const auto info = [](const std::string& name, const std::string& value) {
    return "(set-info :" + name + " \"" + value + "\")\n";
  };
  try {
    certificate.text = "(push 1)\n" + info("model", std::string(machine_.model().name)) +
                       info("without", without_) + info("property", property.text) +
                       body(property) + "(pop 1)\n";
  } catch (const Unsupported& reason) {
    certificate.why_not = sentence(reason);
  } catch (const BudgetSpent& reason) {
    certificate.why_not = reason.what;
  }
  return certificate;
}

}  // namespace raceproof::prove
