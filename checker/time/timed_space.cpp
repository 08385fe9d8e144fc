#include "checker/time/timed_space.h"

#include "checker/explore/search_limits.h"
#include "checker/time/computing_tail.h"

namespace raceproof::timed {
namespace {

using explore::Edge;
using explore::StateIndex;
using explore::StateKind;
using explore::Stop;

constexpr std::uint64_t watch_every = 65536;

class Search {
 public:
  Search(const TimedMachine& machine, const explore::Limits& limits, const Watch& watch,
         TimedSpace& space)
      : machine_(machine),
        tail_(machine.machine()),
        limits_(limits),
        watch_(watch),
        space_(space),
        graph_(space.graph) {}

  Stop run() {
    machine_.initial([this](std::uint32_t alternative, TimedState&& state, const StepEnd& end) {
      Edge edge;
      edge.alternative = alternative;
      lead(edge, state, end);
      graph_.roots.push_back(edge);
      return may_go_on();
    });
    graph_.first_edge.push_back(0);
    while (stop_ == Stop::complete && graph_.expanded() < graph_.states.size()) expand_next();
    return stop_;
  }

 private:
  void lead(Edge& edge, const TimedState& state, const StepEnd& end) {
    edge.is_end = end.kind != StepEnd::Kind::normal;
    if (edge.is_end) return;
    pack(state, packed_);
    edge.target = graph_.states.insert(packed_).first;
  }

  void expand_next() {
    const StateIndex index = graph_.expanded();
    if (watch_ && index > 0 && index % watch_every == 0) {
      watch_(graph_.states.size(), graph_.states.size() - index);
    }
    graph_.states.decode(index, packed_);
    unpack(packed_, machine_.machine().program().threads.size(), state_);
    const std::size_t edges_before = graph_.edges.size();
    const bool is_tail = tail_.holds(state_);
    const auto visit = [&](const Action& action, TimedState&& next, const StepEnd& end) {
      Edge edge;
      edge.thread = static_cast<std::uint16_t>(action.thread);
      edge.alternative = action.alternative;
      lead(edge, next, end);
      graph_.edges.push_back(edge);
      space_.moves.push_back(
          {action.passed_us, action.kind, static_cast<std::uint16_t>(action.other)});
      return may_go_on() && !is_tail;  // of a tail the first schedule will do
    };
    if (is_tail) {
      machine_.expand_unforced(state_, visit);
    } else {
      machine_.expand(state_, visit);
    }
    graph_.first_edge.push_back(graph_.edges.size());
    const bool goes_on = graph_.edges.size() > edges_before;
    graph_.kinds.push_back(goes_on                       ? StateKind::inner
                           : machine_.is_final(state_) ? StateKind::final_
                                                         : StateKind::stuck);
  }

  bool may_go_on() {
    stop_ = limits_.after_step(graph_.states.size(), packed_.cells.size(),
                               [this] { return space_.memory_bytes(); });
    return stop_ == Stop::complete;
  }

  const TimedMachine& machine_;
  ComputingTail tail_;
  explore::SearchLimits limits_;
  const Watch& watch_;
  TimedSpace& space_;
  explore::StateSpace& graph_;
  State packed_;
  TimedState state_;
  Stop stop_ = Stop::complete;
};

}  // namespace

explore::Stop explore_time(const TimedMachine& machine, const explore::Limits& limits,
                           const Watch& watch, TimedSpace& space) {
  return Search(machine, limits, watch, space).run();
}

}  // namespace raceproof::timed
