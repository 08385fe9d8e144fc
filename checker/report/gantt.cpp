#include "checker/report/gantt.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <vector>

namespace raceproof::report {
namespace {

using result::Activity;
using result::TimedSchedule;

constexpr std::size_t columns_max = 100;
constexpr std::size_t label_max = 20;
constexpr std::size_t rows_max = 40;
constexpr std::size_t tick = 10;  // columns between two times on the axis

struct ActivityRow {
  Activity activity;
  char letter;
  std::string_view meaning;
};

constexpr std::array<ActivityRow, 8> table{{
    {Activity::runs, '=', "runs"},
    {Activity::runs_with_gil, '#', "runs with the GIL"},
    {Activity::waits_for_processor, 'p', "waits for a processor"},
    {Activity::waits_for_gil, 'w', "waits for the GIL"},
    {Activity::receives_gil, '>', "receives the GIL"},
    {Activity::sleeps, 's', "sleeps"},
    {Activity::does_io, 'i', "io"},
    {Activity::blocked, 'b', "blocked"},
}};

constexpr bool rows_are_in_order() {
  for (std::size_t i = 0; i < table.size(); ++i) {
    if (static_cast<std::size_t>(table[i].activity) != i) return false;
  }
  return true;
}
static_assert(rows_are_in_order());

constexpr char handed_over = '*';

// Threads by their numbers; one letter each as far as letters go.
char letter_of(std::uint32_t thread) {
  if (thread < 10) return static_cast<char>('0' + thread);
  if (thread < 36) return static_cast<char>('a' + (thread - 10));
  return '+';
}

/// A piece of a row.
struct Piece {
  std::int64_t from_us;
  std::int64_t to_us;
  char letter;
};

// The shortest of 1, 2, 5, 10, 20, ... microseconds of which so many columns hold the whole time.
std::int64_t column_us(std::int64_t whole_us, std::size_t columns) {
  const auto most = static_cast<std::int64_t>(columns);
  for (std::int64_t power = 1;; power *= 10) {
    for (const std::int64_t factor : {1, 2, 5}) {
      if ((whole_us - 1) / (power * factor) < most) return power * factor;
    }
  }
}

// Each column shows what takes most of its time; of two that take as much, the earlier.
std::string bar(const std::vector<Piece>& pieces, std::int64_t column, std::int64_t whole_us) {
  const auto columns = static_cast<std::size_t>((whole_us - 1) / column + 1);
  std::string text;
  std::size_t first = 0;
  for (std::size_t i = 0; i < columns; ++i) {
    const std::int64_t from = static_cast<std::int64_t>(i) * column;
    const std::int64_t length = std::min(column, whole_us - from);
    while (first < pieces.size() && pieces[first].to_us <= from) ++first;
    char letter = ' ';
    std::int64_t most = 0;
    std::int64_t covered = 0;
    for (std::size_t j = first; j < pieces.size() && pieces[j].from_us < from + length; ++j) {
      const std::int64_t share =
          std::min(pieces[j].to_us, from + length) - std::max(pieces[j].from_us, from);
      covered += share;
      if (share <= most) continue;
      most = share;
      letter = pieces[j].letter;
    }
    text += length - covered > most ? ' ' : letter;
  }
  return text;
}

class Chart {
 public:
  Chart(const TimedSchedule& schedule, const Program& program, std::string_view indent)
      : schedule_(schedule), program_(program), indent_(indent) {
    shown_ = std::min(program.threads.size(), rows_max);
    for (std::size_t t = 0; t < shown_; ++t) label_ = std::max(label_, label(t).size());
    column_ = column_us(std::max<std::int64_t>(schedule.makespan_us, 1),
                        columns_max - std::min<std::size_t>(indent.size(), 50) - label_ - 2);
  }

  std::string text() {
    std::string rows;
    for (std::size_t t = 0; t < shown_; ++t) {
      std::vector<Piece> pieces;
      for (const result::Segment& segment : schedule_.threads[t]) {
        const auto number = static_cast<std::size_t>(segment.activity);
        used_[number] = true;
        pieces.push_back({segment.from_us, segment.to_us, table[number].letter});
      }
      rows += line(label(t), bar(pieces, column_, schedule_.makespan_us));
    }
    if (shown_ < program_.threads.size()) {
      rows += line("...", std::to_string(program_.threads.size() - shown_) + " more threads");
    }
    if (!schedule_.gil.empty()) rows += line("GIL", gil_bar());
    return axis() + rows + legend();
  }

