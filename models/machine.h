// The reference semantics: what a step does, and which steps are possible. Slow and obvious; every
// engine is compared with it, the replayer is it.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "models/execution_model.h"
#include "models/program.h"

namespace raceproof {

/// All cells of a program, as `Program` numbers them.
struct State {
  std::vector<std::int64_t> cells;

  friend bool operator==(const State&, const State&) = default;
};

/// Which thread goes on, and with which alternative of its step (0 where there is one).
struct Choice {
  std::uint32_t thread = 0;
  std::uint32_t alternative = 0;

  friend auto operator<=>(const Choice&, const Choice&) = default;
};

/// How a step ended: normally, by a fault (the execution has failed), or by a false `assume`.
struct StepEnd {
  enum class Kind : std::uint8_t { normal, failed, discarded };
  Kind kind = Kind::normal;
  Fault fault = Fault::assertion;
  SourceSpan span;           ///< where the fault or the `assume` stands
  std::uint32_t thread = 0;  ///< whose fault it is; the number of threads for `init`
};

/// What one step did, for traces and for data races.
struct Event {
  NodeKind kind = NodeKind::load;
  Operator op = Operator::add;
  std::uint32_t thread = 0;
  bool in_region = false;     ///< inside an `atomic` block, the block of an `await`, or `init`
  /// The cell of a shared variable, a reference or a field of a heap object; the number of a
  /// synchronisation object; the first thread (start, join); or a loop.
  CellIndex cell = 0;
  std::uint32_t count = 1;    ///< start, join: how many threads
  std::int64_t value = 0;     ///< read, computed, written or chosen
  std::int64_t before = 0;    ///< of a write: what was there
  std::int64_t result = 0;    ///< of a step on a heap object: its answer
  SourceSpan span;
};

/// Receives the events of the steps that are executed.
using Recorder = std::vector<Event>;

/// A shared access that a thread's next step makes.
struct Access {
  CellIndex cell = 0;
  bool write = false;
  bool in_region = false;  ///< by an `atomic` block or an `await`
};

/// A program under one model, with some locks removed. Pure: no search, no input or output.
class Machine {
 public:
  /// `removed` holds numbers of lock objects whose operations do nothing. Both references must
  /// outlive the machine.
  Machine(const Program& program, const ExecutionModel& model,
          std::vector<std::uint32_t> removed = {});

  const Program& program() const { return *program_; }
  const ExecutionModel& model() const { return *model_; }

  /// Called for each alternative in order, with the state behind it; returns whether to go on.
  using Visit = std::function<bool(std::uint32_t alternative, State&& state, const StepEnd& end)>;

  /// The states in which the threads start: one for each way through `init`.
  void initial(const Visit& visit) const;

  /// The threads that may take the next step, ascending.
  void enabled(const State& state, std::vector<std::uint32_t>& threads) const;

  /// Takes the next step of an enabled thread in each of its alternatives. Where `recorder` is
  /// given, it holds the events of the alternative at hand while it is visited.
  void expand(const State& state, std::uint32_t thread, const Visit& visit,
              Recorder* recorder = nullptr) const;

  /// Takes one alternative, appending what happens to `recorder` (may be null). Nothing if there is
  /// no such alternative. The thread must be enabled. `initial_choice` is the same for `init`.
  std::optional<StepEnd> apply(State& state, Choice choice, Recorder* recorder) const;
  std::optional<StepEnd> initial_choice(State& state, std::uint32_t alternative,
                                        Recorder* recorder) const;

  /// How many alternatives the thread's next step has, up to `limit`.
  std::uint32_t alternatives(const State& state, std::uint32_t thread, std::uint32_t limit) const;

  /// Whether the thread is not in the middle of an instruction.
  bool at_boundary(const State& state, std::uint32_t thread) const;
  /// Whether it may, as one alternative more of its next step, merge what was queued for it.
  bool may_merge(const State& state, std::uint32_t thread) const;

  /// Whether the thread has started and not ended.
  bool is_running(const State& state, std::uint32_t thread) const;
  /// Whether its next step could be taken as far as locks and conditions go.
  bool is_ready(const State& state, std::uint32_t thread) const;
  /// All threads have ended (those never started do not count).
  bool is_final(const State& state) const;
  /// The thread's next step.
  const Node& next_step(const State& state, std::uint32_t thread) const;
  /// The shared accesses of the thread's next step, over all its alternatives.
  std::vector<Access> next_accesses(const State& state, std::uint32_t thread) const;

  bool is_removed(std::uint32_t object) const;
  /// The numbers of the locks that are removed, ascending.
  std::vector<std::uint32_t> removed() const;

 private:
  std::uint32_t own_alternatives(const State& state, std::uint32_t thread,
                                 std::uint32_t limit) const;
  StepEnd merge(State& state, std::uint32_t thread, Recorder* recorder) const;
  std::optional<StepEnd> apply_own(State& state, Choice choice, Recorder* recorder) const;
  StepEnd begin_threads(State& state, Recorder* recorder) const;
  void pass_gil(State& state, std::uint32_t thread, bool was_gil_free, bool switch_point) const;

  const Program* program_;
  const ExecutionModel* model_;
  std::vector<bool> removed_;
};

}  // namespace raceproof
