#include <algorithm>

#include "checker/lang/globals.h"
#include "models/lock.h"

namespace raceproof::lang {
namespace {

constexpr std::int64_t elements_max = 1'000'000;
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

  std::vector<std::int64_t> values(shape.size, 0);
  if (cell.initial_is_list && cell.initial.size() != shape.size) {
    globals.diagnostics.push_back(
        {cell.name.span,
         "'" + cell.name.text + "' has " + std::to_string(shape.size) + " elements, but " +
             std::to_string(cell.initial.size()) + " initial values",
         "give one value for all elements, or one for each"});
  }
  for (std::size_t i = 0; i < cell.initial.size(); ++i) {
    const std::int64_t value = globals.constants.evaluate(cell.initial[i]).value_or(shape.low);
    if (value < shape.low || value > shape.high) {
      globals.diagnostics.push_back(
          {cell.initial[i].span,
           "the initial value " + std::to_string(value) + " is outside the range " +
               std::to_string(shape.low) + ".." + std::to_string(shape.high),
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

void lower_object(const lang::SyncObject& object, Globals& globals) {
  Global global;
  global.kind = Global::Kind::object;
  global.first = static_cast<std::uint32_t>(globals.program.objects.size());
  global.is_array = !object.item.index.empty();
  global.size = count_of(object.item, elements_max, globals.constants, globals.diagnostics);
  globals.names[object.item.name.text] = global;
  const auto kind = object.kind == lang::SyncObject::Kind::rlock
                        ? raceproof::SyncObject::Kind::rlock
                        : raceproof::SyncObject::Kind::lock;
  for (std::uint32_t i = 0; i < global.size; ++i) {
    std::string name = object.item.name.text;
    if (global.is_array) name += "[" + std::to_string(i) + "]";
    globals.program.objects.push_back({kind, std::move(name),
                                       static_cast<CellIndex>(globals.program.initial.size()),
                                       object.item.name.span});
    globals.program.initial.resize(globals.program.initial.size() + lock::cells(kind), 0);
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
      globals.diagnostics.push_back({thread.item.name.span,
                                     "there are more than 1,000 threads",
                                     "a scenario can have at most 1,000 threads in all"});
      return;
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
    diagnostics.push_back({item.index[0].span, "a size of " + std::to_string(*size) +
                                                   " is too small", "a size is 1 or more"});
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
      diagnostics.push_back({cell.range[0].span,
                             "the range " + std::to_string(*low) + ".." + std::to_string(*high) +
                                 " is empty",
                             "write the least value first"});
    } else if (low && high) {
      shape.low = *low;
      shape.high = *high;
    }
    return shape;
  }
  shape.is_boolean = !cell.initial.empty() && std::all_of(cell.initial.begin(), cell.initial.end(),
                                                          is_boolean_literal);
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
  globals.program.shared_cells = static_cast<CellIndex>(globals.program.initial.size());
  for (const lang::SyncObject& object : globals.scenario.sync_objects) lower_object(object, globals);
  lower_thread_names(globals);
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
