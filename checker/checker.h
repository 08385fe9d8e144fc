// The public interface of the checker: load a scenario, ask a question, get a Result.
//
//   auto loaded = raceproof::load(text, {{"N", 2}});
//   if (!loaded.diagnostics.empty()) ...                     // wrong file: print them, exit 3
//   auto result = raceproof::check(*loaded.scenario, {});    // every property, every model
//   for (const auto& model : result.models) ...
//
// Every function is deterministic: the same input gives the same Result, but where a time or memory
// limit or a stop request ended a search; then only the verdicts that it gives are promised.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "checker/engine/reduction.h"
#include "checker/lang/diagnostic.h"
#include "checker/lang/lower.h"
#include "checker/result/result.h"
#include "checker/result/state_graph.h"

namespace raceproof {

/// Where a search stops without an answer. Zero means no limit of that kind.
struct Limits {
  std::uint64_t states_max = 0;        ///< per search; there are never more than 2^32 - 2
  std::uint64_t memory_max_bytes = 0;  ///< of the whole process
  std::uint64_t time_max_ms = 0;       ///< of the whole question
};

/// Told now and then while a search runs, from any thread but never from two at once.
struct Progress {
  std::string_view model;
  std::uint64_t states = 0;
  std::uint64_t frontier = 0;
  std::uint64_t depth = 0;
  std::string_view phase;  ///< what comes behind or beside a search; then its figures are zero
  std::uint64_t done = 0;  ///< of the phase, of which `of` is all; 0 where that is not known
  std::uint64_t of = 0;
};

/// Which engine answers: the explicit one visits every state, the symbolic one takes whole loops
/// at once. `automatic`: explicit where the states are few, symbolic where loops make them many.
enum class Engine : std::uint8_t { automatic, explicit_, symbolic };

class CheckpointFile;  // checker/checkpoint_file.h

struct Options {
  std::vector<const ExecutionModel*> models;  ///< `--model`; empty: as the file says
  std::vector<std::string> without;           ///< `--without`: names of locks
  Limits limits;
  Engine engine = Engine::automatic;
  engine::Reductions reductions;            ///< of those that a question permits
  bool is_whole_first = true;               ///< leaves no state out where they are few
  bool self_check = false;                  ///< searches once more without, and compares
  std::uint32_t jobs = 0;                   ///< threads that may work; 0: one for each processor
  const std::atomic<bool>* stop = nullptr;  ///< set by a signal handler
  std::function<void(const Progress&)> progress;
  /// Where the searches of `check` and `outcomes` are saved, and what they go on from. A search of
  /// the graph is not saved, nor one that is only a try: these are made again.
  std::shared_ptr<CheckpointFile> checkpoint;
};

/// A scenario ready to be asked, or what is wrong with it.
struct Loaded {
  std::shared_ptr<const lang::Lowered> scenario;  ///< null if there are diagnostics
  std::vector<lang::Diagnostic> diagnostics;
};

/// Parses, checks and lowers a file. `constants` replaces the values of the file's constants; a
/// name that is no constant of the file is the caller's mistake: see `unknown_constant`.
Loaded load(std::string_view source, const std::map<std::string, std::int64_t>& constants);

/// Every property in every model it names. Throws CheckpointRefused.
result::Result check(const lang::Lowered& scenario, const Options& options);

/// Proofs of a Result that others can check, as the text of a certificate file.
struct Certificates {
  std::string text;
  std::size_t count = 0;              ///< how many it holds
  std::vector<std::string> left_out;  ///< a line each: what has none, and why
};

/// Certificates of all that holds according to `result`, the answer of `check` with the same
/// options. What is violated needs none: its trace is the proof. `source` is the scenario's text.
Certificates certify(const lang::Lowered& scenario, std::string_view source, const Options& options,
                     const result::Result& result);

/// The table of final values under each model of `options` (or the default ones), `result.models`
/// having one entry each, with `outcomes` set.
result::Result outcomes(const lang::Lowered& scenario, const Options& options);

/// The final values for every value of a constant, as a formula in it, or what is wrong with
/// leaving it open: the table of each model has a `family` where it is exact. `replaced` are the
/// values of other constants, as for `load`. Instances that are small are compared with every
/// interleaving.
std::variant<result::Result, std::vector<lang::Diagnostic>> outcomes_for_all(
    const lang::Lowered& scenario, const std::map<std::string, std::int64_t>& replaced,
    const std::string& constant, const Options& options);

/// The best trace to a final state in which `condition` is true: fewest steps, then fewest
/// switches, then the least schedule, under the first model that has one. `models` has an entry for
/// each model that was searched; the last one's only property result has the trace if there is one
/// (`Verdict::violated` stands for "reachable", `holds` for "impossible", as of `always not`).
result::Result explain_outcome(const lang::Lowered& scenario, const Expression& condition,
                               const Options& options);

/// Why no execution ends with the condition true, in the models where that can be said: lines of
/// text, each model's behind one that names it.
std::vector<std::string> why_impossible(const lang::Lowered& scenario, const Expression& condition,
                                        const Options& options);

/// Runs a schedule by the reference semantics.
struct Replayed {
  result::Trace trace;
  std::size_t refused_at = 0;  ///< number of the step (from 1) that the model does not allow
  std::string refusal;         ///< why, or empty
  result::Result judged;       ///< one model: the properties that this execution violates
};
Replayed replay(const lang::Lowered& scenario, const ExecutionModel& model,
                const result::Schedule& schedule, const Options& options);

/// The state graph under the first model of `options` (`no_gil` if there is none), with the locks
/// of `options.without` removed. Beyond a limit it is partial and says so.
result::StateGraph graph(const lang::Lowered& scenario, const Options& options);

}  // namespace raceproof
