#include "checker/replay/promise.h"

namespace raceproof::replayer {

using property::Kind;

Promise::Promise(const property::Property& property)
    : property_(property), is_pending_(property.kind == Kind::eventually) {}

void Promise::see(const State& state) {
  const std::size_t step = seen_++;
  const bool makes = property_.kind == Kind::leads_to;
  if (!is_pending_ && !makes) return;
  if (is_true(property_.expressions.back(), state.cells)) {
    is_pending_ = false;
  } else if (!is_pending_ && is_true(property_.expressions[0], state.cells)) {
    is_pending_ = true;
    since_ = step;
  }
}

std::string Promise::sentence() const {
  if (property_.kind == Kind::eventually) return "never true";
  const std::string when = since_ == 0 ? "at the start" : "after step " + std::to_string(since_);
  return "the first is true " + when + ", and the second never from then on";
}

}  // namespace raceproof::replayer
