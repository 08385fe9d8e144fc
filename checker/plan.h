// Which properties are judged in which model with which locks removed: the searches to be made.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "checker/checker.h"

namespace raceproof {

/// One search: a model, locks removed, and the properties (by index) that it decides.
struct PlannedSearch {
  const ExecutionModel* model = nullptr;
  std::vector<std::uint32_t> removed;
  std::vector<std::string> removed_names;
  std::vector<std::size_t> properties;
  std::size_t number = 0;  ///< among the searches of the plan
};

struct Plan {
  std::vector<property::Property> properties;  ///< those of the file, then the defaults
  std::vector<PlannedSearch> searches;         ///< by removed locks, then by model
};

/// The plan of `check`: language reference, section "Properties".
Plan plan_check(const lang::Lowered& scenario, const Options& options);

/// The models that a question without properties asks: those of the options, or the default ones.
std::vector<const ExecutionModel*> models_of(const Options& options);

/// Numbers of the lock objects of these names, as `--without` has them, ascending.
std::vector<std::uint32_t> removed_objects(const lang::Lowered& scenario,
                                           const std::vector<std::string>& names);

}  // namespace raceproof
