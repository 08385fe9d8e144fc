#include "tests/oracle/declarations.h"

#include "tests/oracle/constant.h"
#include "tests/oracle/objects.h"

namespace raceproof::oracle {
namespace {

using lang::Block;
using lang::Expression;
using lang::Statement;

// ---- constants ---------------------------------------------------------------------------------

// Constants may use each other in any order (section 3); one that uses itself has no value.
class ConstantTable {
 public:
  explicit ConstantTable(const lang::Scenario& scenario) {
    for (const lang::Constant& constant : scenario.constants) {
      expressions_[constant.name.text] = &constant.value;
    }
  }

  std::optional<std::int64_t> lookup(const std::string& name) {
    const auto found = expressions_.find(name);
    if (found == expressions_.end() || !being_evaluated_.insert(name).second) return std::nullopt;
    const auto value = evaluate(*found->second);
    being_evaluated_.erase(name);
    return value;
  }

  std::optional<std::int64_t> evaluate(const Expression& expression) {
    return constant_value(
        expression, [this](const std::string& name) { return lookup(name); }, std::nullopt);
  }

  std::int64_t value(const Expression& expression) {
    if (const auto known = evaluate(expression)) return *known;
    throw Unsupported{"a declaration whose expression is not constant"};
  }

  std::map<std::string, std::int64_t> all() {
    std::map<std::string, std::int64_t> values;
    for (const auto& [name, expression] : expressions_) values[name] = value(*expression);
    return values;
  }

