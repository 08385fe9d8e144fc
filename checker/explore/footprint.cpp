#include "checker/explore/footprint.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "checker/explore/destination.h"
#include "models/successors.h"

namespace raceproof::explore {
namespace {

constexpr std::uint64_t everything = ~std::uint64_t{0};

std::uint64_t bits(std::uint64_t first, std::uint64_t count) {
  std::uint64_t all = 0;
  for (std::uint64_t i = 0; i < std::min<std::uint64_t>(count, 64); ++i) {
    all |= std::uint64_t{1} << ((first + i) % 64);
  }
  return all;
}

/// Numbers one after another.
struct Run {
  std::uint32_t first = 0;
  std::uint32_t count = 1;
};

std::uint64_t bits_of(Run run) {
  return bits(run.first, run.count);
}

// Which of the array's numbers it may be; where the index is wrong, none is touched.
Run of_index(std::uint32_t first, std::uint32_t size, std::optional<std::int64_t> index) {
  if (!index) return {first, size};
  if (*index < 0 || *index >= std::int64_t{size}) return {first, 0};
  return {first + static_cast<std::uint32_t>(*index), 1};
}

Run run_of(const Place& place) {
  if (place.size == 0) return {place.cell, 1};
  const bool is_known = place.index.kind == Operand::Kind::constant;
  return of_index(place.cell, place.size,
                  is_known ? std::optional(place.index.value) : std::nullopt);
}

bool is_constant(const Expression& expression) {
  using Kind = Expression::Kind;
  switch (expression.kind) {
    case Kind::constant: return true;
    case Kind::cell:
    case Kind::frame_cell:
    case Kind::element:
    case Kind::frame_element: return false;
    case Kind::apply:
    case Kind::in_set: break;
  }
  return std::all_of(expression.operands.begin(), expression.operands.end(), is_constant);
}

// Of an element: a number may be given by `self`, as in a[(self + 1) % N].
Run run_of(const Expression& element) {
  std::optional<std::int64_t> index;
  if (is_constant(element.operands[0])) {
    const Evaluated value = evaluate(element.operands[0], {});
    index = value.fault ? -1 : value.value;
  }
  return of_index(element.cell, element.size, index);
}

bool may_write(const Node& node, CellIndex cell) {
  const auto covers = [&](CellIndex first, std::uint32_t count) {
    return cell >= first && cell < first + std::max<std::uint32_t>(count, 1);
  };
  if (node.kind == NodeKind::clear) return covers(node.destination, node.count);
  return (node.destination == cell && writes_destination(node.kind)) ||
         (node.kind == NodeKind::move && covers(node.place.cell, node.place.size));
}

// Whether the loop counts its rounds in a cell that nothing else in it writes: then no state comes
// back through it alone.
bool is_counted(const Code& code, NodeIndex last, NodeIndex head) {
  const bool counts_down = code[head].kind == NodeKind::count_down;
  if (!counts_down &&
      (code[head].kind != NodeKind::for_test || code[last].kind != NodeKind::advance)) {
    return false;
  }
  const NodeIndex counting = counts_down ? head : last;
  const CellIndex counter = code[counting].destination;
  for (NodeIndex node = head; node <= last; ++node) {
    if (node != counting && may_write(code[node], counter)) return false;
  }
  return true;
}

}  // namespace

Footprints::Footprints(const Program& program) : program_(program) {
  for (std::uint32_t i = 0; i < program.threads.size(); ++i) add_thread(i);
}

bool Footprints::are_known_of(const Program& program) {
  return program.heap.empty() && program.references.empty();
}

// The numbers: cells, then objects, then threads.
std::uint64_t Footprints::object(std::uint32_t number) const {
  return bits(std::uint64_t{program_.shared_cells} + number, 1);
}

std::uint64_t Footprints::statuses(std::uint32_t first, std::uint32_t count) const {
  return bits(std::uint64_t{program_.shared_cells} + program_.objects.size() + first, count);
}

// `later` is the least solution of later = next + later of all steps that may come next.
void Footprints::add_thread(std::uint32_t thread) {
  const Code& code = program_.codes[program_.threads[thread].code];
  const auto index = [](std::int64_t pc) { return static_cast<std::size_t>(pc - pc_ended); };
  std::vector<Place> places(code.size() + index(0));
  std::vector<std::vector<NodeIndex>> next_steps(places.size());
  for (NodeIndex node = 0; node < code.size(); ++node) {
    if (!row(code[node].kind).is_step) continue;
    add_step(thread, node, next_steps[index(node)], places[index(node)]);
  }
  // A thread that was not started goes on where it begins, once somebody starts it.
  Place& waiting = places[index(pc_not_started)];
  waiting.next.reads = statuses(thread, 1);
  for (const Place& place : places) waiting.later.add(place.next);
  for (Place& place : places) place.later.add(place.next);
  for (bool has_changed = true; has_changed;) {
    has_changed = false;
    for (std::size_t i = places.size(); i-- > index(0);) {
      Footprint& later = places[i].later;
      const Footprint before = later;
      for (const NodeIndex next : next_steps[i]) later.add(places[index(next)].later);
      has_changed |= before.reads != later.reads || before.writes != later.writes;
    }
  }
  places_.push_back(std::move(places));
}

// The step itself, a region's nodes, and the control behind it up to the steps that come next.
void Footprints::add_step(std::uint32_t thread, NodeIndex node, std::vector<NodeIndex>& next_steps,
                          Place& place) const {
  struct At {
    NodeIndex node = 0;
    bool in_region = false;
  };
  const Code& code = program_.codes[program_.threads[thread].code];
  // Few: code may be long, but control between two steps is short.
  std::set<std::pair<NodeIndex, bool>> seen;
  std::vector<At> open{{node, false}};
  bool is_first = true;
  while (!open.empty()) {
    const auto [at, was_in_region] = open.back();
    open.pop_back();
    const Node& one = code[at];
    if (!is_first && !was_in_region && row(one.kind).is_step) {
      next_steps.push_back(at);
      continue;
    }
    is_first = false;
    add_node(thread, one, place.next);
    const bool begins = one.kind == NodeKind::atomic || (one.kind == NodeKind::await && one.region);
    const bool in_region = (was_in_region || begins) && one.kind != NodeKind::region_end;
    for (const NodeIndex next : successors(program_, one)) {
      place.may_go_back = place.may_go_back || (next <= at && !is_counted(code, at, next));
      if (seen.insert({next, in_region}).second) open.push_back({next, in_region});
    }
  }
}

void Footprints::add_node(std::uint32_t thread, const Node& node, Footprint& footprint) const {
  if (is_on_object(node.kind)) return add_object(node, footprint);
  switch (node.kind) {
    case NodeKind::load: footprint.reads |= bits_of(run_of(node.place)); return;
    case NodeKind::store:
    case NodeKind::update:
    case NodeKind::fetch_add:
    case NodeKind::exchange:
    case NodeKind::compare_exchange: footprint.writes |= bits_of(run_of(node.place)); return;
    case NodeKind::start:
    case NodeKind::join: {
      const Run named =
          node.place.size != 0 ? run_of(node.place) : Run{node.place.cell, node.count};
      const std::uint64_t asked = statuses(named.first, named.count);
      (node.kind == NodeKind::start ? footprint.writes : footprint.reads) |= asked;
      // One that has nothing to do ends where it begins.
      for (std::uint32_t i = 0; node.kind == NodeKind::start && i < named.count; ++i) {
        add_end(named.first + i, footprint);
      }
      return;
    }
    case NodeKind::await: add_reads(program_.expressions[node.list], footprint.reads); return;
    case NodeKind::end: add_end(thread, footprint); return;
    case NodeKind::apply:
    case NodeKind::choose:
    case NodeKind::either:
    case NodeKind::atomic:
    case NodeKind::cpu:
    case NodeKind::sleep:
    case NodeKind::io:
    case NodeKind::yield: return;
    default:
      if (row(node.kind).is_step || is_heap_control(node.kind)) footprint.writes = everything;
  }
}

// A condition's steps take and give its lock too. Who waits for an event leaves it as it is.
void Footprints::add_object(const Node& node, Footprint& footprint) const {
  const Run touched_ones = run_of(node.place);
  for (std::uint32_t i = touched_ones.first; i < touched_ones.first + touched_ones.count; ++i) {
    const SyncObject& touched = program_.objects[i];
    const bool only_reads = node.kind == NodeKind::event_wait;
    (only_reads ? footprint.reads : footprint.writes) |= object(i);
    if (touched.kind == SyncObject::Kind::condition) footprint.writes |= object(touched.lock);
  }
}

// Who joins the thread sees its end, and it must hold none of the locks that it takes.
void Footprints::add_end(std::uint32_t thread, Footprint& footprint) const {
  footprint.writes |= statuses(thread, 1);
  for (const Node& node : program_.codes[program_.threads[thread].code]) {
    if (!is_on_object(node.kind)) continue;
    Footprint touched;
    add_object(node, touched);
    footprint.reads |= touched.reads | touched.writes;
  }
}

void Footprints::add_reads(const Expression& expression, std::uint64_t& reads) const {
  using Kind = Expression::Kind;
  if (expression.kind == Kind::cell) reads |= bits(expression.cell, 1);
  if (expression.kind == Kind::element) reads |= bits_of(run_of(expression));
  for (const Expression& operand : expression.operands) add_reads(operand, reads);
}

Footprint Footprints::of(const Expression& expression) const {
  Footprint footprint;
  add_reads(expression, footprint.reads);
  return footprint;
}

}  // namespace raceproof::explore
