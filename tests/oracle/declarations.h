// What the declarations of a scenario say (the language reference, section 3), by name.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "checker/lang/scenario.h"
#include "tests/oracle/model.h"
#include "tests/oracle/world.h"

namespace raceproof::oracle {

/// The values that a variable or local may have; leaving it is an error.
struct Range {
  std::int64_t low = 0;
  std::int64_t high = 0;
  bool contains(std::int64_t value) const { return low <= value && value <= high; }
};

/// Several things declared by one name: the elements of an array, the copies of a thread, or one.
struct Group {
  std::size_t first = 0;  ///< the number of the first among all of its kind
  std::size_t size = 1;
};

/// A `var` or `atomic`: `group` numbers its cells in `World::cells`.
struct SharedVariable {
  Group group;
  bool atomic = false;
  std::optional<Range> range;
};

/// A lock or another synchronisation object: `group` numbers it among those of its kind, locks and
/// rlocks together.
struct SyncGroup {
  Group group;
  lang::SyncObject::Kind kind = lang::SyncObject::Kind::lock;
  bool removed = false;  ///< by `without`
  const SyncGroup* lock = nullptr;  ///< of a condition
  std::size_t lock_number = 0;      ///< of a condition: among all locks
};

struct ThreadGroup {
  Group group;
  const lang::Block* body = nullptr;
  bool waits_for_start = false;  ///< some statement says `start name`
};

struct FunctionBody {
  const lang::Function* function = nullptr;
  std::set<std::string> assigned;  ///< names that some statement of the body assigns to
};

/// Everything that stays the same while the scenario runs. It refers to the scenario, which has to
/// outlive it.
struct Declarations {
  const lang::Scenario* scenario = nullptr;
  Model model = Model::no_gil;
  std::map<std::string, std::int64_t> constants;
  std::map<std::string, SharedVariable> shared;
  std::map<std::string, SyncGroup> sync_objects;
  std::map<std::string, ThreadGroup> threads;
  std::map<std::string, FunctionBody> functions;
  std::map<std::string, Group> objects;
  std::map<std::string, Group> references;           ///< the shared ones
  std::vector<lang::Object::Count> counts;           ///< how each object counts, by number
  std::size_t thread_count = 0;
  World initial;  ///< before `init`
};

/// Reads the declarations; throws Unsupported where one of them is none that the oracle knows, or
/// a constant expression in one cannot be evaluated.
Declarations read_declarations(const lang::Scenario& scenario, Model model,
                               const std::set<std::string>& removed_locks);

/// The range of a variable or local: the one that is written, or 0..1 where the initial value is
/// written `true` or `false` (section 2). `constant` evaluates the bounds.
template <typename Constant>
std::optional<Range> range_of(const lang::Cell& cell, Constant constant) {
  if (!cell.range.empty()) return Range{constant(cell.range[0]), constant(cell.range[1])};
  if (cell.initial.empty()) return std::nullopt;
  for (const lang::Expression& value : cell.initial) {
    if (value.kind != lang::Expression::Kind::boolean) return std::nullopt;
  }
  return Range{0, 1};
}

}  // namespace raceproof::oracle
