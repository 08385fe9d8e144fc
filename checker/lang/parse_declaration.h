// What stands at top level: declarations and properties.
#pragma once

#include <string_view>

#include "checker/lang/parse_statement.h"
#include "checker/lang/scenario.h"
#include "checker/lang/token_stream.h"

namespace raceproof::lang {

/// Parses a whole file into a scenario.
class DeclarationParser {
 public:
  /// All must outlive the parser; `source` is the text that `tokens` reads.
  DeclarationParser(TokenStream& tokens, std::string_view source, Scenario& scenario)
      : tokens_(tokens), source_(source), scenario_(scenario) {}

  void file();

 private:
  void top_level();
  void recover(const Token& first);
  [[noreturn]] void fail_top_level();

  void constant();
  void var();
  void atomic();
  void variables(bool is_atomic);
  void ref();
  void lock();
  void rlock();
  void event();
  void rwlock();
  void plain_objects(SyncObject::Kind kind);
  void semaphore();
  void barrier();
  void condition();
  void queue();
  void object();
  void thread();
  void init();
  void def();
  void cores();
  void switch_interval();
  void switch_cost();

  SyncObject sync_object(SyncObject::Kind kind);
  Object::Count count_kind();
  Expression parenthesised();
  std::vector<Name> parameters();
  void setting_of_time(Setting::Kind kind);
  Block body(const Token& word);
  Expression expression() { return ExpressionParser(tokens_).expression(); }

  /// The words that begin a declaration, each with what reads it.
  struct Row {
    std::string_view word;
    void (DeclarationParser::*parse)();
  };
  static const Row* find_row(const Token& token);

  TokenStream& tokens_;
  std::string_view source_;
  Scenario& scenario_;
  bool unclosed_ = false;  ///< the declaration read last has no `}`, which has been reported
};

/// Whether a property begins with `token`.
bool begins_property(const Token& token);

/// Reads a property from its word on. `source` is the text that `tokens` reads.
Property parse_property(TokenStream& tokens, std::string_view source);

}  // namespace raceproof::lang
