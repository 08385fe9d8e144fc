// Execution models: when another thread may run. A model is a row of data; another one is one row.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "models/switch_point.h"

namespace raceproof {

/// One model of the language reference, section "Execution models". Source for the GIL models:
/// CPython's evaluation loop (Python/ceval.c, Python/bytecodes.c) of the versions named.
struct ExecutionModel {
  std::string_view name;
  std::string_view stands_for;
  bool has_gil = false;        ///< `allow_threads` gives it up
  bool by_default = false;     ///< judged where a property names no model
  SwitchPoints points = 0;     ///< the points at which another thread may run
};

/// All models, in the order in which they are judged and shown.
std::span<const ExecutionModel> execution_models();

/// The model of that name, or nothing.
const ExecutionModel* find_model(std::string_view name);

/// `serial`: the baseline of `serializable`.
const ExecutionModel& serial_model();

}  // namespace raceproof
