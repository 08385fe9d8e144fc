#include "checker/report/outcomes_text.h"

#include <algorithm>
#include <set>

#include "checker/report/limit_text.h"
#include "checker/report/outcome_set.h"
#include "checker/report/table.h"
#include "checker/result/number.h"

namespace raceproof::report {
namespace {

using result::Integer;
using result::OutcomeTable;
using result::Rational;

constexpr std::size_t rows_max = 200;          // of one table; --verbose shows all
constexpr std::size_t value_columns_max = 12;  // beyond, only what differs is listed
constexpr std::size_t fraction_max = 24;       // longer fractions are left to --json
constexpr std::size_t claimed_max = 1000;
constexpr std::size_t schedule_max = 100;  // characters; --verbose shows all

using Values = std::vector<std::optional<std::int64_t>>;

std::string grouped(const result::Count& count) {
  return count.infinite ? "infinite" : result::grouped(result::to_text(count));
}

// "75.97 %", or nothing where numbers are infinite.
std::string percent(const result::Count& part, const result::Count& total) {
  if (part.infinite || total.infinite || total.value == 0) return "";
  const Rational share(part.value, total.value);
  if (share == 0 || share * 10'000 >= 1) return result::decimal(share * 100, 2) + " %";
  return rounded(share * 100) + " %";
}

std::string fraction(const std::optional<Rational>& value) {
  if (!value) return "";
  const std::string text = result::fraction(*value);
  return text.size() <= fraction_max ? text : "";
}

bool same(const result::Share& a, const result::Share& b) {
  return a.interleavings.infinite == b.interleavings.infinite &&
         a.interleavings.value == b.interleavings.value && a.probability == b.probability;
}

bool same(const std::optional<result::Family>& a, const std::optional<result::Family>& b) {
  if (!a || !b) return a.has_value() == b.has_value();
  return a->least == b->least &&
         std::equal(a->instances.begin(), a->instances.end(), b->instances.begin(),
                    b->instances.end(),
                    [](const result::FamilyInstance& x, const result::FamilyInstance& y) {
                      return x.set == y.set && x.is_explored == y.is_explored;
                    });
}

bool same(const result::ModelResult& a, const result::ModelResult& b) {
  if (a.removed != b.removed || a.statistics.complete != b.statistics.complete) return false;
  if (a.symbolic_outcomes && b.symbolic_outcomes) {
    const result::SymbolicOutcomes& left = *a.symbolic_outcomes;
    const result::SymbolicOutcomes& right = *b.symbolic_outcomes;
    return left.exact && right.exact && left.set == right.set && left.observed == right.observed &&
           same(left.family, right.family);
  }
  if (!a.outcomes || !b.outcomes || !a.statistics.complete) return false;
  const OutcomeTable& left = *a.outcomes;
  const OutcomeTable& right = *b.outcomes;
  return left.observed == right.observed && left.endless == right.endless &&
         same(left.deadlocks, right.deadlocks) && same(left.failed, right.failed) &&
         same(left.discarded, right.discarded) &&
         std::equal(left.outcomes.begin(), left.outcomes.end(), right.outcomes.begin(),
                    right.outcomes.end(), [](const result::Outcome& x, const result::Outcome& y) {
                      return x.values == y.values && same(x.share, y.share);
                    });
}

// What the file claims to be possible under the model, where it claims it of just these
// expressions.
std::set<Values> claimed(const Subject& subject, const result::ModelResult& model) {
  std::set<Values> values;
  for (const property::Property& property : subject.scenario->properties) {
    const bool is_meant = property.kind == property::Kind::outcomes && property.set &&
                          !property.fails && property.removed_names == model.removed &&
                          property.observed == model.outcomes->observed;
    const auto& models = property.models;
    const bool is_judged =
        models.empty() ? model.model->by_default
                       : std::find(models.begin(), models.end(), model.model) != models.end();
    if (!is_meant || !is_judged) continue;
    for (const auto& tuple : property.set->tuples) values.emplace(tuple.begin(), tuple.end());
    if (property.observed.size() != 1) continue;
    const auto listed = property.set->values(claimed_max);
    if (!listed) continue;
    for (const std::int64_t value : *listed) values.insert({value});
  }
  return values;
}

// One table; the columns are the expressions that differ, or all if there are few.
class OutcomeText {
 public:
  OutcomeText(const Subject& subject, const result::ModelResult& model, const TextOptions& options)
      : model_(model),
        table_(*model.outcomes),
        options_(options),
        claimed_(claimed(subject, model)) {
    choose_columns();
  }

  std::string text() const {
    if (!model_.statistics.complete && table_.outcomes.empty()) {
      return "  no final state so far\n" + remarks();
    }
    std::vector<Align> columns(shown_.size(), Align::right);
    columns.insert(columns.end(), {Align::right, Align::right});
    if (model_.statistics.complete) columns.push_back(Align::right);
    columns.insert(columns.end(), {Align::left, Align::left});
    Table table(columns);
    std::vector<Cell> heading;
    for (const std::size_t i : shown_) {
      heading.emplace_back(table_.observed[i].name, Tone::strong);
    }
    const std::vector<std::string> names =
        model_.statistics.complete
            ? std::vector<std::string>{"interleavings", "share", "probability"}
            : std::vector<std::string>{"steps", "switches", "schedule"};
    for (const std::string& name : names) heading.emplace_back(name, Tone::faint);
    table.add(heading);
    add_outcomes(table);
    add_other(table, "(stuck)", table_.deadlocks, true);
    add_other(table, "(failed)", table_.failed, true);
    add_other(table, "(discarded)", table_.discarded, false);
    if (table_.endless && *table_.endless != 0) {
      add_row(table, special("(never ends)"), {{}, table_.endless}, false, {""});
    }
    return table.render(options_.palette, "  ") + remarks();
  }

 private:
  void choose_columns() {
    for (std::size_t i = 0; i < table_.observed.size(); ++i) {
      const bool differs = std::any_of(
          table_.outcomes.begin(), table_.outcomes.end(), [&](const result::Outcome& outcome) {
            return outcome.values[i] != table_.outcomes.front().values[i];
          });
      if (differs || table_.observed.size() <= value_columns_max) shown_.push_back(i);
    }
    if (shown_.size() > value_columns_max) shown_.resize(value_columns_max);
    if (shown_.empty() && !table_.observed.empty()) shown_.push_back(0);
  }

  // Reached values and those that are only claimed, ascending.
  void add_outcomes(Table& table) const {
    std::set<Values> missing = claimed_;
    for (const result::Outcome& outcome : table_.outcomes) missing.erase(outcome.values);
    if (!model_.statistics.complete) missing.clear();
    auto next = missing.begin();
    const std::size_t count = table_.outcomes.size();
    const std::size_t rows = options_.verbose ? count : std::min(count, rows_max);
    for (std::size_t i = 0; i < count; ++i) {
      if (rows < count && i == rows / 2) {
        const std::size_t left_out = count - rows;
        table.add({{"...", Tone::faint},
                   {result::grouped(std::to_string(left_out)) + " more", Tone::faint}});
        i += left_out;
      }
      const result::Outcome& outcome = table_.outcomes[i];
      for (; next != missing.end() && *next < outcome.values; ++next) add_missing(table, *next);
      const bool is_surprise = !claimed_.empty() && claimed_.count(outcome.values) == 0;
      const Cell remark = is_surprise ? Cell{"not in the claimed set", Tone::bad} : Cell{};
      if (model_.statistics.complete) {
        add_row(table, value_cells(outcome.values), outcome.share, true, remark);
      } else {
        add_witness(table, outcome, remark);
      }
    }
    for (; next != missing.end(); ++next) add_missing(table, *next);
  }

  void add_missing(Table& table, const Values& values) const {
    std::vector<Cell> cells = value_cells(values);
    cells.insert(cells.end(), {{"0"}, {""}, {"0"}, {""}, {"impossible", Tone::unsure}});
    table.add(cells);
  }

  // A value that a search came to before a limit ended it.
  void add_witness(Table& table, const result::Outcome& outcome, const Cell& remark) const {
    std::vector<Cell> cells = value_cells(outcome.values);
    if (outcome.witness) {
      const result::Schedule& schedule = *outcome.witness;
      std::string text = result::to_text(schedule);
      if (!options_.verbose && text.size() > schedule_max) {
        text.resize(text.rfind(' ', schedule_max));
        text += " ...";
      }
      cells.emplace_back(result::grouped(std::to_string(schedule.steps.size())));
      cells.emplace_back(result::grouped(std::to_string(result::switches(schedule))));
      cells.emplace_back(text);
    } else {
      cells.resize(cells.size() + 3);
    }
    cells.push_back(remark);
    table.add(cells);
  }

  void add_other(Table& table, const char* name, const result::Share& share, bool in_total) const {
    if (!model_.statistics.complete) return;
    if (!share.interleavings.infinite && share.interleavings.value == 0) return;
    add_row(table, special(name), share, in_total, {""});
  }

  std::vector<Cell> special(const char* name) const {
    std::vector<Cell> cells(std::max<std::size_t>(shown_.size(), 1));
    cells.front() = {name, Tone::unsure};
    return cells;
  }

  std::vector<Cell> value_cells(const Values& values) const {
    std::vector<Cell> cells;
    for (const std::size_t i : shown_) {
      cells.emplace_back(observed_value(table_.observed[i], values[i]), Tone::strong);
    }
    return cells;
  }

  void add_row(Table& table, std::vector<Cell> cells, const result::Share& share, bool in_total,
               const Cell& remark) const {
    const bool counts = in_total || share.interleavings.value != 0;
    cells.emplace_back(counts ? grouped(share.interleavings) : "");
    cells.emplace_back(in_total ? percent(share.interleavings, table_.total) : "");
    cells.emplace_back(share.probability ? rounded(*share.probability) : "");
    cells.emplace_back(fraction(share.probability), Tone::faint);
    cells.push_back(remark);
    table.add(cells);
  }

  std::string remarks() const {
    std::string text;
    const std::size_t hidden = table_.observed.size() - shown_.size();
    if (hidden > 0) {
      text += "  " + result::grouped(std::to_string(hidden)) + " of the " +
              result::grouped(std::to_string(table_.observed.size())) +
              " variables are not shown (--json has all)\n";
    }
    if (model_.statistics.complete && !table_.probabilities_left_out.empty()) {
      text += "  no probabilities: " + table_.probabilities_left_out + '\n';
    }
    return text;
  }

  const result::ModelResult& model_;
  const OutcomeTable& table_;
  const TextOptions& options_;
  std::set<Values> claimed_;
  std::vector<std::size_t> shown_;
};

// "x in 2..2*N for all N >= 2", and what comes out for smaller ones.
std::string family_lines(const result::SymbolicOutcomes& outcomes) {
  const result::Family& family = *outcomes.family;
  const auto from = [&](std::int64_t least) {
    return " for all " + family.constant + " >= " + std::to_string(least);
  };
  std::string text = outcome_set(outcomes) + from(family.least) + "\n";
  std::string explored;
  for (const result::FamilyInstance& instance : family.instances) {
    const std::string value = std::to_string(instance.value);
    if (instance.is_explored) explored += (explored.empty() ? "" : ", ") + value;
    if (instance.value >= family.least) continue;
    result::SymbolicOutcomes one = outcomes;
    one.set = instance.set;
    text += "  " + outcome_set(one) + " for " + family.constant + " = " + value + "\n";
  }
  text += "  proved for " + outcomes.how + ",\n  and for every " + family.constant + " up to " +
          result::grouped(std::to_string(family.most)) + "\n";
  if (explored.empty()) return text;
  return text + "  compared with every interleaving for " + family.constant + " = " + explored +
         "\n";
}

// What was proved of the final values, in the place of a table of them.
std::string symbolic_lines(const result::SymbolicOutcomes& outcomes) {
  if (outcomes.family) return family_lines(outcomes);
  if (outcomes.exact) {
    return outcome_set(outcomes) + "   interleavings not counted\n  proved for " + outcomes.how +
           "\n";
  }
  std::string text = "undecided\n";
  if (!outcomes.at_least.empty()) text += "  at least " + outcomes.at_least + "\n";
  if (!outcomes.at_most.empty()) text += "  at most  " + outcomes.at_most + "\n";
  return text;
}

std::string model_heading(const std::vector<const result::ModelResult*>& models,
                          const Palette& palette) {
  std::string names;
  for (const result::ModelResult* model : models) {
    names += (names.empty() ? "" : ", ") + std::string(model->model->name);
  }
  const result::ModelResult& first = *models.front();
  std::string text = palette.paint(Tone::strong, names);
  for (std::size_t i = 0; i < first.removed.size(); ++i) {
    text += (i == 0 ? " without " : ", ") + first.removed[i];
  }
  if (first.symbolic_outcomes) return text + "   " + symbolic_lines(*first.symbolic_outcomes);
  if (!first.outcomes) {
    return text + "   " + palette.paint(Tone::unsure, "undecided: ") +
           first.statistics.why_incomplete + '\n';
  }
  if (!first.statistics.complete) {
    return text + "   " + palette.paint(Tone::unsure, "undecided: ") +
           first.statistics.why_incomplete +
           (first.outcomes->outcomes.empty() ? "\n" : "; at least these:\n");
  }
  const OutcomeTable& table = *first.outcomes;
  text += "   " + outcome_set(table) + "   ";
  const bool is_one = !table.total.infinite && table.total.value == 1;
  return text + grouped(table.total) + (is_one ? " interleaving" : " interleavings") + "\n";
}

}  // namespace

std::string rounded(const Rational& value) {
  if (value == 0) return "0";
  if (value * 10'000 >= 1) return result::decimal(value, 4);
  int exponent = 0;
  Rational scaled = value;
  for (; scaled < 1; --exponent) scaled *= 10;
  std::string digits = result::decimal(scaled, 2);
  if (digits == "10.00") {
    digits = "1.00";
    ++exponent;
  }
  return digits + "e" + std::to_string(exponent);
}

std::string outcomes_text(const Subject& subject, const result::Result& result,
                          const TextOptions& options) {
  std::string text =
      options.palette.paint(Tone::strong, subject.file) + "   " + setting(subject) + '\n';
  std::string hint;
  std::vector<bool> told(result.models.size(), false);
  for (std::size_t i = 0; i < result.models.size(); ++i) {
    const result::ModelResult& model = result.models[i];
    if (told[i]) continue;
    std::vector<const result::ModelResult*> alike;
    for (std::size_t other = i; other < result.models.size(); ++other) {
      if (other != i && !same(model, result.models[other])) continue;
      told[other] = true;
      alike.push_back(&result.models[other]);
    }
    text += '\n' + model_heading(alike, options.palette);
    if (model.outcomes && !model.symbolic_outcomes) {
      text += OutcomeText(subject, model, options).text();
    }
    for (const std::string& attempt : model.attempts) {
      if (options.verbose) text += "  tried: " + attempt + '\n';
    }
    for (const std::string& line : limit_lines(model)) text += "  " + line + '\n';
    if (hint.empty()) hint = advice(subject, result, model);
  }
  if (!hint.empty()) text += "\n  help: " + hint + '\n';
  return text;
}

}  // namespace raceproof::report
