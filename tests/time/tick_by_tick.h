// The least and the greatest makespan by plain recursion over every decision, microsecond by
// microsecond, on programs of a few steps. It shares nothing with the project: it knows no machine,
// no code, no next event, and remembers no state.
#pragma once

#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace raceproof::timed {

/// What a thread does, step by step.
struct Operation {
  enum class Kind : std::uint8_t {
    cpu,
    native_cpu,
    free_cpu,  ///< `cpu`; inside `native`; inside `allow_threads` there
    sleep,
    io,
    acquire,
    release,  ///< the two ends of a `with`
  };
  Kind kind = Kind::cpu;
  int number = 0;  ///< how many microseconds, or which lock
};

struct TinyProgram {
  int cores = 1;
  int interval = 2;
  int cost = 0;
  int locks = 0;
  std::vector<std::vector<Operation>> threads;

  std::string text() const;  ///< as a scenario, without properties
};

TinyProgram random_program(std::mt19937& random);

enum class Turns : std::uint8_t {
  free,             ///< no GIL
  gil,              ///< with one; no switch point behind the acquire of a `with`
  gil_behind_with,  ///< with one; and such a point
  serial,
};

struct Spread {
  std::optional<int> least;  ///< neither: no schedule ends
  std::optional<int> greatest;
  bool gave_up = false;  ///< more than `calls_max` calls would be needed
};

Spread tick_by_tick(const TinyProgram& program, Turns turns, std::uint64_t calls_max);

}  // namespace raceproof::timed
