#include "models/script.h"

namespace raceproof {

std::uint32_t Script::pick(std::uint32_t ways) {
  if (at_ == picks_.size()) {
    picks_.push_back(0);
    ways_.push_back(ways);
  }
  ways_[at_] = ways;
  return picks_[at_++];
}

bool Script::advance() {
  while (!picks_.empty() && picks_.back() + 1 >= ways_.back()) {
    picks_.pop_back();
    ways_.pop_back();
  }
  if (picks_.empty()) return false;
  ++picks_.back();
  return true;
}

bool Script::valid() const {
  for (std::size_t i = 0; i < picks_.size(); ++i) {
    if (picks_[i] >= ways_[i] && !(picks_[i] == 0 && ways_[i] == 0)) return false;
  }
  return true;
}

}  // namespace raceproof
