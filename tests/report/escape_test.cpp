#include "checker/report/escape.h"

#include <gtest/gtest.h>

namespace raceproof::report {
namespace {

TEST(Escape, QuotedText) {
  EXPECT_EQ(escape_quoted("a \"b\" \\ c\nd"), "a \\\"b\\\" \\\\ c\\nd");
}

TEST(Escape, XmlMarkup) {
  EXPECT_EQ(escape_xml("x < 1 & \"y\" > 2"), "x &lt; 1 &amp; &quot;y&quot; &gt; 2");
}

TEST(Escape, XmlKeepsUtf8AndLineEnds) {
  EXPECT_EQ(escape_xml("\xC3\xA9 \xF0\x9F\x90\x9B\n\t"), "\xC3\xA9 \xF0\x9F\x90\x9B\n\t");
}

TEST(Escape, XmlReplacesWhatItCannotHold) {
  const std::string replacement = "\xEF\xBF\xBD";
  EXPECT_EQ(escape_xml("a\x01z"), "a" + replacement + "z");
  EXPECT_EQ(escape_xml("\xFF"), replacement);                           // never in UTF-8
  EXPECT_EQ(escape_xml("\xC3"), replacement);                           // cut off
  EXPECT_EQ(escape_xml("\xC0\xAF"), replacement + replacement);         // overlong
  EXPECT_EQ(escape_xml("\xED\xA0\x80").substr(0, 3), replacement);      // a surrogate
  EXPECT_EQ(escape_xml("\xEF\xBF\xBF").substr(0, 3), replacement);      // no character
  EXPECT_EQ(escape_xml("\xF4\x90\x80\x80").substr(0, 3), replacement);  // beyond Unicode
}

TEST(Escape, GitHubMessagesKeepColonsAndCommas) {
  EXPECT_EQ(escape_github_message("50 %: a, b\r\nc"), "50 %25: a, b%0D%0Ac");
}

TEST(Escape, GitHubPropertiesDoNot) {
  EXPECT_EQ(escape_github_property("a:b,c%\n"), "a%3Ab%2Cc%25%0A");
}

}  // namespace
}  // namespace raceproof::report
