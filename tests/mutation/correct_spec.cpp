#include "correct_spec.h"

#include <algorithm>

namespace raceproof::mutation {
namespace {

using property::Kind;
using property::Property;

bool is_bug(const Property& property) {
  const bool is_description = property.kind == Kind::race_free ||
                              property.kind == Kind::serializable ||
                              property.kind == Kind::possible;
  return property.fails && property.removed.empty() && !is_description;
}

bool is_claim(const Property& property) {
  return !property.fails && property.removed.empty();
}

}  // namespace

bool is_correct(const std::vector<Property>& properties) {
  return std::any_of(properties.begin(), properties.end(), is_claim) &&
         std::none_of(properties.begin(), properties.end(), is_bug);
}

}  // namespace raceproof::mutation
