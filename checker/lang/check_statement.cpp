#include "checker/lang/check_statement.h"

#include <string>

namespace raceproof::lang {

void StatementCheck::block(const Block& block) {
  body_.open_block();
  for (const Statement& each : block.statements) statement(each);
  body_.close_block();
}

void StatementCheck::nested(const Block& block_in_frame, Frame frame) {
  body_.frames.push_back(frame);
  block(block_in_frame);
  body_.frames.pop_back();
}

void StatementCheck::statement(const Statement& statement) {
  const bool judged_by_place = statement.kind == Statement::Kind::allow_threads;
  if (const auto act = act_of(statement); act && !judged_by_place) code_.permit(*act);
  switch (statement.kind) {
    case Statement::Kind::let: let(statement); break;
    case Statement::Kind::ref:
      for (const Reference& each : statement.references) reference(each);
      break;
    case Statement::Kind::del:
      if (const Symbol* symbol =
              code_.resolve(statement.place.item,
                            {SymbolKind::reference, SymbolKind::local_reference}, "a ref")) {
        code_.shape(statement.place.item, *symbol);
      }
      break;
    case Statement::Kind::call: code_.type(statement.expressions[0]); break;
    case Statement::Kind::assign: assign(statement); break;
    case Statement::Kind::choose: choose(statement); break;
    case Statement::Kind::assert_:
    case Statement::Kind::assume: code_.values(statement.expressions); break;
    case Statement::Kind::start:
    case Statement::Kind::join: start_or_join(statement); break;
    case Statement::Kind::return_: return_(statement); break;
    case Statement::Kind::break_: jump(statement, "break"); break;
    case Statement::Kind::continue_: jump(statement, "continue"); break;
    case Statement::Kind::cpu:
    case Statement::Kind::sleep:
    case Statement::Kind::io:
    case Statement::Kind::skip:
    case Statement::Kind::yield: break;
    case Statement::Kind::if_:
    case Statement::Kind::while_:
    case Statement::Kind::repeat:
    case Statement::Kind::for_:
    case Statement::Kind::with:
    case Statement::Kind::read:
    case Statement::Kind::write:
    case Statement::Kind::either:
    case Statement::Kind::atomic:
    case Statement::Kind::native:
    case Statement::Kind::allow_threads:
    case Statement::Kind::await: compound(statement); break;
  }
}

void StatementCheck::compound(const Statement& statement) {
  using Kind = Statement::Kind;
  const auto& blocks = statement.blocks;
  if (statement.kind == Kind::if_ || statement.kind == Kind::either) {
    code_.values(statement.expressions);
    for (const Block& each : blocks) block(each);
  } else if (statement.kind == Kind::while_ || statement.kind == Kind::repeat) {
    code_.values(statement.expressions);
    nested(blocks[0], Frame::loop);
  } else if (statement.kind == Kind::for_) {
    for_loop(statement);
  } else if (statement.kind == Kind::with) {
    with(statement);
  } else if (statement.kind == Kind::read || statement.kind == Kind::write) {
    read_or_write(statement);
  } else if (statement.kind == Kind::atomic) {
    nested(blocks[0], Frame::atomic);
  } else if (statement.kind == Kind::native) {
    nested(blocks[0], Frame::native);
  } else if (statement.kind == Kind::allow_threads) {
    allow_threads(statement);
  } else {
    await(statement);
  }
}

void StatementCheck::declare(const Name& name, Symbol symbol) {
  const Symbol* visible = body_.find(name.text);
  if (visible == nullptr) visible = names_.symbols.find(name.text);
  if (visible != nullptr) report_duplicate(names_.reporter, name, *visible);
  body_.declare(name, symbol);
}

void StatementCheck::let(const Statement& statement) {
  for (const Cell& cell : statement.cells) {
    body_.declaring = cell.name.text;
    check_cell(names_, &body_, cell, code_);
    body_.declaring = {};
    declare(cell.name, {.kind = SymbolKind::local, .is_array = !cell.size.empty()});
  }
}

void StatementCheck::for_loop(const Statement& statement) {
  body_.declaring = statement.name.text;
  code_.values(statement.expressions);
  body_.declaring = {};
  body_.open_block();
  declare(statement.name, {.kind = SymbolKind::loop_variable});
  nested(statement.blocks[0], Frame::loop);
  body_.close_block();
}

void StatementCheck::choose(const Statement& statement) {
  const Name& name = statement.name;
  const Symbol* local = body_.find(name.text);
  body_.declaring = name.text;
  ExpressionCheck(names_, &body_, Position::choice).set(statement.set, 1);
  body_.declaring = {};
  if (local == nullptr) {
    if (const Symbol* shared = names_.symbols.find(name.text)) {
      const bool is_value = row(shared->kind).is_assignable;
      names_.reporter.error(
          name.span,
          "'choose' needs a local, and " + quoted(name.text) + " is " +
              std::string(row(shared->kind).phrase) + " at top level",
          is_value ? "choose a local and store its value" : at_line("declared", shared->span));
    }
    body_.declare(name, {.kind = SymbolKind::local});
  } else if (!row(local->kind).is_assignable) {
    names_.reporter.error(name.span,
                          quoted(name.text) + " is " + std::string(row(local->kind).phrase) +
                              " and cannot be assigned",
                          at_line("declared", local->span));
  } else if (local->is_array) {
    names_.reporter.error(name.span,
                          quoted(name.text) + " is an array, and 'choose' needs a scalar",
                          "choose a scalar and assign it to an element");
  }
}

void StatementCheck::with(const Statement& statement) {
  using enum SymbolKind;
  const Symbol* symbol = code_.resolve(statement.place.item);
  if (symbol != nullptr) {
    const Name& name = statement.place.item.name;
    if (symbol->kind == lock || symbol->kind == rlock || symbol->kind == condition ||
        symbol->kind == semaphore) {
      code_.shape(statement.place.item, *symbol);
    } else {
      names_.reporter.error(name.span,
                            "'with' cannot hold " + quoted(name.text) + ", which is " +
                                std::string(row(symbol->kind).phrase),
                            symbol->kind == rwlock
                                ? "write " + quoted(name.text + ".read { }") + " or " +
                                      quoted(name.text + ".write { }")
                                : "it takes a lock, an rlock, a condition or a semaphore");
    }
  }
  block(statement.blocks[0]);
}

void StatementCheck::read_or_write(const Statement& statement) {
  const std::string& name = statement.place.item.name.text;
  const Symbol* symbol = code_.resolve(statement.place.item);
  if (symbol != nullptr && symbol->kind == SymbolKind::rwlock) {
    code_.shape(statement.place.item, *symbol);
  } else if (symbol != nullptr) {
    const bool is_lock = symbol->kind == SymbolKind::lock || symbol->kind == SymbolKind::rlock;
    names_.reporter.error(
        statement.place.item.name.span,
        quoted(name) + " is " + std::string(row(symbol->kind).phrase) + ", not an rwlock",
        is_lock ? "write " + quoted("with " + name + " { }") : "");
  }
  block(statement.blocks[0]);
}

void StatementCheck::allow_threads(const Statement& statement) {
  if (!body_.is_within(Frame::native)) {
    names_.reporter.error(statement.span, "'allow_threads' stands in 'native' only",
                          "only native code gives the GIL up by itself");
  } else {
    code_.permit(*act_of(statement));
  }
  nested(statement.blocks[0], Frame::allow_threads);
}

void StatementCheck::await(const Statement& statement) {
  ExpressionCheck(names_, &body_, Position::await_condition).values(statement.expressions);
  for (const Block& each : statement.blocks) nested(each, Frame::await_block);
}

void StatementCheck::start_or_join(const Statement& statement) const {
  const Item& item = statement.place.item;
  const Symbol* symbol = code_.resolve(item, {SymbolKind::thread}, "a thread");
  if (symbol != nullptr && !item.index.empty()) code_.shape(item, *symbol);
}

void StatementCheck::return_(const Statement& statement) const {
  for (const Expression& result : statement.expressions) {
    if (body_.kind == Body::Kind::function) {
      code_.value(result, "a ref cannot be returned");
    } else {
      code_.type(result);
      names_.reporter.error(statement.span,
                            std::string("'return' with a value in ") +
                                (body_.kind == Body::Kind::init ? "'init'" : "a thread"),
                            "only a function gives a value");
    }
  }
  for (auto frame = body_.frames.rbegin(); frame != body_.frames.rend(); ++frame) {
    if (!row(*frame).holds_jumps) continue;
    names_.reporter.error(statement.span,
                          "'return' cannot leave " + std::string(row(*frame).phrase));
    return;
  }
}

// A jump out of a loop: the loop must be nearer than anything that cannot be left.
void StatementCheck::jump(const Statement& statement, std::string_view word) const {
  const FrameRow* left = nullptr;
  for (auto frame = body_.frames.rbegin(); frame != body_.frames.rend(); ++frame) {
    if (*frame == Frame::loop) {
      if (left == nullptr) return;
      names_.reporter.error(statement.span,
                            quoted(word) + " cannot leave " + std::string(left->phrase));
      return;
    }
    if (left == nullptr && row(*frame).holds_jumps) left = &row(*frame);
  }
  names_.reporter.error(statement.span, quoted(word) + " outside a loop");
}

void check_bodies(const Names& names) {
  for (const Thread& thread : names.scenario.threads) {
    Body body(Body::Kind::thread);
    StatementCheck(names, body).block(thread.body);
  }
  for (const Function& function : names.scenario.functions) {
    Body body(Body::Kind::function);
    body.note_assignments(function.body);
    StatementCheck check(names, body);
    body.open_block();
    for (const Name& parameter : function.parameters) {
      check.declare(parameter, {.kind = SymbolKind::parameter});
    }
    check.block(function.body);
    body.close_block();
  }
  if (names.scenario.init) {
    Body body(Body::Kind::init);
    body.frames.push_back(Frame::init);
    StatementCheck(names, body).block(names.scenario.init->body);
  }
}

}  // namespace raceproof::lang
