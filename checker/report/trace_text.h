// A trace for people: a column per thread, the value at every step even where it changes nothing.
#pragma once

#include <string>
#include <string_view>

#include "checker/report/palette.h"
#include "checker/report/subject.h"
#include "checker/result/result.h"

namespace raceproof::report {

struct TextOptions {
  Palette palette;
  bool verbose = false;
  bool quiet = false;
  std::size_t width = 160;  ///< wider traces are written one line a step
};

/// The steps as a table.
std::string trace_table(const Subject& subject, const result::ModelResult& model,
                        const property::Property* property, const result::Trace& trace,
                        const TextOptions& options, std::string_view indent);

/// "6 steps, 2 switches".
std::string trace_size(const result::Trace& trace);

/// The command that runs the trace again: "raceproof replay counter.race --model no_gil ...".
std::string replay_command(const Subject& subject, const result::ModelResult& model,
                           const result::Trace& trace);

/// All of it: the table, what stands at its end, the command. `property` may be null.
std::string trace_text(const Subject& subject, const result::ModelResult& model,
                       const property::Property* property, const result::Trace& trace,
                       const TextOptions& options, std::string_view indent);

}  // namespace raceproof::report
