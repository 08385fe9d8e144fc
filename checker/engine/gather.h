// Brings the bits of a word under a mask together, and spreads them again: the instructions PEXT
// and PDEP in plain code, and PEXT where the machine has it, which is found out when the program
// starts.
#pragma once

#include <bit>
#include <cstdint>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace raceproof::engine {

/// Run by run: masks have few runs of ones.
struct PlainGather {
  std::uint64_t operator()(std::uint64_t word, std::uint64_t mask) const {
    std::uint64_t gathered = 0;
    for (int at = 0; mask != 0;) {
      const int skip = std::countr_zero(mask);
      const int run = std::countr_one(mask >> skip);
      const std::uint64_t ones = run == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << run) - 1;
      gathered |= ((word >> skip) & ones) << at;
      mask &= ~(ones << skip);
      at += run;
    }
    return gathered;
  }
};

/// The inverse: the lowest bits of `value` at the places of the mask's ones.
inline std::uint64_t scatter(std::uint64_t value, std::uint64_t mask) {
  std::uint64_t scattered = 0;
  while (mask != 0) {
    const int skip = std::countr_zero(mask);
    const int run = std::countr_one(mask >> skip);
    const std::uint64_t ones = run == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << run) - 1;
    scattered |= (value & ones) << skip;
    value = run == 64 ? 0 : value >> run;
    mask &= ~(ones << skip);
  }
  return scattered;
}

#if defined(__x86_64__)

/// Whether the machine has PEXT and what came with it: AVX2 and the other instructions on bits.
inline bool has_fast_gather() {
  return __builtin_cpu_supports("bmi2") != 0 && __builtin_cpu_supports("avx2") != 0 &&
         __builtin_cpu_supports("bmi") != 0;
}

struct FastGather {
  [[gnu::target("bmi2")]] std::uint64_t operator()(std::uint64_t word, std::uint64_t mask) const {
    return _pext_u64(word, mask);
  }
};

struct FastScatter {
  [[gnu::target("bmi2")]] std::uint64_t operator()(std::uint64_t value, std::uint64_t mask) const {
    return _pdep_u64(value, mask);
  }
};

#else

inline bool has_fast_gather() {
  return false;
}
using FastGather = PlainGather;

struct FastScatter {
  std::uint64_t operator()(std::uint64_t value, std::uint64_t mask) const {
    return scatter(value, mask);
  }
};

#endif

}  // namespace raceproof::engine
