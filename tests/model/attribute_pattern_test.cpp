#include "model/attribute_pattern.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace nfsready {
namespace {

struct Case {
  std::string node;
  std::string value;
  std::string result;
};

void expect_results(const std::vector<Case>& cases) {
  for (const Case& one : cases) {
    const Expansion expansion = AttributePattern::make(one.value).expand(one.node);
    EXPECT_TRUE(expansion.is_decided())
        << one.node << " " << one.value << ": " << expansion.undecidable;
    EXPECT_EQ(expansion.text, one.result) << one.node << " " << one.value;
  }
}

// Every result below is what xCAT's own function gave under Perl 5.36 with Safe 2.43.
TEST(AttributePattern, ExpandsAsXcatDoes) {
  expect_results({
      {"sr03", "|sr(\\d+)|aixsn(($1-1)/2+1)|", "aixsn2"},
      {"sr04", "|aixsn(($1-1)/2+1)|", "aixsn2"},
      {"f3n07", "|10.1.($1).($2+100)|", "10.1.3.107"},
      {"f3n07", "|f(\\d+)n(\\d+)|10.1.($1).($2+100)|", "10.1.3.107"},
      {"sl010", "|sl(\\d+)|/state/($1)|", "/state/010"},
      {"sr08", "|sr(\\d+)|10.40.2.($1+0)|", "10.40.2.8"},
      {"sr08", "|sr(\\d+)|10.40.2.($1)|", "10.40.2.08"},
      {"sr03", "|sr(\\d+)|n(sprintf(\"%03d\",$1))|", "n003"},
      {"sr03", "|sr(\\d+)|hanfs:/state/(1+1)/x|", "hanfs:/state/2/x"},
      {"sr03", "|zz(\\d+)|10.0.0.($1)|", "sr03"},
      {"sr03", "|sr(\\d+)|srv$1|", "srv$1"},
      {"sr03", "|sr.*|hanfs|", "hanfs"},
      {"sl010", "|(\\d+)|n($1)|", "sln"},
      {"sr03.a", "|sr(\\d+)|10.40.2.($1+0)|", "10.40.2.3a.a"},
      {"sl01", "/sl/state/", "state01"},
      {"sl01", "/nodedata/state/", "sl01"},
      {"ns02", "/ns02/hanfs/", "hanfs"},
      {"sr03", "/sr03//", ""},
      {"any", "/a/b/c/", "/a/b/c/"},
      {"any", "hanfs:/a/b/", "hanfs:/a/b/"},
      {"any", "", ""},
      {"any", "|a", "|a"},
      {"any", "/a/b/\n", "b/ny"},
      {"any", "|a\nb|", "|a\nb|"},
  });
}

// The easy form makes its regex from the numbers of the name; zeros before a number are not part of
// it, unless there is nothing else.
TEST(AttributePattern, FindsTheNumbersOfAName) {
  expect_results({
      {"sl010", "|<($1)>|", "<10>"},
      {"a0b5", "|($1),($2)|", "5,"},
      {"5a0", "|($1),($2)|", "5,0"},
      {"x00", "|($1)|", "0"},
      {"abc", "|n($1)|", "n"},
      {"r1n02c3", "|($1).($2).($3).($4)|", "1.2.3."},
      {"sl010", "|hanfs|", "hanfs"},
  });
}

TEST(AttributePattern, EvaluatesAsPerlDoes) {
  expect_results({
      {"sr03", "||a|", "sr03"},
      {"sr03", "||(1)|", "sr03"},
      {"sr03", "|||", "sr03"},
      {"sr03", "||||", "sr03"},
      {"sr03", "|a||", "sr03"},
      {"sr03", "//y/", "sr03"},
      {"sr03", "///", "sr03"},
      {"sr03", "/s//", "r03"},
      {"sr03", "|sr(\\d+)|a(1|", "a(1"},
      {"sr03", "|sr(\\d+)|a)1|", "a)1"},
      {"sr03", "|sr(\\d+)|a)(1)|", "a)(1)"},
      {"sr03", "|sr(\\d+)|a(1)(|", "a1("},
      {"sr03", "|sr(\\d+)|a(1))b|", "a1)b"},
      {"sr03", "|sr(\\d+)|a|b(1)|", "a|b1"},
      {"sr03", "|sr(\\d+)|(\"(\")|", "(\"(\")"},
      {"sr03", "|sr(\\d+)|(\"(1+2)\")|", "3"},
      {"sr03", "|sr(\\d+)|(sprintf(\"%s)\",$1))|", ")"},
      {"sr03", "|sr(\\d+)|(sprintf(\"(%s)\",$1))|", "3"},
      {"sr03", "|sr(\\d+)|(\"a\\)b\")|", "a)b"},
      {"sr03", "|sr(\\d+)|($2)|", ""},
      {"sr03", "|sr(\\d+)|($2+1)|", "1"},
      {"sr03", "|sr(\\d+)|($1/0)|", ""},
      {"sr03", "|sr(\\d+)|($1%0)|", ""},
      {"sr03", "|sr(\\d+)|(7/2)|", "3"},
      {"sr03", "|sr(\\d+)|(-7/2)|", "-3"},
      {"sr03", "|sr(\\d+)|(-7%3)|", "-1"},
      {"sr03", "|sr(\\d+)|(7%-3)|", "1"},
      {"sr03", "|sr(\\d+)|(2**10)|", "1024"},
      {"sr03", "|sr(\\d+)|(-2**2)|", "-4"},
      {"sr03", "|sr(\\d+)|(3**30)|", "205891132094649"},
      {"sr03", "|sr(\\d+)|(010+1)|", "9"},
      {"sr03", "|sr(\\d+)|(08)|", ""},
      {"sr03", "|sr(\\d+)|(0x1F)|", "31"},
      {"sr03", "|sr(\\d+)|(0b11)|", "3"},
      {"sr03", "|sr(\\d+)|(1_000)|", "1000"},
      {"sr03", "|sr(\\d+)|($1.5)|", "035"},
      {"sr03", "|sr(\\d+)|($1 .5)|", "035"},
      {"sr03", "|sr(\\d+)|($1.$1)|", "0303"},
      {"sr03", "|sr(\\d+)|(1 . 2)|", "12"},
      {"sr03", "|sr(\\d+)|(1 .2)|", "12"},
      {"sr03", "|sr(\\d+)|(1. 2)|", ""},
      {"sr03", "|sr(\\d+)|(\"x\".1+2)|", "2"},
      {"sr03", "|sr(\\d+)|($1==3)|", "1"},
      {"sr03", "|sr(\\d+)|($1==4)|", ""},
      {"sr03", "|sr(\\d+)|($1>2?\"a\":\"b\")|", "a"},
      {"sr03", "|sr(\\d+)|($1 eq \"03\")|", "1"},
      {"sr03", "|sr(\\d+)|($1<=>2)|", "1"},
      {"sr03", "|sr(\\d+)|(!$1)|", ""},
      {"sr03", "|sr(\\d+)|(!0)|", "1"},
      {"sr03", "|sr(\\d+)|($1&&2)|", "2"},
      {"sr03", "|sr(\\d+)|(0||5)|", "5"},
      {"sr03", "|sr(\\d+)|(\"$1\")|", "03"},
      {"sr03", "|sr(\\d+)|('$1')|", "$1"},
      {"sr03", "|sr(\\d+)|(\"a$1b\")|", "a03b"},
      {"sr03", "|sr(\\d+)|(-$1)|", "-3"},
      {"sr03", "|sr(\\d+)|(-\"a\")|", "-a"},
      {"sr03", "|(\\w+)|(-$1)|", "-sr03"},
      {"sr03", "|(\\w+)|($1+1)|", "1"},
      {"12ab", "|(\\w+)|($1+1)|", "13"},
      {"0x1F", "|(\\w+)|($1+1)|", "1"},
      {"sr03", "|sr(\\d+)|(sprintf \"%03d\",$1)|", "003"},
      {"sr03", "|sr(\\d+)|(sprintf(\"%03d\",$1).\"x\")|", "003x"},
      {"sr03", "|sr(\\d+)|(sprintf(\"%d-%s-%x-%o-%X-%%-%5d|-%-5d\",$1,$1,255,8,255,3,3))|",
       "3-03-ff-10-FF-%-    3|-3    "},
      {"sr03",
       "|sr(\\d+)|(sprintf(\"%d-%s-%x-%o-%X-%%-%5d_%-5d_%+d_% d\",$1,$1,255,8,255,3,3,4,4))|",
       "3-03-ff-10-FF-%-    3_3    _+4_ 4"},
      {"sr03", "|sr(\\d+)|(sprintf(\"%d\",-1))|", "-1"},
      {"sr03", "|sr(\\d+)|(sprintf(\"%d %d\",1))|", "1 0"},
      {"sr03", "|sr(\\d+)|(sprintf(\"%d\",1,2))|", "1"},
      {"sr03", "|sr(\\d+)|(sprintf(\"%.3d\",5))|", "005"},
      {"sr03", "|sr(\\d+)|(sprintf(\"%.2s\",\"abc\"))|", "ab"},
      {"sr03", "|sr(\\d+)|(sprintf(\"%i\",\"abc\"))|", "0"},
      {"sr03", "|sr(\\d+)|(sprintf(\"%5s_%-5s_\",\"ab\",\"cd\"))|", "   ab_cd   _"},
      {"sr03", "|sr(\\d+)|(sprintf(\"%s\"))|", ""},
      {"sr03", "|sr(\\d+)|(sprintf(\"<%06.3d>\",$1))|", "<   003>"},
      {"sr03", "|sr(\\d+)|(sprintf(\"<%.0d>\",0))|", "<>"},
      {"sr03", "|sr(\\d+)|(sprintf(\"<%05s>\",\"ab\"))|", "<000ab>"},
      {"sr03", "|sr(\\d+)|(mknum(\"ab\"))|", "195"},
      {"sra", "|sr(\\w)|(a2idx($1))|", "1"},
      {"srB", "|sr(\\w)|(a2zidx($1)+1)|", "2"},
      {"sr03", "|sr(\\d+)|(foo)|", "foo"},
      {"sr03", "|sr(\\d+)|(foo($1))|", ""},
      {"sr03", "|sr(\\d+)|(1)+(2)|", "1+2"},
      {"sr03", "|sr(\\d+)|(1 2)|", ""},
      {"sr03", "|sr(\\d+)|(1+)|", ""},
      {"sr03", "|sr(\\d+)|(+1)|", "1"},
      {"sr03", "|sr(\\d+)|( $1 + 1 )|", "4"},
      {"sr03", "|sr(\\d+)|(int($1/2))|", "1"},
      {"sr03", "|s(r)|a(1)|", "a03"},
      {"sr03", "|sr|a(1)|", "a03"},
      {"sr03", "|sr0|a(1)|", "a3"},
      {"sr-03", "|sr|a(1)|", "a-2-03"},
      {"sr03", "|sr(\\d)|n($1)|", "n3"},
      {"sr08", "|sr(\\d)|n($1)|", "n8"},
      {"n1-2", "|n(\\d+)|n($1)|", "n-1-2"},
      {"0n1", "|n(\\d+)|n($1)|", "0n"},
      {"int1", "|(\\d+)|n($1)|", "intn1"},
      {"mknum1", "|(\\d+)|n($1)|", "mknumn49"},
      {"a.b1", "|(\\d+)|n($1)|", "a.bn"},
      {"a_b1", "|(\\d+)|n($1)|", "a_bn"},
      {"n1if3", "|n(\\d)|n($1)|", "nif3"},
      {"n1.3", "|n(\\d)|n($1)|", "n13.3"},
      {"n1.x3", "|n(\\d)|n($1)|", "n1x3.x3"},
      {"n1.com", "|n(\\d)|n($1)|", "n1com.com"},
      {"n1.foo.com", "|n(\\d)|n($1)|", "n1foocom.foo.com"},
  });
}

// Where Perl's answer depends on what is not known here, there is none.
TEST(AttributePattern, NeverGuesses) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"sr03", "||"},
      {"sr03", "|(sr|(1)|"},
      {"sr03", "|sr(\\d+)|()|"},
      {"sr03", "|sr(\\d+)|a()|"},
      {"sr03", "|sr(\\d+)|($0)|"},
      {"sr03", "|sr(\\d+)|($&)|"},
      {"sr03", "|sr(\\d+)|(2**-1)|"},
      {"sr03", "|sr(\\d+)|(2**63)|"},
      {"sr03", "|sr(\\d+)|(2**62)|"},
      {"sr03", "|sr(\\d+)|(3**40)|"},
      {"sr03", "|sr(\\d+)|(1.5)|"},
      {"sr03", "|sr(\\d+)|(1.5+1)|"},
      {"sr03", "|sr(\\d+)|(\"a${1}b\")|"},
      {"sr03", "|sr(\\d+)|(\"a\\n\")|"},
      {"sr03", "|sr(\\d+)|(1,2)|"},
      {"1e3", "|(\\w+)|($1+1)|"},
      {"inf1", "|(\\w+)|($1+1)|"},
      {"sr03", "|sr(\\d+)|(++$1)|"},
      {"sr03", "|sr(\\d+)|($1++)|"},
      {"sr03", "|sr(\\d+)|($1<<2)|"},
      {"sr03", "|sr(\\d+)|(~0)|"},
      {"sr03", "|sr(\\d+)|(9223372036854775807+1)|"},
      {"sr03", "|sr(\\d+)|(9223372036854775808)|"},
      {"sr03", "|sr(\\d+)|(9223372036854775808+0)|"},
      {"sr03", "|sr(\\d+)|(18446744073709551616)|"},
      {"sr03", "|sr(\\d+)|(sprintf(\"%c\",65))|"},
      {"sr03", "|sr(\\d+)|(sprintf(\"%b\",5))|"},
      {"sr03", "|sr(\\d+)|(sprintf(\"%05.1f\",2))|"},
      {"sr03", "|sr(\\d+)|(a2idx $1)|"},
      {"sr03", "|sr(\\d+)|(&a2idx($1))|"},
      {"sr03", "|sr(\\d+)|(1;2)|"},
      {"sr03", "|sr(\\d+)|(1#c)|"},
      {"sr03", "|sr(\\d+)|(abs(-3))|"},
      {"sr03", "|sr(\\d+)|(length($1))|"},
      {"sr03", "|sr(\\d+)|(lc(\"A\"))|"},
      {"sr03", "|sr(\\d+)|(substr($1,0,1))|"},
      {"sr03", "|sr(\\d+)|(\"a\" x 3)|"},
      {"sr03", "|sr(\\d+)|($1 x 2)|"},
      {"n1-ib", "|n(\\d+)|n($1)|"},
      {"node-1", "|(\\d+)|n($1)|"},
      {"x1", "|(\\d+)|n($1)|"},
      {"q1", "|(\\d+)|n($1)|"},
      {"y1", "|(\\d+)|n($1)|"},
      {"lc1", "|(\\d+)|n($1)|"},
      {"n1x3", "|n(\\d)|n($1)|"},
      {"n1_3", "|n(\\d)|n($1)|"},
      {"n1.q", "|n(\\d)|n($1)|"},
      {"n1.lc", "|n(\\d)|n($1)|"},
      {"n1.time", "|n(\\d)|n($1)|"},
      {"n1.foo-bar.com", "|n(\\d)|n($1)|"},
      {"n1.2x", "|n(\\d)|n($1)|"},
      {"n1.END", "|n(\\d)|n($1)|"},
  };
  for (const auto& [node, value] : cases) {
    const Expansion expansion = AttributePattern::make(value).expand(node);
    EXPECT_FALSE(expansion.is_decided()) << node << " " << value << " gave " << expansion.text;
    EXPECT_EQ(expansion.text, "");
  }
}

