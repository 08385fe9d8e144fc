#include "checker/result/schedule.h"

#include <charconv>

namespace raceproof::result {
namespace {

constexpr std::size_t steps_max = 100'000'000;

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

// Reads one schedule from left to right. The first mistake ends it, with its place.
class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  std::variant<Schedule, ScheduleError> read() {
    skip_space();
    if (text_.substr(at_).starts_with("init")) read_init();
    for (skip_space(); !error_ && at_ < text_.size(); skip_space()) read_item();
    if (error_) return *error_;
    return std::move(schedule_);
  }

 private:
  void skip_space() {
    while (at_ < text_.size() && is_space(text_[at_])) ++at_;
  }

  bool accept(char wanted) {
    if (at_ >= text_.size() || text_[at_] != wanted) return false;
    ++at_;
    return true;
  }

  void fail(std::size_t position, std::string message) {
    if (!error_) error_ = ScheduleError{position, std::move(message)};
  }

  std::uint32_t read_number(std::string_view what) {
    std::uint32_t value = 0;
    const char* const first = text_.data() + at_;
    const auto [last, code] = std::from_chars(first, text_.data() + text_.size(), value);
    if (code == std::errc::result_out_of_range) {
      fail(at_, "this number is too big");
    } else if (code != std::errc()) {
      fail(at_, "expected " + std::string(what));
    }
    at_ += static_cast<std::size_t>(last - first);
    return value;
  }

  void read_init() {
    at_ += 4;
    if (!accept(':')) return fail(at_, "expected ':' and the number of an alternative of init");
    schedule_.init = read_number("the number of an alternative of init");
    end_of_item();
  }

  void read_item() {
    const std::size_t start = at_;
    if (text_.substr(at_).starts_with("init")) return fail(at_, "init can only stand first");
    if (!accept('T')) return fail(at_, "expected a thread, such as T0, T1*3 or T1:2");
    Choice choice;
    choice.thread = read_number("the number of a thread behind T");
    std::size_t count = 1;
    if (accept(':')) {
      choice.alternative = read_number("the number of an alternative");
      if (!error_ && at_ < text_.size() && text_[at_] == '*') {
        fail(at_, "a step with an alternative stands by itself");
      }
    } else if (accept('*')) {
      count = read_number("how often the thread goes on");
      if (!error_ && count == 0) fail(start, "a run has at least one step");
    }
    end_of_item();
    if (error_) return;
    if (count > steps_max - schedule_.steps.size()) {
      return fail(start, "more than 100,000,000 steps");
    }
    schedule_.steps.insert(schedule_.steps.end(), count, choice);
  }

  void end_of_item() {
    if (!error_ && at_ < text_.size() && !is_space(text_[at_])) fail(at_, "expected a space here");
  }

  std::string_view text_;
  std::size_t at_ = 0;
  Schedule schedule_;
  std::optional<ScheduleError> error_;
};

}  // namespace

std::string to_text(const Schedule& schedule) {
  std::string text;
  if (schedule.init != 0) text = "init:" + std::to_string(schedule.init);
  const std::vector<Choice>& steps = schedule.steps;
  for (std::size_t i = 0; i < steps.size();) {
    std::size_t behind = i + 1;
    if (steps[i].alternative == 0) {
      while (behind < steps.size() && steps[behind] == steps[i]) ++behind;
    }
    if (!text.empty()) text += ' ';
    text += 'T' + std::to_string(steps[i].thread);
    if (steps[i].alternative != 0) text += ':' + std::to_string(steps[i].alternative);
    if (behind - i > 1) text += '*' + std::to_string(behind - i);
    i = behind;
  }
  return text;
}

std::variant<Schedule, ScheduleError> parse_schedule(std::string_view text) {
  return Reader(text).read();
}

std::size_t switches(const Schedule& schedule) {
  std::size_t count = 0;
  for (std::size_t i = 1; i < schedule.steps.size(); ++i) {
    if (schedule.steps[i].thread != schedule.steps[i - 1].thread) ++count;
  }
  return count;
}

}  // namespace raceproof::result
