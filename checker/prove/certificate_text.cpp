#include "checker/prove/certificate_text.h"

#include <algorithm>

#include "checker/prove/location_names.h"
#include "checker/prove/reduced.h"
#include "checker/prove/smt_text.h"

namespace raceproof::prove {
namespace {

std::string thread_name(std::size_t thread) { return "T" + std::to_string(thread); }

// Variables are numbered as in the flat system; behind them come the violation's own, and the cells
// that never change, which the system does not have.
class Writer {
 public:
  explicit Writer(const CertifiedInvariant& proof)
      : proof_(proof), parts_(proof.parts) {
    name_variables();
    add_constants();
    used_.resize(names_.variables.size(), false);
    for (const Formula& part : parts_) mark_variables(part, used_);
    add_sources();
    is_shown_ = used_;
    for (const FlatSystem::Rule& rule : proof_.flat.rules) mark_variables(rule.guard, is_shown_);
    mark_variables(proof_.violation, is_shown_);
    for (VariableIndex v = 0; v < proof_.system.variables.size(); ++v) is_shown_[v] = true;
    for (std::size_t t = 0; t < places_.size(); ++t) is_shown_[position(t)] = true;
  }

  std::string run() {
    places();
    declarations();
    invariant();
    for (std::size_t i = 0; i < proof_.flat.starts.size(); ++i) {
      initiation(proof_.flat.start_at(i, 0));
    }
    for (const FlatSystem::Rule& rule : proof_.flat.rules) consecution(rule);
    implication();
    return std::move(text_);
  }

 private:
  VariableIndex position(std::size_t thread) const {
    return proof_.flat.first_position + static_cast<VariableIndex>(thread);
  }

  void name_variables() {
    const auto add = [&](const std::string& name) {
      names_.variables.push_back(smt_symbol(name));
    };
    for (const Variable& variable : proof_.system.variables) add(variable.name);
    for (const std::string& name : proof_.history_names) add(name);
    for (std::size_t t = 0; t < proof_.system.threads.size(); ++t) {
      add(thread_name(t) + ".at");
      const std::uint32_t code = proof_.program.threads[t].code;
      places_.push_back(location_names(proof_.system.threads[t], proof_.program.codes[code]));
    }
    for (std::size_t i = 0; i < proof_.spare_variables; ++i) add("claim " + std::to_string(i));
    names_.values.resize(names_.variables.size());
    for (std::size_t t = 0; t < places_.size(); ++t) {
      for (const std::string& place : places_[t]) {
        names_.values[position(t)].push_back(smt_symbol(thread_name(t) + " " + place));
      }
    }
  }

  // What the engine has put constants in place of.
  void add_constants() {
    for (CellIndex cell = 0; cell < proof_.system.never_changes.size(); ++cell) {
      if (!is_constant(cell)) continue;
      parts_.push_back(constant(cell, proof_.system.cells[cell].constant()));
    }
    for (const LiveConstant& one : proof_.system.live_constants) {
      const std::vector<Location>& all = proof_.system.threads[one.thread].locations;
      const auto found = std::find(all.begin(), all.end(), one.at);
      if (found == all.end()) continue;
      const auto at = static_cast<LocationIndex>(found - all.begin());
      parts_.push_back(proof_.flat.where(one.thread, at, constant(one.cell, one.value)));
    }
  }

  // That the cell has the value; a variable of its own stands for it.
  Formula constant(CellIndex cell, Wide value) {
    const std::string name = smt_symbol(variable_name(proof_.program, cell));
    const auto variable = static_cast<VariableIndex>(
        std::find(names_.variables.begin(), names_.variables.end(), name) -
        names_.variables.begin());
    if (variable == names_.variables.size()) {
      names_.variables.push_back(name);
      names_.values.emplace_back();
      constants_.push_back(value);
    }
    return atom(equal(Affine::variable(variable), Affine(value)));
  }

  // A local is zero for the engine alone where it is dead, as a temporary that is used up is
  // between two places.
  bool is_constant(CellIndex cell) const {
    const Program& program = proof_.program;
    const Affine& value = proof_.system.cells[cell];
    if (!value.is_constant()) return false;
    const auto is_object = [&](const SyncObject& object) { return object.cell == cell; };
    if (cell < program.shared_cells ||
        std::any_of(program.objects.begin(), program.objects.end(), is_object)) {
      return true;
    }
    const auto is_local = [&](const ThreadInfo& thread) {
      const auto is_it = [&](const NamedLocal& local) { return local.cell == cell; };
      return std::any_of(thread.locals.begin(), thread.locals.end(), is_it) ||
             (thread.owns(cell) && value.constant() != 0);
    };
    return proof_.system.never_changes[cell] &&
           std::any_of(program.threads.begin(), program.threads.end(), is_local);
  }

