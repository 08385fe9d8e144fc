#include "checker/lang/parse_declaration.h"

#include <array>
#include <utility>

#include "checker/lang/literal.h"

namespace raceproof::lang {

const DeclarationParser::Row* DeclarationParser::find_row(const Token& token) {
  static constexpr auto rows = std::to_array<Row>({
      {"const", &DeclarationParser::constant},
      {"var", &DeclarationParser::var},
      {"atomic", &DeclarationParser::atomic},
      {"ref", &DeclarationParser::ref},
      {"lock", &DeclarationParser::lock},
      {"rlock", &DeclarationParser::rlock},
      {"event", &DeclarationParser::event},
      {"rwlock", &DeclarationParser::rwlock},
      {"semaphore", &DeclarationParser::semaphore},
      {"barrier", &DeclarationParser::barrier},
      {"condition", &DeclarationParser::condition},
      {"queue", &DeclarationParser::queue},
      {"object", &DeclarationParser::object},
      {"thread", &DeclarationParser::thread},
      {"init", &DeclarationParser::init},
      {"def", &DeclarationParser::def},
      {"cores", &DeclarationParser::cores},
      {"switch_interval", &DeclarationParser::switch_interval},
      {"switch_cost", &DeclarationParser::switch_cost},
  });
  if (token.kind != Token::Kind::keyword) return nullptr;
  for (const Row& row : rows) {
    if (row.word == token.text) return &row;
  }
  return nullptr;
}

void DeclarationParser::constant() {
  tokens_.take();
  Constant constant;
  constant.name = tokens_.name();
  tokens_.expect("=");
  constant.value = expression();
  scenario_.constants.push_back(std::move(constant));
}

void DeclarationParser::var() {
  variables(false);
}
void DeclarationParser::atomic() {
  variables(true);
}

void DeclarationParser::variables(bool is_atomic) {
  const Token word = tokens_.take();
  if (is_atomic && tokens_.at("{")) {
    tokens_.fail(word.span, "the statement 'atomic' stands at top level",
                 "statements stand in a thread, a function or 'init'");
  }
  for (Cell& cell : parse_cells(tokens_)) {
    scenario_.variables.push_back({is_atomic, std::move(cell)});
  }
}

void DeclarationParser::ref() {
  scenario_.references.push_back(parse_ref(tokens_));
}

void DeclarationParser::lock() {
  plain_objects(SyncObject::Kind::lock);
}
void DeclarationParser::rlock() {
  plain_objects(SyncObject::Kind::rlock);
}
void DeclarationParser::event() {
  plain_objects(SyncObject::Kind::event);
}
void DeclarationParser::rwlock() {
  plain_objects(SyncObject::Kind::rwlock);
}

void DeclarationParser::plain_objects(SyncObject::Kind kind) {
  scenario_.sync_objects.push_back(sync_object(kind));
  while (tokens_.accept(",")) {
    SyncObject object;
    object.kind = kind;
    object.item = ExpressionParser(tokens_).item();
    scenario_.sync_objects.push_back(std::move(object));
  }
}

SyncObject DeclarationParser::sync_object(SyncObject::Kind kind) {
  tokens_.take();
  SyncObject object;
  object.kind = kind;
  object.item = ExpressionParser(tokens_).item();
  return object;
}

void DeclarationParser::semaphore() {
  SyncObject object = sync_object(SyncObject::Kind::semaphore);
  tokens_.expect("=", "a semaphore begins with a count: 'semaphore s = 1'");
  object.parameter.push_back(expression());
  scenario_.sync_objects.push_back(std::move(object));
}

void DeclarationParser::barrier() {
  SyncObject object = sync_object(SyncObject::Kind::barrier);
  tokens_.expect("(", "a barrier is for so many threads: 'barrier b(2)'");
  object.parameter.push_back(parenthesised());
  scenario_.sync_objects.push_back(std::move(object));
}

void DeclarationParser::condition() {
  SyncObject object = sync_object(SyncObject::Kind::condition);
  tokens_.expect("(", "a condition has a lock: 'condition c(m)'");
  {
    const TokenStream::NewlinesAreSpace inside(tokens_);
    object.lock = ExpressionParser(tokens_).place();
    if (!tokens_.at(")")) tokens_.fail_expected("')'");
  }
  tokens_.take();
  scenario_.sync_objects.push_back(std::move(object));
}

void DeclarationParser::queue() {
  SyncObject object = sync_object(SyncObject::Kind::queue);
  if (tokens_.accept("(")) object.parameter.push_back(parenthesised());
  scenario_.sync_objects.push_back(std::move(object));
}

// An expression and the `)` behind it.
Expression DeclarationParser::parenthesised() {
  Expression inner;
  {
    const TokenStream::NewlinesAreSpace inside(tokens_);
    inner = expression();
    if (!tokens_.at(")")) tokens_.fail_expected("')'");
  }
  tokens_.take();
  return inner;
}

void DeclarationParser::object() {
  tokens_.take();
  Object object;
  object.item = ExpressionParser(tokens_).item();
  if (tokens_.accept(":")) object.count = count_kind();
  if (tokens_.accept("=")) object.initial.push_back(expression());
  scenario_.objects.push_back(std::move(object));
}

Object::Count DeclarationParser::count_kind() {
  struct CountRow {
    std::string_view word;
    Object::Count count;
  };
  static constexpr auto rows = std::to_array<CountRow>({
      {"plain", Object::Count::plain},
      {"atomic", Object::Count::atomic},
      {"biased", Object::Count::biased},
      {"immortal", Object::Count::immortal},
  });
  const Token token = tokens_.peek();
  std::vector<std::string> words;
  for (const CountRow& row : rows) {
    words.emplace_back(row.word);
    if (token.text != row.word) continue;
    tokens_.take();
    return row.count;
  }
  const std::string near = nearest(std::string(token.text), words);
  tokens_.fail_expected("'plain', 'atomic', 'biased' or 'immortal'",
                        near.empty() ? "" : "did you mean " + quoted(near) + "?");
}

void DeclarationParser::thread() {
  const Token word = tokens_.take();
  Thread thread;
  thread.item = ExpressionParser(tokens_).item();
  if (tokens_.at("(")) {
    tokens_.fail_expected("'{'", "a thread takes no arguments; its copies differ by 'self'");
  }
  thread.body = body(word);
  scenario_.threads.push_back(std::move(thread));
}

void DeclarationParser::init() {
  const Token word = tokens_.take();
  if (scenario_.init) {
    tokens_.report(word.span, "a second 'init'",
                   "the first one stands on line " + std::to_string(scenario_.init->span.line));
  }
  Init init{word.span, body(word)};
  if (!scenario_.init) scenario_.init = std::move(init);
}

void DeclarationParser::def() {
  const Token word = tokens_.take();
  Function function;
  function.name = tokens_.name();
  function.parameters = parameters();
  function.body = body(word);
  scenario_.functions.push_back(std::move(function));
}

std::vector<Name> DeclarationParser::parameters() {
  std::vector<Name> names;
  tokens_.expect("(");
  {
    const TokenStream::NewlinesAreSpace inside(tokens_);
    if (!tokens_.at(")")) {
      do {
        names.push_back(tokens_.name());
      } while (tokens_.accept(","));
    }
    if (!tokens_.at(")")) tokens_.fail_expected(names.empty() ? "')'" : "',' or ')'");
  }
  tokens_.take();
  return names;
}

Block DeclarationParser::body(const Token& word) {
  StatementParser statements(tokens_, word.span);
  Block block = statements.block();
  unclosed_ = statements.unclosed();
  return block;
}

void DeclarationParser::cores() {
  Setting setting{Setting::Kind::cores, tokens_.take().span, {}, 0};
  setting.value.push_back(expression());
  scenario_.settings.push_back(std::move(setting));
}

void DeclarationParser::switch_interval() {
  setting_of_time(Setting::Kind::switch_interval);
}
void DeclarationParser::switch_cost() {
  setting_of_time(Setting::Kind::switch_cost);
}

void DeclarationParser::setting_of_time(Setting::Kind kind) {
  Setting setting{kind, tokens_.take().span, {}, 0};
  setting.duration_us = tokens_.duration();
  scenario_.settings.push_back(std::move(setting));
}

}  // namespace raceproof::lang
