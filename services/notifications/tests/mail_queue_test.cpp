#include "platform/mail/smtp_server_for_tests.hpp"
#include "services/notifications/tests/company.hpp"

namespace mf::notifications {
namespace {

using namespace std::chrono_literals;
using testing::at;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST(Mail, tells_the_technician_of_an_assignment) {
  Company company;
  company.order_event("order.created");
  company.assignment_event("assignment.created");
  EXPECT_THAT(company.mailer->tries(), IsEmpty());
  company.fixture.run_job("mail");
  const auto mails = company.mailer->tries();
  ASSERT_THAT(mails, SizeIs(1));
  EXPECT_EQ(mails[0].to, company.facts_of(company.technician).email);
  EXPECT_EQ(mails[0].subject, "Se le asignó la orden ORD-000001");
  EXPECT_THAT(mails[0].text, HasSubstr("Hola, Tomás Técnico:"));
  EXPECT_THAT(mails[0].text, HasSubstr("Calle 10 # 40-20"));

  const auto outcome = company.fixture.published("notification.delivered");
  ASSERT_THAT(outcome, SizeIs(1));
  EXPECT_EQ(at(outcome[0].data, "/userId"), company.technician.user.to_string());
  EXPECT_EQ(at(outcome[0].data, "/channel"), "email");
  company.fixture.run_job("mail");
  EXPECT_THAT(company.mailer->tries(), SizeIs(1)) << "sent once";
}

TEST(Mail, is_tried_again_after_5_and_30_seconds_and_then_given_up) {
  Company company;
  company.mailer->fail_next(ErrorKind::unavailable, 10);
  company.assignment_event("assignment.created");
  company.fixture.run_job("mail");
  EXPECT_THAT(company.mailer->tries(), SizeIs(1));
  company.fixture.clock.advance(4s);
  company.fixture.run_job("mail");
  EXPECT_THAT(company.mailer->tries(), SizeIs(1)) << "too early";
  company.fixture.clock.advance(1s);
  company.fixture.run_job("mail");
  EXPECT_THAT(company.mailer->tries(), SizeIs(2));
  company.fixture.clock.advance(29s);
  company.fixture.run_job("mail");
  EXPECT_THAT(company.mailer->tries(), SizeIs(2)) << "too early";
  company.fixture.clock.advance(1s);
  company.fixture.run_job("mail");
  EXPECT_THAT(company.mailer->tries(), SizeIs(3));
  company.fixture.clock.advance(std::chrono::hours(1));
  company.fixture.run_job("mail");
  EXPECT_THAT(company.mailer->tries(), SizeIs(3)) << "given up";

  const auto tries = company.mailer->tries();
  EXPECT_EQ(tries[0].message_id, tries[2].message_id);
  const auto outcome = company.fixture.published("notification.failed");
  ASSERT_THAT(outcome, SizeIs(1));
  EXPECT_EQ(at(outcome[0].data, "/attempts"), "3");
  EXPECT_EQ(at(outcome[0].data, "/error"), "The server said no.");
}

TEST(Mail, is_delivered_by_a_later_try) {
  Company company;
  company.mailer->fail_next(ErrorKind::unavailable);
  company.assignment_event("assignment.created");
  company.fixture.run_job("mail");
  company.fixture.clock.advance(5s);
  company.fixture.run_job("mail");
  const auto outcome = company.fixture.published("notification.delivered");
  ASSERT_THAT(outcome, SizeIs(1));
  EXPECT_EQ(at(outcome[0].data, "/attempts"), "2");
  EXPECT_THAT(company.fixture.published("notification.failed"), IsEmpty());
}

TEST(Mail, is_given_up_at_once_where_the_server_refuses_for_good) {
  Company company;
  company.mailer->fail_next(ErrorKind::invalid);
  company.assignment_event("assignment.created");
  company.fixture.run_job("mail");
  EXPECT_THAT(company.fixture.published("notification.failed"), SizeIs(1));
}

TEST(Mail, that_was_begun_before_a_crash_is_sent_again_under_the_same_id) {
  Company company;
  company.assignment_event("assignment.created");
  // What a process leaves that ends between claiming and recording.
  ASSERT_TRUE(company.fixture.database().write([&](db::Unit& unit) -> Result<void> {
    unit.execute(
        "UPDATE notifications SET attempts = 1, next_attempt = next_attempt + 60000000 "
        "WHERE state = 'pending'");
    return {};
  }));
  company.fixture.run_job("mail");
  EXPECT_THAT(company.mailer->tries(), IsEmpty()) << "the claim may still be somebody's";
  company.fixture.clock.advance(60s);
  company.fixture.run_job("mail");
  ASSERT_THAT(company.mailer->tries(), SizeIs(1));
  const auto outcome = company.fixture.published("notification.delivered");
  ASSERT_THAT(outcome, SizeIs(1));
  EXPECT_EQ(company.mailer->tries()[0].message_id,
            at(outcome[0].data, "/notificationId") + "@microflow.example");
}

TEST(Mail, is_not_queued_without_an_address_or_for_the_inactive) {
  Company company;
  auto facts = company.facts_of(company.technician);
  facts.email = std::nullopt;
  company.deliver("identity", "user.updated", company.technician.user.value, facts);
  company.assignment_event("assignment.created");
  facts.email = "t@example.com";
  company.deliver("identity", "user.deactivated", company.technician.user.value, facts);
  company.assignment_event("assignment.created");
  company.fixture.run_job("mail");
  EXPECT_THAT(company.mailer->tries(), IsEmpty());
  EXPECT_THAT(company.fixture.published(), IsEmpty());
}

TEST(Mail, does_not_leave_for_one_who_was_deactivated_after_it_was_queued) {
  Company company;
  company.assignment_event("assignment.created");
  company.deliver("identity", "user.deactivated", company.technician.user.value,
                  company.facts_of(company.technician));
  company.fixture.run_job("mail");
  EXPECT_THAT(company.mailer->tries(), IsEmpty());
  EXPECT_THAT(company.fixture.published("notification.failed"), SizeIs(1));
}

TEST(Mail, is_not_queued_where_the_suite_has_no_mail) {
  Company company({}, false);
  company.assignment_event("assignment.created");
  const auto mails = company.fixture.database().read([](db::Session& session) {
    return session.all("SELECT id FROM notifications WHERE channel = 'email'", {},
                       [](const db::Row& row) { return row.uuid(0); });
  });
  EXPECT_THAT(mails, IsEmpty());
  EXPECT_EQ(company.told(company.technician).size(), 1u);
}

TEST(Mail, reaches_a_real_server) {
  mail::testing::SmtpServer server;
  testing::ServiceFixture fixture("notifications", migrations());
  const std::shared_ptr<mail::Mailer> smtp =
      mail::make_smtp({.host = "127.0.0.1", .port = server.port()});
  fixture.add(make_service(fixture.resources(), smtp));
  const auto technician = UserId::make();
  ASSERT_TRUE(fixture.deliver("identity", "user.registered", technician.value,
                              contracts::UserFacts{.id = technician,
                                                   .username = "t",
                                                   .name = "Tomás",
                                                   .email = "tomas@example.com",
                                                   .roles = {auth::Role::technician}}));
  contracts::AssignmentChange change;
  change.order = OrderId::make();
  change.order_code = "ORD-000007";
  change.technician = technician;
  ASSERT_TRUE(fixture.deliver("dispatch", "assignment.created", change.order.value, change));
  fixture.run_job("mail");
  const auto mails = server.mails();
  ASSERT_THAT(mails, SizeIs(1));
  EXPECT_EQ(mails[0].to, std::vector<std::string>{"tomas@example.com"});
  EXPECT_THAT(mails[0].data, HasSubstr("ORD-000007"));
  EXPECT_THAT(fixture.published("notification.delivered"), SizeIs(1));
}

TEST(FailedMessages, are_seen_by_operators_and_by_the_supervisors_of_their_zone) {
  Company company;
  company.mailer->fail_next(ErrorKind::invalid);
  company.order_event("order.created");
  company.assignment_event("assignment.created");
  company.fixture.run_job("mail");
  auto stranger = testing::person({auth::Role::supervisor});
  stranger.zones = {ZoneId::make()};

  const std::string target = "/api/v1/notifications/failed";
  const auto seen = company.fixture.call("GET", target, company.operator_);
  EXPECT_EQ(at(seen, "/items/0/userName"), "Tomás Técnico");
  EXPECT_EQ(at(seen, "/items/0/error"), "The server said no.");
  EXPECT_EQ(at(seen, "/items/0/attempts"), "1");
  EXPECT_NE(at(company.fixture.call("GET", target, company.supervisor), "/items/0/id"), "");
  EXPECT_EQ(at(company.fixture.call("GET", target, stranger), "/items/0/id"), "");
  EXPECT_EQ(company.fixture.call("GET", target, company.technician).status, 403);
  EXPECT_EQ(company.fixture.call("GET", target, company.client).status, 403);
}

TEST(Retention, takes_old_messages_away_but_none_that_waits) {
  Company company;
  company.order_event("order.created");
  company.assignment_event("assignment.created");
  company.fixture.clock.advance(std::chrono::hours(24 * 366));
  company.fixture.run_job("prune");
  EXPECT_THAT(company.told(company.operator_), IsEmpty());
  company.fixture.run_job("mail");
  EXPECT_THAT(company.mailer->tries(), SizeIs(1));
}

}  // namespace
}  // namespace mf::notifications
