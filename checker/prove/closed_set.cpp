#include "checker/prove/closed_set.h"

#include "checker/prove/location_names.h"
#include "checker/prove/smt_text.h"
#include "checker/prove/state_list.h"

namespace raceproof::prove {
namespace {

constexpr std::size_t states_max = 100'000;

}  // namespace

std::string closed_set_text(const TransitionSystem& system, const Program& program,
                            const Liveness& live, const std::function<bool()>& stop) {
  const std::vector<ListedState> states = list_states(system, live, states_max, stop);
  std::string text;
  for (std::size_t thread = 0; thread < system.threads.size(); ++thread) {
    const std::vector<std::string> names =
        location_names(system.threads[thread], program.codes[program.threads[thread].code]);
    for (std::size_t at = 0; at < names.size(); ++at) {
      const std::string name = "T" + std::to_string(thread) + " " + names[at];
      text += "(define-fun " + smt_symbol(name) + " () Int " + std::to_string(at) + ")\n";
    }
  }
  text += "(set-info :columns \"";
  for (const Variable& variable : system.variables) text += variable.name + " ";
  text += "\")\n";
  for (const ListedState& state : states) {
    text += "(set-info :state \"";
    for (const LocationIndex at : state.at) text += std::to_string(at) + " ";
    for (VariableIndex v = 0; v < state.values.size(); ++v) {
      text += (is_live(live, state.at, v) ? to_text(state.values[v]) : "-") + " ";
    }
    text += "\")\n";
  }
  return text;
}

}  // namespace raceproof::prove
