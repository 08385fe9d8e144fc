// The locals of threads that properties can read.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "checker/lang/scenario.h"
#include "checker/lang/symbol_table.h"

namespace raceproof::lang {

class ThreadLocals {
 public:
  explicit ThreadLocals(const Scenario& scenario);

  /// What the outermost block of a thread declares by `let`, `choose` or `ref`, in order.
  const std::vector<NamedSymbol>& of(std::size_t thread) const { return outermost_[thread]; }

  /// The one of that name, or nothing.
  const Symbol* find(std::size_t thread, std::string_view name) const;

  /// Where an inner block of the thread declares the name, or nothing.
  std::optional<SourceSpan> find_inner(std::size_t thread, std::string_view name) const;

  /// A thread whose outermost block declares the name, or nothing.
  std::optional<std::size_t> find_owner(std::string_view name) const;

 private:
  void read_outermost(std::size_t thread, const Block& body);

  std::vector<std::vector<NamedSymbol>> outermost_;
  std::vector<std::unordered_map<std::string_view, std::size_t>> index_;
  std::vector<std::unordered_map<std::string_view, SourceSpan>> inner_;
  std::unordered_map<std::string_view, std::size_t> owners_;
};

}  // namespace raceproof::lang
