// The operations behind a dot: which kind of thing has which, and what a call of it is.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "checker/lang/symbol_table.h"

namespace raceproof::lang {

struct MethodRow {
  enum class Blocks : std::uint8_t { never, always, if_bounded };

  SymbolKind receiver;
  std::string_view name;
  std::size_t arity;
  bool has_value;
  Blocks blocks;
};

/// The operation `name` of a `receiver`, or nothing.
const MethodRow* find_method(SymbolKind receiver, std::string_view name);

/// All operations, those of one kind together.
std::span<const MethodRow> methods();

}  // namespace raceproof::lang
