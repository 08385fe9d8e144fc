#include "checker/self_check.h"

#include <algorithm>

#include "checker/question.h"

namespace raceproof {
namespace {

using result::Outcome;
using result::OutcomeTable;
using result::PropertyResult;
using result::Share;
using result::Verdict;

// Behind large components of the graph probabilities are left out; orbits make them smaller.
template <typename Probability>
bool is_same_chance(const Probability& a, const Probability& b) {
  return !a || !b || *a == *b;
}

bool is_equal(const Share& a, const Share& b) {
  return to_text(a.interleavings) == to_text(b.interleavings) &&
         is_same_chance(a.probability, b.probability);
}

bool is_equal(const Outcome& a, const Outcome& b) {
  return a.values == b.values && is_equal(a.share, b.share);
}

bool has_same_trace(const PropertyResult& a, const PropertyResult& b) {
  if (a.trace.has_value() != b.trace.has_value()) return false;
  return !a.trace || (to_text(a.trace->schedule) == to_text(b.trace->schedule) &&
                      a.trace->loop_start == b.trace->loop_start);
}

std::string difference_of_tables(const OutcomeTable& a, const OutcomeTable& b) {
  const auto equal = [](const Outcome& one, const Outcome& other) { return is_equal(one, other); };
  if (!std::equal(a.outcomes.begin(), a.outcomes.end(), b.outcomes.begin(), b.outcomes.end(),
                  equal)) {
    return "the outcomes";
  }
  if (!is_equal(a.deadlocks, b.deadlocks)) return "the deadlocks";
  if (!is_equal(a.failed, b.failed)) return "the failures";
  if (!is_equal(a.discarded, b.discarded)) return "what `assume` discards";
  if (!is_same_chance(a.endless, b.endless)) return "what never ends";
  return "";
}

// All of a complete table, of which the other one may have less.
std::string difference_of_seen(const OutcomeTable& seen, const OutcomeTable& complete) {
  for (const Outcome& one : seen.outcomes) {
    const auto is_it = [&](const Outcome& other) { return other.values == one.values; };
    if (std::none_of(complete.outcomes.begin(), complete.outcomes.end(), is_it)) {
      return "the outcomes";
    }
  }
  return "";
}

std::string difference_of_statistics(const result::Statistics& a, const result::Statistics& b) {
  if (a.states != b.states) return "the number of states";
  if (a.transitions != b.transitions) return "the number of steps";
  if (a.depth != b.depth) return "the depth";
  return a.complete != b.complete ? "whether all states were seen" : "";
}

// A search that is over because all was decided has come to the end of a level, as the other one.
bool has_met_limit(const result::ModelResult& result) {
  const result::Statistics& statistics = result.statistics;
  return !statistics.complete &&
         statistics.why_incomplete != why(explore::Stop::decided, explore::Limits{});
}

std::string difference_of_verdicts(const PropertyResult& a, const PropertyResult& b,
                                   bool with_details, bool leaves_out) {
  if (with_details) {
    if (a.verdict != b.verdict) return "the verdict";
    if (a.detail != b.detail || (!leaves_out && a.how != b.how)) {
      return "the reason of the verdict";
    }
    if (a.warnings != b.warnings) return "the warnings";
    return has_same_trace(a, b) ? "" : "the trace";
  }
  const bool both = a.verdict != Verdict::undecided && b.verdict != Verdict::undecided;
  return both && a.verdict != b.verdict ? "the verdict" : "";
}

}  // namespace

std::string difference_between(const result::ModelResult& reduced, const result::ModelResult& plain,
                               const std::vector<property::Property>& properties) {
  const bool is_limited = has_met_limit(reduced) || has_met_limit(plain) ||
                          reduced.statistics.complete != plain.statistics.complete;
  for (std::size_t i = 0; i < reduced.properties.size(); ++i) {
    const std::string difference = difference_of_verdicts(
        reduced.properties[i], plain.properties[i], !is_limited, reduced.statistics.leaves_out);
    if (difference.empty()) continue;
    return difference + " of `" + properties[reduced.properties[i].property].text + "`";
  }
  std::string difference;
  if (!is_limited && !reduced.statistics.leaves_out) {
    difference = difference_of_statistics(reduced.statistics, plain.statistics);
  }
  if (!is_limited && difference.empty() && reduced.warnings != plain.warnings) {
    difference = "the warnings";
  }
  if (!difference.empty() || !reduced.outcomes || !plain.outcomes) return difference;
  if (reduced.statistics.complete && plain.statistics.complete) {
    return difference_of_tables(*reduced.outcomes, *plain.outcomes);
  }
  if (reduced.statistics.complete) return difference_of_seen(*plain.outcomes, *reduced.outcomes);
  if (plain.statistics.complete) return difference_of_seen(*reduced.outcomes, *plain.outcomes);
  return "";
}

}  // namespace raceproof
