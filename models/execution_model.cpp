#include "models/execution_model.h"

#include <array>

namespace raceproof {
namespace {

using P = SwitchPoint;

constexpr SwitchPoints every_model = P::function_entry | P::native_call | P::python_call |
                                     P::with_release | P::gil_release | P::yield;
constexpr SwitchPoints jumps_before_test = every_model | P::backward_jump;
constexpr SwitchPoints jumps_after_test = every_model | P::backward_jump_after_test;

constexpr SwitchPoints gil_39_points = jumps_before_test | P::instruction | P::function_return |
                                       P::with_acquire | P::forward_jump;

// A loop over a range jumps back without a test of its own, so its point carries both reasons.
constexpr std::array<ExecutionModel, 6> table{{
    {"no_gil", "no GIL: free-threaded CPython, C++ threads", false, true, gil_39_points | P::step},
    {"gil_39", "CPython 3.9 and older", true, true, gil_39_points},
    {"gil_310", "CPython 3.10", true, true,
     jumps_after_test | P::function_return | P::forward_jump},
    {"gil_313", "CPython 3.11 to 3.13", true, true, jumps_after_test},
    {"gil_314", "CPython 3.14 with the GIL", true, true, jumps_before_test | P::with_acquire},
    {"serial", "one thread after another", false, false, 0},
}};

}  // namespace

std::span<const ExecutionModel> execution_models() { return table; }

const ExecutionModel* find_model(std::string_view name) {
  for (const ExecutionModel& model : table) {
    if (model.name == name) return &model;
  }
  return nullptr;
}

const ExecutionModel& serial_model() { return table.back(); }

}  // namespace raceproof
