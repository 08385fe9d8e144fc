// What the mutation operators look at: a scenario's text and tree, and where the mutants go.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "checker/lang/scenario.h"
#include "mutant.h"
#include "source_map.h"

namespace raceproof::mutation {

/// One parsed scenario. The source and the tree must outlive it.
class Site {
 public:
  Site(std::string_view source, const lang::Scenario& scenario);

  const SourceMap& map() const { return map_; }
  const lang::Scenario& scenario() const { return *scenario_; }

  /// Every block of the text, outer ones before those in them.
  const std::vector<const lang::Block*>& blocks() const { return blocks_; }

  /// Calls `visit` for every statement, and for every expression in a statement.
  void each_statement(const std::function<void(const lang::Statement&)>& visit) const;
  void each_expression(const std::function<void(const lang::Expression&)>& visit) const;

  /// Whether this stands where nothing can come between two steps anyway: in an `atomic` block or
  /// the block of an `await`.
  bool is_indivisible(const SourceSpan& span) const;

  bool is_atomic(const lang::Item& item) const;
  bool is_synchronising(const lang::Item& item) const;  ///< a lock, an event, ...
  bool is_object(const lang::Item& item) const;

 private:
  void add_blocks(const lang::Block& block);

  SourceMap map_;
  const lang::Scenario* scenario_;
  std::vector<const lang::Block*> blocks_;
  std::vector<Extent> indivisible_;
};

/// The mutants that one operator makes.
class Planted {
 public:
  Planted(const SourceMap& map, Operator op) : map_(&map), op_(op) {}

  /// One more: these edits, told as "what was there `sign` what is".
  void add(const SourceSpan& place, std::string_view was, std::string_view is,
           std::vector<Edit> edits, std::string_view sign = " -> ");

  /// One more, of a single edit, which is told as it is.
  void add(const SourceSpan& place, const Extent& extent, std::string_view text);

  std::vector<Mutant> mutants;

 private:
  const SourceMap* map_;
  Operator op_;
};

}  // namespace raceproof::mutation
