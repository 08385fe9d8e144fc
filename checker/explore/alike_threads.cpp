#include "checker/explore/alike_threads.h"

#include <algorithm>
#include <map>

#include "checker/explore/thread_names.h"

namespace raceproof::explore {
namespace {

constexpr std::size_t naming_max = 31;   // objects that name threads, of which each takes two bits
constexpr std::size_t sleepers_max = 8;  // in a group: all their ways to sleep are numbered

bool is_biased(const HeapObject& object) { return object.counting == Counting::biased; }

bool has(const Code& code, NodeKind kind) {
  return std::any_of(code.begin(), code.end(), [&](const Node& node) { return node.kind == kind; });
}

// Whom `notify` wakes is chosen by number, so an alternative of one step becomes another one's. The
// alternatives of an indivisible block are numbered by all that is chosen in it.
bool chooses_whom_to_wake_in_a_block(const Program& program) {
  return std::any_of(program.codes.begin(), program.codes.end(), [](const Code& code) {
    return has(code, NodeKind::notify) && has(code, NodeKind::region_end);
  });
}

bool names_cell(const Expression& expression, CellIndex first, CellIndex end) {
  using Kind = Expression::Kind;
  if (expression.kind == Kind::cell || expression.kind == Kind::element) {
    const CellIndex last = expression.cell + std::max<std::uint32_t>(expression.size, 1);
    if (expression.cell < end && first < last) return true;
  }
  return std::any_of(expression.operands.begin(), expression.operands.end(),
                     [&](const Expression& one) { return names_cell(one, first, end); });
}

bool is_named(const ThreadInfo& thread, const Expression& expression) {
  return names_cell(expression, thread.pc_cell, thread.pc_cell + 1) ||
         names_cell(expression, thread.frame, thread.frame + thread.frame_size);
}

// A `start` or `join` tells those of a group apart that it is about from the others, and one with
// an index from each other.
bool tells_apart(const Node& node, const std::vector<std::uint32_t>& group) {
  if (node.kind != NodeKind::start && node.kind != NodeKind::join) return false;
  const bool is_indexed = node.place.size != 0;
  const std::uint32_t first = node.place.cell;
  const std::uint32_t end = first + (is_indexed ? node.place.size : node.count);
  const auto named = std::count_if(group.begin(), group.end(), [&](std::uint32_t thread) {
    return thread >= first && thread < end;
  });
  return named != 0 && (is_indexed || named != static_cast<std::ptrdiff_t>(group.size()));
}

bool starts_alike(const Program& program, const ThreadInfo& a, const ThreadInfo& b) {
  if (a.frame_size != b.frame_size || a.waits_for_start != b.waits_for_start) return false;
  const auto first = program.initial.begin();
  return program.initial[a.pc_cell] == program.initial[b.pc_cell] &&
         std::equal(first + a.frame, first + a.frame + a.frame_size, first + b.frame);
}

bool is_alike(const Program& program, const std::vector<std::uint32_t>& group,
              std::span<const Expression* const> asked) {
  const ThreadInfo& first = program.threads[group[0]];
  for (const std::uint32_t member : group) {
    const ThreadInfo& thread = program.threads[member];
    if (!starts_alike(program, first, thread)) return false;
    const auto names = [&](const Expression& one) { return is_named(thread, one); };
    if (std::any_of(program.expressions.begin(), program.expressions.end(), names)) return false;
    if (std::any_of(asked.begin(), asked.end(), [&](const auto* one) { return names(*one); })) {
      return false;
    }
  }
  const auto is_told_apart = [&](const Code& code) {
    return std::any_of(code.begin(), code.end(),
                       [&](const Node& node) { return tells_apart(node, group); });
  };
  return !is_told_apart(program.init) &&
         std::none_of(program.codes.begin(), program.codes.end(), is_told_apart);
}

bool is_condition(const SyncObject& object) {
  return object.kind == SyncObject::Kind::condition;
}

bool names_threads(const SyncObject& object) { return names_of(object.kind) != Names::nobody; }

}  // namespace

// A biased count says which thread owns it, in cells of objects, of frames and in queues.
AlikeThreads alike_threads(const Program& program, std::span<const Expression* const> asked) {
  if (std::any_of(program.heap.begin(), program.heap.end(), is_biased)) return {};
  if (chooses_whom_to_wake_in_a_block(program)) return {};
  const auto& objects = program.objects;
  const auto naming = std::count_if(objects.begin(), objects.end(), names_threads);
  if (naming > static_cast<std::ptrdiff_t>(naming_max)) return {};
  const bool sleeps = std::any_of(objects.begin(), objects.end(), is_condition);
  std::map<std::uint32_t, std::vector<std::uint32_t>> by_code;
  for (std::uint32_t i = 0; i < program.threads.size(); ++i) {
    by_code[program.threads[i].code].push_back(i);
  }
  AlikeThreads groups;
  for (auto& [code, group] : by_code) {
    if (group.size() < 2 || group.size() > (sleeps ? sleepers_max : alike_max)) continue;
    if (is_alike(program, group, asked)) groups.push_back(std::move(group));
  }
  return groups;
}

}  // namespace raceproof::explore
