#include "checker/engine/search.h"

#include <algorithm>
#include <array>

#include "checker/engine/saved_levels.h"
#include "models/alternatives.h"

namespace raceproof::engine {
namespace {

using explore::Observer;
using explore::StateKind;
using explore::Stop;

constexpr std::uint64_t batch_states = 256;
constexpr std::uint64_t shared_states = 1 << 12;   // of each of several threads
constexpr std::uint64_t successors_max = 1 << 20;  // of the states of one batch
constexpr std::uint64_t progress_every = 65536;
constexpr std::uint64_t look_every = 2048;  // states, at the limits

class LevelSearch {
 public:
  LevelSearch(const Machine& machine, const explore::Limits& limits,
              const std::vector<Observer*>& observers, Watch& watch, PackedSpace& space,
              LevelCount* count, const Saving& saving)
      : machine_(machine),
        limits_(limits),
        observers_(observers),
        watch_(watch),
        space_(space),
        count_(count),
        saving_(saving) {
    const std::uint64_t ways = most_alternatives(machine.program(), successors_max);
    successors_of_one_ = std::max<std::uint64_t>(ways * space.threads(), 1);
    states_at_once_ = std::max<std::uint64_t>(successors_max / successors_of_one_, 1);
  }

  std::optional<Stop> run() {
    if (limits_.memory_max_bytes != 0) space_.set_memory_max(limits_.memory_max_bytes);
    if (saving_.known != nullptr) saving_.known->restore_parts(space_);
    if (!is_of_use()) return std::nullopt;
    add_roots();
    if (saving_.known != nullptr && may_go_on()) saving_.known->check_roots(space_);
    if (count_ != nullptr && may_go_on()) count_->begin();
    space_.end_roots();
    while (may_go_on() && space_.expanded < space_.size()) {
      const std::uint64_t end_of_level = space_.size();
      space_.first_of_level.push_back(static_cast<StateIndex>(end_of_level));
      watch_.begin_level(level_);
      is_known_ = knows_next_level();
      if (may_use_blocks()) expand_blocks();
      while (may_go_on() && space_.expanded < end_of_level) expand_some(end_of_level);
      if (may_go_on() && is_known_) insert_known_level();
      count_level();
      ++level_;
      space_.end_level();
      if (may_go_on() && is_decided()) stop_ = Stop::decided;
      if (may_go_on() && saving_.save && !knows_next_level()) saving_.save(space_.size(), false);
    }
    if (count_ != nullptr && may_go_on()) note_counting(count_->end());
    if (!is_of_use()) return std::nullopt;
    const std::uint64_t whole =
        stop_ == Stop::complete ? space_.size() : space_.first_of_level.back();
    if (saving_.save && !is_damaged() && whole > 0) saving_.save(whole, true);
    return stop_;
  }

 private:
  bool is_of_use() const { return space_.fits() && !space_.is_lost(); }
  bool may_go_on() const { return stop_ == Stop::complete && is_of_use() && !is_damaged(); }

  bool is_damaged() const { return saving_.known != nullptr && saving_.known->is_damaged(); }

  // Where the limit on states would end the search on the next level, it has to be searched.
  bool knows_next_level() const {
    const std::uint64_t next = saving_.known != nullptr ? saving_.known->next_size() : 0;
    const std::uint64_t states = space_.size() + next;
    return next != 0 && (limits_.states_max == 0 || states <= limits_.states_max);
  }

  void insert_known_level() {
    const auto has_room = [this](std::uint64_t more) {
      return limits_.memory_max_bytes == 0 ||
             (space_.has_room_to_expand(more) && space_.has_room_for(more));
    };
    if (!saving_.known->insert_next(space_, has_room)) stop_ = Stop::memory;
  }

  void count_level() {
    if (!may_go_on()) return;
    if (count_ != nullptr && space_.grading().is_graded()) {
      space_.forget_level_table();
      note_counting(count_->pass_on(level_, limits_));
    }
    space_.forget_before(space_.first_of_level.back());
  }

  void note_counting(Stop stop) {
    if (stop == Stop::memory) {
      count_->abandon();
    } else {
      stop_ = stop;
    }
  }

  bool is_decided() const {
    return !observers_.empty() &&
           std::all_of(observers_.begin(), observers_.end(),
                       [](const Observer* observer) { return observer->is_decided(); });
  }

