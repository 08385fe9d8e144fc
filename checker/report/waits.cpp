#include "checker/report/waits.h"

#include <algorithm>
#include <array>
#include <optional>

#include "checker/property/waiting.h"
#include "checker/report/cycle.h"
#include "checker/report/step_text.h"
#include "checker/result/number.h"
#include "models/condition.h"
#include "models/lock.h"

namespace raceproof::report {
namespace {

/// What one thread waits for: an object and perhaps who holds it, other threads, or a condition.
struct Wait {
  std::uint32_t thread = 0;
  NodeKind kind = NodeKind::await;
  SourceSpan span;
  std::string what;                     // the object, the threads of the join, the condition
  std::optional<std::uint32_t> lock;    // the lock that is wanted, if it is one
  std::optional<std::uint32_t> holder;  // who holds it
  std::vector<std::uint32_t> joined;    // the threads of a join that have not ended
};

/// When a lock was taken that is still held.
struct Held {
  std::size_t step = 0;  // 0: in `init`
  SourceSpan span;
};

// What nobody is left to do, for waits that have no holder.
struct HopeRow {
  NodeKind kind;
  std::string_view hope;
};
constexpr std::array<HopeRow, 9> hopes{{
    {NodeKind::acquire, "release it"},
    {NodeKind::event_wait, "set it"},
    {NodeKind::barrier_arrive, "leave it"},
    {NodeKind::barrier_leave, "arrive"},
    {NodeKind::condition_wake, "notify it"},
    {NodeKind::put, "take from it"},
    {NodeKind::get, "put into it"},
    {NodeKind::read_acquire, "end writing"},
    {NodeKind::write_acquire, "let go of it"},
}};

std::string line_text(const SourceSpan& span) {
  return "line " + std::to_string(span.line);
}

class Waits {
 public:
  Waits(const Subject& subject, const result::ModelResult& model, const result::Trace& trace)
      : subject_(subject),
        program_(subject.scenario->program),
        trace_(trace),
        machine_(program_, *model.model, removed_objects(subject, model)) {
    for (std::uint32_t thread = 0; thread < program_.threads.size(); ++thread) {
      if (const auto waiting = property::waiting_of(machine_, trace.last, thread)) {
        waits_.push_back(describe(thread, *waiting));
      }
    }
  }

  std::vector<std::string> sentences() const {
    std::vector<std::string> sentences;
    const std::vector<std::uint32_t> cycle = find_cycle();
    if (cycle.size() > 1) sentences.push_back(heading(cycle));
    for (const std::uint32_t thread : cycle) sentences.push_back(sentence(wait_of(thread)));
    for (const Wait& wait : waits_) {
      const bool is_told = std::find(cycle.begin(), cycle.end(), wait.thread) != cycle.end();
      if (!is_told) sentences.push_back(sentence(wait));
    }
    return sentences;
  }

 private:
  Wait describe(std::uint32_t thread, const property::Waiting& waiting) const {
    Wait wait;
    wait.thread = thread;
    wait.kind = waiting.kind;
    wait.span = waiting.span;
    if (waiting.kind == NodeKind::join) {
      const Node& node = machine_.next_step(trace_.last, thread);
      for (std::uint32_t other = 0; other < program_.threads.size(); ++other) {
        if (is_joined(thread, node, other) && !has_ended(other)) wait.joined.push_back(other);
      }
      wait.what = "the end of " + thread_list(wait.joined);
    } else if (!waiting.object) {
      wait.what = statement_text(subject_, waiting.span);
      if (wait.what.starts_with("await ")) wait.what.erase(0, 6);
    } else {
      describe_object(*waiting.object, wait);
    }
    return wait;
  }

  void describe_object(std::uint32_t number, Wait& wait) const {
    const SyncObject& object = program_.objects[number];
    wait.what = object.name;
    const bool is_lock =
        object.kind == SyncObject::Kind::lock || object.kind == SyncObject::Kind::rlock;
    if (is_lock) wait.lock = number;
    // Once notified, a thread that waits for a condition wants its lock back.
    const bool was_notified =
        wait.kind == NodeKind::condition_wake &&
        condition::sleep_of(object, trace_.last.cells, wait.thread) == condition::Sleep::notified;
    if (was_notified) {
      wait.lock = object.lock;
      wait.what = program_.objects[object.lock].name;
    }
    if (wait.lock) wait.holder = lock::taker(program_.objects[*wait.lock], trace_.last.cells);
    if (wait.kind == NodeKind::put) wait.what = "room in " + wait.what;
    if (wait.kind == NodeKind::get) wait.what = "something in " + wait.what;
    if (wait.kind == NodeKind::condition_wake && !was_notified) {
      wait.what = "a notification of " + wait.what;
    }
  }

