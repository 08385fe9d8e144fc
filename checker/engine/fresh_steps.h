// Which steps led to a state that was new: what a search leaves behind of its states.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <memory>
#include <span>
#include <vector>

namespace raceproof::engine {

/// One bit for each step to a successor, in the order in which they were taken. Who expands the
/// same states again finds, by these bits, the same new states in the same order, and looks up
/// nothing: so the states themselves need not be kept.
class FreshSteps {
 public:
  std::uint64_t size() const { return size_; }
  std::uint64_t memory_bytes() const {
    return pieces_.size() * piece_words * sizeof(std::uint64_t);
  }

  /// Some steps, packed by whichever thread has them.
  class Packed {
   public:
    /// For each of the steps 1 where it led to a new state, else 0; those before are forgotten.
    void pack(std::span<const std::uint8_t> is_new) {
      clear();
      add(is_new);
    }
    /// The same, behind those before.
    void add(std::span<const std::uint8_t> is_new) {
      words_.resize((count_ + is_new.size() + 63) / 64, 0);
      std::size_t i = 0;
      while (i < is_new.size() && count_ % 8 != 0) add_one(is_new[i++]);
      for (; i + 8 <= is_new.size(); i += 8, count_ += 8) {
        std::uint64_t bytes = 0;
        std::memcpy(&bytes, is_new.data() + i, sizeof bytes);
        words_[count_ / 64] |= (bytes * first_bits_to_top >> 56) << count_ % 64;
      }
      while (i < is_new.size()) add_one(is_new[i++]);
    }
    void clear() {
      words_.clear();
      count_ = 0;
    }
    std::uint64_t memory_bytes() const { return sizeof(std::uint64_t) * words_.capacity(); }

   private:
    friend FreshSteps;

    void add_one(std::uint8_t is_new) {
      words_[count_ / 64] |= std::uint64_t{is_new} << count_ % 64;
      ++count_;
    }

    std::vector<std::uint64_t> words_;
    std::size_t count_ = 0;
  };

  void append(const Packed& steps) {
    std::size_t left = steps.count_;
    for (const std::uint64_t word : steps.words_) {
      const std::size_t count = std::min<std::size_t>(left, 64);
      push(word, static_cast<std::uint32_t>(count));
      left -= count;
    }
  }

  bool operator[](std::uint64_t step) const {
    return (pieces_[step / piece_bits][step % piece_bits / 64] >> step % 64 & 1) != 0;
  }

 private:
  static constexpr std::uint64_t piece_words = std::uint64_t{1} << 12;
  static constexpr std::uint64_t piece_bits = 64 * piece_words;

  // The lowest bit of each byte, in order, to the uppermost byte.
  static constexpr std::uint64_t first_bits_to_top = 0x0102040810204080;

  void push(std::uint64_t bits, std::uint32_t count) {
    add_piece_at(size_);
    word(size_) |= bits << size_ % 64;
    const std::uint64_t end = size_ + count;
    if (end / 64 != size_ / 64 && end % 64 != 0) {
      add_piece_at(end);
      word(end) = bits >> (count - end % 64);
    }
    size_ = end;
  }

  void add_piece_at(std::uint64_t step) {
    if (step / piece_bits < pieces_.size()) return;
    pieces_.push_back(std::make_unique<std::uint64_t[]>(piece_words));
  }

  std::uint64_t& word(std::uint64_t step) {
    return pieces_[step / piece_bits][step % piece_bits / 64];
  }

  std::uint64_t size_ = 0;
  std::vector<std::unique_ptr<std::uint64_t[]>> pieces_;  ///< grows without being copied
};

}  // namespace raceproof::engine
