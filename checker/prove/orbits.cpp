#include "checker/prove/orbits.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>

namespace raceproof::prove {
namespace {

constexpr std::ptrdiff_t many = 4;

/// The text of a formula in which threads have no numbers: one is this thread, and what the others
/// are is all that is said of them.
class Shape {
 public:
  Shape(const FlatSystem& system, const Formula& formula) : system_(system) {
    find_self(formula);
    text_ = text_of(formula);
  }

  std::string text() && { return std::move(text_); }

 private:
  using Role = FlatSystem::Role;

  // Candidates about a thread begin with where it stands.
  void find_self(const Formula& formula) {
    for (const auto& [v, coefficient] : formula.constraint.expression.terms()) {
      if (!self_ && !system_.roles[v].threads.empty()) self_ = system_.roles[v].threads.front();
    }
    for (const Formula& part : formula.parts) find_self(part);
  }

  std::string text_of(std::uint32_t thread) const {
    const std::string kind = std::to_string(system_.alike[thread]);
    return (self_ == thread ? "this " : "other ") + kind + " ";
  }

  std::string text_of(const Formula& formula) const {
    if (formula.kind == Formula::Kind::constraint) return text_of(formula.constraint);
    std::vector<std::string> parts;
    for (const Formula& part : formula.parts) parts.push_back(text_of(part));
    return (formula.kind == Formula::Kind::all ? "all(" : "any(") + sorted(std::move(parts)) + ")";
  }

  std::string text_of(const Constraint& one) const {
    const Affine& value = one.expression;
    std::vector<std::string> terms;
    for (const auto& [v, coefficient] : value.terms()) {
      const Role& role = system_.roles[v];
      std::string term = to_text(coefficient) + " " + role.kind + " ";
      for (const std::uint32_t thread : role.threads) term += text_of(thread);
      terms.push_back(std::move(term));
    }
    const bool is_holder =
        value.terms().size() == 1 && system_.roles[value.terms().front().first].holds_a_thread;
    return sorted(std::move(terms)) + (is_holder ? holder(one) : to_text(value.constant())) +
           (one.is_equality ? " = 0" : " >= 0");
  }

  // Which thread the holder is said to be, or not to be: 0 is none.
  std::string holder(const Constraint& one) const {
    const Wide sign = one.expression.terms().front().second;
    const Wide beside = one.is_equality ? 0 : 1;
    const Wide number = -one.expression.constant() * sign - beside * sign;
    if (number < 1 || number > static_cast<Wide>(system_.alike.size())) return to_text(number);
    return text_of(static_cast<std::uint32_t>(number - 1));
  }

  static std::string sorted(std::vector<std::string> parts) {
    std::sort(parts.begin(), parts.end());
    std::string text;
    for (const std::string& part : parts) text += part + ", ";
    return text;
  }

  const FlatSystem& system_;
  std::optional<std::uint32_t> self_;
  std::string text_;
};

}  // namespace

bool has_many_alike(const FlatSystem& system) {
  return std::any_of(system.alike.begin(), system.alike.end(), [&](std::uint32_t thread) {
    return std::count(system.alike.begin(), system.alike.end(), thread) >= many;
  });
}

std::vector<std::size_t> orbits(const FlatSystem& system, const std::vector<Formula>& candidates) {
  std::map<std::string, std::size_t> numbers;
  std::vector<std::size_t> orbits;
  for (const Formula& candidate : candidates) {
    orbits.push_back(
        numbers.try_emplace(Shape(system, candidate).text(), numbers.size()).first->second);
  }
  return orbits;
}

}  // namespace raceproof::prove
