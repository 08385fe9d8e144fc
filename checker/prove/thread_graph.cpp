#include "checker/prove/thread_graph.h"

#include <algorithm>

#include "models/successors.h"

namespace raceproof::prove {
namespace {

constexpr std::uint32_t control_max = 2'000;
constexpr std::size_t edges_max = 4'000;
constexpr std::size_t fused_max = 200;

struct Jump {
  NodeIndex from = 0;
  NodeIndex to = 0;
};

/// Where control comes back: every cycle of the code leads through one.
std::vector<Jump> jumps_back(const Code& code, const Program& program) {
  enum class Mark : std::uint8_t { unseen, open, done };
  std::vector<Mark> marks(code.size(), Mark::unseen);
  std::vector<Jump> back;
  struct Frame {
    NodeIndex at;
    std::size_t next = 0;
  };
  std::vector<Frame> stack{{0, 0}};
  marks[0] = Mark::open;
  while (!stack.empty()) {
    Frame& top = stack.back();
    const std::vector<NodeIndex> next = successors(program, code[top.at]);
    if (top.next == next.size()) {
      marks[top.at] = Mark::done;
      stack.pop_back();
      continue;
    }
    const NodeIndex to = next[top.next++];
    if (marks[to] == Mark::open) back.push_back({top.at, to});
    if (marks[to] != Mark::unseen) continue;
    marks[to] = Mark::open;
    stack.push_back({to, 0});
  }
  return back;
}

/// Whether a step stands in the loop of a jump: between its head and the jump.
bool has_step(const Code& code, const std::vector<std::vector<NodeIndex>>& before, Jump jump) {
  std::vector<bool> seen(code.size(), false);
  seen[jump.to] = true;
  std::vector<NodeIndex> open{jump.to};
  if (jump.from != jump.to) open.push_back(jump.from);
  while (!open.empty()) {
    const NodeIndex at = open.back();
    open.pop_back();
    if (row(code[at].kind).is_step) return true;
    if (at == jump.to) continue;
    for (const NodeIndex one : before[at]) {
      if (!seen[one]) open.push_back(one);
      seen[one] = true;
    }
  }
  return false;
}

/// The heads of loops with a step. Where there is none, the rounds are gone through one by one:
/// nobody can come between.
std::vector<bool> loop_heads(const Code& code, const Program& program) {
  std::vector<std::vector<NodeIndex>> before(code.size());
  for (NodeIndex at = 0; at < code.size(); ++at) {
    for (const NodeIndex next : successors(program, code[at])) before[next].push_back(at);
  }
  std::vector<bool> heads(code.size(), false);
  for (const Jump jump : jumps_back(code, program)) {
    if (has_step(code, before, jump)) heads[jump.to] = true;
  }
  return heads;
}

bool may_fail_without_a_step(const Node& node) {
  switch (node.kind) {
    case NodeKind::check_assert:
    case NodeKind::check_assume:
    case NodeKind::fail:
    case NodeKind::end: return true;  // the thread may hold a lock
    case NodeKind::move:
    case NodeKind::fetch: {
      const Place unlimited;
      return node.place.size != 0 || node.place.low != unlimited.low ||
             node.place.high != unlimited.high;
    }
    default: return false;
  }
}

/// Whether control from the node may fail before it comes to a step.
bool may_fail_behind(const Code& code, const Program& program, NodeIndex from) {
  std::vector<bool> seen(code.size(), false);
  std::vector<NodeIndex> open{from};
  while (!open.empty()) {
    const NodeIndex at = open.back();
    open.pop_back();
    if (seen[at] || row(code[at].kind).is_step) continue;
    seen[at] = true;
    if (may_fail_without_a_step(code[at])) return true;
    const std::vector<NodeIndex> next = successors(program, code[at]);
    open.insert(open.end(), next.begin(), next.end());
  }
  return false;
}

class GraphBuilder {
 public:
  GraphBuilder(const Machine& machine, std::uint32_t thread, const BuildOptions& options)
      : machine_(machine),
        options_(options),
        thread_(machine, thread, options, found_obligations_),
        heads_(loop_heads(thread_.code(), machine.program())) {}

  LocationIndex begin(std::vector<Affine>& values) {
    SymbolicPath path;
    path.values = values;
    Paths open{std::move(path)};
    for (std::uint32_t nodes = 0;; ++nodes) {
      if (open.size() != 1) throw Unsupported{"a choice before a thread's first step"};
      SymbolicPath one = std::move(open.front());
      const NodeKind kind = thread_.code()[one.at].kind;
      const bool stops = row(kind).is_step || is_head(one.at) || one.terminal;
      if (stops || kind == NodeKind::end) {
        if (!one.terminal && kind == NodeKind::end) one = thread_.end(std::move(one)).front();
        values = one.values;
        return one.terminal ? location_of(*one.terminal) : running(one.at, false);
      }
      if (nodes > control_max) throw endless(one);
      open = thread_.execute(std::move(one));
    }
  }

