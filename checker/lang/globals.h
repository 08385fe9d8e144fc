// What the names of a file's top level stand for once cells are numbered. Private to the lowering.
#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <string>
#include <vector>

#include "checker/lang/constants.h"
#include "checker/lang/diagnostic.h"
#include "checker/lang/scenario.h"
#include "models/program.h"

namespace raceproof::lang {

/// The meaning of a top-level name.
struct Global {
  enum class Kind : std::uint8_t {
    constant,
    variable,
    reference,
    object,
    heap_object,
    thread,
    function,
  };
  Kind kind = Kind::constant;
  std::uint32_t first = 0;  ///< variable, reference: its cell; the others: the first number
  std::uint32_t size = 1;
  bool is_array = false;
  bool is_atomic = false;
  bool is_boolean = false;
  raceproof::SyncObject::Kind object_kind = raceproof::SyncObject::Kind::lock;
  Counting counting = Counting::plain;  ///< heap_object
  std::int64_t low = std::numeric_limits<std::int64_t>::min();
  std::int64_t high = std::numeric_limits<std::int64_t>::max();
  const Function* function = nullptr;
  const Reference* reference = nullptr;
};

/// The state of a lowering: what was numbered so far, and what was found wrong.
struct Globals {
  const Scenario& scenario;
  std::vector<Diagnostic>& diagnostics;
  Constants& constants;
  Program& program;
  std::map<std::string, Global> names;

  /// Whether some object is counted as PEP 703 does.
  bool counts_biased() const;
};

/// Range and kind of a declared cell, and the values it starts with.
struct CellShape {
  std::uint32_t size = 1;
  bool is_array = false;
  bool is_boolean = false;
  std::int64_t low = std::numeric_limits<std::int64_t>::min();
  std::int64_t high = std::numeric_limits<std::int64_t>::max();
};

/// Size and range of a `var`, `atomic` or `let`; mistakes go to the diagnostics.
CellShape shape_of(const Cell& cell, Constants& constants, std::vector<Diagnostic>& diagnostics);

/// Elements that an array can have.
inline constexpr std::int64_t elements_max = 1'000'000;

/// How many an item declares: its size, or 1.
std::uint32_t count_of(const Item& item, std::int64_t most, Constants& constants,
                       std::vector<Diagnostic>& diagnostics);

/// Numbers variables, objects and threads; fills the program's tables and the initial cells.
void lower_declarations(Globals& globals);

}  // namespace raceproof::lang
