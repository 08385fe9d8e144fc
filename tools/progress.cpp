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

std::string grouped(std::uint64_t number) { return result::grouped(std::to_string(number)); }

std::string megabytes(std::uint64_t bytes) { return grouped(bytes >> 20) + " MB"; }

}  // namespace

ProgressLine::ProgressLine(bool is_terminal, std::uint64_t memory_max_bytes)
    : is_terminal_(is_terminal), memory_max_bytes_(memory_max_bytes), begun_(Clock::now()),
      last_(begun_) {}

void ProgressLine::show(const Progress& progress) {
  const Clock::time_point now = Clock::now();
  const auto [seen, is_new] = seen_.try_emplace(std::string(progress.model), Seen{now, 0});
  if (is_new || progress.states < seen->second.states) seen->second = {now, progress.states};
  const bool is_due = is_terminal_ ? now - last_ >= terminal_pause : now - last_ >= plain_pause;
  if (!is_due) return;
  last_ = now;
  const std::string line = text(progress, now);
  write_stderr(is_terminal_ ? std::string(erase_line) + line : line + "\n");
  is_shown_ = true;
}

void ProgressLine::clear() {
  if (is_terminal_ && is_shown_) write_stderr(erase_line);
  is_shown_ = false;
}

std::string ProgressLine::text(const Progress& progress, Clock::time_point now) {
  const Seen& seen = seen_.at(std::string(progress.model));
  std::string text = std::string(progress.model) + ": " + grouped(progress.states) + " states";
  const std::chrono::duration<double> span = now - seen.since;
  if (span > 1s) {
    const auto rate = static_cast<double>(progress.states - seen.states) / span.count();
    text += ", " + grouped(static_cast<std::uint64_t>(rate)) + "/s";
  }
  text += ", frontier " + grouped(progress.frontier) + ", depth " + grouped(progress.depth);
  if (const std::uint64_t used = explore::resident_bytes(); used != 0) {
    text += ", " + megabytes(used);
    if (memory_max_bytes_ != 0) text += " of " + megabytes(memory_max_bytes_);
  }
  const auto elapsed = std::chrono::duration_cast<std::chrono::seconds>(now - begun_);
  return text + ", " + grouped(static_cast<std::uint64_t>(elapsed.count())) + " s";
}

}  // namespace raceproof::tools
