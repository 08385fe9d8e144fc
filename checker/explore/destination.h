// Which kinds of nodes write their destination, a cell of the thread's frame.
#pragma once

#include "models/step.h"

namespace raceproof::explore {

/// Of the kinds that programs without heap objects have; control between heap steps is taken to.
constexpr bool writes_destination(NodeKind kind) {
  switch (kind) {
    case NodeKind::load:
    case NodeKind::apply:
    case NodeKind::fetch_add:
    case NodeKind::exchange:
    case NodeKind::compare_exchange:
    case NodeKind::try_acquire:
    case NodeKind::condition_sleep:
    case NodeKind::condition_wake:
    case NodeKind::get:
    case NodeKind::choose:
    case NodeKind::fetch:
    case NodeKind::count_down:
    case NodeKind::advance: return true;
    default: return is_heap_control(kind);
  }
}

/// Whether it reads it first: a counter, or how deep a lock was taken.
constexpr bool reads_destination(NodeKind kind) {
  return kind == NodeKind::count_down || kind == NodeKind::advance ||
         kind == NodeKind::condition_sleep || kind == NodeKind::condition_wake;
}

}  // namespace raceproof::explore
