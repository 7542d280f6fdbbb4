#include "services/tracking/domain.hpp"

#include "services/tracking/upload.hpp"

#include <gtest/gtest.h>

namespace mf::tracking {
namespace {

using enum Execution;
using enum ActivityKind;

OrderRef order_in(std::optional<Execution> execution,
                  OrderStatus status = OrderStatus::in_progress) {
  OrderRef order{.id = OrderId::make(), .status = status};
  order.technician = UserId::make();
  order.execution = execution;
  order.heard = true;
  return order;
}

TEST(Work, every_pair_of_state_and_report_is_in_the_table_or_refused_with_what_is) {
  for (const auto& [state, state_name] : k_names<Execution>) {
    for (const auto& [kind, kind_name] : k_names<ActivityKind>) {
      const auto step = take_step(order_in(state), kind);
      const auto expected = next_state(state, kind);
      ASSERT_EQ(step.has_value(), expected.has_value()) << state_name << " " << kind_name;
      if (expected) {
        EXPECT_EQ(*step, *expected);
      } else {
        EXPECT_EQ(step.error().kind, ErrorKind::conflict);
        EXPECT_EQ(step.error().allowed->size(), state == done ? 0U : allowed_from(state).size());
      }
    }
  }
}

TEST(Work, every_state_but_the_last_leads_on_to_it) {
  for (const auto& [state, name] : k_names<Execution>) {
    std::set<Execution> reached{state};
    for (std::size_t round = 0; round < k_names<Execution>.size(); ++round) {
      for (const auto& step : steps()) {
        if (reached.contains(step.from)) {
          reached.insert(step.to);
        }
      }
    }
    EXPECT_TRUE(reached.contains(done)) << name;
  }
}

TEST(Work, travel_and_arrival_may_be_left_out) {
  EXPECT_EQ(next_state(assigned, work_started), working);
  EXPECT_EQ(next_state(assigned, arrived), on_site);
  EXPECT_EQ(next_state(en_route, work_started), working);
}

TEST(Work, paused_work_is_resumed_before_it_is_completed) {
  EXPECT_EQ(next_state(paused, work_completed), std::nullopt);
  EXPECT_EQ(allowed_from(paused), std::vector{work_resumed});
}

TEST(Work, finished_orders_and_done_work_take_nothing_more) {
  for (const auto status : {OrderStatus::completed, OrderStatus::closed, OrderStatus::cancelled}) {
    EXPECT_EQ(must_be_active(order_in(working, status)).error().code, "order_not_active");
  }
  EXPECT_EQ(must_be_active(order_in(done)).error().code, "order_not_active");
  EXPECT_EQ(must_be_active(order_in(std::nullopt)).error().code, "order_not_active");
  EXPECT_TRUE(must_be_active(order_in(paused, OrderStatus::on_hold)).has_value());
}

TEST(Work, nothing_is_reported_while_the_order_waits_for_approval) {
  const auto refused = take_step(order_in(working, OrderStatus::awaiting_approval), work_completed);
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code, "awaiting_approval");
}

TEST(Work, what_happened_before_the_assignment_does_not_move_its_work) {
  auto order = order_in(working);
  order.assigned_at = from_micros(1000);
  follow_transition(order, Transition::unassign, from_micros(999));
  EXPECT_TRUE(order.technician.has_value());
  follow_transition(order, Transition::unassign, from_micros(1000));
  EXPECT_FALSE(order.technician.has_value());
  EXPECT_FALSE(order.execution.has_value());
}

TEST(Work, the_same_technician_goes_on_and_another_begins_anew) {
  auto order = order_in(working);
  const auto technician = *order.technician;
  give_to(order, technician, "Tomás", from_micros(1));
  EXPECT_EQ(order.execution, working);
  give_to(order, UserId::make(), "Teresa", from_micros(2));
  EXPECT_EQ(order.execution, assigned);
  order.execution = done;
  give_to(order, *order.technician, "Teresa", from_micros(3));
  EXPECT_EQ(order.execution, assigned);
}

TEST(FileNames, are_cut_to_their_last_part_and_cleaned) {
  EXPECT_EQ(clean_file_name("C:\\fotos\\caja óptica.jpg", "jpg"), "caja óptica.jpg");
  EXPECT_EQ(clean_file_name("../../etc/passwd", "txt"), "passwd");
  EXPECT_EQ(clean_file_name("a\r\nb\x7f.png", "png"), "ab.png");
  EXPECT_EQ(clean_file_name("", "png"), "evidence.png");
  EXPECT_EQ(clean_file_name("..", "pdf"), "evidence.pdf");
  EXPECT_EQ(clean_file_name("\xff\xfe.png", "png"), "evidence.png");
  EXPECT_EQ(clean_file_name(std::string(199, 'a') + "ñ", "png"), std::string(199, 'a'));
}

TEST(FileNames, come_from_a_content_disposition) {
  EXPECT_EQ(file_name_in("attachment; filename=\"a \\\"b\\\".png\""), "a \"b\".png");
  EXPECT_EQ(file_name_in("attachment; filename=plain.png; size=3"), "plain.png");
  EXPECT_EQ(file_name_in("attachment; filename=\"x.png\"; filename*=UTF-8''caja%20%C3%B3ptica.png"),
            "caja óptica.png");
  EXPECT_EQ(file_name_in("attachment; filename*=ISO-8859-1''x; filename=y.png"), "y.png");
  EXPECT_EQ(file_name_in("attachment"), std::nullopt);
  EXPECT_EQ(file_name_in("attachment; filename=\"unclosed"), "unclosed");
}

}  // namespace
}  // namespace mf::tracking
