// What runs: per thread a control-flow graph of steps over numbered cells. Valid by construction
// (the lowering of checker/lang makes it), never changed afterwards.
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "models/expression.h"
#include "models/heap_object.h"
#include "models/step.h"
#include "models/switch_point.h"

namespace raceproof {

/// A number of a node in a thread's code.
using NodeIndex = std::uint32_t;
/// A number of a `while` with a test, among `Program::loops`; 0 stands for none.
using LoopIndex = std::uint32_t;

/// What a node works on: a constant, or a cell of the thread's frame. A temporary is consumed: it
/// is zero once it was read, so that dead values never tell states apart.
struct Operand {
  enum class Kind : std::uint8_t { constant, frame };
  Kind kind = Kind::constant;
  bool consumed = false;
  std::int64_t value = 0;  ///< the constant, or the number of the frame's cell
};

/// A cell, or an element of an array of `size` cells; values outside `low..high` are a range error.
struct Place {
  CellIndex cell = 0;      ///< absolute (shared), frame relative (local), or an object's number
  std::uint32_t size = 0;  ///< 0: not an array
  Operand index;           ///< read where `size` is not 0
  std::int64_t low = std::numeric_limits<std::int64_t>::min();
  std::int64_t high = std::numeric_limits<std::int64_t>::max();
};

/// One node. Which fields mean something depends on the kind:
///
///   load              destination = place            apply      destination = a op b
///   store             place = a                      update     place = place op a (atomic)
///   fetch_add, exchange  destination = old place; place += a or place = a
///   compare_exchange  destination = (place == a), then place = b
///   acquire, release, try_acquire, event_*, barrier_*, condition_*, notify*, put, get, read_*,
///   write_*           place.cell: number of the object; `a` is put; destination: try_acquire
///   whether
///                     taken, get the item, condition_* the depth of an rlock while asleep
///   start, join       place.cell: first thread, `count` of them (with an index: one)
///   choose            destination = one of sets[list]    either   goes to one of targets[list]
///   await             blocks until expressions[list]; has a region where `region` is set
///   atomic            the region from `next` to its region_end is one step
///   cpu, sleep, io    duration_us
///   reference_load    destination = reference at place
///   reference_store   destination = reference at place, then that = a
///   allocate          place.cell: number of the heap object; destination = pointer to it
///   use .. enqueue    on the object that pointer `a` holds; `references`: by how much the
///                     references out change. count_store, local_store: field = b; count_update:
///                     count = count op 1, destination = result; shared_swap: destination = shared,
///                     which becomes `c` if it was b; loads, refcount: destination = field;
///                     try_incref, try_load: destination = whether (what); enqueue: destination =
///                     whether the owner `b` still runs
///   take_queued       empties the thread's queue of objects to be merged
///   move              local place = a                fetch      destination = local place
///   calculate         destination = a op b           identify   destination = the thread as owner
///   point_at          destination = pointer to the heap object at place
///   by_counting       goes to targets[list][how the object that `a` holds is counted]
///   next_queued       destination = next object taken : otherwise
///   queued_at_end     something is queued ? next : otherwise
///   merge_return      goes to where the thread stood before it merged
///   branch            a ? next : otherwise             jump       goes on at next
///   count_down        destination > 0 ? (destination -= 1, next) : otherwise
///   for_test          a < b ? next : otherwise       advance    destination += 1
///   round             counts rounds without a step
///   loop_end          control passes the end of the `while` numbered `list`
///   point             a switch point for the reasons in `points`
///   check_assert, check_assume  a must be true       clear      zeroes count cells at destination
///   fail              a fault that is known to happen here
struct Node {
  NodeKind kind = NodeKind::end;
  Operator op = Operator::add;
  Fault fault = Fault::assertion;
  bool gil_free = false;    ///< inside `allow_threads`
  bool region = false;      ///< await: a region follows
  SwitchPoints points = 0;  ///< reasons for a switch point behind this step
  NodeIndex next = 0;
  NodeIndex otherwise = 0;
  CellIndex destination = 0;  ///< a cell of the frame
  std::uint32_t list = 0;     ///< number of a set, a list of targets or an expression
  std::uint32_t count = 0;
  std::int32_t references = 0;
  Operand a;
  Operand b;
  Operand c;
  Place place;
  std::int64_t duration_us = 0;
  /// A step that is never the first of its instruction; or, inside a `native` block, the cell of
  /// the frame that says whether a step of this run through it was taken.
  bool mid_instruction = false;
  std::optional<CellIndex> native_begun;
  LoopIndex loop = 0;  ///< the innermost `while` with a test that the node stands in
  SourceSpan span;
};

using Code = std::vector<Node>;  ///< execution begins at node 0

/// Shared integers: one variable, or an array of them.
struct SharedVariable {
  std::string name;
  CellIndex cell = 0;
  std::uint32_t size = 1;
  bool is_array = false;
  bool is_atomic = false;
  bool is_boolean = false;
  SourceSpan span;
};

/// A lock or another synchronisation object; an array of them is as many objects in a row.
struct SyncObject {
  enum class Kind : std::uint8_t {
    lock,
    rlock,
    semaphore,
    event,
    barrier,
    condition,
    queue,
    rwlock,
  };
  Kind kind = Kind::lock;
  std::string name;
  CellIndex cell = 0;  ///< its first cell; what cells mean is in the file of its kind
  SourceSpan span;
  std::int64_t parameter = 0;  ///< barrier: parties; queue: capacity, 0 without bound
  std::uint32_t lock = 0;      ///< condition: the number of its lock
};

/// Names that hold objects: one, or an array of them. A cell holds a pointer (see HeapObject).
struct SharedReference {
  std::string name;
  CellIndex cell = 0;
  std::uint32_t size = 1;
  bool is_array = false;
};

/// Where a thread merges biased counts that others have queued for it (PEP 703).
struct Merging {
  std::uint32_t queue = 0;  ///< number of the queue of pointers, among the objects
  std::uint32_t taken = 0;  ///< those of the merge that is under way
  NodeIndex entry = 0;     ///< its code: a take_queued
  NodeIndex gil_free = 0;  ///< the same for where the thread needs no GIL
  CellIndex return_cell = 0;  ///< of the frame: where it stood
};

/// A local of a thread's outermost block, which properties can read.
struct NamedLocal {
  std::string name;
  CellIndex cell = 0;  ///< absolute
  std::uint32_t size = 1;
  bool is_array = false;
  bool is_boolean = false;
};

struct ThreadInfo {
  std::string name;        ///< "worker[0]", or "worker" where there is one
  std::uint32_t code = 0;  ///< number of its code
  CellIndex pc_cell = 0;   ///< its position: a NodeIndex, or one of the two below
  CellIndex frame = 0;     ///< first cell of its temporaries and locals
  std::uint32_t frame_size = 0;
  bool waits_for_start = false;
  std::vector<NamedLocal> locals;
  std::optional<Merging> merging;  ///< where there are objects with biased counts
  SourceSpan span;

