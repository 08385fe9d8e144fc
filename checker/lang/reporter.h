// Where the checks of names put what they find.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "checker/lang/diagnostic.h"
#include "checker/lang/literal.h"

namespace raceproof::lang {

class Reporter {
 public:
  void error(SourceSpan span, std::string message, std::string help = {});

  /// "did you mean 'x'?", or "" where no candidate is near, or after so many questions that the
  /// answers would cost more than linear time.
  std::string did_you_mean(std::string_view wrong, const std::vector<std::string>& candidates);

  /// False once `did_you_mean` has stopped answering: then its candidates need not be collected.
  bool suggests() const { return suggestions_left_ > 0; }

  /// All that was reported, in the order of the text.
  std::vector<Diagnostic> take();

 private:
  std::vector<Diagnostic> diagnostics_;
  std::size_t suggestions_left_ = 50;
};

/// "1 argument", "2 arguments".
std::string counted(std::size_t number, std::string_view noun);

/// "declared at line 3", or more generally "VERB at line 3".
std::string at_line(std::string_view verb, SourceSpan span);

}  // namespace raceproof::lang
