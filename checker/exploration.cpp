#include "checker/exploration.h"

#include "checker/engine/level_count.h"
#include "checker/engine/level_trace.h"
#include "checker/engine/saved_levels.h"
#include "checker/engine/search.h"
#include "checker/explore/explore.h"
#include "models/alternatives.h"
#include "checker/explore/outcome_table.h"

namespace raceproof {

using explore::Observer;

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

/// Collects the values that executions end with.
class FinalValues : public Observer {
 public:
  FinalValues(const std::vector<property::Observed>& observed, explore::ValuesSet& seen)
      : observed_(observed), seen_(seen) {}

  void on_state(explore::StateIndex, const State& state, explore::StateKind kind, std::uint64_t,
                const std::vector<std::uint32_t>&) override {
    if (kind == explore::StateKind::final_) seen_.insert(explore::values_of(observed_, state));
  }
  void on_end(explore::StateIndex, const explore::Edge&, const StepEnd&, std::uint64_t) override {}
  bool is_decided() const override { return false; }
  void on_progress(std::uint64_t, std::uint64_t, std::uint64_t) override {}

 private:
  const std::vector<property::Observed>& observed_;
  explore::ValuesSet& seen_;
};

}  // namespace

Exploration::Exploration(const Machine& machine, const Exploring& asked,
                         const explore::Limits& limits)
    : machine_(machine), shared_(asked.shared) {
  if (asked.outcomes != nullptr) observed_ = *asked.outcomes;
  const bool is_wide = most_alternatives(machine.program(), alternatives_max) == alternatives_max;
  if (asked.needs_graph || is_wide || !explore_packed(asked, limits)) {
    explore_graph(asked, limits);
  }
}

void Exploration::begin(const Exploring& asked) {
  monitor_ = std::make_unique<explore::Monitor>(machine_, asked.properties, shared_, asked.serial,
                                                asked.keeps_going);
  monitor_->progress = asked.progress;
}

// Saving is worth the time now and then, and where the search ends: by a limit, since it may go on
// some other time, and at its end, since much may come behind it.
std::optional<explore::Stop> Exploration::search_and_save(
    const Exploring& asked, const explore::Limits& limits,
    const std::vector<Observer*>& observers, engine::Watch& watch) {
  CheckpointFile* const file = asked.checkpoint;
  if (file == nullptr) return engine::search(machine_, limits, observers, watch, *packed_);
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
  const auto stop = engine::search(machine_, limits, observers, watch, *packed_, saving);
  if (known.is_damaged()) throw CheckpointRefused("cannot resume: what was saved is damaged");
  return stop;
}

bool Exploration::explore_packed(const Exploring& asked, const explore::Limits& limits) {
  begin(asked);
  order_ = std::make_unique<explore::LockOrder>(machine_);
  engine::Packing packing;
  packing.jobs = asked.jobs;
  packed_ = std::make_unique<engine::PackedSpace>(machine_, packing);
  std::vector<Observer*> observers = asked.observers;
  observers.push_back(monitor_.get());
  observers.push_back(order_.get());
  FinalValues finals(observed_, seen_);
  if (asked.outcomes != nullptr) observers.push_back(&finals);
  engine::Watch watch(machine_, *packed_, monitor_->findings(), order_->is_needed());
  const auto stop = search_and_save(asked, limits, observers, watch);
  // Counting needs the graph, but where all ways to a state are equally long.
  const bool needs_graph = stop == explore::Stop::complete && asked.outcomes != nullptr &&
                           !packed_->grading().is_graded();
  if (!stop || needs_graph) {
    packed_.reset();
    return false;
  }
  packed_->end_search();
  stop_ = *stop;
  return true;
}

void Exploration::explore_graph(const Exploring& asked, const explore::Limits& limits) {
  begin(asked);
  graph_ = std::make_unique<explore::StateSpace>();
  std::vector<Observer*> observers = asked.observers;
  observers.push_back(monitor_.get());
  Together together(observers);
  stop_ = explore::explore(machine_, limits, together, *graph_);
}

std::uint64_t Exploration::states() const {
  return packed_ ? packed_->size() : graph_->states.size();
}

std::uint64_t Exploration::transitions() const {
  return packed_ ? packed_->transitions : graph_->edges.size();
}

std::uint64_t Exploration::expanded() const {
  return packed_ ? packed_->expanded : graph_->expanded();
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
  return packed_ ? engine::best_schedule(*packed_, targets, limits)
                 : explore::best_schedule(*graph_, targets, limits);
}

result::OutcomeTable Exploration::outcome_table(bool is_counted,
                                                const explore::Limits& limits) {
  const bool is_complete = is_counted && stop_ == explore::Stop::complete;
  if (!packed_) return explore::outcome_table(*graph_, observed_, is_complete, limits);
  if (!is_complete) return explore::seen_table(seen_, observed_);
  explore::CountedStates states;
  states.count = [&](explore::Counts& counts) { engine::count(*packed_, counts, limits); };
  states.decode = [this](explore::StateIndex index, State& state) {
    packed_->decode_index(index, state);
  };
  states.is_stuck = [this](explore::StateIndex, const State& state) {
    return !machine_.is_final(state);
  };
  return explore::counted_table(states, observed_);
}

std::vector<std::string> Exploration::potential_deadlocks(const explore::Limits& limits) {
  if (!packed_) return explore::potential_deadlocks(machine_, *graph_, limits);
  return order_->potential_deadlocks([&](explore::StateIndex state) {
    return engine::best_schedule(*packed_, {{state, std::nullopt}}, limits);
  });
}

}  // namespace raceproof
