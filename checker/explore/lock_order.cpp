#include "checker/explore/lock_order.h"

#include <algorithm>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/strong_components.hpp>
#include <map>
#include <optional>
#include <set>

#include "checker/explore/shortest.h"
#include "checker/property/waiting.h"
#include "models/lock.h"

namespace raceproof::explore {
namespace {

constexpr std::size_t sentences_max = 20;
constexpr std::uint64_t tries_max = 1'000'000;  // ways that are followed, all in all

using Locks = std::vector<std::uint32_t>;  // numbers of objects, ascending

/// A thread took one lock while it held others.
struct Taking {
  std::uint32_t held = 0;  ///< one of them
  std::uint32_t taken = 0;
  std::uint32_t thread = 0;
  Locks all_held;
  std::uint32_t line = 0;
  StateIndex state = 0;  ///< the first state in which it happens
};

class Circles {
 public:
  Circles(std::vector<Taking> takings, std::uint32_t objects) : takings_(std::move(takings)) {
    boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS> graph(objects);
    for (const Taking& one : takings_) boost::add_edge(one.held, one.taken, graph);
    component_.resize(objects);
    if (objects > 0) {
      boost::strong_components(graph, boost::make_iterator_property_map(
                                          component_.begin(), get(boost::vertex_index, graph)));
    }
  }

  std::vector<std::vector<const Taking*>> run(std::size_t longest) {
    for (std::size_t length = 2; length <= longest; ++length) {
      for (const Taking& one : takings_) {
        circle_ = {&one};
        if (is_inside(one)) follow(one.held, length);
      }
    }
    return std::move(found_);
  }

 private:
  bool is_inside(const Taking& one) const { return component_[one.held] == component_[one.taken]; }

  // A circle is followed from its least lock only.
  void follow(std::uint32_t start, std::size_t length) {
    if (++tries_ > tries_max || found_.size() >= sentences_max) return;
    if (circle_.size() == length) {
      if (circle_.back()->taken == start) add();
      return;
    }
    for (const Taking& one : takings_) {
      if (one.held != circle_.back()->taken || one.held <= start || !is_inside(one)) continue;
      if (!fits(one)) continue;
      circle_.push_back(&one);
      follow(start, length);
      circle_.pop_back();
    }
  }

  bool fits(const Taking& one) const {
    return std::none_of(circle_.begin(), circle_.end(), [&](const Taking* other) {
      Locks common;
      std::set_intersection(one.all_held.begin(), one.all_held.end(), other->all_held.begin(),
                            other->all_held.end(), std::back_inserter(common));
      return other->thread == one.thread || !common.empty();
    });
  }

  void add() {
    std::set<std::uint32_t> locks;
    for (const Taking* one : circle_) locks.insert(one->held);
    for (const std::set<std::uint32_t>& told : told_) {
      if (std::includes(locks.begin(), locks.end(), told.begin(), told.end())) return;
    }
    told_.push_back(std::move(locks));
    found_.push_back(circle_);
  }

