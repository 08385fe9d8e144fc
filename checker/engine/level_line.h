// A line of a level's table: eight places, which are compared all at once.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace raceproof::engine {

/// The places of a line, each free, which is zero, or with a key, of one bit less than a `Word`
/// has: the highest says that the place is used.
template <typename Word>
struct LevelLine {
  static constexpr bool has_positions = false;
  static constexpr std::uint32_t places = 8;
  static constexpr Word used = Word{1} << (8 * sizeof(Word) - 1);

  alignas(32) std::array<Word, places> words;

  static Word word_of(std::uint64_t key) { return static_cast<Word>(key) | used; }

  /// A bit for each place that has the word, and behind these one for each that is free: the lowest
  /// tells where the word stands, or else where it goes.
  std::uint32_t look_for(Word word) const;
#if defined(__x86_64__)
  /// The same with the instructions of AVX2.
  [[gnu::target("avx2,bmi,bmi2")]] std::uint32_t look_wide_for(Word word) const;
#endif
};

/// The same with the position of each key.
template <typename Word>
struct PlacedLevelLine : LevelLine<Word> {
  static constexpr bool has_positions = true;

  std::array<std::uint32_t, LevelLine<Word>::places> positions;
};

#if defined(__x86_64__)

template <>
[[gnu::target("avx2,bmi,bmi2")]] inline std::uint32_t LevelLine<std::uint32_t>::look_wide_for(
    std::uint32_t word) const {
  const __m256i line = _mm256_load_si256(reinterpret_cast<const __m256i*>(words.data()));
  const __m256i equal = _mm256_cmpeq_epi32(line, _mm256_set1_epi32(static_cast<int>(word)));
  const auto found = static_cast<std::uint32_t>(_mm256_movemask_ps(_mm256_castsi256_ps(equal)));
  const auto taken = static_cast<std::uint32_t>(_mm256_movemask_ps(_mm256_castsi256_ps(line)));
  return found | (taken ^ 0xff) << places;
}

template <>
[[gnu::target("avx2,bmi,bmi2")]] inline std::uint32_t LevelLine<std::uint64_t>::look_wide_for(
    std::uint64_t word) const {
  const auto* halves = reinterpret_cast<const __m256i*>(words.data());
  const __m256i wanted = _mm256_set1_epi64x(static_cast<long long>(word));
  const __m256i first = _mm256_load_si256(halves);
  const __m256i second = _mm256_load_si256(halves + 1);
  const __m256d is_first = _mm256_castsi256_pd(_mm256_cmpeq_epi64(first, wanted));
  const __m256d is_second = _mm256_castsi256_pd(_mm256_cmpeq_epi64(second, wanted));
  const int found = _mm256_movemask_pd(is_first) | _mm256_movemask_pd(is_second) << places / 2;
  const int taken = _mm256_movemask_pd(_mm256_castsi256_pd(first)) |
                    _mm256_movemask_pd(_mm256_castsi256_pd(second)) << places / 2;
  return static_cast<std::uint32_t>(found | (taken ^ 0xff) << places);
}

template <>
[[gnu::always_inline]] inline std::uint32_t LevelLine<std::uint32_t>::look_for(
    std::uint32_t word) const {
  const auto* halves = reinterpret_cast<const __m128i*>(words.data());
  const __m128i wanted = _mm_set1_epi32(static_cast<int>(word));
  const __m128i first = halves[0];
  const __m128i second = halves[1];
  const __m128i equal =
      _mm_packs_epi32(_mm_cmpeq_epi32(first, wanted), _mm_cmpeq_epi32(second, wanted));
  const __m128i marks = _mm_packs_epi32(first, second);  // keeps the highest bit of each
  return static_cast<std::uint32_t>(_mm_movemask_epi8(_mm_packs_epi16(equal, marks))) ^ 0xff00;
}

// The upper halves of the words are put together, and so are the lower ones.
template <>
[[gnu::always_inline]] inline std::uint32_t LevelLine<std::uint64_t>::look_for(
    std::uint64_t word) const {
  const auto* quarters = reinterpret_cast<const __m128*>(words.data());
  const __m128i wanted_upper = _mm_set1_epi32(static_cast<int>(word >> 32));
  const __m128i wanted_lower = _mm_set1_epi32(static_cast<int>(static_cast<std::uint32_t>(word)));
  const __m128 first = quarters[0];
  const __m128 second = quarters[1];
  const __m128 third = quarters[2];
  const __m128 fourth = quarters[3];
  const __m128i upper = _mm_castps_si128(_mm_shuffle_ps(first, second, 0xdd));
  const __m128i lower = _mm_castps_si128(_mm_shuffle_ps(first, second, 0x88));
  const __m128i upper_behind = _mm_castps_si128(_mm_shuffle_ps(third, fourth, 0xdd));
  const __m128i lower_behind = _mm_castps_si128(_mm_shuffle_ps(third, fourth, 0x88));
  const __m128i equal = _mm_packs_epi32(
      _mm_and_si128(_mm_cmpeq_epi32(upper, wanted_upper), _mm_cmpeq_epi32(lower, wanted_lower)),
      _mm_and_si128(_mm_cmpeq_epi32(upper_behind, wanted_upper),
                    _mm_cmpeq_epi32(lower_behind, wanted_lower)));
  const __m128i marks = _mm_packs_epi32(upper, upper_behind);
  return static_cast<std::uint32_t>(_mm_movemask_epi8(_mm_packs_epi16(equal, marks))) ^ 0xff00;
}

#else

template <typename Word>
std::uint32_t LevelLine<Word>::look_for(Word word) const {
  std::uint32_t found = 0;
  for (std::uint32_t i = 0; i < places; ++i) {
    found |= (words[i] == word ? 1U : 0U) << i;
    found |= (words[i] == 0 ? 1U : 0U) << (places + i);
  }
  return found;
}

#endif

}  // namespace raceproof::engine
