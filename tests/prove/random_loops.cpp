#include "tests/prove/random_loops.h"

#include <initializer_list>

namespace raceproof::random_loops {
namespace {

class Generator {
 public:
  explicit Generator(std::uint64_t number) : random_(number * 2 + 1) {
    for (int i = 0; i < 4; ++i) pick(2);
  }

  Scenario scenario() {
    const std::string range = pick(6) == 0 ? ": -1.." + number(3, 6) : "";
    std::string text = "var x" + range + " = " + number(0, 2) + ", y = 0\natomic a = 0\nlock m\n";
    if (pick(5) == 0) text += "init {\n  " + beginning() + "\n}\n";
    const std::size_t threads = 2 + (pick(4) == 0 ? 1 + pick(2) : 0);
    if (pick(3) == 0) {
      return {text + "thread t[" + std::to_string(threads) + "] {\n" + body() + "}\n", "t[0].k"};
    }
    for (std::size_t i = 0; i < threads; ++i) {
      text += "thread t" + std::to_string(i) + " {\n" + body() + "}\n";
    }
    return {text, "t0.k"};
  }

 private:
  std::size_t pick(std::size_t count) {
    random_ = random_ * 6364136223846793005u + 1442695040888963407u;
    return static_cast<std::size_t>((random_ >> 33) % count);
  }
  std::string number(int low, int high) {
    return std::to_string(low + static_cast<int>(pick(static_cast<std::size_t>(high - low + 1))));
  }
  std::string one_of(std::initializer_list<const char*> list) {
    return list.begin()[pick(list.size())];
  }

  std::string beginning() {
    switch (pick(3)) {
      case 0: return "y = x + " + number(0, 1);
      case 1: return "choose c in 0..1; y = c";
      default: return "let first = m.try_acquire(); let second = m.try_acquire(); y = second";
    }
  }

  std::string body() {
    std::string text = "  let k = " + number(0, 2) + "\n";
    if (pick(4) == 0) text += "  " + simple() + "\n";
    const std::string rounds = number(1, 3);
    const std::size_t form = pick(6);
    if (form == 0) {
      text += "  for i in 0.." + rounds + " {\n" + block() + "  }\n";
    } else if (form == 1) {
      text += "  with m {\n  repeat " + rounds + " {\n" + block() + "  }\n  }\n";
    } else {
      text += "  repeat " + rounds + " {\n" + block() + "  }\n";
    }
    if (pick(5) == 0) text += "  " + simple() + "\n";
    if (pick(6) == 0) text += "  " + own() + "\n";
    return text;
  }

  std::string own() {
    switch (pick(6)) {
      case 0: return "k = " + number(0, 5);
      case 1: return "k -= 1";
      case 2: return "assume k < " + number(1, 3);
      case 3: return "assert k < " + number(2, 5);
      case 4: return "k = x";
      default: return variable() + " = k";
    }
  }

  std::string block() {
    std::string text;
    const std::size_t count = pick(4) == 0 ? 2 : 1;
    for (std::size_t i = 0; i < count; ++i) text += "    " + statement() + "\n";
    return text;
  }

  std::string statement() {
    switch (pick(12)) {
      case 0: return "if " + variable() + " < " + number(1, 4) + " { " + simple() + " }";
      case 1: return "with m { " + simple() + " }";
      case 2: {
        const std::string local = "r" + std::to_string(locals_++);
        return "let " + local + " = " + variable() + "; " + variable() + " = " + local + " + " +
               number(1, 2);
      }
      case 3: return "if x == y { " + simple() + " } else { " + simple() + " }";
      case 4: return pick(2) == 0 ? "await x + y >= " + number(0, 1) : "atomic { x += 1; y -= 1 }";
      case 5: return pick(3) == 0 ? "assert x < " + number(3, 9) : simple();
      case 6: return own();
      case 7: return "native { " + simple() + "; " + own() + " }";
      case 8: return "if m.try_acquire() { " + simple() + "; m.release() }";
      default: return simple();
    }
  }

  std::string variable() { return one_of({"x", "x", "y"}); }

  std::string simple() {
    switch (pick(8)) {
      case 0: return "x = y";
      case 1: return "y = x + " + number(0, 2);
      case 2: return "x = " + number(0, 3);
      case 3: return "a.fetch_add(1)";
      case 4: return "y -= 1";
      default: return variable() + " += " + number(1, 3);
    }
  }

  std::uint64_t random_;
  int locals_ = 0;
};

}  // namespace

Scenario scenario(std::uint64_t number) {
  return Generator(number).scenario();
}

}  // namespace raceproof::random_loops
