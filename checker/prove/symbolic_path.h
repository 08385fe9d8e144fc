// One way through a thread's code, executed on affine expressions instead of numbers: the same
// semantics as models/runner, by cases. Private to checker/prove.
#pragma once

#include <optional>
#include <vector>

#include "checker/prove/cases.h"
#include "checker/prove/transition_system.h"

namespace raceproof::prove {

/// What was done so far, over the values where the path began.
struct SymbolicPath {
  NodeIndex at = 0;
  std::vector<Affine> values;  ///< by cell of the program
  Conjunction guard;
  Alternatives steps;
  std::vector<Access> accesses;   ///< of the first step
  bool may_access_less = false;   ///< as of an edge
  std::uint32_t alternative = 0;  ///< of the step under way
  bool switch_point = false;      ///< a switch point of the model was passed
  bool has_written = false;       ///< a shared variable was written
  bool in_region = false;
  std::optional<Location> terminal;  ///< it has failed, or was discarded

  /// Where the first step stands that was fused although another thread may run before it.
  struct Fused {
    NodeIndex at = 0;
    std::vector<Affine> values;
    Alternatives steps;
  };
  std::optional<Fused> fused;
};

using Paths = std::vector<SymbolicPath>;

/// Executes the nodes of one thread.
class SymbolicThread {
 public:
  SymbolicThread(const Machine& machine, std::uint32_t thread, const BuildOptions& options,
                 std::vector<Obligation>& obligations);

  const Code& code() const { return *code_; }
  CellIndex frame() const { return frame_; }

  /// One node at `path.at`, in all cases; `at` is then behind it. A step in a region runs on to
  /// the region's end.
  Paths execute(SymbolicPath path);
  /// The cases in which the step can be taken, or `wanted` is false: in which it is blocked.
  Paths ready(SymbolicPath path, bool wanted);
  /// The end of the thread: it has ended, or failed since it holds a lock.
  Paths end(SymbolicPath path);

 private:
  struct At {
    CellIndex cell = 0;
    SymbolicPath path;
  };

  Paths run_region(SymbolicPath path, NodeIndex at);
  void shared(const Node& node, SymbolicPath&& path, Paths& out);
  void store(const Node& node, CellIndex cell, const Affine& value, SymbolicPath&& path,
             Paths& out);
  void apply(const Node& node, SymbolicPath&& path, Paths& out);
  void object(const Node& node, SymbolicPath&& path, Paths& out);
  void on_lock(const Node& node, std::uint32_t number, SymbolicPath&& path, Paths& out);
  void release(const Node& node, std::uint32_t number, SymbolicPath&& path, Paths& out);
  void choice(const Node& node, SymbolicPath&& path, Paths& out);
  void await(const Node& node, SymbolicPath&& path, Paths& out);
  void collect_reads(const Expression& expression, SymbolicPath& path) const;
  void control(const Node& node, SymbolicPath&& path, Paths& out);
  void control_local(const Node& node, SymbolicPath&& path, Paths& out);

  Affine read(const Operand& operand, SymbolicPath& path) const;
  std::vector<At> resolve(const Place& place, const Node& node, SymbolicPath&& path, Paths& out);
  std::vector<Conjunction> readiness(const Node& node, std::uint32_t number,
                                     const SymbolicPath& path, bool wanted) const;
  void oblige(const SymbolicPath& path, const Affine& value, SourceSpan span);
  void fail(Fault fault, SourceSpan span, SymbolicPath&& path, Paths& out) const;
  [[noreturn]] void unsupported(const Node& node) const;

  const Machine* machine_;
  const Program* program_;
  std::uint32_t thread_;
  const Code* code_;
  CellIndex frame_;
  const BuildOptions* options_;
  std::vector<Obligation>* obligations_;
  std::vector<std::uint32_t> own_locks_;  ///< locks that the thread's code takes
};

/// The path with `part` added to its guard, unless that cannot be true.
std::optional<SymbolicPath> narrowed(const SymbolicPath& path, const Conjunction& part);

}  // namespace raceproof::prove
