#include "tests/lang/scenario_text.h"

#include <array>
#include <string_view>
#include <utility>

namespace raceproof::lang {
namespace {

constexpr auto statement_words = std::to_array<std::string_view>({
    "let",    "ref",    "del",    "call",     "assign", "if",     "while",  "repeat",
    "for",    "with",   "read",   "write",    "either", "atomic", "native", "allow_threads",
    "choose", "await",  "assert", "assume",   "start",  "join",   "cpu",    "sleep",
    "io",     "return", "break",  "continue", "skip",   "yield",
});
constexpr auto sync_words = std::to_array<std::string_view>({
    "lock",
    "rlock",
    "semaphore",
    "event",
    "barrier",
    "condition",
    "queue",
    "rwlock",
});
constexpr auto count_words = std::to_array<std::string_view>({
    "plain",
    "atomic",
    "biased",
    "immortal",
});
constexpr auto setting_words = std::to_array<std::string_view>({
    "cores",
    "switch_interval",
    "switch_cost",
});
constexpr auto property_words = std::to_array<std::string_view>({
    "always",
    "finally",
    "possible",
    "eventually",
    "leads_to",
    "outcomes",
    "deadlock_free",
    "error_free",
    "race_free",
    "serializable",
    "refcount_safe",
    "starvation_free",
    "makespan",
});

template <class Words, class Kind>
std::string word(const Words& words, Kind kind) {
  return std::string(words.at(static_cast<std::size_t>(kind)));
}

class Writer {
 public:
  std::string take() { return std::move(text_); }

  void write(const Expression& expression) {
    if (expression.parenthesised) text_ += "(paren ";
    bare(expression);
    if (expression.parenthesised) text_ += ")";
  }

  void write(const Scenario& scenario) {
    for (const Constant& constant : scenario.constants) {
      line("const " + constant.name.text);
      list(" =", {constant.value});
    }
    for (const Variable& variable : scenario.variables) {
      line(variable.atomic ? "atomic" : "var");
      cell(variable.cell);
    }
    for (const SyncObject& object : scenario.sync_objects) {
      line(word(sync_words, object.kind) + " ");
      item(object.item);
      list(" parameter", object.parameter);
      if (object.lock) place(*object.lock);
    }
    for (const Object& object : scenario.objects) {
      line("object ");
      item(object.item);
      text_ += " " + word(count_words, object.count);
      list(" =", object.initial);
    }
    for (const Reference& one : scenario.references) reference(one);
    for (const Thread& thread : scenario.threads) {
      line("thread ");
      item(thread.item);
      block(thread.body);
    }
    for (const Function& function : scenario.functions) {
      line("def " + function.name.text);
      names(" parameters", function.parameters);
      block(function.body);
    }
    if (scenario.init) {
      line("init");
      block(scenario.init->body);
    }
    for (const Setting& setting : scenario.settings) {
      line(word(setting_words, setting.kind) + " " + std::to_string(setting.duration_us));
      list(" value", setting.value);
    }
    for (const Property& one : scenario.properties) property(one);
    text_ += "\n";
  }

 private:
  void line(const std::string& text) {
    if (!text_.empty()) text_ += "\n";
    text_ += std::string(depth_ * 2, ' ') + text;
  }

  void list(const std::string& title, const std::vector<Expression>& expressions) {
    if (!expressions.empty()) text_ += title;
    for (const Expression& expression : expressions) {
      text_ += " ";
      write(expression);
    }
  }

  void names(const std::string& title, const std::vector<Name>& all) {
    if (!all.empty()) text_ += title;
    for (const Name& name : all) text_ += " " + name.text;
  }

  void item(const Item& item) {
    text_ += item.name.text;
    list(" index", item.index);
  }

  void place(const Place& place) {
    text_ += "(place ";
    item(place.item);
    if (place.local) {
      text_ += " local " + place.local->text;
      list(" index", place.local_index);
    }
    text_ += ")";
  }

  void set(const Set& set) {
    text_ += "{";
    for (const SetPart& part : set.parts) {
      text_ += part.kind == SetPart::Kind::range ? "(range" : part.is_tuple ? "(tuple" : "(value";
      if (part.has_step) text_ += " with step";
      list("", part.expressions);
      text_ += ")";
    }
    text_ += "}";
  }

  void bare(const Expression& expression) {
    switch (expression.kind) {
      case Expression::Kind::integer: text_ += std::to_string(expression.value); return;
      case Expression::Kind::boolean: text_ += expression.value != 0 ? "true" : "false"; return;
      case Expression::Kind::none: text_ += "none"; return;
      case Expression::Kind::self: text_ += "self"; return;
      case Expression::Kind::place:
        if (expression.place.local || !expression.place.item.index.empty()) {
          place(expression.place);
        } else {
          text_ += expression.place.item.name.text;
        }
        return;
      case Expression::Kind::call:
        text_ += "(call ";
        item(expression.place.item);
        if (expression.method) text_ += " ." + expression.method->text;
        break;
      case Expression::Kind::unary:
      case Expression::Kind::binary: text_ += "(" + std::string(row(expression.op).symbol); break;
      case Expression::Kind::in_set:
        text_ += "(in ";
        set(expression.set);
        break;
    }
    list("", expression.operands);
    text_ += ")";
  }

  void cell(const Cell& cell) {
    text_ += " " + cell.name.text;
    list(" size", cell.size);
    list(" range", cell.range);
    list(cell.initial_is_list ? " = list" : " =", cell.initial);
  }

  void reference(const Reference& reference) {
    line("ref ");
    item(reference.item);
    if (reference.new_object) {
      text_ += " new ";
      place(*reference.new_object);
    }
    list(" =", reference.value);
  }

  void block(const Block& block) {
    ++depth_;
    for (const Statement& one : block.statements) statement(one);
    --depth_;
  }

  void statement(const Statement& statement) {
    line(word(statement_words, statement.kind));
    if (!statement.name.text.empty()) text_ += " " + statement.name.text;
    for (const Cell& one : statement.cells) cell(one);
    if (!statement.place.item.name.text.empty()) {
      text_ += " ";
      place(statement.place);
    }
    if (statement.compound) text_ += " " + std::string(row(*statement.compound).symbol) + "=";
    if (statement.new_object) {
      text_ += " new ";
      place(*statement.new_object);
    }
    list("", statement.expressions);
    if (statement.kind == Statement::Kind::choose) set(statement.set);
    if (statement.duration_us != 0) text_ += " " + std::to_string(statement.duration_us) + "us";
    ++depth_;
    for (const Reference& one : statement.references) reference(one);
    for (const Block& one : statement.blocks) {
      line("block");
      block(one);
    }
    --depth_;
  }

  void property(const Property& property) {
    line(word(property_words, property.kind));
    list("", property.expressions);
    if (property.set) {
      text_ += " == ";
      set(*property.set);
    }
    if (property.kind == Property::Kind::makespan) {
      text_ +=
          " " + std::to_string(property.least_us) + ".." + std::to_string(property.greatest_us);
    }
    text_ += property.fails ? " fails" : " holds";
    names(" under", property.under);
    names(" without", property.without);
  }

  std::string text_;
  std::size_t depth_ = 0;
};

}  // namespace

std::string tree_text(const Expression& expression) {
  Writer writer;
  writer.write(expression);
  return writer.take();
}

std::string tree_text(const Scenario& scenario) {
  Writer writer;
  writer.write(scenario);
  return writer.take();
}

}  // namespace raceproof::lang
