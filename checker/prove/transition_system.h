// The intermediate form that all symbolic methods share: per thread a graph whose edges have a
// conjunction of affine inequalities as guard and affine updates. One edge stands for all that a
// thread does between two places where another thread may run, so that no method knows of
// execution models.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "checker/prove/affine.h"
#include "models/fault.h"
#include "models/machine.h"

namespace raceproof::prove {

using LocationIndex = std::uint32_t;

/// Where a thread stands between two edges.
struct Location {
  enum class Kind : std::uint8_t { running, ended, failed, discarded };
  Kind kind = Kind::running;
  NodeIndex node = 0;              ///< running: the head of a loop, or the next step
  bool is_exclusive = false;       ///< the thread has the GIL: no other may run
  Fault fault = Fault::assertion;  ///< failed: what
  SourceSpan span;                 ///< failed: and where

  friend bool operator==(const Location&, const Location&) = default;
};

/// A condition under which a location is left at once, without a step.
struct Settled {
  Conjunction guard;
  std::vector<Affine> update;  ///< of all variables: what control does on its way
  LocationIndex to = 0;        ///< a location that is ended, failed or discarded
};

/// What an edge takes, for schedules: the alternative of each step.
using Alternatives = std::vector<std::uint32_t>;

struct Edge {
  LocationIndex from = 0;
  LocationIndex to = 0;
  Conjunction guard;           ///< over the variables before
  std::vector<Affine> update;  ///< of all variables, over those before
  Alternatives steps;
  std::vector<Access> accesses;  ///< the shared accesses of the first step
  bool may_access_less = false;  ///< an `await` that stops early may not read all of them
};

/// A result that must fit 64 bits where the guard holds.
struct Obligation {
  LocationIndex from = 0;
  Conjunction guard;
  Affine value;
  SourceSpan span;
};

struct ThreadGraph {
  std::vector<Location> locations;
  std::vector<Edge> edges;
  std::vector<std::vector<Settled>> settled;  ///< by location
  std::vector<Obligation> obligations;
};

/// One way for the threads to begin.
struct Start {
  std::uint32_t init = 0;                ///< which way through `init`
  std::vector<LocationIndex> locations;  ///< by thread
  std::vector<Affine> values;            ///< by variable; over the constant that is left open
};

/// A constant that is left open: a variable that nobody writes, between two bounds.
struct OpenVariable {
  VariableIndex variable = 0;
  Wide least = 0;
  Wide most = 0;

  Conjunction bounds() const {
    return {at_least(Affine::variable(variable), Affine(least)),
            at_least(Affine(most), Affine::variable(variable))};
  }
};

struct Variable {
  std::string name;    ///< "x", "a[1]", "T0.3": for people and certificates
  CellIndex cell = 0;  ///< of the Program
};

/// "x", "a[1]", "m"; "T0.3" for slot 3 of a thread's frame.
std::string variable_name(const Program& program, CellIndex cell);

/// A local that is no variable since it has one value wherever a thread may read it.
struct LiveConstant {
  CellIndex cell = 0;
  std::uint32_t thread = 0;
  Location at;
  Wide value = 0;
};

struct TransitionSystem {
  std::vector<Variable> variables;
  std::vector<ThreadGraph> threads;
  std::vector<Start> starts;
  std::vector<bool> never_changes;  ///< by cell: it keeps its first value
  std::vector<LiveConstant> live_constants;
  std::vector<Affine> cells;  ///< every cell of the Program that can be observed, by variables
  std::optional<OpenVariable> open;
};

/// How finely edges are cut. Final values and deadlocks do not see the difference.
enum class Grain : std::uint8_t {
  coarse,  ///< local steps fused, everything between two switch points composed
  writes,  ///< an edge ends with each shared write: every shared state is seen
  steps,   ///< an edge is a step: every state is seen
};

struct BuildOptions {
  Grain grain = Grain::coarse;
  bool with_overflow = false;       ///< overflow as a fault, not as an obligation
  std::vector<CellIndex> observed;  ///< locals that properties read
};

/// Constants that are left open are between 0 and this. Larger ones may lead beyond 64 bits sooner
/// than anybody would care.
constexpr Wide open_constant_max = 1'000'000'000'000;

/// Builds it, or throws Unsupported.
TransitionSystem build(const Machine& machine, const BuildOptions& options);

}  // namespace raceproof::prove
