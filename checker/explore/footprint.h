// What a thread's next step, and all its steps from there on, may touch that other threads see.
#pragma once

#include <cstdint>
#include <vector>

#include "models/expression.h"
#include "models/program.h"

namespace raceproof::explore {

/// A bit for each variable's cell, synchronisation object and thread's status, by number modulo 64:
/// where two footprints do not conflict, the steps do not.
struct Footprint {
  std::uint64_t reads = 0;
  std::uint64_t writes = 0;  ///< or reads and writes

  bool is_empty() const { return (reads | writes) == 0; }
  bool conflicts_with(const Footprint& other) const {
    return (writes & (other.reads | other.writes)) != 0 || (reads & other.writes) != 0;
  }
  void add(const Footprint& other) {
    reads |= other.reads;
    writes |= other.writes;
  }
};

/// Read off the code, whatever the values are: where an index is computed, all elements of the
/// array are taken to be touched.
class Footprints {
 public:
  struct Place {
    Footprint next;   ///< of the next step, and of what decides whether it can be taken
    Footprint later;  ///< of all steps from here on, the next one among them
    /// The next step may lead to a node before it, by a loop that does not count its rounds: on
    /// every way from a state back to it some thread takes such a step.
    bool may_go_back = false;
  };

  explicit Footprints(const Program& program);

  /// Where the thread's position is `pc`: a node at which it can stand, or a value that is no node.
  const Place& at(std::uint32_t thread, std::int64_t pc) const {
    return places_[thread][static_cast<std::size_t>(pc - pc_ended)];
  }

  /// What an expression over absolute cells reads.
  Footprint of(const Expression& expression) const;

  /// Programs with heap objects have none: what their steps touch depends on pointers.
  static bool are_known_of(const Program& program);

 private:
  void add_thread(std::uint32_t thread);
  void add_step(std::uint32_t thread, NodeIndex node, std::vector<NodeIndex>& next_steps,
                Place& place) const;
  void add_node(std::uint32_t thread, const Node& node, Footprint& footprint) const;
  void add_object(const Node& node, Footprint& footprint) const;
  void add_end(std::uint32_t thread, Footprint& footprint) const;
  void add_reads(const Expression& expression, std::uint64_t& reads) const;
  std::uint64_t object(std::uint32_t number) const;
  std::uint64_t statuses(std::uint32_t first, std::uint32_t count) const;

  const Program& program_;
  std::vector<std::vector<Place>> places_;  ///< by thread and position, from `pc_ended` on
};

}  // namespace raceproof::explore
