// What cannot be: an inductive invariant of all reachable states, and what it excludes.
#pragma once

#include <array>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "checker/prove/growth.h"
#include "checker/prove/learnt_candidates.h"
#include "checker/prove/presburger.h"
#include "checker/prove/provenance.h"

namespace raceproof::prove {

class Above {
 public:
  /// So many variables behind the system's, for quotients and remainders, are used by `outside`.
  static constexpr VariableIndex spare_variables = 32;

  /// Finds the invariant; throws BudgetSpent. `observed` are the locals that are asked about.
  Above(const TransitionSystem& system, const Program& program,
        const std::vector<CellIndex>& observed, const std::function<bool()>& stop);

  std::size_t size() const { return invariant_.size(); }
  /// How many of its parts were learnt from small instances, or hold since those do.
  std::size_t learnt() const { return learnt_; }
  /// Its parts.
  const std::vector<Formula>& invariant() const { return invariant_; }
  const FlatSystem& flat() const { return provenance_.system; }
  const Provenance& provenance() const { return provenance_; }

  /// Whether no state that satisfies the invariant satisfies the formula. Where small instances
  /// have none either, what can be learnt from them is added to the invariant.
  bool excludes(const Formula& formula);
  /// The same by the invariant as it is.
  bool excludes_as_it_is(const Formula& formula);
  /// Learns all that can be learnt, whatever small instances have. Whether that was new.
  bool learns_more();
  /// That all threads have ended, that nobody can go on though one has not. Both throw BudgetSpent.
  Formula ended() const;
  Formula stuck() const;
  /// Whether no thread can fail (not of reference counts), nor any result leave 64 bits.
  bool excludes_failures();
  /// The first as a formula: that a thread fails next.
  Formula failing() const;
  /// The second alone.
  bool excludes_overflow();
  /// That one of a thread's next results leaves 64 bits.
  Formula overflowing() const;
  /// What the value of an expression is at least where the formula holds, if the invariant tells.
  std::optional<Wide> least_by_invariant(const Affine& value, const Formula& where);
  /// The same; where the invariant does not, by how often what adds to it can be done.
  std::optional<Wide> least(const Affine& value, const Formula& where);

  /// That the values are in none of the tuples of the set; nothing where that cannot be said.
  std::optional<Formula> outside(const Presburger& in, const Set& values,
                                 const std::vector<Affine>& expressions);

 private:
  void add(std::vector<Family> families);
  bool learn(bool with_counters);
  const SmallInstances& small_instances();
  bool is_in_small_instance(const Formula& formula);
  void require_unchanged(const Settled& ending) const;

  const TransitionSystem& system_;
  const Program& program_;
  std::vector<CellIndex> observed_cells_;
  std::function<bool()> stop_;
  Provenance provenance_;
  Growth growth_;
  std::vector<Formula> invariant_;
  std::vector<VariableIndex> observed_;
  VariableIndex first_spare_ = 0;  ///< variables for quotients and remainders
  std::unique_ptr<Solver> solver_;
  std::vector<Family> rejected_;  ///< candidates that are not inductive up to now
  std::unique_ptr<SmallInstances> small_;
  std::array<bool, 2> has_learnt_{};  ///< of relations without and with counters
  std::size_t learnt_ = 0;
};

}  // namespace raceproof::prove
