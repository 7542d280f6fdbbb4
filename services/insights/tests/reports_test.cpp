#include "platform/testing/service_fixture.hpp"
#include "services/insights/csv.hpp"
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

class Reports : public ::testing::Test {
 protected:
  Reports() { service_.add(make_service(service_.resources(), {})); }

  void hear() {
    for (const auto& event : story_.events) {
      ASSERT_TRUE(service_.deliver(event));
    }
    story_.events.clear();
  }

  http::Response get(const std::string& query, const auth::Principal& who) {
    return service_.call("GET", "/api/v1/reports/summary" + query, who);
  }
  http::Response get(const std::string& query = "") {
    return get(query, person({Role::administrator}));
  }

  Story story_;
  mf::testing::ServiceFixture service_{"insights", migrations()};
};

TEST_F(Reports, are_empty_and_whole_before_anything_happened) {
  const auto report = get();
  ASSERT_EQ(report.status, 200) << report.body;
  EXPECT_EQ(at(report, "/orders"), "0");
  EXPECT_EQ(at(report, "/byStatus"), "[]");
  EXPECT_EQ(at(report, "/timeToAssign/count"), "0");
  EXPECT_EQ(at(report, "/timeToAssign/meanMinutes"), "");
  EXPECT_EQ(at(report, "/technicians"), "[]");
}

TEST_F(Reports, count_orders_by_status_type_zone_day_and_priority) {
  const auto zone = ZoneId::make();
  auto first = story_.create("One", zone);
  story_.create("Two", zone);
  story_.now += std::chrono::hours{11};  // nine in the evening: still that day in Bogota
  story_.create("Three");
  story_.assign(first, {UserId::make(), "Luis"});
  service_.clock.set(story_.now);
  hear();
  const auto report = get();
  EXPECT_EQ(at(report, "/orders"), "3");
  EXPECT_EQ(at(report, "/byStatus"),
            R"([{"status":"assigned","count":1},{"status":"open","count":2}])");
  EXPECT_EQ(at(report, "/byType/0/name"), "Repair");
  EXPECT_EQ(at(report, "/byType/0/count"), "3");
  EXPECT_EQ(at(report, "/byDay"), R"([{"day":"2026-11-24","count":3}])");
  EXPECT_EQ(at(report, "/byPriority"), R"([{"priority":"medium","count":3}])");
  EXPECT_EQ(at(report, "/byZone/0/count"), "1");
  EXPECT_EQ(at(report, "/byZone/0/zoneId"), "");
  EXPECT_EQ(at(report, "/byZone/1/zoneId"), zone.to_string());
  EXPECT_EQ(at(report, "/byZone/1/count"), "2");
}

TEST_F(Reports,
       measure_from_the_creation_to_the_first_assignment_the_first_start_and_the_last_end) {
  const Technician technician{UserId::make(), "Luis"};
  auto order = story_.create();
  story_.pass(minutes{10});
  story_.assign(order, technician);
  story_.pass(minutes{20});
  story_.start(order);
  story_.pass(minutes{30});
  story_.complete(order);
  story_.pass(minutes{60});
  story_.move(order, Transition::reopen, OrderStatus::open);
  hear();
  EXPECT_EQ(at(get(), "/timeToFinish/count"), "0") << "a reopened order is not finished";
  story_.assign(order, technician);
  story_.start(order);
  story_.pass(minutes{15});
  story_.complete(order);
  hear();
  const auto report = get();
  EXPECT_EQ(at(report, "/timeToAssign/meanMinutes"), "10");
  EXPECT_EQ(at(report, "/timeToStart/meanMinutes"), "30");
  EXPECT_EQ(at(report, "/timeToFinish/count"), "1");
  EXPECT_EQ(at(report, "/timeToFinish/meanMinutes"), "135");
}

TEST_F(Reports, give_the_median_and_the_nearest_rank_of_90_percent) {
  for (const int waited : {1, 2, 3, 4, 5, 6, 7, 8, 9, 100}) {
    auto order = story_.create();
    const auto created = story_.now;
    story_.pass(minutes{waited});
    story_.assign(order, {UserId::make(), "Luis"});
    story_.now = created;
  }
  hear();
  const auto report = get();
  EXPECT_EQ(at(report, "/timeToAssign/count"), "10");
  EXPECT_EQ(at(report, "/timeToAssign/meanMinutes"), "14.5");
  EXPECT_EQ(at(report, "/timeToAssign/medianMinutes"), "5.5");
  EXPECT_EQ(at(report, "/timeToAssign/p90Minutes"), "9");
}

TEST_F(Reports, tell_the_load_of_each_technician) {
  const Technician luis{UserId::make(), "Luis"};
  const Technician marta{UserId::make(), "Marta"};
  auto first = story_.create();
  auto second = story_.create();
  story_.assign(first, luis);
  story_.assign(second, luis);
  story_.start(first);
  story_.record(first, minutes{25});
  story_.record(first, minutes{17});
  story_.complete(first);
  story_.move(second, Transition::unassign, OrderStatus::open);
  story_.assign(second, marta);
  hear();
  const auto report = get();
  EXPECT_EQ(at(report, "/technicians/0/name"), "Luis");
  EXPECT_EQ(at(report, "/technicians/0/assigned"), "2");
  EXPECT_EQ(at(report, "/technicians/0/completed"), "1");
  EXPECT_EQ(at(report, "/technicians/0/minutes"), "42");
  EXPECT_EQ(at(report, "/technicians/1/name"), "Marta");
  EXPECT_EQ(at(report, "/technicians/1/assigned"), "1");
  EXPECT_EQ(at(report, "/technicians/1/completed"), "0");
  EXPECT_EQ(at(report, "/progressMinutes"), "42");
}

