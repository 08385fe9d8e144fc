#include "checker/engine/canonical_form.h"

#include <algorithm>

#include "checker/engine/gather.h"

namespace raceproof::engine {
namespace {

constexpr std::size_t network_max = 12;  // threads of a group that are all compared with each other
constexpr std::size_t small_max = 20;    // threads; 20! is below 2^62

/// Sums of numbers below 2^94, of no more than 2^34.
__extension__ using Wide = unsigned __int128;

result::Integer integer(Wide value) {
  const result::Integer upper = static_cast<std::uint64_t>(value >> 64);
  return (upper << 64) + static_cast<std::uint64_t>(value);
}

// The orders of n threads are n!, of which those that exchange equal ones are the same: one factor
// of the quotient for each thread, so that it is whole all the way. `is_like(i)` tells whether
// thread i is equal to the one before.
template <typename Number, typename IsLike>
Number orders_of(std::uint32_t threads, IsLike is_like) {
  Number orders = 1;
  std::uint32_t equal = 0;
  for (std::uint32_t i = 0; i < threads; ++i) {
    equal = i > 0 && is_like(i) ? equal + 1 : 1;
    orders = orders * (i + 1);
    if (equal != 1) orders = orders / equal;
  }
  return orders;
}

/// The numbers of the parts of a state in one word.
class WordNumbers {
 public:
  WordNumbers(Word word, const BitLayout& layout) : word_(word), layout_(layout) {}

  PartId operator[](PartIndex part) const {
    return static_cast<PartId>(PlainGather{}(word_, layout_.mask(part)));
  }
  void set(PartIndex part, PartId id) {
    const Word mask = layout_.mask(part);
    word_ = (word_ & ~mask) | scatter(id, mask);
  }
  Word word() const { return word_; }

 private:
  Word word_;
  const BitLayout& layout_;
};

/// The same, one by one.
class PlainNumbers {
 public:
  explicit PlainNumbers(std::vector<PartId>& ids) : ids_(ids) {}

  PartId operator[](PartIndex part) const { return ids_[part]; }
  void set(PartIndex part, PartId id) { ids_[part] = id; }

