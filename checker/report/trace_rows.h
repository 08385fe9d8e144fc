// A trace as rows that any layout can show: steps in order, repetitions folded, with the values of
// the shared variables that it touches.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "checker/report/ending.h"
#include "checker/report/palette.h"
#include "checker/report/pattern.h"
#include "checker/result/trace.h"
#include "models/program.h"

namespace raceproof::report {

/// What a row read or wrote.
struct Touch {
  CellIndex cell = 0;
  std::int64_t before = 0;
  std::int64_t after = 0;
  bool written = false;
};

struct TraceRow {
  std::string step;                    ///< "12", "init", "...", "next"; "" for an event of a region
  std::uint32_t line = 0;              ///< of the source; 0 for none
  std::vector<std::uint32_t> threads;  ///< in whose columns `text` stands
  std::string text;
  std::vector<std::int64_t> values;    ///< behind the row, parallel to `TraceRows::touched`
  std::vector<Touch> touches;          ///< by cell
  std::string note;
  Tone tone = Tone::plain;             ///< of the note
};

struct TraceRows {
  std::vector<CellIndex> touched;      ///< every shared cell that the trace reads or writes
  std::vector<std::uint32_t> threads;  ///< those that get a column
  std::vector<TraceRow> rows;
};

struct TraceOptions {
  std::size_t fold_above = 40;   ///< shorter traces are shown step by step
  std::size_t rows_max = 400;    ///< the middle of longer ones is left out; 0: no limit
  std::vector<std::string> removed;  ///< locks whose operations do nothing
  std::vector<NextStep> next_steps;  ///< shown below the last step
};

TraceRows trace_rows(const Program& program, const result::Trace& trace,
                     const TraceOptions& options);

}  // namespace raceproof::report
