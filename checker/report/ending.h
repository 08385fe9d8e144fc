// What stands at the end of a trace: in sentences (the failing line, the circular wait, the two
// accesses of a data race), and as the steps that threads stand before.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "checker/report/subject.h"
#include "checker/result/result.h"

namespace raceproof::report {

/// `property` may be null: then only the ending itself is told.
std::vector<std::string> end_sentences(const Subject& subject, const result::ModelResult& model,
                                       const property::Property* property,
                                       const result::Trace& trace);

/// A step that was not taken any more: a blocked one, or one of the two of a data race.
struct NextStep {
  std::uint32_t thread = 0;
  std::uint32_t line = 0;
  std::string text;  ///< "acquire a"
  std::string note;  ///< "blocked", "may be next"
};
std::vector<NextStep> next_steps(const Subject& subject, const result::ModelResult& model,
                                 const property::Property* property, const result::Trace& trace);

}  // namespace raceproof::report
