// The canonical text of an expression.
#include "checker/lang/parser.h"

namespace raceproof::lang {
namespace {

/// Writes expressions to one growing text.
class Writer {
 public:
  void write(const Expression& expression) {
    if (expression.parenthesised) text_ += '(';
    write_bare(expression);
    if (expression.parenthesised) text_ += ')';
  }

  std::string take() { return std::move(text_); }

 private:
  void write_bare(const Expression& expression) {
    switch (expression.kind) {
      case Expression::Kind::integer: text_ += std::to_string(expression.value); break;
      case Expression::Kind::boolean: text_ += expression.value != 0 ? "true" : "false"; break;
      case Expression::Kind::none: text_ += "none"; break;
      case Expression::Kind::self: text_ += "self"; break;
      case Expression::Kind::place: write_place(expression.place); break;
      case Expression::Kind::call: write_call(expression); break;
      case Expression::Kind::unary: write_unary(expression); break;
      case Expression::Kind::binary: write_binary(expression); break;
      case Expression::Kind::in_set:
        write(expression.operands.front());
        text_ += " in ";
        write_set(expression.set);
        break;
    }
  }

  void write_unary(const Expression& expression) {
    text_ += row(expression.op).symbol;
    if (expression.op == Operator::not_) text_ += ' ';
    write(expression.operands.front());
  }

  void write_binary(const Expression& expression) {
    write(expression.operands.front());
    text_ += ' ';
    text_ += row(expression.op).symbol;
    text_ += ' ';
    write(expression.operands.back());
  }

  void write_list(const std::vector<Expression>& expressions) {
    for (const Expression& expression : expressions) {
      if (&expression != &expressions.front()) text_ += ", ";
      write(expression);
    }
  }

  void write_index(const std::vector<Expression>& index) {
    if (index.empty()) return;
    text_ += '[';
    write_list(index);
    text_ += ']';
  }

  void write_place(const Place& place) {
    text_ += place.item.name.text;
    write_index(place.item.index);
    if (!place.local) return;
    text_ += '.';
    text_ += place.local->text;
    write_index(place.local_index);
  }

  void write_call(const Expression& call) {
    write_place(call.place);
    if (call.method) {
      text_ += '.';
      text_ += call.method->text;
    }
    text_ += '(';
    write_list(call.operands);
    text_ += ')';
  }

  // Single values stand in one pair of braces, ranges outside them.
  void write_set(const Set& set) {
    if (set.parts.empty()) text_ += "{}";
    bool in_braces = false;
    for (const SetPart& part : set.parts) {
      const bool is_value = part.kind == SetPart::Kind::value;
      if (in_braces && !is_value) text_ += '}';
      if (&part != &set.parts.front()) text_ += in_braces && is_value ? ", " : " | ";
      if (!in_braces && is_value) text_ += '{';
      in_braces = is_value;
      write_part(part);
    }
    if (in_braces) text_ += '}';
  }

  void write_part(const SetPart& part) {
    if (part.kind == SetPart::Kind::value) {
      if (part.is_tuple) text_ += '(';
      write_list(part.expressions);
      if (part.is_tuple) text_ += ')';
      return;
    }
    write(part.expressions[0]);
    text_ += "..";
    write(part.expressions[1]);
    if (!part.has_step) return;
    text_ += " step ";
    write(part.expressions[2]);
  }

  std::string text_;
};

}  // namespace

std::string to_text(const Expression& expression) {
  Writer writer;
  writer.write(expression);
  return writer.take();
}

}  // namespace raceproof::lang
