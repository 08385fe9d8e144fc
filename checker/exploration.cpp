#include "checker/exploration.h"

#include "checker/engine/level_trace.h"
#include "checker/engine/search.h"
#include "checker/explore/explore.h"

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

}  // namespace

// The tables of steps do not know what a step on a heap object reads and writes.
Exploration::Exploration(const Machine& machine, const Exploring& asked,
                         const explore::Limits& limits)
    : machine_(machine), shared_(asked.shared) {
  const Program& program = machine.program();
  const bool has_heap = !program.heap.empty() || !program.references.empty();
  if (asked.needs_graph || has_heap || !explore_packed(asked, limits)) explore_graph(asked, limits);
}

void Exploration::begin(const Exploring& asked) {
  monitor_ = std::make_unique<explore::Monitor>(machine_, asked.properties, shared_, asked.serial,
                                                asked.keeps_going);
  monitor_->progress = asked.progress;
}

bool Exploration::explore_packed(const Exploring& asked, const explore::Limits& limits) {
  begin(asked);
  order_ = std::make_unique<explore::LockOrder>(machine_);
  packed_ = std::make_unique<engine::PackedSpace>(machine_);
  std::vector<Observer*> observers = asked.observers;
  observers.push_back(monitor_.get());
  observers.push_back(order_.get());
  engine::Watch watch(machine_, *packed_, monitor_->findings(), order_->is_needed());
  const auto stop = engine::search(machine_, limits, observers, watch, *packed_);
  if (!stop) {
    packed_.reset();
    return false;
  }
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

result::Schedule Exploration::best_schedule(const std::vector<explore::Target>& targets) {
  return packed_ ? engine::best_schedule(*packed_, targets)
                 : explore::best_schedule(*graph_, targets);
}

std::vector<std::string> Exploration::potential_deadlocks(const explore::Limits& limits) {
  if (!packed_) return explore::potential_deadlocks(machine_, *graph_, limits);
  return order_->potential_deadlocks([this](explore::StateIndex state) {
    return engine::best_schedule(*packed_, {{state, std::nullopt}});
  });
}

}  // namespace raceproof
