// Functions that stop in the middle, so that the interpreter can be ordinary recursive code.
//
// A thread of a scenario is interpreted by coroutines that call each other. Those that are running
// stand on a stack of calls which the thread owns; whoever drives the thread resumes the innermost
// one until the thread stands before its next step. No coroutine resumes another, so that neither
// long loops nor deep calls of the scenario use up the stack of the C++ program.
#pragma once

#include <coroutine>
#include <exception>
#include <utility>
#include <vector>

namespace raceproof::oracle {

/// The coroutines of one thread that are running, the innermost last.
using CallStack = std::vector<std::coroutine_handle<>>;

/// The result of a coroutine that gives a `Result`; awaiting it calls the coroutine.
template <typename Result>
class [[nodiscard]] Task {
 public:
  struct promise_type;
  using Handle = std::coroutine_handle<promise_type>;

  struct promise_type {
    Result result{};
    std::exception_ptr error;
    CallStack* calls = nullptr;

    Task get_return_object() { return Task(Handle::from_promise(*this)); }
    std::suspend_always initial_suspend() const noexcept { return {}; }
    void return_value(Result value) { result = std::move(value); }
    void unhandled_exception() { error = std::current_exception(); }

    /// At its end a coroutine leaves the stack; its caller is then the innermost one.
    struct Leave {
      bool await_ready() const noexcept { return false; }
      void await_suspend(Handle ending) const noexcept { ending.promise().calls->pop_back(); }
      void await_resume() const noexcept {}
    };
    Leave final_suspend() const noexcept { return {}; }
  };

  Task(Task&& other) noexcept : handle_(std::exchange(other.handle_, {})) {}
  Task(const Task&) = delete;
  Task& operator=(const Task&) = delete;
  Task& operator=(Task&&) = delete;
  ~Task() {
    if (handle_) handle_.destroy();
  }

  /// Puts the coroutine on a stack of calls as the outermost one.
  void enter(CallStack& calls) {
    handle_.promise().calls = &calls;
    calls.push_back(handle_);
  }

  /// What the coroutine returned; throws what it threw.
  Result result() const {
    if (handle_.promise().error) std::rethrow_exception(handle_.promise().error);
    return handle_.promise().result;
  }

  bool await_ready() const noexcept { return false; }
  template <typename CallerPromise>
  void await_suspend(std::coroutine_handle<CallerPromise> caller) {
    enter(*caller.promise().calls);
  }
  Result await_resume() const { return result(); }

 private:
  explicit Task(Handle handle) : handle_(handle) {}

  Handle handle_;
};

}  // namespace raceproof::oracle
