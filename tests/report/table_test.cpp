#include "checker/report/table.h"

#include <gtest/gtest.h>

namespace raceproof::report {
namespace {

TEST(Table, ColumnsAreAsWideAsTheirWidestCell) {
  Table table({Align::right, Align::left, Align::left});
  table.add({{"1"}, {"a"}, {"x"}});
  table.add({{"200"}, {"bcd"}, {"y"}});
  EXPECT_EQ(table.render({}, ""), "  1  a    x\n200  bcd  y\n");
}

TEST(Table, LinesEndWithoutSpaces) {
  Table table({Align::left, Align::left, Align::right});
  table.add({{"a"}, {""}, {""}});
  table.add({{"long"}, {"b"}});
  EXPECT_EQ(table.render({}, "  "), "  a\n  long  b\n");
}

TEST(Table, BarsStandInEveryRow) {
  Table table({Align::left, Align::left, Align::left});
  table.set_separator(0, " | ");
  table.add({{"h"}, {"i"}, {"note"}});
  table.add_rule(2);
  table.add({{""}, {""}, {""}});
  EXPECT_EQ(table.render({}, ""), "h | i  note\n--+--\n  |\n");
}

TEST(Table, ColourTakesNoSpace) {
  Table table({Align::left, Align::left});
  table.add({{"a", Tone::good}, {"x"}});
  table.add({{"bcd"}, {"y"}});
  EXPECT_EQ(table.render({true}, ""), "\x1b[32ma\x1b[0m    x\nbcd  y\n");
  EXPECT_EQ(table.width(), 6u);
}

}  // namespace
}  // namespace raceproof::report
