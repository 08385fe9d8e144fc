// Declarations of heap objects and of the shared names that hold them. Private to the lowering.
#pragma once

#include "checker/lang/globals.h"

namespace raceproof::lang {

/// Numbers references and heap objects, right behind the variables, with what they hold at first.
void lower_heap(Globals& globals);

/// Gives each thread the queues of objects to be merged, where counts are biased. Threads must have
/// numbers.
void lower_merge_queues(Globals& globals);

}  // namespace raceproof::lang
