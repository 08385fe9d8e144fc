// The certificates of one answer, in one file.
#include "checker/checker.h"
#include "checker/plan.h"
#include "checker/prove/certificate.h"
#include "checker/question.h"

namespace raceproof {
namespace {

using result::Verdict;

// FNV-1a: to tell scenarios apart, no protection against anybody. A certificate proves nothing by
// its head, since whoever checks it reads the scenario.
std::string fingerprint(std::string_view text) {
  std::uint64_t hash = 14695981039346656037u;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211u;
  std::string digits;
  for (int shift = 60; shift >= 0; shift -= 4) digits += "0123456789abcdef"[(hash >> shift) & 15];
  return digits;
}

std::string joined(const std::vector<std::string>& parts) {
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : ", ") + part;
  return text;
}

std::string head(const lang::Lowered& scenario, std::string_view source) {
  std::vector<std::string> constants;
  for (const auto& [name, value] : scenario.constants) {
    constants.push_back(name + "=" + std::to_string(value));
  }
  return "; Inductive invariants: what every interleaving keeps, and what that excludes. Every\n"
         "; check-sat must answer unsat. tools/verify-certificate FILE SCENARIO takes from here\n"
         "; Inv and what edges do to history variables, nothing else, and makes the rest anew.\n"
         "(set-logic QF_LIA)\n"
         "(set-info :scenario \"" + fingerprint(source) + "\")\n" +
         "(set-info :constants \"" + joined(constants) + "\")\n";
}

}  // namespace

Certificates certify(const lang::Lowered& scenario, std::string_view source, const Options& options,
                     const result::Result& result) {
  Certificates all;
  all.text = head(scenario, source);
  const explore::Limits limits = limits_of(options, 1);
  const std::function<bool()> stop = [&] { return is_over(limits); };
  for (const result::ModelResult& model : result.models) {
    const Machine machine(scenario.program, *model.model,
                          removed_objects(scenario, model.removed));
    const std::string without = joined(model.removed);
    std::vector<const property::Property*> properties;
    for (const result::PropertyResult& one : model.properties) {
      properties.push_back(&result.properties[one.property]);
    }
    prove::Certifier certifier(machine, properties, without, stop);
    for (const result::PropertyResult& one : model.properties) {
      if (one.verdict == Verdict::violated) continue;
      const property::Property& property = result.properties[one.property];
      const std::string what = "`" + property.text + "` under " + std::string(model.model->name) +
                               (without.empty() ? "" : " without " + without);
      if (one.verdict == Verdict::undecided) {
        all.left_out.push_back(what + ", which is undecided");
        continue;
      }
      const prove::Certificate certificate = certifier.certify(property);
      if (certificate.text.empty()) {
        all.left_out.push_back(what + ": " + certificate.why_not);
        continue;
      }
      all.text += "\n" + certificate.text;
      ++all.count;
    }
  }
  return all;
}

}  // namespace raceproof
