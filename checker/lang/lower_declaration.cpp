#include <algorithm>

#include "checker/lang/lower_heap.h"
#include "checker/lang/state_size.h"
#include "models/synchronise.h"

namespace raceproof::lang {
namespace {

constexpr std::int64_t threads_max = 1'000;

bool is_boolean_literal(const Expression& expression) {
  return expression.kind == Expression::Kind::boolean;
}

void lower_variable(const Variable& variable, Globals& globals) {
  const Cell& cell = variable.cell;
  const CellShape shape = shape_of(cell, globals.constants, globals.diagnostics);
  Global global;
  global.kind = Global::Kind::variable;
  global.first = static_cast<std::uint32_t>(globals.program.initial.size());
  global.size = shape.size;
  global.is_array = shape.is_array;
  global.is_atomic = variable.atomic;
  global.is_boolean = shape.is_boolean;
  global.low = shape.low;
  global.high = shape.high;
  globals.names[cell.name.text] = global;
  globals.program.variables.push_back({cell.name.text, global.first, shape.size, shape.is_array,
                                       variable.atomic, shape.is_boolean, cell.name.span});
  if (!has_room(globals, shape.size, cell.name.span)) return;

  std::vector<std::int64_t> values(shape.size, 0);
  if (cell.initial_is_list && cell.initial.size() != shape.size) {
    globals.diagnostics.push_back({cell.name.span,
                                   "'" + cell.name.text + "' has " + std::to_string(shape.size) +
                                       " elements, but " + std::to_string(cell.initial.size()) +
                                       " initial values",
                                   "give one value for all elements, or one for each"});
  }
  for (std::size_t i = 0; i < cell.initial.size(); ++i) {
    const std::int64_t value = globals.constants.evaluate(cell.initial[i]).value_or(shape.low);
    if (value < shape.low || value > shape.high) {
      globals.diagnostics.push_back({cell.initial[i].span,
                                     "the initial value " + std::to_string(value) +
                                         " is outside the range " + std::to_string(shape.low) +
                                         ".." + std::to_string(shape.high),
                                     ""});
    }
    if (!cell.initial_is_list) {
      std::fill(values.begin(), values.end(), value);
    } else if (i < values.size()) {
      values[i] = value;
    }
  }
  if (cell.initial.empty() && (shape.low > 0 || shape.high < 0)) {
    globals.diagnostics.push_back(
        {cell.name.span,
         "'" + cell.name.text + "' starts at 0, which is outside its range " +
             std::to_string(shape.low) + ".." + std::to_string(shape.high),
         "give it an initial value"});
  }
  globals.program.initial.insert(globals.program.initial.end(), values.begin(), values.end());
}

raceproof::SyncObject::Kind kind_of(lang::SyncObject::Kind kind) {
  using From = lang::SyncObject::Kind;
  using To = raceproof::SyncObject::Kind;
  switch (kind) {
    case From::lock: return To::lock;
    case From::rlock: return To::rlock;
    case From::semaphore: return To::semaphore;
    case From::event: return To::event;
    case From::barrier: return To::barrier;
    case From::condition: return To::condition;
    case From::queue: return To::queue;
    case From::rwlock: return To::rwlock;
  }
  return To::lock;
}

// What stands behind the name: a semaphore's permits, a barrier's parties, a queue's capacity.
std::int64_t parameter_of(const lang::SyncObject& object, Globals& globals) {
  if (object.parameter.empty()) return 0;
  const std::int64_t least = object.kind == lang::SyncObject::Kind::semaphore ? 0 : 1;
  const std::int64_t value = globals.constants.evaluate(object.parameter[0]).value_or(least);
  if (value >= least) return value;
  const bool is_semaphore = object.kind == lang::SyncObject::Kind::semaphore;
  const bool is_barrier = object.kind == lang::SyncObject::Kind::barrier;
  globals.diagnostics.push_back({object.parameter[0].span,
                                 std::string(is_semaphore ? "a semaphore starts with "
                                             : is_barrier ? "a barrier for "
                                                          : "a queue of size ") +
                                     std::to_string(value) +
                                     (is_semaphore ? " permits"
                                      : is_barrier ? " threads"
                                                   : "") +
                                     " is not possible",
                                 "write " + std::to_string(least) + " or more"});
  return least;
}

void lower_object(const lang::SyncObject& object, Globals& globals) {
  Global global;
  global.kind = Global::Kind::object;
  global.first = static_cast<std::uint32_t>(globals.program.objects.size());
  global.is_array = !object.item.index.empty();
  global.object_kind = kind_of(object.kind);
  global.size = count_of(object.item, elements_max, globals.constants, globals.diagnostics);
  globals.names[object.item.name.text] = global;
  const std::int64_t parameter = parameter_of(object, globals);
  const bool is_semaphore = global.object_kind == raceproof::SyncObject::Kind::semaphore;
  const auto threads = static_cast<std::uint32_t>(globals.program.threads.size());
  const std::uint64_t cells = synchronise::cells(global.object_kind, threads);
  if (!has_room(globals, global.size * cells, object.item.name.span)) return;
  std::vector<std::int64_t>& initial = globals.program.initial;
  for (std::uint32_t i = 0; i < global.size; ++i) {
    std::string name = object.item.name.text;
    if (global.is_array) name += "[" + std::to_string(i) + "]";
    globals.program.objects.push_back({global.object_kind, std::move(name),
                                       static_cast<CellIndex>(initial.size()),
                                       object.item.name.span, parameter, 0});
    initial.resize(initial.size() + cells, 0);
    if (is_semaphore) initial.back() = parameter;
  }
}

// A condition may be declared before its lock, so locks are found when all objects have numbers.
void find_lock(const lang::SyncObject& object, Globals& globals) {
  if (!object.lock) return;
  const Item& item = object.lock->item;
  const Global& lock = globals.names[item.name.text];
  std::int64_t index = 0;
  if (!item.index.empty()) {
    index = globals.constants.evaluate(item.index[0]).value_or(0);
    if (index < 0 || index >= std::int64_t{lock.size}) {
      globals.diagnostics.push_back({item.index[0].span,
                                     "the index " + std::to_string(index) + " is out of bounds: '" +
                                         item.name.text + "' has " + std::to_string(lock.size) +
                                         " elements",
                                     "an index is between 0 and " + std::to_string(lock.size - 1)});
      return;
    }
  }
  const Global& condition = globals.names[object.item.name.text];
  if (condition.first + condition.size > globals.program.objects.size()) return;  // had no room
  for (std::uint32_t i = 0; i < condition.size; ++i) {
    globals.program.objects[condition.first + i].lock =
        lock.first + static_cast<std::uint32_t>(index);
  }
}

void lower_thread_names(Globals& globals) {
  for (const Thread& thread : globals.scenario.threads) {
    Global global;
    global.kind = Global::Kind::thread;
    global.first = static_cast<std::uint32_t>(globals.program.threads.size());
    global.is_array = !thread.item.index.empty();
    global.size = count_of(thread.item, threads_max, globals.constants, globals.diagnostics);
    globals.names[thread.item.name.text] = global;
    for (std::uint32_t i = 0; i < global.size; ++i) {
      ThreadInfo info;
      info.name = thread.item.name.text;
      if (global.is_array) info.name += "[" + std::to_string(i) + "]";
      info.span = thread.item.name.span;
      globals.program.threads.push_back(std::move(info));
    }
    if (globals.program.threads.size() > static_cast<std::size_t>(threads_max)) {
      globals.diagnostics.push_back({thread.item.name.span, "there are more than 1,000 threads",
                                     "a scenario can have at most 1,000 threads in all"});
      return;
    }
  }
}

// It becomes a shared variable that nobody writes, which properties read; threads have copies.
void lower_open_constant(Globals& globals) {
  const std::string& name = globals.constants.left_open();
  if (name.empty()) return;
  Program& program = globals.program;
  OpenConstant open;
  open.name = name;
  open.cell = static_cast<CellIndex>(program.initial.size());
  program.initial.push_back(0);
  SharedVariable variable;
  variable.name = name;
  variable.cell = open.cell;
  program.variables.push_back(std::move(variable));
  program.open = std::move(open);
}

void lower_settings(Globals& globals) {
  TimeSettings& time = globals.program.time;
  for (const Setting& setting : globals.scenario.settings) {
    switch (setting.kind) {
      case Setting::Kind::cores: {
        time.cores = globals.constants.evaluate(setting.value[0]).value_or(1);
        if (time.cores >= 1) break;
        globals.diagnostics.push_back({setting.value[0].span,
                                       std::to_string(time.cores) + " cores are too few",
                                       "nothing runs without a processor: write 1 or more"});
        break;
      }
      case Setting::Kind::switch_interval:
        time.switch_interval_us = setting.duration_us;
        if (setting.duration_us >= 1) break;
        globals.diagnostics.push_back({setting.span, "a switch interval of 0 is too short",
                                       "the shortest is 1us; CPython's is 5ms"});
        break;
      case Setting::Kind::switch_cost: time.switch_cost_us = setting.duration_us; break;
    }
  }
}

}  // namespace

std::uint32_t count_of(const Item& item, std::int64_t most, Constants& constants,
                       std::vector<Diagnostic>& diagnostics) {
  if (item.index.empty()) return 1;
  const std::optional<std::int64_t> size = constants.evaluate(item.index[0]);
  if (!size) return 1;
  if (*size < 1) {
    diagnostics.push_back({item.index[0].span,
                           "a size of " + std::to_string(*size) + " is too small",
                           "a size is 1 or more"});
    return 1;
  }
  if (*size > most) {
    diagnostics.push_back({item.index[0].span,
                           "a size of " + std::to_string(*size) + " is too large",
                           "at most " + std::to_string(most) + " are possible here"});
    return 1;
  }
  return static_cast<std::uint32_t>(*size);
}

CellShape shape_of(const Cell& cell, Constants& constants, std::vector<Diagnostic>& diagnostics) {
  CellShape shape;
  shape.is_array = !cell.size.empty();
  shape.size = count_of({cell.name, cell.size}, elements_max, constants, diagnostics);
  if (!cell.range.empty()) {
    const std::optional<std::int64_t> low = constants.evaluate(cell.range[0]);
    const std::optional<std::int64_t> high = constants.evaluate(cell.range[1]);
    if (low && high && *low > *high) {
      diagnostics.push_back(
          {cell.range[0].span,
           "the range " + std::to_string(*low) + ".." + std::to_string(*high) + " is empty",
           "write the least value first"});
    } else if (low && high) {
      shape.low = *low;
      shape.high = *high;
    }
    return shape;
  }
  shape.is_boolean = !cell.initial.empty() &&
                     std::all_of(cell.initial.begin(), cell.initial.end(), is_boolean_literal);
  if (shape.is_boolean) {
    shape.low = 0;
    shape.high = 1;
  }
  return shape;
}

void lower_declarations(Globals& globals) {
  for (const Constant& constant : globals.scenario.constants) {
    globals.names[constant.name.text] = Global{};
  }
  for (const Variable& variable : globals.scenario.variables) lower_variable(variable, globals);
  lower_open_constant(globals);
  globals.program.shared_cells = static_cast<CellIndex>(globals.program.initial.size());
  lower_heap(globals);
  lower_thread_names(globals);
  for (const lang::SyncObject& object : globals.scenario.sync_objects)
    lower_object(object, globals);
  for (const lang::SyncObject& object : globals.scenario.sync_objects) find_lock(object, globals);
  lower_merge_queues(globals);
  lower_settings(globals);
  for (const Function& function : globals.scenario.functions) {
    Global global;
    global.kind = Global::Kind::function;
    global.function = &function;
    globals.names[function.name.text] = global;
  }
  globals.program.holder_cell = static_cast<CellIndex>(globals.program.initial.size());
  globals.program.initial.push_back(-1);
}

}  // namespace raceproof::lang
