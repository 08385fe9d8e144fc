// How a step and its events are named: one wording for traces, steps, graphs and sentences.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "models/machine.h"
#include "models/program.h"

namespace raceproof::report {

/// "true" and "false" for booleans, else the number.
std::string value_text(std::int64_t value, bool is_boolean);

/// The value of a cell that all threads see: a number, a boolean, an object's name, an owner.
std::string cell_value(const Program& program, CellIndex cell, std::int64_t value);

/// "T1".
std::string thread_text(std::uint32_t thread);
/// "T1", or "init" where `thread` is the number of threads.
std::string thread_text(const Program& program, std::uint32_t thread);

/// "worker[0]", "worker" or "worker[0], worker[1]": the threads of a `start` or `join`.
std::string thread_names(const Program& program, std::uint32_t first, std::uint32_t count);

/// What one event did: "load  x -> 0", "add   -> 1", "store x <- 1", "acquire m".
std::string event_text(const Program& program, const Event& event);

/// What a node will do, before it has: "load x", "add 1", "store x", "acquire fork".
std::string node_text(const Program& program, const Node& node);

/// The cell, object or thread that a thread's next step works on, with its index as it is now.
std::uint32_t place_number(const Machine& machine, const State& state, std::uint32_t thread,
                           const Node& node);

/// What a thread will do next: "acquire fork[1]".
std::string next_text(const Machine& machine, const State& state, std::uint32_t thread);

/// Whether the event wrote to a cell that all threads see.
bool is_write(const Event& event);
/// Whether it read or wrote one.
bool is_access(const Event& event);
/// Whether it wrote what had been computed before, and so may overwrite.
bool is_store(const Event& event);

}  // namespace raceproof::report
