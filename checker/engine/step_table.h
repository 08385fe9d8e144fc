// The steps of a program as tables, for states of one word: the inner loop of the search.
//
// A thread's part of the state is the number of its local state. It selects which bits of the state
// the next step depends on; these, gathered, select a row; and the row says which bits to keep and
// what to add:
//
//   successor = (state & row.keep) + row.add
//
// Guards, arithmetic, branches, choices, array indices, the GIL: all that is in the rows, which are
// made by running the reference semantics when they are first needed.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "checker/engine/grading.h"
#include "checker/engine/steps.h"
#include "checker/engine/word_index.h"

namespace raceproof::engine {

class StepTable : public Steps {
 public:
  /// Every row made is noted in `grading`. All must outlive the table.
  /// Where `persistent` is given, only some of the steps are taken in a state; where `dead` is, the
  /// states have no dead values.
  StepTable(const Machine& machine, StateParts& parts, const BitLayout& layout, Grading& grading,
            const PersistentSets* persistent = nullptr, const explore::DeadLocals* dead = nullptr);

  std::size_t expand(std::span<const Word> states, std::size_t first, Missing missing,
                     Batch& batch) override;
  void each(Word state, const Visit& visit) override;
  explore::ThreadSet taken(Word state) override;
  const Accesses& accesses(std::uint32_t thread, Word state) override;
  bool takes_lock(std::uint32_t thread, Word state) override;
  std::uint64_t memory_bytes() const override;

 private:
  /// A row of one alternative; its `keep` has at least the highest bit, which no state has. Where
  /// nothing is kept, `add` says why: see the constants.
  struct Row {
    Word keep = 0;
    Word add = unmade;
  };
  static constexpr Word blocked = 0;  ///< the thread cannot go on
  static constexpr Word unmade = 1;
  static constexpr Word looked_up = 2;   ///< the row is in `wide_rows_`
  static constexpr Word first_list = 3;  ///< several alternatives or an end: a list's number

  /// What a local state selects: the row is rows_[first + gather(state, reads)].
  struct Local {
    Word reads = 0;
    std::uint32_t first = 0;
  };
  struct LocalInfo : LocalStep {
    Word mask = 0;              ///< the fields of what is read
    bool is_looked_up = false;  ///< too many bits for an array of rows
  };
  struct Alternative {
    Row row;
    std::uint32_t end = 0;  ///< a number in `ends_`, where the row keeps nothing
  };
  using Place = explore::Footprints::Place;
  struct Thread {
    Word mask = 0;  ///< the field of the thread's part
    std::vector<Local> locals;
    std::vector<LocalInfo> infos;
    std::vector<const Place*> places;  ///< by local state, where only some steps are taken
    std::vector<Row> looked_up;        ///< by the numbers of `keys`
    WordIndex keys;
  };

  template <typename Gather>
  std::size_t expand_with(std::span<const Word> states, std::size_t first, Missing missing,
                          Batch& batch, Gather gather);
  template <bool takes_all, typename Gather>
  std::size_t expand_states(std::span<const Word> states, std::size_t first, Missing missing,
                            Batch& batch, Gather gather);
  std::size_t expand_fast(std::span<const Word> states, std::size_t first, Missing missing,
                          Batch& batch);
  std::size_t expand_plain(std::span<const Word> states, std::size_t first, Missing missing,
                           Batch& batch);

  bool add_special(Word state, std::uint32_t source, std::uint32_t thread, Row row, Missing missing,
                   Batch& batch);
  explore::ThreadSet choose(std::span<const Place* const> places, explore::ThreadSet enabled,
                            explore::ThreadSet ending) const;
  const Row* find_known(Word state, std::uint32_t thread) const;
  const Row* find_row(Word state, std::uint32_t thread);
  Row& make_row(Word state, std::uint32_t thread);
  bool fill(Row& row, const StepRow& made);
  bool pack_writes(const Outcome& outcome, Row& row) const;
  void widen(std::uint32_t thread, std::uint32_t local, const StepRow& made);
  Row& slot(Word state, std::uint32_t thread, std::uint32_t local);
  std::uint32_t local_of(Word state, std::uint32_t thread) const;
  void reset();

  const Machine& machine_;
  StateParts& parts_;
  const BitLayout& layout_;
  Grading& grading_;
  const PersistentSets* persistent_;
  StepRows step_rows_;
  std::vector<Thread> threads_;
  std::vector<Row> rows_;
  std::vector<std::vector<Alternative>> lists_;
  std::vector<StepEnd> ends_;
  std::vector<PartId> ids_;
  State state_;
};

}  // namespace raceproof::engine
