#include "platform/service/route_table.hpp"

#include <gtest/gtest.h>

namespace mf::service {
namespace {

std::vector<RouteTable> some() {
  return {{"orders",
           {route("POST", "/api/v1/orders", auth::Permission::order_create, "Opens an order", {})
                .creates()
                .body("text/csv", 5'000'000)
                .takes_up_to(std::chrono::minutes{10}),
            route("POST", "/api/v1/auth/login", Access::open, "Signs in", {}).limited()}},
          {"empty", {}}};
}

TEST(RouteTables, are_read_as_they_were_written) {
  const auto read = decode_routes(encode_routes(some()));
  ASSERT_TRUE(read);
  ASSERT_EQ(read->size(), 2U);
  ASSERT_EQ(read->front().routes.size(), 2U);
  const auto& create = read->front().routes[0];
  EXPECT_EQ(create.method, "POST");
  EXPECT_EQ(create.path, "/api/v1/orders");
  EXPECT_EQ(create.access, Access::permission);
  EXPECT_EQ(create.permission, auth::Permission::order_create);
  EXPECT_TRUE(create.creates_);
  EXPECT_EQ(create.success_, 201);
  EXPECT_EQ(create.body_limit_, 5'000'000U);
  EXPECT_EQ(create.body_type_, "text/csv");
  EXPECT_EQ(create.answer_time_, std::chrono::minutes{10});
  EXPECT_EQ(read->front().routes[1].answer_time_, std::chrono::seconds{0});
  EXPECT_EQ(read->front().routes[1].access, Access::open);
  EXPECT_TRUE(read->front().routes[1].limited_);
  EXPECT_EQ(encode_routes(*read), encode_routes(some()));
}

TEST(RouteTables, with_a_guarded_route_that_names_no_permission_are_refused) {
  auto text = encode_routes(some());
  const std::string named = R"("permission":"order:create",)";
  text.erase(text.find(named), named.size());
  EXPECT_FALSE(decode_routes(text));
}

TEST(RouteTables, of_a_newer_version_are_understood) {
  auto text = encode_routes(some());
  text.insert(1, R"("version":2,)");
  EXPECT_TRUE(decode_routes(text));
}

}  // namespace
}  // namespace mf::service
