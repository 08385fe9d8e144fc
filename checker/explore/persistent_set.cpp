#include "checker/explore/persistent_set.h"

#include <array>
#include <bit>

namespace raceproof::explore {
namespace {

constexpr ThreadSet only(std::uint32_t thread) {
  return ThreadSet{1} << thread;
}

std::uint32_t first_of(ThreadSet threads) {
  return static_cast<std::uint32_t>(std::countr_zero(threads));
}

// Who may ever conflict with the next step of which thread, found out when it is first asked.
class Conflicts {
 public:
  explicit Conflicts(std::span<const Footprints::Place* const> places) : places_(places) {}

  ThreadSet of(std::uint32_t thread) {
    if ((known_ & only(thread)) != 0) return rows_[thread];
    known_ |= only(thread);
    ThreadSet& row = rows_[thread] = 0;
    for (std::uint32_t other = 0; other < places_.size(); ++other) {
      if (places_[thread]->next.conflicts_with(places_[other]->later)) row |= only(other);
    }
    return row;
  }

  // Who may ever conflict with the next step of a thread in the set has to be in it. What a thread
  // that cannot go on waits for is part of its next step, so who may let it go on is there as well.
  ThreadSet closure(std::uint32_t first) {
    ThreadSet chosen = only(first);
    for (ThreadSet open = chosen; open != 0;) {
      const ThreadSet more = of(first_of(open)) & ~chosen;
      open = (open & (open - 1)) | more;
      chosen |= more;
    }
    return chosen;
  }

 private:
  std::span<const Footprints::Place* const> places_;
  std::array<ThreadSet, PersistentSets::threads_max> rows_;
  ThreadSet known_ = 0;
};

}  // namespace

PersistentSets::PersistentSets(const Program& program, Extent extent,
                               std::span<const Expression> visible)
    : footprints_(program), extent_(extent) {
  for (const Expression& one : visible) visible_ |= footprints_.of(one).reads;
}

bool PersistentSets::are_possible(const Program& program, const ExecutionModel& model) {
  return !model.has_gil && (model.points & bit(SwitchPoint::step)) != 0 &&
         program.threads.size() <= threads_max && Footprints::are_known_of(program);
}

bool PersistentSets::can_go_first(const Footprints::Place& place) const {
  if (place.may_go_back || (place.next.writes & visible_) != 0) return false;
  return extent_ == Extent::all || place.next.is_empty();
}

// The smallest of the sets, and of those as small the one with the first thread.
ThreadSet PersistentSets::choose(std::span<const Footprints::Place* const> places,
                                 ThreadSet enabled) const {
  ThreadSet allowed = 0;
  for (ThreadSet rest = enabled; rest != 0; rest &= rest - 1) {
    const std::uint32_t thread = first_of(rest);
    if (can_go_first(*places[thread])) allowed |= only(thread);
  }
  Conflicts conflicts(places);
  ThreadSet best = enabled;
  for (ThreadSet rest = allowed; rest != 0 && std::popcount(best) > 1; rest &= rest - 1) {
    const ThreadSet members = conflicts.closure(first_of(rest)) & enabled;
    if ((members & ~allowed) == 0 && std::popcount(members) < std::popcount(best)) best = members;
  }
  return best;
}

}  // namespace raceproof::explore
