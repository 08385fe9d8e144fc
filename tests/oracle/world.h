// The shared state of a scenario: what every thread sees. A plain value.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace raceproof::oracle {

/// An error of the program under check: it ends the execution, which has failed (section 9).
struct Failed {
  std::string why;
  bool of_refcount_safe = false;  ///< judged by `refcount_safe`, not by `error_free`
};

/// A false `assume`: the execution is counted nowhere (section 9).
struct Discarded {};

/// The oracle does not know what to do; it gives up rather than to answer wrongly.
struct Unsupported {
  std::string what;
};

/// The number of a thread, or one of these for who is no thread.
inline constexpr int nobody = -1;
inline constexpr int the_init_block = -2;

/// A `lock` or an `rlock`.
struct Lock {
  int depth = 0;       ///< how often it is held: 0 is free, above 1 for an `rlock` only
  int taker = nobody;  ///< who took it last
};

enum class Status : std::uint8_t { not_started, running, ended };

/// A read or write of a `var`, for `race_free`.
struct Access {
  std::size_t cell = 0;
  bool is_store = false;
};

struct World {
  std::vector<std::int64_t> cells;  ///< `var` and `atomic`, in order, arrays by element
  std::vector<Lock> locks;
  std::vector<Status> threads;
  std::vector<Access> accesses;  ///< of the step that is being taken
};

}  // namespace raceproof::oracle
