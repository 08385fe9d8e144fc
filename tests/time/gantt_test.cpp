#include "checker/report/gantt.h"

#include <gtest/gtest.h>

#include <sstream>

#include "tests/time/timed_check.h"

namespace raceproof::report {
namespace {

std::string chart(const std::string& text, std::string_view model, std::string_view indent = "") {
  const timed::Checked checked = timed::check_makespan(text, model);
  return gantt(*checked.result.makespan, checked.loaded.scenario->program, indent);
}

TEST(Gantt, ShowsLeastAndGreatest) {
  EXPECT_EQ(chart("cores 2\nswitch_cost 1ms\nthread t[2] { cpu 10ms }\nmakespan in 20ms..22ms\n",
                  "gil_314"),
            R"(the least takes 20ms, no forced hand-over
         0         5ms       10ms      15ms      20ms
         |---------|---------|---------|---------
T0 t[0]  ####################
T1 t[1]  wwwwwwwwwwwwwwwwwwww####################
GIL      0000000000000000000011111111111111111111
         # runs with the GIL   w waits for the GIL   a column is 500us

the greatest takes 22ms, 2 forced hand-overs
         0         5ms       10ms      15ms      20ms
         |---------|---------|---------|---------|---
T0 t[0]  ##########wwwwwwwwwwww>>##########
T1 t[1]  wwwwwwwwww>>##########wwwwwwwwwwww##########
GIL      0000000000**1111111111**00000000001111111111
         # runs with the GIL   w waits for the GIL   > receives the GIL   * handed over
         a column is 500us
)");
}

TEST(Gantt, OneChartWhereAllTakeTheSame) {
  EXPECT_EQ(chart("lock m\nthread t { with m { sleep 2s } }\nthread u { with m { io 1s } }\n"
                  "makespan == 3s\n",
                  "no_gil", "  "),
            R"(  every schedule takes 3s
        0         500ms     1s        1.5s      2s        2.5s      3s
        |---------|---------|---------|---------|---------|---------
  T0 t  ssssssssssssssssssssssssssssssssssssssss
  T1 u  bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbiiiiiiiiiiiiiiiiiiii
        s sleeps   i io   b blocked   a column is 50ms
)");
}

TEST(Gantt, IsNoWiderThanAHundredColumns) {
  std::string text = "cores 3\nswitch_cost 37us\n";
  text += "thread a_thread_with_a_name_that_is_very_long[3] { cpu 7919us; sleep 104729us }\n";
  text += "makespan == 1s\n";
  for (const std::string_view model : {"no_gil", "gil_313", "serial"}) {
    std::istringstream lines(chart(text, model, "      "));
    for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 100U) << line;
  }
}

TEST(Gantt, NoTimeAtAll) {
  EXPECT_EQ(chart("thread t { skip }\nmakespan == 0us\n", "no_gil"), "every schedule takes 0us\n");
}

}  // namespace
}  // namespace raceproof::report
