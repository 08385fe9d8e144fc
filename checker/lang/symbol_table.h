// What a name stands for, and the one space of names at top level.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "checker/lang/reporter.h"
#include "checker/lang/scenario.h"

namespace raceproof::lang {

enum class SymbolKind : std::uint8_t {
  constant,
  variable,
  atomic,
  lock,
  rlock,
  semaphore,
  event,
  barrier,
  condition,
  queue,
  rwlock,
  object,
  reference,
  thread,
  function,
  built_in,
  local,
  local_reference,
  parameter,
  loop_variable,
};

/// One row a kind: how messages call it, and what may be done with it.
struct SymbolRow {
  SymbolKind kind;
  std::string_view phrase;  ///< with its article: "a lock"
  bool is_value;            ///< can be read as a number
  bool is_reference;        ///< holds an object or nothing
  bool is_assignable;       ///< a number can be stored in it
};

const SymbolRow& row(SymbolKind kind);

struct Symbol {
  SymbolKind kind = SymbolKind::variable;
  SourceSpan span = {};     ///< the name in its declaration
  bool is_array = false;    ///< a thread: has copies
  bool is_bounded = false;  ///< a queue: has a capacity
  std::size_t index = 0;    ///< thread, function: its place in the scenario's list
};

struct NamedSymbol {
  std::string_view name;
  Symbol symbol;
};

/// The names at top level, `refcount` among them. It points into the scenario that it was made of.
class SymbolTable {
 public:
  /// A name declared twice is reported and stands for what was declared first in the text.
  SymbolTable(const Scenario& scenario, Reporter& reporter);

  /// Nothing where there is no such name.
  const Symbol* find(std::string_view name) const;

  /// All names, in the order of the text.
  const std::vector<NamedSymbol>& all() const { return all_; }

 private:
  std::vector<NamedSymbol> all_;
  std::unordered_map<std::string_view, std::size_t> index_;
};

/// Reports that a name is declared although `first` is in sight.
void report_duplicate(Reporter& reporter, const Name& name, const Symbol& first);

}  // namespace raceproof::lang
