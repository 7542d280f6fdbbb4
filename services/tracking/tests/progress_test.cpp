#include "services/tracking/tests/tracking_fixture.hpp"

namespace mf::tracking {
namespace {

class ProgressEntries : public TrackingTest {
 protected:
  http::Response record(OrderId order, int spent = 45,
                        const std::string& comment = "Fibre spliced in the closure") {
    return fixture_.call("POST", path(order, "progress"), technician_,
                         fmt::format(R"({{"comment":"{}","minutes":{}}})", comment, spent));
  }
  http::Response correct(const std::string& id, int spent, const auth::Principal& who,
                         http::Headers headers = {}) {
    return fixture_.call(
        "PATCH", "/api/v1/progress/" + id, who,
        fmt::format(R"({{"minutes":{},"justification":"I had counted the lunch"}})", spent),
        std::move(headers));
  }
};

TEST_F(ProgressEntries, a_technician_records_what_was_done_and_how_long_it_took) {
  const auto order = assigned_order();
  const auto entry = record(order);
  ASSERT_EQ(entry.status, 201);
  EXPECT_EQ(at(entry, "/minutes"), "45");
  EXPECT_EQ(at(entry, "/comment"), "Fibre spliced in the closure");
  EXPECT_EQ(at(entry, "/technician/name"), "Tomás");
  const auto events = fixture_.published("tracking.progress_recorded");
  ASSERT_EQ(events.size(), 1U);
  EXPECT_EQ(at(events[0].data, "/progressId"), at(entry, "/id"));
  EXPECT_EQ(at(events[0].data, "/minutes"), "45");
}

TEST_F(ProgressEntries, comment_and_minutes_have_their_limits) {
  const auto order = assigned_order();
  const auto refused = record(order, 0, "too short");
  EXPECT_EQ(refused.status, 422);
  EXPECT_EQ(at(refused, "/errors/0/pointer"), "/comment");
  EXPECT_EQ(at(refused, "/errors/1/pointer"), "/minutes");
  EXPECT_EQ(record(order, 1441).status, 422);
  EXPECT_EQ(record(order, 1440, std::string(500, 'x')).status, 201);
  EXPECT_EQ(record(order, 1, std::string(501, 'x')).status, 422);
}

TEST_F(ProgressEntries, another_technician_records_nothing_on_it) {
  const auto order = assigned_order();
  std::swap(technician_, colleague_);
  EXPECT_EQ(record(order).status, 404);
}

TEST_F(ProgressEntries, a_correction_keeps_the_old_value_and_its_justification) {
  const auto order = assigned_order();
  const auto id = at(record(order), "/id");
  const auto corrected = correct(id, 30, technician_);
  ASSERT_EQ(corrected.status, 200);
  EXPECT_EQ(at(corrected, "/minutes"), "30");
  correct(id, 35, technician_);

  const auto list = get(path(order, "progress"), client_);
  EXPECT_EQ(at(list, "/items/0/minutes"), "35");
  EXPECT_EQ(at(list, "/items/0/reportedMinutes"), "45");
  EXPECT_EQ(at(list, "/items/0/corrections/0/minutesBefore"), "45");
  EXPECT_EQ(at(list, "/items/0/corrections/0/minutes"), "30");
  EXPECT_EQ(at(list, "/items/0/corrections/0/justification"), "I had counted the lunch");
  EXPECT_EQ(at(list, "/items/0/corrections/1/minutesBefore"), "30");
}

TEST_F(ProgressEntries, a_correction_is_published_as_the_same_entry_with_what_holds_now) {
  const auto order = assigned_order();
  const auto id = at(record(order), "/id");
  correct(id, 30, technician_);
  const auto events = fixture_.published("tracking.progress_recorded");
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(at(events[1].data, "/progressId"), id);
  EXPECT_EQ(at(events[1].data, "/minutes"), "30");
  EXPECT_EQ(at(events[1].data, "/reason"), "I had counted the lunch");
}

TEST_F(ProgressEntries, only_the_one_who_wrote_an_entry_corrects_it) {
  const auto order = assigned_order();
  const auto id = at(record(order), "/id");
  EXPECT_EQ(correct(id, 30, colleague_).status, 404);
  hear_assigned(order, colleague_);
  EXPECT_EQ(correct(id, 30, colleague_).status, 404);
  EXPECT_EQ(correct(id, 30, technician_).status, 404);
  EXPECT_EQ(correct(ProgressId::make().to_string(), 30, technician_).status, 404);
}

TEST_F(ProgressEntries, a_correction_of_a_version_that_is_gone_is_refused) {
  const auto order = assigned_order();
  const auto entry = record(order);
  ASSERT_NE(entry.header("etag"), nullptr);
  const auto tag = *entry.header("etag");
  const auto corrected = correct(at(entry, "/id"), 30, technician_, {{"if-match", tag}});
  EXPECT_EQ(corrected.status, 200);
  EXPECT_NE(*corrected.header("etag"), tag);
  EXPECT_EQ(correct(at(entry, "/id"), 20, technician_, {{"if-match", tag}}).status, 412);
}

TEST_F(ProgressEntries, nothing_is_recorded_or_corrected_on_a_closed_order) {
  const auto order = assigned_order();
  const auto id = at(record(order), "/id");
  hear_transition(order, Transition::close, OrderStatus::closed, 9, technician_.user);
  EXPECT_EQ(at(record(order), "/code"), "order_not_active");
  EXPECT_EQ(at(correct(id, 30, technician_), "/code"), "order_not_active");
}

TEST_F(ProgressEntries, a_correction_needs_its_justification) {
  const auto order = assigned_order();
  const auto id = at(record(order), "/id");
  const auto refused =
      fixture_.call("PATCH", "/api/v1/progress/" + id, technician_, R"({"minutes":30})");
  EXPECT_EQ(refused.status, 422);
  EXPECT_EQ(at(refused, "/errors/0/pointer"), "/justification");
}

TEST_F(ProgressEntries, pages_go_on_where_the_last_one_ended_while_entries_are_added) {
  const auto order = assigned_order();
  for (int i = 1; i <= 5; ++i) {
    record(order, i);
  }
  const auto first = get(path(order, "progress") + "?limit=3", operator_);
  EXPECT_EQ(at(first, "/items/2/minutes"), "3");
  record(order, 6);
  const auto second =
      get(path(order, "progress") + "?limit=3&cursor=" + at(first, "/nextCursor"), operator_);
  EXPECT_EQ(at(second, "/items/0/minutes"), "4");
  EXPECT_EQ(at(second, "/items/2/minutes"), "6");
  EXPECT_EQ(at(second, "/nextCursor"), "null");
}

TEST_F(ProgressEntries, a_bad_cursor_or_limit_is_400) {
  const auto order = assigned_order();
  EXPECT_EQ(get(path(order, "progress") + "?cursor=nonsense", operator_).status, 400);
  EXPECT_EQ(get(path(order, "timeline") + "?cursor=nonsense", operator_).status, 400);
  EXPECT_EQ(
      get(path(order, "evidence") + "?cursor=" + service::make_cursor({"7"}), operator_).status,
      400);
  EXPECT_EQ(get(path(order, "timeline") + "?cursor=" + service::make_cursor({"x", "y"}), operator_)
                .status,
            400);
  EXPECT_EQ(get(path(order, "progress") + "?limit=101", operator_).status, 400);
}

}  // namespace
}  // namespace mf::tracking
