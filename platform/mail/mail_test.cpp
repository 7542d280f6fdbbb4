#include "platform/mail/mail.hpp"

#include "platform/core/id.hpp"
#include "platform/core/text.hpp"
#include "platform/mail/compose.hpp"
#include "platform/mail/smtp_server_for_tests.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace mf::mail {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using ::testing::Not;

/// Tuesday, 2026-11-24, 15:00 UTC.
constexpr std::int64_t k_now = 1'795'532'400'000'000;

Message example() {
  return {.from = "MicroFlow <no-reply@example.com>",
          .to = "ana@example.com",
          .subject = "Nueva asignación: ORD-000001",
          .text = "Hola Ana:\nInstalación en la sede.\n",
          .message_id = "0193@example.com",
          .date = from_micros(k_now)};
}

SmtpSettings settings_of(const testing::SmtpServer& server) {
  return {.host = "127.0.0.1", .port = server.port(), .connect_time = 2s, .total_time = 5s};
}

class Folder {
 public:
  Folder() : path_(::testing::TempDir() + "mail-" + Uuid::make().to_string()) {}
  ~Folder() { std::filesystem::remove_all(path_); }
  const std::string& path() const { return path_; }
  std::vector<std::string> files() const {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(path_)) {
      names.push_back(entry.path().filename());
    }
    return names;
  }

 private:
  std::string path_;
};

TEST(Compose, writes_the_headers_that_a_mail_needs) {
  const auto bytes = compose(example());
  ASSERT_TRUE(bytes);
  EXPECT_THAT(*bytes, HasSubstr("Date: Tue, 24 Nov 2026 15:00:00 +0000\r\n"));
  EXPECT_THAT(*bytes, HasSubstr("From: MicroFlow <no-reply@example.com>\r\n"));
  EXPECT_THAT(*bytes, HasSubstr("To: ana@example.com\r\n"));
  EXPECT_THAT(*bytes, HasSubstr("Message-ID: <0193@example.com>\r\n"));
  EXPECT_THAT(*bytes, HasSubstr("Content-Type: text/plain; charset=utf-8\r\n"));
  EXPECT_THAT(*bytes, HasSubstr("Subject: =?UTF-8?Q?Nueva_asignaci=C3=B3n=3A_ORD=2D000001?=\r\n"));
  EXPECT_THAT(*bytes, HasSubstr("\r\n\r\nHola Ana:\r\nInstalaci=C3=B3n en la sede.\r\n"));
}

TEST(Compose, lets_no_text_add_a_header) {
  auto message = example();
  message.subject = "Hola\r\nBcc: thief@example.com";
  message.from = "Micro\r\nBcc: thief@example.com\r\nX: <no-reply@example.com>";
  const auto bytes = compose(message);
  ASSERT_TRUE(bytes);
  EXPECT_THAT(*bytes, Not(HasSubstr("\r\nBcc:")));
  EXPECT_THAT(*bytes, HasSubstr("Subject: Hola  Bcc: thief@example.com\r\n"));
}

TEST(Compose, refuses_addresses_that_are_none) {
  for (const std::string address :
       {"", "ana", "@example.com", "ana@", "ana@example.com\r\nRCPT TO:<b@example.com>",
        "a b@example.com", "<ana@example.com", "ana@example.com>", "ana@exa mple.com",
        "ana@-example.com", "añа@example.com"}) {
    auto message = example();
    message.to = address;
    const auto bytes = compose(message);
    ASSERT_FALSE(bytes) << address;
    EXPECT_EQ(bytes.error().code, "bad_address");
    EXPECT_FALSE(is_temporary(bytes.error()));
  }
}

TEST(Compose, refuses_a_message_id_with_line_breaks) {
  auto message = example();
  message.message_id = "1@example.com>\r\nBcc: b@example.com";
  EXPECT_EQ(compose(message).error().code, "bad_message_id");
}

TEST(Compose, splits_long_subjects_between_characters) {
  std::string subject;
  for (int i = 0; i < 60; ++i) {
    subject += "ñ";
  }
  std::string decoded;
  for (auto word : split(encode_header(subject), '\n')) {
    if (word.ends_with('\r')) {
      word.remove_suffix(1);
    }
    word = trim(word);
    EXPECT_LE(word.size(), 75u);
    ASSERT_TRUE(word.starts_with("=?UTF-8?Q?") && word.ends_with("?="));
    EXPECT_EQ((word.size() - 12) % 6, 0u) << "a character was cut in two";
    for (std::size_t i = 10; i + 2 < word.size(); i += 6) {
      decoded += word.substr(i, 6) == "=C3=B1" ? "ñ" : "?";
    }
  }
  EXPECT_EQ(decoded, subject);
}

