// raceproof explain FILE: the best trace to an outcome, or to what violates a property.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <memory>

#include "checker/deadline.h"
#include "checker/lang/parser.h"
#include "checker/report/check_text.h"
#include "checker/report/json.h"
#include "checker/report/limit_text.h"
#include "checker/report/outcome_set.h"
#include "tools/ask.h"
#include "tools/commands.h"
#include "tools/output.h"
#include "tools/usage_error.h"

namespace raceproof::tools {
namespace {

using report::Answer;
using report::Explanation;

struct ExplainArguments : AskArguments {
  std::string outcome;
  std::size_t property = 0;
};

ExitCode tell(const AskArguments& arguments, const report::Subject& subject,
              const Explanation& explanation) {
  write_stdout(arguments.show.json
                   ? report::explain_json(subject, explanation)
                   : report::explain_text(subject, explanation, arguments.show.text()));
  switch (explanation.answer) {
    case Answer::shown: return ExitCode::as_stated;
    case Answer::impossible: return ExitCode::not_as_stated;
    case Answer::undecided: return ExitCode::undecided;
  }
  return ExitCode::internal;
}

std::string model_names(const result::Result& result) {
  std::string names;
  for (const result::ModelResult& model : result.models) {
    names += (names.empty() ? "" : ", ") + std::string(model.model->name);
  }
  return names;
}

// ---- a final state in which something is true --------------------------------------------------

Expression outcome_condition(const std::string& text, const lang::Lowered& scenario) {
  const lang::ParsedExpression parsed = lang::parse_expression(text);
  const auto refuse = [&](const std::vector<lang::Diagnostic>& diagnostics) {
    write_stderr(lang::render(diagnostics, "--outcome", text));
    throw UsageError("'" + text + "' is no condition of this scenario");
  };
  if (!parsed.expression) refuse(parsed.diagnostics);
  auto lowered = lang::lower_expression(scenario, *parsed.expression);
  if (const auto* wrong = std::get_if<std::vector<lang::Diagnostic>>(&lowered)) refuse(*wrong);
  return std::get<Expression>(std::move(lowered));
}

// What is possible instead, model by model.
std::vector<std::string> possible_outcomes(const result::Result& result) {
  std::vector<std::string> lines;
  for (const result::ModelResult& model : result.models) {
    const std::string under = "under " + std::string(model.model->name) + ": ";
    if (model.symbolic_outcomes && model.symbolic_outcomes->exact) {
      lines.push_back(under + report::outcome_set(*model.symbolic_outcomes));
    } else if (model.symbolic_outcomes) {
      const result::SymbolicOutcomes& known = *model.symbolic_outcomes;
      if (!known.at_least.empty()) lines.push_back(under + "at least " + known.at_least);
      if (!known.at_most.empty()) lines.push_back(under + "at most " + known.at_most);
    } else if (model.outcomes && model.statistics.complete) {
      lines.push_back(under + report::outcome_set(*model.outcomes));
    }
  }
  return lines;
}

ExitCode explain_an_outcome(const ExplainArguments& arguments, Asking& asking) {
  const lang::Lowered& scenario = *asking.subject().scenario;
  const Expression condition = outcome_condition(arguments.outcome, scenario);
  const Deadline deadline(asking.options().limits.time_max_ms);
  const result::Result result = explain_outcome(scenario, condition, asking.options());
  if (!result.disagreement.empty()) return internal_disagreement(result.disagreement);
  Explanation explanation;
  explanation.question = arguments.outcome;
  const result::ModelResult& last = result.models.back();
  const std::optional<result::Trace>& trace = last.properties.front().trace;
  if (trace) {
    explanation.model = &last;
    explanation.trace = &*trace;
    explanation.headline =
        "`" + arguments.outcome + "` is possible under " + std::string(last.model->name);
    asking.done();
    return tell(arguments, asking.subject(), explanation);
  }
  explanation.answer = Answer::impossible;
  std::string hint;  // of the first model that has one
  for (const result::ModelResult& model : result.models) {
    if (model.properties.front().verdict != result::Verdict::undecided) continue;
    explanation.answer = Answer::undecided;
    explanation.details.push_back("under " + std::string(model.model->name) + ": " +
                                  model.properties.front().detail);
    if (hint.empty()) hint = report::advice(asking.subject(), result, model);
  }
  if (explanation.answer == Answer::undecided) {
    explanation.headline = "`" + arguments.outcome + "` is undecided";
    if (!hint.empty()) explanation.details.push_back("help: " + hint);
  } else {
    Options options = asking.options();
    options.limits.time_max_ms = deadline.left_ms();
    explanation.details = possible_outcomes(outcomes(scenario, options));
    explanation.headline = "`" + arguments.outcome + "` is impossible under " +
                           model_names(result) + (explanation.details.empty() ? "" : "; possible:");
    options.limits.time_max_ms = deadline.left_ms();
    for (std::string& line : why_impossible(scenario, condition, options)) {
      explanation.details.push_back(std::move(line));
    }
  }
  asking.done();
  return tell(arguments, asking.subject(), explanation);
}

// ---- a property --------------------------------------------------------------------------------

struct Candidate {
  const result::ModelResult* model = nullptr;
  const result::PropertyResult* property = nullptr;
};

// The first that is NOT as stated, else the first violated, else any: those with a trace before
// those without.
std::optional<Candidate> choose(const result::Result& result, std::size_t wanted) {
  std::optional<Candidate> best;
  int best_rank = 0;
  for (std::size_t number = 0; number < result.properties.size(); ++number) {
    for (const result::ModelResult& model : result.models) {
      for (const result::PropertyResult& property : model.properties) {
        if (property.property != number || (wanted != 0 && number + 1 != wanted)) continue;
        const bool is_wrong = report::standing(property) == report::Standing::wrong;
        const int rank = 1 + (property.trace ? 4 : 0) + (is_wrong ? 2 : 0) +
                         (property.verdict == result::Verdict::violated ? 1 : 0);
        if (rank <= best_rank) continue;
        best_rank = rank;
        best = {&model, &property};
      }
    }
  }
  return best;
}

Explanation explanation_of(const result::Result& result, const Candidate& chosen) {
  Explanation explanation;
  explanation.property = &result.properties[chosen.property->property];
  explanation.property_number = chosen.property->property + 1;
  explanation.question = explanation.property->text;
  explanation.model = chosen.model;
  explanation.headline = "#" + std::to_string(explanation.property_number) + " " +
                         report::claim_text(*explanation.property, chosen.model->removed) + ": " +
                         std::string(result::name(chosen.property->verdict)) + " under " +
                         std::string(chosen.model->model->name);
  if (chosen.property->makespan) explanation.makespan = &*chosen.property->makespan;
  if (!chosen.property->detail.empty()) explanation.headline += ": " + chosen.property->detail;
  if (chosen.property->trace) {
    explanation.trace = &*chosen.property->trace;
  } else if (chosen.property->verdict == result::Verdict::undecided) {
    explanation.answer = Answer::undecided;
  } else {
    explanation.answer = Answer::impossible;
    explanation.details.push_back(
        "there is no execution to show" +
        (chosen.property->how.empty() ? "" : ": " + chosen.property->how));
  }
  return explanation;
}

ExitCode explain_a_property(const ExplainArguments& arguments, Asking& asking) {
  const report::Subject& subject = asking.subject();
  const result::Result result = check(*subject.scenario, asking.options());
  asking.done();
  if (!result.disagreement.empty()) return internal_disagreement(result.disagreement);
  if (arguments.property > result.properties.size()) {
    throw UsageError(
        "there is no property " + std::to_string(arguments.property),
        "`raceproof check` numbers them, from 1 to " + std::to_string(result.properties.size()));
  }
  const std::optional<Candidate> chosen = choose(result, arguments.property);
  if (!chosen) throw UsageError("this property is judged in none of these models");
  Explanation explanation = explanation_of(result, *chosen);
  if (explanation.trace == nullptr && arguments.property == 0 &&
      explanation.answer == Answer::impossible) {
    explanation.headline = "nothing is violated, in no model";
    explanation.details = {"raceproof explain --outcome CONDITION shows a way to a final state"};
    explanation.property = nullptr;
    explanation.question = "any violation";
  }
  return tell(arguments, subject, explanation);
}

ExitCode run(const ExplainArguments& arguments) {
  Asking asking(arguments, "explain");
  if (asking.failure()) return *asking.failure();
  return arguments.outcome.empty() ? explain_a_property(arguments, asking)
                                   : explain_an_outcome(arguments, asking);
}

}  // namespace

Command add_explain(CLI::App& app) {
  const auto arguments = std::make_shared<ExplainArguments>();
  CLI::App* const command = app.add_subcommand(
      "explain", "The shortest execution to an outcome, or to what violates a property");
  add_file(*command, *arguments);
  CLI::Option* const outcome =
      command->add_option("--outcome", arguments->outcome, "A condition on final states")
          ->type_name("EXPR");
  command->add_option("--property", arguments->property, "A property, as `check` numbers them")
      ->check(CLI::Validator(CLI::PositiveNumber).description(""))
      ->excludes(outcome)
      ->type_name("N");
  add_question(*command, *arguments, "Under the first of these models that shows it");
  command->footer("Example:\n  raceproof explain counter.race --set N=10 --outcome 'x == 2'\n");
  return {command, [arguments] { return run(*arguments); }};
}

}  // namespace raceproof::tools
