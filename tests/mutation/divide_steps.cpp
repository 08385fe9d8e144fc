#include <array>
#include <string>

#include "models/operator.h"
#include "operators.h"

namespace raceproof::mutation {
namespace {

using lang::Expression;
using lang::Item;
using lang::Statement;
using Kind = Statement::Kind;

// `atomic x = 0, y = 0` becomes two or three declarations, of which one says `var`.
void divide_variables(const Site& site, Planted& planted) {
  const SourceMap& map = site.map();
  for (const lang::Variable& variable : site.scenario().variables) {
    if (!variable.atomic) continue;
    const SourceSpan& name = variable.cell.name.span;
    const std::string was = "atomic " + variable.cell.name.text;
    const std::string is = "var " + variable.cell.name.text;
    const Extent before = map.before(name);
    std::vector<Edit> edits;
    if (map.text(before) == "atomic") {
      edits.push_back({before, "var"});
    } else {
      edits.push_back({before, ";"});
      edits.push_back({{map.offset(name), map.offset(name)}, "var "});
    }
    const Extent cell = map.cell(name);
    if (cell.end < map.source().size() && map.source()[cell.end] == ',') {
      edits.push_back({{cell.end, cell.end + 1}, "; atomic"});
    }
    planted.add(name, was, is, std::move(edits));
  }
}

void count_plainly(const Site& site, Planted& planted) {
  const SourceMap& map = site.map();
  for (const lang::Object& object : site.scenario().objects) {
    if (object.count == lang::Object::Count::plain) continue;
    const SourceSpan& name = object.item.name.span;
    const Extent colon = map.next(name, ":");
    const Extent kind = map.behind(colon);
    const std::string was(map.text(kind));
    planted.add(name, object.item.name.text + ": " + was, object.item.name.text + ": plain",
                {{kind, "plain"}});
  }
}

void divide_block(const Site& site, const Statement& statement, Planted& planted) {
  const SourceMap& map = site.map();
  if (statement.blocks.empty() || site.is_indivisible(statement.span)) return;
  const Extent head = map.head(statement.span, statement.blocks[0].open);
  switch (statement.kind) {
    case Kind::atomic:
    case Kind::native: planted.add(statement.span, head, "if true"); break;
    case Kind::await:
      planted.add(statement.span, head, std::string(map.text(head)) + "; if true");
      break;
    default: break;
  }
}

// `x += E` on an atomic variable is one step; `x = x + (E)` is three.
void divide_assignment(const Site& site, const Statement& statement, Planted& planted) {
  if (statement.kind != Kind::assign || !statement.compound) return;
  if (!site.is_atomic(statement.place.item) || site.is_indivisible(statement.span)) return;
  const SourceMap& map = site.map();
  const Extent whole = map.simple_statement(statement.span);
  const std::string sign(row(*statement.compound).symbol);
  const Extent assign = map.next(statement.span, sign + "=");
  std::string place(map.text({whole.begin, assign.begin}));
  while (place.back() == ' ') place.pop_back();
  const std::string value(map.text({assign.end, whole.end}));
  planted.add(
      statement.span, whole,
      place + " = " + place + " " + sign + " (" + value.substr(value.find_first_not_of(' ')) + ")");
}

// What an update of an atomic variable does in steps that are apart, as the body of a function:
// @ is the variable.
struct UpdateRow {
  std::string_view operation;
  std::string_view parameters;
  std::string_view body;
};

constexpr std::array<UpdateRow, 3> updates{{
    {"exchange", "plain_new", "    let plain_old = @\n    @ = plain_new\n    return plain_old\n"},
    {"fetch_add", "plain_more",
     "    let plain_old = @\n    @ = plain_old + plain_more\n    return plain_old\n"},
    {"compare_exchange", "plain_old, plain_new",
     "    if @ != plain_old { return false }\n    @ = plain_new\n    return true\n"},
}};

std::string replaced(std::string_view text, const std::string& variable) {
  std::string result;
  for (const char c : text) c == '@' ? result += variable : result += c;
  return result;
}

void divide_update(const Site& site, const Expression& call, Planted& planted) {
  if (call.kind != Expression::Kind::call || !call.method) return;
  const Item& item = call.place.item;
  if (!site.is_atomic(item) || site.is_indivisible(item.name.span)) return;
  const SourceMap& map = site.map();
  for (const UpdateRow& row : updates) {
    if (call.method->text != row.operation) continue;
    const Extent whole = map.call(item.name.span);
    const Extent method = map.token(call.method->span);
    const std::string arguments(map.text({method.end + 1, whole.end}));
    std::string index, variable = item.name.text, parameters(row.parameters);
    if (!item.index.empty()) {
      const Extent open = map.next(item.name.span, "[");
      index = std::string(map.text({open.end, method.begin - 2})) + ", ";
      variable += "[plain_index]";
      parameters = "plain_index, " + parameters;
    }
    const std::string name = "plain_" + std::string(row.operation);
    const std::string function =
        "\ndef " + name + "(" + parameters + ") {\n" + replaced(row.body, variable) + "}\n";
    const std::size_t end = map.source().size();
    planted.add(item.name.span, map.text(whole), "load, then store",
                {{whole, name + "(" + index + arguments}, {{end, end}, function}});
  }
}

}  // namespace

void divide_steps(const Site& site, Planted& planted) {
  divide_variables(site, planted);
  count_plainly(site, planted);
  site.each_statement([&](const Statement& statement) {
    divide_block(site, statement, planted);
    divide_assignment(site, statement, planted);
  });
  site.each_expression([&](const Expression& call) { divide_update(site, call, planted); });
}

}  // namespace raceproof::mutation