TEST(Compose, keeps_quoted_printable_lines_short_and_blanks_at_their_ends) {
  const std::string encoded =
      quoted_printable(std::string(200, 'a') + " \n" + std::string(80, '=') + "\n");
  for (const auto line : split(encoded, '\n')) {
    EXPECT_LE(line.size(), 77u);  // 76 and the CR
  }
  EXPECT_THAT(encoded, HasSubstr("=20\r\n"));
  EXPECT_THAT(encoded, Not(HasSubstr(" \r\n")));
}

TEST(Smtp, hands_the_message_to_the_server) {
  testing::SmtpServer server;
  const auto mailer = make_smtp(settings_of(server));
  const auto sent = mailer->send(example());
  ASSERT_TRUE(sent) << sent.error().detail;
  const auto mails = server.mails();
  ASSERT_EQ(mails.size(), 1u);
  EXPECT_EQ(mails[0].from, "no-reply@example.com");
  EXPECT_EQ(mails[0].to, std::vector<std::string>{"ana@example.com"});
  EXPECT_EQ(mails[0].data, *compose(example()));
}

TEST(Smtp, keeps_lines_that_begin_with_a_dot) {
  testing::SmtpServer server;
  auto message = example();
  message.text = "uno\n.\n..dos\n";
  ASSERT_TRUE(make_smtp(settings_of(server))->send(message));
  EXPECT_THAT(server.mails().at(0).data, HasSubstr("\r\nuno\r\n.\r\n..dos\r\n"));
}

TEST(Smtp, sends_several_messages_over_one_connection) {
  testing::SmtpServer server;
  const auto mailer = make_smtp(settings_of(server));
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(mailer->send(example()));
  }
  EXPECT_EQ(server.mails().size(), 3u);
  EXPECT_EQ(server.connections(), 1);
}

TEST(Smtp, opens_a_new_connection_where_the_server_hung_up) {
  testing::SmtpServer server;
  server.hang_up_after_each(true);
  const auto mailer = make_smtp(settings_of(server));
  for (int i = 0; i < 3; ++i) {
    const auto sent = mailer->send(example());
    ASSERT_TRUE(sent) << sent.error().detail;
  }
  EXPECT_EQ(server.mails().size(), 3u);
}

TEST(Smtp, tells_a_passing_refusal_from_a_final_one) {
  testing::SmtpServer server;
  const auto mailer = make_smtp(settings_of(server));
  server.answer_rcpt("450 mailbox busy");
  const auto later = mailer->send(example());
  ASSERT_FALSE(later);
  EXPECT_TRUE(is_temporary(later.error())) << later.error().detail;
  server.answer_rcpt("550 no such mailbox");
  const auto never = mailer->send(example());
  ASSERT_FALSE(never);
  EXPECT_FALSE(is_temporary(never.error())) << never.error().detail;
  server.answer_rcpt("");
  EXPECT_TRUE(mailer->send(example()));
  EXPECT_EQ(server.mails().size(), 1u);
}

TEST(Smtp, counts_an_absent_server_as_a_passing_failure) {
  int port = 0;
  {
    const testing::SmtpServer gone;
    port = gone.port();
  }
  const auto sent =
      make_smtp({.host = "127.0.0.1", .port = port, .connect_time = 500ms, .total_time = 1s})
          ->send(example());
  ASSERT_FALSE(sent);
  EXPECT_TRUE(is_temporary(sent.error()));
}

TEST(Smtp, refuses_to_go_on_without_encryption_where_it_is_demanded) {
  testing::SmtpServer server;
  auto settings = settings_of(server);
  settings.security = Security::starttls;
  EXPECT_FALSE(make_smtp(settings)->send(example()));
  EXPECT_TRUE(server.mails().empty());
}

TEST(Spool, writes_one_file_for_each_message_and_none_twice) {
  const Folder folder;
  const auto mailer = make_spool(folder.path());
  ASSERT_TRUE(mailer->send(example()));
  ASSERT_TRUE(mailer->send(example()));
  auto other = example();
  other.message_id = "../0194@example.com";
  ASSERT_TRUE(mailer->send(other));
  EXPECT_THAT(folder.files(),
              ::testing::UnorderedElementsAre("0193@example.com.eml", "_.._0194@example.com.eml"));
  std::ostringstream text;
  text << std::ifstream(folder.path() + "/0193@example.com.eml").rdbuf();
  EXPECT_EQ(text.str(), *compose(example()));
}

}  // namespace
}  // namespace mf::mail
