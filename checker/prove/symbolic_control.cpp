// Control between steps, by cases: branches, loop counters, moves between locals.
#include "checker/prove/symbolic_path.h"

namespace raceproof::prove {

void SymbolicThread::control(const Node& node, SymbolicPath&& path, Paths& out) {
  const auto split = [&](const std::vector<Conjunction>& parts, NodeIndex to) {
    for (const Conjunction& part : parts) {
      auto narrow = narrowed(path, part);
      if (!narrow) continue;
      narrow->at = to;
      out.push_back(std::move(*narrow));
    }
  };
  switch (node.kind) {
    case NodeKind::branch: {
      const ZeroCases zero = zero_cases(read(node.a, path));
      split(zero.other, node.next);
      split(zero.zero, node.otherwise);
      return;
    }
    case NodeKind::for_test: {
      const Affine left = read(node.a, path);
      const Affine right = read(node.b, path);
      for (const Case& one : cases_of(Operator::lt, left, right, node.span, false)) {
        split({one.guard}, one.value == Affine(1) ? node.next : node.otherwise);
      }
      return;
    }
    case NodeKind::check_assert:
    case NodeKind::check_assume: {
      const ZeroCases zero = zero_cases(read(node.a, path));
      split(zero.other, node.next);
      for (const Conjunction& part : zero.zero) {
        auto narrow = narrowed(path, part);
        if (!narrow) continue;
        fail(Fault::assertion, node.span, std::move(*narrow), out);
        if (node.kind == NodeKind::check_assume) {
          out.back().terminal->kind = Location::Kind::discarded;
        }
      }
      return;
    }
    case NodeKind::fail: return fail(node.fault, node.span, std::move(path), out);
    default: control_local(node, std::move(path), out);
  }
}

void SymbolicThread::control_local(const Node& node, SymbolicPath&& path, Paths& out) {
  path.at = node.next;
  switch (node.kind) {
    case NodeKind::move:
    case NodeKind::fetch: {
      const bool is_move = node.kind == NodeKind::move;
      const Affine value = is_move ? read(node.a, path) : Affine();
      for (At& target : resolve(node.place, node, std::move(path), out)) {
        if (is_move) {
          store(node, frame_ + target.cell, value, std::move(target.path), out);
          continue;
        }
        Affine copy = target.path.values[frame_ + target.cell];
        target.path.values[frame_ + node.destination] = std::move(copy);
        out.push_back(std::move(target.path));
      }
      return;
    }
    case NodeKind::count_down: {
      const Affine before = path.values[frame_ + node.destination];
      if (auto narrow = narrowed(path, {at_least(before, Affine(1))})) {
        narrow->values[frame_ + node.destination] = before - Affine(1);
        out.push_back(std::move(*narrow));
      }
      if (auto narrow = narrowed(path, {at_least(Affine(0), before)})) {
        narrow->values[frame_ + node.destination] = Affine();
        narrow->at = node.otherwise;
        out.push_back(std::move(*narrow));
      }
      return;
    }
    case NodeKind::advance: {
      Affine& counter = path.values[frame_ + node.destination];
      counter = counter + Affine(1);
      break;
    }
    case NodeKind::clear:
      for (std::uint32_t i = 0; i < node.count; ++i) {
        path.values[frame_ + node.destination + i] = Affine();
      }
      break;
    case NodeKind::point: path.switch_point |= (node.points & machine_->model().points) != 0; break;
    case NodeKind::jump:
    case NodeKind::round:
    case NodeKind::loop_end:
    case NodeKind::region_end: break;
    default: unsupported(node);
  }
  out.push_back(std::move(path));
}

}  // namespace raceproof::prove
