#include "checker/engine/level_table.h"

#include <array>
#include <bit>
#include <cstring>
#include <utility>

#include "checker/engine/gather.h"

namespace raceproof::engine {
namespace {

constexpr std::size_t batch_max = 1024;
constexpr std::size_t ahead = 48;
constexpr std::size_t fetched_max = 64;
constexpr std::uint32_t short_bits = 31;
constexpr std::size_t given_back_from = std::size_t{32} << 20;  // bytes, rather than zeroed

std::uint64_t line_of(std::uint64_t key, std::uint32_t shift) {
  key *= 0x9e3779b97f4a7c15;
  return ((key ^ key >> 32) * 0xd6e8feb86659fd93) >> shift;
}

template <typename Line>
Line* next_line(std::span<Line> lines, Line* line) {
  return line == &lines.back() ? lines.data() : line + 1;
}

/// The lines of the keys of a batch, each fetched while those before it are looked at.
template <typename Line, typename Key>
class FetchedLines {
 public:
  FetchedLines(std::span<Line> lines, std::uint32_t shift, std::span<const Key> keys)
      : lines_(lines.data()), shift_(shift), keys_(keys) {
    for (std::size_t i = 0; i < std::min(ahead, keys.size()); ++i) fetch(i);
  }

  /// To be called with 0, 1, 2, ...: the key may be overwritten from then on.
  Line* operator()(std::size_t i) {
    if (i + ahead < keys_.size()) fetch(i + ahead);
    return fetched_[i % fetched_max];
  }

 private:
  void fetch(std::size_t i) {
    Line* const line = lines_ + line_of(keys_[i], shift_);
    fetched_[i % fetched_max] = line;
    __builtin_prefetch(line, 1);
    if constexpr (sizeof(Line) > 64) __builtin_prefetch(&line->positions.back(), 1);
  }

  Line* lines_;
  std::uint32_t shift_;
  std::span<const Key> keys_;
  std::array<Line*, fetched_max> fetched_;
};

struct Look {
  template <typename Line, typename Word>
  std::uint32_t operator()(const Line& line, Word word) const {
    return line.look_for(word);
  }
};

#if defined(__x86_64__)
struct LookWide {
  template <typename Line, typename Word>
  [[gnu::target("avx2,bmi,bmi2")]] std::uint32_t operator()(const Line& line, Word word) const {
    return line.look_wide_for(word);
  }
};
#endif

}  // namespace

std::uint64_t LevelTable::lines_for(std::uint64_t keys) {
  const std::uint64_t lines = std::max(std::bit_ceil(keys / places), lines_min);
  return room_of(lines) < keys ? 2 * lines : lines;
}

// Calls work with an object of the type that the lines are of.
template <typename Work>
auto LevelTable::with_line_type(Work work) const {
  if (has_positions_) {
    return is_long_ ? work(PlacedLevelLine<std::uint64_t>())
                    : work(PlacedLevelLine<std::uint32_t>());
  }
  return is_long_ ? work(LevelLine<std::uint64_t>()) : work(LevelLine<std::uint32_t>());
}

template <typename Line>
std::span<Line> LevelTable::lines_of_type() {
  return {reinterpret_cast<Line*>(memory_.data()), lines_};
}

void LevelTable::set_bits(std::uint32_t bits) {
  if ((bits > short_bits) == is_long_) return;
  LevelTable other(has_positions_);
  other.is_long_ = bits > short_bits;
  if (lines_ != 0) other.make_lines(lines_);
  move_to(other);
}

void LevelTable::clear() {
  if (size_ == 0) return;
  const bool is_too_large = lines_ > lines_min && size_ < room_ / 32;
  if (is_too_large || memory_.bytes() >= given_back_from) {
    make_lines(is_too_large ? lines_for(size_) : lines_);
  } else {
    std::memset(memory_.data(), 0, memory_.bytes());
  }
  size_ = 0;
}

void LevelTable::clear(std::uint64_t expected) {
  const std::uint64_t count = lines_for(expected);
  size_ = 0;
  keeps_memory_ = true;
  if (count * line_bytes() > memory_.bytes()) return make_lines(count);
  std::memset(memory_.data(), 0, count * line_bytes());
  use_lines(count);
}

void LevelTable::make_lines(std::uint64_t count) {
  memory_ = PageMemory();
  memory_ = PageMemory(count * line_bytes());
  use_lines(count);
}

void LevelTable::use_lines(std::uint64_t count) {
  lines_ = count;
  shift_ = static_cast<std::uint32_t>(64 - std::countr_zero(count));
  room_ = room_of(count);
}

void LevelTable::make_room(std::uint64_t more) {
  if (has_room(more)) return;
  LevelTable larger(has_positions_);
  larger.is_long_ = is_long_;
  larger.memory_ = std::move(spare_);
  larger.clear(size_ + more);
  move_to(larger);
  if (keeps_memory_) spare_ = std::move(larger.memory_);
}

std::size_t LevelTable::insert(std::span<std::uint64_t> keys, std::span<std::uint8_t> is_new) {
  return insert(keys, keys.data(), is_new);
}

std::size_t LevelTable::insert(std::span<std::uint64_t> keys, std::span<std::uint8_t> is_new,
                               std::span<std::uint32_t> positions) {
  return insert_all(std::span<const std::uint64_t>(keys),
                    {keys.data(), is_new.data(), positions.data()});
}

std::size_t LevelTable::insert(std::span<const std::uint64_t> keys, std::uint64_t* fresh,
                               std::span<std::uint8_t> is_new) {
  return insert_all(keys, {fresh, is_new.data(), nullptr});
}

std::size_t LevelTable::insert(std::span<const std::uint32_t> keys, std::uint64_t* fresh,
                               std::span<std::uint8_t> is_new) {
  return insert_all(keys, {fresh, is_new.data(), nullptr});
}

template <typename Key>
std::size_t LevelTable::insert_all(std::span<const Key> keys, Found found) {
  std::uint64_t* const front = found.keys;
  for (std::size_t begin = 0; begin < keys.size(); begin += batch_max) {
    const auto batch = keys.subspan(begin, std::min(batch_max, keys.size() - begin));
    make_room(batch.size());
    found.keys +=
        with_line_type([&]<typename Line>(Line) { return insert_batch<Line>(batch, found); });
    found.is_new += batch.size();
    if (has_positions_) found.positions += batch.size();
  }
  return static_cast<std::size_t>(found.keys - front);
}

// Nothing branches on whether a key is there already. What is would be the same if it were written
// again, but lines that were just written cannot be read at once.
template <typename Line, typename Key, typename Look>
[[gnu::always_inline]] inline std::size_t LevelTable::insert_keys(std::span<const Key> keys,
                                                                  Found found, Look look) {
  const auto lines = lines_of_type<Line>();
  FetchedLines<Line, Key> fetched(lines, shift_, keys);
  std::size_t kept = 0;
  std::uint64_t size = size_;
  decltype(Line::word_of(0)) unused = 0;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    Line* line = fetched(i);
    const std::uint64_t key = keys[i];
    const auto word = Line::word_of(key);
    std::uint32_t at = look(*line, word);
    while (at == 0) [[unlikely]] {
        line = next_line(lines, line);
        at = look(*line, word);
      }
    const auto first = static_cast<std::uint32_t>(std::countr_zero(at));
    const std::uint32_t is_fresh = first / Line::places;
    const std::uint32_t place = first % Line::places;
    auto* const to = is_fresh != 0 ? &line->words[place] : &unused;
    *to = word;
    if constexpr (Line::has_positions) {
      std::uint32_t& position = line->positions[place];
      position = is_fresh != 0 ? static_cast<std::uint32_t>(size) : position;
      found.positions[i] = position;
    }
    found.keys[kept] = key;
    found.is_new[i] = static_cast<std::uint8_t>(is_fresh);
    kept += is_fresh;
    size += is_fresh;
  }
  size_ = size;
  return kept;
}

