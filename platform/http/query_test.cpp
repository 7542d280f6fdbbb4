#include "platform/http/query.hpp"

#include <gtest/gtest.h>

namespace mf::http {
namespace {

struct Filter {
  std::optional<int> limit;
  std::optional<std::string> search;
  std::vector<std::string> status;
  std::optional<Timestamp> from;
  std::optional<bool> open;

  static void describe(auto& v, Filter& o) {
    v.field("limit", o.limit, json::Range{1, 100});
    v.field("q", o.search, json::Text{1, 10});
    v.field("status", o.status);
    v.field("from", o.from);
    v.field("open", o.open);
  }
};

TEST(QueryStruct, reads_each_type) {
  const auto filter =
      decode_query<Filter>("limit=20&q=caf%C3%A9+x&from=2026-11-27T10:00:00Z&open=true");
  ASSERT_TRUE(filter);
  EXPECT_EQ(filter->limit, 20);
  EXPECT_EQ(filter->search, "caf\xc3\xa9 x");
  EXPECT_EQ(filter->from, parse_rfc3339("2026-11-27T10:00:00Z"));
  EXPECT_EQ(filter->open, true);
}

TEST(QueryStruct, a_list_takes_commas_or_a_repeated_name) {
  const std::vector<std::string> both{"open", "closed"};
  EXPECT_EQ(decode_query<Filter>("status=open,closed")->status, both);
  EXPECT_EQ(decode_query<Filter>("status=open&status=closed")->status, both);
}

TEST(QueryStruct, what_is_absent_or_empty_is_not_set) {
  const auto filter = decode_query<Filter>("limit=&status=");
  ASSERT_TRUE(filter);
  EXPECT_EQ(filter->limit, std::nullopt);
  EXPECT_TRUE(filter->status.empty());
}

TEST(QueryStruct, every_bad_parameter_is_named_at_once) {
  const auto filter =
      decode_query<Filter>("limit=0&q=far%20too%20long%20a%20word&colour=red&open=maybe");
  ASSERT_FALSE(filter);
  EXPECT_EQ(filter.error().kind, ErrorKind::bad_request);
  std::set<std::string> names;
  for (const auto& field : filter.error().fields) {
    names.insert(field.pointer + ":" + field.code);
  }
  EXPECT_EQ(names, (std::set<std::string>{"limit:out_of_range", "q:too_long",
                                          "colour:unknown_parameter", "open:type"}));
}

TEST(QueryStruct, a_value_cannot_break_out_of_its_place) {
  EXPECT_FALSE(decode_query<Filter>("limit=1,%22x%22:2"));
  EXPECT_FALSE(decode_query<Filter>("limit=1%7D"));
  EXPECT_FALSE(decode_query<Filter>("q=%zz"));
}

}  // namespace
}  // namespace mf::http
