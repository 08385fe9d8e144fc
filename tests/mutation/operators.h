// The four mutation operators; what each does stands at `mutants_of`.
#pragma once

#include "mutation_site.h"

namespace raceproof::mutation {

void drop_operations(const Site& site, Planted& planted);
void swap_neighbours(const Site& site, Planted& planted);
void test_once(const Site& site, Planted& planted);
void divide_steps(const Site& site, Planted& planted);

}  // namespace raceproof::mutation
