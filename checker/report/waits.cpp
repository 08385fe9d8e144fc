#include "checker/report/waits.h"

#include <algorithm>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/breadth_first_search.hpp>
#include <boost/graph/strong_components.hpp>
#include <boost/graph/visitors.hpp>
#include <optional>

#include "checker/report/step_text.h"
#include "models/lock.h"

namespace raceproof::report {
namespace {

using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS>;

/// What one thread waits for: a lock and who holds it, other threads, or a condition.
struct Wait {
  std::uint32_t thread = 0;
  NodeKind kind = NodeKind::acquire;
  SourceSpan span;
  std::string object;                  // the lock, or the threads of the join
  std::optional<std::uint32_t> holder;
  std::vector<std::uint32_t> joined;   // the threads of a join that have not ended
};

struct Held {
  std::size_t step = 0;  // 0: `init`
  SourceSpan span;
};

std::string line_text(const SourceSpan& span) { return "line " + std::to_string(span.line); }

class Waits {
 public:
  Waits(const Subject& subject, const result::ModelResult& model, const result::Trace& trace)
      : subject_(subject), program_(subject.scenario->program), trace_(trace),
        machine_(program_, *model.model, removed_objects(subject, model)),
        graph_(program_.threads.size()) {
    for (std::uint32_t thread = 0; thread < program_.threads.size(); ++thread) {
      if (machine_.is_running(trace.last, thread)) add(thread);
    }
  }

  std::vector<std::string> sentences() const {
    std::vector<std::string> sentences;
    const std::vector<std::uint32_t> cycle = shortest_cycle();
    if (cycle.size() > 1) sentences.push_back(heading(cycle));
    for (const std::uint32_t thread : cycle) sentences.push_back(sentence(wait_of(thread)));
    for (const Wait& wait : waits_) {
      const bool is_told = std::find(cycle.begin(), cycle.end(), wait.thread) != cycle.end();
      if (!is_told) sentences.push_back(sentence(wait));
    }
    return sentences;
  }

 private:
  // The number of the lock or of the first thread that the step works on: an index that is known
  // only when it runs is read from the state.
  std::uint32_t number(std::uint32_t thread, const Node& node) const {
    if (node.place.size == 0) return node.place.cell;
    const Operand& index = node.place.index;
    std::int64_t value = index.value;
    if (index.kind == Operand::Kind::frame) {
      value = trace_.last.cells[program_.threads[thread].frame + static_cast<CellIndex>(value)];
    }
    return node.place.cell + static_cast<std::uint32_t>(value);
  }

  void add(std::uint32_t thread) {
    const Node& node = machine_.next_step(trace_.last, thread);
    Wait wait{thread, node.kind, node.span, "", std::nullopt, {}};
    if (node.kind == NodeKind::acquire) {
      const std::uint32_t object = number(thread, node);
      wait.object = program_.objects[object].name;
      wait.holder = lock::taker(program_.objects[object], trace_.last.cells);
      held_[wait.object] = taken(object);
      if (wait.holder && *wait.holder < program_.threads.size()) {
        boost::add_edge(thread, *wait.holder, graph_);
      }
    } else if (node.kind == NodeKind::join) {
      const std::uint32_t first = number(thread, node);
      const std::uint32_t count = node.place.size == 0 ? node.count : 1;
      wait.object = thread_names(program_, first, count);
      for (std::uint32_t other = first; other < first + count; ++other) {
        if (trace_.last.cells[program_.threads[other].pc_cell] == pc_ended) continue;
        wait.joined.push_back(other);
        boost::add_edge(thread, other, graph_);
      }
    }
    waits_.push_back(std::move(wait));
  }

  // When the lock was taken last.
  Held taken(std::uint32_t object) const {
    for (std::size_t i = trace_.steps.size(); i-- > 0;) {
      const std::vector<Event>& events = trace_.steps[i].events;
      for (std::size_t k = events.size(); k-- > 0;) {
        if (takes(events[k], object)) return {i + 1, events[k].span};
      }
    }
    Held held;
    for (const Event& event : trace_.init_events) {
      if (takes(event, object)) held.span = event.span;
    }
    return held;
  }

  static bool takes(const Event& event, std::uint32_t object) {
    const bool acquires = event.kind == NodeKind::acquire ||
                          (event.kind == NodeKind::try_acquire && event.value != 0);
    return acquires && event.cell == object;
  }

  // The shortest cycle through the thread of the lowest number that is on one: breadth first from
  // each thread of a strongly connected component, back to itself.
  std::vector<std::uint32_t> shortest_cycle() const {
    const std::size_t count = boost::num_vertices(graph_);
    std::vector<std::size_t> component(count);
    boost::strong_components(
        graph_, boost::make_iterator_property_map(component.begin(),
                                                  boost::get(boost::vertex_index, graph_)));
    std::vector<std::uint32_t> best;
    for (std::uint32_t start = 0; start < count; ++start) {
      std::vector<std::uint32_t> cycle = cycle_through(start, component);
      if (!cycle.empty() && (best.empty() || cycle.size() < best.size())) best = std::move(cycle);
    }
    return best;
  }

