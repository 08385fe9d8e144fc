// Locks, semaphores, events and readers-writer locks, by cases: what models/synchronise does.
#include <algorithm>

#include "checker/prove/symbolic_path.h"

namespace raceproof::prove {
namespace {

/// `cell` is `value`; or, where `wanted` is false, below or above it.
std::vector<Conjunction> is_value(const Affine& cell, Wide value, bool wanted) {
  const ZeroCases zero = zero_cases(cell - Affine(value));
  return wanted ? zero.zero : zero.other;
}

std::vector<Conjunction> is_at_least(const Affine& cell, Wide least, bool wanted) {
  Conjunction one;
  const bool is_possible =
      add(one, wanted ? at_least(cell, Affine(least)) : at_least(Affine(least - 1), cell));
  return is_possible ? std::vector<Conjunction>{one} : std::vector<Conjunction>{};
}

std::vector<Conjunction> both(const std::vector<Conjunction>& a,
                              const std::vector<Conjunction>& b) {
  std::vector<Conjunction> all;
  for (const Conjunction& left : a) {
    for (const Conjunction& right : b) {
      Conjunction sum = left;
      bool is_possible = true;
      for (const Constraint& one : right) is_possible &= add(sum, one);
      if (is_possible) all.push_back(sum);
    }
  }
  return all;
}

std::vector<Conjunction> either_of(std::vector<Conjunction> a, const std::vector<Conjunction>& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

}  // namespace

std::vector<Conjunction> SymbolicThread::readiness(const Node& node, std::uint32_t number,
                                                   const SymbolicPath& path, bool wanted) const {
  const SyncObject& object = program_->objects[number];
  const std::vector<Conjunction> always =
      wanted ? std::vector<Conjunction>{{}} : std::vector<Conjunction>{};
  const auto cell = [&](std::uint32_t i) { return path.values[object.cell + i]; };
  switch (node.kind) {
    case NodeKind::acquire: {
      if (object.kind == SyncObject::Kind::semaphore) return is_at_least(cell(0), 1, wanted);
      if (machine_->is_removed(number)) return always;
      if (object.kind != SyncObject::Kind::rlock) return is_value(cell(0), 0, wanted);
      const Wide own = Wide{thread_} + 1;
      if (wanted) return either_of(is_value(cell(0), 0, true), is_value(cell(0), own, true));
      return both(is_value(cell(0), 0, false), is_value(cell(0), own, false));
    }
    case NodeKind::event_wait: return is_value(cell(0), 0, !wanted);
    case NodeKind::read_acquire: return is_value(cell(1), 0, wanted);
    case NodeKind::write_acquire:
      if (wanted) return both(is_value(cell(0), 0, true), is_value(cell(1), 0, true));
      return either_of(is_value(cell(0), 0, false),
                       both(is_value(cell(0), 0, true), is_value(cell(1), 0, false)));
    case NodeKind::release:
    case NodeKind::try_acquire:
    case NodeKind::event_set:
    case NodeKind::event_clear:
    case NodeKind::read_release:
    case NodeKind::write_release: return always;
    default: unsupported(node);
  }
}

Paths SymbolicThread::ready(SymbolicPath path, bool wanted) {
  const Node& node = (*code_)[path.at];
  Paths out;
  if (node.kind == NodeKind::await) {
    for (const Case& one : cases_of(program_->expressions[node.list], path.values, frame_)) {
      auto narrow = narrowed(path, one.guard);
      if (!narrow) continue;
      const ZeroCases zero = zero_cases(one.fault ? Affine(1) : one.value);
      for (const Conjunction& part : wanted ? zero.other : zero.zero) {
        if (auto taken = narrowed(*narrow, part)) out.push_back(std::move(*taken));
      }
    }
    return out;
  }
  if (!is_on_object(node.kind)) {
    if (node.kind == NodeKind::join) unsupported(node);
    if (wanted) out.push_back(std::move(path));
    return out;
  }
  // Resolving the index consumes a temporary; only the guards are taken over.
  Paths wrong;
  for (const At& target : resolve(node.place, node, SymbolicPath(path), wrong)) {
    for (const Conjunction& part : readiness(node, target.cell, target.path, wanted)) {
      auto narrow = narrowed(target.path, part);
      if (!narrow) continue;
      SymbolicPath kept = path;
      kept.guard = std::move(narrow->guard);
      out.push_back(std::move(kept));
    }
  }
  for (const SymbolicPath& one : wrong) {
    if (!wanted) break;
    SymbolicPath kept = path;
    kept.guard = one.guard;
    out.push_back(std::move(kept));
  }
  return out;
}

void SymbolicThread::object(const Node& node, SymbolicPath&& path, Paths& out) {
  for (At& target : resolve(node.place, node, std::move(path), out)) {
    SymbolicPath& one = target.path;
    const SyncObject& object = program_->objects[target.cell];
    Affine& first = one.values[object.cell];
    one.at = node.next;
    switch (node.kind) {
      case NodeKind::acquire:
      case NodeKind::try_acquire: on_lock(node, target.cell, std::move(one), out); continue;
      case NodeKind::release: release(node, target.cell, std::move(one), out); continue;
      case NodeKind::event_set: first = Affine(1); break;
      case NodeKind::event_clear: first = Affine(0); break;
      case NodeKind::event_wait: break;
      case NodeKind::read_acquire: first = first + Affine(1); break;
      case NodeKind::read_release: first = first - Affine(1); break;
      case NodeKind::write_acquire: one.values[object.cell + 1] = Affine(Wide{thread_} + 1); break;
      case NodeKind::write_release: one.values[object.cell + 1] = Affine(0); break;
      default: unsupported(node);
    }
    out.push_back(std::move(one));
  }
}

// An `acquire` is executed where it is ready; `try_acquire` says whether it was.
void SymbolicThread::on_lock(const Node& node, std::uint32_t number, SymbolicPath&& path,
                             Paths& out) {
  const SyncObject& object = program_->objects[number];
  const bool is_semaphore = object.kind == SyncObject::Kind::semaphore;
  const bool tries = node.kind == NodeKind::try_acquire;
  const auto finish = [&](SymbolicPath&& one, int result) {
    if (tries) one.values[frame_ + node.destination] = Affine(result);
    out.push_back(std::move(one));
  };
  if (!is_semaphore && machine_->is_removed(number)) return finish(std::move(path), 1);
  Node as_acquire = node;
  as_acquire.kind = NodeKind::acquire;
  for (const Conjunction& part : readiness(as_acquire, number, path, true)) {
    auto narrow = narrowed(path, part);
    if (!narrow) continue;
    Affine& first = narrow->values[object.cell];
    first = is_semaphore ? first - Affine(1) : Affine(Wide{thread_} + 1);
    if (object.kind == SyncObject::Kind::rlock) {
      Affine& depth = narrow->values[object.cell + 1];
      depth = depth + Affine(1);
    }
    finish(std::move(*narrow), 1);
  }
  if (!tries) return;
  for (const Conjunction& part : readiness(as_acquire, number, path, false)) {
    if (auto narrow = narrowed(path, part)) finish(std::move(*narrow), 0);
  }
}

void SymbolicThread::release(const Node& node, std::uint32_t number, SymbolicPath&& path,
                             Paths& out) {
  const SyncObject& object = program_->objects[number];
  const Affine first = path.values[object.cell];
  if (object.kind == SyncObject::Kind::semaphore) {
    path.values[object.cell] = first + Affine(1);
    out.push_back(std::move(path));
    return;
  }
  if (machine_->is_removed(number)) {
    out.push_back(std::move(path));
    return;
  }
  const auto each = [&](const std::vector<Conjunction>& parts, auto&& then) {
    for (const Conjunction& part : parts) {
      if (auto narrow = narrowed(path, part)) then(std::move(*narrow));
    }
  };
  each(is_value(first, 0, true),
       [&](SymbolicPath&& one) { fail(Fault::not_held, node.span, std::move(one), out); });
  if (object.kind != SyncObject::Kind::rlock) {
    // The cell is the taker's number plus one, so that it is at least one where it is not zero.
    each(is_at_least(first, 1, true), [&](SymbolicPath&& one) {
      one.values[object.cell] = Affine(0);
      out.push_back(std::move(one));
    });
    return;
  }
  const Wide own = Wide{thread_} + 1;
  each(both(is_value(first, 0, false), is_value(first, own, false)),
       [&](SymbolicPath&& one) { fail(Fault::not_owner, node.span, std::move(one), out); });
  const Affine depth = path.values[object.cell + 1];
  each(both(is_value(first, own, true), is_at_least(depth, 2, true)), [&](SymbolicPath&& one) {
    one.values[object.cell + 1] = depth - Affine(1);
    out.push_back(std::move(one));
  });
  each(both(is_value(first, own, true), is_at_least(depth, 2, false)), [&](SymbolicPath&& one) {
    one.values[object.cell + 1] = depth - Affine(1);
    one.values[object.cell] = Affine(0);
    out.push_back(std::move(one));
  });
}

Paths SymbolicThread::end(SymbolicPath path) {
  Paths open{std::move(path)};
  Paths out;
  for (const std::uint32_t number : own_locks_) {
    const SyncObject& object = program_->objects[number];
    const bool is_lock =
        object.kind == SyncObject::Kind::lock || object.kind == SyncObject::Kind::rlock;
    if (!is_lock || machine_->is_removed(number)) continue;
    Paths rest;
    for (const SymbolicPath& one : open) {
      const Affine first = one.values[object.cell];
      const SourceSpan span = (*code_)[one.at].span;
      for (const Conjunction& part : is_value(first, Wide{thread_} + 1, true)) {
        if (auto held = narrowed(one, part)) {
          fail(Fault::ends_holding, span, std::move(*held), out);
        }
      }
      for (const Conjunction& part : is_value(first, Wide{thread_} + 1, false)) {
        if (auto free = narrowed(one, part)) rest.push_back(std::move(*free));
      }
    }
    open = std::move(rest);
  }
  for (SymbolicPath& one : open) {
    one.terminal.emplace();
    one.terminal->kind = Location::Kind::ended;
    out.push_back(std::move(one));
  }
  return out;
}

}  // namespace raceproof::prove
