#include "checker/engine/watch.h"

#include <algorithm>

#include "checker/property/miscount.h"

namespace raceproof::engine {
namespace {

using property::Kind;

bool is_lock(const SyncObject& object) {
  return object.kind == SyncObject::Kind::lock || object.kind == SyncObject::Kind::rlock;
}

}  // namespace

Watch::Watch(const Machine& machine, PackedSpace& space,
             const std::vector<explore::Finding>& findings, bool with_locks)
    : machine_(machine), space_(space), findings_(findings), with_locks_(with_locks) {
  for (std::size_t i = 0; i < findings.size(); ++i) {
    const property::Property& property = *findings[i].property;
    if (property.kind == Kind::always) {
      predicates_.emplace_back(condition_of(property.expressions[0], space), space);
      predicate_of_.push_back(i);
    } else if (property.kind == Kind::refcount_safe && !machine.program().heap.empty()) {
      predicates_.emplace_back(counts_are_right(), space);
      predicate_of_.push_back(i);
    }
  }
}

// Counts are compared where no thread is in the middle of an instruction; they are looked at
// whether or not they are wrong, and that no thread is, at every thread.
PredicateTable::Condition Watch::counts_are_right() const {
  return [this](const State& state, std::vector<PartIndex>& reads) {
    const Program& program = machine_.program();
    for (std::uint32_t thread = 0; thread < program.threads.size(); ++thread) {
      if (const auto& merging = program.threads[thread].merging) {
        reads.push_back(space_.parts().of_object(merging->queue));
      }
      reads.push_back(space_.parts().of_thread(thread));
    }
    for (const HeapObject& object : program.heap) {
      reads.push_back(space_.parts().of_cell(object.cell));
    }
    return !property::find_miscount(machine_, state, false);
  };
}

// A step out of the level before may have been found to violate a property on this one: then its
// states may do so too.
void Watch::begin_level(std::uint64_t level) {
  const auto is_over = [level](const explore::Finding& finding) {
    return finding.is_found() && *finding.level < level;
  };
  for (std::size_t i = predicates_.size(); i > 0; --i) {
    if (!is_over(findings_[predicate_of_[i - 1]])) continue;
    const auto at = static_cast<std::ptrdiff_t>(i - 1);
    predicates_.erase(predicates_.begin() + at);
    predicate_of_.erase(predicate_of_.begin() + at);
  }
  with_races_ = std::any_of(findings_.begin(), findings_.end(), [&](const auto& finding) {
    return finding.property->kind == Kind::race_free && !is_over(finding);
  });
}

bool Watch::is_of_interest(Word key) {
  for (PredicateTable& holds : predicates_) {
    if (!holds(key)) return true;
  }
  return (with_races_ && may_race(key)) || (with_locks_ && takes_new_lock(key));
}

// Two threads whose next steps may conflict; whether they do, and whether both can be taken, is for
// the observer to see.
bool Watch::may_race(Word key) const {
  Accesses all;
  const auto threads = static_cast<std::uint32_t>(machine_.program().threads.size());
  for (std::uint32_t thread = 0; thread < threads; ++thread) {
    const Accesses& own = space_.steps().accesses(thread, key);
    const std::uint64_t plain = own.plain[0] | own.plain[1];
    const std::uint64_t others_written = all.plain[1];
    const std::uint64_t others_read = all.plain[0];
    if ((own.plain[1] & (others_read | all.region[0] | all.region[1])) != 0) return true;
    if ((plain & (others_written | all.region[1])) != 0) return true;
    if ((own.region[1] & (others_read | others_written)) != 0) return true;
    if ((own.region[0] & others_written) != 0) return true;
    for (std::size_t kind = 0; kind < 2; ++kind) {
      all.plain[kind] |= own.plain[kind];
      all.region[kind] |= own.region[kind];
    }
  }
  return false;
}

std::vector<PartIndex> Watch::locks() const {
  std::vector<PartIndex> locks;
  for (std::uint32_t i = 0; i < machine_.program().objects.size(); ++i) {
    if (is_lock(machine_.program().objects[i])) locks.push_back(space_.parts().of_object(i));
  }
  return locks;
}

// What is told of a thread that takes a lock depends on where it stands and on who holds which
// lock.
bool Watch::takes_new_lock(Word key) {
  const auto threads = static_cast<std::uint32_t>(machine_.program().threads.size());
  bool is_new = false;
  for (std::uint32_t thread = 0; thread < threads; ++thread) {
    if (!space_.steps().takes_lock(thread, key)) continue;
    std::vector<PartIndex> seen = locks();
    seen.push_back(space_.parts().of_thread(thread));
    seen.push_back(space_.parts().holder());
    is_new = seen_locks_.insert(thread, seen, space_.ids(key)).second || is_new;
  }
  return is_new;
}

}  // namespace raceproof::engine
