#include "checker/engine/step_table.h"

#include <algorithm>
#include <bit>

#include "checker/engine/gather.h"

namespace raceproof::engine {
namespace {

constexpr std::uint32_t row_bits_max = 12;    // of one local state's array of rows
constexpr std::size_t rows_max = 1 << 20;     // in all arrays: 16 MiB
constexpr std::uint32_t lists_max = 1 << 20;  // then the tables begin anew

/// Where in a batch the steps of one state stand, thread by thread.
struct StateSteps {
  using Place = explore::Footprints::Place;
  static constexpr std::size_t most = PersistentSets::threads_max;

  void begin(std::uint32_t thread, std::size_t count, std::uint64_t ends) {
    first[thread] = count;
    ends_before = ends;
  }
  void end(std::uint32_t thread, std::size_t count, std::uint64_t ends, const Place* at) {
    behind[thread] = count;
    place[thread] = at;
    const explore::ThreadSet bit = explore::ThreadSet{1} << thread;
    if (ends != ends_before) ending |= bit;
    if (ends != ends_before || behind[thread] != first[thread]) enabled |= bit;
  }
  std::span<const Place* const> places(std::uint32_t threads) const {
    return {place.data(), threads};
  }
  // None of those that are taken ends the execution, so what is told of the source is of the
  // others.
  void keep(explore::ThreadSet taken, std::uint32_t source, std::size_t count, std::uint64_t ends,
            Batch& batch) const {
    batch.take_back(source, count, ends);
    for (explore::ThreadSet rest = taken; rest != 0; rest &= rest - 1) {
      const auto thread = static_cast<std::size_t>(std::countr_zero(rest));
      for (std::size_t i = first[thread]; i < behind[thread]; ++i) {
        batch.successors[batch.count++] = batch.successors[i];
      }
    }
  }

