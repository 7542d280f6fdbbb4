// Who may read an order's work, and the story that they read.
#include "services/tracking/tests/tracking_fixture.hpp"

namespace mf::tracking {
namespace {

class Timeline : public TrackingTest {
 protected:
  std::vector<std::string> kinds(OrderId order, const std::string& query = "?limit=100") {
    const auto story = get(path(order, "timeline") + query, operator_);
    std::vector<std::string> found;
    for (int i = 0; !at(story, fmt::format("/items/{}/kind", i)).empty(); ++i) {
      found.push_back(at(story, fmt::format("/items/{}/kind", i)));
    }
    return found;
  }
};

TEST_F(Timeline, the_whole_story_is_told_in_its_order) {
  const auto order = OrderId::make();
  const auto later = [&] { fixture_.clock.advance(minutes{1}); };
  hear_created(order);
  later();
  hear_assigned(order, technician_);
  later();
  hear_transition(order, Transition::assign, OrderStatus::assigned, 2, technician_.user);
  later();
  report(order, "work_started");
  later();
  fixture_.call("POST", path(order, "progress"), technician_,
                R"({"comment":"Fibre spliced in the closure","minutes":45})");
  later();
  upload(order);
  later();
  hear_material(order);
  later();
  contracts::OrderChange comment;
  comment.order = facts(order, 3, OrderStatus::in_progress);
  comment.by = contracts::actor_of(client_);
  comment.comment = "Please ring the bell";
  hear("order.commented", comment);
  later();
  report(order, "work_completed");
  EXPECT_EQ(kinds(order),
            (std::vector<std::string>{"order_created", "assigned", "status_changed", "work_started",
                                      "progress_recorded", "evidence_uploaded", "material_used",
                                      "commented", "work_completed"}));
}

TEST_F(Timeline, an_entry_says_who_when_and_why) {
  const auto order = assigned_order();
  fixture_.clock.advance(minutes{1});
  hear_transition(order, Transition::unassign, OrderStatus::open, 3);
  const auto story = get(path(order, "timeline"), operator_);
  EXPECT_EQ(at(story, "/items/1/kind"), "assigned");
  EXPECT_EQ(at(story, "/items/1/details/technician/name"), "Tomás");
  EXPECT_EQ(at(story, "/items/2/by/name"), "Óscar");
  EXPECT_EQ(at(story, "/items/2/at"), to_rfc3339(fixture_.clock.now()));
  EXPECT_EQ(at(story, "/items/2/details/transition"), "unassign");
  EXPECT_EQ(at(story, "/items/2/details/to"), "open");
  EXPECT_EQ(at(story, "/items/2/details/reason"), "because");
}

TEST_F(Timeline, a_customer_does_not_read_why_somebody_was_chosen_or_taken_off) {
  const auto order = OrderId::make();
  hear_created(order);
  auto chosen = assignment(order, technician_);
  chosen.reason = "Nobody else is awake";
  ASSERT_TRUE(fixture_.deliver("dispatch", "assignment.created", order.value, chosen).has_value());
  hear_transition(order, Transition::unassign, OrderStatus::open, 3);
  contracts::OrderChange reassigned;
  reassigned.order = facts(order, 4, OrderStatus::open);
  reassigned.reason = "The first one quarrels with this customer";
  hear("order.updated", reassigned);
  hear_transition(order, Transition::cancel, OrderStatus::cancelled, 5);
  const auto reasons = [&](const auth::Principal& who) {
    const auto story = get(path(order, "timeline"), who);
    std::vector<std::string> found;
    for (int i = 1; i < 5; ++i) {
      found.push_back(at(story, fmt::format("/items/{}/details/reason", i)));
    }
    std::sort(found.begin(), found.end());
    return found;
  };
  EXPECT_EQ(reasons(client_), (std::vector<std::string>{"", "", "", "because"}));
  EXPECT_EQ(
      reasons(operator_),
      (std::vector<std::string>{"Nobody else is awake", "The first one quarrels with this customer",
                                "because", "because"}));
}

TEST_F(Timeline, a_status_that_is_published_twice_is_told_once) {
  const auto order = assigned_order();
  hear_transition(order, Transition::close, OrderStatus::closed, 9, technician_.user);
  contracts::OrderChange closed;
  closed.order = facts(order, 9, OrderStatus::closed);
  closed.transition = Transition::close;
  hear("order.closed", closed);
  EXPECT_EQ(kinds(order).size(), 3U);
}

TEST_F(Timeline, an_event_that_comes_twice_is_told_once) {
  const auto order = assigned_order();
  contracts::OrderChange change;
  change.order = facts(order, 2, OrderStatus::open);
  const events::Event event{.source = "workorders",
                            .type = "order.updated",
                            .subject = order.value,
                            .time = fixture_.clock.now(),
                            .data = json::encode(change)};
  ASSERT_TRUE(fixture_.deliver(event).has_value());
  ASSERT_TRUE(fixture_.deliver(event).has_value());
  EXPECT_EQ(kinds(order).size(), 3U);
}

TEST_F(Timeline, it_is_told_by_when_things_happened_and_not_by_when_they_were_reported) {
  const auto order = assigned_order();
  fixture_.clock.advance(minutes{30});
  const auto early = to_rfc3339(fixture_.clock.now() - minutes{10});
  hear_material(order);
  report(order, "travel_started", ",\"at\":\"" + early + "\"");
  EXPECT_EQ(kinds(order).at(2), "travel_started");
  EXPECT_EQ(kinds(order).at(3), "material_used");
}

TEST_F(Timeline, pages_go_on_where_the_last_one_ended) {
  const auto order = assigned_order();
  for (int i = 0; i < 5; ++i) {
    hear_material(order);
  }
  std::set<std::string> seen;
  std::string cursor;
  int pages = 0;
  do {
    const auto page =
        get(path(order, "timeline") + "?limit=3" + (cursor.empty() ? "" : "&cursor=" + cursor),
            operator_);
    ASSERT_EQ(page.status, 200);
    for (int i = 0; !at(page, fmt::format("/items/{}/id", i)).empty(); ++i) {
      EXPECT_TRUE(seen.insert(at(page, fmt::format("/items/{}/id", i))).second);
    }
    cursor = at(page, "/nextCursor");
    ++pages;
  } while (cursor != "null");
  EXPECT_EQ(seen.size(), 7U);
  EXPECT_EQ(pages, 3);
}

TEST_F(Timeline, a_correction_of_progress_is_part_of_the_story) {
  const auto order = assigned_order();
  const auto entry = fixture_.call("POST", path(order, "progress"), technician_,
                                   R"({"comment":"Fibre spliced in the closure","minutes":45})");
  fixture_.clock.advance(minutes{1});
  fixture_.call("PATCH", "/api/v1/progress/" + at(entry, "/id"), technician_,
                R"({"minutes":30,"justification":"I had counted the lunch"})");
  const auto story = get(path(order, "timeline"), operator_);
  EXPECT_EQ(at(story, "/items/3/kind"), "progress_corrected");
  EXPECT_EQ(at(story, "/items/3/details/minutesBefore"), "45");
  EXPECT_EQ(at(story, "/items/3/details/minutes"), "30");
}

/// Every way to read an order's work.
class Reading : public TrackingTest {
 protected:
  void SetUp() override {
    order_ = assigned_order();
    content_ = at(upload(order_), "/contentUrl");
    ASSERT_FALSE(content_.empty());
  }
  void expect(int status, const auth::Principal& who) {
    for (const auto& target :
         {path(order_, "progress"), path(order_, "evidence"), path(order_, "timeline"), content_}) {
      EXPECT_EQ(get(target, who).status, status) << who.name << " " << target;
    }
  }
  OrderId order_;
  std::string content_;
};

TEST_F(Reading,
       is_for_the_customer_the_technician_the_operator_the_zones_supervisor_and_the_administrator) {
  for (const auto& who :
       {client_, technician_, operator_, supervisor_, person({Role::administrator})}) {
    expect(200, who);
  }
}

TEST_F(Reading, is_not_for_another_customer) {
  client_.customer = CustomerId::make();
  expect(404, client_);
  client_.customer.reset();
  expect(404, client_);
}

TEST_F(Reading, is_not_for_another_technician) {
  expect(404, colleague_);
}

TEST_F(Reading, is_not_for_the_supervisor_of_other_zones_or_of_none) {
  supervisor_.zones = {ZoneId::make(), ZoneId::make()};
  expect(404, supervisor_);
  supervisor_.zones.clear();
  expect(404, supervisor_);
  supervisor_.zones = {ZoneId::make(), zone_};
  expect(200, supervisor_);
}

TEST_F(Reading, ends_for_the_technician_who_lost_the_order) {
  hear_assigned(order_, colleague_);
  expect(404, technician_);
  expect(200, colleague_);
}

TEST_F(Reading, an_unknown_order_or_content_is_404) {
  EXPECT_EQ(get(path(OrderId::make(), "timeline"), operator_).status, 404);
  EXPECT_EQ(
      get("/api/v1/evidence/" + EvidenceId::make().to_string() + "/content", operator_).status,
      404);
}

}  // namespace
}  // namespace mf::tracking
