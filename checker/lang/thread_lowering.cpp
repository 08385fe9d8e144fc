#include "checker/lang/thread_lowering.h"

namespace raceproof::lang {
namespace {

constexpr std::uint64_t steps_max = 1'000'000;
constexpr std::uint64_t nodes_max = 8'000'000;
constexpr std::uint64_t calls_max = 1'000'000;

}  // namespace

ThreadLowering::ThreadLowering(Globals& globals, std::optional<std::int64_t> self)
    : globals_(globals), self_(self), first_list_(globals.program.targets.size()) {}

Code ThreadLowering::lower(const Block& body, const std::string& name, SourceSpan span,
                           bool is_init) {
  name_ = name;
  span_ = span;
  in_region_ = is_init;
  const Label end = builder_.new_label();  // label 0: where a `return` of the thread goes
  if (!is_init && !globals_.constants.left_open().empty()) {
    open_.emplace().cell = builder_.allocate();
  }
  if (!is_init) declare_outermost(body);
  const bool merges = !is_init && globals_.counts_biased();
  if (merges) merging_.emplace().return_cell = builder_.allocate();
  scopes_.emplace_back();
  statements(body);
  scopes_.pop_back();
  builder_.bind(end);
  if (merges) merge_routines(body.close);
  return builder_.finish(body.close, globals_.program.targets, first_list_);
}

// Properties read the locals of the outermost block at any time, before their `let` too, so their
// cells are theirs alone.
void ThreadLowering::declare_outermost(const Block& body) {
  const auto reserve = [this](const std::string& name, const CellShape& shape) {
    if (reserved_.count(name) != 0) return;
    Local local;
    local.cell = builder_.allocate(shape.size);
    reserved_[name] = local;
    outermost_.push_back({name, local.cell, shape.size, shape.is_array, shape.is_boolean});
  };
  std::vector<Diagnostic> reported_later;
  for (const Statement& s : body.statements) {
    if (s.kind == Statement::Kind::choose) reserve(s.name.text, {});
    for (const Cell& cell : s.cells) {
      reserve(cell.name.text, shape_of(cell, globals_.constants, reported_later));
    }
  }
}

Node ThreadLowering::node(NodeKind kind, SourceSpan span) const {
  Node result;
  result.kind = kind;
  result.span = span;
  result.gil_free = gil_free_;
  return result;
}

SwitchPoints ThreadLowering::behind(SwitchPoints reasons) const {
  if (in_region_) return 0;
  if (in_native_) {
    return bit(SwitchPoint::step) |
           static_cast<SwitchPoint>(reasons & bit(SwitchPoint::gil_release));
  }
  if (in_instruction_) return bit(SwitchPoint::step);
  return static_cast<SwitchPoints>(reasons | (SwitchPoint::step | SwitchPoint::instruction));
}

void ThreadLowering::point(SwitchPoints reasons, SourceSpan span) {
  if (in_native_ || in_region_) return;
  Node control = node(NodeKind::point, span);
  control.points = reasons;
  builder_.emit(control);
}

void ThreadLowering::move(const Value& value, const raceproof::Place& place, SourceSpan span) {
  const bool is_same = !value.is_constant && place.size == 0 &&
                       value.number == static_cast<std::int64_t>(place.cell);
  const bool is_unlimited = place.low == std::numeric_limits<std::int64_t>::min() &&
                            place.high == std::numeric_limits<std::int64_t>::max();
  if (is_same && is_unlimited) return;
  Node control = node(NodeKind::move, span);
  control.a = value.operand();
  control.place = place;
  builder_.emit(control);
}

void ThreadLowering::discard(const Value& value, SourceSpan span) {
  if (!value.is_temporary) return;
  Node control = node(NodeKind::clear, span);
  control.destination = static_cast<CellIndex>(value.number);
  control.count = 1;
  builder_.emit(control);
}

// Dead cells are zero, so that they never tell states apart.
void ThreadLowering::clear_from(CellIndex mark, SourceSpan span) {
  const CellIndex top = builder_.mark();
  if (top <= mark) return;
  Node control = node(NodeKind::clear, span);
  control.destination = mark;
  control.count = top - mark;
  builder_.emit(control);
}

bool ThreadLowering::is_full(SourceSpan) {
  if (is_full_) return true;
  if (builder_.steps() <= steps_max && builder_.nodes() <= nodes_max && calls_ <= calls_max) {
    return false;
  }
  is_full_ = true;
  is_reachable_ = false;
  globals_.diagnostics.push_back(
      {span_, "'" + name_ + "' has more than 1,000,000 steps with its calls written out",
       "use a loop in place of repeated calls"});
  return true;
}

}  // namespace raceproof::lang
