// History variables that count, along the chain of loads and stores that led to a value, how often
// each thread added each constant.
#pragma once

#include <string>
#include <vector>

#include "checker/prove/invariant.h"
#include "checker/prove/provenance_words.h"
#include "checker/prove/value_groups.h"

namespace raceproof::prove {

/// A thread adding a constant to a value of a group.
struct Site {
  std::uint32_t thread = 0;
  std::size_t group = 0;
  Wide constant = 0;
  friend bool operator==(const Site&, const Site&) = default;
};

class Histories {
 public:
  static constexpr std::size_t none = ValueGroups::none;

  /// Both must outlive it.
  Histories(const TransitionSystem& system, const Program& program);

  const std::vector<Site>& sites() const { return sites_; }
  /// How many edges of its thread add the site's constant.
  int edges_of(std::size_t site) const { return edges_of_[site]; }
  /// What the site adds, in words.
  Addition addition(const Site& site) const;
  const ValueGroups& groups() const { return groups_; }

  /// Whether the variable can ever hold a value of the site's group; then how often the site is on
  /// the chain of the value that it holds.
  bool has(std::size_t site, VariableIndex v) const { return numbers_[site][v] != none; }
  Affine operator()(std::size_t site, VariableIndex v) const {
    return Affine::variable(static_cast<VariableIndex>(numbers_[site][v]));
  }

  /// By history variable: "T0 x+1 in T1.0".
  const std::vector<std::string>& names() const { return names_; }
  /// The system with its history variables. Where a thread fails or is discarded the execution is
  /// over, so that no rule leads there.
  FlatSystem flat_system() const;

 private:
  std::string name(const Site& site) const;
  bool is_of_another(std::uint32_t thread, VariableIndex v) const;
  std::optional<VariableIndex> compared(const Edge& edge, VariableIndex v) const;
  void find_sites();
  void number();
  FlatSystem::Role role_of(VariableIndex v) const;
  void add_roles(FlatSystem& flat) const;
  void add_start(const Start& start, FlatSystem& flat) const;
  void add_rule(std::uint32_t thread, std::size_t number, FlatSystem& flat) const;

  const TransitionSystem& system_;
  const Program& program_;
  ValueGroups groups_;
  std::vector<Site> sites_;
  std::vector<int> edges_of_;                      // by site
  std::vector<std::vector<std::size_t>> numbers_;  // by site, by variable
  std::vector<std::string> names_;
  VariableIndex next_ = 0;  // behind all history variables
};

}  // namespace raceproof::prove