TEST_F(Reports, leave_out_an_order_of_which_only_the_work_is_known) {
  auto order = story_.create();
  const auto created = story_.events.front();
  story_.events.clear();
  story_.assign(order, {UserId::make(), "Luis"});
  story_.events.pop_back();  // the order's own change of status
  hear();
  EXPECT_EQ(at(get(), "/orders"), "0");
  EXPECT_EQ(at(get(), "/technicians"), "[]");
  ASSERT_TRUE(service_.deliver(created));
  EXPECT_EQ(at(get(), "/orders"), "1");
  EXPECT_EQ(at(get(), "/timeToAssign/count"), "1");
  EXPECT_EQ(at(get(), "/technicians/0/assigned"), "1");
}

TEST_F(Reports, count_a_corrected_time_once) {
  auto order = story_.create();
  story_.assign(order, {UserId::make(), "Luis"});
  story_.start(order);
  story_.record(order, minutes{60});
  auto corrected = json::decode<contracts::WorkRecord>(story_.events.back().data).value();
  corrected.spent = minutes{45};
  story_.pass(minutes{10});
  story_.say("tracking", "tracking.progress_recorded", order.id.value, corrected);
  hear();
  EXPECT_EQ(at(get(), "/progressMinutes"), "45");
}

TEST_F(Reports, keep_to_the_period_the_zone_and_the_type) {
  const auto zone = ZoneId::make();
  story_.create("In", zone);
  story_.create("Out");
  story_.now += std::chrono::days{2};
  story_.create("Later", zone);
  hear();
  EXPECT_EQ(at(get("?from=2026-11-24&to=2026-11-24"), "/orders"), "2");
  EXPECT_EQ(at(get("?from=2026-11-24&to=2026-11-26"), "/orders"), "3");
  EXPECT_EQ(at(get("?from=2026-11-24&to=2026-11-26&zoneId=" + zone.to_string()), "/orders"), "2");
  EXPECT_EQ(at(get("?to=2026-11-26&typeId=" + story_.type.to_string()), "/orders"), "3");
  EXPECT_EQ(at(get("?to=2026-11-26&typeId=" + OrderTypeId::make().to_string()), "/orders"), "0");
  EXPECT_EQ(at(get("?from=2026-11-24&to=2026-11-24"), "/to"), "2026-11-25T05:00:00Z");
}

TEST_F(Reports, show_a_supervisor_their_zones_only) {
  const auto here = ZoneId::make();
  const auto there = ZoneId::make();
  const Technician luis{UserId::make(), "Luis"};
  auto near = story_.create("Here", here);
  auto far = story_.create("There", there);
  story_.assign(near, luis);
  story_.assign(far, luis);
  story_.start(far);
  story_.record(far, minutes{30});
  hear();
  auto supervisor = person({Role::supervisor});
  EXPECT_EQ(at(get("", supervisor), "/orders"), "0");
  supervisor.zones = {here};
  const auto report = get("", supervisor);
  EXPECT_EQ(at(report, "/orders"), "1");
  EXPECT_EQ(at(report, "/technicians/0/assigned"), "1");
  EXPECT_EQ(at(report, "/progressMinutes"), "0");
  EXPECT_EQ(at(get("?zoneId=" + there.to_string(), supervisor), "/orders"), "0");
}

TEST_F(Reports, come_as_csv_for_who_asks) {
  auto order = story_.create();
  story_.assign(order, {UserId::make(), "=HYPERLINK(\"http://x\")"});
  hear();
  const auto by_query = get("?format=csv");
  ASSERT_EQ(by_query.status, 200);
  EXPECT_EQ(*by_query.header("content-type"), "text/csv; charset=utf-8");
  EXPECT_TRUE(by_query.body.starts_with("section,key,name,figure,value\r\ntotal,,,orders,1\r\n"))
      << by_query.body;
  EXPECT_NE(by_query.body.find("status,assigned,,orders,1\r\n"), std::string::npos)
      << by_query.body;
  EXPECT_NE(by_query.body.find(",\"'=HYPERLINK(\"\"http://x\"\")\",assigned,1\r\n"),
            std::string::npos)
      << by_query.body;
  const auto by_header = service_.call("GET", "/api/v1/reports/summary",
                                       person({Role::administrator}), "", {{"accept", "text/csv"}});
  EXPECT_EQ(by_header.body, by_query.body);
  EXPECT_EQ(get("?format=xls").status, 400);
}

TEST_F(Reports, refuse_who_may_not_read_them) {
  EXPECT_EQ(get("", person({Role::operator_})).status, 403);
  EXPECT_EQ(get("", person({Role::client})).status, 403);
}

TEST(CsvCell, is_never_a_formula_and_is_quoted_where_it_must_be) {
  EXPECT_EQ(csv_cell("Medellín"), "Medellín");
  EXPECT_EQ(csv_cell("=1+1"), "'=1+1");
  EXPECT_EQ(csv_cell("+57 300"), "'+57 300");
  EXPECT_EQ(csv_cell("-1"), "'-1");
  EXPECT_EQ(csv_cell("@SUM(A1)"), "'@SUM(A1)");
  EXPECT_EQ(csv_cell("\t=1"), "'\t=1");
  EXPECT_EQ(csv_cell("  =1"), "'  =1");
  EXPECT_EQ(csv_cell("a,b"), "\"a,b\"");
  EXPECT_EQ(csv_cell("say \"hi\""), "\"say \"\"hi\"\"\"");
  EXPECT_EQ(csv_cell("two\nlines"), "\"two\nlines\"");
}

}  // namespace
}  // namespace mf::insights
