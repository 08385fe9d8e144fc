#include "checker/lang/code_builder.h"

#include <algorithm>

namespace raceproof::lang {

NodeIndex CodeBuilder::emit(Node node) {
  const auto index = static_cast<NodeIndex>(code_.size());
  node.next = index + 1;
  node.loop = loop_;
  const bool is_step = row(node.kind).is_step;
  if (is_step) {
    ++steps_;
    node.native_begun = native_begun_;
  }
  code_.push_back(std::move(node));
  if (is_step) begin_native_instruction();
  return index;
}

void CodeBuilder::begin_native_instruction() {
  if (!native_begun_) return;
  Node control;
  control.kind = NodeKind::move;
  control.place.cell = *native_begun_;
  control.a.value = 1;
  emit(control);
}

NodeIndex CodeBuilder::emit(Node node, Label next) {
  const NodeIndex index = emit(std::move(node));
  set_next(index, next);
  return index;
}

void CodeBuilder::jump(Label target) {
  Node node;
  node.kind = NodeKind::jump;
  emit(std::move(node), target);
}

Label CodeBuilder::new_label() {
  labels_.push_back(0);
  return static_cast<Label>(labels_.size() - 1);
}

void CodeBuilder::bind(Label label) { labels_[label] = static_cast<NodeIndex>(code_.size()); }

void CodeBuilder::set_next(NodeIndex node, Label label) { fixups_.push_back({node, label, false}); }

void CodeBuilder::set_otherwise(NodeIndex node, Label label) {
  fixups_.push_back({node, label, true});
}

CellIndex CodeBuilder::allocate(std::uint32_t count) {
  const CellIndex first = top_;
  top_ += count;
  frame_size_ = std::max(frame_size_, top_);
  return first;
}

Code CodeBuilder::finish(SourceSpan end, std::vector<std::vector<NodeIndex>>& targets,
                         std::size_t first_list) {
  Node last;
  last.kind = NodeKind::end;
  last.span = end;
  code_.push_back(last);
  for (const Fixup& fixup : fixups_) {
    (fixup.otherwise ? code_[fixup.node].otherwise : code_[fixup.node].next) = labels_[fixup.label];
  }
  // A loop of jumps alone (an empty `while true`) has a `round` in it, so this ends.
  const auto landing = [this](NodeIndex at) {
    while (code_[at].kind == NodeKind::jump) at = code_[at].next;
    return at;
  };
  for (Node& node : code_) {
    if (node.kind == NodeKind::end) continue;
    node.next = landing(node.next);
    node.otherwise = landing(node.otherwise);
  }
  for (std::size_t list = first_list; list < targets.size(); ++list) {
    for (NodeIndex& target : targets[list]) target = landing(labels_[target]);
  }
  // Execution begins at node 0, which must not be a jump.
  if (code_[0].kind == NodeKind::jump) code_[0].next = landing(code_[0].next);
  return std::move(code_);
}

}  // namespace raceproof::lang
