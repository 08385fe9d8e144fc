#include "checker/engine/workers.h"

#include <system_error>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace raceproof::engine {
namespace {

constexpr int pauses = 500;  // some microseconds
constexpr int yields = 100;  // some tens of them, as between two rounds

void pause() {
#if defined(__SSE2__)
  _mm_pause();
#endif
}

// The next round is most often near. Where there are more threads than processors, the others come
// first; who waits for longer sleeps.
template <typename Number>
void wait_while(const std::atomic<Number>& number, Number value) {
  for (int i = 0; i < pauses + yields; ++i) {
    if (number.load(std::memory_order_acquire) != value) return;
    if (i < pauses) {
      pause();
    } else {
      std::this_thread::yield();
    }
  }
  number.wait(value, std::memory_order_acquire);
}

}  // namespace

Workers::~Workers() {
  is_over_ = true;
  ++round_;
  round_.notify_all();
}

void Workers::side_by_side(bool is_worth_while, const std::function<void(std::uint32_t)>& work) {
  if (shares() == 1 || !is_worth_while) {
    for (std::uint32_t share = 0; share < shares(); ++share) work(share);
    return;
  }
  if (!are_all_started_) start();
  work_ = &work;
  busy_ = static_cast<std::uint32_t>(threads_.size());
  ++round_;
  round_.notify_all();
  work_on(0);
  for (auto share = threads_.size() + 1; share < shares(); ++share) {
    work_on(static_cast<std::uint32_t>(share));
  }
  for (std::uint32_t busy = busy_; busy != 0; busy = busy_) wait_while(busy_, busy);
  std::exception_ptr first;
  for (std::exception_ptr& failure : failures_) {
    if (!first) first = failure;
    failure = nullptr;
  }
  if (first) std::rethrow_exception(first);
}

void Workers::start() {
  are_all_started_ = true;
  try {
    for (std::uint32_t share = 1; share < shares(); ++share) {
      threads_.emplace_back([this, share] { serve(share); });
    }
  } catch (const std::system_error&) {
    // Those that have been started are enough.
  }
}

void Workers::serve(std::uint32_t share) {
  for (std::uint64_t round = 0;; ++round) {
    wait_while(round_, round);
    if (is_over_) return;
    work_on(share);
    if (--busy_ == 0) busy_.notify_one();
  }
}

void Workers::work_on(std::uint32_t share) {
  try {
    (*work_)(share);
  } catch (...) {
    failures_[share] = std::current_exception();
  }
}

}  // namespace raceproof::engine
