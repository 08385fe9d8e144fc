// Threads that do the same work on several shares, again and again.
#pragma once

#include <atomic>
#include <cstdint>
#include <exception>
#include <functional>
#include <thread>
#include <vector>

namespace raceproof::engine {

/// They are started when there is work for them for the first time, and stay until the end: rounds
/// of a fraction of a millisecond are worth sharing.
class Workers {
 public:
  /// `shares`, at least 1, is also the number of threads that work, that of the caller among them.
  explicit Workers(std::uint32_t shares) : shares_(shares), failures_(shares) {}
  ~Workers();
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;

  std::uint32_t shares() const { return shares_; }

  /// Calls work(0) .. work(shares - 1) at once, or one after another where that is not worth while;
  /// comes back when all have ended. Where some have thrown, throws what the first of them has.
  /// Where the system does not have so many threads, those that there are do the work of all.
  void side_by_side(bool is_worth_while, const std::function<void(std::uint32_t)>& work);

 private:
  void start();
  void serve(std::uint32_t share);
  void work_on(std::uint32_t share);

  std::uint32_t shares_;
  std::vector<std::exception_ptr> failures_;  ///< by share
  const std::function<void(std::uint32_t)>* work_ = nullptr;
  std::atomic<std::uint64_t> round_ = 0;  ///< goes up when there is work, or none any more
  std::atomic<std::uint32_t> busy_ = 0;   ///< threads that have not ended the round
  bool is_over_ = false;
  bool are_all_started_ = false;  ///< or all that there are
  std::vector<std::jthread> threads_;
};

}  // namespace raceproof::engine
