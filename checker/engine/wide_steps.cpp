#include "checker/engine/wide_steps.h"

namespace raceproof::engine {
namespace {

constexpr std::size_t rows_max = 1 << 20;  // of a thread; then they are made anew

}  // namespace

WideSteps::WideSteps(const Machine& machine, StateParts& parts, StateTree& tree, Grading& grading,
                     const CanonicalForm& canonical, const PersistentSets* persistent,
                     const explore::DeadLocals* dead)
    : machine_(machine),
      parts_(parts),
      tree_(tree),
      grading_(grading),
      canonical_(canonical),
      persistent_(persistent),
      step_rows_(machine, parts, dead),
      threads_(machine.program().threads.size()),
      rows_(threads_.size()),
      places_(threads_.size()) {}

LocalStep& WideSteps::local(std::uint32_t thread) {
  const PartId id = tree_.ids()[parts_.of_thread(thread)];
  std::vector<LocalStep>& locals = threads_[thread].locals;
  if (id >= locals.size()) locals.resize(id + std::size_t{1});
  return locals[id];
}

// Rows for fewer parts than the step is known to read are never found again.
WideSteps::Row& WideSteps::slot(std::uint32_t thread, const LocalStep& local) {
  Thread& owner = threads_[thread];
  const PartId id = tree_.ids()[parts_.of_thread(thread)];
  const std::uint32_t number = owner.keys.insert(id, local.reads, tree_.ids()).first;
  if (number >= owner.rows.size()) owner.rows.resize(number + std::size_t{1});
  return owner.rows[number];
}

// The row of the thread in the open state.
const WideSteps::Row& WideSteps::row(std::uint32_t thread) {
  LocalStep& at = local(thread);
  if (at.is_known) {
    const Row& known = slot(thread, at);
    if (known.is_made) return known;
  }
  parts_.decode(tree_.ids(), state_);
  StepRow made = step_rows_.row(state_, tree_.ids(), thread);
  grading_.note(tree_.ids(), thread, made);
  at.note(made, machine_, state_, thread, persistent_);
  Row& fresh = slot(thread, at);
  for (const Outcome& outcome : made.outcomes) {
    threads_[thread].row_bytes += sizeof(Outcome) + outcome.writes.size() * sizeof(PartWrite);
  }
  fresh = {true, std::move(made.outcomes)};
  return fresh;
}

// The rows of all threads in a state, which is opened. Before, those that became too many are given
// up.
std::span<const WideSteps::Row* const> WideSteps::rows(Word state) {
  for (Thread& thread : threads_) {
    if (thread.rows.size() <= rows_max) continue;
    thread.keys = {};
    thread.rows.clear();
    thread.row_bytes = 0;
  }
  tree_.open(state);
  for (std::uint32_t t = 0; t < threads_.size(); ++t) rows_[t] = &row(t);
  return rows_;
}

explore::ThreadSet WideSteps::choose(std::span<const Row* const> rows) {
  explore::ThreadSet enabled = 0;
  explore::ThreadSet ending = 0;
  for (std::uint32_t t = 0; t < rows.size(); ++t) {
    const explore::ThreadSet bit = explore::ThreadSet{1} << t;
    if (!rows[t]->outcomes.empty()) enabled |= bit;
    if (rows[t]->may_end()) ending |= bit;
    places_[t] = local(t).place;
  }
  const explore::ThreadSet chosen = persistent_->choose(places_, enabled);
  return (chosen & ending) == 0 ? chosen : enabled;
}

explore::ThreadSet WideSteps::taken(Word state) {
  const std::span<const Row* const> rows = this->rows(state);
  return persistent_ == nullptr ? ~explore::ThreadSet{0} : choose(rows);
}

std::size_t WideSteps::expand(std::span<const Word> states, std::size_t first, Missing,
                              Batch& batch) {
  for (std::size_t i = first; i < states.size(); ++i) {
    const auto source = static_cast<std::uint32_t>(i);
    const std::uint64_t before = batch.count + batch.ends;
    const std::span<const Row* const> rows = this->rows(states[i]);
    const bool takes_all = persistent_ == nullptr;
    const explore::ThreadSet taken = takes_all ? 0 : choose(rows);
    bool is_partly = false;
    for (std::uint32_t t = 0; t < rows.size(); ++t) {
      if (takes_all || (taken >> t & 1) != 0) {
        append(*rows[t], source, t, batch);
      } else {
        is_partly = is_partly || !rows[t]->outcomes.empty();
      }
    }
    batch.partly += is_partly ? 1 : 0;
    batch.steps.push_back(static_cast<std::uint32_t>(batch.count + batch.ends - before));
    if (batch.steps.back() == 0) batch.happenings.push_back({source, false, {}, {}});
  }
  return states.size();
}

// Before the numbers are folded, so that this is done once.
Word WideSteps::canonical_with(const Outcome& outcome) {
  if (canonical_.is_idle()) return tree_.with(outcome.writes);
  ids_ = tree_.ids();
  for (const PartWrite& write : outcome.writes) ids_[write.part] = write.id;
  canonical_.make(ids_);
  return tree_.near(ids_);
}

void WideSteps::append(const Row& row, std::uint32_t source, std::uint32_t thread, Batch& batch) {
  for (std::uint32_t i = 0; i < row.outcomes.size(); ++i) {
    const Outcome& outcome = row.outcomes[i];
    if (outcome.is_end()) {
      ++batch.ends;
      batch.happenings.push_back({source, true, {thread, i}, outcome.end});
      continue;
    }
    if (batch.count == batch.successors.size()) batch.successors.resize(2 * batch.count + 1);
    batch.successors[batch.count++] = canonical_with(outcome);
  }
}

// Who is called may open another state.
void WideSteps::each(Word state, const Visit& visit) {
  const std::span<const Row* const> at_hand = rows(state);
  const std::vector<const Row*> rows(at_hand.begin(), at_hand.end());
  for (std::uint32_t t = 0; t < rows.size(); ++t) {
    for (std::uint32_t i = 0; i < rows[t]->outcomes.size(); ++i) {
      const Outcome& outcome = rows[t]->outcomes[i];
      tree_.open(state);
      visit({t, i}, outcome.is_end() ? 0 : tree_.with(outcome.writes),
            outcome.is_end() ? &outcome.end : nullptr);
    }
  }
}

const Accesses& WideSteps::accesses(std::uint32_t thread, Word state) {
  tree_.open(state);
  return local(thread).accesses;
}

bool WideSteps::takes_lock(std::uint32_t thread, Word state) {
  tree_.open(state);
  return local(thread).takes_lock;
}

std::uint64_t WideSteps::memory_bytes() const {
  std::uint64_t bytes = 0;
  for (const Thread& thread : threads_) {
    bytes += thread.row_bytes + thread.rows.capacity() * sizeof(Row) + thread.keys.memory_bytes() +
             thread.locals.capacity() * sizeof(LocalStep);
  }
  return bytes;
}

}  // namespace raceproof::engine
