#include "services/identity/domain.hpp"

#include <gtest/gtest.h>

namespace mf::identity {
namespace {

using namespace std::chrono_literals;

const Timestamp k_now = from_micros(1'795'532'400'000'000);
const LoginPolicy k_policy{};

Person valid_person() {
  return {.username = "ana.perez", .name = "Ana Pérez", .roles = {auth::Role::operator_}};
}

std::vector<std::string> pointers(const Person& person) {
  std::vector<std::string> out;
  for (const auto& problem : problems_of(person)) {
    out.push_back(problem.pointer);
  }
  return out;
}

TEST(Person, who_obeys_the_rules_has_no_problems) {
  EXPECT_TRUE(problems_of(valid_person()).empty());
}

TEST(Person, hears_of_every_problem_at_once) {
  const Person person{
      .username = "a!", .name = "", .email = "nobody", .roles = {auth::Role::client}};
  EXPECT_EQ(pointers(person),
            (std::vector<std::string>{"/username", "/name", "/email", "/customerId"}));
}

TEST(Person, needs_a_role) {
  auto person = valid_person();
  person.roles.clear();
  EXPECT_EQ(pointers(person), std::vector<std::string>{"/roles"});
}

TEST(Person, has_a_username_of_three_to_forty_plain_characters) {
  for (const std::string bad : {"ab", "ána", "a b c", "Ana", "ana@x"}) {
    auto person = valid_person();
    person.username = bad;
    EXPECT_EQ(pointers(person), std::vector<std::string>{"/username"}) << bad;
  }
  auto person = valid_person();
  person.username = std::string(40, 'a');
  EXPECT_TRUE(problems_of(person).empty());
  person.username += 'a';
  EXPECT_FALSE(problems_of(person).empty());
}

TEST(Person, has_an_email_in_the_shape_of_one) {
  for (const std::string bad :
       {"a", "@x.co", "a@x", "a@.co", "a@x.co.", "a b@x.co", "a@b@x.co", "a@x..co", "<a>@x.co"}) {
    auto person = valid_person();
    person.email = bad;
    EXPECT_EQ(pointers(person), std::vector<std::string>{"/email"}) << bad;
  }
}

TEST(Person, is_stored_in_one_form) {
  const ZoneId zone = ZoneId::make();
  const Person person =
      normalised({.username = " Ana.Perez ",
                  .name = "  Ana ",
                  .email = "",
                  .roles = {auth::Role::supervisor, auth::Role::operator_, auth::Role::supervisor},
                  .customer = CustomerId::make(),
                  .zones = {zone, zone}});
  EXPECT_EQ(person.username, "ana.perez");
  EXPECT_EQ(person.name, "Ana");
  EXPECT_FALSE(person.email);
  EXPECT_EQ(person.roles, (std::vector{auth::Role::operator_, auth::Role::supervisor}));
  EXPECT_EQ(person.zones, std::vector{zone});
  EXPECT_FALSE(person.customer) << "only a client belongs to a customer";
}

TEST(Guard, locks_at_the_third_failure) {
  Guard guard = after_failure({}, k_policy, k_now);
  guard = after_failure(guard, k_policy, k_now);
  EXPECT_EQ(may_try(guard, {}, k_policy, k_now), Verdict::go);
  guard = after_failure(guard, k_policy, k_now);
  EXPECT_EQ(may_try(guard, {}, k_policy, k_now), Verdict::locked);
  EXPECT_EQ(guard.locked_until, k_now + 15min);
}

TEST(Guard, opens_with_a_clean_sheet_when_the_time_is_up) {
  const Guard locked{.failures = 3, .locked_until = k_now + 15min};
  EXPECT_EQ(may_try(locked, {}, k_policy, k_now + 15min - 1us), Verdict::locked);
  EXPECT_EQ(may_try(locked, {}, k_policy, k_now + 15min), Verdict::go);
  EXPECT_EQ(after_failure(locked, k_policy, k_now + 15min), (Guard{.failures = 1}));
}

TEST(Guard, counts_the_tries_that_are_being_checked) {
  const Guard one{.failures = 1};
  EXPECT_EQ(may_try(one, {.pending_of_name = 1}, k_policy, k_now), Verdict::go);
  EXPECT_EQ(may_try(one, {.pending_of_name = 2}, k_policy, k_now), Verdict::wait);
}

TEST(Guard, refuses_an_address_after_five_failures_in_a_minute) {
  EXPECT_EQ(may_try({}, {.failed_of_address = 5}, k_policy, k_now), Verdict::crowded);
  EXPECT_EQ(may_try({}, {.pending_of_address = 1, .failed_of_address = 4}, k_policy, k_now),
            Verdict::wait);
  EXPECT_EQ(may_try({}, {.failed_of_address = 4}, k_policy, k_now), Verdict::go);
}

TEST(Guard, lets_one_try_decide_where_the_policy_became_stricter) {
  EXPECT_EQ(may_try({.failures = 2}, {}, {.lock_after = 2}, k_now), Verdict::go);
  EXPECT_TRUE(after_failure({.failures = 2}, {.lock_after = 2}, k_now).locked_until);
}

}  // namespace
}  // namespace mf::identity
