#include "checker/report/subject.h"

#include <algorithm>

#include "checker/result/number.h"

namespace raceproof::report {
namespace {

constexpr std::size_t constants_shown = 8;

}  // namespace

std::string_view source_line(const Subject& subject, std::uint32_t number) {
  std::string_view rest = subject.source;
  for (std::uint32_t line = 1; line < number; ++line) {
    const std::size_t end = rest.find('\n');
    if (end == std::string_view::npos) return {};
    rest.remove_prefix(end + 1);
  }
  rest = rest.substr(0, rest.find('\n'));
  if (rest.ends_with('\r')) rest.remove_suffix(1);
  return rest;
}

std::string statement_text(const Subject& subject, const SourceSpan& span) {
  std::string_view line = source_line(subject, span.line);
  line.remove_prefix(std::min<std::size_t>(line.size(), span.column > 0 ? span.column - 1 : 0));
  line = line.substr(0, std::min(line.find('{'), line.find('#')));
  return std::string(line.substr(0, line.find_last_not_of(" \t;}") + 1));
}

std::string setting(const Subject& subject) {
  const std::size_t threads = subject.scenario->program.threads.size();
  std::string text = std::to_string(threads) + (threads == 1 ? " thread" : " threads");
  std::size_t shown = 0;
  for (const auto& [name, value] : subject.scenario->constants) {
    if (shown++ == constants_shown) return text + "   ...";
    text += "   " + name + " = " + result::grouped(std::to_string(value));
  }
  return text;
}

std::string shell_word(std::string_view word) {
  constexpr std::string_view plain = "+,-./:=@_";
  const bool is_plain = !word.empty() && std::all_of(word.begin(), word.end(), [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           plain.find(c) != std::string_view::npos;
  });
  if (is_plain) return std::string(word);
  std::string text = "'";
  for (const char c : word) {
    if (c == '\'') {
      text += "'\\''";
    } else {
      text += c;
    }
  }
  return text + "'";
}

}  // namespace raceproof::report