  void add_roots() {
    explore::StateStore known;
    machine_.initial([&](std::uint32_t alternative, State&& state, const StepEnd& end) {
      Root root{alternative, std::nullopt, end};
      if (end.kind != StepEnd::Kind::normal) {
        show_end(0, {0, alternative}, end, 0);
      } else {
        const auto [number, is_new] = known.insert(state);
        root.target = number;
        if (is_new && !space_.insert(state)) return false;
      }
      space_.roots.push_back(root);
      check_states();
      return may_go_on();
    });
  }

  // The limit on states is exact, so that its reports are the same on every machine: where it may
  // be passed, the states are expanded one at a time.
  void expand_some(std::uint64_t end_of_level) {
    const bool is_shared = space_.jobs() > 1 && !space_.has_positions();
    const std::uint64_t wanted = is_shared ? shared_states * space_.jobs() : batch_states;
    const std::uint64_t most = std::min(wanted, states_at_once_);
    keys_.resize(std::min<std::uint64_t>(most, end_of_level - space_.expanded));
    const auto first = static_cast<StateIndex>(space_.expanded);
    if (!space_.has_room_to_expand(keys_.size())) {
      stop_ = Stop::memory;
      return;
    }
    space_.expand(first, keys_, batch_);
    if (!is_of_use()) return;
    if (space_.is_out_of_memory() || (!is_known_ && !has_room())) {
      stop_ = Stop::memory;
      return;
    }
    const bool is_close = !is_known_ && limits_.states_max != 0 &&
                          space_.size() + batch_.count() > limits_.states_max;
    if (is_close) {
      for (std::size_t i = 0; i < keys_.size() && stop_ == Stop::complete; ++i) {
        expand_exactly(first + static_cast<StateIndex>(i), keys_[i]);
      }
    } else {
      observe(first);
      if (!is_known_) insert_successors();
      space_.note_expanded(keys_, batch_);
    }
    check_now_and_then(keys_.size());
  }

  // Where each state is looked at, that takes longer than all else. Where the limit on states may
  // be reached on the level, it has to be met exactly; and many alternatives are taken a few states
  // at a time.
  bool may_use_blocks() const {
    if (is_known_ || saving_.save || saving_.known != nullptr || count_ != nullptr) return false;
    if (states_at_once_ < batch_states) return false;
    const std::uint64_t left = limits_.states_max - std::min(limits_.states_max, space_.size());
    const std::uint64_t level = space_.size() - space_.expanded;
    const bool is_close = limits_.states_max != 0 && left / successors_of_one_ < level;
    return watch_.is_idle() && !is_close && space_.may_use_blocks();
  }

  void expand_blocks() {
    const std::uint64_t first = space_.expanded;
    const auto happenings = space_.expand_blocks([this](std::uint64_t states) {
      look_now_and_then(batch_states, states);
      return stop_ == Stop::complete;
    });
    if (!happenings) return;
    for (const Happening& one : *happenings) {
      const auto state = static_cast<StateIndex>(first + one.source);
      if (one.is_end) {
        show_end(state, one.choice, one.end, level_ + 1);
      } else {
        show_state(state, space_.key(state));
      }
    }
    space_.tighten();
  }

  void insert_successors() {
    space_.insert(batch_);
    // So few states as are expanded at once then are one slice.
    if (count_ != nullptr && space_.has_positions()) {
      count_->note(batch_.all().front(), space_.positions());
    }
  }

  void expand_exactly(StateIndex index, Word key) {
    show_state(index, key);
    std::uint32_t steps = 0;
    bool is_partly = false;
    const explore::ThreadSet taken = space_.takes_all() ? 0 : space_.steps().taken(key);
    space_.steps().each(key, [&](Choice choice, Word successor, const StepEnd* end) {
      if (stop_ != Stop::complete) return;
      if (!space_.takes_all() && (taken >> choice.thread & 1) == 0) {
        is_partly = true;
        return;
      }
      ++steps;
      if (end != nullptr) {
        show_end(index, choice, *end, level_ + 1);
      } else {
        successor = space_.canonical()(successor);
        space_.insert({&successor, 1});
      }
      check_states();
    });
    space_.note_expanded(key, steps);
    space_.partly_expanded += is_partly ? 1 : 0;
  }

  void check_states() {
    if (limits_.states_max != 0 && space_.size() > limits_.states_max) stop_ = Stop::states;
  }

