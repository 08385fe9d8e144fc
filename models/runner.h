// Runs one thread's code on a state: one step, and the control behind it. Private to models/.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "models/machine.h"
#include "models/script.h"

namespace raceproof {

/// One thread (or `init`) at work on one state.
class Runner {
 public:
  Runner(const Machine& machine, State& state, std::uint32_t thread, Script& script,
         Recorder* recorder);

  /// Executes the step at the thread's position and the control behind it.
  void step();
  /// Takes, in place of that step, what was queued for the thread to be merged.
  void merge();
  /// Executes the control in front of a thread's first step.
  void begin();
  /// Executes the whole of `init`.
  void init();

  const StepEnd& end() const { return end_; }
  bool failed() const { return end_.kind != StepEnd::Kind::normal; }
  /// Whether a switch point of the model was passed behind the step.
  bool switch_point() const { return switch_point_; }

 private:
  void settle(NodeIndex at);
  NodeIndex run_region(NodeIndex at);
  NodeIndex execute(NodeIndex at);
  NodeIndex execute_shared(const Node& node);
  NodeIndex execute_object(const Node& node);
  NodeIndex execute_reference(const Node& node);
  NodeIndex execute_heap(const Node& node);
  NodeIndex execute_heap_control(const Node& node);
  NodeIndex execute_threads(const Node& node);
  NodeIndex execute_choice(const Node& node);
  NodeIndex execute_await(const Node& node);
  NodeIndex execute_control(const Node& node);
  void execute_apply(const Node& node);
  void end_thread(const Node& node);
  void take_queued();

  std::int64_t& local(CellIndex cell) { return state_.cells[frame_ + cell]; }
  std::int64_t read(const Operand& operand);
  std::optional<CellIndex> resolve(const Place& place, const Node& node);
  bool in_range(const Place& place, std::int64_t value, const Node& node);
  void fail(Fault fault, const Node& node);
  void record(const Node& node, CellIndex cell, std::int64_t value, std::int64_t before = 0);

  const Machine& machine_;
  const Program& program_;
  State& state_;
  std::uint32_t thread_;
  const Code& code_;
  CellIndex frame_;
  Script& script_;
  Recorder* recorder_;
  StepEnd end_;
  std::uint32_t rounds_ = 0;
  bool in_region_ = false;
  bool switch_point_ = false;
};

}  // namespace raceproof
