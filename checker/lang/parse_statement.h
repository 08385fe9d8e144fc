// Statements and blocks.
#pragma once

#include <string_view>

#include "checker/lang/parse_expression.h"
#include "checker/lang/scenario.h"
#include "checker/lang/token_stream.h"

namespace raceproof::lang {

/// Parses the block of one thread, function or `init`, and goes on behind its mistakes.
class StatementParser {
 public:
  /// `declaration` is where the word stands that opens what the block belongs to: a declaration
  /// further down that stands no further right shows that a `}` is missing.
  StatementParser(TokenStream& tokens, const SourceSpan& declaration)
      : tokens_(tokens), declaration_(declaration) {}

  Block block();

  /// Behind a mistake: passes over the rest of a statement or declaration. The blocks it has are
  /// still parsed, for their own mistakes.
  void recover();

  /// Whether a missing `}` has been reported: then nothing more can be expected behind the block.
  bool unclosed() const { return unclosed_; }

 private:
  Token open_brace();
  void statements(Block& block);
  void guarded_statement(Block& block);
  bool at_next_declaration();
  void report_unclosed(const Token& open);
  void skip_braces(int open);
  bool at_set();

  Statement statement();
  [[noreturn]] void fail_statement();
  Statement begin(Statement::Kind kind);
  Statement let();
  Statement ref();
  Statement del();
  Statement if_();
  Statement while_();
  Statement repeat();
  Statement for_();
  Statement with();
  Statement either();
  Statement atomic();
  Statement native();
  Statement allow_threads();
  Statement choose();
  Statement await();
  Statement assert_();
  Statement assume();
  Statement start();
  Statement join();
  Statement cpu();
  Statement sleep();
  Statement io();
  Statement return_();
  Statement break_();
  Statement continue_();
  Statement skip();
  Statement yield();

  Statement condition_and_block(Statement::Kind kind);
  Statement bare_block(Statement::Kind kind);
  Statement one_expression(Statement::Kind kind);
  Statement thread_operation(Statement::Kind kind);
  Statement taking_time(Statement::Kind kind);

  Statement name_first();
  Statement assignment(Place place, const SourceSpan& first);
  Statement read_or_write(Item item);
  [[noreturn]] void fail_after_name(const Item& item);
  void check_callee(const Expression& call);

  Expression expression() { return ExpressionParser(tokens_).expression(); }

  /// The words that begin a statement, each with what reads it.
  struct Row {
    std::string_view word;
    Statement (StatementParser::*parse)();
  };
  static const Row* find_row(const Token& token);

  TokenStream& tokens_;
  SourceSpan declaration_;
  int depth_ = 0;
  SourceSpan suspect_;     ///< a `{` whose `}` seems to be missing, judged by indentation
  bool unclosed_ = false;  ///< a missing `}` has been reported
};

/// Reads what `var`, `atomic` and `let` share: `x: 0..3 = 1, a[2] = [0, 1]`.
std::vector<Cell> parse_cells(TokenStream& tokens);

/// Reads a `ref` from its word on.
Reference parse_ref(TokenStream& tokens);

}  // namespace raceproof::lang
