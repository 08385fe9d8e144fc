#include "checker/report/check_text.h"

#include <algorithm>

#include "checker/report/gantt.h"
#include "checker/report/limit_text.h"
#include "checker/report/table.h"
#include "checker/result/number.h"

namespace raceproof::report {
namespace {

constexpr std::size_t claim_max = 56;  // longer claims are cut in the table, not below it

std::string grouped(const result::Integer& number) { return result::grouped(number.str()); }

std::string counted(const result::Integer& count, std::string_view one, std::string_view many) {
  return grouped(count) + " " + std::string(count == 1 ? one : many);
}

Tone tone(Standing standing) {
  switch (standing) {
    case Standing::as_stated: return Tone::good;
    case Standing::undecided: return Tone::unsure;
    case Standing::wrong: return Tone::bad;
  }
  return Tone::plain;
}

/// A property under one model: a cell of the table.
struct Judged {
  const result::ModelResult* model = nullptr;
  const result::PropertyResult* property = nullptr;
};

/// A property with some locks removed: a row of the table.
struct Claim {
  std::size_t property = 0;
  std::vector<std::string> removed;
  std::vector<Judged> judged;

  Standing standing() const {
    Standing worst = Standing::as_stated;
    for (const Judged& each : judged) worst = std::max(worst, report::standing(*each.property));
    return worst;
  }
};

std::vector<Claim> claims(const result::Result& result) {
  std::vector<Claim> claims;
  for (const result::ModelResult& model : result.models) {
    for (const result::PropertyResult& property : model.properties) {
      auto found = std::find_if(claims.begin(), claims.end(), [&](const Claim& claim) {
        return claim.property == property.property && claim.removed == model.removed;
      });
      if (found == claims.end()) {
        found = claims.insert(claims.end(), {property.property, model.removed, {}});
      }
      found->judged.push_back({&model, &property});
    }
  }
  std::stable_sort(claims.begin(), claims.end(),
                   [](const Claim& a, const Claim& b) { return a.property < b.property; });
  return claims;
}

std::string joined(const std::vector<std::string>& list) {
  std::string text;
  for (const std::string& each : list) text += (text.empty() ? "" : ", ") + each;
  return text;
}

std::string without_text(const std::vector<std::string>& removed) {
  return removed.empty() ? "" : "without " + joined(removed);
}

// One file's answer; a class only because all parts of it read the same things.
class CheckText {
 public:
  CheckText(const Subject& subject, const result::Result& result, const TextOptions& options)
      : subject_(subject), result_(result), options_(options), claims_(claims(result)) {
    for (const ExecutionModel& model : execution_models()) {
      const auto is_used = [&](const result::ModelResult& each) { return each.model == &model; };
      if (std::any_of(result.models.begin(), result.models.end(), is_used)) {
        models_.push_back(&model);
      }
    }
  }

  std::string text() const {
    const Palette& palette = options_.palette;
    std::string text =
        palette.paint(Tone::strong, subject_.file) + "   " + setting(subject_) + "\n\n";
    text += table().render(palette, "  ");
    text += warnings();
    if (options_.verbose) text += details();
    for (const Claim& claim : claims_) {
      if (claim.standing() == Standing::wrong) text += '\n' + problem(claim);
    }
    text += undecided();
    if (!result_.disagreement.empty()) {
      text += "\n  " + palette.paint(Tone::bad, "internal disagreement: ") + result_.disagreement +
              "\n";
    }
    return text + '\n' + conclusion();
  }

 private:
  Table table() const {
    std::vector<Align> columns{Align::right};
    columns.resize(models_.size() + 3, Align::left);
    Table table(columns);
    std::vector<Cell> heading{{"#", Tone::faint}, {"property", Tone::faint}};
    for (const ExecutionModel* model : models_) {
      heading.emplace_back(std::string(model->name), Tone::strong);
    }
    table.add(heading);
    for (const Claim& claim : claims_) table.add(row(claim));
    add_searched(table);
    return table;
  }

  std::vector<Cell> row(const Claim& claim) const {
    std::string text = claim_text(result_.properties[claim.property], claim.removed);
    if (text.size() > claim_max) text = text.substr(0, claim_max - 3) + "...";
    std::vector<Cell> cells{{std::to_string(claim.property + 1), Tone::faint}, std::move(text)};
    for (const ExecutionModel* model : models_) {
      const auto found =
          std::find_if(claim.judged.begin(), claim.judged.end(),
                       [&](const Judged& each) { return each.model->model == model; });
      if (found == claim.judged.end()) {
        cells.emplace_back(".", Tone::faint);
        continue;
      }
      const Standing standing = report::standing(*found->property);
      std::string verdict(result::name(found->property->verdict));
      if (standing == Standing::wrong) verdict += " !";
      cells.emplace_back(verdict, tone(standing));
    }
    cells.emplace_back(std::string(name(claim.standing())), tone(claim.standing()));
    return cells;
  }

