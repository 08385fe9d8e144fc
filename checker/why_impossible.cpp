// The reasons against an outcome, those of several models together where they are the same.
#include "checker/plan.h"
#include "checker/prove/reason.h"
#include "checker/question.h"

namespace raceproof {

std::vector<std::string> why_impossible(const lang::Lowered& scenario, const Expression& condition,
                                        const Options& options) {
  struct Reason {
    std::string models;
    std::vector<std::string> lines;
  };
  const explore::Limits limits = limits_of(options, 1);
  const std::function<bool()> stop = [&] { return is_over(limits); };
  std::vector<Reason> reasons;
  for (const ExecutionModel* const model : models_of(options)) {
    const Machine machine(scenario.program, *model, removed_objects(scenario, options.without));
    std::vector<std::string> lines = prove::reason_against(machine, condition, stop);
    if (lines.empty()) continue;
    const std::string name(model->name);
    bool is_known = false;
    for (Reason& reason : reasons) {
      if (reason.lines != lines) continue;
      reason.models += ", " + name;
      is_known = true;
    }
    if (!is_known) reasons.push_back({name, std::move(lines)});
  }
  std::vector<std::string> text;
  for (const Reason& reason : reasons) {
    text.push_back("because, under " + reason.models + ":");
    for (const std::string& line : reason.lines) text.push_back("  " + line);
  }
  return text;
}

}  // namespace raceproof
