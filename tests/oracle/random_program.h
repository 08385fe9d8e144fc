// Small random scenarios, for comparing engines with the oracle.
#pragma once

#include <cstdint>
#include <string>

namespace raceproof::oracle {

/// What a random program may use. The last three are off where nothing is said.
struct Features {
  bool locks = true;         ///< lock, rlock: with, acquire, release, try_acquire
  bool native = true;        ///< native, allow_threads, sleep, io, cpu
  bool atomics = true;       ///< atomic variables and blocks
  bool functions = true;     ///< def and calls
  bool loops = true;         ///< while, repeat, for, break, continue
  bool choices = true;       ///< choose, either
  bool waiting = true;       ///< await, with and without a block
  bool arrays = true;        ///< shared and local arrays
  bool starting = true;      ///< start, join
  bool init = true;          ///< init
  bool checks = true;        ///< assert, assume, ranges
  bool properties = true;    ///< properties behind the threads
  bool sync = false;         ///< semaphore, event, barrier, condition, queue, rwlock
  bool objects = false;      ///< objects and references
  bool alike = false;        ///< copies of one thread, which nothing tells apart
};

/// The text of a valid scenario of two or three threads with a few statements each, so that most
/// have some thousand interleavings at most. The same seed and features give the same text on every
/// machine.
std::string random_program(std::uint64_t seed, const Features& features = {});

}  // namespace raceproof::oracle
