// The steps of a thread's code, and the switch points of the models between them.
#pragma once

#include <cstdint>
#include <vector>

#include "models/execution_model.h"
#include "models/program.h"

namespace raceproof::report {

/// Where a switch point lies behind a step: never, on some of the ways that control goes on,
/// always.
enum class Switching : std::uint8_t { never, sometimes, always };

/// One step of a thread's code, or an event inside the `atomic` block that is one.
struct CodeStep {
  NodeIndex node = 0;
  std::size_t number = 0;            ///< from 1; 0 inside an `atomic` block
  std::vector<std::size_t> next;     ///< numbers of the steps that may come next; 0 is the end
  std::vector<Switching> switching;  ///< one a model
};

/// The steps that can be reached, in the order of the code.
std::vector<CodeStep> code_steps(const Code& code, const Program& program,
                                 const std::vector<const ExecutionModel*>& models);

}  // namespace raceproof::report
