#include "checker/prove/transition_system.h"

#include <algorithm>

#include "checker/prove/simplify.h"
#include "checker/prove/thread_graph.h"

namespace raceproof::prove {
namespace {

constexpr std::size_t cells_max = 1'000;
constexpr std::size_t starts_max = 64;

void leave_open(const Program& program, std::vector<Affine>& values) {
  if (!program.open) return;
  const Affine value = Affine::variable(program.open->cell);
  values[program.open->cell] = value;
  for (const CellIndex copy : program.open->copies) values[copy] = value;
}

std::optional<OpenVariable> open_variable(const TransitionSystem& system, const Program& program) {
  for (VariableIndex v = 0; program.open && v < system.variables.size(); ++v) {
    if (system.variables[v].cell == program.open->cell) return {{v, 0, open_constant_max}};
  }
  return std::nullopt;
}

// What is behind `init`: a machine whose threads all wait for a start does nothing more.
std::vector<std::vector<Affine>> values_behind_init(const Machine& machine) {
  Program only_init = machine.program();
  for (ThreadInfo& thread : only_init.threads) thread.waits_for_start = true;
  const Machine initialiser(only_init, machine.model(), machine.removed());
  std::vector<std::vector<Affine>> all;
  initialiser.initial([&](std::uint32_t, State&& state, const StepEnd& end) {
    if (end.kind != StepEnd::Kind::normal) throw Unsupported{"an `init` that fails", end.span};
    if (all.size() == starts_max) throw Unsupported{"an `init` of more than 64 alternatives"};
    std::vector<Affine> values;
    for (const std::int64_t cell : state.cells) values.emplace_back(Wide{cell});
    leave_open(machine.program(), values);
    all.push_back(std::move(values));
    return true;
  });
  return all;
}

void require_supported(const Program& program) {
  if (program.initial.size() > cells_max) throw Unsupported{"more than 1,000 cells"};
  for (const ThreadInfo& thread : program.threads) {
    if (thread.waits_for_start) throw Unsupported{"a thread that is started", thread.span};
  }
}

}  // namespace

std::string variable_name(const Program& program, CellIndex cell) {
  if (cell < program.shared_cells) return program.cell_name(cell);
  for (const SyncObject& object : program.objects) {
    if (object.cell == cell) return object.name;
  }
  for (std::size_t t = 0; t < program.threads.size(); ++t) {
    const ThreadInfo& thread = program.threads[t];
    if (thread.owns(cell)) {
      return "T" + std::to_string(t) + "." + std::to_string(cell - thread.frame);
    }
  }
  return "cell " + std::to_string(cell);
}

TransitionSystem build(const Machine& machine, const BuildOptions& options) {
  const Program& program = machine.program();
  require_supported(program);
  TransitionSystem system;
  for (CellIndex cell = 0; cell < program.initial.size(); ++cell) {
    system.variables.push_back({variable_name(program, cell), cell});
    system.cells.push_back(Affine::variable(cell));
  }
  std::vector<std::vector<Affine>> values = values_behind_init(machine);
  system.starts.resize(values.size());
  for (std::uint32_t thread = 0; thread < program.threads.size(); ++thread) {
    std::vector<LocationIndex> begins;
    system.threads.push_back(make_graph(machine, thread, options, values, begins));
    for (std::size_t i = 0; i < begins.size(); ++i) {
      system.starts[i].locations.push_back(begins[i]);
    }
  }
  for (std::size_t i = 0; i < values.size(); ++i) {
    system.starts[i].init = static_cast<std::uint32_t>(i);
    system.starts[i].values = values[i];
  }
  std::vector<CellIndex> kept = options.observed;
  for (CellIndex cell = 0; cell < program.shared_cells; ++cell) kept.push_back(cell);
  simplify(system, kept, program);
  system.open = open_variable(system, program);
  return system;
}

}  // namespace raceproof::prove
