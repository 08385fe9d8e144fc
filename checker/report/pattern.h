// Names what goes wrong between threads, step by step: the sentence beside the step.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "checker/result/trace.h"
#include "models/program.h"

namespace raceproof::report {

enum class Pattern : std::uint8_t {
  same_read,       ///< reads what another thread read before, and both will write
  lost_update,     ///< overwrites a store that came after the value was read
  check_then_act,  ///< writes because of a value that has been overwritten since it was tested
};

/// One row a pattern: its name, for people and in machine formats.
struct PatternRow {
  Pattern pattern;
  std::string_view name;
};
const PatternRow& row(Pattern pattern);

/// What is to be said about one step.
struct Note {
  std::size_t step = 0;        ///< number of the step, from 1
  Pattern pattern = Pattern::lost_update;
  std::uint32_t other = 0;     ///< the other thread
  std::size_t read_at = 0;     ///< same_read: the other's step; else the step that read or tested
  std::size_t written_at = 0;  ///< the other thread's store in between
};

/// All notes of a trace, by step; at most one a step.
std::vector<Note> find_notes(const result::Trace& trace);

/// "overwrites T1's store of step 5: lost update".
std::string note_text(const Note& note);

}  // namespace raceproof::report
