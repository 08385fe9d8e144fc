#include "checker/prove/unsupported.h"

namespace raceproof::prove {

std::string sentence(const Unsupported& reason) {
  std::string text = "the symbolic engine does not support " + reason.what;
  if (reason.span.line != 0) text += " (line " + std::to_string(reason.span.line) + ")";
  return text;
}

}  // namespace raceproof::prove
