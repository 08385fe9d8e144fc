#include "tools/quantity.h"

#include <gtest/gtest.h>

namespace raceproof::tools {
namespace {

TEST(Quantity, Integers) {
  EXPECT_EQ(parse_integer("10"), 10);
  EXPECT_EQ(parse_integer("-3"), -3);
  EXPECT_EQ(parse_integer("1_000_000"), 1'000'000);
  EXPECT_EQ(parse_integer("0xff"), 255);
  EXPECT_EQ(parse_integer("9223372036854775807"), INT64_MAX);
  EXPECT_EQ(parse_integer("-9223372036854775808"), INT64_MIN);
}

TEST(Quantity, WhatIsNoInteger) {
  for (const char* text : {"", "-", "--3", "0x", "0x-1", "ten", "1.5", "1e6", " 1", "1 ", "_1",
                           "1_", "1__0", "9223372036854775808", "-9223372036854775809"}) {
    EXPECT_FALSE(parse_integer(text)) << text;
  }
}

TEST(Quantity, Bytes) {
  EXPECT_EQ(parse_bytes("1000"), 1000u);
  EXPECT_EQ(parse_bytes("64K"), 64u << 10);
  EXPECT_EQ(parse_bytes("512M"), 512u << 20);
  EXPECT_EQ(parse_bytes("4G"), std::uint64_t{4} << 30);
  EXPECT_EQ(parse_bytes("2GiB"), std::uint64_t{2} << 30);
  for (const char* text : {"", "G", "4X", "-4G", "4 G", "1.5G", "99999999999T"}) {
    EXPECT_FALSE(parse_bytes(text)) << text;
  }
}

TEST(Quantity, Times) {
  EXPECT_EQ(parse_time("500ms"), 500u);
  EXPECT_EQ(parse_time("30s"), 30'000u);
  EXPECT_EQ(parse_time("30"), 30'000u);
  EXPECT_EQ(parse_time("10m"), 600'000u);
  EXPECT_EQ(parse_time("2h"), 7'200'000u);
  for (const char* text : {"", "m", "10x", "-1s", "1.5h"}) EXPECT_FALSE(parse_time(text)) << text;
}

}  // namespace
}  // namespace raceproof::tools