  ThreadGraph finish() {
    for (LocationIndex at = 0; at < graph_.locations.size(); ++at) {
      graph_.settled.resize(graph_.locations.size());
      if (graph_.locations[at].kind == Location::Kind::running) expand(at);
    }
    graph_.settled.resize(graph_.locations.size());
    return std::move(graph_);
  }

 private:
  const Node& node_at(const SymbolicPath& path) const { return thread_.code()[path.at]; }
  bool is_head(NodeIndex at) const {
    return options_.grain != Grain::steps && !row(thread_.code()[at].kind).is_step && heads_[at];
  }

  Unsupported endless(const SymbolicPath& path) const {
    return {"a long loop without a step", node_at(path).span};
  }

  LocationIndex location_of(const Location& location) {
    const auto found = std::find(graph_.locations.begin(), graph_.locations.end(), location);
    if (found != graph_.locations.end()) {
      return static_cast<LocationIndex>(found - graph_.locations.begin());
    }
    graph_.locations.push_back(location);
    return static_cast<LocationIndex>(graph_.locations.size() - 1);
  }

  LocationIndex running(NodeIndex node, bool is_exclusive) {
    Location location;
    location.node = node;
    location.is_exclusive = is_exclusive;
    return location_of(location);
  }

  void add_edge(LocationIndex from, LocationIndex to, SymbolicPath&& path) {
    Edge edge;
    edge.from = from;
    edge.to = to;
    edge.guard = std::move(path.guard);
    edge.update = std::move(path.values);
    edge.steps = std::move(path.steps);
    edge.accesses = std::move(path.accesses);
    edge.may_access_less = path.may_access_less;
    graph_.edges.push_back(std::move(edge));
    if (graph_.edges.size() > edges_max) throw Unsupported{"a thread of more than 4,000 edges"};
  }

  void expand(LocationIndex from) {
    const Location location = graph_.locations[from];
    SymbolicPath path;
    path.at = location.node;
    for (VariableIndex v = 0; v < machine_.program().initial.size(); ++v) {
      path.values.push_back(Affine::variable(v));
    }
    Paths open{std::move(path)};
    for (std::uint32_t nodes = 0; !open.empty(); ++nodes) {
      SymbolicPath one = std::move(open.back());
      open.pop_back();
      const Node& node = node_at(one);
      if (one.terminal) {
        settle(from, std::move(one));
      } else if (node.kind == NodeKind::end) {
        for (SymbolicPath& ended : thread_.end(std::move(one))) settle(from, std::move(ended));
      } else if (!row(node.kind).is_step) {
        if (nodes > control_max) throw endless(one);
        push(open, thread_.execute(std::move(one)));
      } else {
        first_step(from, location.is_exclusive, std::move(one));
      }
    }
    for (Obligation& obligation : found_obligations_) {
      obligation.from = from;
      graph_.obligations.push_back(std::move(obligation));
    }
    found_obligations_.clear();
  }

  // The order of the cases is kept: the last one in is the first one out.
  static void push(Paths& open, Paths&& next) {
    open.insert(open.end(), std::make_move_iterator(next.rbegin()),
                std::make_move_iterator(next.rend()));
  }

  // Who has the GIL and ends gives it up: that is an edge, so that others wait for it.
  void settle(LocationIndex from, SymbolicPath&& path) {
    const LocationIndex to = location_of(*path.terminal);
    const bool has_ended = path.terminal->kind == Location::Kind::ended;
    if (graph_.locations[from].is_exclusive && has_ended) {
      return add_edge(from, to, std::move(path));
    }
    graph_.settled.resize(graph_.locations.size());
    graph_.settled[from].push_back({std::move(path.guard), std::move(path.values), to});
  }

  void first_step(LocationIndex from, bool is_exclusive, SymbolicPath&& path) {
    // The thread stopped at a head with the GIL, and control behind the head leads past a point.
    if (is_exclusive && path.switch_point) return stop(from, false, std::move(path));
    path.switch_point = false;
    if (machine_.model().has_gil && node_at(path).gil_free) {
      throw Unsupported{"`allow_threads`", node_at(path).span};
    }
    if (is_exclusive && row(node_at(path).kind).can_block) {
      for (SymbolicPath& blocked : thread_.ready(path, false)) {
        const LocationIndex to = running(blocked.at, false);
        add_edge(from, to, std::move(blocked));
      }
    }
    Paths open;
    for (SymbolicPath& ready : thread_.ready(std::move(path), true)) {
      push(open, step(std::move(ready)));
    }
    for (std::uint32_t nodes = 0; !open.empty(); ++nodes) {
      SymbolicPath one = std::move(open.back());
      open.pop_back();
      if (nodes > control_max) throw endless(one);
      behind_step(from, std::move(one), open);
    }
  }

