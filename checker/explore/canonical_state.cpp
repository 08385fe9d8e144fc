#include "checker/explore/canonical_state.h"

#include <algorithm>
#include <numeric>
#include <span>

namespace raceproof::explore {
namespace {

constexpr std::size_t naming_cells(Names names, std::size_t threads) {
  return names == Names::sleepers ? threads : names == Names::writer ? 2 : 1;
}

}  // namespace

CanonicalState::CanonicalState(const Program& program, AlikeThreads alike)
    : program_(&program), alike_(std::move(alike)) {
  naming_.push_back({Names::holder, program.holder_cell});
  for (const SyncObject& object : program.objects) {
    const Names names = names_of(object.kind);
    if (names != Names::nobody) naming_.push_back({names, object.cell});
  }
}

int CanonicalState::compare(const State& state, std::uint32_t a, std::uint32_t b) const {
  const ThreadInfo& one = program_->threads[a];
  const ThreadInfo& other = program_->threads[b];
  const auto sign = [](std::int64_t x, std::int64_t y) { return x < y ? -1 : x > y ? 1 : 0; };
  int result = sign(state.cells[one.pc_cell], state.cells[other.pc_cell]);
  for (std::uint32_t i = 0; result == 0 && i < one.frame_size; ++i) {
    result = sign(state.cells[one.frame + i], state.cells[other.frame + i]);
  }
  for (std::size_t i = 0; result == 0 && i < naming_.size(); ++i) {
    const std::size_t count = naming_cells(naming_[i].names, program_->threads.size());
    const std::span value = std::span(state.cells).subspan(naming_[i].cell, count);
    result = sign(role_in(naming_[i].names, value, a), role_in(naming_[i].names, value, b));
  }
  return result;
}

void CanonicalState::make(State& state, std::vector<std::uint32_t>& places) const {
  const std::size_t threads = program_->threads.size();
  places.resize(threads);
  std::iota(places.begin(), places.end(), 0U);
  const std::vector<std::int64_t> before = state.cells;
  bool is_sorted = true;
  for (const std::vector<std::uint32_t>& group : alike_) {
    std::vector<std::uint32_t> order = group;
    std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
      return compare(state, a, b) < 0;
    });
    for (std::size_t i = 0; i < group.size(); ++i) {
      places[order[i]] = group[i];
      is_sorted = is_sorted && order[i] == group[i];
    }
  }
  if (is_sorted) return;
  for (std::uint32_t thread = 0; thread < threads; ++thread) {
    const ThreadInfo& from = program_->threads[thread];
    const ThreadInfo& to = program_->threads[places[thread]];
    state.cells[to.pc_cell] = before[from.pc_cell];
    std::copy_n(before.begin() + from.frame, from.frame_size, state.cells.begin() + to.frame);
  }
  for (const Naming& one : naming_) {
    const std::size_t count = naming_cells(one.names, threads);
    rename_threads(one.names, std::span(state.cells).subspan(one.cell, count), places);
  }
}

// The orders of n threads are n!, of which those that exchange equal ones are the same: one factor
// of the quotient for each thread, so that it is whole all the way.
result::Integer CanonicalState::orbit(const State& state) const {
  result::Integer size = 1;
  for (const std::vector<std::uint32_t>& group : alike_) {
    std::uint32_t equal = 0;
    for (std::uint32_t i = 0; i < group.size(); ++i) {
      equal = i > 0 && compare(state, group[i - 1], group[i]) == 0 ? equal + 1 : 1;
      size = size * (i + 1) / equal;
    }
  }
  return size;
}

}  // namespace raceproof::explore
