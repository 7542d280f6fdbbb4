#include "platform/testing/service_fixture.hpp"
#include "services/insights/service.hpp"
#include "services/insights/tests/story.hpp"

#include <gtest/gtest.h>

namespace mf::insights {
namespace {

using auth::Role;
using mf::testing::at;
using mf::testing::person;
using testing::Story;
using testing::Technician;

class History : public ::testing::Test {
 protected:
  History() { service_.add(make_service(service_.resources(), {})); }

  void hear() {
    for (const auto& event : story_.events) {
      ASSERT_TRUE(service_.deliver(event));
    }
    story_.events.clear();
  }

  http::Response get(const std::string& query, const auth::Principal& who) {
    return service_.call("GET", "/api/v1/history" + query, who);
  }
  http::Response get(const std::string& query) { return get(query, person({Role::operator_})); }

  static std::vector<std::string> all(const http::Response& response, const std::string& member) {
    std::vector<std::string> values;
    for (int i = 0; !at(response, fmt::format("/items/{}/id", i)).empty(); ++i) {
      values.push_back(at(response, fmt::format("/items/{}/{}", i, member)));
    }
    return values;
  }

  Story story_;
  mf::testing::ServiceFixture service_{"insights", migrations()};
};

TEST_F(History, tells_the_newest_first_with_who_and_what) {
  auto order = story_.create();
  story_.pass(minutes{5});
  story_.assign(order, {UserId::make(), "Luis Gómez"});
  hear();
  const auto response = get("");
  ASSERT_EQ(response.status, 200) << response.body;
  EXPECT_EQ(
      all(response, "type"),
      (std::vector<std::string>{"order.status_changed", "assignment.created", "order.created"}));
  EXPECT_EQ(at(response, "/items/0/summary"), "ORD-000001: open → assigned – No internet");
  EXPECT_EQ(at(response, "/items/1/summary"), "ORD-000001: a technician was chosen – Luis Gómez");
  EXPECT_EQ(at(response, "/items/2/actor/name"), "Ana Ruiz");
  EXPECT_EQ(at(response, "/items/2/orderId"), order.id.to_string());
  EXPECT_EQ(at(response, "/items/2/data/order/title"), "No internet");
  EXPECT_EQ(at(response, "/nextCursor"), "null");
}

TEST_F(History, keeps_an_event_once_however_often_it_comes) {
  story_.create();
  const auto event = story_.events.front();
  hear();
  ASSERT_TRUE(service_.deliver(event));
  EXPECT_EQ(all(get(""), "id").size(), 1U);
}

TEST_F(History, keeps_what_the_catalogue_does_not_know) {
  ASSERT_TRUE(service_.deliver(events::Event{.source = "elsewhere",
                                             .type = "robot.sneezed",
                                             .subject = Uuid::make(),
                                             .time = story_.now,
                                             .traceparent = "",
                                             .data = R"({"loud":true})"}));
  const auto response = get("?q=robot");
  ASSERT_EQ(all(response, "type"), std::vector<std::string>{"robot.sneezed"});
  EXPECT_EQ(at(response, "/items/0/data/loud"), "true");
}

TEST_F(History, pages_by_cursor_while_events_are_added) {
  for (int i = 0; i < 7; ++i) {
    story_.create();
    story_.pass(minutes{1});
  }
  hear();
  auto page = get("?limit=3");
  auto codes = all(page, "orderCode");
  story_.create();
  hear();
  page = get("?limit=3&cursor=" + at(page, "/nextCursor"));
  for (const auto& code : all(page, "orderCode")) {
    codes.push_back(code);
  }
  page = get("?limit=3&cursor=" + at(page, "/nextCursor"));
  for (const auto& code : all(page, "orderCode")) {
    codes.push_back(code);
  }
  EXPECT_EQ(codes, (std::vector<std::string>{"ORD-000007", "ORD-000006", "ORD-000005", "ORD-000004",
                                             "ORD-000003", "ORD-000002", "ORD-000001"}));
  EXPECT_EQ(at(page, "/nextCursor"), "null");
}

TEST_F(History, is_searched_by_beginnings_of_words_without_accents) {
  story_.create("Señal débil en la fibra");
  story_.create("Router dañado");
  hear();
  EXPECT_EQ(all(get("?q=debil+FIB"), "orderCode"), std::vector<std::string>{"ORD-000001"});
  EXPECT_EQ(all(get("?q=danado"), "orderCode"), std::vector<std::string>{"ORD-000002"});
  EXPECT_EQ(all(get("?q=ines"), "orderCode"),
            (std::vector<std::string>{"ORD-000002", "ORD-000001"}));
  EXPECT_EQ(all(get("?q=ord-000002"), "orderCode"), std::vector<std::string>{"ORD-000002"});
  EXPECT_TRUE(all(get("?q=telephone"), "orderCode").empty());
}

TEST_F(History, takes_search_words_as_words_and_never_as_a_query) {
  story_.create("Router");
  hear();
  for (const auto* q : {"%22", "router%22+OR+%22x", "NEAR(", "words:router", "a*b", "%E2%80%94"}) {
    const auto status = get(std::string("?q=") + q).status;
    EXPECT_TRUE(status == 200 || status == 400) << q << " gave " << status;
  }
}

TEST_F(History, pages_through_events_of_the_same_moment) {
  for (int i = 0; i < 5; ++i) {
    story_.create();
  }
  hear();
  const auto first = get("?limit=3");
  const auto second = get("?limit=3&cursor=" + at(first, "/nextCursor"));
  EXPECT_EQ(all(first, "orderCode"),
            (std::vector<std::string>{"ORD-000005", "ORD-000004", "ORD-000003"}));
  EXPECT_EQ(all(second, "orderCode"), (std::vector<std::string>{"ORD-000002", "ORD-000001"}));
}

TEST_F(History, pages_a_search_by_cursor) {
  for (int i = 0; i < 5; ++i) {
    story_.create("Router");
  }
  hear();
  const auto first = get("?q=router&limit=3");
  const auto second = get("?q=router&limit=3&cursor=" + at(first, "/nextCursor"));
  EXPECT_EQ(all(first, "orderCode"),
            (std::vector<std::string>{"ORD-000005", "ORD-000004", "ORD-000003"}));
  EXPECT_EQ(all(second, "orderCode"), (std::vector<std::string>{"ORD-000002", "ORD-000001"}));
}

TEST_F(History, is_filtered_by_order_type_and_actor) {
  const Technician technician{UserId::make(), "Luis"};
  auto first = story_.create();
  auto second = story_.create();
  story_.assign(second, technician);
  story_.start(second);
  hear();
  EXPECT_EQ(all(get("?orderId=" + first.id.to_string()), "type"),
            std::vector<std::string>{"order.created"});
  EXPECT_EQ(all(get("?type=order.status_changed"), "type").size(), 2U);
  EXPECT_EQ(all(get("?type=order.*"), "type").size(), 4U);
  EXPECT_EQ(all(get("?type=order.*&orderId=" + first.id.to_string()), "type").size(), 1U);
  EXPECT_EQ(all(get("?actorId=" + technician.id.to_string()), "type"),
            std::vector<std::string>{"tracking.work_started"});
  EXPECT_EQ(all(get("?q=luis&type=assignment.*"), "type"),
            std::vector<std::string>{"assignment.created"});
}

TEST_F(History, takes_days_of_the_company_as_bounds) {
  story_.create();
  story_.now += std::chrono::hours{12};  // ten in the evening of the same day, the next day in UTC
  story_.create();
  story_.now += std::chrono::hours{4};
  story_.create();
  hear();
  EXPECT_EQ(all(get("?from=2026-11-24&to=2026-11-24"), "orderCode"),
            (std::vector<std::string>{"ORD-000002", "ORD-000001"}));
  EXPECT_EQ(all(get("?from=2026-11-25"), "orderCode"), std::vector<std::string>{"ORD-000003"});
  EXPECT_EQ(all(get("?to=2026-11-24T16:00:00Z"), "orderCode"),
            std::vector<std::string>{"ORD-000001"});
}

TEST_F(History, shows_a_supervisor_the_orders_of_their_zones_only) {
  const auto here = ZoneId::make();
  const auto there = ZoneId::make();
  story_.create("Here", here);
  story_.create("There", there);
  story_.create("Nowhere");
  hear();
  auto supervisor = person({Role::supervisor});
  EXPECT_TRUE(all(get("", supervisor), "id").empty());
  supervisor.zones = {here};
  EXPECT_EQ(all(get("", supervisor), "orderCode"), std::vector<std::string>{"ORD-000001"});
  EXPECT_EQ(all(get("?q=ines", supervisor), "orderCode"), std::vector<std::string>{"ORD-000001"});
  supervisor.zones = {here, ZoneId::make(), there};
  EXPECT_EQ(all(get("", supervisor), "orderCode").size(), 2U);
}

TEST_F(History, learns_where_an_order_lies_also_after_the_event) {
  const auto zone = ZoneId::make();
  auto order = story_.create("Router", zone);
  const auto created = story_.events.front();
  story_.events.clear();
  contracts::MaterialChange material{.material = MaterialId::make(),
                                     .code = "MAT-001",
                                     .name = "Cable",
                                     .quantity = 2.5,
                                     .order = order.id,
                                     .order_code = order.code,
                                     .by = {}};
  story_.say("workorders", "material.used", order.id.value, material);
  hear();
  auto supervisor = person({Role::supervisor});
  supervisor.zones = {zone};
  EXPECT_TRUE(all(get("?type=material.used", supervisor), "id").empty());
  ASSERT_TRUE(service_.deliver(created));
  EXPECT_EQ(
      all(get("?type=material.used", supervisor), "summary"),
      std::vector<std::string>{"ORD-000001: material was noted on an order – MAT-001 Cable × 2.5"});
  story_.say("workorders", "material.used", order.id.value, material);
  hear();
  EXPECT_EQ(all(get("?type=material.used", supervisor), "id").size(), 2U);
}

TEST_F(History, refuses_who_may_not_read_it) {
  EXPECT_EQ(service_.call("GET", "/api/v1/history", std::nullopt).status, 401);
  EXPECT_EQ(get("", person({Role::client})).status, 403);
  EXPECT_EQ(get("", person({Role::technician})).status, 403);
}

TEST_F(History, refuses_what_it_does_not_understand) {
  for (const auto* query : {"?from=yesterday", "?to=2026-02-30", "?cursor=abc", "?limit=0",
                            "?limit=101", "?type=a%25", "?orderId=7", "?nonsense=1"}) {
    EXPECT_EQ(get(query).status, 400) << query;
  }
  EXPECT_EQ(at(get("?from=yesterday"), "/errors/0/pointer"), "from");
}

}  // namespace
}  // namespace mf::insights
