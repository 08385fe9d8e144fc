// Properties over cells. Private to the lowering.
#pragma once

#include "checker/lang/globals.h"
#include "checker/property/property.h"

namespace raceproof::lang {

/// A property of the file; mistakes go to the diagnostics of `globals`.
property::Property lower_property(const Property& property, Globals& globals);

/// An expression as properties read it, over absolute cells.
raceproof::Expression property_tree(const Expression& expression, Globals& globals);

/// Whether its values are shown as true and false.
bool is_boolean(const Expression& expression, const Globals& globals);

/// The local that a place with a dot names, or nothing.
const NamedLocal* local_of(const Place& place, Globals& globals);

}  // namespace raceproof::lang
