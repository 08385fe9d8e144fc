// The answer of `steps`: what each thread was decomposed into, and where the models let another
// run.
#pragma once

#include <string>
#include <vector>

#include "checker/report/trace_text.h"
#include "models/execution_model.h"

namespace raceproof::report {

std::string steps_text(const Subject& subject, const std::vector<const ExecutionModel*>& models,
                       const TextOptions& options);

}  // namespace raceproof::report
