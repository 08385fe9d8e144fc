#include "checker/engine/visited_set.h"

#include <algorithm>
#include <array>

#include "checker/engine/gather.h"

namespace raceproof::engine {
namespace {

using code_line::Met;

constexpr std::size_t batch_max = 1024;
constexpr std::uint64_t lines_min = 97;
constexpr std::uint64_t lines_made_at_once = 1024;
constexpr std::uint64_t homeless_min = 1024;
constexpr std::uint64_t homeless_share = 48;  // of all keys, one in so many
constexpr std::uint64_t worth_growing = 16;   // a step of less than one in so many is none

// Doubling is cheapest while the table is small, up to 12 MB; later, smaller steps waste less. All
// sizes follow from the first one.
constexpr std::uint64_t doubled_lines_max = lines_min << 11;

std::uint64_t next_size(std::uint64_t lines) {
  return lines < doubled_lines_max ? 2 * lines : lines + lines / 2;
}

// The fewer codes a line takes, the more its filling varies from line to line, and the earlier four
// lines in a row are full.
std::uint64_t percent_full(std::uint32_t lanes) {
  return lanes >= 20 ? 85 : lanes >= 12 ? 80 : 75;
}

std::uint32_t width_for(const Quotient& quotient, std::uint32_t distance_bits) {
  return std::max<std::uint32_t>(quotient.remainder_bits() + distance_bits, 1);
}

}  // namespace

VisitedSet::VisitedSet(std::uint32_t bits, std::uint64_t expected) : bits_(bits) {
  allocate(lines_for(expected));
}

std::uint64_t VisitedSet::room_for(std::uint64_t lines) const {
  const LineShape shape(width_for(Quotient(bits_, extended_bits_, lines), distance_bits));
  return lines * shape.lanes * percent_full(shape.lanes) / 100;
}

std::uint64_t VisitedSet::lines_for(std::uint64_t keys) const {
  const std::uint64_t all = std::uint64_t{1} << bits_;
  std::uint64_t lines = std::min(lines_min, all);
  while (lines < all && room_for(lines) < keys) {
    lines = std::min(next_size(lines), all);
  }
  const std::uint64_t most = bytes_max_ / LineShape::line_bytes;
  if (lines <= most || most < lines_min || room_for(most) < keys + keys / worth_growing) {
    return lines;
  }
  return most;
}

void VisitedSet::allocate(std::uint64_t lines) {
  quotient_ = Quotient(bits_, extended_bits_, lines);
  shape_ = LineShape(width_for(quotient_, distance_bits));
  room_ = room_for(lines);
  memory_ = PageMemory(LineShape::line_bytes * lines_with_spare());
}

// The lines that it has, but where there have to be more.
std::uint64_t VisitedSet::lines_to_have(std::uint64_t more) const {
  const bool is_crowded = homeless_.size() > homeless_min + size_ / homeless_share;
  if (size_ + more <= room_ && !is_crowded) return quotient_.lines();
  const std::uint64_t now = quotient_.lines();
  const std::uint64_t larger = is_crowded ? next_size(now) : now;
  return std::min(std::max(lines_for(size_ + more), larger), std::uint64_t{1} << bits_);
}

std::uint64_t VisitedSet::peak_bytes(std::uint64_t more) const {
  return LineShape::line_bytes * lines_to_have(more);
}

double VisitedSet::bytes_a_key() const {
  return static_cast<double>(memory_.bytes()) /
         static_cast<double>(std::max<std::uint64_t>(room_, 1));
}

void VisitedSet::make_room(std::uint64_t more) {
  const std::uint64_t lines = lines_to_have(more);
  if (lines != quotient_.lines()) grow(lines);
}

std::size_t VisitedSet::insert(std::span<std::uint64_t> keys, std::span<std::uint8_t> is_new) {
  std::size_t kept = 0;
  for (std::size_t begin = 0; begin < keys.size(); begin += batch_max) {
    const std::size_t count = std::min(batch_max, keys.size() - begin);
    make_room(count);
    kept += insert_batch(keys.subspan(begin, count), {keys.data() + kept, is_new.data() + begin});
  }
  return kept;
}

// Lines never lose codes, so a key that found a line full stands behind it for ever: the search
// ends at the first line with room. Where all keys differ, nothing is searched for.
template <bool has_high, bool all_differ>
code_line::Met VisitedSet::put(const LineShape& shape, Wanted wanted) {
  for (std::uint64_t distance = 0; distance < reach; ++distance) {
    std::uint8_t* const at = wanted.line + LineShape::line_bytes * distance;
    const std::uint64_t code = wanted.code + distance;
    if constexpr (!has_high && !all_differ) {
      const Met met = code_line::meet(shape, at, code);
      if (met != Met::full) [[likely]]
        return met;
    } else {
      if constexpr (!all_differ) {
        if (code_line::contains<has_high>(shape, at, code)) return Met::old;
      }
      if (code_line::count(at) < shape.lanes) {
        if constexpr (all_differ) {
          code_line::append<has_high>(shape, at, code);
        } else {
          code_line::append_one<has_high>(shape, at, code);
        }
        return Met::added;
      }
    }
  }
  return Met::full;
}

// The lines of keys are fetched while those before them are looked at, a few keys at a time, so
// that what either takes stays in registers: so far ahead that memory has answered, not so far that
// it is asked for more at once than it takes. Where few codes are in a line, it is full often
// enough that the next line has to be fetched as well, as soon as that is known.
template <bool has_high>
std::size_t VisitedSet::insert_places(const View& view, std::span<const std::uint64_t> keys,
                                      New fresh) {
  constexpr std::size_t few = 16;
  constexpr std::size_t ahead = 3 * few;
  std::array<Wanted, ahead + few> fetched;
  fetched.fill({view.lines});
  const auto fetch = [&](std::size_t first) {
    if (first >= keys.size()) return;
    const View own = view;
    const std::uint64_t* const key = keys.data() + first;
    Wanted* const wanted = &fetched[first % fetched.size()];
    const std::size_t count = std::min(few, keys.size() - first);
    for (std::size_t i = 0; i < count; ++i) {
      wanted[i] = own.wanted(own.quotient.place(key[i]));
      __builtin_prefetch(wanted[i].line, 1);
    }
  };
  for (std::size_t first = 0; first < ahead; first += few) fetch(first);
  const LineShape shape = view.shape;
  std::size_t kept = 0;
  for (std::size_t first = 0; first < keys.size(); first += few) {
    fetch(first + ahead);
    const std::size_t end = std::min(first + few, keys.size());
    for (std::size_t i = first; i < end; ++i) {
      const std::uint64_t key = keys[i];
      if constexpr (has_high) {
        const std::uint8_t* const soon = fetched[(i + few) % fetched.size()].line;
        const bool is_full = code_line::count(soon) == shape.lanes;
        __builtin_prefetch(soon + (is_full ? LineShape::line_bytes : 0), 1);
      }
      Met met = put<has_high, false>(shape, fetched[i % fetched.size()]);
      if (met == Met::full) [[unlikely]] {
        met = homeless_.insert(key).second ? Met::added : Met::old;
      }
      const std::uint8_t is_new = met == Met::added ? 1 : 0;
      fresh.keys[kept] = key;
      fresh.is_new[i] = is_new;
      kept += is_new;
    }
  }
  return kept;
}

[[gnu::always_inline]] inline std::size_t VisitedSet::insert_fetched(
    std::span<const std::uint64_t> keys, New fresh) {
  const View view = this->view();
  const std::size_t kept = view.shape.high_bits == 0 ? insert_places<false>(view, keys, fresh)
                                                     : insert_places<true>(view, keys, fresh);
  size_ += kept;
  return kept;
}

#if defined(__x86_64__)
[[gnu::flatten, gnu::target("avx2,bmi,bmi2")]]
#endif
std::size_t
VisitedSet::insert_fast(std::span<const std::uint64_t> keys, New fresh) {
  return insert_fetched(keys, fresh);
}

std::size_t VisitedSet::insert_batch(std::span<const std::uint64_t> keys, New fresh) {
  return has_fast_gather() ? insert_fast(keys, fresh) : insert_fetched(keys, fresh);
}

void VisitedSet::grow(std::uint64_t lines) {
  VisitedSet larger(bits_);
  larger.extended_bits_ = extended_bits_;
  larger.bytes_max_ = bytes_max_;
  larger.allocate(std::max(lines, quotient_.lines()));
  move_to(larger, 0);
}

void VisitedSet::extend(std::uint32_t bits) {
  VisitedSet wider(bits_ + bits);
  wider.bytes_max_ = bytes_max_;
  wider.extended_bits_ = extended_bits_ + bits;
  wider.allocate(std::max(wider.lines_for(size_), quotient_.lines()));
  move_to(wider, bits);
}

template <bool has_high, typename Visit>
void VisitedSet::each_in_line(const View& view, std::uint64_t number, Visit visit) {
  const std::uint8_t* codes = view.line(number);
  const std::uint32_t count = code_line::count(codes);
  for (std::uint32_t lane = 0; lane < count; ++lane) {
    const std::uint64_t code = code_line::code<has_high>(view.shape, codes, lane);
    visit(view.quotient.mixed({number - code % reach, code / reach}));
  }
}

template <bool from_high, bool to_high>
void VisitedSet::move_lines(VisitedSet& larger, std::uint32_t extension) {
  const View from = view();
  const View to = larger.view();
  std::uint64_t made = 0;  // lines of the larger table, their pages for writing
  for (std::uint64_t number = 0; number < lines_with_spare(); ++number) {
    each_in_line<from_high>(from, number, [&](std::uint64_t mixed) {
      const std::uint64_t extended = from.quotient.extended(mixed, extension);
      const Quotient::Place place = to.quotient.place_of_mixed(extended);
      if (place.line + reach > made) [[unlikely]] {
        made = place.line + lines_made_at_once;
        larger.memory_.touch_up_to(LineShape::line_bytes * made);
      }
      if (put<to_high, true>(to.shape, to.wanted(place)) == Met::full) [[unlikely]] {
        larger.homeless_.insert(to.quotient.key(place));
      }
    });
    memory_.release_up_to(LineShape::line_bytes * (number + 1));
  }
}

[[gnu::always_inline]] inline void VisitedSet::move_all(VisitedSet& larger,
                                                        std::uint32_t extension) {
  const bool from_high = shape_.high_bits != 0;
  const bool to_high = larger.shape_.high_bits != 0;
  if (from_high && to_high) move_lines<true, true>(larger, extension);
  if (from_high && !to_high) move_lines<true, false>(larger, extension);
  if (!from_high && to_high) move_lines<false, true>(larger, extension);
  if (!from_high && !to_high) move_lines<false, false>(larger, extension);
}

#if defined(__x86_64__)
[[gnu::flatten, gnu::target("avx2,bmi,bmi2")]]
#endif
void
VisitedSet::move_fast(VisitedSet& larger, std::uint32_t extension) {
  move_all(larger, extension);
}

// The lines of the larger table come in the order of those of the smaller one, so both are passed
// from front to back, and what was read is given back as the other fills: the peak is the larger
// table alone.
void VisitedSet::move_to(VisitedSet& larger, std::uint32_t extension) {
  if (has_fast_gather()) {
    move_fast(larger, extension);
  } else {
    move_all(larger, extension);
  }
  std::array<std::uint64_t, batch_max> keys;
  std::array<std::uint8_t, batch_max> is_new;
  for (std::uint32_t i = 0; i < homeless_.size();) {
    std::size_t count = 0;
    for (; count < keys.size() && i < homeless_.size(); ++i) keys[count++] = homeless_.word(i);
    larger.insert_batch({keys.data(), count}, {keys.data(), is_new.data()});
  }
  larger.size_ = size_;
  *this = std::move(larger);
}

std::vector<std::uint64_t> VisitedSet::keys() {
  std::vector<std::uint64_t> keys;
  const View view = this->view();
  const auto add = [&](std::uint64_t mixed) { keys.push_back(view.quotient.unmix(mixed)); };
  for (std::uint64_t number = 0; number < lines_with_spare(); ++number) {
    if (shape_.high_bits == 0) {
      each_in_line<false>(view, number, add);
    } else {
      each_in_line<true>(view, number, add);
    }
  }
  for (std::uint32_t i = 0; i < homeless_.size(); ++i) keys.push_back(homeless_.word(i));
  return keys;
}

}  // namespace raceproof::engine
