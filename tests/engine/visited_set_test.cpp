// The compact set against a plain one, and its parts against what they promise.
#include "checker/engine/visited_set.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <unordered_set>

namespace raceproof::engine {
namespace {

std::uint64_t mask_of(std::uint32_t bits) {
  return (std::uint64_t{1} << bits) - 1;
}

// Keys that hash badly in many ways: by one, in the upper bits only, products, at random.
std::vector<std::uint64_t> keys_of(std::uint32_t bits, int pattern, std::size_t count) {
  std::mt19937_64 random(bits * 4 + static_cast<unsigned>(pattern));
  std::vector<std::uint64_t> keys;
  for (std::uint64_t i = 0; i < count; ++i) {
    const std::uint64_t upper = bits > 20 ? i << (bits - 20) : i;
    const std::uint64_t patterns[] = {i, upper, i * i * 0x10001, random()};
    keys.push_back(patterns[pattern] & mask_of(bits));
  }
  for (std::size_t i = 0; i < count / 4; ++i) keys.push_back(keys[random() % count]);
  return keys;
}

// What is told of each key agrees with which keys are kept.
std::size_t insert(VisitedSet& set, std::vector<std::uint64_t>& keys) {
  const std::vector<std::uint64_t> all = keys;
  std::vector<std::uint8_t> is_new(keys.size(), 2);
  const std::size_t kept = set.insert(keys, is_new);
  std::vector<std::uint64_t> told;
  for (std::size_t i = 0; i < all.size(); ++i) {
    EXPECT_LT(is_new[i], 2);
    if (is_new[i] == 1) told.push_back(all[i]);
  }
  EXPECT_EQ(told, std::vector(keys.begin(), keys.begin() + static_cast<std::ptrdiff_t>(kept)));
  return kept;
}

class KeyWidth : public testing::TestWithParam<std::uint32_t> {};

TEST_P(KeyWidth, GivesTheAnswersOfAPlainSet) {
  const std::uint32_t bits = GetParam();
  for (int pattern = 0; pattern < 4; ++pattern) {
    const std::vector<std::uint64_t> keys = keys_of(bits, pattern, 60'000);
    VisitedSet set(bits);
    std::unordered_set<std::uint64_t> plain;
    std::size_t at = 0;
    for (std::size_t length = 1; at < keys.size(); length = length % 700 + 13) {
      const std::size_t end = std::min(keys.size(), at + length);
      std::vector<std::uint64_t> batch(keys.begin() + static_cast<std::ptrdiff_t>(at),
                                       keys.begin() + static_cast<std::ptrdiff_t>(end));
      std::vector<std::uint64_t> expected;
      for (const std::uint64_t key : batch) {
        if (plain.insert(key).second) expected.push_back(key);
      }
      batch.resize(insert(set, batch));
      ASSERT_EQ(batch, expected) << bits << " bits, pattern " << pattern << ", from " << at;
      at = end;
    }
    ASSERT_EQ(set.size(), plain.size());
    std::size_t decoded = 0;
    for (const std::uint64_t key : set.keys()) decoded += plain.erase(key);
    EXPECT_EQ(decoded, set.size());
    EXPECT_TRUE(plain.empty()) << "every stored key is read back, once";
  }
}

INSTANTIATE_TEST_SUITE_P(Widths, KeyWidth,
                         testing::Values(1, 2, 3, 5, 6, 7, 8, 11, 15, 16, 17, 18, 20, 23, 24, 29,
                                         33, 36, 40, 41, 47, 52, 55, 60, 62, 63));

// Every number of lines, powers of two or not, small and large.
TEST(Quotient, IsABijection) {
  std::mt19937_64 random(7);
  for (std::uint32_t bits = 1; bits <= Quotient::bits_max; ++bits) {
    for (int round = 0; round < 400; ++round) {
      const std::uint64_t most = mask_of(std::min<std::uint32_t>(bits, 34));
      const auto extended = static_cast<std::uint32_t>(random() % bits);
      const Quotient quotient(bits, extended, random() % most + 1);
      const std::uint64_t key = round == 0 ? 0 : random() & mask_of(bits);
      const Quotient::Place place = quotient.place(key);
      ASSERT_LT(place.line, quotient.lines());
      ASSERT_EQ(place.remainder >> quotient.remainder_bits(), 0U);
      ASSERT_EQ(quotient.key(place), key) << bits << " bits, " << quotient.lines() << " lines";
    }
  }
}

TEST(Quotient, TellsAllKeysApart) {
  for (const std::uint64_t lines : {1, 2, 3, 5, 64, 100, 511, 1023, 1024}) {
    const Quotient quotient(10, lines % 4, lines);
    std::unordered_set<std::uint64_t> places;
    for (std::uint64_t key = 0; key < 1024; ++key) {
      const Quotient::Place place = quotient.place(key);
      places.insert(place.line << 10 | place.remainder);
    }
    EXPECT_EQ(places.size(), 1024U) << lines << " lines";
  }
}

template <bool has_high>
void keep_every_code(std::uint32_t width) {
  std::mt19937_64 random(width);
  const LineShape shape(width);
  ASSERT_GE(shape.lanes, 6U);
  alignas(64) std::uint8_t memory[2 * LineShape::line_bytes] = {};
  std::vector<std::uint64_t> codes;
  for (std::uint32_t lane = 0; lane < shape.lanes; ++lane) {
    codes.push_back(random() >> (64 - width));
    if (lane % 2 == 0) {
      code_line::append<has_high>(shape, memory, codes.back());
    } else {
      code_line::append_one<has_high>(shape, memory, codes.back());
    }
    for (std::uint32_t i = 0; i <= lane; ++i) {
      ASSERT_EQ(code_line::code<has_high>(shape, memory, i), codes[i]) << "width " << width;
    }
  }
  ASSERT_EQ(code_line::count(memory), shape.lanes);
  for (int i = 0; i < 1000; ++i) {
    const std::uint64_t wanted =
        i % 2 == 0 ? codes[random() % codes.size()] : codes[0] ^ (random() >> (64 - width));
    const bool is_there = std::count(codes.begin(), codes.end(), wanted) > 0;
    ASSERT_EQ(code_line::contains<has_high>(shape, memory, wanted), is_there) << "width " << width;
  }
  EXPECT_EQ(memory[LineShape::line_bytes], 0) << "nothing is written behind the line";
}

TEST(CodeLine, KeepsEveryCode) {
  for (std::uint32_t width = 1; width <= 16; ++width) keep_every_code<false>(width);
  for (std::uint32_t width = 17; width <= 64; ++width) keep_every_code<true>(width);
}

TEST(CodeLine, AddsWhatItHasNot) {
  std::mt19937_64 random(12);
  const LineShape shape(7);
  alignas(64) std::uint8_t memory[LineShape::line_bytes] = {};
  std::vector<std::uint64_t> codes;
  for (int i = 0; i < 1000; ++i) {
    const std::uint64_t wanted = random() % 128;
    const bool is_there = std::count(codes.begin(), codes.end(), wanted) > 0;
    const code_line::Met expected = is_there                     ? code_line::Met::old
                                    : codes.size() < shape.lanes ? code_line::Met::added
                                                                 : code_line::Met::full;
    ASSERT_EQ(code_line::meet(shape, memory, wanted), expected);
    if (expected == code_line::Met::added) codes.push_back(wanted);
    ASSERT_EQ(code_line::count(memory), codes.size());
  }
  EXPECT_EQ(codes.size(), shape.lanes);
}

// Keys get more bits three times, one or two at a time, with keys in between.
TEST(VisitedSet, CanBeExtended) {
  std::mt19937_64 random(3);
  VisitedSet set(16);
  std::unordered_set<std::uint64_t> plain;
  std::uint32_t bits = 16;
  for (const std::uint32_t more : {0U, 1U, 2U, 1U}) {
    bits += more;
    set.extend(more);
    std::vector<std::uint64_t> keys(40'000);
    for (std::uint64_t& key : keys) key = random() & mask_of(bits);
    std::size_t expected = 0;
    for (const std::uint64_t key : keys) expected += plain.insert(key).second ? 1 : 0;
    EXPECT_EQ(insert(set, keys), expected);
    EXPECT_EQ(set.size(), plain.size());
  }
  std::size_t decoded = 0;
  for (const std::uint64_t key : set.keys()) decoded += plain.count(key);
  EXPECT_EQ(decoded, plain.size());
}

// Where what is left is less than a step would take, it takes what is left, and not more.
TEST(VisitedSet, GrowsByLessWhereItHasTo) {
  constexpr std::uint64_t bytes = 3'000'000;
  std::mt19937_64 random(4);
  VisitedSet set(40);
  set.keep_below(bytes);
  std::vector<std::uint64_t> batch(256);
  while (set.peak_bytes(batch.size()) <= bytes) {
    for (std::uint64_t& key : batch) key = random() & mask_of(40);
    insert(set, batch);
    ASSERT_LE(set.memory_bytes(), bytes + bytes / 20);
  }
  EXPECT_GE(static_cast<double>(set.size()) * set.bytes_a_key(), 0.9 * bytes);
}

// What the set takes beyond what it stores: the bound is what any exact set needs, log2 C(2^b, n).
TEST(VisitedSet, TakesFewBytesAKey) {
  struct Row {
    std::uint32_t bits;
    double bytes_max;
  };
  for (const Row row : {Row{33, 4.6}, Row{40, 6.5}, Row{52, 8.5}}) {
    std::mt19937_64 random(row.bits);
    VisitedSet set(row.bits);
    std::vector<std::uint64_t> batch(512);
    while (set.size() < 1'500'000) {
      for (std::uint64_t& key : batch) key = random() & mask_of(row.bits);
      insert(set, batch);
    }
    const double bytes = static_cast<double>(set.memory_bytes()) / static_cast<double>(set.size());
    EXPECT_LE(bytes, row.bytes_max) << row.bits << " bits";
  }
}

}  // namespace
}  // namespace raceproof::engine
