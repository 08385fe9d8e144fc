#include "checker/exploration.h"

#include "checker/engine/level_trace.h"
#include "checker/engine/saved_levels.h"
#include "checker/engine/search.h"
#include "checker/explore/explore.h"
#include "checker/explore/orbit_trace.h"
#include "models/alternatives.h"

namespace raceproof {

using explore::Observer;

std::uint64_t whole_states_max(const result::Integer& left, std::uint64_t states_max) {
  constexpr std::uint64_t factor = 16;
  constexpr std::uint64_t least = 1'000'000;
  const std::uint64_t most = std::max(result::saturated(left * factor), least);
  return states_max == 0 ? most : std::min(most, states_max);
}

namespace {

/// Several observers as one, for the search of the graph.
class Together : public Observer {
 public:
  explicit Together(std::vector<Observer*> all) : all_(std::move(all)) {}

  void on_state(explore::StateIndex index, const State& state, explore::StateKind kind,
                std::uint64_t level, const std::vector<std::uint32_t>& enabled) override {
    for (Observer* one : all_) one->on_state(index, state, kind, level, enabled);
  }
  void on_end(explore::StateIndex from, const explore::Edge& edge, const StepEnd& end,
              std::uint64_t level) override {
    for (Observer* one : all_) one->on_end(from, edge, end, level);
  }
  bool is_decided() const override {
    for (const Observer* one : all_) {
      if (!one->is_decided()) return false;
    }
    return true;
  }
  void on_progress(std::uint64_t states, std::uint64_t frontier, std::uint64_t level) override {
    for (Observer* one : all_) one->on_progress(states, frontier, level);
  }