 private:
  std::map<std::string, const Expression*> expressions_;
  std::set<std::string> being_evaluated_;
};

std::size_t size_of(const std::vector<Expression>& size, ConstantTable& constants) {
  if (size.empty()) return 1;
  const std::int64_t value = constants.value(size[0]);
  if (value < 1) throw Unsupported{"a size below 1"};
  return static_cast<std::size_t>(value);
}

// ---- the statements of the whole file ----------------------------------------------------------

template <typename Visit>
void visit_statements(const Block& block, const Visit& visit) {
  for (const Statement& statement : block.statements) {
    visit(statement);
    for (const Block& inner : statement.blocks) visit_statements(inner, visit);
  }
}

template <typename Visit>
void visit_statements(const lang::Scenario& scenario, const Visit& visit) {
  for (const lang::Thread& thread : scenario.threads) visit_statements(thread.body, visit);
  for (const lang::Function& function : scenario.functions) visit_statements(function.body, visit);
  if (scenario.init) visit_statements(scenario.init->body, visit);
}

// Section 11.9: any `start` in the text makes its thread wait, be it called or not.
std::set<std::string> started_names(const lang::Scenario& scenario) {
  std::set<std::string> names;
  visit_statements(scenario, [&names](const Statement& statement) {
    if (statement.kind == Statement::Kind::start) names.insert(statement.place.item.name.text);
  });
  return names;
}

// A parameter "never assigned" is one that no statement of the text assigns to (section 3).
std::set<std::string> assigned_names(const Block& body) {
  std::set<std::string> names;
  visit_statements(body, [&names](const Statement& statement) {
    if (statement.kind == Statement::Kind::assign) names.insert(statement.place.item.name.text);
    if (statement.kind == Statement::Kind::choose) names.insert(statement.name.text);
  });
  return names;
}

// ---- the declarations, kind by kind ------------------------------------------------------------

// Section 3: initial values are constant; one left out is 0; an array has one for all, or a list.
void add_variables(const lang::Scenario& scenario, ConstantTable& constants,
                   Declarations& declared) {
  for (const lang::Variable& variable : scenario.variables) {
    const lang::Cell& cell = variable.cell;
    std::vector<std::int64_t>& cells = declared.initial.cells;
    SharedVariable shared;
    shared.group = {cells.size(), size_of(cell.size, constants)};
    shared.atomic = variable.atomic;
    shared.range = range_of(cell, [&](const Expression& bound) { return constants.value(bound); });
    for (std::size_t i = 0; i < shared.group.size; ++i) {
      const std::size_t which = cell.initial_is_list ? i : 0;
      cells.push_back(which < cell.initial.size() ? constants.value(cell.initial[which]) : 0);
    }
    declared.shared[cell.name.text] = shared;
  }
}

/// Adds as many objects of a kind as the group has.
template <typename Kind>
void append(std::vector<Kind>& all, Group& group, const Kind& one) {
  group.first = all.size();
  all.insert(all.end(), group.size, one);
}

void add_sync_objects(const lang::Scenario& scenario, const std::set<std::string>& removed_locks,
                      ConstantTable& constants, Declarations& declared) {
  for (const lang::SyncObject& object : scenario.sync_objects) {
    const std::string& name = object.item.name.text;
    SyncGroup group;
    group.kind = object.kind;
    group.removed = removed_locks.contains(name);
    group.group.size = size_of(object.item.index, constants);
    std::optional<std::int64_t> parameter;
    if (!object.parameter.empty()) parameter = constants.value(object.parameter[0]);
    World& world = declared.initial;
    switch (object.kind) {
      case lang::SyncObject::Kind::lock:
      case lang::SyncObject::Kind::rlock: append(world.locks, group.group, Lock{}); break;
      case lang::SyncObject::Kind::semaphore:
        append(world.semaphores, group.group, parameter.value_or(0));
        break;
      case lang::SyncObject::Kind::event: append(world.events, group.group, false); break;
      case lang::SyncObject::Kind::barrier:
        append(world.barriers, group.group, Barrier{parameter.value_or(1), 0, 0});
        break;
      case lang::SyncObject::Kind::condition:
        append(world.conditions, group.group, std::vector<Sleeper>{});
        break;
      case lang::SyncObject::Kind::queue:
        append(world.queues, group.group, Queue{parameter, {}});
        break;
      case lang::SyncObject::Kind::rwlock:
        append(world.read_write_locks, group.group, ReadWriteLock{});
        break;
    }
    declared.sync_objects[name] = group;
  }
  // Names may be used before they are declared, so conditions find their locks in the end.
  for (const lang::SyncObject& object : scenario.sync_objects) {
    if (!object.lock) continue;
    SyncGroup& group = declared.sync_objects[object.item.name.text];
    group.lock = &declared.sync_objects.at(object.lock->item.name.text);
    const auto& index = object.lock->item.index;
    const std::int64_t number = index.empty() ? 0 : constants.value(index[0]);
    group.lock_number = group.lock->group.first + static_cast<std::size_t>(number);
  }
}

// Section 7: an object is unallocated at first, or starts with so many references out. The owner of
// a biased one is then the first thread.
void add_objects(const lang::Scenario& scenario, ConstantTable& constants,
                 Declarations& declared) {
  for (const lang::Object& object : scenario.objects) {
    Object one;
    if (!object.initial.empty()) {
      const std::int64_t references = constants.value(object.initial[0]);
      one = new_object(references, 0);
    }
    Group group{0, size_of(object.item.index, constants)};
    append(declared.initial.objects, group, one);
    declared.counts.insert(declared.counts.end(), group.size, object.count);
    declared.objects[object.item.name.text] = group;
  }
}

Pointer pointer_to(const lang::Place& place, ConstantTable& constants,
                   const Declarations& declared) {
  const Group& group = declared.objects.at(place.item.name.text);
  const std::int64_t index =
      place.item.index.empty() ? 0 : constants.value(place.item.index[0]);
  return static_cast<Pointer>(group.first) + index + 1;
}

// Shared references that hold something from the start. They are looked at in order.
void add_references(const lang::Scenario& scenario, ConstantTable& constants,
                    Declarations& declared) {
  World& world = declared.initial;
  for (const lang::Reference& reference : scenario.references) {
    Group group{0, size_of(reference.item.index, constants)};
    append(world.references, group, Pointer{0});
    declared.references[reference.item.name.text] = group;
    if (!reference.new_object && reference.value.empty()) continue;
    if (group.size > 1) throw Unsupported{"an array of references that hold something"};
    Pointer& held = world.references[group.first];
    if (reference.new_object) {
      held = pointer_to(*reference.new_object, constants, declared);
      Object& object = world.objects[static_cast<std::size_t>(held) - 1];
      if (object.is_alive) throw Unsupported{"the allocation of an object that is allocated"};
      object = new_object(1, 0);
    } else if (reference.value[0].kind == Expression::Kind::place) {
      const auto other = declared.references.find(reference.value[0].place.item.name.text);
      if (other == declared.references.end() || other->second.size > 1) {
        throw Unsupported{"a reference that holds what is declared later"};
      }
      held = world.references[other->second.first];
      if (held == 0) continue;
      Object& object = world.objects[static_cast<std::size_t>(held) - 1];
      object = new_object(object.references_out + 1, 0);
    }
  }
}

// Section 3: threads are numbered as declared, copies in order; all start together, unless some
// statement says `start name`: then that thread waits for it.
void add_threads(const lang::Scenario& scenario, ConstantTable& constants,
                 Declarations& declared) {
  const std::set<std::string> started = started_names(scenario);
  for (const lang::Thread& thread : scenario.threads) {
    ThreadGroup group;
    group.group = {declared.thread_count, size_of(thread.item.index, constants)};
    group.body = &thread.body;
    group.waits_for_start = started.contains(thread.item.name.text);
    declared.thread_count += group.group.size;
    declared.initial.threads.resize(declared.thread_count, group.waits_for_start
                                                               ? Status::not_started
                                                               : Status::running);
    declared.threads[thread.item.name.text] = group;
  }
  declared.initial.to_merge.resize(declared.thread_count);
}

}  // namespace

Declarations read_declarations(const lang::Scenario& scenario, Model model,
                               const std::set<std::string>& removed_locks) {
  ConstantTable constants(scenario);
  Declarations declared;
  declared.scenario = &scenario;
  declared.model = model;
  declared.constants = constants.all();
  add_variables(scenario, constants, declared);
  add_sync_objects(scenario, removed_locks, constants, declared);
  add_threads(scenario, constants, declared);
  add_objects(scenario, constants, declared);
  add_references(scenario, constants, declared);
  for (const lang::Function& function : scenario.functions) {
    declared.functions[function.name.text] = {&function, assigned_names(function.body)};
  }
  return declared;
}

}  // namespace raceproof::oracle
