// Declarations of heap objects and of the shared names that hold them.
#include "checker/lang/lower_heap.h"

#include <algorithm>
#include <set>

#include "checker/lang/state_size.h"
#include "models/queue.h"

namespace raceproof::lang {
namespace {

std::string element_name(const Item& item, std::uint32_t number) {
  if (item.index.empty()) return item.name.text;
  return item.name.text + "[" + std::to_string(number) + "]";
}

Counting counting_of(Object::Count count) {
  switch (count) {
    case Object::Count::plain: return Counting::plain;
    case Object::Count::atomic: return Counting::atomic;
    case Object::Count::biased: return Counting::biased;
    case Object::Count::immortal: return Counting::immortal;
  }
  return Counting::plain;
}

Global declare(Global::Kind kind, const Item& item, std::size_t first, Globals& globals) {
  Global global;
  global.kind = kind;
  global.first = static_cast<std::uint32_t>(first);
  global.is_array = !item.index.empty();
  global.size = count_of(item, elements_max, globals.constants, globals.diagnostics);
  return global;
}

// An object that starts allocated belongs to the first thread. Returns whether there was room.
bool lower_object(const Object& object, Globals& globals) {
  Program& program = globals.program;
  Global global = declare(Global::Kind::heap_object, object.item, program.heap.size(), globals);
  global.counting = counting_of(object.count);
  globals.names[object.item.name.text] = global;
  std::optional<std::int64_t> references;
  if (!object.initial.empty()) references = globals.constants.evaluate(object.initial[0]);
  if (references && *references < 0) {
    globals.diagnostics.push_back({object.initial[0].span,
                                   std::to_string(*references) + " references are too few",
                                   "an object starts with 0 references or more"});
  }
  if (!has_room(globals, std::uint64_t{global.size} * heap::cells, object.item.name.span)) {
    return false;
  }
  for (std::uint32_t i = 0; i < global.size; ++i) {
    const HeapObject made{global.counting, element_name(object.item, i),
                          static_cast<CellIndex>(program.initial.size()), object.item.name.span};
    program.initial.resize(program.initial.size() + heap::cells, 0);
    if (references) heap::allocate(made, program.initial, *references, 0);
    program.heap.push_back(made);
  }
  return true;
}

std::uint32_t element_of(const Item& item, const Global& global, Globals& globals) {
  if (item.index.empty()) return global.first;
  const std::int64_t index = globals.constants.evaluate(item.index[0]).value_or(0);
  if (index >= 0 && index < std::int64_t{global.size}) {
    return global.first + static_cast<std::uint32_t>(index);
  }
  globals.diagnostics.push_back({item.index[0].span,
                                 "the index " + std::to_string(index) + " is out of bounds: '" +
                                     item.name.text + "' has " + std::to_string(global.size) +
                                     " elements",
                                 "an index is between 0 and " + std::to_string(global.size - 1)});
  return global.first;
}

std::int64_t allocate_at_start(const Reference& reference, Globals& globals) {
  const Item& item = reference.new_object->item;
  const std::uint32_t number = element_of(item, globals.names[item.name.text], globals);
  const HeapObject& object = globals.program.heap[number];
  std::vector<std::int64_t>& initial = globals.program.initial;
  if (initial[object.cell + heap::life] != 0) {
    globals.diagnostics.push_back(
        {reference.new_object->item.name.span, "'" + object.name + "' is allocated already",
         "one name begins with 'new', the others hold what it holds"});
    return heap::none;
  }
  heap::allocate(object, initial, 1, 0);
  return heap::pointer_to(number);
}

/// Gives the names what they hold at first. Names stand in any order, so one that starts with what
/// another one holds waits until that is known.
class FirstHeld {
 public:
  explicit FirstHeld(Globals& globals) : globals_(globals) {}