  // How much was searched under each model, for each set of removed locks.
  void add_searched(Table& table) const {
    std::vector<std::vector<std::string>> sets;
    for (const result::ModelResult& model : result_.models) {
      if (std::find(sets.begin(), sets.end(), model.removed) == sets.end()) {
        sets.push_back(model.removed);
      }
    }
    for (const std::vector<std::string>& removed : sets) {
      const std::string suffix = removed.empty() ? "" : " " + without_text(removed);
      std::vector<Cell> cells{{""}, {"states" + suffix, Tone::faint}};
      for (const ExecutionModel* model : models_) {
        std::string text;
        for (const result::ModelResult& each : result_.models) {
          if (each.model != model || each.removed != removed) continue;
          text = each.is_symbolic ? "symbolic"
                                  : grouped(each.statistics.states) +
                                        (each.statistics.leaves_out ? " kept" : "") +
                                        (each.statistics.complete ? "" : "+");
        }
        cells.emplace_back(text, Tone::faint);
      }
      table.add(cells);
    }
  }

  // What the program or a property should be looked at for, each once.
  std::string warnings() const {
    std::vector<std::string> lines;
    const auto add = [&](const std::string& line) {
      if (std::find(lines.begin(), lines.end(), line) == lines.end()) lines.push_back(line);
    };
    for (const result::ModelResult& model : result_.models) {
      for (const std::string& warning : model.warnings) add(warning);
    }
    for (const Claim& claim : claims_) {
      for (const Judged& each : claim.judged) {
        for (const std::string& warning : each.property->warnings)
          add(title(claim) + ": " + warning);
      }
    }
    std::string text;
    for (const std::string& line : lines) {
      text += "\n  " + options_.palette.paint(Tone::unsure, "warning: ") + line + "\n";
    }
    return text;
  }

  std::string title(const Claim& claim) const {
    return "#" + std::to_string(claim.property + 1) + " " +
           claim_text(result_.properties[claim.property], claim.removed);
  }

  std::string details() const {
    Table table({Align::left, Align::left, Align::left, Align::left});
    for (const Claim& claim : claims_) {
      for (const Judged& each : claim.judged) {
        const std::string why =
            each.property->how.empty() ? each.property->detail : each.property->how;
        table.add({{"#" + std::to_string(claim.property + 1), Tone::faint},
                   {std::string(each.model->model->name)},
                   {std::string(result::name(each.property->verdict))},
                   {why}});
        for (const std::string& attempt : each.property->attempts) {
          table.add({{""}, {""}, {""}, {"tried: " + attempt, Tone::faint}});
        }
      }
    }
    return '\n' + table.render(options_.palette, "  ") + charts();
  }

  // Schedules in time; those of what is not as stated stand below with the rest of it.
  std::string charts() const {
    std::string text;
    for (const Claim& claim : claims_) {
      for (const Judged& each : claim.judged) {
        if (!each.property->makespan || claim.standing() == Standing::wrong) continue;
        text += "\n  " + title(claim) + " under " + std::string(each.model->model->name) + '\n' +
                gantt(*each.property->makespan, subject_.scenario->program, "    ");
      }
    }
    return text;
  }

  // A row that is not as stated: its models, why, and the first trace there is.
  std::string problem(const Claim& claim) const {
    std::vector<const Judged*> concerned;
    for (const Judged& each : claim.judged) {
      if (report::standing(*each.property) == Standing::wrong) concerned.push_back(&each);
    }
    const property::Property& property = result_.properties[claim.property];
    std::string text = "  " + options_.palette.paint(Tone::bad, "NOT as stated: ") +
                       options_.palette.paint(Tone::strong, title(claim));
    if (property.span.line != 0) {
      text += "   " + subject_.file + ":" + std::to_string(property.span.line);
    }
    text += '\n';
    const Judged* shown = nullptr;
    for (const Judged* each : concerned) {
      if (shown == nullptr && each->property->trace) shown = each;
    }
    if (shown == nullptr) shown = concerned.front();
    text += reasons(concerned, *shown);
    if (shown->property->makespan) {
      text += '\n' + gantt(*shown->property->makespan, subject_.scenario->program, "    ");
    }
    if (shown->property->trace) {
      text += '\n' + trace_text(subject_, *shown->model, &property, *shown->property->trace,
                                options_, "    ");
    }
    return text;
  }

