#include "checker/lang/reporter.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace raceproof::lang {

void Reporter::error(SourceSpan span, std::string message, std::string help) {
  diagnostics_.push_back({span, std::move(message), std::move(help)});
}

std::string Reporter::did_you_mean(std::string_view wrong,
                                   const std::vector<std::string>& candidates) {
  if (!suggests()) return {};
  --suggestions_left_;
  const std::string guess = nearest(wrong, candidates);
  return guess.empty() ? std::string{} : "did you mean " + quoted(guess) + "?";
}

std::vector<Diagnostic> Reporter::take() {
  const auto place = [](const Diagnostic& diagnostic) {
    return std::tie(diagnostic.span.line, diagnostic.span.column);
  };
  std::stable_sort(diagnostics_.begin(), diagnostics_.end(),
                   [&](const Diagnostic& a, const Diagnostic& b) { return place(a) < place(b); });
  return std::exchange(diagnostics_, {});
}

std::string counted(std::size_t number, std::string_view noun) {
  return std::to_string(number) + " " + std::string(noun) + (number == 1 ? "" : "s");
}

std::string at_line(std::string_view verb, SourceSpan span) {
  return std::string(verb) + " at line " + std::to_string(span.line);
}

}  // namespace raceproof::lang