  void hold(const Reference& reference) {
    std::vector<const Reference*> waiting;
    const Reference* next = &reference;
    while (next != nullptr && known_.insert(next).second) {
      waiting.push_back(next);
      next = other(*next);
      if (next == nullptr || known_.count(next) == 0 || is_done(*next)) continue;
      globals_.diagnostics.push_back({waiting.back()->value[0].span,
                                      "these refs start with each other",
                                      "one of them must begin with 'new'"});
    }
    for (; !waiting.empty(); waiting.pop_back()) finish(*waiting.back());
  }

 private:
  // The one whose object it starts with, if it does so.
  const Reference* other(const Reference& reference) const {
    if (reference.value.empty()) return nullptr;
    const Expression& value = reference.value[0];
    if (value.kind != Expression::Kind::place) return nullptr;
    return globals_.names[value.place.item.name.text].reference;
  }

  bool is_done(const Reference& reference) const { return done_.count(&reference) != 0; }

  void finish(const Reference& reference) {
    done_.insert(&reference);
    const Global& global = globals_.names[reference.item.name.text];
    if (!reference.new_object && reference.value.empty()) return;
    if (global.size > 1) {
      globals_.diagnostics.push_back(
          {reference.item.name.span, "an array of refs starts with none of them holding an object",
           "assign to its elements in 'init'"});
      return;
    }
    globals_.program.initial[global.first] =
        reference.new_object ? allocate_at_start(reference, globals_) : copy(reference.value[0]);
  }

  // A reference of its own to what the other name holds.
  std::int64_t copy(const Expression& value) const {
    if (value.kind != Expression::Kind::place) return heap::none;
    const Item& item = value.place.item;
    std::vector<std::int64_t>& initial = globals_.program.initial;
    const std::int64_t pointer =
        initial[element_of(item, globals_.names[item.name.text], globals_)];
    if (pointer == heap::none) return pointer;
    const HeapObject& object = globals_.program.heap[heap::number(pointer)];
    heap::allocate(object, initial, initial[object.cell + heap::references] + 1, 0);
    return pointer;
  }

  Globals& globals_;
  std::set<const Reference*> known_;  ///< asked for
  std::set<const Reference*> done_;
};

// Cells of references stand right behind those of the variables. Returns whether there was room.
bool number_reference(const Reference& reference, Globals& globals) {
  Program& program = globals.program;
  Global global =
      declare(Global::Kind::reference, reference.item, program.initial.size(), globals);
  global.reference = &reference;
  globals.names[reference.item.name.text] = global;
  program.references.push_back(
      {reference.item.name.text, global.first, global.size, global.is_array});
  if (!has_room(globals, global.size, reference.item.name.span)) return false;
  program.initial.resize(program.initial.size() + global.size, heap::none);
  return true;
}

std::uint32_t add_queue(const std::string& name, Program& program) {
  raceproof::SyncObject queue;
  queue.kind = raceproof::SyncObject::Kind::queue;
  queue.name = name;
  queue.cell = static_cast<CellIndex>(program.initial.size());
  program.initial.resize(program.initial.size() + queue::cells, 0);
  program.objects.push_back(std::move(queue));
  return static_cast<std::uint32_t>(program.objects.size() - 1);
}

}  // namespace

bool Globals::counts_biased() const {
  return std::any_of(program.heap.begin(), program.heap.end(), [](const HeapObject& object) {
    return object.counting == Counting::biased;
  });
}

void lower_heap(Globals& globals) {
  bool fits = true;
  for (const Reference& reference : globals.scenario.references) {
    fits = number_reference(reference, globals) && fits;
  }
  for (const Object& object : globals.scenario.objects) {
    fits = lower_object(object, globals) && fits;
  }
  if (!fits) return;
  FirstHeld first_held(globals);
  for (const Reference& reference : globals.scenario.references) first_held.hold(reference);
}

void lower_merge_queues(Globals& globals) {
  if (!globals.counts_biased()) return;
  for (ThreadInfo& thread : globals.program.threads) {
    thread.merging.emplace();
    thread.merging->queue = add_queue("queued for " + thread.name, globals.program);
    thread.merging->taken = add_queue("taken by " + thread.name, globals.program);
  }
}

}  // namespace raceproof::lang
