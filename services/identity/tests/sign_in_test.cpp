#include "services/identity/sign_in.hpp"

#include "services/identity/tests/identity_fixture.hpp"

namespace mf::identity {
namespace {

using namespace std::chrono_literals;

class Guessing : public IdentityTest {
 protected:
  /// Counts passwords that are really checked; each takes a moment, so that tries overlap.
  SignIn counting(LoginPolicy policy = {}) {
    return SignIn(app.database(), policy,
                  [this](std::string_view password, const std::string& hash) {
                    ++checked;
                    std::this_thread::sleep_for(5ms);  // so that tries overlap
                    return !hash.empty() && password == k_password;
                  });
  }
  std::string outcome(SignIn& sign_in, const std::string& username, const std::string& password,
                      const std::string& address = "198.51.100.7") {
    const auto person = sign_in.check({username, password, address}, app.clock.now(),
                                      publish_at(app.clock.now()), [](db::Unit&, const Person&) {});
    return person ? "ok" : person.error().code;
  }
  /// `tries(i)` on 64 threads at once, and how often each outcome came.
  std::map<std::string, int> at_once(const std::function<std::string(int)>& tries) {
    std::mutex mutex;
    std::map<std::string, int> outcomes;
    std::vector<std::jthread> threads;
    for (int i = 0; i < 64; ++i) {
      threads.emplace_back([&, i] {
        const auto code = tries(i);
        const std::lock_guard lock(mutex);
        ++outcomes[code];
      });
    }
    threads.clear();
    return outcomes;
  }

  std::atomic<int> checked = 0;
};

TEST_F(Guessing, locks_the_account_for_fifteen_minutes_after_three_wrong_passwords) {
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(app.call("POST", "/api/v1/auth/login", std::nullopt, k_wrong).status, 401);
  }
  app.clock.advance(1min);
  const auto locked = log_in("rosa");
  EXPECT_EQ(locked.status, 429) << "the right password is refused as well";
  EXPECT_EQ(at(locked, "/code"), "account_locked");
  EXPECT_EQ(*locked.header("retry-after"), "840");
  ASSERT_EQ(app.published("user.locked_out").size(), 1U);
  EXPECT_EQ(app.published("user.locked_out")[0].subject, rosa.value);
  app.clock.advance(14min - 1s);
  EXPECT_EQ(log_in("rosa").status, 429);
  app.clock.advance(1s);
  EXPECT_EQ(log_in("rosa").status, 200);
}

TEST_F(Guessing, starts_counting_anew_after_a_right_password) {
  auto sign_in = counting();
  for (int round = 0; round < 3; ++round) {
    EXPECT_EQ(outcome(sign_in, "rosa", "wrong", "a" + std::to_string(round)), "login_failed");
    EXPECT_EQ(outcome(sign_in, "rosa", "wrong", "a" + std::to_string(round)), "login_failed");
    EXPECT_EQ(outcome(sign_in, "rosa", k_password), "ok");
  }
}

TEST_F(Guessing, checks_three_passwords_only_however_many_come_at_once) {
  auto sign_in = counting();
  const auto outcomes = at_once([&](int i) {
    return outcome(sign_in, "rosa", "guess " + std::to_string(i), "address " + std::to_string(i));
  });
  EXPECT_EQ(checked, 3);
  EXPECT_EQ(outcomes.at("login_failed"), 3);
  EXPECT_EQ(outcomes.at("account_locked"), 61);
  EXPECT_EQ(app.published("user.locked_out").size(), 1U);
}

TEST_F(Guessing, checks_three_passwords_only_across_two_processes) {
  auto one = counting();
  auto two = counting();
  at_once([&](int i) {
    return outcome(i % 2 == 0 ? one : two, "rosa", "guess", "address " + std::to_string(i));
  });
  EXPECT_EQ(checked, 3);
}

TEST_F(Guessing, does_not_hinder_right_passwords_that_come_at_once) {
  auto sign_in = counting();
  const auto outcomes = at_once([&](int) { return outcome(sign_in, "rosa", k_password); });
  EXPECT_EQ(outcomes.at("ok"), 64);
}

TEST_F(Guessing, locks_names_that_nobody_has_in_the_same_way) {
  auto sign_in = counting();
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(outcome(sign_in, "nobody", "guess"), "login_failed");
  }
  EXPECT_EQ(outcome(sign_in, "nobody", "guess"), "account_locked");
  EXPECT_EQ(checked, 3) << "an unknown name costs a check as well";
  EXPECT_TRUE(app.published("user.locked_out").empty());
}

TEST_F(Guessing, refuses_an_address_after_five_failures_in_a_minute) {
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(log_in("nobody" + std::to_string(i)).status, 401);
    app.clock.advance(1s);
  }
  const auto refused = log_in("rosa");
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(at(refused, "/code"), "too_many_attempts");
  EXPECT_EQ(*refused.header("retry-after"), "55");
  app.clock.advance(55s);
  EXPECT_EQ(log_in("rosa").status, 200);
}

TEST_F(Guessing, checks_five_passwords_only_from_one_address_however_many_come_at_once) {
  auto sign_in = counting();
  const auto outcomes =
      at_once([&](int i) { return outcome(sign_in, "name" + std::to_string(i), "guess"); });
  EXPECT_EQ(checked, 5);
  EXPECT_EQ(outcomes.at("too_many_attempts"), 59);
}

TEST_F(Guessing, gives_a_place_back_whose_process_died) {
  const auto broken = [](std::string_view, const std::string&) -> bool {
    throw std::runtime_error("out of memory");
  };
  SignIn dying(app.database(), {}, broken);
  for (int i = 0; i < 3; ++i) {
    EXPECT_THROW(outcome(dying, "rosa", k_password), std::runtime_error);
  }
  app.clock.advance(11s);
  auto sign_in = counting();
  EXPECT_EQ(outcome(sign_in, "rosa", k_password), "ok");
}

TEST_F(Guessing, refuses_a_password_that_was_changed_while_it_was_checked) {
  SignIn slow(app.database(), {}, [this](std::string_view, const std::string&) {
    EXPECT_EQ(app.call("PATCH", user_path(rosa), admin, R"({"password":"another horse 8"})").status,
              200);
    return true;
  });
  EXPECT_EQ(outcome(slow, "rosa", k_password), "login_failed");
}

TEST_F(Guessing, of_the_current_password_counts_as_well) {
  const std::string body = R"({"password":"another horse 8","currentPassword":"guess"})";
  for (int i = 0; i < 3; ++i) {
    const auto answer = app.call("PATCH", "/api/v1/users/me", admin, body);
    EXPECT_EQ(answer.status, 422);
    EXPECT_EQ(at(answer, "/errors/0/pointer"), "/currentPassword");
  }
  EXPECT_EQ(at(app.call("PATCH", "/api/v1/users/me", admin, body), "/code"), "account_locked");
}

TEST_F(Guessing, ends_when_an_administrator_sets_a_new_password) {
  const auto luis = add({.username = "luis", .name = "Luis", .roles = {auth::Role::technician}});
  for (int i = 0; i < 3; ++i) {
    log_in("luis", "wrong horse 7");
  }
  ASSERT_EQ(log_in("luis").status, 429);
  ASSERT_EQ(app.call("PATCH", user_path(luis), admin, R"({"password":"another horse 8"})").status,
            200);
  EXPECT_EQ(log_in("luis", "another horse 8").status, 200);
}

}  // namespace
}  // namespace mf::identity
