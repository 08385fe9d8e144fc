#include "tests/oracle/thread.h"

namespace raceproof::oracle {

Thread::Thread(const Declarations& declared, const ThreadGroup& group, std::size_t copy)
    : declared_(declared), group_(&group), copy_(copy), interpreter_(make_interpreter()) {}

Thread::Thread(const Declarations& declared, const lang::Init& init)
    : declared_(declared), init_(&init), interpreter_(make_interpreter()) {}

Thread::Thread(const Thread& other)
    : declared_(other.declared_),
      group_(other.group_),
      copy_(other.copy_),
      init_(other.init_),
      begun_(other.begun_),
      taken_(other.taken_),
      interpreter_(make_interpreter()) {
  if (begun_) interpreter_->begin();
  for (const Taken& taken : taken_) interpreter_->go_on(taken);
}

std::unique_ptr<Interpreter> Thread::make_interpreter() const {
  if (init_ != nullptr) return std::make_unique<Interpreter>(declared_, *init_);
  return std::make_unique<Interpreter>(declared_, *group_, copy_);
}

void Thread::begin() {
  begun_ = true;
  interpreter_->begin();
}

namespace {

/// In how many ways the step itself can be taken.
std::size_t own_ways(const Step& step, const World& world) {
  if (step.at_the_end) return 0;
  return step.ways ? step.ways(world) : 1;
}

}  // namespace

void Thread::take(World& world, std::size_t way) {
  Taken taken;
  if (way < own_ways(*next(), world)) {
    taken.result = next()->take(world, way);
  } else {
    taken.merged.emplace();
    taken.merged->swap(world.to_merge[number()]);
  }
  taken_.push_back(taken);
  interpreter_->go_on(taken);
}

// Something is queued for it, and it stands at an instruction boundary.
bool Thread::may_merge(const World& world) const {
  return next()->at_boundary && !world.to_merge[number()].empty();
}

// A thread that is blocked cannot merge; one at its end has to.
std::size_t Thread::ways(const World& world) const {
  if (next() == nullptr) return 0;
  const std::size_t own = own_ways(*next(), world);
  if (own == 0 && !next()->at_the_end) return 0;
  return group_ != nullptr && may_merge(world) ? own + 1 : own;
}

}  // namespace raceproof::oracle
