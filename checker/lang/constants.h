// Constant expressions: the values of `const`, and everything that must be known when a file is
// read.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "checker/lang/diagnostic.h"
#include "checker/lang/scenario.h"

namespace raceproof::lang {

/// A value that is known when the file is read. It is `local` where `self` or a constant parameter
/// took part: then what cannot be computed fails when it is reached, and is no error in the file.
struct Known {
  std::int64_t value = 0;
  bool local = false;
};

/// Finds what a name stands for, beyond the file's constants.
using Lookup = std::function<std::optional<Known>(const std::string& name)>;

/// The values of the file's constants.
class Constants {
 public:
  /// Evaluates all of them, in any order; cycles and errors go to `diagnostics`, and so does every
  /// use of the one that is left open, if one is, where a value is needed.
  Constants(const Scenario& scenario, const std::map<std::string, std::int64_t>& replaced,
            const std::string& open, std::vector<Diagnostic>& diagnostics);

  /// The name of the constant that is left open, or nothing.
  const std::string& left_open() const { return left_open_; }
  bool is_open(const std::string& name) const { return !name.empty() && name == left_open_; }

  std::optional<std::int64_t> find(const std::string& name) const;
  const std::map<std::string, std::int64_t>& values() const { return values_; }

  /// The value of a constant expression; what is wrong with it goes to the diagnostics.
  std::optional<std::int64_t> evaluate(const Expression& expression, const Lookup& lookup = {});

  /// The values of a constant set.
  std::optional<raceproof::ValueSet> evaluate(const Set& set, const Lookup& lookup = {});

 private:
  void define(const Constant& constant);
  std::optional<std::int64_t> evaluate_operator(const Expression& expression, const Lookup& lookup);

  std::vector<Diagnostic>& diagnostics_;
  std::string left_open_;
  std::map<std::string, const Constant*> declared_;
  std::map<std::string, std::int64_t> values_;
  std::vector<std::string> open_;  ///< constants under evaluation, to find cycles
};

/// "the result does not fit 64 bits", "division by zero".
std::string describe(ArithmeticError error);

}  // namespace raceproof::lang
