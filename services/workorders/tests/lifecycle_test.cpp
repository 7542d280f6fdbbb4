#include "services/workorders/lifecycle.hpp"

#include "platform/testing/page.hpp"
#include "platform/testing/service_fixture.hpp"

#include <gtest/gtest.h>

#include <set>

namespace mf::workorders {
namespace {

constexpr std::chrono::hours k_objection{72};
constexpr Performers k_anybody = ~0U;

Timestamp at_hour(int hour) {
  return from_micros(0) + std::chrono::hours{hour};
}

Move move_of(Transition transition, Via via, Performers who = k_anybody) {
  return {.transition = transition,
          .who = who,
          .via = via,
          .reason = "a reason",
          .at = at_hour(1),
          .recorded_at = at_hour(1),
          .technician = UserId::make(),
          .technician_name = "Teo"};
}

constexpr std::array k_vias{Via::api, Via::dispatch, Via::tracking, Via::automatic};

TEST(Lifecycle, has_one_row_for_each_status_and_transition) {
  std::set<std::pair<OrderStatus, Transition>> seen;
  for (const auto& row : lifecycle()) {
    EXPECT_TRUE(seen.emplace(row.from, row.transition).second) << name_of(row.transition);
    EXPECT_NE(row.who, 0U);
    EXPECT_NE(row.via, 0U);
  }
}

TEST(Lifecycle, allows_exactly_what_the_table_says_for_everyone_by_every_way) {
  for (const auto& [from, from_name] : k_names<OrderStatus>) {
    for (const auto& [transition, name] : k_names<Transition>) {
      for (unsigned bit = 0; bit < 6; ++bit) {
        for (const auto via : k_vias) {
          const Performers who = 1U << bit;
          Order order{.status = from};
          order.objection_until = at_hour(100);
          const auto* row = find_row(from, transition);
          const bool allowed =
              row && (row->who & who) != 0 && (row->via & static_cast<Vias>(via)) != 0;
          const auto after = moved(order, move_of(transition, via, who), k_objection);
          EXPECT_EQ(after.has_value(), allowed) << from_name << " " << name << " " << who;
          if (after) {
            EXPECT_EQ(after->status, row->to);
          }
        }
      }
    }
  }
}

TEST(Lifecycle, every_walk_keeps_a_technician_exactly_while_somebody_has_the_work) {
  // Breadth first over (status, has a technician): every state that any walk can reach.
  std::set<std::pair<OrderStatus, bool>> seen{{OrderStatus::open, false}};
  std::vector<Order> border{Order{.status = OrderStatus::open}};
  while (!border.empty()) {
    const Order order = border.back();
    border.pop_back();
    for (const auto& row : lifecycle()) {
      for (const auto via : k_vias) {
        const auto after = moved(order, move_of(row.transition, via), k_objection);
        if (after && seen.emplace(after->status, after->technician.has_value()).second) {
          border.push_back(*after);
        }
      }
    }
  }
  EXPECT_EQ(seen.contains({OrderStatus::open, true}), false);
  EXPECT_EQ(seen.contains({OrderStatus::assigned, false}), false);
  EXPECT_EQ(seen.contains({OrderStatus::in_progress, false}), false);
  EXPECT_EQ(seen.contains({OrderStatus::completed, false}), false);
  std::set<OrderStatus> reached;
  for (const auto& [status, _] : seen) {
    reached.insert(status);
  }
  EXPECT_EQ(reached.size(), k_names<OrderStatus>.size()) << "a status that nothing leads to";
}

TEST(Lifecycle, nothing_follows_a_final_status) {
  for (const auto status : {OrderStatus::closed, OrderStatus::cancelled}) {
    for (const auto via : k_vias) {
      EXPECT_TRUE(allowed_from(status, k_anybody, via).empty());
    }
    const auto refused =
        moved(Order{.status = status}, move_of(Transition::reopen, Via::api), k_objection);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "transition_refused");
    EXPECT_EQ(refused.error().allowed, std::vector<std::string>{});
  }
}

TEST(Lifecycle, a_refusal_names_what_the_caller_may_do_instead_in_the_same_way) {
  const auto refused =
      moved(Order{.status = OrderStatus::open},
            move_of(Transition::complete, Via::api, static_cast<Performers>(Performer::operator_)),
            k_objection);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::conflict);
  EXPECT_EQ(refused.error().allowed, (std::vector<std::string>{"cancel"}));
}

TEST(Lifecycle, a_reason_is_asked_for_where_the_table_says_so) {
  for (const auto& row : lifecycle()) {
    Move move = move_of(row.transition, Via::api);
    for (const auto via : k_vias) {
      if ((row.via & static_cast<Vias>(via)) != 0) {
        move.via = via;
      }
    }
    move.reason.reset();
    const auto after = moved(Order{.status = row.from}, move, k_objection);
    EXPECT_EQ(after.has_value(), !row.needs_reason) << name_of(row.transition);
  }
}