 private:
  std::vector<PartId>& ids_;
};

// By a number with a bit for each thread but the first, the last one's lowest: whether it is like
// the one before.
std::vector<std::uint64_t> orders_by_likeness(std::uint32_t threads) {
  std::vector<std::uint64_t> orders;
  if (threads > network_max) return orders;
  for (std::uint32_t alike = 0; alike < (1U << (threads - 1)); ++alike) {
    orders.push_back(orders_of<std::uint64_t>(
        threads, [&](std::uint32_t i) { return (alike >> (threads - 1 - i) & 1) != 0; }));
  }
  return orders;
}

}  // namespace

CanonicalForm::CanonicalForm(const StateParts& parts, const BitLayout& layout, StateTree* tree)
    : parts_(parts), layout_(layout), tree_(tree) {
  std::uint32_t pairs = 0;
  for (const std::vector<std::uint32_t>& members : parts.alike()) {
    Group group;
    group.threads = members;
    group.first_pair = pairs;
    pairs += static_cast<std::uint32_t>(members.size() - 1);
    for (const std::uint32_t thread : members) {
      group.masks.push_back(layout.mask(parts.of_thread(thread)));
      if (const auto status = parts.status_of(thread)) group.statuses.push_back(*status);
    }
    for (const Word mask : group.masks) group.all |= mask;
    group.orders = orders_by_likeness(static_cast<std::uint32_t>(members.size()));
    threads_ += members.size();
    groups_.push_back(std::move(group));
  }
}

template <typename Numbers>
void CanonicalForm::read(const Group& group, const Numbers& numbers, Threads& threads) const {
  const auto count = static_cast<std::uint32_t>(group.threads.size());
  const std::vector<std::uint64_t>& ranks = parts_.ranks(group.threads[0]);
  for (std::uint32_t i = 0; i < count; ++i) {
    const PartId id = numbers[parts_.of_thread(group.threads[i])];
    threads[i] = {ranks[id], 0, id, i};
  }
  for (const PartIndex part : parts_.naming()) {
    if (parts_.values(part) <= 1) continue;
    const PartId id = numbers[part];
    for (std::uint32_t i = 0; i < count; ++i) {
      threads[i].roles = threads[i].roles << 2 | parts_.role(part, id, group.threads[i]);
    }
  }
}

// Behind one step most threads stand where they should, so they are sorted by insertion. What names
// the threads goes along with each exchange of neighbours.
template <typename Numbers>
void CanonicalForm::sort_numbers(Numbers& numbers, std::vector<std::uint32_t>* places) const {
  Threads threads;
  for (const Group& group : groups_) {
    read(group, numbers, threads);
    bool is_sorted = true;
    for (std::uint32_t i = 1; i < group.threads.size(); ++i) {
      for (std::uint32_t at = i; at > 0 && threads[at - 1].is_behind(threads[at]); --at) {
        if (threads[at - 1].roles != threads[at].roles) {
          exchange(numbers, group.first_pair + at - 1);
        }
        std::swap(threads[at - 1], threads[at]);
        is_sorted = false;
      }
    }
    if (!is_sorted) write(group, threads, numbers);
    if (places == nullptr) continue;
    for (std::uint32_t i = 0; i < group.threads.size(); ++i) {
      (*places)[group.threads[threads[i].place]] = group.threads[i];
    }
  }
}

template <typename Numbers>
void CanonicalForm::write(const Group& group, const Threads& threads, Numbers& numbers) const {
  std::array<PartId, explore::alike_max> statuses;
  for (std::size_t i = 0; i < group.statuses.size(); ++i) {
    statuses[i] = numbers[group.statuses[threads[i].place]];
  }
  for (std::size_t i = 0; i < group.threads.size(); ++i) {
    numbers.set(parts_.of_thread(group.threads[i]), threads[i].id);
  }
  for (std::size_t i = 0; i < group.statuses.size(); ++i) {
    numbers.set(group.statuses[i], statuses[i]);
  }
}

template <typename Numbers>
void CanonicalForm::exchange(Numbers& numbers, std::uint32_t pair) const {
  for (const PartIndex part : parts_.naming()) {
    numbers.set(part, parts_.exchanged(part, numbers[part], pair));
  }
}

Word CanonicalForm::sort(Word state, std::vector<std::uint32_t>* places) const {
  if (tree_ != nullptr) {
    tree_->open(state);
    std::vector<PartId> ids = tree_->ids();
    PlainNumbers numbers(ids);
    sort_numbers(numbers, places);
    return tree_->near(ids);
  }
  WordNumbers numbers(state, layout_);
  sort_numbers(numbers, places);
  return numbers.word();
}

// Where nothing names the threads, sorting their ranks is all, and that of few needs no branch.
bool CanonicalForm::sorts_fast() const {
  const std::vector<PartIndex>& naming = parts_.naming();
  return tree_ == nullptr && has_fast_gather() &&
         std::all_of(groups_.begin(), groups_.end(),
                     [&](const Group& group) {
                       return group.threads.size() <= network_max && group.statuses.empty() &&
                              layout_.width(group.threads[0]) <= StateParts::short_rank_bits;
                     }) &&
         std::all_of(naming.begin(), naming.end(),
                     [&](PartIndex part) { return layout_.width(part) == 0; });
}

template <std::size_t known_count>
#if defined(__x86_64__)
[[gnu::target("bmi2")]]
#endif
void CanonicalForm::sort_group(const Group& group, std::span<Word> states) const {
  constexpr std::uint64_t id_mask = (std::uint64_t{1} << StateParts::short_rank_bits) - 1;
  constexpr std::size_t most = known_count != 0 ? known_count : network_max;
  std::array<std::uint64_t, most> sorted;
  std::array<Word, most> masks{};
  std::copy(group.masks.begin(), group.masks.end(), masks.begin());
  const std::size_t count = known_count != 0 ? known_count : group.threads.size();
  const std::uint64_t* ranks = parts_.ranks(group.threads[0]).data();
  const Word others = ~group.all;
  for (Word& state : states) {
#pragma GCC unroll 4
    for (std::size_t i = 0; i < count; ++i) {
      std::uint64_t last = ranks[FastGather{}(state, masks[i])];
#pragma GCC unroll 4
      for (std::size_t at = 0; at < i; ++at) {
        const std::uint64_t lower = std::min(sorted[at], last);
        last = std::max(sorted[at], last);
        sorted[at] = lower;
      }
      sorted[i] = last;
    }
    Word fields = 0;
#pragma GCC unroll 4
    for (std::size_t i = 0; i < count; ++i) {
      fields |= FastScatter{}(sorted[i] & id_mask, masks[i]);
    }
    state = (state & others) | fields;
  }
}

// Few threads are sorted in registers.
void CanonicalForm::sort_fast(std::span<Word> states) const {
  for (const Group& group : groups_) {
    switch (group.threads.size()) {
      case 2: sort_group<2>(group, states); break;
      case 3: sort_group<3>(group, states); break;
      case 4: sort_group<4>(group, states); break;
      default: sort_group<0>(group, states);
    }
  }
}

void CanonicalForm::make(std::vector<PartId>& ids) const {
  PlainNumbers numbers(ids);
  sort_numbers(numbers, nullptr);
}

void CanonicalForm::make(std::span<Word> states) const {
  if (is_idle()) return;
  if (sorts_fast()) {
    sort_fast(states);
    return;
  }
  for (Word& state : states) state = sort(state, nullptr);
}

Word CanonicalForm::operator()(Word state) const {
  return is_idle() ? state : sort(state, nullptr);
}

Word CanonicalForm::operator()(Word state, std::vector<std::uint32_t>& places) const {
  for (std::uint32_t i = 0; i < places.size(); ++i) places[i] = i;
  return is_idle() ? state : sort(state, &places);
}

template <typename Number, typename Numbers>
Number CanonicalForm::orbit_of(const Numbers& numbers) const {
  Number size = 1;
  Threads threads;
  for (const Group& group : groups_) {
    read(group, numbers, threads);
    const auto is_like = [&](std::uint32_t i) { return threads[i].is_like(threads[i - 1]); };
    size = size * orders_of<Number>(static_cast<std::uint32_t>(group.threads.size()), is_like);
  }
  return size;
}

#if defined(__x86_64__)
[[gnu::target("bmi2")]]
#endif
std::uint64_t
CanonicalForm::orbit_fast(Word state) const {
  std::uint64_t size = 1;
  for (const Group& group : groups_) {
    std::uint64_t before = FastGather{}(state, group.masks[0]);
    std::size_t alike = 0;
    for (std::size_t i = 1; i < group.masks.size(); ++i) {
      const std::uint64_t id = FastGather{}(state, group.masks[i]);
      alike = 2 * alike + (id == before ? 1 : 0);
      before = id;
    }
    size *= group.orders[alike];
  }
  return size;
}

template <typename Number>
Number CanonicalForm::orbit(Word state) const {
  if (tree_ == nullptr) return orbit_of<Number>(WordNumbers(state, layout_));
  tree_->open(state);
  std::vector<PartId> ids = tree_->ids();
  return orbit_of<Number>(PlainNumbers(ids));
}

CanonicalForm::Orbits CanonicalForm::orbits(std::span<const Word> states,
                                            std::span<const std::uint32_t> steps) const {
  Orbits all;
  Wide small_states = 0;
  Wide small_steps = 0;
  const bool is_fast = sorts_fast();
  for (std::size_t i = 0; i < states.size(); ++i) {
    if (threads_ > small_max) {
      const auto size = orbit<result::Integer>(states[i]);
      all.states += size;
      all.steps += size * steps[i];
      continue;
    }
    const auto size = is_fast ? orbit_fast(states[i]) : orbit<std::uint64_t>(states[i]);
    small_states += size;
    small_steps += Wide{size} * steps[i];
  }
  all.states += integer(small_states);
  all.steps += integer(small_steps);
  return all;
}

}  // namespace raceproof::engine
