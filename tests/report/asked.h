// Scenarios asked in tests of reports.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <stdexcept>
#include <string>
#include <vector>

#include "checker/checker.h"
#include "checker/report/file_report.h"

namespace raceproof::report {

/// Models by their names; `check` of a source under them. The file is called "test.race".
struct Asked {
  explicit Asked(std::vector<std::string> models_ = {}, std::vector<std::string> without_ = {},
                 std::map<std::string, std::int64_t> set_ = {})
      : models(std::move(models_)), without(std::move(without_)), set(std::move(set_)) {}

  std::vector<std::string> models;
  std::vector<std::string> without;
  std::map<std::string, std::int64_t> set;
  std::uint64_t states_max = 100'000;

  Subject subject(const std::string& source) const {
    Loaded loaded = load(source, set);
    for (const lang::Diagnostic& each : loaded.diagnostics) ADD_FAILURE() << each.message;
    return {"test.race", source, loaded.scenario, set};
  }

  Options options() const {
    Options options;
    for (const std::string& name : models) options.models.push_back(find_model(name));
    options.without = without;
    options.limits.states_max = states_max;
    options.engine = Engine::explicit_;
    return options;
  }

  FileReport check(const std::string& source) const {
    FileReport report{subject(source), {}};
    report.result = raceproof::check(*report.subject.scenario, options());
    return report;
  }

  FileReport outcomes(const std::string& source) const {
    FileReport report{subject(source), {}};
    report.result = raceproof::outcomes(*report.subject.scenario, options());
    return report;
  }
};

/// The first property result that has a trace, and its model.
struct Shown {
  const result::ModelResult* model = nullptr;
  const result::PropertyResult* property = nullptr;
};
inline Shown first_trace(const result::Result& result) {
  for (const result::ModelResult& model : result.models) {
    for (const result::PropertyResult& property : model.properties) {
      if (property.trace) return {&model, &property};
    }
  }
  throw std::runtime_error("there is no trace");
}

/// Two threads of one increment.
inline constexpr const char* increments = R"(const N = 1
var x = 0
thread t[2] {
    repeat N { x += 1 }
}
finally x == 2*N
)";

}  // namespace raceproof::report
