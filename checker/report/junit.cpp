#include "checker/report/junit.h"

#include "checker/report/check_text.h"
#include "checker/report/escape.h"
#include "checker/report/standing.h"
#include "checker/report/trace_text.h"

namespace raceproof::report {
namespace {

std::string attribute(std::string_view name, std::string_view value) {
  return " " + std::string(name) + "=\"" + escape_xml(value) + "\"";
}

// A suite is written when its cases are counted.
struct Suite {
  std::string name;
  std::string cases;
  std::size_t tests = 0;
  std::size_t failures = 0;
  std::size_t errors = 0;

  void add(const std::string& test, const std::string& child) {
    ++tests;
    cases += "    <testcase" + attribute("classname", name) + attribute("name", test);
    cases += child.empty() ? "/>\n" : ">\n" + child + "    </testcase>\n";
  }

  void add_error(const std::string& test, std::string_view type, const std::string& message,
                 const std::string& body) {
    ++errors;
    add(test, child("error", type, message, body));
  }

  static std::string child(std::string_view tag, std::string_view type, const std::string& message,
                           const std::string& body) {
    return "      <" + std::string(tag) + attribute("type", type) + attribute("message", message) +
           ">" + escape_xml(body) + "</" + std::string(tag) + ">\n";
  }

  std::string counts() const {
    return attribute("tests", std::to_string(tests)) +
           attribute("failures", std::to_string(failures)) +
           attribute("errors", std::to_string(errors));
  }
};

void add_property(Suite& suite, const FileReport& report, const result::ModelResult& model,
                  const result::PropertyResult& judged) {
  const property::Property& property = report.result.properties[judged.property];
  const std::string claim = claim_text(property, model.removed);
  const std::string name = claim + " [" + std::string(model.model->name) + "]";
  const std::string verdict(result::name(judged.verdict));
  const Standing stands = standing(judged);
  if (stands == Standing::as_stated) return suite.add(name, "");
  std::string message = verdict;
  if (!judged.detail.empty()) message += ": " + judged.detail;
  if (stands == Standing::undecided) return suite.add_error(name, "undecided", message, "");
  ++suite.failures;
  std::string body = report.subject.file + ":" + std::to_string(property.span.line) + ": " + claim +
                     "\n" + message + "\n";
  if (property.span.line == 0) body = report.subject.file + ": " + claim + "\n" + message + "\n";
  if (judged.trace) {
    body += "\n" + trace_text(report.subject, model, &property, *judged.trace, {}, "");
  }
  suite.add(name, Suite::child("failure", "not-as-stated", message, body));
}

Suite suite_of(const FileReport& report) {
  Suite suite;
  suite.name = report.subject.file;
  for (const result::ModelResult& model : report.result.models) {
    for (const result::PropertyResult& property : model.properties) {
      add_property(suite, report, model, property);
    }
  }
  if (!report.result.disagreement.empty()) {
    suite.add_error("internal", "internal", report.result.disagreement, "");
  }
  return suite;
}

std::vector<Suite> error_suites(const BatchReport& report) {
  std::vector<Suite> suites;
  for (const InputError& error : report.errors) {
    if (suites.empty() || suites.back().name != error.file) {
      suites.emplace_back();
      suites.back().name = error.file;
    }
    std::string where = error.file;
    if (error.span.line != 0) {
      where += ":" + std::to_string(error.span.line) + ":" + std::to_string(error.span.column);
    }
    const std::string help = error.help.empty() ? "" : "\nhelp: " + error.help;
    suites.back().add_error(where, "input", error.message, where + ": " + error.message + help);
  }
  for (const std::string& file : report.not_checked) {
    suites.emplace_back();
    suites.back().name = file;
    suites.back().add_error("check", "stopped", "not checked: the run was stopped", "");
  }
  return suites;
}

}  // namespace

std::string junit_xml(const BatchReport& report) {
  std::vector<Suite> suites;
  for (const FileReport& file : report.files) suites.push_back(suite_of(file));
  for (Suite& suite : error_suites(report)) suites.push_back(std::move(suite));
  Suite all;
  std::string text;
  for (const Suite& suite : suites) {
    all.tests += suite.tests;
    all.failures += suite.failures;
    all.errors += suite.errors;
    text += "  <testsuite" + attribute("name", suite.name) + suite.counts() + ">\n" + suite.cases +
            "  </testsuite>\n";
  }
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"raceproof\"" +
         all.counts() + ">\n" + text + "</testsuites>\n";
}

}  // namespace raceproof::report
