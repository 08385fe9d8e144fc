// What `eventually P` and `leads_to(P, Q)` promise, followed along one execution.
#pragma once

#include <cstddef>
#include <string>

#include "checker/property/property.h"
#include "models/machine.h"

namespace raceproof::replayer {

class Promise {
 public:
  /// The property must outlive it. One of another kind promises nothing.
  explicit Promise(const property::Property& property);

  /// The next state of the execution, the first one included.
  void see(const State& state);

  /// Whether something is still awaited: an execution that ends so, or goes on so for ever,
  /// violates the property.
  bool is_pending() const { return is_pending_; }

  /// "never true", or which step has made the promise.
  std::string sentence() const;

 private:
  const property::Property& property_;
  bool is_pending_ = false;
  std::size_t since_ = 0;  ///< the number of the step behind which it became so; 0: the start
  std::size_t seen_ = 0;
};

}  // namespace raceproof::replayer
