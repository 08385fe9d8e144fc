#include "tests/time/tick_by_tick.h"

#include <algorithm>

namespace raceproof::timed {
namespace {

using Kind = Operation::Kind;

constexpr int nobody = -1;

struct Runner {
  std::size_t at = 0;
  int left = 0;  // of what it has begun, or 0
  int ran = 0;
  bool has_processor = false;
};

struct World {
  std::vector<Runner> threads;
  std::vector<int> lock_owner;
  int owner = nobody;
  bool owner_is_at_point = true;
  int heir = nobody;
  int heir_left = 0;
};

class Recursion {
 public:
  Recursion(const TinyProgram& program, Turns turns, std::uint64_t calls_max)
      : program_(program), turns_(turns), calls_left_(calls_max) {}

  Spread run() {
    World world;
    world.threads.resize(program_.threads.size());
    world.lock_owner.assign(static_cast<std::size_t>(program_.locks), nobody);
    go(world, 0);
    return spread_;
  }

 private:
  bool has_gil_model() const { return turns_ == Turns::gil || turns_ == Turns::gil_behind_with; }
  int count() const { return static_cast<int>(program_.threads.size()); }
  static Runner& of(World& w, int t) { return w.threads[static_cast<std::size_t>(t)]; }
  static const Runner& of(const World& w, int t) { return w.threads[static_cast<std::size_t>(t)]; }

  bool has_ended(const World& w, int t) const {
    return of(w, t).at == program_.threads[static_cast<std::size_t>(t)].size();
  }
  const Operation& operation(const World& w, int t) const {
    return program_.threads[static_cast<std::size_t>(t)][of(w, t).at];
  }
  static bool is_cpu(Kind kind) {
    return kind == Kind::cpu || kind == Kind::native_cpu || kind == Kind::free_cpu;
  }
  bool computes(const World& w, int t) const {
    return !has_ended(w, t) && of(w, t).left > 0 && is_cpu(operation(w, t).kind);
  }
  bool can_go(const World& w, int t) const {
    if (has_ended(w, t)) return false;
    if (of(w, t).left > 0) return computes(w, t);
    const Operation& next = operation(w, t);
    return next.kind != Kind::acquire ||
           w.lock_owner[static_cast<std::size_t>(next.number)] == nobody;
  }
  bool needs_turn(const World& w, int t) const {
    if (turns_ == Turns::free) return false;
    return turns_ == Turns::serial || operation(w, t).kind != Kind::free_cpu;
  }
  bool has_turn(const World& w, int t) const { return w.owner == t || !needs_turn(w, t); }
  bool wants_turn(const World& w, int t) const { return can_go(w, t) && !has_turn(w, t); }
  bool wants_processor(const World& w, int t) const {
    return computes(w, t) && !of(w, t).has_processor && has_turn(w, t);
  }
  bool is_processor_free(const World& w) const {
    return std::count_if(w.threads.begin(), w.threads.end(),
                         [](const Runner& r) { return r.has_processor; }) < program_.cores;
  }
  bool is_at_multiple(const World& w, int t) const {
    return of(w, t).ran > 0 && of(w, t).ran % program_.interval == 0;
  }

  static void give_turn(World& w, int t) {
    w.owner = t;
    w.owner_is_at_point = true;
    of(w, t).ran = 0;
  }
  void give_processor(World& w, int t) const {
    of(w, t).has_processor = true;
    if (!needs_turn(w, t)) of(w, t).ran = 0;
  }

  void tidy(World& w) const {
    const int o = w.owner;
    if (o != nobody) {
      const bool rests = !has_ended(w, o) && of(w, o).left > 0 && !computes(w, o);
      const bool keeps = !has_ended(w, o) && needs_turn(w, o) &&
                         (can_go(w, o) || (rests && turns_ == Turns::serial));
      if (!keeps) w.owner = nobody;
    }
    for (int t = 0; t < count(); ++t) {
      if (!can_go(w, t) || !has_turn(w, t)) of(w, t).has_processor = false;
    }
  }

  void go(World w, int now) {
    if (spread_.gave_up || calls_left_-- == 0) {
      spread_.gave_up = true;
      return;
    }
    tidy(w);
    bool is_over = true;
    for (int t = 0; t < count(); ++t) is_over = is_over && has_ended(w, t);
    if (is_over) {
      spread_.least = std::min(spread_.least.value_or(now), now);
      spread_.greatest = std::max(spread_.greatest.value_or(now), now);
      return;
    }
    bool must_act = false;
    for (int t = 0; t < count(); ++t) must_act = act(w, t, now) || must_act;
    force(w, now);
    if (!must_act) tick(w, now);
  }

  // What the thread can do now; whether there is anything.
  bool act(const World& w, int t, int now) {
    const bool may_have_turn = w.owner == nobody && w.heir == nobody;
    if (!can_go(w, t) || (!has_turn(w, t) && !may_have_turn)) return false;
    World next = w;
    if (computes(w, t)) {
      if (!has_turn(w, t)) {
        give_turn(next, t);
      } else if (!of(w, t).has_processor && is_processor_free(w)) {
        give_processor(next, t);
      } else {
        return false;
      }
      go(next, now);
      return true;
    }
    if (!has_turn(w, t)) give_turn(next, t);
    const Operation& step = operation(w, t);
    const auto lock = static_cast<std::size_t>(step.number);
    bool is_at_point = true;
    switch (step.kind) {
      case Kind::acquire:
        next.lock_owner[lock] = t;
        ++of(next, t).at;
        is_at_point = turns_ == Turns::gil_behind_with;
        break;
      case Kind::release:
        next.lock_owner[lock] = nobody;
        ++of(next, t).at;
        break;
      case Kind::sleep:
      case Kind::io:
        if (has_gil_model()) next.owner = nobody;
        of(next, t).left = step.number;
        break;
      case Kind::native_cpu: is_at_point = false; [[fallthrough]];
      case Kind::cpu:
      case Kind::free_cpu: of(next, t).left = step.number; break;
    }
    if (next.owner == t) next.owner_is_at_point = is_at_point;
    go(next, now);
    return true;
  }