#if defined(__x86_64__)
template <typename Line, typename Key>
[[gnu::target("avx2,bmi,bmi2")]] std::size_t LevelTable::insert_wide(std::span<const Key> keys,
                                                                     Found found) {
  return insert_keys<Line>(keys, found, LookWide());
}
#endif

template <typename Line, typename Key>
std::size_t LevelTable::insert_batch(std::span<const Key> keys, Found found) {
#if defined(__x86_64__)
  if (has_fast_gather()) return insert_wide<Line>(keys, found);
#endif
  return insert_keys<Line>(keys, found, Look());
}

// The lines of a larger table come in the order of those of a smaller one, so that its pages are
// made while those of this one are given back.
void LevelTable::move_to(LevelTable& other) {
  with_line_type([&]<typename Line>(Line) {
    other.with_line_type([&]<typename Other>(Other) {
      const auto from = lines_of_type<Line>();
      const auto to = other.lines_of_type<Other>();
      for (std::size_t i = 0; i < from.size(); ++i) {
        for (std::uint32_t place = 0; place < Line::places; ++place) {
          if (from[i].words[place] == 0) continue;
          const std::uint64_t key = from[i].words[place] & ~Line::used;
          Other* line = &to[line_of(key, other.shift_)];
          std::uint32_t at = line->look_for(Other::word_of(key));
          for (; at == 0; at = line->look_for(Other::word_of(key))) line = next_line(to, line);
          const std::uint32_t free =
              static_cast<std::uint32_t>(std::countr_zero(at)) % Line::places;
          line->words[free] = Other::word_of(key);
          if constexpr (Line::has_positions && Other::has_positions) {
            line->positions[free] = from[i].positions[place];
          }
        }
        if (!keeps_memory_) memory_.release_up_to((i + 1) * sizeof(Line));
      }
    });
  });
  other.size_ = size_;
  other.keeps_memory_ = keeps_memory_;
  *this = std::move(other);
}

}  // namespace raceproof::engine
