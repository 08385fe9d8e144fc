// One search on behalf of one question, by the engine that fits it. Private to the checker.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "checker/checkpoint_file.h"
#include "checker/engine/level_count.h"
#include "checker/engine/packed_space.h"
#include "checker/engine/reduction.h"
#include "checker/engine/watch.h"
#include "checker/explore/lock_order.h"
#include "checker/explore/monitor.h"
#include "checker/explore/outcome_table.h"
#include "checker/result/result.h"
#include "checker/result/schedule.h"

namespace raceproof {

/// What a search is asked.
struct Exploring {
  std::vector<const property::Property*> properties;
  std::vector<property::Observed> shared;      ///< all shared variables, for `serializable`
  const explore::ValuesSet* serial = nullptr;  ///< what they can be under `serial`
  bool needs_graph = false;                    ///< the steps between the states are asked for too
  const std::vector<property::Observed>* outcomes = nullptr;  ///< of which the table is wanted
  bool keeps_going = false;  ///< the whole space is wanted, whatever is found
  std::uint32_t jobs = 1;    ///< threads that may work
  engine::Reductions reductions = engine::Reductions::none();  ///< where the question permits them
  CheckpointFile* checkpoint = nullptr;       ///< where it is saved, and what it goes on from
  std::uint64_t checkpoint_number = 0;        ///< its number there
  std::vector<explore::Observer*> observers;  ///< to be shown all final states
  std::function<void(std::uint64_t, std::uint64_t, std::uint64_t)> progress;
};

/// Whether states would be left out, or one would stand for others, so that nobody knows how many
/// there are.
bool leaves_out(const Machine& machine, const Exploring& asked);

/// How many states may be looked at to tell more of what was found where some were left out, and
/// so many were not. `states_max` is the limit of the search.
std::uint64_t whole_states_max(const result::Integer& left, std::uint64_t states_max);

/// Explores the packed states where they fit and their graph is not needed, and the graph where it
/// is. Both give the same answers.
class Exploration {
 public:
  Exploration(const Machine& machine, const Exploring& asked, const explore::Limits& limits);

  explore::Stop stop() const { return stop_; }
  /// States, steps and expanded states, whether or not a reduction has looked at one for several.
  result::Integer states() const;
  result::Integer transitions() const;
  result::Integer expanded() const;
  std::uint64_t depth() const;
  const explore::Monitor& monitor() const { return *monitor_; }

  /// The first state of every level that was begun, and where the next one would begin.
  const std::vector<explore::StateIndex>& first_of_level() const;
  void decode(explore::StateIndex index, State& state) const;
  /// Whether the state can be decoded without being found again first.
  bool holds(explore::StateIndex index) const { return !packed_ || packed_->holds(index); }
  /// Whether a state that is kept may stand for others.
  bool is_reduced() const { return !alike_.empty() || persistent_ != nullptr; }
  /// Whether states are left out, or stand for others, so that nobody knows how many there are.
  bool leaves_out() const { return persistent_ != nullptr || (dead_ != nullptr && packed_); }
  /// Whether steps wait in enough of them to be worth the time that it takes to find out.
  bool is_worth_waiting() const;

  /// Whether schedules can be found again: a search of very many states that counts does without.
  bool has_schedules() const { return !packed_ || !packed_->forgets(); }
  /// Where it has them. Throws LimitReached.
  result::Schedule best_schedule(const std::vector<explore::Target>& targets,
                                 const explore::Limits& limits);
  /// Throws LimitReached.
  std::vector<std::string> potential_deadlocks(const explore::Limits& limits);

  /// The table that was asked for. Where `is_counted` and nothing ended the search, with the
  /// interleavings. Throws LimitReached.
  result::OutcomeTable outcome_table(bool is_counted, const explore::Limits& limits);
  /// What is in it, and where that was met first.
  const explore::MetValues& met_values() const { return finals_->met(); }

  /// Nothing where it was not asked for.
  const explore::StateSpace* graph() const { return graph_.get(); }

 private:
  /// What states fit into: a word, or a tree of numbers.
  enum class Width : std::uint8_t { word, any };
  bool explore_packed(const Exploring& asked, const explore::Limits& limits, bool counts,
                      Width width);
  void begin_counting();
  /// The sizes of the orbits of the graph's states, each as often as it says, in all.
  result::Integer sum_of_orbits(
      const std::function<std::uint64_t(explore::StateIndex)>& times) const;
  std::vector<std::string> potential_deadlocks_of_all(explore::Limits limits);
  std::optional<explore::Stop> search_and_save(const Exploring& asked,
                                               const explore::Limits& limits,
                                               const std::vector<explore::Observer*>& observers,
                                               engine::Watch& watch);
  void explore_graph(const Exploring& asked, const explore::Limits& limits);
  void begin(const Exploring& asked);

  const Machine& machine_;
  explore::AlikeThreads alike_;
  explore::CanonicalState canonical_;
  std::unique_ptr<explore::PersistentSets> persistent_;
  std::unique_ptr<explore::DeadLocals> dead_;
  std::unique_ptr<engine::PackedSpace> packed_;
  std::unique_ptr<explore::StateSpace> graph_;
  std::unique_ptr<explore::Monitor> monitor_;
  std::unique_ptr<explore::LockOrder> order_;
  std::vector<property::Observed> shared_;
  std::vector<property::Observed> observed_;
  std::unique_ptr<explore::MetOutcomes> finals_;  ///< where a table is wanted
  explore::Counts counts_;
  std::unique_ptr<explore::CountedTable> table_;
  std::unique_ptr<engine::LevelCount> count_;
  State state_;
  explore::Stop stop_ = explore::Stop::complete;
};

}  // namespace raceproof