  std::vector<Taking> takings_;
  std::vector<std::size_t> component_;
  std::vector<const Taking*> circle_;
  std::vector<std::vector<const Taking*>> found_;
  std::vector<std::set<std::uint32_t>> told_;
  std::uint64_t tries_ = 0;
};

template <typename First>
std::vector<Taking> takings_of(const First& first) {
  std::vector<Taking> takings;
  for (const auto& [key, state] : first) {
    const auto& [thread, taken, held, line] = key;
    for (const std::uint32_t one : held) takings.push_back({one, taken, thread, held, line, state});
  }
  return takings;
}

}  // namespace

LockOrder::LockOrder(const Machine& machine) : machine_(machine) {
  for (std::uint32_t i = 0; i < machine.program().objects.size(); ++i) {
    if (is_lock(i)) locks_.push_back(i);
  }
  is_needed_ = locks_.size() >= 2 && machine.program().threads.size() >= 2;
}

bool LockOrder::is_lock(std::uint32_t object) const {
  const SyncObject::Kind kind = machine_.program().objects[object].kind;
  return (kind == SyncObject::Kind::lock || kind == SyncObject::Kind::rlock) &&
         !machine_.is_removed(object);
}

LockOrder::Locks LockOrder::held_by(const State& state, std::uint32_t thread) const {
  Locks held;
  for (const std::uint32_t i : locks_) {
    if (lock::taker(machine_.program().objects[i], state.cells) == thread) held.push_back(i);
  }
  return held;
}

void LockOrder::on_state(StateIndex index, const State& state, StateKind, std::uint64_t,
                         const std::vector<std::uint32_t>& enabled) {
  if (!is_needed_) return;
  for (const std::uint32_t thread : enabled) {
    const auto step = property::waiting_of(machine_, state, thread);
    if (!step || step->kind != NodeKind::acquire || !is_lock(*step->object)) continue;
    Locks held = held_by(state, thread);
    if (held.empty() || std::binary_search(held.begin(), held.end(), *step->object)) continue;
    first_.emplace(std::tuple(thread, *step->object, std::move(held), step->span.line), index);
  }
}

// The line at which the thread took what it holds, on the way to where it takes the other.
std::uint32_t LockOrder::line_of_held(const result::Schedule& schedule, std::uint32_t thread,
                                      std::uint32_t held) const {
  State state;
  Recorder events;
  machine_.initial_choice(state, schedule.init, &events);
  for (const Choice& choice : schedule.steps) machine_.apply(state, choice, &events);
  std::uint32_t line = 0;
  for (const Event& event : events) {
    const bool takes = event.kind == NodeKind::acquire || event.kind == NodeKind::try_acquire ||
                       event.kind == NodeKind::condition_wake;
    if (!takes || event.thread != thread) continue;
    const bool is_condition = event.kind == NodeKind::condition_wake;
    const std::uint32_t taken =
        is_condition ? machine_.program().objects[event.cell].lock : event.cell;
    if (taken == held) line = event.span.line;
  }
  return line;
}

void LockOrder::add_alike(const std::vector<std::vector<std::uint32_t>>& groups) {
  auto all = first_;
  for (const auto& [key, state] : first_) {
    for (const std::vector<std::uint32_t>& group : groups) {
      if (!std::binary_search(group.begin(), group.end(), std::get<0>(key))) continue;
      auto alike = key;
      for (const std::uint32_t thread : group) {
        std::get<0>(alike) = thread;
        all.emplace(alike, state);
      }
    }
  }
  first_ = std::move(all);
}

bool LockOrder::has_circle() const {
  if (!is_needed_) return false;
  const Program& program = machine_.program();
  Circles circles(takings_of(first_), static_cast<std::uint32_t>(program.objects.size()));
  return !circles.run(std::min(locks_.size(), program.threads.size())).empty();
}

std::vector<std::string> LockOrder::potential_deadlocks(
    const std::function<result::Schedule(StateIndex)>& way_to) const {
  if (!is_needed_) return {};
  const Program& program = machine_.program();
  Circles circles(takings_of(first_), static_cast<std::uint32_t>(program.objects.size()));
  std::vector<std::string> sentences;
  for (const auto& circle : circles.run(std::min(locks_.size(), program.threads.size()))) {
    std::string text = "potential deadlock: ";
    for (const Taking* one : circle) {
      if (one != circle.front()) text += "; ";
      const std::uint32_t line = line_of_held(way_to(one->state), one->thread, one->held);
      text += "T" + std::to_string(one->thread) + " takes " + program.objects[one->held].name +
              " (line " + std::to_string(line) + ") then " + program.objects[one->taken].name +
              " (line " + std::to_string(one->line) + ")";
    }
    sentences.push_back(std::move(text));
  }
  return sentences;
}

LockOrder lock_order_of(const Machine& machine, const StateSpace& space, const Limits& limits) {
  LockOrder order(machine);
  if (!order.is_needed()) return order;
  State state;
  std::vector<std::uint32_t> enabled;
  for (StateIndex s = 0; s < space.expanded(); ++s) {
    if (s % states_between_looks == 0) keep_within(limits);
    space.states.decode(s, state);
    machine.enabled(state, enabled);
    order.on_state(s, state, space.kinds[s], 0, enabled);
  }
  return order;
}

std::vector<std::string> potential_deadlocks(const Machine& machine, const StateSpace& space,
                                             const Limits& limits) {
  const LockOrder order = lock_order_of(machine, space, limits);
  return order.potential_deadlocks([&](StateIndex s) {
    return best_schedule(space, {{s, std::nullopt}}, limits);
  });
}

}  // namespace raceproof::explore
