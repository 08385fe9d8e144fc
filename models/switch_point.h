// Why another thread may run at some place of a thread's code: the rows of the language reference's
// table of execution models.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace raceproof {

/// A reason for which a model may have a switch point. Combined as a bit mask.
enum class SwitchPoint : std::uint16_t {
  step = 1 << 0,
  instruction = 1 << 1,
  backward_jump = 1 << 2,
  backward_jump_after_test = 1 << 3,
  function_entry = 1 << 4,
  function_return = 1 << 5,
  native_call = 1 << 6,
  python_call = 1 << 7,
  with_acquire = 1 << 8,
  with_release = 1 << 9,
  forward_jump = 1 << 10,
  gil_release = 1 << 11,
  yield = 1 << 12,
};

using SwitchPoints = std::uint16_t;

constexpr SwitchPoints operator|(SwitchPoint a, SwitchPoint b) {
  return static_cast<SwitchPoints>(static_cast<unsigned>(a) | static_cast<unsigned>(b));
}
constexpr SwitchPoints operator|(SwitchPoints a, SwitchPoint b) {
  return static_cast<SwitchPoints>(static_cast<unsigned>(a) | static_cast<unsigned>(b));
}
constexpr SwitchPoints bit(SwitchPoint a) { return static_cast<SwitchPoints>(a); }

struct SwitchPointRow {
  SwitchPoint point;
  std::string_view name;     ///< as `raceproof steps` shows it
  std::string_view meaning;  ///< where the point lies
};

inline constexpr std::array<SwitchPointRow, 13> switch_point_table{{
    {SwitchPoint::step, "step", "after every step"},
    {SwitchPoint::instruction, "instruction", "after every instruction"},
    {SwitchPoint::backward_jump, "backward jump", "at the end of a loop's body"},
    {SwitchPoint::backward_jump_after_test, "backward jump",
     "at the end of a `while` body, after the copied test found it true"},
    {SwitchPoint::function_entry, "function entry", "on entering a function of the file"},
    {SwitchPoint::function_return, "function return", "on returning from it"},
    {SwitchPoint::native_call, "native call", "after a call of anything native"},
    {SwitchPoint::python_call, "python call",
     "before and after an operation of a semaphore, event, barrier, condition or queue"},
    {SwitchPoint::with_acquire, "with acquire", "after the acquire of `with`"},
    {SwitchPoint::with_release, "with release", "after the release at the end of `with`"},
    {SwitchPoint::forward_jump, "forward jump", "where a forward jump is taken"},
    {SwitchPoint::gil_release, "gives the GIL up", "where a thread gives the GIL up by itself"},
    {SwitchPoint::yield, "yield", "at a `yield`"},
}};

}  // namespace raceproof
