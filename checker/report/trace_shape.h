// What a step of a trace is, and which steps look alike.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "checker/report/pattern.h"
#include "checker/result/trace.h"
#include "models/program.h"

namespace raceproof::report {

/// The kind of a step, where need be guessed from its events.
NodeKind step_kind(const result::TraceStep& step);

/// Where it stands in the source.
SourceSpan step_span(const result::TraceStep& step);

/// Whether its events are shown one by one under it: an `atomic` block, an `await` with a block.
bool is_region(const result::TraceStep& step);

/// Those events: all, but the reads of the condition of an `await`.
std::span<const Event> region_events(const result::TraceStep& step);

/// Numbers for the steps, equal where they look alike: the same thread doing the same at the same
/// place of the source, whatever the values and whichever the element of an array. Numbered as they
/// first occur.
std::vector<std::uint32_t> shapes(const result::Trace& trace, const Program& program,
                                  const std::vector<Note>& notes);

}  // namespace raceproof::report