  void force(const World& w, int now) {
    for (int t = 0; t < count(); ++t) {
      if (!is_at_multiple(w, t)) continue;
      for (int other = 0; other < count(); ++other) {
        if (other == t) continue;
        World next = w;
        of(next, t).has_processor = false;
        of(next, t).ran = 0;
        if (has_gil_model() && w.owner == t && w.owner_is_at_point && wants_turn(w, other)) {
          next.owner = nobody;
          if (program_.cost == 0) {
            give_turn(next, other);
          } else {
            next.heir = other;
            next.heir_left = program_.cost;
          }
          go(next, now);
        } else if (of(w, t).has_processor && !needs_turn(w, t) && wants_processor(w, other)) {
          give_processor(next, other);
          go(next, now);
        }
      }
    }
  }

  void tick(World w, int now) {
    bool passes = w.heir != nobody;
    if (passes && --w.heir_left == 0) {
      give_turn(w, w.heir);
      w.heir = nobody;
    }
    for (int t = 0; t < count(); ++t) {
      Runner& r = of(w, t);
      if (r.left == 0 || (computes(w, t) && !r.has_processor)) continue;
      passes = true;
      if (computes(w, t)) ++r.ran;
      if (--r.left > 0) continue;
      ++r.at;
      if (w.owner == t) w.owner_is_at_point = true;
    }
    if (passes) go(w, now + 1);
  }

  const TinyProgram& program_;
  Turns turns_;
  std::uint64_t calls_left_;
  Spread spread_;
};

int pick(std::mt19937& random, int least, int greatest) {
  return least + static_cast<int>(random() % static_cast<unsigned>(greatest - least + 1));
}

// A step or a few; `held` are the locks already taken, so that no thread takes one twice.
void add_random(std::mt19937& random, TinyProgram& program, std::vector<Operation>& thread,
                std::vector<bool>& held) {
  switch (pick(random, 0, 9)) {
    case 0:
    case 1: thread.push_back({Kind::sleep, pick(random, 1, 4)}); return;
    case 2: thread.push_back({Kind::io, pick(random, 1, 4)}); return;
    case 3: thread.push_back({Kind::native_cpu, pick(random, 1, 4)}); return;
    case 4: thread.push_back({Kind::free_cpu, pick(random, 1, 4)}); return;
    case 5:
    case 6: {
      const auto lock = static_cast<std::size_t>(pick(random, 0, program.locks - 1));
      if (held[lock]) break;
      held[lock] = true;
      thread.push_back({Kind::acquire, static_cast<int>(lock)});
      add_random(random, program, thread, held);
      thread.push_back({Kind::release, static_cast<int>(lock)});
      held[lock] = false;
      return;
    }
    default: break;
  }
  thread.push_back({Kind::cpu, pick(random, 1, 5)});
}

}  // namespace

std::string TinyProgram::text() const {
  std::string text = "cores " + std::to_string(cores) + "\nswitch_interval " +
                     std::to_string(interval) + "us\nswitch_cost " + std::to_string(cost) + "us\n";
  for (int lock = 0; lock < locks; ++lock) text += "lock m" + std::to_string(lock) + "\n";
  for (std::size_t t = 0; t < threads.size(); ++t) {
    text += "thread t" + std::to_string(t) + " {\n";
    for (const Operation& step : threads[t]) {
      const std::string number = std::to_string(step.number);
      switch (step.kind) {
        case Kind::cpu: text += "  cpu " + number + "us\n"; break;
        case Kind::native_cpu: text += "  native { cpu " + number + "us }\n"; break;
        case Kind::free_cpu: text += "  native { allow_threads { cpu " + number + "us } }\n"; break;
        case Kind::sleep: text += "  sleep " + number + "us\n"; break;
        case Kind::io: text += "  io " + number + "us\n"; break;
        case Kind::acquire: text += "  with m" + number + " {\n"; break;
        case Kind::release: text += "  }\n"; break;
      }
    }
    text += "}\n";
  }
  return text;
}

TinyProgram random_program(std::mt19937& random) {
  TinyProgram program;
  program.cores = pick(random, 1, 2);
  program.interval = pick(random, 1, 3);
  program.cost = pick(random, 0, 2);
  program.locks = pick(random, 1, 2);
  const int threads = pick(random, 2, 3);
  for (int t = 0; t < threads; ++t) {
    std::vector<Operation> thread;
    std::vector<bool> held(static_cast<std::size_t>(program.locks), false);
    const int steps = pick(random, 1, threads == 2 ? 3 : 2);
    for (int i = 0; i < steps; ++i) add_random(random, program, thread, held);
    program.threads.push_back(std::move(thread));
  }
  return program;
}

Spread tick_by_tick(const TinyProgram& program, Turns turns, std::uint64_t calls_max) {
  return Recursion(program, turns, calls_max).run();
}

}  // namespace raceproof::timed
