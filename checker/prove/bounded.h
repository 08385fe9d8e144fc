// Answers from two sides: what bursts reach, and what an invariant excludes. Where the two meet the
// answer is exact; where they do not, both are told.
#pragma once

#include <array>
#include <functional>
#include <optional>

#include "checker/prove/above.h"
#include "checker/prove/bursts.h"
#include "checker/prove/final_values.h"
#include "checker/prove/prove.h"

namespace raceproof::prove {

/// Final values known from both sides.
struct ValueBounds {
  Set reached;
  bool is_exact = false;
};

class Bounded {
 public:
  Bounded(const Machine& machine, const BuildOptions& options, std::function<bool()> stop);

  /// Each judges a property of its kind; undecided with what is known where the sides do not meet.
  void always(const property::Property& property, Answer& answer);
  void final_condition(const property::Property& property, Answer& answer);
  void outcomes(const property::Property& property, Answer& answer);
  void deadlock(Answer& answer);
  void failures(Answer& answer);
  void races(Answer& answer);
  result::SymbolicOutcomes table(const std::vector<property::Observed>& observed);

  /// What executions end with, and whether that is all.
  ValueBounds values(const std::vector<property::Observed>& observed);
  /// Where no invariant bounds the values, schedules that reach some are put off, since they cannot
  /// be shown to be all. Whether any were; from then on none are.
  bool takes_up_what_was_put_off();
  const Presburger& in() const { return in_; }
  /// Of set operations, in each of its searches.
  static std::uint64_t budget();
  /// How an answer was proved: by what excludes all else; and by what shows what is left, too.
  std::string by_invariant();
  std::string how();

 private:
  using Find = std::function<StateSets(const StateSets& here)>;

  using Run = std::function<bool(const Bursts::Visit&)>;
  /// A search for schedules, and whose it is.
  struct Search {
    std::size_t bursts = 0;
    Run run;
  };
  /// The sets that a search comes by, in order.
  struct Seen {
    std::vector<std::pair<LocationVector, Set>> sets;
    bool is_all = false;
  };

  std::array<Search, 3> searches();
  void require_64_bits();
  bool is_bounded(const std::vector<property::Observed>& observed);
  Above& above();
  Bursts& bursts(std::size_t number);
  bool is_excluded(const std::function<bool()>& by);
  void judge(const std::function<bool()>& by, const Find& find, Answer& answer);
  bool find(const Find& find, Answer& answer);
  std::optional<Set> found_by(const Run& run, const Find& find, Seen& seen);
  std::vector<std::array<std::uint32_t, 2>> unlike_pairs() const;
  std::optional<std::vector<Affine>> plain(const std::vector<property::Observed>& observed) const;
  bool excludes_values(const Set& values, const std::vector<property::Observed>& observed,
                       bool may_learn);
  std::string at_most(const std::vector<property::Observed>& observed);

  Presburger in_;
  TransitionSystem system_;
  std::function<bool()> stop_;
  const Program& program_;
  std::vector<CellIndex> observed_;
  Endings endings_;
  std::array<std::unique_ptr<Bursts>, 2> bursts_;  // without and with bursts of two threads
  std::array<Seen, 3> seen_;                       // by search
  std::unique_ptr<Above> above_;
  bool puts_off_ = true;
  bool has_put_off_ = false;
  std::vector<std::pair<std::vector<property::Observed>, ValueBounds>> known_;
};

}  // namespace raceproof::prove