  std::vector<std::uint32_t> cycle_through(std::uint32_t start,
                                           const std::vector<std::size_t>& component) const {
    const std::size_t count = boost::num_vertices(graph_);
    std::vector<std::size_t> before(count, count);
    boost::breadth_first_search(
        graph_, start,
        boost::visitor(boost::make_bfs_visitor(
            boost::record_predecessors(before.data(), boost::on_tree_edge()))));
    std::vector<std::uint32_t> best;
    for (std::uint32_t end = 0; end < count; ++end) {
      if (component[end] != component[start] || !boost::edge(end, start, graph_).second) continue;
      std::vector<std::uint32_t> cycle{end};
      while (cycle.back() != start) {
        cycle.push_back(static_cast<std::uint32_t>(before[cycle.back()]));
      }
      std::reverse(cycle.begin(), cycle.end());
      if (best.empty() || cycle.size() < best.size()) best = std::move(cycle);
    }
    return best;
  }

  const Wait& wait_of(std::uint32_t thread) const {
    return *std::find_if(waits_.begin(), waits_.end(),
                         [&](const Wait& wait) { return wait.thread == thread; });
  }

  std::string since(const std::string& object) const {
    const Held& held = held_.at(object);
    if (held.step == 0) return "since init, " + line_text(held.span);
    return "since step " + std::to_string(held.step) + ", " + line_text(held.span);
  }

  // "b (line 8), which T1 holds (since step 3, line 13)".
  std::string what(const Wait& wait) const {
    const std::string where = " (" + line_text(wait.span) + ")";
    if (wait.kind == NodeKind::acquire && wait.holder) {
      if (*wait.holder == wait.thread) {
        return wait.object + where + ", which it holds itself (" + since(wait.object) + ")";
      }
      std::string text = wait.object + where + ", which ";
      text += thread_text(program_, *wait.holder) + " holds (" + since(wait.object) + ")";
      if (*wait.holder < program_.threads.size() &&
          !machine_.is_running(trace_.last, *wait.holder)) {
        text += " and, having ended, never releases";
      }
      return text;
    }
    if (wait.kind == NodeKind::join) return "the end of " + wait.object + where + unended(wait);
    std::string_view line = source_line(subject_, wait.span.line);
    line.remove_prefix(std::min(line.size(), std::size_t{wait.span.column} - 1));
    line = line.substr(0, std::min(line.find('{'), line.find('#')));
    line = line.substr(0, line.find_last_not_of(" \t;}") + 1);
    if (line.starts_with("await ")) line.remove_prefix(6);
    return std::string(line) + where + ", and nobody is left to make it true";
  }

  std::string unended(const Wait& wait) const {
    for (const std::uint32_t other : wait.joined) {
      if (trace_.last.cells[program_.threads[other].pc_cell] == pc_not_started) {
        return ", and " + thread_text(other) + " was never started";
      }
    }
    std::string text = ", and";
    for (std::size_t i = 0; i < wait.joined.size(); ++i) {
      text += (i > 0 ? ", " : " ") + thread_text(wait.joined[i]);
    }
    return text + (wait.joined.size() == 1 ? " waits itself" : " wait themselves");
  }

  static std::string heading(const std::vector<std::uint32_t>& cycle) {
    std::string text = "circular wait of ";
    for (std::size_t i = 0; i < cycle.size(); ++i) {
      if (i > 0) text += i + 1 == cycle.size() ? " and " : ", ";
      text += thread_text(cycle[i]);
    }
    return text + ":";
  }

  std::string sentence(const Wait& wait) const {
    return thread_text(wait.thread) + " waits for " + what(wait);
  }

  const Subject& subject_;
  const Program& program_;
  const result::Trace& trace_;
  Machine machine_;
  Graph graph_;
  std::vector<Wait> waits_;
  std::map<std::string, Held> held_;
};

}  // namespace

std::vector<std::uint32_t> removed_objects(const Subject& subject,
                                           const result::ModelResult& model) {
  std::vector<std::uint32_t> objects;
  for (const std::string& name : model.removed) {
    const auto more = lang::lock_objects(*subject.scenario, name);
    objects.insert(objects.end(), more.begin(), more.end());
  }
  return objects;
}

std::vector<std::string> wait_sentences(const Subject& subject, const result::ModelResult& model,
                                        const result::Trace& trace) {
  return Waits(subject, model, trace).sentences();
}

}  // namespace raceproof::report
