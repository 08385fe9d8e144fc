#include "checker/prove/reason.h"

#include <algorithm>

#include "checker/prove/above.h"
#include "checker/prove/cases.h"
#include "checker/prove/needed_part.h"
#include "checker/prove/observed_cells.h"
#include "checker/prove/provenance_words.h"

namespace raceproof::prove {
namespace {

constexpr std::size_t edges_max = 400;  // beyond, an explanation is not worth its time

// What the family says that the formula is of.
Words words_for(const Provenance& provenance, const Formula& formula) {
  for (std::size_t i = 0; i < provenance.candidates.size(); ++i) {
    const Family& family = provenance.candidates[i];
    if (std::find(family.begin(), family.end(), formula) != family.end()) {
      return provenance.words[i];
    }
  }
  return {};
}

std::size_t edge_count(const TransitionSystem& system) {
  std::size_t count = 0;
  for (const ThreadGraph& graph : system.threads) count += graph.edges.size();
  return count;
}

// What is said of places where no thread ever stands is true and explains nothing.
Formula at_real_places(const TransitionSystem& system, Above& above) {
  std::vector<Formula> all;
  for (std::uint32_t thread = 0; thread < system.threads.size(); ++thread) {
    for (LocationIndex at = 0; at < system.threads[thread].locations.size(); ++at) {
      if (!above.excludes_as_it_is(atom(above.flat().stands_at(thread, at)))) continue;
      all.push_back(differs(above.flat().position(thread), Wide{at}));
    }
  }
  return all_of(std::move(all));
}

}  // namespace

std::vector<std::string> reason_against(const Machine& machine, const Expression& final_condition,
                                        const std::function<bool()>& stop) {
  BuildOptions options;
  collect_cells(final_condition, options.observed);
  std::erase_if(options.observed,
                [&](CellIndex cell) { return cell < machine.program().shared_cells; });
  try {
    const TransitionSystem system = build(machine, options);
    if (edge_count(system) > edges_max) return {};
    Above above(system, machine.program(), options.observed, stop);
    const Formula wanted =
        all_of({above.ended(), one_of(conditions_of(final_condition, system.cells, true))});
    if (!above.excludes(wanted)) return {};
    const Formula asked = all_of({at_real_places(system, above), wanted});
    const std::vector<Formula>& parts = above.invariant();
    std::vector<Words> words;
    for (const std::size_t part : excluding_part(parts, asked, above.flat().variables)) {
      words.push_back(words_for(above.provenance(), parts[part]));
    }
    return sentences(words);
  } catch (const Unsupported&) {
    return {};
  } catch (const BudgetSpent&) {
    return {};
  }
}

}  // namespace raceproof::prove
