#include "services/notifications/rules.hpp"
#include "services/notifications/tests/company.hpp"

namespace mf::notifications {
namespace {

using testing::at;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr const char* k_rules = "/api/v1/alert-rules";

/// The rule of that event, audience and channel, as the administrator sees it.
std::string rule_id(Company& company, std::string_view event, std::string_view audience,
                    std::string_view channel) {
  const auto rules =
      company.fixture.call("GET", std::string(k_rules) + "?limit=100", company.administrator);
  for (int i = 0;; ++i) {
    const auto id = at(rules, fmt::format("/items/{}/id", i));
    if (id.empty() || (at(rules, fmt::format("/items/{}/event", i)) == event &&
                       at(rules, fmt::format("/items/{}/audience", i)) == audience &&
                       at(rules, fmt::format("/items/{}/channel", i)) == channel)) {
      return id;
    }
  }
}

TEST(AlertRules, are_the_administrators_alone) {
  Company company;
  for (const auto* person :
       {&company.client, &company.technician, &company.operator_, &company.supervisor}) {
    EXPECT_EQ(company.fixture.call("GET", k_rules, *person).status, 403);
  }
  EXPECT_EQ(company.fixture.call("GET", k_rules, std::nullopt).status, 401);
  EXPECT_EQ(company.fixture.call("GET", k_rules, company.administrator).status, 200);
}

TEST(AlertRules, come_with_the_suite_and_stay_as_they_were_changed) {
  Company company;
  const auto id = rule_id(company, "order.created", "operators", "in_app");
  ASSERT_NE(id, "");
  const auto off = company.fixture.call("PATCH", k_rules + ("/" + id), company.administrator,
                                        R"({"enabled":false})");
  EXPECT_EQ(off.status, 200);
  EXPECT_EQ(at(off, "/version"), "2");
  seed_rules(company.fixture.database(), company.fixture.clock.now());
  company.order_event("order.created");
  EXPECT_THAT(company.told(company.operator_), IsEmpty());
}

TEST(AlertRules, that_are_lost_come_back_at_the_next_start_without_touching_others) {
  Company company;
  ASSERT_TRUE(company.fixture.database().write([](db::Unit& unit) -> Result<void> {
    unit.execute("DELETE FROM alert_rules WHERE seed = 'created_operators'");
    return {};
  }));
  seed_rules(company.fixture.database(), company.fixture.clock.now());
  company.order_event("order.created");
  EXPECT_THAT(company.told(company.operator_), ElementsAre("order.created"));
}

TEST(AlertRules, tell_further_people_under_conditions) {
  Company company;
  const auto made = company.fixture.call("POST", k_rules, company.administrator, R"({
    "name": "Urgent ones", "event": "order.created", "audience": "supervisors", "channel": "email",
    "conditions": [{"field": "/order/priority", "values": ["high", "critical"]}], "message": "order_created"})");
  ASSERT_EQ(made.status, 201) << made.body;
  EXPECT_EQ(*made.header("location"), "/api/v1/alert-rules/" + at(made, "/id"));
  EXPECT_EQ(*made.header("etag"), "\"1\"");
  company.order_event("order.created");
  company.fixture.run_job("mail");
  ASSERT_EQ(company.mailer->tries().size(), 1u);
  EXPECT_EQ(company.mailer->tries()[0].to, company.facts_of(company.supervisor).email);

  const auto changed =
      company.fixture.call("PATCH", k_rules + ("/" + at(made, "/id")), company.administrator,
                           R"({"conditions": [{"field": "/order/priority", "values": ["low"]}]})");
  ASSERT_EQ(changed.status, 200) << changed.body;
  company.order_event("order.created");
  company.fixture.run_job("mail");
  EXPECT_EQ(company.mailer->tries().size(), 1u) << "the priority is high";
}

TEST(AlertRules, never_tell_a_person_twice_of_one_event_on_one_channel) {
  Company company;
  const auto made = company.fixture.call("POST", k_rules, company.administrator, R"({
    "name": "Again", "event": "order.created", "audience": "operators", "channel": "in_app",
    "message": "order_changed"})");
  ASSERT_EQ(made.status, 201);
  company.order_event("order.created");
  EXPECT_THAT(company.told(company.operator_), ElementsAre("order.created"));
}

TEST(AlertRules, name_every_bad_field_at_once) {
  Company company;
  const auto refused = company.fixture.call("POST", k_rules, company.administrator, R"({
    "name": "x", "event": "order.exploded", "audience": "operators", "channel": "in_app", "message": "no_such",
    "conditions": [{"field": "priority", "values": []}]})");
  EXPECT_EQ(refused.status, 422);
  std::vector<std::string> pointers;
  for (int i = 0; i < 4; ++i) {
    pointers.push_back(at(refused, fmt::format("/errors/{}/pointer", i)));
  }
  EXPECT_THAT(pointers,
              ElementsAre("/event", "/message", "/conditions/0/field", "/conditions/0/values"));
  EXPECT_EQ(
      company.fixture
          .call(
              "POST", k_rules, company.administrator,
              R"({"name":"x","event":"notification.failed","audience":"operators","channel":"in_app","message":"order_changed"})")
          .status,
      422)
      << "messages about messages would never end";
}

TEST(AlertRules, are_not_overwritten_by_who_has_an_old_version) {
  Company company;
  const auto path = k_rules + ("/" + rule_id(company, "order.created", "operators", "in_app"));
  const auto first = company.fixture.call("PATCH", path, company.administrator,
                                          R"({"urgency":"high"})", {{"if-match", "\"1\""}});
  EXPECT_EQ(first.status, 200);
  EXPECT_EQ(*first.header("etag"), "\"2\"");
  const auto second = company.fixture.call("PATCH", path, company.administrator,
                                           R"({"urgency":"low"})", {{"if-match", "\"1\""}});
  EXPECT_EQ(second.status, 412);
  EXPECT_EQ(at(company.fixture.call("GET", path, company.administrator), "/urgency"), "high");
  EXPECT_EQ(
      company.fixture
          .call("GET", std::string(k_rules) + "/" + Uuid::make().to_string(), company.administrator)
          .status,
      404);
}

}  // namespace
}  // namespace mf::notifications