  bool is_joined(std::uint32_t thread, const Node& node, std::uint32_t other) const {
    const std::uint32_t first = place_number(machine_, trace_.last, thread, node);
    return other >= first && other < first + (node.place.size == 0 ? node.count : 1);
  }

  bool has_ended(std::uint32_t thread) const {
    return trace_.last.cells[program_.threads[thread].pc_cell] == pc_ended;
  }
  bool has_started(std::uint32_t thread) const {
    return trace_.last.cells[program_.threads[thread].pc_cell] != pc_not_started;
  }

  std::vector<std::uint32_t> find_cycle() const {
    std::vector<std::pair<std::uint32_t, std::uint32_t>> edges;
    const auto threads = static_cast<std::uint32_t>(program_.threads.size());
    for (const Wait& wait : waits_) {
      if (wait.holder && *wait.holder < threads) edges.emplace_back(wait.thread, *wait.holder);
      for (const std::uint32_t other : wait.joined) edges.emplace_back(wait.thread, other);
    }
    return shortest_cycle(threads, edges);
  }

  // Since when the lock is held: the acquire that made it held, in whatever way.
  Held since(std::uint32_t lock) const {
    Held held;
    std::size_t depth = 0;
    for (const Event& event : trace_.init_events) follow(event, lock, 0, depth, held);
    for (std::size_t i = 0; i < trace_.steps.size(); ++i) {
      for (const Event& event : trace_.steps[i].events) follow(event, lock, i + 1, depth, held);
    }
    return held;
  }

  void follow(const Event& event, std::uint32_t lock, std::size_t step, std::size_t& depth,
              Held& held) const {
    const bool is_on_it = is_on_object(event.kind) && event.cell == lock;
    const bool is_on_condition =
        (event.kind == NodeKind::condition_sleep || event.kind == NodeKind::condition_wake) &&
        program_.objects[event.cell].lock == lock;
    const bool takes = (is_on_it && (event.kind == NodeKind::acquire ||
                                     (event.kind == NodeKind::try_acquire && event.value != 0))) ||
                       (is_on_condition && event.kind == NodeKind::condition_wake);
    if (takes && depth++ == 0) held = {step, event.span};
    if (is_on_it && event.kind == NodeKind::release && depth > 0) --depth;
    if (is_on_condition && event.kind == NodeKind::condition_sleep) depth = 0;
  }

  std::string since_text(std::uint32_t lock) const {
    const Held held = since(lock);
    const std::string where =
        held.step == 0 ? "init" : "step " + result::grouped(std::to_string(held.step));
    return " (since " + where + ", " + line_text(held.span) + ")";
  }

  // "T0 waits for b (line 8), which T1 holds (since step 3, line 13)".
  std::string sentence(const Wait& wait) const {
    const std::string text =
        thread_text(wait.thread) + " waits for " + wait.what + " (" + line_text(wait.span) + ")";
    if (wait.holder) return text + holder_text(wait);
    if (wait.kind == NodeKind::join) return text + joined_text(wait);
    for (const HopeRow& row : hopes) {
      if (row.kind == wait.kind) return text + ", and nobody is left to " + std::string(row.hope);
    }
    return text + ", and nobody is left to make it true";
  }

  std::string holder_text(const Wait& wait) const {
    const std::string since = since_text(*wait.lock);
    if (*wait.holder == wait.thread) return ", which it holds itself" + since;
    std::string text = ", which " + thread_text(program_, *wait.holder) + " holds" + since;
    if (*wait.holder < program_.threads.size() && has_ended(*wait.holder)) {
      text += " and, having ended, never releases";
    }
    return text;
  }

  std::string joined_text(const Wait& wait) const {
    for (const std::uint32_t other : wait.joined) {
      if (!has_started(other)) return ", and " + thread_text(other) + " was never started";
    }
    return wait.joined.size() == 1 ? ", which waits itself" : ", which wait themselves";
  }

  static std::string thread_list(const std::vector<std::uint32_t>& threads) {
    std::string text;
    for (std::size_t i = 0; i < threads.size(); ++i) {
      if (i > 0) text += i + 1 == threads.size() ? " and " : ", ";
      text += thread_text(threads[i]);
    }
    return text;
  }

  static std::string heading(const std::vector<std::uint32_t>& cycle) {
    return "circular wait of " + thread_list(cycle) + ":";
  }

  const Wait& wait_of(std::uint32_t thread) const {
    return *std::find_if(waits_.begin(), waits_.end(),
                         [&](const Wait& wait) { return wait.thread == thread; });
  }

  const Subject& subject_;
  const Program& program_;
  const result::Trace& trace_;
  Machine machine_;
  std::vector<Wait> waits_;
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
