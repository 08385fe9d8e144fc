#include "tests/oracle/model.h"

#include <array>
#include <cstddef>

namespace raceproof::oracle {
namespace {

// The table of section 6: a row a kind of point, a column a model, in the order of the enums.
constexpr std::array<std::array<bool, 6>, 12> table{{
    // no_gil, gil_39, gil_310, gil_313, gil_314, serial
    {true, false, false, false, false, false},  // step
    {true, true, false, false, false, false},   // instruction
    {true, true, true, true, true, false},      // backward_jump
    {true, true, true, true, true, false},      // entering
    {true, true, true, false, false, false},    // returning
    {true, true, true, true, true, false},      // native_call
    {true, true, true, true, true, false},      // python_call
    {true, true, false, false, true, false},    // with_acquire
    {true, true, true, true, true, false},      // with_release
    {true, true, true, false, false, false},    // forward_jump
    {true, true, true, true, true, false},      // giving_up
    {true, true, true, true, true, false},      // yield
}};

constexpr std::array<std::string_view, 6> names{"no_gil",  "gil_39",  "gil_310",
                                                "gil_313", "gil_314", "serial"};

}  // namespace

const std::vector<Model>& all_models() {
  static const std::vector<Model> models{Model::no_gil,  Model::gil_39,  Model::gil_310,
                                         Model::gil_313, Model::gil_314, Model::serial};
  return models;
}

std::string_view name_of(Model model) { return names[static_cast<std::size_t>(model)]; }

bool may_switch(Model model, Point point) {
  return table[static_cast<std::size_t>(point)][static_cast<std::size_t>(model)];
}

bool copies_the_test(Model model) { return model == Model::gil_310 || model == Model::gil_313; }

bool allows_threads(Model model) { return model != Model::serial; }

}  // namespace raceproof::oracle
