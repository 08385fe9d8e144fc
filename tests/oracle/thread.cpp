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
      answers_(other.answers_),
      interpreter_(make_interpreter()) {
  if (begun_) interpreter_->begin();
  for (const std::int64_t answer : answers_) interpreter_->go_on(answer);
}

std::unique_ptr<Interpreter> Thread::make_interpreter() const {
  if (init_ != nullptr) return std::make_unique<Interpreter>(declared_, *init_);
  return std::make_unique<Interpreter>(declared_, *group_, copy_);
}

void Thread::begin() {
  begun_ = true;
  interpreter_->begin();
}

void Thread::take(World& world, std::size_t way) {
  const std::int64_t answer = next()->take(world, way);
  answers_.push_back(answer);
  interpreter_->go_on(answer);
}

std::size_t Thread::ways(const World& world) const {
  if (next() == nullptr) return 0;
  return next()->ways ? next()->ways(world) : 1;
}

}  // namespace raceproof::oracle
