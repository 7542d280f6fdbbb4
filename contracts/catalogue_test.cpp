#include "contracts/catalogue.hpp"

#include "contracts/events.hpp"
#include "platform/auth/permission.hpp"
#include "platform/testing/page.hpp"

#include <gtest/gtest.h>

namespace mf::contracts {
namespace {

using testing::expect_page;

TEST(Catalogue, names_each_type_once) {
  std::set<std::string_view> seen;
  for (const auto& type : event_types()) {
    EXPECT_TRUE(seen.insert(type.type).second) << type.type;
    EXPECT_NE(payload_schema(type.payload), "{}") << type.payload;
  }
}

TEST(Catalogue, is_what_the_page_says) {
  expect_page("events.md", events_page());
}

TEST(Permissions, are_what_the_page_says) {
  expect_page("permissions.md", auth::permissions_page());
}

TEST(OrderChange, survives_the_wire) {
  OrderChange change;
  change.order.id = OrderId::make();
  change.order.code = "ORD-000001";
  change.order.customer_name = "Doña Inés";
  change.order.window = Window{from_micros(1), from_micros(2)};
  change.by = {UserId::make(), "Ana"};
  change.transition = Transition::assign;
  change.to = OrderStatus::assigned;
  const auto read = json::decode<OrderChange>(json::encode(change));
  ASSERT_TRUE(read) << read.error().detail;
  EXPECT_EQ(json::encode(*read), json::encode(change));
  EXPECT_EQ(read->order.customer_name, "Doña Inés");
  EXPECT_EQ(read->transition, Transition::assign);
}

}  // namespace
}  // namespace mf::contracts