  Paths step(SymbolicPath path) {
    const bool is_point = (node_at(path).points & machine_.model().points) != 0;
    Paths behind = thread_.execute(std::move(path));
    for (SymbolicPath& one : behind) {
      one.switch_point |= is_point;
      one.steps.push_back(one.alternative);
    }
    return behind;
  }

  // What comes behind a step: control, and then either the end of the edge or another step.
  void behind_step(LocationIndex from, SymbolicPath&& path, Paths& open) {
    if (path.terminal) return add_terminal(from, std::move(path));
    const Node& node = node_at(path);
    if (node.kind == NodeKind::end) {
      for (SymbolicPath& ended : thread_.end(std::move(path))) {
        add_terminal(from, std::move(ended));
      }
      return;
    }
    if (!row(node.kind).is_step) {
      if (is_head(path.at)) return stop_at_head(from, std::move(path));
      return push(open, thread_.execute(std::move(path)));
    }
    if (machine_.model().has_gil && node.gil_free) {
      throw Unsupported{"`allow_threads`", node.span};
    }
    const bool is_local = node.kind == NodeKind::apply || node.kind == NodeKind::yield ||
                          node.kind == NodeKind::cpu || node.kind == NodeKind::sleep ||
                          node.kind == NodeKind::io;
    const bool may_fuse =
        is_local && options_.grain != Grain::steps && path.steps.size() < fused_max;
    if (path.switch_point) {
      // Fused, it is taken earlier than in the run that it stands for: another thread must be able
      // to run behind it as well.
      const bool is_point = (node.points & machine_.model().points) != 0;
      if (!may_fuse || !is_point) return stop(from, false, std::move(path));
      if (!path.fused) path.fused = SymbolicPath::Fused{path.at, path.values, path.steps};
      return push(open, step(std::move(path)));
    }
    const bool must_show = options_.grain == Grain::steps || path.steps.size() >= fused_max ||
                           (options_.grain == Grain::writes && path.has_written);
    if (must_show) return stop(from, true, std::move(path));
    for (SymbolicPath& blocked : thread_.ready(path, false)) {
      stop(from, false, std::move(blocked));
    }
    for (SymbolicPath& ready : thread_.ready(std::move(path), true)) {
      push(open, step(std::move(ready)));
    }
  }

  // What control does behind a head it does at once. Where that may be to fail, a fused step must
  // not have been taken too early.
  void stop_at_head(LocationIndex from, SymbolicPath&& path) {
    const Program& program = machine_.program();
    const bool may_fail = path.fused && may_fail_behind(thread_.code(), program, path.at);
    if (may_fail) return unfuse(from, std::move(path));
    const bool is_exclusive = !path.switch_point;
    stop(from, is_exclusive, std::move(path));
  }

  // The first fused step is taken from a location of its own after all.
  void unfuse(LocationIndex from, SymbolicPath&& path) {
    path.at = path.fused->at;
    path.values = path.fused->values;
    path.steps = path.fused->steps;
    stop(from, false, std::move(path));
  }

  void stop(LocationIndex from, bool is_exclusive, SymbolicPath&& path) {
    const LocationIndex to = running(path.at, is_exclusive);
    add_edge(from, to, std::move(path));
  }

  // A failure must not come earlier than it does: where a fused step leads to it, that step is
  // taken from a location of its own after all, and fails there.
  void add_terminal(LocationIndex from, SymbolicPath&& path) {
    const bool has_ended = path.terminal->kind == Location::Kind::ended;
    if (path.fused && !has_ended) return unfuse(from, std::move(path));
    const LocationIndex to = location_of(*path.terminal);
    add_edge(from, to, std::move(path));
  }

  const Machine& machine_;
  const BuildOptions& options_;
  std::vector<Obligation> found_obligations_;
  SymbolicThread thread_;
  std::vector<bool> heads_;
  ThreadGraph graph_;
};

}  // namespace

ThreadGraph make_graph(const Machine& machine, std::uint32_t thread, const BuildOptions& options,
                       std::vector<std::vector<Affine>>& values,
                       std::vector<LocationIndex>& begins) {
  GraphBuilder builder(machine, thread, options);
  begins.clear();
  for (std::vector<Affine>& one : values) begins.push_back(builder.begin(one));
  return builder.finish();
}

}  // namespace raceproof::prove
