#include "checker/engine/state_block.h"

namespace raceproof::engine {
namespace {

template <typename Scatter>
[[gnu::always_inline]] inline void put_back_with(Scatter scatter_bits, Word mask, Word block,
                                                 std::span<const Word> without,
                                                 std::span<Word> keys) {
  for (std::size_t i = 0; i < without.size(); ++i) {
    keys[i] = scatter_bits(without[i], ~mask) | block;
  }
}

#if defined(__x86_64__)
[[gnu::target("bmi2")]]
#endif
void put_back_fast(Word mask, Word block, std::span<const Word> without, std::span<Word> keys) {
  put_back_with(FastScatter{}, mask, block, without, keys);
}

}  // namespace

void StateBlock::put_back(std::uint32_t block, std::span<const Word> without,
                          std::span<Word> keys) const {
  const Word block_bits = scatter(block, mask);
  if (has_fast_gather()) return put_back_fast(mask, block_bits, without, keys);
  put_back_with([](Word value, Word to) { return scatter(value, to); }, mask, block_bits, without,
                keys);
}

}  // namespace raceproof::engine
