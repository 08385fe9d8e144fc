// Builds the code of one thread: nodes in order, labels, and the cells of its frame.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "models/program.h"

namespace raceproof::lang {

using Label = std::uint32_t;

class CodeBuilder {
 public:
  /// Appends a node that goes on to the one appended next, and gives its number.
  NodeIndex emit(Node node);
  /// Appends a node that goes on at a label.
  NodeIndex emit(Node node, Label next);
  void jump(Label target);

  Label new_label();
  /// The label stands for the node appended next.
  void bind(Label label);
  void set_next(NodeIndex node, Label label);
  void set_otherwise(NodeIndex node, Label label);

  /// Cells of the frame are a stack: `release_to` gives back all from `mark` on.
  CellIndex allocate(std::uint32_t count = 1);
  CellIndex mark() const { return top_; }
  void release_to(CellIndex mark) { top_ = mark; }
  std::uint32_t frame_size() const { return frame_size_; }

  /// The cell that says whether a step of the `native` block at hand was taken, where that matters:
  /// each step appended from now on is followed by control that sets it.
  std::optional<CellIndex> native_begun() const { return native_begun_; }
  void set_native_begun(std::optional<CellIndex> cell) { native_begun_ = cell; }
  void begin_native_instruction();

  /// The `while` that the nodes appended from now on stand in.
  LoopIndex loop() const { return loop_; }
  void set_loop(LoopIndex loop) { loop_ = loop; }

  std::uint64_t steps() const { return steps_; }
  std::size_t nodes() const { return code_.size(); }

  NodeIndex target(Label label) const { return labels_[label]; }

  /// Appends the end, puts nodes for labels, and passes over jumps. `targets` are lists of labels
  /// from `first_list` on, resolved in place.
  Code finish(SourceSpan end, std::vector<std::vector<NodeIndex>>& targets, std::size_t first_list);

 private:
  struct Fixup {
    NodeIndex node;
    Label label;
    bool otherwise;
  };

  Code code_;
  std::vector<NodeIndex> labels_;
  std::vector<Fixup> fixups_;
  LoopIndex loop_ = 0;
  std::optional<CellIndex> native_begun_;
  CellIndex top_ = 0;
  std::uint32_t frame_size_ = 0;
  std::uint64_t steps_ = 0;
};

}  // namespace raceproof::lang