  // What a history variable is computed from must be there as well.
  void add_sources() {
    const std::size_t before =
        static_cast<std::size_t>(std::count(used_.begin(), used_.end(), true));
    for (const FlatSystem::Rule& rule : proof_.flat.rules) {
      for (std::size_t v = proof_.system.variables.size(); v < proof_.flat.first_position; ++v) {
        if (used_[v]) mark_variables(atom(equal(rule.update[v], Affine())), used_);
      }
    }
    if (before != static_cast<std::size_t>(std::count(used_.begin(), used_.end(), true))) {
      add_sources();
    }
  }

  void line(const std::string& text) { text_ += text + "\n"; }

  void places() {
    for (std::size_t t = 0; t < places_.size(); ++t) {
      line("; T" + std::to_string(t) + " is " + proof_.program.threads[t].name);
      for (std::size_t at = 0; at < places_[t].size(); ++at) {
        line("(define-fun " + names_.values[position(t)][at] + " () Int " + std::to_string(at) +
             ")");
      }
    }
  }

  void declarations() {
    for (std::size_t v = 0; v < names_.variables.size(); ++v) {
      if (is_shown_[v]) line("(declare-const " + names_.variables[v] + " Int)");
    }
  }

  void invariant() {
    std::string parameters;
    for (std::size_t v = 0; v < used_.size(); ++v) {
      if (!used_[v]) continue;
      parameters += (parameters.empty() ? "(" : " (") + names_.variables[v] + " Int)";
    }
    line("(define-fun Inv (" + parameters + ") Bool (and true");
    for (const Formula& part : parts_) line("  " + smt_text(part, names_));
    line("))");
  }

  // Inv of the variables as they are, or as `value` says.
  template <typename Value>
  std::string applied(const Value& value) const {
    std::string text = "(Inv";
    for (VariableIndex v = 0; v < used_.size(); ++v) {
      if (used_[v]) text += " " + value(v);
    }
    return text + ")";
  }
  std::string now() const {
    return applied([&](VariableIndex v) { return names_.variables[v]; });
  }

  void check(const std::string& about, const std::vector<std::string>& lines) {
    line("(push 1) ; " + about);
    for (const std::string& each : lines) line(each);
    line("(check-sat)");
    line("(pop 1)");
  }

  void initiation(const std::vector<Wide>& start) {
    const std::size_t first_constant = names_.variables.size() - constants_.size();
    const auto value = [&](VariableIndex v) {
      return smt_value(v < start.size() ? start[v] : constants_[v - first_constant], v, names_);
    };
    check("the start", {"(assert (not " + applied(value) + "))"});
  }

  void consecution(const FlatSystem::Rule& rule) {
    const Edge& edge = proof_.system.threads[rule.thread].edges[rule.edge];
    std::vector<std::string> lines{"(set-info :edge \"" + thread_name(rule.thread) + ": " +
                                   places_[rule.thread][edge.from] + " -> " +
                                   places_[rule.thread][edge.to] + "\")"};
    std::vector<std::string> behind = names_.variables;
    for (VariableIndex v = 0; v < rule.update.size(); ++v) {
      if (!used_[v] || rule.update[v] == Affine::variable(v)) continue;
      std::string name = names_.variables[v];
      name.insert(name.size() - 1, "'");
      const bool is_position = !names_.values[v].empty();
      const std::string value = is_position ? smt_value(rule.update[v].constant(), v, names_)
                                            : smt_text(rule.update[v], names_);
      lines.push_back("(define-fun " + name + " () Int " + value + ")");
      behind[v] = name;
    }
    lines.push_back("(assert " + now() + ")");
    lines.push_back("(assert " + smt_text(rule.guard, names_) + ")");
    lines.push_back("(assert (not " + applied([&](VariableIndex v) { return behind[v]; }) + "))");
    check("an edge", lines);
  }

  void implication() {
    check("the claim", {"(assert " + now() + ")",
                        "(assert " + smt_text(proof_.violation, names_) + ")"});
  }

  const CertifiedInvariant& proof_;
  std::vector<Formula> parts_;
  SmtNames names_;
  std::vector<std::vector<std::string>> places_;
  std::vector<Wide> constants_;
  std::vector<bool> used_;      // by the invariant
  std::vector<bool> is_shown_;  // anywhere
  std::string text_;
};

}  // namespace

std::string certificate_text(const CertifiedInvariant& proof) { return Writer(proof).run(); }

}  // namespace raceproof::prove
