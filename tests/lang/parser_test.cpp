// What each form of the grammar becomes, as a tree.
#include "checker/lang/parser.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/lang/scenario_text.h"

namespace raceproof::lang {
namespace {

// The tree of a right file, or what is wrong with it.
std::string tree(std::string_view source) {
  const Parsed parsed = parse(source);
  if (!parsed.scenario) return render(parsed.diagnostics, "f", source);
  return tree_text(*parsed.scenario);
}

// The tree of the statements of a thread.
std::string body(std::string_view statements) {
  const std::string text = tree("thread t {\n" + std::string(statements) + "\n}\n");
  const std::string head = "thread t\n";
  return text.starts_with(head) ? text.substr(head.size()) : text;
}

// The tree of an expression in a property.
std::string expr(std::string_view source) {
  const ParsedExpression parsed = parse_expression(source);
  if (!parsed.expression) return render(parsed.diagnostics, "f", source);
  return tree_text(*parsed.expression);
}

std::string text_of(std::string_view source) {
  const ParsedExpression parsed = parse_expression(source);
  return parsed.expression ? to_text(*parsed.expression) : render(parsed.diagnostics, "f", source);
}

bool is_right(const std::string& source) {
  return parse(source).scenario.has_value();
}

std::string repeated(int times, std::string_view text) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

TEST(ParseExpression, Precedence) {
  EXPECT_EQ(expr("a or b and not c == d + e * -f"),
            "(or a (and b (not (== c (+ d (* e (- f)))))))");
  EXPECT_EQ(expr("a - b - c"), "(- (- a b) c)");
  EXPECT_EQ(expr("a * b / c % d"), "(% (/ (* a b) c) d)");
  EXPECT_EQ(expr("not not a and b"), "(and (not (not a)) b)");
  EXPECT_EQ(expr("- -a * b"), "(* (- (- a)) b)");
  EXPECT_EQ(expr("(a + b) * (c)"), "(* (paren (+ a b)) (paren c))");
  EXPECT_EQ(expr("(a < b) == (c < d)"), "(== (paren (< a b)) (paren (< c d)))");
  EXPECT_EQ(expr("a <= b and c >= d or e != f and g > h"),
            "(or (and (<= a b) (>= c d)) (and (!= e f) (> g h)))");
}

TEST(ParseExpression, Values) {
  EXPECT_EQ(expr("0xff"), "255");
  EXPECT_EQ(expr("true == false"), "(== true false)");
  EXPECT_EQ(expr("none != self"), "(!= none self)");
  EXPECT_EQ(expr("9223372036854775807"), "9223372036854775807");
}

TEST(ParseExpression, TheLeastIntegerIsALiteral) {
  EXPECT_EQ(expr("-9223372036854775808"), "-9223372036854775808");
  EXPECT_EQ(expr("a - -9223372036854775808"), "(- a -9223372036854775808)");
  EXPECT_EQ(expr("--9223372036854775808"), "(- -9223372036854775808)");
  EXPECT_EQ(expr("-1"), "(- 1)");
}

TEST(ParseExpression, PlacesAndCalls) {
  EXPECT_EQ(expr("a[i + 1]"), "(place a index (+ i 1))");
  EXPECT_EQ(expr("w[0].r"), "(place w index 0 local r)");
  EXPECT_EQ(expr("t.a[2]"), "(place t local a index 2)");
  EXPECT_EQ(expr("f()"), "(call f)");
  EXPECT_EQ(expr("f(a, g(b))"), "(call f a (call g b))");
  EXPECT_EQ(expr("o[1].m(x)"), "(call o index 1 .m x)");
}

TEST(ParseExpression, NewlinesInsideBracketsAreSpaces) {
  EXPECT_EQ(expr("(a\n+ # why\n\n b)"), "(paren (+ a b))");
  EXPECT_EQ(expr("a[\n0\n]"), "(place a index 0)");
  EXPECT_EQ(expr("f(\na,\n\n# c\nb)"), "(call f a b)");
  EXPECT_EQ(expr("x in {\n1\n}"), "(in {(value 1)} x)");
}

TEST(ParseExpression, Sets) {
  EXPECT_EQ(expr("x in {1, 2} | 5..9 step 2 | a * 2"),
            "(in {(value 1)(value 2)(range with step 5 9 2)(value (* a 2))} x)");
  EXPECT_EQ(expr("x in {} and y"), "(and (in {} x) y)");
  EXPECT_EQ(expr("x in {(a + b) * 2, (c)}"),
            "(in {(value (* (paren (+ a b)) 2))(value (paren c))} x)");
  EXPECT_EQ(expr("x in (0)..(1) | (2, -3)"), "(in {(range (paren 0) (paren 1))(tuple 2 (- 3))} x)");
  EXPECT_EQ(expr("not x in 0..1"), "(not (in {(range 0 1)} x))");
}

TEST(ParseExpression, SpansCoverWhatWasWritten) {
  const Expression sum = *parse_expression("aa + (b * c[1])").expression;
  EXPECT_EQ(sum.span, (SourceSpan{1, 1, 15}));
  EXPECT_EQ(sum.op_span, (SourceSpan{1, 4, 1}));
  EXPECT_EQ(sum.operands[1].span, (SourceSpan{1, 6, 10}));
  EXPECT_EQ(sum.operands[1].operands[1].place.span, (SourceSpan{1, 11, 4}));
  const Expression broken = *parse_expression("f(a,\n  b)").expression;
  EXPECT_EQ(broken.span, (SourceSpan{1, 1, 4}));
}

TEST(ParseExpression, NothingMayFollow) {
  EXPECT_EQ(expr("a b"),
            "f:1:3: error: expected end of the expression, got 'b'\n"
            "    1 | a b\n"
            "      |   ^\n");
  EXPECT_EQ(expr(""), "f:1:1: error: expected a value, got end of file\n    1 |\n      | ^\n");
}

TEST(ToText, OneSpaceRoundBinaryOperators) {
  EXPECT_EQ(text_of("a+b*-c"), "a + b * -c");
  EXPECT_EQ(text_of("not(a==b)or c"), "not (a == b) or c");
  EXPECT_EQ(text_of("a[ 0 ]"), "a[0]");
  EXPECT_EQ(text_of("w [0] . r"), "w[0].r");
  EXPECT_EQ(text_of("f( a,b )"), "f(a, b)");
  EXPECT_EQ(text_of("q.get( )"), "q.get()");
  EXPECT_EQ(text_of("- - 1"), "--1");
  EXPECT_EQ(text_of("0xff - 1_000"), "255 - 1000");
  EXPECT_EQ(text_of("true and none==self"), "true and none == self");
  EXPECT_EQ(text_of("((a))"), "(a)");
  EXPECT_EQ(text_of("-9223372036854775808"), "-9223372036854775808");
  EXPECT_EQ(text_of("x in{1,2}|3..4 step 2|{}|(a,b)"), "x in {1, 2} | 3..4 step 2 | {(a, b)}");
}

TEST(ParseDeclaration, Variables) {
  EXPECT_EQ(tree("var x"), "var x\n");
  EXPECT_EQ(tree("var x: 0..N + 1 = 3, f[2] = false"),
            "var x range 0 (+ N 1) = 3\nvar f size 2 = false\n");
  EXPECT_EQ(tree("var a[3] = [1,\n 2,\n 3\n]"), "var a size 3 = list 1 2 3\n");
  EXPECT_EQ(tree("var a = 1,\n\n    b = 2"), "var a = 1\nvar b = 2\n");
  EXPECT_EQ(tree("atomic x = 0, y"), "atomic x = 0\natomic y\n");
  EXPECT_EQ(tree("const N = 2 * 3"), "const N = (* 2 3)\n");
}

TEST(ParseDeclaration, SynchronisationObjects) {
  EXPECT_EQ(tree("lock a, b[2]; rlock c; event d; rwlock e"),
            "lock a\nlock b index 2\nrlock c\nevent d\nrwlock e\n");
  EXPECT_EQ(tree("semaphore s[2] = 1"), "semaphore s index 2 parameter 1\n");
  EXPECT_EQ(tree("barrier b(3); queue q; queue r(N)"),
            "barrier b parameter 3\nqueue q\nqueue r parameter N\n");
  EXPECT_EQ(tree("condition c(m[1])"), "condition c(place m index 1)\n");
}

TEST(ParseDeclaration, ObjectsAndReferences) {
  EXPECT_EQ(tree("object o; object p: atomic = 2; object q: immortal"),
            "object o plain\nobject p atomic = 2\nobject q immortal\n");
  EXPECT_EQ(tree("ref a; ref b = new o; ref c[2] = none"),
            "ref a\nref b new (place o)\nref c index 2 = none\n");
}

TEST(ParseDeclaration, ThreadsFunctionsAndSettings) {
  EXPECT_EQ(tree("thread a { } thread b[2] { skip }"), "thread a\nthread b index 2\n  skip\n");
  EXPECT_EQ(tree("def f() { } def g(a,\n b) { return a }"),
            "def f\ndef g parameters a b\n  return a\n");
  EXPECT_EQ(tree("init { x = 1 }"), "init\n  assign (place x) 1\n");
  EXPECT_EQ(tree("cores 2; switch_interval 5ms; switch_cost 0us"),
            "cores 0 value 2\nswitch_interval 5000\nswitch_cost 0\n");
}

TEST(ParseDeclaration, FilesWithoutAnything) {
  EXPECT_EQ(tree(""), "\n");
  EXPECT_EQ(tree("\r\n ; ; # nothing\n"), "\n");
}

TEST(ParseStatement, LocalsAndAssignments) {
  EXPECT_EQ(body("let a, b[2], c: 0..3 = x + 1, d[2] = [1, 2]"),
            "  let a b size 2 c range 0 3 = (+ x 1) d size 2 = list 1 2\n");
  EXPECT_EQ(body("x = 1; a[i] += 2; x -= 1; x *= 2; x /= 3; x %= 4"),
            "  assign (place x) 1\n  assign (place a index i) += 2\n  assign (place x) -= 1\n"
            "  assign (place x) *= 2\n  assign (place x) /= 3\n  assign (place x) %= 4\n");
  EXPECT_EQ(body("ref r = new o; r = new p; r = none; del r"),
            "  ref\n    ref r new (place o)\n  assign (place r) new (place p)\n"
            "  assign (place r) none\n  del (place r)\n");
}

TEST(ParseStatement, Branches) {
  const std::string two =
      "  if a b\n    block\n      skip\n    block\n      yield\n    block\n      break\n";
  EXPECT_EQ(body("if a { skip } else if b { yield } else { break }"), two);
  EXPECT_EQ(body("if a { skip }\n# why\n\nelse if b { yield }\nelse { break }"), two);
  EXPECT_EQ(body("either { skip }\nor { yield } or { break }"),
            "  either\n    block\n      skip\n    block\n      yield\n    block\n      break\n");
}

TEST(ParseStatement, Loops) {
  EXPECT_EQ(body("while true { continue }"), "  while true\n    block\n      continue\n");
  EXPECT_EQ(body("repeat N { }"), "  repeat N\n    block\n");
  EXPECT_EQ(body("for i in 0..N - 1 { }"), "  for i 0 (- N 1)\n    block\n");
}

TEST(ParseStatement, Blocks) {
  EXPECT_EQ(body("with m[self] { } w.read { } w[1].write { }"),
            "  with (place m index self)\n    block\n  read (place w)\n    block\n"
            "  write (place w index 1)\n    block\n");
  EXPECT_EQ(body("atomic { } native { allow_threads { } }"),
            "  atomic\n    block\n  native\n    block\n      allow_threads\n        block\n");
}

TEST(ParseStatement, Conditions) {
  EXPECT_EQ(body("await x == 1; await x { y = 2 }; assert x; assume not x"),
            "  await (== x 1)\n  await x\n    block\n      assign (place y) 2\n  assert x\n"
            "  assume (not x)\n");
}

TEST(ParseStatement, Choose) {
  EXPECT_EQ(body("choose r in {1,\n 2\n} | 5..9"), "  choose r{(value 1)(value 2)(range 5 9)}\n");
  EXPECT_EQ(body("choose r in 0..3"), "  choose r{(range 0 3)}\n");
}

TEST(ParseStatement, CallsThreadsAndTime) {
  EXPECT_EQ(body("f(1); m.acquire(); x[2].compare_exchange(0, 1)"),
            "  call (call f 1)\n  call (call m .acquire)\n"
            "  call (call x index 2 .compare_exchange 0 1)\n");
  EXPECT_EQ(body("start t[0]; join t"), "  start (place t index 0)\n  join (place t)\n");
  EXPECT_EQ(body("cpu 1s; sleep 2ms; io 3us"), "  cpu 1000000us\n  sleep 2000us\n  io 3us\n");
  EXPECT_EQ(body("return; return x + 1"), "  return\n  return (+ x 1)\n");
}

TEST(ParseStatement, NoLineEndIsNeededRoundBraces) {
  EXPECT_EQ(body("if a { return 1 } return 2"), "  if a\n    block\n      return 1\n  return 2\n");
  EXPECT_EQ(body("choose r in {1} x = r"), "  choose r{(value 1)}\n  assign (place x) r\n");
}

TEST(ParseStatement, WordsBehindDotsAreOrdinaryNames) {
  EXPECT_EQ(body("read = 1; let acquire = plain"),
            "  assign (place read) 1\n  let acquire = plain\n");
}

TEST(ParseProperty, Claims) {
  EXPECT_EQ(tree("always x <= 1; finally x; possible x in {1}; eventually y"),
            "always (<= x 1) holds\nfinally x holds\npossible (in {(value 1)} x) holds\n"
            "eventually y holds\n");
  EXPECT_EQ(tree("leads_to(a == 1,\n b)"), "leads_to (== a 1) b holds\n");
  EXPECT_EQ(tree("deadlock_free; error_free; race_free; serializable; refcount_safe"),
            "deadlock_free holds\nerror_free holds\nrace_free holds\nserializable holds\n"
            "refcount_safe holds\n");
  EXPECT_EQ(tree("starvation_free fails"), "starvation_free fails\n");
  EXPECT_EQ(tree("makespan == 2s; makespan in 4s..5s"),
            "makespan 2000000..2000000 holds\nmakespan 4000000..5000000 holds\n");
}

TEST(ParseProperty, Outcomes) {
  EXPECT_EQ(tree("outcomes x == 2..2*N holds"), "outcomes x == {(range 2 (* 2 N))} holds\n");
  EXPECT_EQ(tree("outcomes x, y == {(0, 1), (1, 1)} fails"),
            "outcomes x y == {(tuple 0 1)(tuple 1 1)} fails\n");
  EXPECT_EQ(tree("outcomes x + 1, w[0].r"), "outcomes (+ x 1) (place w index 0 local r) holds\n");
  EXPECT_EQ(tree("outcomes x == 3"), "outcomes x == {(value 3)} holds\n");
}

TEST(ParseProperty, WhatIsStated) {
  EXPECT_EQ(tree("race_free under no_gil, gil_39 fails without m,\n  n"),
            "race_free fails under no_gil gil_39 without m n\n");
}

TEST(ParseProperty, TheTextIsAsWritten) {
  const Parsed parsed =
      parse("outcomes  x==2..2*N   holds\nleads_to( a,  # c\n  b )fails\nrace_free\n");
  ASSERT_TRUE(parsed.scenario);
  EXPECT_EQ(parsed.scenario->properties[0].text, "outcomes x==2..2*N");
  EXPECT_EQ(parsed.scenario->properties[1].text, "leads_to( a, b )");
  EXPECT_EQ(parsed.scenario->properties[2].text, "race_free");
}

TEST(ParseLimits, NestingOfTwoHundred) {
  const auto in_thread = [](const std::string& text) { return "thread t { " + text + " }"; };
  const auto around = [](int n, std::string_view open, std::string_view close) {
    return repeated(n, open) + "1" + repeated(n, close);
  };
  EXPECT_TRUE(is_right(in_thread("x = " + around(200, "(", ")"))));
  EXPECT_FALSE(is_right(in_thread("x = " + around(201, "(", ")"))));
  EXPECT_TRUE(is_right(in_thread("x = " + around(200, "a[", "]"))));
  EXPECT_FALSE(is_right(in_thread("x = " + around(201, "a[", "]"))));
  EXPECT_TRUE(is_right(in_thread("x = " + around(200, "f(", ")"))));
  EXPECT_FALSE(is_right(in_thread("x = " + around(201, "f(", ")"))));
  EXPECT_TRUE(is_right(in_thread("x = " + around(200, "not ", ""))));
  EXPECT_FALSE(is_right(in_thread("x = " + around(201, "not ", ""))));
  EXPECT_FALSE(is_right(in_thread("x = " + around(201, "-", ""))));
  EXPECT_TRUE(is_right("possible x in " + around(100, "{(x in ", ")}")));
  EXPECT_FALSE(is_right("possible x in " + around(101, "{(x in ", ")}")));
  EXPECT_TRUE(is_right(in_thread(repeated(199, "if x {") + repeated(199, "}"))));
  EXPECT_FALSE(is_right(in_thread(repeated(200, "if x {") + repeated(200, "}"))));
}

TEST(ParseLimits, ElseIfIsNoNesting) {
  EXPECT_TRUE(is_right("thread t { if x { } " + repeated(10'000, "else if x { } ") + "}"));
}

TEST(ParseLimits, AThousandOperatorsInAChain) {
  EXPECT_TRUE(is_right("finally " + repeated(1'000, "a + ") + "a"));
  EXPECT_FALSE(is_right("finally " + repeated(1'001, "a + ") + "a"));
  EXPECT_FALSE(is_right("finally " + repeated(100'000, "a or ") + "a"));
  EXPECT_TRUE(is_right("outcomes x == {" + repeated(10'000, "-1, ") + "-1}"));
}

TEST(ParseLimits, LongInputsEnd) {
  EXPECT_FALSE(is_right(std::string(200'000, '(')));
  EXPECT_FALSE(is_right("always " + std::string(200'000, '(')));
  EXPECT_FALSE(is_right("init " + std::string(200'000, '{')));
  EXPECT_FALSE(is_right(repeated(50'000, "+\n")));
  EXPECT_TRUE(is_right("thread t {\n" + repeated(20'000, "x = x + 1\n") + "}\n"));
}

}  // namespace
}  // namespace raceproof::lang
