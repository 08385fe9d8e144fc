#include "tools/progress.h"

#include "checker/explore/process_memory.h"
#include "checker/result/number.h"
#include "tools/output.h"

namespace raceproof::tools {
namespace {

using namespace std::chrono_literals;

constexpr auto terminal_pause = 100ms;
constexpr auto plain_pause = 10s;
constexpr std::string_view erase_line = "\r\x1b[K";

std::string grouped(std::uint64_t number) {
  return result::grouped(std::to_string(number));
}

// By the pace so far: nothing is certain of what was not seen.
std::string left(std::uint64_t done, std::uint64_t of, double seconds) {
  if (seconds < 1 || done == 0 || done >= of) return ", left: unknown";
  const double rest = seconds * static_cast<double>(of - done) / static_cast<double>(done);
  return ", left: about " + grouped(static_cast<std::uint64_t>(rest) + 1) + " s";
}

std::string megabytes(std::uint64_t bytes) {
  return grouped(bytes >> 20) + " MB";
}

}  // namespace

ProgressLine::ProgressLine(bool is_terminal, std::uint64_t memory_max_bytes)
    : is_terminal_(is_terminal),
      memory_max_bytes_(memory_max_bytes),
      begun_(Clock::now()),
      last_(begun_) {}

const ProgressLine::Seen& ProgressLine::note(const Progress& progress, Clock::time_point now) {
  const auto [found, is_new] = seen_.try_emplace(std::string(progress.model));
  Seen& seen = found->second;
  const bool is_other = seen.phase != progress.phase || progress.states < seen.states;
  if (is_new || is_other) seen = {std::string(progress.phase), now, progress.states, 0, 0, 0};
  seen.states = progress.states;
  if (progress.frontier > seen.frontier_max) {
    seen.frontier_max = progress.frontier;
    seen.states_at_max = progress.states;
  }
  return seen;
}

void ProgressLine::show(const Progress& progress) {
  const Clock::time_point now = Clock::now();
  const Seen& seen = note(progress, now);
  const bool is_due = is_terminal_ ? now - last_ >= terminal_pause : now - last_ >= plain_pause;
  if (!is_due) return;
  last_ = now;
  const std::string line = text(progress, seen, now);
  write_stderr(is_terminal_ ? std::string(erase_line) + line : line + "\n");
  is_shown_ = true;
}

void ProgressLine::clear() {
  if (is_terminal_ && is_shown_) write_stderr(erase_line);
  is_shown_ = false;
}

std::string ProgressLine::text(const Progress& progress, const Seen& seen,
                               Clock::time_point now) const {
  const std::chrono::duration<double> span = now - seen.since;
  std::string text = std::string(progress.model) + ": ";
  if (!progress.phase.empty()) {
    text += std::string(progress.phase);
    if (progress.of != 0) {
      text += ", " + std::to_string(100 * progress.done / progress.of) + " % of " +
              grouped(progress.of) + " states" + left(progress.done, progress.of, span.count());
    } else {
      text += left(0, 0, span.count());
    }
  } else {
    const std::uint64_t done = progress.states - seen.states_at_begin;
    text += grouped(progress.states) + " states";
    if (span > 1s) {
      const auto rate = static_cast<double>(done) / span.count();
      text += ", " + grouped(static_cast<std::uint64_t>(rate)) + "/s";
    }
    text += ", frontier " + grouped(progress.frontier) + ", depth " + grouped(progress.depth);
    // The levels of most searches grow and shrink again; before that nothing is known.
    const bool shrinks = progress.frontier < seen.frontier_max - seen.frontier_max / 8;
    text += left(done, shrinks ? 2 * (seen.states_at_max - seen.states_at_begin) : 0, span.count());
  }
  if (const std::uint64_t used = explore::resident_bytes(); used != 0) {
    text += ", " + megabytes(used);
    if (memory_max_bytes_ != 0) text += " of " + megabytes(memory_max_bytes_);
  }
  const auto elapsed = std::chrono::duration_cast<std::chrono::seconds>(now - begun_);
  return text + ", " + grouped(static_cast<std::uint64_t>(elapsed.count())) + " s";
}

}  // namespace raceproof::tools
