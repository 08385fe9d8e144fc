#include "models/step.h"

#include <array>
#include <cstddef>

namespace raceproof {
namespace {

constexpr std::array<NodeKindRow, 79> table{{
    {NodeKind::load, "load", true, false, false, CellAccess::read},
    {NodeKind::apply, "apply", true},
    {NodeKind::store, "store", true, false, false, CellAccess::write},
    {NodeKind::update, "update", true, false, false, CellAccess::operation},
    {NodeKind::fetch_add, "fetch_add", true, false, false, CellAccess::operation},
    {NodeKind::exchange, "exchange", true, false, false, CellAccess::operation},
    {NodeKind::compare_exchange, "compare_exchange", true, false, false, CellAccess::operation},
    {NodeKind::acquire, "acquire", true, true},
    {NodeKind::release, "release", true},
    {NodeKind::try_acquire, "try_acquire", true},
    {NodeKind::event_set, "set", true},
    {NodeKind::event_clear, "clear", true},
    {NodeKind::event_wait, "wait", true, true},
    {NodeKind::barrier_arrive, "arrive", true, true},
    {NodeKind::barrier_leave, "leave", true, true},
    {NodeKind::condition_sleep, "sleep on", true},
    {NodeKind::condition_wake, "wake from", true, true},
    {NodeKind::notify, "notify", true},
    {NodeKind::notify_all, "notify_all", true},
    {NodeKind::put, "put", true, true},
    {NodeKind::get, "get", true, true},
    {NodeKind::read_acquire, "begin read", true, true},
    {NodeKind::read_release, "end read", true},
    {NodeKind::write_acquire, "begin write", true, true},
    {NodeKind::write_release, "end write", true},
    {NodeKind::reference_load, "load", true, false, false, CellAccess::read},
    {NodeKind::reference_store, "store", true, false, false, CellAccess::write},
    {NodeKind::allocate, "new", true, false, false, CellAccess::write},
    {NodeKind::take_queued, "take the queue", true},
    {NodeKind::use, "use", true},
    {NodeKind::free_object, "free", true},
    {NodeKind::count_load, "load", true, false, true, CellAccess::read},
    {NodeKind::count_store, "store", true, false, false, CellAccess::write},
    {NodeKind::count_update, "count", true, false, true, CellAccess::operation},
    {NodeKind::count_hold, "load", true, false, false, CellAccess::read},
    {NodeKind::try_load, "load", true, false, true, CellAccess::read},
    {NodeKind::try_incref, "try_incref", true, false, true, CellAccess::operation},
    {NodeKind::refcount, "refcount", true, false, true, CellAccess::read},
    {NodeKind::local_load, "load", true, false, true, CellAccess::read},
    {NodeKind::local_store, "store", true, false, false, CellAccess::write},
    {NodeKind::owner_load, "load", true, false, true, CellAccess::read},
    {NodeKind::owner_clear, "store", true, false, false, CellAccess::write},
    {NodeKind::shared_load, "load", true, false, true, CellAccess::read},
    {NodeKind::shared_add, "add", true, false, false, CellAccess::operation},
    {NodeKind::shared_swap, "swap", true, false, true, CellAccess::operation},
    {NodeKind::enqueue, "queue", true, false, true},
    {NodeKind::start, "start", true},
    {NodeKind::join, "join", true, true},
    {NodeKind::choose, "choose", true},
    {NodeKind::either, "either", true},
    {NodeKind::await, "await", true, true},
    {NodeKind::atomic, "atomic", true},
    {NodeKind::cpu, "cpu", true},
    {NodeKind::sleep, "sleep", true},
    {NodeKind::io, "io", true},
    {NodeKind::yield, "yield", true},
    {NodeKind::move, "move", false},
    {NodeKind::fetch, "fetch", false},
    {NodeKind::calculate, "calculate", false},
    {NodeKind::identify, "identify", false},
    {NodeKind::point_at, "point at", false},
    {NodeKind::by_counting, "by counting", false},
    {NodeKind::next_queued, "next queued", false},
    {NodeKind::queued_at_end, "queued at end", false},
    {NodeKind::merge_return, "merge return", false},
    {NodeKind::jump, "jump", false},
    {NodeKind::branch, "branch", false},
    {NodeKind::count_down, "count down", false},
    {NodeKind::for_test, "for test", false},
    {NodeKind::advance, "advance", false},
    {NodeKind::round, "round", false},
    {NodeKind::loop_end, "loop end", false},
    {NodeKind::point, "point", false},
    {NodeKind::check_assert, "assert", false},
    {NodeKind::check_assume, "assume", false},
    {NodeKind::clear, "clear", false},
    {NodeKind::fail, "fail", false},
    {NodeKind::region_end, "region end", false},
    {NodeKind::end, "end", false},
}};

constexpr bool rows_are_in_order() {
  for (std::size_t i = 0; i < table.size(); ++i) {
    if (static_cast<std::size_t>(table[i].kind) != i) return false;
  }
  return true;
}
static_assert(rows_are_in_order());

}  // namespace

const NodeKindRow& row(NodeKind kind) { return table[static_cast<std::size_t>(kind)]; }

}  // namespace raceproof
