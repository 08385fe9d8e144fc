// What must hold of a program: the properties, over the cells of its states.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/execution_model.h"
#include "models/expression.h"
#include "models/source_span.h"

namespace raceproof::property {

enum class Kind : std::uint8_t {
  always,
  finally_,
  possible,
  eventually,
  leads_to,
  outcomes,
  deadlock_free,
  error_free,
  race_free,
  serializable,
  refcount_safe,
  starvation_free,
  makespan,
};

/// One row a kind, read by parser, printer and reference.
struct KindRow {
  Kind kind;
  std::string_view name;  ///< as written in a scenario and in machine formats
  bool by_default;        ///< judged in every model even where the file does not say it
};

const KindRow& row(Kind kind);

/// An expression that outputs show, with the name under which they do.
struct Observed {
  std::string name;  ///< "x", "a[0]", or the canonical text of an expression
  Expression expression;
  bool is_boolean = false;  ///< shown as true and false

  friend bool operator==(const Observed& a, const Observed& b) { return a.name == b.name; }
};

/// One property, over absolute cells.
struct Property {
  Kind kind = Kind::always;
  std::string text;                     ///< the claim as written: "finally x == 2*N"
  SourceSpan span;                      ///< line 0: a default that the file does not say
  std::vector<Expression> expressions;  ///< always .. eventually: 1; leads_to: 2
  std::vector<Observed> observed;       ///< outcomes: what is listed
  std::optional<ValueSet> set;          ///< outcomes: exactly these; nothing claimed if not set
  std::int64_t least_us = 0;            ///< makespan: all are within least..greatest
  std::int64_t greatest_us = 0;
  bool fails = false;                         ///< stated as `fails`
  std::vector<const ExecutionModel*> models;  ///< as written behind `under`; empty: the defaults
  std::vector<std::uint32_t> removed;         ///< numbers of lock objects, ascending
  std::vector<std::string> removed_names;     ///< the locks as written, in the order of the text
};

}  // namespace raceproof::property
