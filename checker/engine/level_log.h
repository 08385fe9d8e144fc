// All states of a search, level after level: the frontier, and what traces are rebuilt from.
#pragma once

#include <cstdint>
#include <cstring>
#include <memory>
#include <span>
#include <vector>

namespace raceproof::engine {

/// Keys in the order in which they came, each in as many bytes as its bits need. It grows by
/// pieces, so that nothing is ever copied.
class LevelLog {
 public:
  LevelLog() = default;
  explicit LevelLog(std::uint32_t bits) : key_bytes_((bits + 7) / 8) {}

  std::uint32_t key_bytes() const { return key_bytes_; }

  /// From now on the keys have so many bits.
  void extend(std::uint32_t bits) {
    if ((bits + 7) / 8 == key_bytes_) return;
    LevelLog wider(bits);
    wider.skip(first_kept());
    for (std::uint64_t i = wider.size(); i < size_; ++i) {
      const std::uint64_t key = (*this)[i];
      wider.append({&key, 1});
      forget_before(i);
    }
    *this = std::move(wider);
  }

  std::uint64_t size() const { return size_; }
  std::uint64_t memory_bytes() const { return (pieces_.size() - forgotten_) * piece_bytes(); }

  /// Gives up what stands before this key, as far as whole pieces do.
  void forget_before(std::uint64_t index) {
    for (; (forgotten_ + 1) * piece_keys <= index; ++forgotten_) pieces_[forgotten_].reset();
  }
  std::uint64_t first_kept() const { return forgotten_ * piece_keys; }
  /// Of an empty log: as if so many keys had been there, and been forgotten; they are whole pieces.
  void skip(std::uint64_t keys) {
    size_ = keys;
    forgotten_ = keys / piece_keys;
    pieces_.resize(forgotten_);
  }

  void append(std::span<const std::uint64_t> keys) {
    for (const std::uint64_t key : keys) {
      if (size_ % piece_keys == 0) {
        pieces_.push_back(std::make_unique_for_overwrite<std::uint8_t[]>(piece_bytes()));
      }
      std::memcpy(at(size_), &key, sizeof key);
      ++size_;
    }
  }

  std::uint64_t operator[](std::uint64_t index) const {
    std::uint64_t key = 0;
    std::memcpy(&key, at(index), sizeof key);
    return key & mask();
  }

  /// The keys from `first` on.
  void read(std::uint64_t first, std::span<std::uint64_t> keys) const {
    for (std::size_t i = 0; i < keys.size(); ++i) keys[i] = (*this)[first + i];
  }

 private:
  static constexpr std::uint64_t piece_keys = std::uint64_t{1} << 14;

  // Keys are written and read eight bytes at a time, so a piece has some more at its end.
  std::size_t piece_bytes() const { return piece_keys * key_bytes_ + 8; }
  std::uint8_t* at(std::uint64_t index) const {
    return pieces_[index / piece_keys].get() + index % piece_keys * key_bytes_;
  }
  std::uint64_t mask() const { return ~std::uint64_t{0} >> (64 - 8 * key_bytes_); }

  std::uint32_t key_bytes_ = 8;
  std::uint64_t size_ = 0;
  std::uint64_t forgotten_ = 0;  ///< pieces
  std::vector<std::unique_ptr<std::uint8_t[]>> pieces_;
};

}  // namespace raceproof::engine
