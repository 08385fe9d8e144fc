#include "checker/lang/lower.h"

#include <algorithm>
#include <set>

#include "checker/lang/globals.h"
#include "checker/lang/lower_property.h"
#include "checker/lang/names.h"
#include "checker/lang/state_size.h"
#include "checker/lang/thread_lowering.h"

namespace raceproof::lang {
namespace {

void collect_started(const Block& block, std::set<std::string>& names) {
  for (const Statement& statement : block.statements) {
    if (statement.kind == Statement::Kind::start) names.insert(statement.place.item.name.text);
    for (const Block& inner : statement.blocks) collect_started(inner, names);
  }
}

// Any `start` in the text makes its thread wait, be it called or not.
std::set<std::string> started_threads(const Scenario& scenario) {
  std::set<std::string> names;
  for (const Thread& thread : scenario.threads) collect_started(thread.body, names);
  for (const Function& function : scenario.functions) collect_started(function.body, names);
  return names;
}

void place_frame(ThreadInfo& info, std::uint32_t code, const ThreadLowering& lowering,
                 Program& program) {
  info.code = code;
  info.pc_cell = static_cast<CellIndex>(program.initial.size());
  program.initial.push_back(pc_not_started);
  info.frame = static_cast<CellIndex>(program.initial.size());
  info.frame_size = lowering.frame_size();
  program.initial.resize(program.initial.size() + info.frame_size, 0);
  if (program.open) program.open->copies.push_back(info.frame + *lowering.open_cell());
  info.locals = lowering.outermost();
  for (NamedLocal& local : info.locals) local.cell += info.frame;
  if (!lowering.merging()) return;
  Merging merging = *lowering.merging();
  merging.queue = info.merging->queue;
  merging.taken = info.merging->taken;
  info.merging = merging;
}

// Copies of a thread share their code where it does not depend on `self`.
void lower_thread(const Thread& thread, bool waits, Globals& globals) {
  Program& program = globals.program;
  const Global& global = globals.names[thread.item.name.text];
  std::uint32_t copy = 0;
  while (copy < global.size && global.first + copy < program.threads.size()) {
    ThreadLowering lowering(globals, copy);
    const std::size_t mistakes = globals.diagnostics.size();
    program.codes.push_back(
        lowering.lower(thread.body, thread.item.name.text, thread.item.name.span, false));
    const auto code = static_cast<std::uint32_t>(program.codes.size() - 1);
    do {
      if (!has_room(globals, lowering.frame_size() + 1, thread.item.name.span)) return;
      ThreadInfo& info = program.threads[global.first + copy];
      info.waits_for_start = waits;
      place_frame(info, code, lowering, program);
      ++copy;
    } while (!lowering.uses_self() && copy < global.size &&
             global.first + copy < program.threads.size());
    if (globals.diagnostics.size() > mistakes) return;
  }
}

void lower_init(Globals& globals) {
  if (!globals.scenario.init) return;
  const Init& init = *globals.scenario.init;
  ThreadLowering lowering(globals, std::nullopt);
  Program& program = globals.program;
  program.init = lowering.lower(init.body, "init", init.span, true);
  program.init_frame = static_cast<CellIndex>(program.initial.size());
  program.init_frame_size = lowering.frame_size();
  program.initial.resize(program.initial.size() + program.init_frame_size, 0);
}

std::vector<property::Observed> observe_all(const Program& program) {
  std::vector<property::Observed> all;
  for (const SharedVariable& variable : program.variables) {
    if (program.open && program.open->cell == variable.cell) continue;
    for (std::uint32_t i = 0; i < variable.size; ++i) {
      raceproof::Expression tree;
      tree.kind = raceproof::Expression::Kind::cell;
      tree.cell = variable.cell + i;
      all.push_back({program.cell_name(tree.cell), tree, variable.is_boolean});
    }
  }
  return all;
}

bool in_order(const Diagnostic& a, const Diagnostic& b) {
  return std::tie(a.span.line, a.span.column, a.message) <
         std::tie(b.span.line, b.span.column, b.message);
}

bool is_same(const Diagnostic& a, const Diagnostic& b) {
  return a.span == b.span && a.message == b.message;
}

// What it is about, without the claim.
Property without_claim(Property property) {
  property.set.reset();
  return property;
}

void lower_properties(Lowered& lowered, Globals& globals) {
  for (const Property& property : globals.scenario.properties) {
    if (!lowered.program.open) {
      lowered.properties.push_back(lower_property(property, globals));
    } else if (property.kind == property::Kind::outcomes) {
      lowered.properties.push_back(lower_property(without_claim(property), globals));
    }
  }
}

}  // namespace

std::variant<Lowered, std::vector<Diagnostic>> lower(
    const Scenario& scenario, const std::map<std::string, std::int64_t>& replaced) {
  return lower_open(scenario, replaced, "");
}

std::variant<Lowered, std::vector<Diagnostic>> lower_open(
    const Scenario& scenario, const std::map<std::string, std::int64_t>& replaced,
    const std::string& open) {
  std::vector<Diagnostic> diagnostics = check_names(scenario);
  if (!diagnostics.empty()) return diagnostics;
  Lowered lowered;
  Constants constants(scenario, replaced, open, diagnostics);
  Globals globals{scenario, diagnostics, constants, lowered.program, {}};
  lower_declarations(globals);
  if (diagnostics.empty()) {
    const std::set<std::string> started = started_threads(scenario);
    for (const Thread& thread : scenario.threads) {
      lower_thread(thread, started.count(thread.item.name.text) != 0, globals);
    }
    lower_init(globals);
  }
  lower_properties(lowered, globals);
  if (!diagnostics.empty()) {
    std::stable_sort(diagnostics.begin(), diagnostics.end(), in_order);
    diagnostics.erase(std::unique(diagnostics.begin(), diagnostics.end(), is_same),
                      diagnostics.end());
    return diagnostics;
  }
  lowered.shared = observe_all(lowered.program);
  for (const lang::SyncObject& object : scenario.sync_objects) {
    const bool is_lock = object.kind == lang::SyncObject::Kind::lock ||
                         object.kind == lang::SyncObject::Kind::rlock;
    if (is_lock) lowered.lock_names.push_back(object.item.name.text);
  }
  lowered.constants = constants.values();
  lowered.scenario = std::make_shared<Scenario>(scenario);
  return lowered;
}

std::vector<std::string> constant_names(const Scenario& scenario) {
  std::vector<std::string> names;
  for (const Constant& constant : scenario.constants) names.push_back(constant.name.text);
  return names;
}

std::vector<std::uint32_t> lock_objects(const Lowered& lowered, const std::string& name) {
  std::vector<std::uint32_t> numbers;
  const auto& names = lowered.lock_names;
  if (std::find(names.begin(), names.end(), name) == names.end()) return numbers;
  for (std::uint32_t i = 0; i < lowered.program.objects.size(); ++i) {
    const std::string& full = lowered.program.objects[i].name;
    if (full == name || full.compare(0, name.size() + 1, name + "[") == 0) numbers.push_back(i);
  }
  return numbers;
}

std::variant<raceproof::Expression, std::vector<Diagnostic>> lower_expression(
    const Lowered& lowered, const Expression& expression) {
  std::vector<Diagnostic> diagnostics = check_outcome(*lowered.scenario, expression);
  if (!diagnostics.empty()) return diagnostics;
  Constants constants(*lowered.scenario, lowered.constants, "", diagnostics);
  Program program;
  Globals globals{*lowered.scenario, diagnostics, constants, program, {}};
  lower_declarations(globals);
  program = lowered.program;
  raceproof::Expression tree = property_tree(expression, globals);
  if (!diagnostics.empty()) return diagnostics;
  return tree;
}

}  // namespace raceproof::lang
