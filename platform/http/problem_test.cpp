#include "platform/http/problem.hpp"

#include "platform/json/dom.hpp"
#include "platform/testing/page.hpp"

#include <gtest/gtest.h>

namespace mf::http {
namespace {

std::string text_at(const Response& response, std::string_view name) {
  const auto dom = json::Dom::parse(response.body);
  const auto* value = dom ? dom->find(name) : nullptr;
  return value != nullptr && value->is_string() ? std::string(value->string()) : "";
}

TEST(ProblemTable, has_one_row_for_each_kind) {
  std::set<ErrorKind> kinds;
  std::set<int> statuses;
  for (const auto& row : problem_kinds()) {
    kinds.insert(row.kind);
    statuses.insert(row.status);
  }
  EXPECT_EQ(kinds.size(), static_cast<std::size_t>(ErrorKind::internal) + 1);
  EXPECT_EQ(statuses.size(), kinds.size());
  EXPECT_EQ(status_of(ErrorKind::stale), 412);
}

TEST(ProblemTable, is_what_the_page_says) {
  testing::expect_page("errors.md", errors_page());
}

TEST(Problem, names_every_bad_field) {
  Error error{ErrorKind::invalid, "invalid", "Some fields are not valid."};
  error.fields = {{"/name", "required", "This field is required."},
                  {"/age", "type", "A number, \"please\"."}};
  const auto response = problem(error, "/api/v1/things", "r-1");
  EXPECT_EQ(response.status, 422);
  EXPECT_EQ(*response.header("content-type"), "application/problem+json");
  EXPECT_EQ(text_at(response, "code"), "invalid");
  EXPECT_EQ(text_at(response, "instance"), "/api/v1/things");
  const auto dom = json::Dom::parse(response.body);
  ASSERT_TRUE(dom);
  EXPECT_EQ(dom->find("errors")->size(), 2U);
  EXPECT_EQ(dom->find("errors")->at(1).find("detail")->string(), "A number, \"please\".");
}

TEST(Problem, an_internal_error_says_only_its_request_id) {
  const auto response =
      problem(Error{ErrorKind::internal, "sql", "no such table: secrets"}, "/x", "r-7");
  EXPECT_EQ(response.status, 500);
  EXPECT_EQ(response.body.find("secrets"), std::string::npos);
  EXPECT_EQ(text_at(response, "code"), "internal");
  EXPECT_EQ(text_at(response, "requestId"), "r-7");
}

TEST(Problem, a_refused_transition_says_what_is_allowed) {
  Error error{ErrorKind::conflict, "transition_not_allowed", "No."};
  error.allowed = {"cancel"};
  const auto dom = json::Dom::parse(problem(error, "/x", "").body);
  ASSERT_TRUE(dom);
  EXPECT_EQ(dom->find("allowed")->at(0).string(), "cancel");
}

TEST(Problem, tells_when_to_come_back_and_how_to_sign_in) {
  Error busy{ErrorKind::too_many_requests, "rate_limited", "Slow down."};
  busy.retry_after_seconds = 30;
  EXPECT_EQ(*problem(busy, "/x", "").header("retry-after"), "30");
  EXPECT_EQ(*problem(Error{ErrorKind::unavailable, "x", "x"}, "/x", "").header("retry-after"), "1");
  const Error unknown{ErrorKind::unauthenticated, "token_expired", "x"};
  EXPECT_NE(problem(unknown, "/x", "").header("www-authenticate")->find("token_expired"),
            std::string::npos);
}

}  // namespace
}  // namespace mf::http
