// How much memory there is, and how much of it this process has, as the system tells.
#pragma once

#include <cstdint>

namespace raceproof::explore {

/// The bytes of memory that this process occupies; 0 where the system does not tell.
std::uint64_t resident_bytes();

/// Gives back to the system what was freed and is kept for later, where that can be asked for.
void return_freed_memory();

/// The bytes that a process may still take without harm to the machine: what the machine has
/// available, or what the control groups around it leave of their limits where that is less. 0
/// where the system does not tell.
std::uint64_t available_bytes();

}  // namespace raceproof::explore
