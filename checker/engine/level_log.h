// The states of a search, level after level: the frontier, and those from which others are found
// again.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <memory>
#include <span>
#include <vector>

namespace raceproof::engine {

/// Keys in the order in which they came, each in as many bytes as its bits need. It grows by
/// pieces, so that nothing is ever copied, and forgets by pieces what is not asked for any more.
class LevelLog {
 public:
  LevelLog() = default;
  /// A piece has 2^piece_bits keys.
  explicit LevelLog(std::uint32_t bits, std::uint32_t piece_bits = piece_bits_usual)
      : key_bytes_((bits + 7) / 8), piece_bits_(piece_bits) {}

  static constexpr std::uint32_t piece_bits_usual = 14;

  std::uint32_t key_bytes() const { return key_bytes_; }
  std::uint64_t size() const { return size_; }
  std::uint64_t memory_bytes() const { return kept_pieces_ * piece_bytes(); }

  /// The first place of the piece that this one is in.
  std::uint64_t piece_begin(std::uint64_t index) const { return index - index % piece_keys(); }

  bool has(std::uint64_t index) const { return pieces_[index >> piece_bits_] != nullptr; }
  /// Whether it has all of so many keys.
  bool has_all(std::uint64_t first, std::uint64_t count) const {
    if (count == 0) return true;
    const auto begin = pieces_.begin() + static_cast<std::ptrdiff_t>(first >> piece_bits_);
    const auto last =
        pieces_.begin() + static_cast<std::ptrdiff_t>((first + count - 1) >> piece_bits_);
    return std::all_of(begin, last + 1, [](const auto& piece) { return piece != nullptr; });
  }

  /// Gives up what stands from `first` to before `end`, as far as whole pieces do.
  void forget(std::uint64_t first, std::uint64_t end) {
    std::uint64_t i = (first + piece_keys() - 1) >> piece_bits_;
    for (; (i + 1) << piece_bits_ <= end; ++i) {
      kept_pieces_ -= pieces_[i] != nullptr ? 1 : 0;
      pieces_[i].reset();
    }
  }

  /// Makes room for so many keys more, which are to be written.
  void extend(std::uint64_t more) {
    size_ += more;
    while (pieces_.size() << piece_bits_ < size_) {
      pieces_.emplace_back();
      make_piece(pieces_.size() - 1);
    }
  }

  void append(std::span<const std::uint64_t> keys) {
    const std::uint64_t first = size_;
    extend(keys.size());
    write(first, keys);
  }

  /// Writes keys to places that it has, and to no others, so that several threads can do so at
  /// once.
  void write(std::uint64_t first, std::span<const std::uint64_t> keys) {
    each_run(first, keys.size(), [&](std::uint8_t* to, std::size_t from, std::size_t count) {
      // A key is written as eight bytes, of which the next one takes back what is its own.
      const std::size_t apart = std::min<std::size_t>(count, sizeof(std::uint64_t));
      for (std::size_t i = from; i < from + count - apart; ++i, to += key_bytes_) {
        std::memcpy(to, &keys[i], sizeof keys[i]);
      }
      for (std::size_t i = from + count - apart; i < from + count; ++i, to += key_bytes_) {
        std::memcpy(to, &keys[i], key_bytes_);
      }
    });
  }

  /// Reads keys that it has.
  void read(std::uint64_t first, std::span<std::uint64_t> keys) const {
    each_run(first, keys.size(), [&](const std::uint8_t* from, std::size_t to, std::size_t count) {
      for (std::size_t i = to; i < to + count; ++i, from += key_bytes_) {
        std::uint64_t key = 0;
        std::memcpy(&key, from, sizeof key);
        keys[i] = key & mask();
      }
    });
  }

  /// Puts a key where it was forgotten.
  void put(std::uint64_t index, std::uint64_t key) {
    if (!has(index)) make_piece(index >> piece_bits_);
    std::memcpy(at(index), &key, key_bytes_);
  }

  /// The key at a place that it has.
  std::uint64_t operator[](std::uint64_t index) const {
    std::uint64_t key = 0;
    std::memcpy(&key, at(index), sizeof key);
    return key & mask();
  }

  /// From now on the keys have so many bits. `change` is called with all that there are, some at a
  /// time, to make them what they are now.
  template <typename Change>
  void recode(std::uint32_t bits, Change change) {
    LevelLog recoded(bits, piece_bits_);
    recoded.size_ = size_;
    recoded.pieces_.resize(pieces_.size());
    std::vector<std::uint64_t> keys;
    for (std::uint64_t i = 0; i < pieces_.size(); ++i) {
      if (pieces_[i] == nullptr) continue;
      const std::uint64_t first = i << piece_bits_;
      keys.resize(std::min(piece_keys(), size_ - first));
      for (std::size_t k = 0; k < keys.size(); ++k) keys[k] = (*this)[first + k];
      pieces_[i].reset();
      change(std::span(keys));
      recoded.make_piece(i);
      for (std::size_t k = 0; k < keys.size(); ++k) {
        std::memcpy(recoded.at(first + k), &keys[k], sizeof keys[k]);
      }
    }
    *this = std::move(recoded);
  }

 private:
  // Calls visit(where it begins, the number of its first key, how many) for what each piece has of
  // so many keys.
  template <typename Visit>
  void each_run(std::uint64_t first, std::uint64_t count, Visit visit) const {
    for (std::uint64_t number = 0; number < count;) {
      const std::uint64_t left = piece_keys() - (first + number) % piece_keys();
      const std::uint64_t run = std::min(left, count - number);
      visit(at(first + number), static_cast<std::size_t>(number), static_cast<std::size_t>(run));
      number += run;
    }
  }

  std::uint64_t piece_keys() const { return std::uint64_t{1} << piece_bits_; }

  void make_piece(std::uint64_t piece) {
    pieces_[piece] = std::make_unique_for_overwrite<std::uint8_t[]>(piece_bytes());
    ++kept_pieces_;
  }

  // Keys are written in order and read eight bytes at a time, so a piece has some more at its end.
  std::size_t piece_bytes() const { return piece_keys() * key_bytes_ + 8; }
  std::uint8_t* at(std::uint64_t index) const {
    return pieces_[index >> piece_bits_].get() + index % piece_keys() * key_bytes_;
  }
  std::uint64_t mask() const { return ~std::uint64_t{0} >> (64 - 8 * key_bytes_); }

  std::uint32_t key_bytes_ = 8;
  std::uint32_t piece_bits_ = piece_bits_usual;
  std::uint64_t size_ = 0;
  std::uint64_t kept_pieces_ = 0;
  std::vector<std::unique_ptr<std::uint8_t[]>> pieces_;
};

}  // namespace raceproof::engine
