// Expressions that are evaluated without steps of their own: the test of an `await` (section 4) and
// the expressions of properties (section 9); and sets.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <vector>

#include "checker/lang/scenario.h"

namespace raceproof::oracle {

/// What a name means: its value; nothing where it cannot be read (an index out of bounds).
struct Reading {
  /// The place, its index and the index behind its dot, where they are written.
  std::function<std::optional<std::int64_t>(const lang::Place&, std::optional<std::int64_t>,
                                            std::optional<std::int64_t>)>
      read;
  std::optional<std::int64_t> self;
};

/// The value of the expression; nothing where it cannot be evaluated.
std::optional<std::int64_t> value_at_once(const lang::Expression& expression,
                                          const Reading& reading);

/// Gives the values of the expressions that sets are made of.
using SetValue = std::function<std::optional<std::int64_t>(const lang::Expression&)>;

/// Whether the set has this element; nothing where it cannot be evaluated.
std::optional<bool> contains(const lang::Set& set, const std::vector<std::int64_t>& element,
                             const SetValue& value);

/// The elements of a set, each once, in ascending order; nothing where one cannot be evaluated or
/// there are more than `limit`.
std::optional<std::set<std::vector<std::int64_t>>> elements(const lang::Set& set,
                                                            const SetValue& value,
                                                            std::size_t limit);

}  // namespace raceproof::oracle
