#include "checker/explore/explore.h"

#include "checker/explore/search_limits.h"

namespace raceproof::explore {
namespace {

constexpr std::uint64_t progress_every = 65536;

class Search {
 public:
  Search(const Machine& machine, const Limits& limits, Observer& observer, StateSpace& space,
         const CanonicalState* canonical, const PersistentSets* persistent)
      : machine_(machine),
        limits_(limits),
        observer_(observer),
        space_(space),
        canonical_(canonical),
        persistent_(persistent) {}

  Stop run() {
    add_roots();
    space_.first_edge.push_back(0);
    space_.first_of_level.push_back(0);
    while (stop_ == Stop::complete && space_.expanded() < space_.states.size()) {
      const StateIndex end_of_level = space_.states.size();
      space_.first_of_level.push_back(end_of_level);
      while (stop_ == Stop::complete && space_.expanded() < end_of_level) expand_next();
      ++level_;
      if (stop_ == Stop::complete && observer_.is_decided()) stop_ = Stop::decided;
    }
    return stop_;
  }

 private:
  void add_roots() {
    machine_.initial([this](std::uint32_t alternative, State&& state, const StepEnd& end) {
      add_edge(space_.roots, 0, alternative, state, end);
      if (space_.roots.back().is_end) observer_.on_end(0, space_.roots.back(), end, 0);
      return may_go_on();
    });
  }

  void add_edge(std::vector<Edge>& edges, std::uint32_t thread, std::uint32_t alternative,
                State& state, const StepEnd& end) {
    Edge edge;
    edge.thread = static_cast<std::uint16_t>(thread);
    edge.alternative = alternative;
    edge.is_end = end.kind != StepEnd::Kind::normal;
    if (edge.is_end) {
      edge.target = static_cast<StateIndex>(space_.ends.size());
      space_.ends.push_back(end);
    } else {
      if (canonical_ != nullptr) canonical_->make(state, places_);
      edge.target = space_.states.insert(state).first;
    }
    edges.push_back(edge);
  }

  void expand_next() {
    const StateIndex index = space_.expanded();
    if (index % progress_every == 0 && index > 0) {
      observer_.on_progress(space_.states.size(), space_.states.size() - index, level_);
    }
    space_.states.decode(index, state_);
    machine_.enabled(state_, enabled_);
    const StateKind kind = !enabled_.empty()           ? StateKind::inner
                           : machine_.is_final(state_) ? StateKind::final_
                                                       : StateKind::stuck;
    space_.kinds.push_back(kind);
    observer_.on_state(index, state_, kind, level_, enabled_);
    if (persistent_ != nullptr) keep_persistent();
    for (const std::uint32_t thread : enabled_) {
      machine_.expand(state_, thread,
                      [&](std::uint32_t alternative, State&& next, const StepEnd& end) {
                        add_edge(space_.edges, thread, alternative, next, end);
                        if (space_.edges.back().is_end) {
                          observer_.on_end(index, space_.edges.back(), end, level_ + 1);
                        }
                        return may_go_on();
                      });
      if (stop_ != Stop::complete) break;
    }
    space_.first_edge.push_back(space_.edges.size());
  }

  // A step that ends the execution must not come before those of others.
  void keep_persistent() {
    ThreadSet enabled = 0;
    for (const std::uint32_t thread : enabled_) enabled |= ThreadSet{1} << thread;
    const std::vector<ThreadInfo>& threads = machine_.program().threads;
    at_.resize(threads.size());
    for (std::uint32_t i = 0; i < threads.size(); ++i) {
      at_[i] = &persistent_->footprints().at(i, state_.cells[threads[i].pc_cell]);
    }
    const ThreadSet chosen = persistent_->choose(at_, enabled);
    if (chosen == enabled || may_end(chosen)) return;
    std::erase_if(enabled_, [&](std::uint32_t thread) { return (chosen >> thread & 1) == 0; });
  }

  bool may_end(ThreadSet threads) const {
    bool ends = false;
    for (const std::uint32_t thread : enabled_) {
      if ((threads >> thread & 1) == 0) continue;
      machine_.expand(state_, thread, [&](std::uint32_t, State&&, const StepEnd& end) {
        ends = ends || end.kind != StepEnd::Kind::normal;
        return !ends;
      });
    }
    return ends;
  }

  bool may_go_on() {
    stop_ = limits_.after_step(space_.states.size(), state_.cells.size(),
                               [this] { return space_.memory_bytes(); });
    return stop_ == Stop::complete;
  }

  const Machine& machine_;
  SearchLimits limits_;
  Observer& observer_;
  StateSpace& space_;
  const CanonicalState* canonical_;
  const PersistentSets* persistent_;
  std::vector<const Footprints::Place*> at_;  ///< where each thread stands
  std::vector<std::uint32_t> places_;
  State state_;
  std::vector<std::uint32_t> enabled_;
  std::uint64_t level_ = 0;
  Stop stop_ = Stop::complete;
};

}  // namespace

Stop explore(const Machine& machine, const Limits& limits, Observer& observer, StateSpace& space,
             const CanonicalState* canonical, const PersistentSets* persistent) {
  return Search(machine, limits, observer, space, canonical, persistent).run();
}

}  // namespace raceproof::explore
