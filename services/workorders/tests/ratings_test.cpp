#include "services/workorders/tests/company.hpp"

namespace mf::workorders {
namespace {

class Ratings : public Company {
 protected:
  http::Response rate(OrderId id, const auth::Principal& who, const std::string& json) {
    return fixture.call("POST", path(id, "/rating"), who, json);
  }
};

TEST_F(Ratings, are_the_customers_word_on_completed_work_and_everybody_hears_of_it) {
  const auto id = completed();
  EXPECT_EQ(at(fixture.call("GET", path(id, "/rating"), supervisor), "/rating"), "");
  const auto answer = rate(id, client, R"({"stars":4,"comment":"Puntuales y amables"})");
  ASSERT_EQ(answer.status, 200) << answer.body;
  const auto read = fixture.call("GET", path(id, "/rating"), supervisor);
  EXPECT_EQ(at(read, "/rating/stars"), "4");
  EXPECT_EQ(at(read, "/rating/comment"), "Puntuales y amables");
  const auto events = fixture.published("order.rated");
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(json::decode<contracts::OrderChange>(events[0].data).value().stars, 4);
  const auto history = fixture.call("GET", path(id, "/history"), supervisor);
  EXPECT_EQ(at(history, "/items/4/action"), "rated");
  EXPECT_EQ(at(history, "/items/4/detail"), "4");
}

TEST_F(Ratings, give_way_to_a_newer_word) {
  const auto id = completed();
  rate(id, client, R"({"stars":5,"comment":"Bien"})");
  EXPECT_EQ(rate(id, client, R"({"stars":2})").status, 200);
  const auto read = fixture.call("GET", path(id, "/rating"), client);
  EXPECT_EQ(at(read, "/rating/stars"), "2");
  EXPECT_EQ(at(read, "/rating/comment"), "");
}

TEST_F(Ratings, wait_for_the_work_to_be_done) {
  const auto answer = rate(open(north), client, R"({"stars":5})");
  EXPECT_EQ(answer.status, 409);
  EXPECT_EQ(at(answer, "/code"), "not_completed");
}

TEST_F(Ratings, are_given_by_the_customer_alone) {
  const auto id = completed();
  EXPECT_EQ(rate(id, operator_, R"({"stars":5})").status, 403);
  EXPECT_EQ(rate(id, technician, R"({"stars":5})").status, 403);
  EXPECT_EQ(rate(id, other_client, R"({"stars":5})").status, 404);
  EXPECT_EQ(fixture.call("GET", path(id, "/rating"), other_client).status, 404);
}

TEST_F(Ratings, are_one_to_five_stars) {
  const auto id = completed();
  for (const auto* bad : {R"({"stars":0})", R"({"stars":6})", R"({})", R"({"stars":"5"})"}) {
    const auto answer = rate(id, client, bad);
    EXPECT_EQ(answer.status, 422) << bad;
    EXPECT_EQ(at(answer, "/errors/0/pointer"), "/stars") << bad;
  }
}

}  // namespace
}  // namespace mf::workorders
