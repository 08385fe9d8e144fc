// A thread as a value, so that the enumeration can go on from one state in several ways.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tests/oracle/interpreter.h"

namespace raceproof::oracle {

/// A thread, or `init`, and how far it has come. A copy is made by replaying: a thread is at a
/// place that depends on nothing but what its steps gave.
class Thread {
 public:
  Thread(const Declarations& declared, const ThreadGroup& group, std::size_t copy);
  Thread(const Declarations& declared, const lang::Init& init);
  Thread(const Thread& other);
  Thread& operator=(const Thread&) = delete;

  /// Goes to its first step; throws Failed and Discarded, as `take` does.
  void begin();
  /// Takes the step it stands before, and goes on to the next one.
  void take(World& world, std::size_t way);

  bool has_begun() const { return begun_; }
  /// The step it stands before; none before it has begun and at its end.
  const Step* next() const { return interpreter_->next(); }
  /// In how many ways the next step can be taken: 0 where it is blocked, or there is none. The last
  /// may be to merge what is queued for it in place of the step (section 11.7).
  std::size_t ways(const World& world) const;
  bool at_switch_point() const { return interpreter_->at_switch_point(); }
  /// Whether the next step needs no GIL.
  bool is_without_gil() const { return next() != nullptr && next()->without_gil; }

  std::optional<std::int64_t> local(const std::string& name,
                                    std::optional<std::int64_t> index) const {
    return interpreter_->outermost_local(name, index);
  }

 private:
  std::unique_ptr<Interpreter> make_interpreter() const;
  std::size_t number() const { return group_->group.first + copy_; }
  bool may_merge(const World& world) const;

  const Declarations& declared_;
  const ThreadGroup* group_ = nullptr;  ///< a thread: of which it is copy `copy_`
  std::size_t copy_ = 0;
  const lang::Init* init_ = nullptr;  ///< `init`
  bool begun_ = false;
  std::vector<Taken> taken_;  ///< what became of its steps
  std::unique_ptr<Interpreter> interpreter_;
};

}  // namespace raceproof::oracle
