#include <algorithm>
#include <limits>

#include "checker/prove/symbolic_path.h"

namespace raceproof::prove {
namespace {

constexpr std::uint32_t region_nodes_max = 2'000;
constexpr std::size_t paths_max = 2'000;

}  // namespace

std::optional<SymbolicPath> narrowed(const SymbolicPath& path, const Conjunction& part) {
  SymbolicPath narrow = path;
  for (const Constraint& constraint : part) {
    if (!add(narrow.guard, constraint)) return std::nullopt;
  }
  return narrow;
}

SymbolicThread::SymbolicThread(const Machine& machine, std::uint32_t thread,
                               const BuildOptions& options, std::vector<Obligation>& obligations)
    : machine_(&machine),
      program_(&machine.program()),
      thread_(thread),
      code_(&program_->codes[program_->threads[thread].code]),
      frame_(program_->threads[thread].frame),
      options_(&options),
      obligations_(&obligations) {
  for (const Node& node : *code_) {
    if (node.kind != NodeKind::acquire && node.kind != NodeKind::try_acquire) continue;
    const std::uint32_t count = std::max<std::uint32_t>(node.place.size, 1);
    for (std::uint32_t i = node.place.cell; i < node.place.cell + count; ++i) {
      if (std::find(own_locks_.begin(), own_locks_.end(), i) == own_locks_.end()) {
        own_locks_.push_back(i);
      }
    }
  }
  std::sort(own_locks_.begin(), own_locks_.end());
}

void SymbolicThread::unsupported(const Node& node) const {
  throw Unsupported{"`" + std::string(row(node.kind).name) + "`", node.span};
}

void SymbolicThread::fail(Fault fault, SourceSpan span, SymbolicPath&& path, Paths& out) const {
  Location location;
  location.kind = Location::Kind::failed;
  location.fault = fault;
  location.span = span;
  path.terminal = location;
  out.push_back(std::move(path));
}

Affine SymbolicThread::read(const Operand& operand, SymbolicPath& path) const {
  if (operand.kind == Operand::Kind::constant) return Affine(Wide{operand.value});
  Affine& cell = path.values[frame_ + static_cast<CellIndex>(operand.value)];
  const Affine value = cell;
  if (operand.consumed) cell = Affine();
  return value;
}

// The cells that a place can stand for, each with the path on which it does.
std::vector<SymbolicThread::At> SymbolicThread::resolve(const Place& place, const Node& node,
                                                        SymbolicPath&& path, Paths& out) {
  if (place.size == 0) return {{place.cell, std::move(path)}};
  const Affine index = read(place.index, path);
  std::vector<At> all;
  for (std::uint32_t i = 0; i < place.size; ++i) {
    if (auto narrow = narrowed(path, {equal(index, Affine(Wide{i}))})) {
      all.push_back({place.cell + i, std::move(*narrow)});
    }
  }
  for (const Conjunction& part : range_cases(index, 0, std::int64_t{place.size} - 1).outside) {
    if (auto narrow = narrowed(path, part)) fail(Fault::index, node.span, std::move(*narrow), out);
  }
  return all;
}

void SymbolicThread::oblige(const SymbolicPath& path, const Affine& value, SourceSpan span) {
  if (options_->with_overflow || (value.is_constant() && fits_64_bits(value.constant()))) return;
  obligations_->push_back({0, path.guard, value, span});
}

Paths SymbolicThread::execute(SymbolicPath path) {
  const Node& node = (*code_)[path.at];
  Paths out;
  if (row(node.kind).is_step && !path.in_region) path.alternative = 0;
  switch (node.kind) {
    case NodeKind::load:
    case NodeKind::store:
    case NodeKind::update:
    case NodeKind::fetch_add:
    case NodeKind::exchange:
    case NodeKind::compare_exchange: shared(node, std::move(path), out); break;
    case NodeKind::apply: apply(node, std::move(path), out); break;
    case NodeKind::choose:
    case NodeKind::either: choice(node, std::move(path), out); break;
    case NodeKind::await: await(node, std::move(path), out); break;
    case NodeKind::atomic:
      if (!path.in_region) return run_region(std::move(path), node.next);
      path.at = node.next;
      out.push_back(std::move(path));
      break;
    case NodeKind::cpu:
    case NodeKind::sleep:
    case NodeKind::io:
    case NodeKind::yield:
      path.at = node.next;
      out.push_back(std::move(path));
      break;
    default:
      if (is_on_object(node.kind)) {
        object(node, std::move(path), out);
      } else if (row(node.kind).is_step) {
        unsupported(node);
      } else {
        control(node, std::move(path), out);
      }
  }
  if (out.size() > paths_max) throw Unsupported{"more than 2,000 ways through a step", node.span};
  return out;
}

Paths SymbolicThread::run_region(SymbolicPath path, NodeIndex at) {
  const SourceSpan span = (*code_)[path.at].span;
  path.in_region = true;
  path.at = at;
  Paths open{std::move(path)};
  Paths out;
  std::uint32_t nodes = 0;
  while (!open.empty()) {
    SymbolicPath one = std::move(open.back());
    open.pop_back();
    if (!one.terminal && (*code_)[one.at].kind != NodeKind::region_end) {
      if (++nodes > region_nodes_max) throw Unsupported{"a loop within one step", span};
      Paths next = execute(std::move(one));
      open.insert(open.end(), std::make_move_iterator(next.rbegin()),
                  std::make_move_iterator(next.rend()));
      continue;
    }
    one.in_region = false;
    if (!one.terminal) one.at = (*code_)[one.at].next;
    out.push_back(std::move(one));
  }
  return out;
}

void SymbolicThread::apply(const Node& node, SymbolicPath&& path, Paths& out) {
  const Affine left = read(node.a, path);
  const Affine right = read(node.b, path);
  for (const Case& one : cases_of(node.op, left, right, node.span, options_->with_overflow)) {
    auto narrow = narrowed(path, one.guard);
    if (!narrow) continue;
    if (one.fault) {
      fail(*one.fault, node.span, std::move(*narrow), out);
      continue;
    }
    oblige(*narrow, one.value, node.span);
    narrow->values[frame_ + node.destination] = one.value;
    narrow->at = node.next;
    out.push_back(std::move(*narrow));
  }
}

void SymbolicThread::store(const Node& node, CellIndex cell, const Affine& value,
                           SymbolicPath&& path, Paths& out) {
  const RangeCases range = range_cases(value, node.place.low, node.place.high);
  const bool has_range = node.place.low != std::numeric_limits<std::int64_t>::min() ||
                         node.place.high != std::numeric_limits<std::int64_t>::max();
  if (has_range) {
    for (const Conjunction& part : range.outside) {
      if (auto narrow = narrowed(path, part)) {
        fail(Fault::range, node.span, std::move(*narrow), out);
      }
    }
    if (!range.inside) return;
    auto narrow = narrowed(path, *range.inside);
    if (!narrow) return;
    path = std::move(*narrow);
  }
  path.values[cell] = value;
  path.at = node.next;
  out.push_back(std::move(path));
}

// The operands are read before the place's index, as the reference semantics does.
void SymbolicThread::shared(const Node& node, SymbolicPath&& path, Paths& out) {
  const Affine a = read(node.a, path);
  const Affine b = read(node.b, path);
  for (At& target : resolve(node.place, node, std::move(path), out)) {
    SymbolicPath& one = target.path;
    const Affine before = one.values[target.cell];
    const bool is_plain = node.kind == NodeKind::load || node.kind == NodeKind::store;
    if (is_plain && one.steps.empty()) {
      one.accesses.push_back({target.cell, node.kind == NodeKind::store, one.in_region});
    }
    one.has_written |= node.kind != NodeKind::load;
    const auto keep_old = [&](SymbolicPath& kept) {
      kept.values[frame_ + node.destination] = before;
    };
    switch (node.kind) {
      case NodeKind::load:
        keep_old(one);
        one.at = node.next;
        out.push_back(std::move(one));
        break;
      case NodeKind::store: store(node, target.cell, a, std::move(one), out); break;
      case NodeKind::exchange:
        keep_old(one);
        store(node, target.cell, a, std::move(one), out);
        break;
      case NodeKind::compare_exchange:
        for (const Case& same : cases_of(Operator::eq, before, a, node.span, false)) {
          auto narrow = narrowed(one, same.guard);
          if (!narrow) continue;
          narrow->values[frame_ + node.destination] = same.value;
          const bool is_same = same.value == Affine(1);
          store(node, target.cell, is_same ? b : before, std::move(*narrow), out);
        }
        break;
      default:
        for (const Case& sum : cases_of(node.op, before, a, node.span, options_->with_overflow)) {
          auto narrow = narrowed(one, sum.guard);
          if (!narrow) continue;
          if (sum.fault) {
            fail(*sum.fault, node.span, std::move(*narrow), out);
            continue;
          }
          oblige(*narrow, sum.value, node.span);
          if (node.kind == NodeKind::fetch_add) keep_old(*narrow);
          store(node, target.cell, sum.value, std::move(*narrow), out);
        }
    }
  }
}

void SymbolicThread::choice(const Node& node, SymbolicPath&& path, Paths& out) {
  if (path.in_region) throw Unsupported{"a choice within an atomic block", node.span};
  if (node.kind == NodeKind::either) {
    const std::vector<NodeIndex>& targets = program_->targets[node.list];
    for (std::uint32_t i = 0; i < targets.size(); ++i) {
      SymbolicPath one = path;
      one.alternative = i;
      one.at = targets[i];
      out.push_back(std::move(one));
    }
    return;
  }
  const std::vector<std::int64_t>& values = program_->sets[node.list];
  if (values.size() > 50) throw Unsupported{"a `choose` of more than 50 values", node.span};
  for (std::uint32_t i = 0; i < values.size(); ++i) {
    SymbolicPath one = path;
    one.alternative = i;
    if (values[i] < node.place.low || values[i] > node.place.high) {
      fail(Fault::range, node.span, std::move(one), out);
      continue;
    }
    one.values[frame_ + node.destination] = Affine(Wide{values[i]});
    one.at = node.next;
    out.push_back(std::move(one));
  }
}

// The shared cells that a condition can read.
void SymbolicThread::collect_reads(const Expression& e, SymbolicPath& path) const {
  for (const Expression& operand : e.operands) collect_reads(operand, path);
  if (e.kind == Expression::Kind::apply && (e.op == Operator::and_ || e.op == Operator::or_)) {
    path.may_access_less = true;
  }
  if (e.kind == Expression::Kind::cell) path.accesses.push_back({e.cell, false, true});
  if (e.kind != Expression::Kind::element) return;
  const std::vector<Case> index = cases_of(e.operands[0], path.values, frame_);
  const bool is_known = index.size() == 1 && index[0].value.is_constant();
  path.may_access_less |= !is_known;
  for (std::uint32_t i = 0; i < e.size; ++i) {
    if (is_known && index[0].value != Affine(Wide{i})) continue;
    path.accesses.push_back({e.cell + i, false, true});
  }
}

void SymbolicThread::await(const Node& node, SymbolicPath&& path, Paths& out) {
  const Expression& condition = program_->expressions[node.list];
  for (const Case& one : cases_of(condition, path.values, frame_)) {
    auto narrow = narrowed(path, one.guard);
    if (!narrow) continue;
    if (one.fault) {
      fail(*one.fault, node.span, std::move(*narrow), out);
      continue;
    }
    for (const Conjunction& part : zero_cases(one.value).other) {
      auto taken = narrowed(*narrow, part);
      if (!taken) continue;
      if (taken->steps.empty()) collect_reads(condition, *taken);
      taken->at = node.next;
      if (!node.region) {
        out.push_back(std::move(*taken));
        continue;
      }
      SymbolicPath inner = std::move(*taken);
      inner.at = path.at;
      Paths through = run_region(std::move(inner), node.next);
      out.insert(out.end(), std::make_move_iterator(through.begin()),
                 std::make_move_iterator(through.end()));
    }
  }
}

}  // namespace raceproof::prove
