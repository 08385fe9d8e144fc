// The steps of a program for states of any width, as rows that are looked up.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "checker/engine/canonical_form.h"
#include "checker/engine/chained_index.h"
#include "checker/engine/grading.h"
#include "checker/engine/state_tree.h"
#include "checker/engine/steps.h"

namespace raceproof::engine {

/// As `StepTable`, for states that do not fit a word: their words come from a tree of numbers, so a
/// state is opened, the numbers of what the step reads find its row, and what the row writes
/// changes the word. One thread only may expand.
class WideSteps : public Steps {
 public:
  /// As for `StepTable`; the tree is that of the states. What `expand` gives is canonical.
  WideSteps(const Machine& machine, StateParts& parts, StateTree& tree, Grading& grading,
            const CanonicalForm& canonical, const PersistentSets* persistent,
            const explore::DeadLocals* dead);

  std::size_t expand(std::span<const Word> states, std::size_t first, Missing missing,
                     Batch& batch) override;
  void each(Word state, const Visit& visit) override;
  explore::ThreadSet taken(Word state) override;
  const Accesses& accesses(std::uint32_t thread, Word state) override;
  bool takes_lock(std::uint32_t thread, Word state) override;
  std::uint64_t memory_bytes() const override;

 private:
  /// By alternative; none where the thread cannot go on.
  struct Row {
    bool is_made = false;
    std::vector<Outcome> outcomes;

    bool may_end() const {
      return std::any_of(outcomes.begin(), outcomes.end(),
                         [](const Outcome& one) { return one.is_end(); });
    }
  };
  struct Thread {
    std::vector<LocalStep> locals;  ///< by the number of its part
    ChainedIndex keys;              ///< of what a step reads
    std::vector<Row> rows;          ///< by their numbers
    std::uint64_t row_bytes = 0;    ///< of what rows point to
  };

  LocalStep& local(std::uint32_t thread);
  std::span<const Row* const> rows(Word state);
  const Row& row(std::uint32_t thread);
  Row& slot(std::uint32_t thread, const LocalStep& local);
  Word canonical_with(const Outcome& outcome);
  void append(const Row& row, std::uint32_t source, std::uint32_t thread, Batch& batch);
  explore::ThreadSet choose(std::span<const Row* const> rows);

  const Machine& machine_;
  StateParts& parts_;
  StateTree& tree_;
  Grading& grading_;
  const CanonicalForm& canonical_;
  const PersistentSets* persistent_;
  StepRows step_rows_;
  std::vector<Thread> threads_;
  std::vector<const Row*> rows_;  ///< of the state at hand, by thread
  std::vector<const explore::Footprints::Place*> places_;
  std::vector<PartId> ids_;  ///< of the successor at hand
  State state_;
};

}  // namespace raceproof::engine
