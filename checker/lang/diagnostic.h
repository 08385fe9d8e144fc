// What is wrong with a scenario file, and how it is printed.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "models/source_span.h"

namespace raceproof::lang {

/// One mistake: where it is, what is wrong (lower case, no full stop), and what would be right.
struct Diagnostic {
  SourceSpan span;
  std::string message;
  std::string help;  ///< may be empty
};

/// All mistakes in the order of the text, printed as compilers do: `file:line:col: error: message`,
/// the source line, a caret under the span, and `help:` where there is any. At most 20 are shown,
/// then "and N more errors". Very long source lines are cut around the caret.
std::string render(const std::vector<Diagnostic>& diagnostics, std::string_view file_name,
                   std::string_view source);

/// The name nearest to `wrong` among `candidates`, or "" where none is near enough to be meant.
std::string nearest(std::string_view wrong, const std::vector<std::string>& candidates);

}  // namespace raceproof::lang
