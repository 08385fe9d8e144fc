#include "tools/options.h"

#include <CLI/CLI.hpp>
#include <algorithm>

#include "checker/explore/process_memory.h"
#include "checker/lang/diagnostic.h"
#include "tools/output.h"
#include "tools/quantity.h"
#include "tools/usage_error.h"

namespace raceproof::tools {

report::TextOptions ShowOptions::text() const {
  report::TextOptions text;
  text.palette = stdout_palette(color);
  text.verbose = verbose;
  text.quiet = quiet;
  text.width = stdout_width();
  return text;
}

void add_color(CLI::App& app, ShowOptions& options) {
  app.add_option("--color", options.color, "auto, always or never")
      ->check(CLI::IsMember({"auto", "always", "never"}).description(""))
      ->type_name("WHEN");
}

void add_json(CLI::App& app, ShowOptions& options) {
  app.add_flag("--json", options.json, "One JSON document on stdout");
}

void add_verbose(CLI::App& app, ShowOptions& options) {
  app.add_flag("--verbose,-v", options.verbose, "Everything that is known");
}

std::vector<const ExecutionModel*> AskOptions::execution_models() const {
  std::vector<const ExecutionModel*> found;
  std::vector<std::string> names;
  for (const ExecutionModel& model : raceproof::execution_models()) {
    names.emplace_back(model.name);
  }
  for (const std::string& name : models) {
    const ExecutionModel* const model = find_model(name);
    if (model == nullptr) {
      std::string all;
      for (const std::string& each : names) all += (all.empty() ? "" : ", ") + each;
      const std::string near = did_you_mean(lang::nearest(name, names));
      throw UsageError("there is no model '" + name + "'", near.empty() ? "models: " + all : near);
    }
    if (std::find(found.begin(), found.end(), model) == found.end()) found.push_back(model);
  }
  return found;
}

std::map<std::string, std::int64_t> AskOptions::constants() const {
  std::map<std::string, std::int64_t> constants;
  for (const std::string& each : set) {
    const std::size_t equals = each.find('=');
    if (equals == std::string::npos || equals == 0) {
      throw UsageError("'--set " + each + "' is not NAME=VALUE", "for example --set N=10");
    }
    const std::string name = each.substr(0, equals);
    const std::optional<std::int64_t> value = parse_integer(each.substr(equals + 1));
    if (!value) {
      throw UsageError("'--set " + each + "': '" + each.substr(equals + 1) +
                       "' is not a 64-bit integer");
    }
    constants[name] = *value;
  }
  return constants;
}

void add_set(CLI::App& app, AskOptions& options) {
  app.add_option("--set", options.set, "Value of a constant; may be given several times")
      ->type_name("NAME=VALUE")
      ->allow_extra_args(false);
}

void add_model(CLI::App& app, AskOptions& options, const std::string& help) {
  app.add_option("--model", options.models, help)
      ->type_name("MODEL,...")
      ->delimiter(',')
      ->allow_extra_args(false);
}

void add_without(CLI::App& app, AskOptions& options) {
  app.add_option("--without", options.without, "Locks whose operations do nothing")
      ->type_name("LOCK,...")
      ->delimiter(',')
      ->allow_extra_args(false);
}

namespace {

struct EngineRow {
  const char* name;
  Engine engine;
};
constexpr EngineRow engines[] = {
    {"auto", Engine::automatic}, {"explicit", Engine::explicit_}, {"symbolic", Engine::symbolic}};

}  // namespace

Engine AskOptions::chosen_engine() const {
  for (const EngineRow& row : engines) {
    if (engine == row.name) return row.engine;
  }
  return Engine::automatic;
}

void add_engine(CLI::App& app, AskOptions& options) {
  std::vector<std::string> names;
  for (const EngineRow& row : engines) names.emplace_back(row.name);
  app.add_option("--engine", options.engine,
                 "explicit visits every state, symbolic takes whole loops at once [auto]")
      ->check(CLI::IsMember(names).description(""))
      ->type_name("ENGINE");
}

engine::Reductions AskOptions::reductions() const {
  if (reduce.empty()) return {};
  engine::Reductions chosen = engine::Reductions::none();
  std::vector<std::string> names{"none"};
  for (const engine::ReductionRow& row : engine::reductions) names.emplace_back(row.name);
  for (const std::string& name : reduce) {
    const auto found = std::find(names.begin(), names.end(), name);
    if (found == names.end()) {
      std::string all;
      for (const std::string& each : names) all += (all.empty() ? "" : ", ") + each;
      throw UsageError("there is no reduction '" + name + "'", "reductions: " + all);
    }
    if (found == names.begin()) continue;
    chosen.add(engine::reductions[static_cast<std::size_t>(found - names.begin() - 1)].reduction);
  }
  if (chosen.is_empty() || reduce.size() == 1 ||
      std::find(reduce.begin(), reduce.end(), "none") == reduce.end()) {
    return chosen;
  }
  throw UsageError("'--reduce' has none and others", "for example --reduce none");
}

void add_reduce(CLI::App& app, AskOptions& options) {
  std::string names;
  for (const engine::ReductionRow& row : engine::reductions) {
    names += std::string(row.name) + ", ";
  }
  app.add_option("--reduce", options.reduce,
                 "How not to look at all states: " + names +
                     "or none [what the question permits; where states are few, only symmetry]")
      ->type_name("REDUCTION,...")
      ->delimiter(',')
      ->allow_extra_args(false);
  app.add_flag("--self-check", options.self_check,
               "Search without reductions too; a difference is a bug of raceproof");
}

Limits LimitOptions::limits() const {
  Limits limits;
  // A quarter is left to everything else, and to what grows between two looks.
  limits.memory_max_bytes = explore::available_bytes() / 4 * 3;
  const auto set = [](const std::string& option, const std::string& text,
                      std::optional<std::uint64_t> value, const std::string& example,
                      std::uint64_t& target) {
    if (text.empty()) return;
    if (!value || *value == 0) {
      throw UsageError("'" + option + " " + text + "' makes no sense",
                       "for example " + option + " " + example);
    }
    target = *value;
  };
  std::optional<std::uint64_t> count;
  if (const auto number = parse_integer(states); number && *number > 0) {
    count = static_cast<std::uint64_t>(*number);
  }
  set("--max-states", states, count, "1000000", limits.states_max);
  set("--max-memory", memory, parse_bytes(memory), "4G", limits.memory_max_bytes);
  set("--max-time", time, parse_time(time), "10m", limits.time_max_ms);
  return limits;
}

std::uint32_t LimitOptions::jobs_given() const {
  if (jobs.empty()) return 0;
  constexpr std::int64_t most = 256;
  const std::optional<std::int64_t> number = parse_integer(jobs);
  if (!number || *number < 1 || *number > most) {
    throw UsageError("'--jobs " + jobs + "' makes no sense", "for example --jobs 2");
  }
  return static_cast<std::uint32_t>(*number);
}

void add_limits(CLI::App& app, LimitOptions& options) {
  app.add_option("--max-states", options.states, "States a search may store [no limit]")
      ->type_name("N");
  app.add_option("--max-memory", options.memory,
                 "Memory it may use, such as 4G [3/4 of what is free]")
      ->type_name("SIZE");
  app.add_option("--max-time", options.time, "Time it may take, such as 10m")->type_name("TIME");
  app.add_option("--jobs", options.jobs, "Threads that may work [one for each processor]")
      ->type_name("N");
}

}  // namespace raceproof::tools
