// The execution models as rows of data (the language reference, section 6).
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace raceproof::oracle {

enum class Model : std::uint8_t { no_gil, gil_39, gil_310, gil_313, gil_314, serial };

/// Every model, in the order of the table of section 6, `serial` last.
const std::vector<Model>& all_models();
std::string_view name_of(Model model);

/// The places in a thread at which some model may let another thread run. The rows of the table
/// of section 6, split where it tells two cases apart.
enum class Point : std::uint8_t {
  step,           ///< after every step
  instruction,    ///< after every instruction
  backward_jump,  ///< the end of a loop's body, `continue`
  entering,       ///< on entering a function of the file
  returning,      ///< on returning from it
  native_call,    ///< after a call of anything native
  python_call,    ///< before and after an operation of a semaphore, event, barrier, ...
  with_acquire,   ///< after the acquire of `with m`
  with_release,   ///< after the release at the end of `with m`
  forward_jump,   ///< a false condition, an `and` or `or` that stops early, a passed `assert`
  giving_up,      ///< where it gives the GIL up: sleep, io, allow_threads, a wait
  yield,          ///< `yield` (section 5): "a switch point in every model but serial"
};

/// Whether another thread may run at such a point.
bool may_switch(Model model, Point point);

/// Whether a `while` has a copy of its test at the end of the body, so that the point of the
/// backward jump lies after the test, and only where it is true.
bool copies_the_test(Model model);

/// Whether `allow_threads` lets the thread run beside the holder of the GIL. Not under `serial`,
/// which lets others run at a thread's end and at blocked steps, "nowhere else"; without a GIL the
/// question makes no difference.
bool allows_threads(Model model);

}  // namespace raceproof::oracle
