// Whole scenarios in which nothing is wrong.
#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/names/judged.h"

namespace raceproof::lang {
namespace {

TEST(Right, ThePetersonLock) {
  expect({{R"(
var flag[2] = false, turn = 0, inside: 0..1 = 0
thread p[2] {
    flag[self] = true
    turn = 1 - self
    while flag[1 - self] and turn == 1 - self { yield }
    inside += 1
    inside -= 1
    flag[self] = false
}
always inside <= 1   fails
starvation_free      holds under serial
)",
           {}}});
}

TEST(Right, AQueueBetweenThreadsThatStartEachOther) {
  expect({{R"(
const N = 3
queue q(2)
lock m
condition c(m)
event done
var sum = 0
def take(limit) {
    for i in 0..limit {
        let v = q.get()
        if v == 0 { return i }
        with m { sum += v; c.notify_all() }
    }
    return limit
}
thread main {
    start worker
    for i in 1..N + 1 { q.put(i) }
    q.put(0)
    with c { while sum < 6 { c.wait() } }
    done.set()
    join worker[0]; join worker
}
thread worker[2] {
    let taken = take(10)
    done.wait()
}
outcomes sum, worker[0].taken
leads_to(sum == 6, sum == 6)
)",
           {}}});
}

TEST(Right, ReferencesAndNativeCode) {
  expect({{R"(
object o: biased
object p: immortal = 1
ref cache = new o
var last = 0
init { cache = none; choose start_value in 0..1; last = start_value }
thread t[2] {
    ref mine = cache
    if mine == none { mine = new o }
    native { p.incref(); allow_threads { sleep 2ms } p.decref() }
    mine.use()
    last = refcount(mine)
    cache = mine
    del mine
}
refcount_safe fails
cores 2
makespan in 1ms..4ms under no_gil
)",
           {}}});
}

// The specifications may come before the tests know them: each that parses must be judged right,
// but for those that exist to be rejected.
TEST(Right, EverySpecification) {
  const std::filesystem::path specs = std::filesystem::path(RACEPROOF_SOURCE_DIR) / "specs";
  for (const auto& entry : std::filesystem::recursive_directory_iterator(specs)) {
    if (entry.path().extension() != ".race") continue;
    if (entry.path().lexically_relative(specs).string().find("rejected") != std::string::npos)
      continue;
    std::stringstream text;
    text << std::ifstream(entry.path()).rdbuf();
    SCOPED_TRACE(entry.path());
    EXPECT_THAT(judged(text.str()), testing::IsEmpty());
  }
}

}  // namespace
}  // namespace raceproof::lang