TEST(AttributePattern, SaysWhyAValueIsUndecidable) {
  const auto reason = [](const std::string& node, const std::string& value) {
    return AttributePattern::make(value).expand(node).undecidable;
  };
  EXPECT_EQ(reason("n1-ib0", "|n(\\d+)|n($1)|"),
            "'($1)-ib0' cannot be evaluated: 'ib0' is used as a number");
  EXPECT_EQ(reason("sr03", "|sr(\\d+)|(lc($1))|"),
            "'(lc($1))' cannot be evaluated: it is not known what Perl makes of 'lc($1))'");
  EXPECT_EQ(reason("sr03", "|(sr|a|"),
            "'(sr' is no regular expression: missing closing parenthesis");
}

TEST(AttributePattern, RefusesWhatWouldTakeForever) {
  const auto is_decided = [](const std::string& node, const std::string& value) {
    return AttributePattern::make(value).expand(node).is_decided();
  };
  EXPECT_FALSE(is_decided("(\"$1\")", "|(.*)|(\"$1\")|"));
  EXPECT_FALSE(is_decided(std::string(60, 'a') + "b", "|^(a|aa|a*)*$|n($1)|"));
  EXPECT_FALSE(is_decided("sr03", "|" + std::string(5000, '(') + std::string(5000, ')') + "|"));
  EXPECT_FALSE(is_decided("sr03", "|" + std::string(900, '(') + "1" + std::string(900, ')') + "|"));
  EXPECT_FALSE(is_decided("sr03", "|(" + std::string(900, '-') + "1)|"));
  std::string many = "|";
  for (int i = 0; i < 1000; ++i) many += "(1)";
  EXPECT_FALSE(is_decided("sr03", many + "|"));
}

TEST(AttributePattern, TellsPatternsFromPlainValues) {
  for (const char* const pattern : {"/a/b/", "///", "|a|", "||", "|a|b|"}) {
    EXPECT_TRUE(is_attribute_pattern(pattern)) << pattern;
  }
  for (const char* const plain : {"", "/", "//", "/a/b", "/a/b/c/", "|", "|a", "a|b|", "hanfs"}) {
    EXPECT_FALSE(is_attribute_pattern(plain)) << plain;
  }
}

}  // namespace
}  // namespace nfsready
