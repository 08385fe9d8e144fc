// Who waits for whom where nobody can go on: the wait-for graph of a stuck state, in sentences.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "checker/report/subject.h"
#include "checker/result/result.h"

namespace raceproof::report {

/// The shortest cycle first if there is one ("circular wait of T0 and T1:", then a sentence for
/// each of them: "T0 waits for b (line 8), which T1 holds (since step 3, line 13)"), then every
/// other thread that waits.
std::vector<std::string> wait_sentences(const Subject& subject, const result::ModelResult& model,
                                        const result::Trace& trace);

/// The numbers of the locks that the model's result was computed without.
std::vector<std::uint32_t> removed_objects(const Subject& subject,
                                           const result::ModelResult& model);

}  // namespace raceproof::report
