#include "checker/engine/bit_layout.h"

#include <algorithm>
#include <bit>

#include "checker/engine/gather.h"

namespace raceproof::engine {

std::uint32_t bits_for(std::uint64_t values) {
  return values <= 1 ? 0 : static_cast<std::uint32_t>(std::bit_width(values - 1));
}

BitLayout::BitLayout(const std::vector<std::uint32_t>& widths) {
  fields_.reserve(widths.size());
  for (const std::uint32_t width : widths) {
    if (bits_ + width > word_bits) {
      ++words_;
      bits_ = 0;
    }
    fields_.push_back({words_ - 1, width, ((Word{1} << width) - 1) << bits_});
    bits_ += width;
  }
}

std::optional<BitLayout> BitLayout::of_masks(const std::vector<Word>& masks) {
  BitLayout layout;
  Word all = 0;
  for (const Word mask : masks) {
    if ((all & mask) != 0 || std::popcount(mask) > 32) return std::nullopt;
    all |= mask;
    layout.fields_.push_back({0, static_cast<std::uint32_t>(std::popcount(mask)), mask});
  }
  layout.bits_ = static_cast<std::uint32_t>(std::bit_width(all));
  return layout.bits_ > word_bits ? std::nullopt : std::optional(layout);
}

bool BitLayout::extend(const std::vector<PartIndex>& parts) {
  if (words_ != 1 || bits_ + parts.size() > word_bits) return false;
  for (const PartIndex part : parts) {
    fields_[part].mask |= Word{1} << bits_++;
    ++fields_[part].width;
    ++extended_bits_;
  }
  return true;
}

bool BitLayout::pack(const std::vector<PartId>& ids, std::span<Word> words) const {
  std::fill(words.begin(), words.end(), Word{0});
  for (PartIndex part = 0; part < fields_.size(); ++part) {
    if (!fits(part, ids[part])) return false;
    words[fields_[part].word] |= scatter(ids[part], fields_[part].mask);
  }
  return true;
}

void BitLayout::unpack(std::span<const Word> words, std::vector<PartId>& ids) const {
  ids.resize(fields_.size());
  for (PartIndex part = 0; part < fields_.size(); ++part) {
    const Field& field = fields_[part];
    ids[part] = static_cast<PartId>(PlainGather{}(words[field.word], field.mask));
  }
}

}  // namespace raceproof::engine