TEST(Lifecycle, the_promise_waits_while_the_order_waits_for_the_customer) {
  Order order{.status = OrderStatus::in_progress};
  order.sla = {.promised = std::chrono::hours{24}, .due = at_hour(24)};
  Move hold = move_of(Transition::hold, Via::api);
  hold.reason = "waiting_customer";
  hold.at = at_hour(1);  // what is told late counts from when it is told
  hold.recorded_at = at_hour(2);
  const auto waiting = moved(order, hold, k_objection);
  ASSERT_TRUE(waiting);
  EXPECT_EQ(next_sla_time(waiting->sla, waiting->status), std::nullopt);
  Move start = move_of(Transition::start, Via::tracking);
  start.recorded_at = at_hour(7);
  const auto going_on = moved(*waiting, start, k_objection);
  ASSERT_TRUE(going_on);
  EXPECT_EQ(going_on->sla.due, at_hour(29));
  EXPECT_EQ(going_on->sla.paused_at, std::nullopt);
}

TEST(Lifecycle, offers_a_customer_to_reopen_while_it_would_be_taken) {
  using enum Performer;
  Order order{.status = OrderStatus::completed};
  order.objection_until = at_hour(10);
  const auto offered = [&](Performers who, int hour) {
    const auto all = allowed_now(order, who, Via::api, at_hour(hour));
    return std::find(all.begin(), all.end(), Transition::reopen) != all.end();
  };
  const auto alone = static_cast<Performers>(customer);
  EXPECT_TRUE(offered(alone, 10));
  EXPECT_FALSE(offered(alone, 11));
  EXPECT_TRUE(offered(customer | supervisor, 11));
}

TEST(Lifecycle, another_pause_does_not_move_the_promise) {
  Order order{.status = OrderStatus::in_progress};
  order.sla = {.promised = std::chrono::hours{24}, .due = at_hour(24)};
  const auto waiting = moved(order, move_of(Transition::hold, Via::tracking), k_objection);
  ASSERT_TRUE(waiting);
  EXPECT_EQ(waiting->sla, order.sla);
  EXPECT_TRUE(next_sla_time(waiting->sla, waiting->status));
}

TEST(Lifecycle, the_promise_waits_from_when_the_completion_was_recorded) {
  Order order{.status = OrderStatus::in_progress};
  order.sla = {.promised = std::chrono::hours{24}, .due = at_hour(24)};
  Move complete = move_of(Transition::complete, Via::tracking);
  complete.recorded_at = at_hour(10);
  const auto done = moved(order, complete, k_objection);
  ASSERT_TRUE(done);
  EXPECT_EQ(done->completed_at, at_hour(1));
  EXPECT_EQ(done->objection_until, at_hour(10) + k_objection);
  Move reopen = move_of(Transition::reopen, Via::api);
  reopen.recorded_at = at_hour(15);
  const auto again = moved(*done, reopen, k_objection);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->sla.due, at_hour(29));
}

TEST(Lifecycle, is_what_the_page_says) {
  testing::expect_page("order-lifecycle.md", lifecycle_page());
}

TEST(CreatedKey, stays_in_its_order_at_the_ends_of_time) {
  const auto key = [](std::string_view time) {
    return created_key(parse_rfc3339(time).value(), (std::int64_t{1} << 30) - 1);
  };
  EXPECT_EQ(key("9999-12-31T23:59:59Z"), std::numeric_limits<std::int64_t>::max());
  EXPECT_LT(key("2242-01-01T00:00:00Z"), key("9999-12-31T23:59:59Z"));
  EXPECT_LT(key("0001-01-01T00:00:00Z"), key("2000-01-01T00:00:00Z"));
  EXPECT_LT(key("2000-01-01T00:00:00Z"), key("2242-01-01T00:00:00Z"));
}

TEST(Money, is_read_and_written_as_text_with_its_currency) {
  EXPECT_EQ(parse_money("12500.00 COP"), (Money{1'250'000, "COP"}));
  EXPECT_EQ(parse_money("0.5 USD"), (Money{50, "USD"}));
  EXPECT_EQ(parse_money("7 COP"), (Money{700, "COP"}));
  EXPECT_EQ(to_text(Money{1'250'005, "COP"}), "12500.05 COP");
  for (const auto* bad : {"", "COP", "12", "12 cop", "1.234 COP", "-1 COP", "1. COP", "1  COP",
                          "99999999999999999999 COP"}) {
    EXPECT_EQ(parse_money(bad), std::nullopt) << bad;
  }
}

TEST(Quantities, have_three_decimals_and_no_more) {
  EXPECT_EQ(to_thousandths(12.5), 12'500);
  EXPECT_EQ(to_thousandths(0.001), 1);
  EXPECT_EQ(to_thousandths(0.0005), std::nullopt);
  EXPECT_EQ(to_thousandths(std::numeric_limits<double>::quiet_NaN()), std::nullopt);
  EXPECT_EQ(cost_of({.quantity = 2'500, .unit_cost = {999, "COP"}}), (Money{2'498, "COP"}));
}

TEST(Documents, are_the_same_however_they_are_written) {
  EXPECT_EQ(clean_document_number("900.123.456-7"), "9001234567");
  EXPECT_EQ(clean_document_number(" ab 123 "), "AB123");
  EXPECT_EQ(clean_document_number("12/34"), "");
}

TEST(SearchWords, are_folded_letters_and_digits_only) {
  EXPECT_EQ(search_words("«El Pistón» – ¿Señal?, ORD-000001"),
            (std::vector<std::string>{"el", "piston", "senal", "ord", "000001"}));
}

}  // namespace
}  // namespace mf::workorders
