// How a question is searched of which states may be left out. Private to the checker.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "checker/checker.h"

namespace raceproof {

/// One search: what it says of these properties, with these reductions, of so many states at most.
struct SearchPart {
  std::vector<std::size_t> properties;
  engine::Reductions reductions;
  std::uint64_t states_max = 0;
};
struct SearchedPart {
  result::ModelResult answer;
  bool has_met_states = false;    ///< there are more states than it might look at
  bool is_worth_waiting = false;  ///< so many steps do that it is worth the time
};
using SearchOf = std::function<SearchedPart(const SearchPart&)>;

/// Most spaces are small, and everything is told of them: where `is_whole_first`, states are left
/// out only where there are many, and where that is of use. What is found is looked for among all
/// states again, as far as that is possible, since the best trace may lead through the others.
result::ModelResult leave_out(const SearchPart& whole_question, bool is_whole_first,
                              const SearchOf& search);

}  // namespace raceproof