  std::array<std::size_t, most> first;
  std::array<std::size_t, most> behind;
  std::array<const Place*, most> place;
  std::uint64_t ends_before = 0;
  explore::ThreadSet enabled = 0;
  explore::ThreadSet ending = 0;  ///< with an alternative that ends the execution
};

}  // namespace

StepTable::StepTable(const Machine& machine, StateParts& parts, const BitLayout& layout,
                     Grading& grading, const PersistentSets* persistent,
                     const explore::DeadLocals* dead)
    : machine_(machine),
      parts_(parts),
      layout_(layout),
      grading_(grading),
      persistent_(persistent),
      step_rows_(machine, parts, dead) {
  reset();
}

void StepTable::reset() {
  threads_.clear();
  lists_.clear();
  ends_.clear();
  rows_.assign(2, Row{});
  rows_[1].add = looked_up;
  for (std::uint32_t i = 0; i < machine_.program().threads.size(); ++i) {
    const BitLayout::Field& field = layout_.field(parts_.of_thread(i));
    Thread thread;
    thread.mask = field.mask;
    thread.locals.resize(std::size_t{1} << field.width);
    thread.infos.resize(thread.locals.size());
    if (persistent_ != nullptr) thread.places.resize(thread.locals.size());
    threads_.push_back(std::move(thread));
  }
}

// The inner loop. A successor is always written, and kept by going on to the next place, so that
// there is no branch to mispredict where threads block.
template <bool takes_all, typename Gather>
[[gnu::always_inline]] inline std::size_t StepTable::expand_states(std::span<const Word> states,
                                                                   std::size_t first,
                                                                   Missing missing, Batch& batch,
                                                                   Gather gather) {
  [[maybe_unused]] StateSteps steps;
  const auto threads = static_cast<std::uint32_t>(threads_.size());
  const auto place = [&](const Word* out) {
    return static_cast<std::size_t>(out - batch.successors.data());
  };
  const auto reserve = [&](std::size_t source) {
    return batch.room_for((states.size() - source) * threads);
  };
  const Row* rows = rows_.data();
  Word* out = reserve(first);
  std::uint32_t* step_count = batch.add_sources(states.size() - first);
  for (std::size_t source = first; source < states.size(); ++source) {
    const Word state = states[source];
    const Word* begin = out;
    const std::uint64_t ends_before = batch.ends;
    if constexpr (!takes_all) steps = {};
    for (std::uint32_t t = 0; t < threads; ++t) {
      const Thread& thread = threads_[t];
      const auto number = gather(state, thread.mask);
      const Local local = thread.locals[number];
      if constexpr (!takes_all) steps.begin(t, place(out), batch.ends);
      const Row row = rows[local.first + gather(state, local.reads)];
      *out = (state & row.keep) + row.add;
      out += row.keep != 0 ? 1 : 0;
      if (row.keep == 0 && row.add != blocked) [[unlikely]] {
        const std::size_t begun = place(begin);
        batch.count = place(out);
        if (!add_special(state, static_cast<std::uint32_t>(source), t, row, missing, batch)) {
          batch.take_back(static_cast<std::uint32_t>(source), begun, ends_before);
          batch.drop_sources(states.size() - source);
          return source;
        }
        rows = rows_.data();
        out = reserve(source);
        begin = batch.successors.data() + begun;
      }
      if constexpr (!takes_all) {
        steps.end(t, place(out), batch.ends, threads_[t].places[number]);
      }
    }
    if constexpr (!takes_all) {
      const explore::ThreadSet chosen = choose(steps.places(threads), steps.enabled, steps.ending);
      if (chosen != steps.enabled) {
        ++batch.partly;
        steps.keep(chosen, static_cast<std::uint32_t>(source), place(begin), ends_before, batch);
        out = batch.successors.data() + batch.count;
      }
    }
    const std::uint64_t all = static_cast<std::uint64_t>(out - begin) + batch.ends - ends_before;
    *step_count++ = static_cast<std::uint32_t>(all);
    if (all == 0) batch.happenings.push_back({static_cast<std::uint32_t>(source), false, {}, {}});
  }
  batch.count = place(out);
  return states.size();
}

template <typename Gather>
[[gnu::always_inline]] inline std::size_t StepTable::expand_with(std::span<const Word> states,
                                                                 std::size_t first, Missing missing,
                                                                 Batch& batch, Gather gather) {
  return persistent_ == nullptr ? expand_states<true>(states, first, missing, batch, gather)
                                : expand_states<false>(states, first, missing, batch, gather);
}

#if defined(__x86_64__)
[[gnu::target("bmi2")]]
#endif
std::size_t
StepTable::expand_fast(std::span<const Word> states, std::size_t first, Missing missing,
                       Batch& batch) {
  return expand_with(states, first, missing, batch, FastGather{});
}

std::size_t StepTable::expand_plain(std::span<const Word> states, std::size_t first,
                                    Missing missing, Batch& batch) {
  return expand_with(states, first, missing, batch, PlainGather{});
}

std::size_t StepTable::expand(std::span<const Word> states, std::size_t first, Missing missing,
                              Batch& batch) {
  return has_fast_gather() ? expand_fast(states, first, missing, batch)
                           : expand_plain(states, first, missing, batch);
}

bool StepTable::add_special(Word state, std::uint32_t source, std::uint32_t thread, Row row,
                            Missing missing, Batch& batch) {
  if (row.add == unmade || row.add == looked_up) {
    const Row* found =
        missing == Missing::make ? find_row(state, thread) : find_known(state, thread);
    if (found == nullptr) return false;
    row = *found;
  }
  const auto append = [&](const Row& one) {
    if (batch.count == batch.successors.size()) batch.successors.resize(2 * batch.count + 1);
    batch.successors[batch.count++] = (state & one.keep) + one.add;
  };
  if (row.keep != 0) {
    append(row);
  } else if (row.add != blocked) {
    const std::vector<Alternative>& list = lists_[row.add - first_list];
    for (std::uint32_t i = 0; i < list.size(); ++i) {
      if (list[i].row.keep != 0) {
        append(list[i].row);
      } else {
        ++batch.ends;
        batch.happenings.push_back({source, true, {thread, i}, ends_[list[i].end]});
      }
    }
  }
  return true;
}

void StepTable::each(Word state, const Visit& visit) {
  for (std::uint32_t t = 0; t < threads_.size(); ++t) {
    const Row* row = find_row(state, t);
    if (row == nullptr || (row->keep == 0 && row->add == blocked)) continue;
    if (row->keep != 0) {
      visit({t, 0}, (state & row->keep) + row->add, nullptr);
      continue;
    }
    const std::vector<Alternative>& list = lists_[row->add - first_list];
    for (std::uint32_t i = 0; i < list.size(); ++i) {
      const bool is_end = list[i].row.keep == 0;
      visit({t, i}, is_end ? 0 : (state & list[i].row.keep) + list[i].row.add,
            is_end ? &ends_[list[i].end] : nullptr);
    }
  }
}

// A step that ends the execution must not come before those of others.
explore::ThreadSet StepTable::choose(std::span<const Place* const> places,
                                     explore::ThreadSet enabled, explore::ThreadSet ending) const {
  const explore::ThreadSet chosen = persistent_->choose(places, enabled);
  return (chosen & ending) == 0 ? chosen : enabled;
}

explore::ThreadSet StepTable::taken(Word state) {
  explore::ThreadSet enabled = 0;
  explore::ThreadSet ending = 0;
  each(state, [&](Choice choice, Word, const StepEnd* end) {
    const explore::ThreadSet bit = explore::ThreadSet{1} << choice.thread;
    enabled |= bit;
    if (end != nullptr) ending |= bit;
  });
  if (persistent_ == nullptr) return enabled;
  std::vector<const Place*> places;
  for (std::uint32_t t = 0; t < threads_.size(); ++t) {
    places.push_back(threads_[t].places[local_of(state, t)]);
  }
  return choose(places, enabled, ending);
}

std::uint32_t StepTable::local_of(Word state, std::uint32_t thread) const {
  return static_cast<std::uint32_t>(PlainGather{}(state, threads_[thread].mask));
}

StepTable::Row& StepTable::slot(Word state, std::uint32_t thread, std::uint32_t local) {
  Thread& owner = threads_[thread];
  const LocalInfo& info = owner.infos[local];
  if (!info.is_looked_up) {
    return rows_[owner.locals[local].first + PlainGather{}(state, info.mask)];
  }
  const Word key = state & (info.mask | owner.mask);
  const auto [number, is_new] = owner.keys.insert(key);
  if (is_new) owner.looked_up.emplace_back();
  return owner.looked_up[number];
}

const StepTable::Row* StepTable::find_known(Word state, std::uint32_t thread) const {
  const std::uint32_t local = local_of(state, thread);
  const Thread& owner = threads_[thread];
  const LocalInfo& info = owner.infos[local];
  const Row* row = nullptr;
  if (!info.is_looked_up) {
    row = &rows_[owner.locals[local].first + PlainGather{}(state, info.mask)];
  } else if (const auto number = owner.keys.find(state & (info.mask | owner.mask))) {
    row = &owner.looked_up[*number];
  }
  return row != nullptr && (row->keep != 0 || row->add != unmade) ? row : nullptr;
}

// The row, made where it was not yet; nothing where it does not fit the layout.
const StepTable::Row* StepTable::find_row(Word state, std::uint32_t thread) {
  const std::uint32_t local = local_of(state, thread);
  if (threads_[thread].locals[local].first != 0) {
    const Row& known = slot(state, thread, local);
    if (known.keep != 0 || known.add != unmade) return &known;
  }
  if (lists_.size() > lists_max || threads_[thread].looked_up.size() > lists_max) reset();
  layout_.unpack({&state, 1}, ids_);
  parts_.decode(ids_, state_);
  const StepRow made = step_rows_.row(state_, ids_, thread);
  grading_.note(ids_, thread, made);
  widen(thread, local, made);
  Row row;
  if (!fill(row, made)) return nullptr;
  Row& kept = slot(state, thread, local);
  kept = row;
  return &kept;
}

// Rows for the parts that were read so far and for these. Those made for fewer parts are made anew
// when they are needed.
void StepTable::widen(std::uint32_t thread, std::uint32_t local, const StepRow& made) {
  Thread& owner = threads_[thread];
  LocalInfo& info = owner.infos[local];
  const bool has_grown = info.note(made, machine_, state_, thread, persistent_);
  if (persistent_ != nullptr) owner.places[local] = info.place;
  if (!has_grown) return;
  info.mask = 0;
  for (const PartIndex part : info.reads) info.mask |= layout_.mask(part);
  const int bits = std::popcount(info.mask);
  info.is_looked_up =
      bits > static_cast<int>(row_bits_max) || rows_.size() + (std::size_t{1} << bits) > rows_max;
  if (info.is_looked_up) {
    owner.locals[local] = {0, 1};
    return;
  }
  owner.locals[local] = {info.mask, static_cast<std::uint32_t>(rows_.size())};
  rows_.resize(rows_.size() + (std::size_t{1} << bits));
}

bool StepTable::pack_writes(const Outcome& outcome, Row& row) const {
  row = {~Word{0}, 0};
  for (const PartWrite& write : outcome.writes) {
    // With a value that names threads, those that come of it are numbered too.
    const bool is_naming = parts_.names_threads(write.part);
    const PartId needed = is_naming ? parts_.values(write.part) - 1 : write.id;
    if (!layout_.fits(write.part, needed)) return false;
    row.keep &= ~layout_.mask(write.part);
    row.add |= scatter(write.id, layout_.mask(write.part));
  }
  return true;
}

bool StepTable::fill(Row& row, const StepRow& made) {
  row = {0, blocked};
  if (made.outcomes.empty()) return true;
  if (made.outcomes.size() == 1 && !made.outcomes[0].is_end()) {
    return pack_writes(made.outcomes[0], row);
  }
  std::vector<Alternative> list;
  for (const Outcome& outcome : made.outcomes) {
    list.emplace_back();
    if (outcome.is_end()) {
      list.back().row = {0, blocked};
      list.back().end = static_cast<std::uint32_t>(ends_.size());
      ends_.push_back(outcome.end);
    } else if (!pack_writes(outcome, list.back().row)) {
      return false;
    }
  }
  row.add = first_list + lists_.size();
  lists_.push_back(std::move(list));
  return true;
}

const Accesses& StepTable::accesses(std::uint32_t thread, Word state) {
  return threads_[thread].infos[local_of(state, thread)].accesses;
}

bool StepTable::takes_lock(std::uint32_t thread, Word state) {
  return threads_[thread].infos[local_of(state, thread)].takes_lock;
}

std::uint64_t StepTable::memory_bytes() const {
  std::uint64_t bytes = rows_.capacity() * sizeof(Row) + lists_.capacity() * 64;
  for (const Thread& thread : threads_) {
    bytes += thread.locals.capacity() * sizeof(Local) +
             thread.infos.capacity() * sizeof(LocalInfo) +
             thread.looked_up.capacity() * sizeof(Row) + thread.keys.memory_bytes();
  }
  return bytes;
}

}  // namespace raceproof::engine
