// Signs of life on stderr while a search runs: one line rewritten on a terminal, elsewhere a plain
// line every ten seconds.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <string>

#include "checker/checker.h"

namespace raceproof::tools {

class ProgressLine {
 public:
  ProgressLine(bool is_terminal, std::uint64_t memory_max_bytes);

  void show(const Progress& progress);
  /// Removes the line, before anything else is written.
  void clear();

 private:
  using Clock = std::chrono::steady_clock;
  /// Of one model: since when it has been in this phase, and what was seen since then. A model may
  /// be searched more than once; each search is a phase.
  struct Seen {
    std::string phase;
    Clock::time_point since;
    std::uint64_t states_at_begin = 0;
    std::uint64_t states = 0;  ///< the latest
    std::uint64_t frontier_max = 0;
    std::uint64_t states_at_max = 0;  ///< of the frontier
  };
  const Seen& note(const Progress& progress, Clock::time_point now);
  std::string text(const Progress& progress, const Seen& seen, Clock::time_point now) const;

  bool is_terminal_;
  bool is_shown_ = false;
  std::uint64_t memory_max_bytes_;
  Clock::time_point begun_;
  Clock::time_point last_;
  std::map<std::string, Seen> seen_;
};

}  // namespace raceproof::tools