 private:
  std::string label(std::size_t thread) const {
    const std::string text = "T" + std::to_string(thread) + " " + program_.threads[thread].name;
    return text.size() <= label_max ? text : text.substr(0, label_max - 3) + "...";
  }

  std::string line(std::string label, const std::string& bar) const {
    label.resize(label_, ' ');
    std::string text = std::string(indent_) + label + "  " + bar;
    text.erase(text.find_last_not_of(' ') + 1);
    return text + "\n";
  }

  std::string gil_bar() {
    std::vector<Piece> pieces;
    for (const result::GilSegment& segment : schedule_.gil) {
      if (!segment.holder) is_handed_over_ = true;
      pieces.push_back({segment.from_us, segment.to_us,
                        segment.holder ? letter_of(*segment.holder) : handed_over});
    }
    return bar(pieces, column_, schedule_.makespan_us);
  }

  // Times above, and below them a mark at each.
  std::string axis() const {
    const auto columns = static_cast<std::size_t>((schedule_.makespan_us - 1) / column_ + 1);
    std::string times;
    std::string marks;
    for (std::size_t at = 0; at <= columns; at += tick) {
      std::string time =
          at == 0 ? "0" : result::duration_text(static_cast<std::int64_t>(at) * column_);
      if (time.size() >= tick) time.clear();
      const bool fits = label_ + 2 + at + time.size() + indent_.size() <= columns_max;
      if (fits) times.append(at - times.size(), ' ').append(time);
      marks += "|";
      marks.append(std::min(tick - 1, columns - at), '-');
    }
    marks.resize(std::min(marks.size(), columns));
    return line("", times) + line("", marks);
  }

  std::string legend() const {
    std::vector<std::string> parts;
    for (const ActivityRow& row : table) {
      if (used_[static_cast<std::size_t>(row.activity)]) {
        parts.push_back(std::string(1, row.letter) + " " + std::string(row.meaning));
      }
    }
    if (is_handed_over_) parts.push_back(std::string(1, handed_over) + " handed over");
    parts.push_back("a column is " + result::duration_text(column_));
    std::string text;
    std::string row;
    for (const std::string& part : parts) {
      if (!row.empty() &&
          indent_.size() + label_ + 2 + row.size() + 3 + part.size() > columns_max) {
        text += line("", row);
        row.clear();
      }
      row += (row.empty() ? "" : "   ") + part;
    }
    return text + line("", row);
  }

  const TimedSchedule& schedule_;
  const Program& program_;
  std::string_view indent_;
  std::size_t shown_ = 0;
  std::size_t label_ = 3;  // as wide as "GIL"
  std::int64_t column_ = 1;
  std::array<bool, table.size()> used_{};
  bool is_handed_over_ = false;
};

std::string hand_overs(const TimedSchedule& schedule) {
  if (schedule.gil.empty()) return "";
  if (schedule.forced == 0) return ", no forced hand-over";
  return ", " + std::to_string(schedule.forced) + " forced hand-over" +
         (schedule.forced == 1 ? "" : "s");
}

std::string chart(std::string_view what, const TimedSchedule& schedule, const Program& program,
                  std::string_view indent) {
  const std::string heading = std::string(indent) + std::string(what) + " " +
                              result::duration_text(schedule.makespan_us) + hand_overs(schedule) +
                              "\n";
  if (schedule.makespan_us == 0) return heading;
  return heading + Chart(schedule, program, indent).text();
}

}  // namespace

std::string gantt(const result::Makespan& makespan, const Program& program,
                  std::string_view indent) {
  if (!makespan.is_unbounded && makespan.least.makespan_us == makespan.greatest.makespan_us) {
    return chart("every schedule takes", makespan.least, program, indent);
  }
  const std::string_view greatest =
      makespan.is_unbounded ? "there is no greatest; for one," : "the greatest takes";
  return chart("the least takes", makespan.least, program, indent) + "\n" +
         chart(greatest, makespan.greatest, program, indent);
}

}  // namespace raceproof::report
