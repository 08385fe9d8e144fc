// Scenario to Program: names resolved, constants folded, calls written out, every statement
// decomposed into the steps of the language reference, section "Steps".
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "checker/lang/diagnostic.h"
#include "checker/lang/scenario.h"
#include "checker/property/property.h"
#include "models/program.h"

namespace raceproof::lang {

/// A scenario as the engines take it.
struct Lowered {
  Program program;
  std::vector<property::Property> properties;     ///< those of the file, in its order
  std::vector<property::Observed> shared;         ///< all shared variables, arrays by element
  std::vector<std::string> lock_names;            ///< locks and rlocks as declared, arrays once
  std::map<std::string, std::int64_t> constants;  ///< the values in force
  /// Parsed expressions of the command line (`--outcome`) are resolved against this.
  std::shared_ptr<const Scenario> scenario;
};

/// A Lowered, or what is wrong with the file. `constants` replaces values of constants; names that
/// are no constants of the file are ignored here (see `constant_names`).
std::variant<Lowered, std::vector<Diagnostic>> lower(
    const Scenario& scenario, const std::map<std::string, std::int64_t>& constants);

/// The same with the value of one constant left open (`Program::open`). Of the properties only what
/// `outcomes` observes is kept, since claims need numbers.
std::variant<Lowered, std::vector<Diagnostic>> lower_open(
    const Scenario& scenario, const std::map<std::string, std::int64_t>& constants,
    const std::string& open);

/// The names of the file's constants, in order.
std::vector<std::string> constant_names(const Scenario& scenario);

/// A property expression from the command line over the scenario's shared variables, constants and
/// locals; names and types are checked.
std::variant<raceproof::Expression, std::vector<Diagnostic>> lower_expression(
    const Lowered& lowered, const Expression& expression);

/// Numbers of the lock objects that a name stands for; empty if it is no lock or rlock.
std::vector<std::uint32_t> lock_objects(const Lowered& lowered, const std::string& name);

}  // namespace raceproof::lang
