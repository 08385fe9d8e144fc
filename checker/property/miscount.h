// Reference counts that are wrong: what `refcount_safe` finds in a state, besides the steps that
// fail.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "models/machine.h"

namespace raceproof::property {

/// An object whose count does not tell the references out, or whose life does not fit them.
struct Miscount {
  enum class Kind : std::uint8_t {
    wrong_count,       ///< at a quiet state the count is not the number of references out
    leak,              ///< at the end no reference is out, and it has not been freed
    freed_while_held,  ///< at the end a reference is out, and it has been freed
  };
  Kind kind = Kind::wrong_count;
  std::uint32_t object = 0;
  std::int64_t count = 0;
  std::int64_t references = 0;  ///< out; with those that a queue of objects to be merged holds
};

/// One row a kind: its name in sentences.
struct MiscountRow {
  Miscount::Kind kind;
  std::string_view name;
};
const MiscountRow& row(Miscount::Kind kind);

/// The first object with a wrong count; `is_final` asks for what may not be at the end, too.
/// Immortal objects are not compared (PEP 683).
std::optional<Miscount> find_miscount(const Machine& machine, const State& state, bool is_final);

}  // namespace raceproof::property