  void check_now_and_then(std::uint64_t count) {
    if (stop_ != Stop::complete) return;
    space_.tighten();
    look_now_and_then(count, 0);
  }

  // `more` states than those that are inserted are known.
  void look_now_and_then(std::uint64_t count, std::uint64_t more) {
    const std::uint64_t size = space_.size() + more;
    since_progress_ += count;
    if (since_progress_ >= progress_every) {
      since_progress_ = 0;
      for (Observer* observer : observers_) {
        observer->on_progress(size, size - space_.expanded, level_);
      }
    }
    since_look_ += count;
    if (since_look_ < look_every) return;
    since_look_ = 0;
    stop_ = explore::reached(limits_);
  }

  // Before the successors are inserted: what a table takes to grow is not there otherwise. Counting
  // is given up before the search is.
  bool has_room() {
    if (limits_.memory_max_bytes == 0) return true;
    if (count_ != nullptr) {
      const std::uint64_t counts = count_->memory_bytes();
      space_.set_memory_max(limits_.memory_max_bytes - std::min(limits_.memory_max_bytes, counts));
      if (space_.has_room_for(batch_.count())) return true;
      count_->abandon();
      space_.set_memory_max(limits_.memory_max_bytes);
    }
    return space_.has_room_for(batch_.count());
  }

  void observe(StateIndex first) {
    std::uint32_t begin = 0;
    for (const Batch& slice : batch_.all()) {
      const auto end = begin + static_cast<std::uint32_t>(slice.steps.size());
      observe_slice(first, begin, end, slice.happenings);
      begin = end;
    }
  }

  // Where nothing is watched, only what has happened is looked at.
  void observe_slice(StateIndex first, std::uint32_t begin, std::uint32_t end,
                     std::span<const Happening> happenings) {
    auto next = happenings.begin();
    for (std::uint32_t source = begin; source < end; ++source) {
      if (watch_.is_idle()) source = next != happenings.end() ? next->source : end;
      if (source == end) return;
      const bool has_news = next != happenings.end() && next->source == source;
      const bool is_stuck = has_news && !next->is_end;
      if (is_stuck || (!watch_.is_idle() && watch_.is_of_interest(keys_[source]))) {
        show_state(first + source, keys_[source]);
      }
      for (; next != happenings.end() && next->source == source; ++next) {
        if (next->is_end) show_end(first + source, next->choice, next->end, level_ + 1);
      }
    }
  }

  void show_state(StateIndex index, Word key) {
    space_.decode(key, state_);
    machine_.enabled(state_, enabled_);
    const StateKind kind = !enabled_.empty()           ? StateKind::inner
                           : machine_.is_final(state_) ? StateKind::final_
                                                       : StateKind::stuck;
    for (Observer* observer : observers_) {
      observer->on_state(index, state_, kind, level_, enabled_);
    }
  }

  void show_end(StateIndex from, Choice choice, const StepEnd& end, std::uint64_t level) {
    explore::Edge edge;
    edge.thread = static_cast<std::uint16_t>(choice.thread);
    edge.alternative = choice.alternative;
    edge.is_end = true;
    for (Observer* observer : observers_) observer->on_end(from, edge, end, level);
  }

  const Machine& machine_;
  const explore::Limits& limits_;
  const std::vector<Observer*>& observers_;
  Watch& watch_;
  PackedSpace& space_;
  LevelCount* count_;
  SlicedBatch batch_;
  std::vector<Word> keys_;
  State state_;
  std::vector<std::uint32_t> enabled_;
  std::uint64_t successors_of_one_ = 1;  ///< at most
  std::uint64_t states_at_once_ = 1;     ///< so that their successors are not too many
  std::uint64_t level_ = 0;
  std::uint64_t since_progress_ = 0;
  std::uint64_t since_look_ = look_every;  ///< the first states are followed by a look
  const Saving& saving_;
  bool is_known_ = false;  ///< the level that is being made comes from what was saved
  Stop stop_ = Stop::complete;
};

}  // namespace

std::optional<Stop> search(const Machine& machine, const explore::Limits& limits,
                           const std::vector<Observer*>& observers, Watch& watch,
                           PackedSpace& space, LevelCount* count, const Saving& saving) {
  return LevelSearch(machine, limits, observers, watch, space, count, saving).run();
}

}  // namespace raceproof::engine
