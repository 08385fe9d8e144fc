#include "checker/lang/diagnostic.h"

#include <algorithm>
#include <cstddef>
#include <tuple>
#include <utility>

#include "checker/lang/utf8.h"

namespace raceproof::lang {
namespace {

constexpr std::size_t shown_max = 20;
constexpr std::size_t line_bytes_max = 200;
constexpr std::size_t bytes_before_caret = 100;
constexpr std::string_view cut = "...";

auto key(const Diagnostic& mistake) {
  return std::tie(mistake.span.line, mistake.span.column);
}

bool same(const Diagnostic& left, const Diagnostic& right) {
  return left.span == right.span && left.message == right.message && left.help == right.help;
}

std::vector<Diagnostic> in_order(std::vector<Diagnostic> mistakes) {
  std::ranges::stable_sort(mistakes, [](const Diagnostic& left, const Diagnostic& right) {
    return key(left) < key(right);
  });
  std::vector<Diagnostic> distinct;
  std::size_t line_begin = 0;  // of the mistakes at the same place, the first
  for (Diagnostic& mistake : mistakes) {
    if (!distinct.empty() && key(distinct.back()) != key(mistake)) line_begin = distinct.size();
    const bool is_new =
        std::none_of(distinct.begin() + static_cast<std::ptrdiff_t>(line_begin), distinct.end(),
                     [&](const Diagnostic& one) { return same(one, mistake); });
    if (is_new) distinct.push_back(std::move(mistake));
  }
  return distinct;
}

/// Finds lines of a text in ascending order, passing over the text once.
class Lines {
 public:
  explicit Lines(std::string_view source) : source_(source) {}

  std::string_view line(std::uint32_t number) {
    while (number_ < number) {
      const std::size_t newline = source_.find('\n', begin_);
      if (newline == std::string_view::npos) return {};
      begin_ = newline + 1;
      ++number_;
    }
    std::string_view text = source_.substr(begin_);
    text = text.substr(0, text.find('\n'));
    if (text.ends_with('\r')) text.remove_suffix(1);
    return text;
  }

 private:
  std::string_view source_;
  std::size_t begin_ = 0;
  std::uint32_t number_ = 1;
};

/// A source line and the line with its caret, growing side by side.
struct Picture {
  std::string source;
  std::string marks;
};

// One character of the line. What a terminal would not print as one column becomes `?`; a tab
// stands in both lines, so that the caret lies right whatever its width.
std::size_t draw(Picture& picture, std::string_view rest, char mark) {
  const std::size_t length = utf8_length(rest);
  if (rest.front() == '\t') {
    picture.source += '\t';
    picture.marks += mark == ' ' ? '\t' : mark;
    return 1;
  }
  if (length == 0 || is_control(rest)) {
    picture.source += '?';
  } else {
    picture.source += rest.substr(0, length);
  }
  picture.marks += mark;
  return std::max<std::size_t>(length, 1);
}

// The piece of a very long line that is shown: it begins and ends between characters.
std::pair<std::size_t, std::size_t> window(std::string_view line, std::size_t caret) {
  if (line.size() <= line_bytes_max) return {0, line.size()};
  std::size_t begin = caret > bytes_before_caret ? caret - bytes_before_caret : 0;
  std::size_t end = std::min(begin + line_bytes_max - 2 * cut.size(), line.size());
  while (begin > 0 && begin < line.size() && continues_character(line[begin])) --begin;
  while (end < line.size() && end > begin && continues_character(line[end])) --end;
  return {std::min(begin, line.size()), end};
}

Picture picture_of(std::string_view line, const SourceSpan& span) {
  const std::size_t caret = span.column == 0 ? 0 : span.column - 1;
  const auto [begin, end] = window(line, caret);
  Picture picture;
  if (begin > 0) picture = {std::string(cut), std::string(cut.size(), ' ')};
  for (std::size_t i = begin; i < end;) {
    const char mark = i < caret ? ' ' : i == caret ? '^' : i < caret + span.length ? '~' : ' ';
    i += draw(picture, line.substr(i, end - i), mark);
  }
  if (caret >= line.size()) picture.marks += '^';
  if (end < line.size()) picture.source += cut;
  picture.marks.erase(picture.marks.find_last_not_of(" \t") + 1);
  return picture;
}

std::string with_margin(std::string_view margin, std::string_view text) {
  std::string line(margin);
  line += text.empty() ? " |" : " | ";
  line += text;
  line += '\n';
  return line;
}

std::string render_one(const Diagnostic& mistake, std::string_view file_name, Lines& lines) {
  std::string text(file_name);
  const SourceSpan& span = mistake.span;
  if (span.line != 0) text += ":" + std::to_string(span.line) + ":" + std::to_string(span.column);
  text += ": error: " + mistake.message + "\n";
  if (span.line != 0) {
    const Picture picture = picture_of(lines.line(span.line), span);
    std::string number = std::to_string(span.line);
    if (number.size() < 5) number.insert(0, 5 - number.size(), ' ');
    text += with_margin(number, picture.source);
    text += with_margin(std::string(number.size(), ' '), picture.marks);
  }
  if (!mistake.help.empty()) text += "  help: " + mistake.help + "\n";
  return text;
}

}  // namespace

std::string render(const std::vector<Diagnostic>& diagnostics, std::string_view file_name,
                   std::string_view source) {
  const std::vector<Diagnostic> mistakes = in_order(diagnostics);
  const std::size_t shown = std::min(mistakes.size(), shown_max);
  Lines lines(source);
  std::string text;
  for (std::size_t i = 0; i < shown; ++i) text += render_one(mistakes[i], file_name, lines);
  const std::size_t more = mistakes.size() - shown;
  if (more > 0)
    text += "and " + std::to_string(more) + (more == 1 ? " more error\n" : " more errors\n");
  return text;
}

}  // namespace raceproof::lang