 private:
  std::vector<Observer*> all_;
};

// A step with more alternatives is none for a table, which holds all of them.
constexpr std::uint64_t alternatives_max = 65'536;

// From so many states on, a search that counts does not keep what it takes to find them again: a
// bit a step, and the levels that stay.
constexpr std::uint64_t forgotten_from = std::uint64_t{1} << 26;

// What is looked at in the states.
std::vector<const Expression*> expressions_of(const Exploring& asked) {
  std::vector<const Expression*> expressions;
  const auto add = [&](const std::vector<property::Observed>& observed) {
    for (const property::Observed& one : observed) expressions.push_back(&one.expression);
  };
  for (const property::Property* property : asked.properties) {
    for (const Expression& one : property->expressions) expressions.push_back(&one);
    add(property->observed);
  }
  add(asked.shared);
  if (asked.outcomes != nullptr) add(*asked.outcomes);
  return expressions;
}

engine::Reductions permitted(const Exploring& asked) {
  using engine::Asked;
  engine::Reductions permitted = asked.reductions.permitted_by(Asked::verdicts);
  if (asked.needs_graph) permitted = permitted.permitted_by(Asked::graph);
  if (!asked.observers.empty()) permitted = permitted.permitted_by(Asked::values);
  if (asked.outcomes != nullptr) permitted = permitted.permitted_by(Asked::counts);
  return permitted;
}

// What is asked in every state, and not only where executions end.
bool is_of_every_state(property::Kind kind) {
  return kind == property::Kind::always || kind == property::Kind::refcount_safe;
}

bool names_a_frame(const Program& program, const Expression& expression) {
  using Kind = Expression::Kind;
  const bool is_cell = expression.kind == Kind::cell || expression.kind == Kind::element;
  if (is_cell && expression.cell >= program.shared_cells) return true;
  return std::any_of(expression.operands.begin(), expression.operands.end(),
                     [&](const Expression& one) { return names_a_frame(program, one); });
}

// Nothing where the program, the model or the question has no use for them.
std::unique_ptr<explore::PersistentSets> persistent_sets_of(const Machine& machine,
                                                            const Exploring& asked) {
  using engine::Reduction;
  using Extent = explore::PersistentSets::Extent;
  const engine::Reductions reductions = permitted(asked);
  const Program& program = machine.program();
  const bool may_wait =
      reductions.has(Reduction::fusion) || reductions.has(Reduction::partial_order);
  if (!may_wait || asked.checkpoint != nullptr) return nullptr;
  if (!explore::PersistentSets::are_possible(program, machine.model())) return nullptr;
  const Extent extent =
      reductions.has(Reduction::partial_order) ? Extent::all : Extent::local_steps;
  std::vector<Expression> visible;
  for (const property::Property* property : asked.properties) {
    if (!is_of_every_state(property->kind)) continue;
    for (const Expression& one : property->expressions) {
      if (names_a_frame(program, one)) return nullptr;
      visible.push_back(one);
    }
  }
  return std::make_unique<explore::PersistentSets>(program, extent, visible);
}

// A search of the graph does without.
std::unique_ptr<explore::DeadLocals> dead_locals_of(const Program& program,
                                                    const Exploring& asked) {
  if (!permitted(asked).has(engine::Reduction::dead) || asked.checkpoint != nullptr) return nullptr;
  if (asked.needs_graph || !explore::DeadLocals::are_possible(program)) return nullptr;
  return std::make_unique<explore::DeadLocals>(program, expressions_of(asked));
}

explore::AlikeThreads alike_threads_of(const Program& program, const Exploring& asked) {
  if (!permitted(asked).has(engine::Reduction::symmetry)) return {};
  return explore::alike_threads(program, expressions_of(asked));
}

}  // namespace

bool leaves_out(const Machine& machine, const Exploring& asked) {
  return persistent_sets_of(machine, asked) != nullptr ||
         dead_locals_of(machine.program(), asked) != nullptr;
}

Exploration::Exploration(const Machine& machine, const Exploring& asked,
                         const explore::Limits& limits)
    : machine_(machine),
      alike_(alike_threads_of(machine.program(), asked)),
      canonical_(machine.program(), alike_),
      persistent_(persistent_sets_of(machine, asked)),
      dead_(dead_locals_of(machine.program(), asked)),
      shared_(asked.shared) {
  if (asked.outcomes != nullptr) observed_ = *asked.outcomes;
  const bool branches_much =
      most_alternatives(machine.program(), alternatives_max) == alternatives_max;
  const bool counts = asked.outcomes != nullptr;
  if (asked.needs_graph || branches_much || !explore_packed(asked, limits, counts, Width::word)) {
    explore_graph(asked, limits);
  }
}

void Exploration::begin(const Exploring& asked) {
  monitor_ = std::make_unique<explore::Monitor>(machine_, asked.properties, shared_, asked.serial,
                                                asked.keeps_going);
  monitor_->progress = asked.progress;
  if (asked.outcomes != nullptr) finals_ = std::make_unique<explore::MetOutcomes>(observed_);
}

// Saving is worth the time now and then, and where the search ends: by a limit, since it may go on
// some other time, and at its end, since much may come behind it.
std::optional<explore::Stop> Exploration::search_and_save(const Exploring& asked,
                                                          const explore::Limits& limits,
                                                          const std::vector<Observer*>& observers,
                                                          engine::Watch& watch) {
  CheckpointFile* const file = asked.checkpoint;
  engine::LevelCount* const count = count_.get();
  if (file == nullptr) {
    return engine::search(machine_, limits, observers, watch, *packed_, count);
  }
  engine::Saving saving;
  if (file->saves()) {
    saving.save = [&](std::uint64_t states, bool is_over) {
      if (!is_over && !file->is_due()) return;
      file->save(asked.checkpoint_number, [&](const CheckpointFile::Bytes& write) {
        engine::save_levels(*packed_, states, write);
      });
    };
  }
  const auto read = file->read(asked.checkpoint_number);
  engine::SavedLevels known(read);
  if (read) saving.known = &known;
  const auto stop = engine::search(machine_, limits, observers, watch, *packed_, count, saving);
  if (known.is_damaged()) throw CheckpointRefused("cannot resume: what was saved is damaged");
  return stop;
}

// Counting goes along with the search, and most often no state is needed for longer than that.
bool Exploration::explore_packed(const Exploring& asked, const explore::Limits& limits, bool counts,
                                 Width width) {
  begin(asked);
  order_ = std::make_unique<explore::LockOrder>(machine_);
  engine::Packing packing;
  packing.jobs = asked.jobs;
  // Which states are seen where a limit on them ends the search must not depend on the threads.
  const bool is_free = limits.states_max == 0 || limits.states_max >= explore::numbers_max;
  packing.blocks_from = engine::Packing::blocks_from_for(is_free ? asked.jobs : 1);
  packing.alike = alike_;
  packing.is_wide = width == Width::any;
  packing.persistent = persistent_.get();
  packing.dead = dead_.get();
  const bool may_forget = counts && asked.properties.empty() && asked.checkpoint == nullptr;
  if (may_forget) packing.forgets_from = forgotten_from;
  packing.has_positions = counts;
  packing.keeps_all = asked.checkpoint != nullptr;
  packed_ = std::make_unique<engine::PackedSpace>(machine_, packing);
  if (counts) begin_counting();
  std::vector<Observer*> observers = asked.observers;
  observers.push_back(monitor_.get());
  observers.push_back(order_.get());
  if (finals_) observers.push_back(finals_.get());
  engine::Watch watch(machine_, *packed_, monitor_->findings(), order_->is_needed());
  const auto stop = search_and_save(asked, limits, observers, watch);
  const bool needs_levels = packed_->is_lost();
  const bool is_too_wide = !packed_->fits();
  // Counting needs the graph, but where all ways to a state are equally long.
  const bool needs_graph = stop == explore::Stop::complete && asked.outcomes != nullptr &&
                           !packed_->grading().is_graded();
  if (!stop || needs_graph) {
    count_.reset();
    packed_.reset();
    if (needs_levels) return explore_packed(asked, limits, false, width);
    return is_too_wide && explore_packed(asked, limits, counts, Width::any);
  }
  packed_->end_search();
  stop_ = *stop;
  if (count_ && stop_ != explore::Stop::complete) count_->abandon();
  return true;
}

void Exploration::begin_counting() {
  table_ = std::make_unique<explore::CountedTable>(observed_);
  counts_.on_state = [this](explore::StateIndex index, const result::Share& share) {
    packed_->decode_index(index, state_);
    table_->add_state(state_, !machine_.is_final(state_), share);
  };
  counts_.on_end = [this](const StepEnd& end, const result::Share& share) {
    table_->add_end(end, share);
  };
  count_ = std::make_unique<engine::LevelCount>(*packed_, counts_);
}

void Exploration::explore_graph(const Exploring& asked, const explore::Limits& limits) {
  begin(asked);
  graph_ = std::make_unique<explore::StateSpace>();
  std::vector<Observer*> observers = asked.observers;
  observers.push_back(monitor_.get());
  if (finals_) observers.push_back(finals_.get());
  Together together(observers);
  stop_ = explore::explore(machine_, limits, together, *graph_,
                           canonical_.is_idle() ? nullptr : &canonical_, persistent_.get());
}

result::Integer Exploration::sum_of_orbits(
    const std::function<std::uint64_t(explore::StateIndex)>& times) const {
  result::Integer sum = 0;
  State state;
  for (explore::StateIndex s = 0; s < graph_->states.size(); ++s) {
    const std::uint64_t count = times(s);
    if (count == 0) continue;
    graph_->states.decode(s, state);
    sum += canonical_.orbit(state) * count;
  }
  return sum;
}

result::Integer Exploration::states() const {
  if (packed_) return packed_->all_states();
  if (canonical_.is_idle()) return graph_->states.size();
  return sum_of_orbits([](explore::StateIndex) { return 1; });
}

result::Integer Exploration::transitions() const {
  if (packed_) return packed_->all_transitions();
  if (canonical_.is_idle()) return graph_->edges.size();
  const std::vector<std::uint64_t>& first = graph_->first_edge;
  return sum_of_orbits(
      [&](explore::StateIndex s) { return s < graph_->expanded() ? first[s + 1] - first[s] : 0; });
}

result::Integer Exploration::expanded() const {
  if (packed_) return packed_->all_expanded();
  if (canonical_.is_idle()) return graph_->expanded();
  return sum_of_orbits([&](explore::StateIndex s) { return s < graph_->expanded() ? 1 : 0; });
}

// Where steps were left out of one state in eight, the states become fewer by more than that.
bool Exploration::is_worth_waiting() const {
  constexpr std::uint64_t worth = 8;
  if (!packed_) return persistent_ != nullptr;
  return packed_->partly_expanded >= packed_->expanded / worth;
}

// A level is begun with its first state.
std::uint64_t Exploration::depth() const {
  if (!packed_) return monitor_->depth();
  return packed_->first_of_level.size() < 2 ? 0 : packed_->first_of_level.size() - 2;
}

const std::vector<explore::StateIndex>& Exploration::first_of_level() const {
  return packed_ ? packed_->first_of_level : graph_->first_of_level;
}

void Exploration::decode(explore::StateIndex index, State& state) const {
  packed_ ? packed_->decode_index(index, state) : graph_->states.decode(index, state);
}

result::Schedule Exploration::best_schedule(const std::vector<explore::Target>& targets,
                                            const explore::Limits& limits) {
  if (packed_) return engine::best_schedule(*packed_, targets, limits);
  return canonical_.is_idle()
             ? explore::best_schedule(*graph_, targets, limits)
             : explore::best_schedule(machine_, canonical_, *graph_, targets, limits);
}

result::OutcomeTable Exploration::outcome_table(bool is_counted, const explore::Limits& limits) {
  const bool is_complete = is_counted && stop_ == explore::Stop::complete;
  if (!is_complete) return explore::seen_table(met_values(), observed_);
  if (!packed_) return explore::outcome_table(*graph_, observed_, limits);
  if (count_->is_abandoned()) throw explore::LimitReached{explore::Stop::memory};
  return table_->table(counts_);
}

std::vector<std::string> Exploration::potential_deadlocks(const explore::Limits& limits) {
  if (is_reduced()) {
    explore::LockOrder order = packed_ ? *order_ : lock_order_of(machine_, *graph_, limits);
    order.add_alike(alike_);
    return order.has_circle() ? potential_deadlocks_of_all(limits) : std::vector<std::string>{};
  }
  if (!packed_) return explore::potential_deadlocks(machine_, *graph_, limits);
  return order_->potential_deadlocks([&](explore::StateIndex state) {
    return engine::best_schedule(*packed_, {{state, std::nullopt}}, limits);
  });
}

// Which threads a sentence names depends on the first states in which they take their locks, of all
// states. Where these were too many to look at, so they are now.
std::vector<std::string> Exploration::potential_deadlocks_of_all(explore::Limits limits) {
  if (leaves_out()) limits.states_max = whole_states_max(states(), limits.states_max);
  Exploring plain;
  plain.keeps_going = true;
  Exploration exploration(machine_, plain, limits);
  if (exploration.stop() != explore::Stop::complete) {
    throw explore::LimitReached{exploration.stop()};
  }
  return exploration.potential_deadlocks(limits);
}

}  // namespace raceproof