  std::string reasons(const std::vector<const Judged*>& concerned, const Judged& shown) const {
    std::string text = "    under " + std::string(shown.model->model->name) + ": ";
    if (shown.property->verdict == result::Verdict::holds) {
      text += "it holds";
      if (!shown.property->how.empty()) text += ": " + shown.property->how;
    } else {
      text += shown.property->detail;
    }
    if (shown.property->trace) text += " (" + trace_size(*shown.property->trace) + ")";
    std::string others;
    for (const Judged* each : concerned) {
      if (each == &shown) continue;
      others += (others.empty() ? "" : ", ") + std::string(each->model->model->name);
    }
    if (!others.empty()) text += "; likewise under " + others;
    return text + '\n';
  }

  // All that is undecided for one reason in one line, and what to try.
  std::string undecided() const {
    struct Reason {
      std::string detail;
      std::vector<std::string> claims;
      std::vector<std::string> models;
      const result::ModelResult* first = nullptr;
    };
    std::vector<Reason> reasons;
    const auto add = [](std::vector<std::string>& list, std::string text) {
      if (std::find(list.begin(), list.end(), text) == list.end()) list.push_back(std::move(text));
    };
    for (const Claim& claim : claims_) {
      for (const Judged& each : claim.judged) {
        if (standing(*each.property) != Standing::undecided) continue;
        const std::string& detail = each.property->detail;
        auto found = std::find_if(reasons.begin(), reasons.end(),
                                  [&](const Reason& r) { return r.detail == detail; });
        if (found == reasons.end()) {
          found = reasons.insert(reasons.end(), {detail, {}, {}, each.model});
        }
        add(found->claims, "#" + std::to_string(claim.property + 1));
        add(found->models, std::string(each.model->model->name));
      }
    }
    std::string text;
    for (const Reason& reason : reasons) {
      text += "\n  " + options_.palette.paint(Tone::unsure, "undecided: ") + joined(reason.claims) +
              " under " + joined(reason.models) + ": " + reason.detail + '\n';
      for (const std::string& line : limit_lines(*reason.first)) text += "    " + line + '\n';
      const std::string hint = advice(subject_, result_, *reason.first);
      if (!hint.empty()) text += "    help: " + hint + '\n';
    }
    return text;
  }

  std::string conclusion() const {
    const Totals sum = totals(result_);
    const std::string verdicts = counted(sum.judged, "verdict", "verdicts");
    std::string text;
    if (sum.wrong > 0) text = grouped(sum.wrong) + " of " + verdicts + " NOT as stated";
    if (sum.undecided > 0) {
      text += (text.empty() ? grouped(sum.undecided) + " of " + verdicts
                            : ", " + grouped(sum.undecided)) +
              " undecided";
    }
    if (text.empty()) text = (sum.judged == 1 ? "" : "all ") + verdicts + " as stated";
    return "  " + options_.palette.paint(tone(sum.standing()), text) + '\n';
  }

  const Subject& subject_;
  const result::Result& result_;
  const TextOptions& options_;
  std::vector<Claim> claims_;
  std::vector<const ExecutionModel*> models_;
};

}  // namespace

std::string claim_text(const property::Property& property,
                       const std::vector<std::string>& removed) {
  std::string text = property.text;
  if (property.fails) text += " fails";
  if (!removed.empty()) text += " " + without_text(removed);
  return text;
}

std::string check_text(const Subject& subject, const result::Result& result,
                       const TextOptions& options) {
  return CheckText(subject, result, options).text();
}

std::string check_line(const Subject& subject, const result::Result& result,
                       const TextOptions& options) {
  const Totals sum = totals(result);
  return options.palette.paint(tone(sum.standing()), name(sum.standing())) + "   " + subject.file +
         options.palette.paint(Tone::faint, "   " + counted(sum.judged, "verdict", "verdicts") +
                                                ", " + counted(sum.states, "state", "states")) +
         '\n';
}

std::string batch_line(const BatchTotals& totals, const TextOptions& options) {
  const std::size_t good = totals.files - totals.wrong - totals.undecided - totals.unreadable;
  std::string text = counted(totals.files, "file", "files") + ": " + grouped(good) + " as stated";
  const auto add = [&](std::size_t count, std::string_view what) {
    if (count > 0) text += ", " + grouped(count) + " " + std::string(what);
  };
  add(totals.wrong, "NOT as stated");
  add(totals.undecided, "undecided");
  add(totals.unreadable, "in error");
  add(totals.left_out, "not checked: the run was stopped");
  const bool is_good = good == totals.files && totals.left_out == 0;
  return options.palette.paint(is_good ? Tone::good : Tone::bad, text) + '\n';
}

}  // namespace raceproof::report
