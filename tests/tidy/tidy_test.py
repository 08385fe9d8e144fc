"""Each rule finds what it is for, and nothing in what is right."""

import unittest
from textwrap import dedent

import functions
import tidy
from source import Source, read_all


def found(rule, *sources):
    """(line, what) of every finding of a rule in some files, given as path, text pairs."""
    return [(finding.path, finding.line)
            for finding in rule([Source(path, dedent(text)) for path, text in sources])]


class LengthTest(unittest.TestCase):
    def test_files_may_have_400_lines(self):
        self.assertEqual(found(tidy.file_length, ("models/a.cpp", "\n" * 400)), [])
        self.assertEqual(found(tidy.file_length, ("models/a.cpp", "\n" * 401)),
                         [("models/a.cpp", 401)])

    def test_columns_are_characters(self):
        self.assertEqual(found(tidy.line_length, ("models/a.h", "é" * 100 + "\n")), [])
        self.assertEqual(found(tidy.line_length, ("models/a.h", "\n" + "e" * 101 + "\n")),
                         [("models/a.h", 2)])

    def test_functions_may_have_60_lines(self):
        body = "int f() {\n" + "g();\n" * 58 + "}\n"
        self.assertEqual(found(tidy.function_length, ("models/a.cpp", body)), [])
        self.assertEqual(found(tidy.function_length, ("models/a.cpp", "\n" + body.replace(
            "}", "return 1;\n}"))), [("models/a.cpp", 2)])


class FunctionsTest(unittest.TestCase):
    def functions(self, text):
        return list(functions.functions(Source("a.cpp", dedent(text)).code))

    def test_kinds_of_functions(self):
        self.assertEqual(self.functions("""\
            namespace a::b {
            struct S final : T {
             private:
              S(int x) : x_{x}, y_{x} {
                f();
              }
              bool operator==(const S&) const { return true; }
              template <class T = int>
              auto f(T a = {}, int b = 1) const -> int {
                if (a) { g([&] { return 1; }); }
                return '{' + 1'000;
              }
              int x_ = 0, y_{1};
            };
            enum class E { a, b };
            constexpr std::array<int, 2> table = {{1, 2}};
            const auto lambda = [](int x) {
              return x;
            };
            }  // namespace a::b
            #define MACRO(x) \\
              void x() {
            TEST(Some, thing) {
              const char* text = R"({{{ " )";  // {
            }
            INSTANTIATE(Some, All, [](auto x) {
              return x;
            });
            """), [("S", 4, 6), ("operator==", 7, 7), ("f", 8, 12), ("TEST", 23, 25)])

    def test_every_brace_of_the_project_is_understood(self):
        for source in read_all():
            if source.is_cpp:
                self.assertEqual(source.code.count("{"), source.code.count("}"), source.path)


class TextTest(unittest.TestCase):
    def test_whitespace(self):
        self.assertEqual(found(tidy.whitespace, ("a.md", "a\n\tb\nc \nd\r\ne")),
                         [("a.md", 2), ("a.md", 3), ("a.md", 4), ("a.md", 5)])
        self.assertEqual(found(tidy.whitespace, ("a.md", "a\n\n")), [("a.md", 2)])
        self.assertEqual(found(tidy.whitespace, ("a.expected", "a \n\n"), ("b.md", "")), [])

    def test_headers(self):
        good = "// Why.\n#pragma once\n#include <map>\n// using namespace std\n"
        self.assertEqual(found(tidy.pragma_once, ("models/a.h", good)), [])
        self.assertEqual(found(tidy.pragma_once, ("models/a.h", "// #pragma once\n#if 1\n")),
                         [("models/a.h", 1)])
        self.assertEqual(found(tidy.using_namespace, ("models/a.h", good)), [])
        self.assertEqual(found(tidy.using_namespace, ("models/a.h", "\nusing namespace std;\n")),
                         [("models/a.h", 2)])

    def test_banned_words(self):
        path = "/" + "work/x"
        for text in (path, "TODO: more", "as in issue 4", "field/engine.md", "language.md"):
            self.assertEqual(found(tidy.banned_words, ("a.md", f"\n{text}\n")), [("a.md", 2)], text)
        self.assertEqual(found(tidy.banned_words, ("a.md", "homework/todo, two issues\n")), [])

    def test_links(self):
        self.assertEqual(found(tidy.links, ("tests/a.md", "[a](../README.md)\n[b](no.md#x)\n")),
                         [("tests/a.md", 2)])


class ProjectTest(unittest.TestCase):
    def test_what_nothing_builds(self):
        lists = ("models/CMakeLists.txt", "raceproof_layer(models SOURCES step.cpp)")
        self.assertEqual(found(tidy.built, lists, ("models/step.cpp", "")), [])
        self.assertEqual(found(tidy.built, lists, ("models/tep.cpp", "")), [("models/tep.cpp", 1)])
        tests = ("tests/lang/CMakeLists.txt", "raceproof_test(lexer_test USES lang)")
        self.assertEqual(found(tidy.built, tests, ("tests/lang/lexer_test.cpp", "")), [])
        self.assertEqual(found(tidy.built, tests, ("tests/lang/lexer.cpp", "")),
                         [("tests/lang/lexer.cpp", 1)])

    def test_names_of_files(self):
        self.assertEqual(found(tidy.file_names, ("models/a.h", ""), ("checker/result/a.h", "")),
                         [("checker/result/a.h", 1)])

    def layers(self, path, line):
        headers = [(header, "") for header in (
            "models/step.h", "checker/lang/lower.h", "checker/lang/parser.h", "checker/checker.h",
            "checker/result/trace.h", "checker/explore/search.h", "tests/oracle/world.h")]
        return found(tidy.layers, *headers, (path, line + "\n"))

    def test_layers_that_may_be_included(self):
        for path, line in (("models/a.h", '#include "models/step.h"'),
                           ("checker/lang/a.cpp", '#include "models/step.h"'),
                           ("checker/a.cpp", '#include "checker/explore/search.h"'),
                           ("tools/a.cpp", '#include "checker/lang/lower.h"'),
                           ("tools/a.cpp", "#include <CLI/CLI.hpp>"),
                           ("models/a.h", "#include <sys/resource.h>"),
                           ("tests/oracle/a.cpp", '#include "checker/lang/parser.h"'),
                           ("tests/oracle/a.cpp", '#include "world.h"'),
                           ("tests/oracle/a_test.cpp", '#include "checker/checker.h"')):
            self.assertEqual(self.layers(path, line), [], f"{path}: {line}")

    def test_layers_that_may_not(self):
        for path, line in (("models/a.h", '#include "checker/lang/lower.h"'),
                           ("models/a.h", '#include "step.h"'),
                           ("models/a.h", "#include <models/step.h>"),
                           ("checker/lang/a.cpp", '#include "checker/result/trace.h"'),
                           ("checker/lang/a.cpp", '#include "../result/trace.h"'),
                           ("checker/replay/a.cpp", '#include "checker/explore/search.h"'),
                           ("checker/explore/a.cpp", '#include "checker/checker.h"'),
                           ("checker/a.cpp", "#include <CLI/CLI.hpp>"),
                           ("models/a.h", "#include <boost/optional.hpp>"),
                           ("models/a.h", "#include <unknown/a.h>"),
                           ("models/a.h", '#include "tests/oracle/world.h"'),
                           ("tests/oracle/a.cpp", '#include "checker/lang/lower.h"'),
                           ("tests/oracle/a.cpp", '#include "models/step.h"')):
            self.assertEqual(self.layers(path, line), [(path, 1)], f"{path}: {line}")


if __name__ == "__main__":
    unittest.main()
