// What was written: the syntax tree of a `.race` file, with its places in the source. Nothing is
// resolved or computed here; `lower.h` turns it into a Program.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "checker/property/property.h"
#include "models/operator.h"
#include "models/source_span.h"

namespace raceproof::lang {

struct Expression;

/// A name as written, with its place.
struct Name {
  std::string text;
  SourceSpan span;
};

/// `NAME` or `NAME[expr]`.
struct Item {
  Name name;
  std::vector<Expression> index;  ///< none or one
};

/// An item, or a local of a thread as properties write it: `worker[0].r`, `t.a[2]`.
struct Place {
  Item item;
  std::optional<Name> local;            ///< the name after the dot
  std::vector<Expression> local_index;  ///< none or one
  SourceSpan span;                      ///< from the first to the last byte of the place
};

/// One part of a set: `low..high [step step]`, one value, or the elements of `{...}` (each element
/// is a part of its own, so `{1, 2} | 5..9` has three parts).
struct SetPart {
  enum class Kind : std::uint8_t { range, value };
  Kind kind = Kind::value;
  /// range: low, high and, where written, step; value: one expression, or as many as the tuple has.
  std::vector<Expression> expressions;
  bool has_step = false;
  bool is_tuple = false;  ///< written in parentheses with at least one comma
  SourceSpan span;
};

/// A union of parts; `{}` has none.
struct Set {
  std::vector<SetPart> parts;
  SourceSpan span;
};

struct Expression {
  enum class Kind : std::uint8_t {
    integer,  ///< `value`; the literal 9223372036854775808 behind a unary minus is one integer
    boolean,  ///< `true`, `false`: `value` 1 or 0
    none,     ///< `none`
    self,     ///< `self`
    place,    ///< `place`: a name, an element, a local of a thread
    call,     ///< `f(args)`: `place.item` is the name; `o.m(args)`: `place.item` the receiver
    unary,    ///< `op`, one operand
    binary,   ///< `op`, two operands
    in_set,   ///< `operand in set` (properties only)
  };
  Kind kind = Kind::integer;
  SourceSpan span;                   ///< the whole expression's first line piece
  SourceSpan op_span;                ///< unary, binary, in_set: the operator
  std::int64_t value = 0;            ///< integer, boolean
  Operator op = Operator::add;       ///< unary, binary
  Place place;                       ///< place, call
  std::optional<Name> method;        ///< call: the name after the dot, if there is one
  std::vector<Expression> operands;  ///< unary 1, binary 2, in_set 1, call: its arguments
  Set set;                           ///< in_set
  bool parenthesised = false;        ///< written in ( ), for the text of the expression
};

/// One of the names that `var`, `atomic` or `let` declares.
struct Cell {
  Name name;
  std::vector<Expression> size;     ///< none or one
  std::vector<Expression> range;    ///< none, or low and high
  std::vector<Expression> initial;  ///< none; one; or the elements of a list
  bool initial_is_list = false;     ///< written `[a, b, c]`
};

/// `ref a = new o`, `ref a = b`, `ref a`, at top level or in a block.
struct Reference {
  Item item;
  std::optional<Place> new_object;  ///< `new place`
  std::vector<Expression> value;    ///< none or one
  SourceSpan span;
};

struct Statement;

struct Block {
  std::vector<Statement> statements;
  SourceSpan open;   ///< the `{`
  SourceSpan close;  ///< the `}`
};

struct Statement {
  enum class Kind : std::uint8_t {
    let,     ///< cells
    ref,     ///< references (one)
    del,     ///< place
    call,    ///< expressions[0]: the call
    assign,  ///< place = expressions[0] | new_object; with `compound`: place op= expressions[0]
    if_,     ///< expressions: conditions; blocks: one a condition, then the `else` if any
    while_,  ///< expressions[0], blocks[0]
    repeat,  ///< expressions[0], blocks[0]
    for_,    ///< name, expressions[0..1] (low, high excluded), blocks[0]
    with,    ///< place, blocks[0]
    read,    ///< place `.read`, blocks[0]
    write,   ///< place `.write`, blocks[0]
    either,  ///< blocks: the alternatives, two or more
    atomic,  ///< blocks[0]
    native,  ///< blocks[0]
    allow_threads,  ///< blocks[0]
    choose,         ///< name, set
    await,          ///< expressions[0], blocks: none or one
    assert_,        ///< expressions[0]
    assume,         ///< expressions[0]
    start,          ///< place.item
    join,           ///< place.item
    cpu,            ///< duration_us
    sleep,          ///< duration_us
    io,             ///< duration_us
    return_,        ///< expressions: none or one
    break_,
    continue_,
    skip,
    yield,
  };
  Kind kind = Kind::skip;
  SourceSpan span;                    ///< the keyword or first name; points at the statement
  Name name;                          ///< for_, choose
  std::vector<Cell> cells;            ///< let
  std::vector<Reference> references;  ///< ref: exactly one
  Place place;                        ///< del, assign, with, read, write, start, join
  std::optional<Operator> compound;   ///< assign: `+=` is Operator::add, ...
  std::optional<Place> new_object;    ///< assign: `= new place`
  std::vector<Expression> expressions;
  Set set;  ///< choose
  std::vector<Block> blocks;
  std::int64_t duration_us = 0;  ///< cpu, sleep, io: microseconds
};

// ---- declarations ------------------------------------------------------------------------------

struct Constant {
  Name name;
  Expression value;
};

/// `var` or `atomic`.
struct Variable {
  bool atomic = false;
  Cell cell;
};

/// Everything that is declared by a name, a size and at most one parameter.
struct SyncObject {
  enum class Kind : std::uint8_t {
    lock,
    rlock,
    semaphore,
    event,
    barrier,
    condition,
    queue,
    rwlock
  };
  Kind kind = Kind::lock;
  Item item;
  std::vector<Expression> parameter;  ///< semaphore: initial; barrier: parties; queue: capacity
  std::optional<Place> lock;          ///< condition: its lock
};

struct Object {
  enum class Count : std::uint8_t { plain, atomic, biased, immortal };
  Item item;
  Count count = Count::plain;
  std::vector<Expression> initial;  ///< none or one: references out at the start
};

struct Thread {
  Item item;  ///< name and, where there are copies, their number
  Block body;
};

struct Function {
  Name name;
  std::vector<Name> parameters;
  Block body;
};

/// `init`; a file has at most one.
struct Init {
  SourceSpan span;
  Block body;
};

/// `cores`, `switch_interval`, `switch_cost`.
struct Setting {
  enum class Kind : std::uint8_t { cores, switch_interval, switch_cost };
  Kind kind = Kind::cores;
  SourceSpan span;
  std::vector<Expression> value;  ///< cores
  std::int64_t duration_us = 0;   ///< the two others
};

struct Property {
  using Kind = property::Kind;
  Kind kind = Kind::always;
  SourceSpan span;                      ///< the keyword
  std::vector<Expression> expressions;  ///< always..eventually: 1; leads_to: 2; outcomes: 1 or more
  std::optional<Set> set;               ///< outcomes: behind `==`
  std::int64_t least_us = 0;            ///< makespan
  std::int64_t greatest_us = 0;         ///< makespan
  bool fails = false;                   ///< stated as `fails`
  std::vector<Name> under;              ///< models; empty: all that are judged by default
  std::vector<Name> without;            ///< locks to be removed
  std::string text;  ///< the claim as written, white space folded to single spaces
};

/// One file. Declarations keep their order within each list; threads are numbered in this order.
struct Scenario {
  std::vector<Constant> constants;
  std::vector<Variable> variables;
  std::vector<SyncObject> sync_objects;
  std::vector<Object> objects;
  std::vector<Reference> references;
  std::vector<Thread> threads;
  std::vector<Function> functions;
  std::optional<Init> init;
  std::vector<Setting> settings;
  std::vector<Property> properties;
};

}  // namespace raceproof::lang
