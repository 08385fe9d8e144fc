#include "checker/explore/state_store.h"

#include <cstring>

#include "checker/explore/vector_memory.h"

namespace raceproof::explore {
namespace {

// Values near zero are the common ones, of either sign: fold the sign into the lowest bit, then
// write seven bits a byte.
void encode(std::int64_t value, std::vector<std::uint8_t>& out) {
  std::uint64_t folded =
      (static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63);
  while (folded >= 0x80) {
    out.push_back(static_cast<std::uint8_t>(folded | 0x80));
    folded >>= 7;
  }
  out.push_back(static_cast<std::uint8_t>(folded));
}

std::int64_t decode_value(const std::uint8_t*& at) {
  std::uint64_t folded = 0;
  int shift = 0;
  while (*at >= 0x80) {
    folded |= static_cast<std::uint64_t>(*at++ & 0x7f) << shift;
    shift += 7;
  }
  folded |= static_cast<std::uint64_t>(*at++) << shift;
  return static_cast<std::int64_t>(folded >> 1) ^ -static_cast<std::int64_t>(folded & 1);
}

std::uint64_t mix(std::uint64_t value) {
  value ^= value >> 32;
  value *= 0x9e3779b97f4a7c15ULL;
  value ^= value >> 29;
  value *= 0xbf58476d1ce4e5b9ULL;
  value ^= value >> 32;
  return value;
}

std::uint64_t hash(const std::uint8_t* bytes, std::size_t count) {
  std::uint64_t result = count * 0x2545f4914f6cdd1dULL;
  while (count > 0) {
    std::uint64_t word = 0;
    const std::size_t taken = count < 8 ? count : 8;
    std::memcpy(&word, bytes, taken);
    result = mix(result ^ word);
    bytes += taken;
    count -= taken;
  }
  return result;
}

}  // namespace

StateStore::StateStore() : offsets_{0}, table_(1 << 4, 0) {}

bool StateStore::equals(StateIndex index) const {
  const std::uint64_t begin = offsets_[index];
  const std::uint64_t size = offsets_[index + 1] - begin;
  if (size != scratch_.size()) return false;
  // Where nothing was ever stored there is nothing to point at.
  return size == 0 || std::memcmp(bytes_.data() + begin, scratch_.data(), size) == 0;
}

std::pair<StateIndex, bool> StateStore::insert(const State& state) {
  scratch_.clear();
  for (const std::int64_t cell : state.cells) encode(cell, scratch_);
  const std::uint64_t hashed = hash(scratch_.data(), scratch_.size());
  const std::uint64_t tag = hashed & 0xffffffff00000000ULL;
  const std::size_t mask = table_.size() - 1;
  std::size_t slot = hashed & mask;
  while (table_[slot] != 0) {
    const auto index = static_cast<StateIndex>((table_[slot] & 0xffffffffULL) - 1);
    if ((table_[slot] & 0xffffffff00000000ULL) == tag && equals(index)) return {index, false};
    slot = (slot + 1) & mask;
  }
  const StateIndex index = size();
  table_[slot] = tag | (std::uint64_t{index} + 1);
  bytes_.insert(bytes_.end(), scratch_.begin(), scratch_.end());
  offsets_.push_back(bytes_.size());
  if (std::size_t{size()} * 3 > table_.size() * 2) grow();
  return {index, true};
}

// The slot of an entry needs more hash bits than its tag keeps, so each state is hashed again.
void StateStore::grow() {
  std::vector<std::uint64_t> larger(table_.size() * 2, 0);
  const std::size_t mask = larger.size() - 1;
  for (const std::uint64_t entry : table_) {
    if (entry == 0) continue;
    const auto index = static_cast<StateIndex>((entry & 0xffffffffULL) - 1);
    const std::uint64_t begin = offsets_[index];
    std::size_t slot = hash(bytes_.data() + begin, offsets_[index + 1] - begin) & mask;
    while (larger[slot] != 0) slot = (slot + 1) & mask;
    larger[slot] = entry;
  }
  table_ = std::move(larger);
}

void StateStore::decode(StateIndex index, State& state) const {
  const std::uint8_t* at = bytes_.data() + offsets_[index];
  const std::uint8_t* end = bytes_.data() + offsets_[index + 1];
  state.cells.clear();
  while (at != end) state.cells.push_back(decode_value(at));
}

std::uint64_t StateStore::memory_bytes() const {
  // The table is copied where it is two thirds full.
  const bool table_grows = std::size_t{size()} * 16 > table_.size() * 10;
  return vector_bytes(bytes_) + vector_bytes(offsets_) +
         sizeof(std::uint64_t) * table_.size() * (table_grows ? 3 : 1);
}

}  // namespace raceproof::explore