  /// Whether the cell is one of its frame.
  bool owns(CellIndex cell) const { return cell >= frame && cell < frame + frame_size; }
};

/// A `while` with a test, once for each place where the calls written out put it.
struct Loop {
  LoopIndex parent = 0;  ///< the innermost one around it
  SourceSpan span;
};

/// What the file says about time; it matters to `makespan` alone.
struct TimeSettings {
  std::int64_t cores = 1;
  std::int64_t switch_interval_us = 5'000;  ///< at least 1
  std::int64_t switch_cost_us = 0;
};

/// A constant whose value is left open, for proofs that hold for every value of it.
struct OpenConstant {
  std::string name;
  CellIndex cell = 0;             ///< a shared variable that nobody writes
  std::vector<CellIndex> copies;  ///< in the frames of the threads, which read them without a step
};

/// Values of a thread's position that are no node.
inline constexpr std::int64_t pc_not_started = -1;
inline constexpr std::int64_t pc_ended = -2;

/// Number of the thread that runs `init`, as the taker of a lock: behind all threads.
struct Program {
  std::vector<SharedVariable> variables;
  std::vector<SyncObject> objects;
  std::vector<SharedReference> references;  ///< their cells stand behind those of the variables
  std::vector<HeapObject> heap;
  std::vector<ThreadInfo> threads;
  std::vector<Code> codes;
  Code init;                 ///< one region; empty where there is none
  CellIndex init_frame = 0;  ///< its frame
  std::uint32_t init_frame_size = 0;
  std::vector<std::vector<std::int64_t>> sets;  ///< what `choose` chooses from
  std::vector<std::vector<NodeIndex>> targets;  ///< where `either` goes
  std::vector<Expression> expressions;          ///< what `await` waits for
  std::vector<Loop> loops{Loop{}};              ///< number 0 is none
  std::vector<std::int64_t> initial;            ///< every cell before `init`
  CellIndex shared_cells = 0;                   ///< the variables' cells are 0..shared_cells-1
  CellIndex holder_cell = 0;                    ///< who has the GIL: a thread, or -1
  TimeSettings time;
  std::optional<OpenConstant> open;

  /// "x", "a[3]", "o.count": the cell of a variable, a reference or a heap object.
  /// "o" is the cell of the object's life.
  std::string cell_name(CellIndex cell) const;
  /// The cells 0..n-1 that all threads see: variables, references, heap objects.
  CellIndex visible_cells() const;
  /// The heap object that has the cell, if one has it.
  std::optional<std::uint32_t> heap_object_of(CellIndex cell) const;
  const SharedVariable& variable_of(CellIndex cell) const;
};

}  // namespace raceproof
