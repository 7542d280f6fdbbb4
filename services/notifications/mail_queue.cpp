#include "services/notifications/mail_queue.hpp"

#include "platform/events/outbox.hpp"
#include "platform/telemetry/log.hpp"
#include "platform/telemetry/span.hpp"
#include "platform/telemetry/trace.hpp"
#include "services/notifications/messages.hpp"

namespace mf::notifications {
namespace {

using namespace std::chrono_literals;

// Longer than one message may take: whoever finds a claim this old knows that its owner is gone.
constexpr auto k_claim = 60s;
// A run goes no further than this, so that stopping the suite never waits for a whole batch.
constexpr auto k_run_time = 2s;

std::string domain_of(const std::string& sender) {
  const auto at = sender.rfind('@');
  std::string domain = at == std::string::npos ? "localhost" : sender.substr(at + 1);
  while (domain.ends_with('>') || domain.ends_with(' ')) {
    domain.pop_back();
  }
  return domain;
}

void publish(db::Unit& unit, const QueuedMail& mail, std::string type,
             std::optional<std::string> error, Timestamp now) {
  const auto& notification = mail.notification;
  const contracts::NotificationOutcome outcome{
      .notification = notification.id,
      .user = notification.recipient,
      .channel = std::string(name_of(notification.channel)),
      .attempts = mail.attempts,
      .error = std::move(error)};
  events::append(unit, {.source = "notifications",
                        .type = std::move(type),
                        .subject = notification.recipient.value,
                        .time = now,
                        .traceparent = std::string(telemetry::current_traceparent()),
                        .data = json::encode(outcome)});
}

}  // namespace

MailQueue::MailQueue(db::Database& database, const Clock& clock,
                     std::shared_ptr<mail::Mailer> mailer, Settings settings)
    : database_(database),
      clock_(clock),
      mailer_(std::move(mailer)),
      settings_(std::move(settings)),
      domain_(domain_of(settings_.sender)) {}

void MailQueue::run() {
  const auto end = std::chrono::steady_clock::now() + k_run_time;
  const auto due = database_.read(
      [&](db::Session& session) { return due_mails(session, clock_.now(), settings_.mail_batch); });
  for (const auto& one : due) {
    if (std::chrono::steady_clock::now() >= end) {
      return;
    }
    const auto claimed = database_.write([&](db::Unit& unit) -> Result<std::optional<QueuedMail>> {
      return claim_mail(unit, one, clock_.now() + k_claim);
    });
    if (claimed && *claimed) {
      send(**claimed);
    }
  }
}

void MailQueue::send(const QueuedMail& mail) {
  const auto& notification = mail.notification;
  telemetry::Span span(telemetry::SpanKind::client, "notifications", "send mail",
                       notification.traceparent);
  span.set("microflow.notification.id", notification.id.to_string());
  span.set("microflow.attempt", mail.attempts);
  const telemetry::TraceScope scope(span.traceparent_or(notification.traceparent), "notifications");
  const auto done = hand_over(mail);
  if (!done) {
    span.fail(done.error().code);
  }
  span.end();
  if (done) {
    delivered(mail);
  } else {
    failed(mail, done.error());
  }
}

Result<void> MailQueue::hand_over(const QueuedMail& mail) {
  const auto& person = mail.person;
  if (!person || !person->active || !person->email) {
    return fail(ErrorKind::invalid, "no_receiver",
                "The person is not active any more or has no mail address.");
  }
  const auto& notification = mail.notification;
  return mailer_->send(
      {.from = settings_.sender,
       .to = *person->email,
       .subject = notification.title,
       .text = write_mail(person->locale, person->name, {notification.title, notification.body}),
       .message_id = notification.id.to_string() + "@" + domain_,
       .date = notification.created_at});
}

void MailQueue::delivered(const QueuedMail& mail) {
  const auto now = clock_.now();
  const auto kept = database_.write([&](db::Unit& unit) -> Result<void> {
    mail_delivered(unit, mail.notification.id, now);
    publish(unit, mail, "notification.delivered", std::nullopt, now);
    return {};
  });
  if (!kept) {
    telemetry::log_error("notifications", "a sent mail could not be recorded",
                         {{"error", kept.error().detail}});
  }
}

void MailQueue::failed(const QueuedMail& mail, const Error& error) {
  const auto now = clock_.now();
  const bool again = mail::is_temporary(error) && mail.attempts < settings_.attempts;
  telemetry::log_warning("notifications",
                         again ? "a mail will be tried again" : "a mail was given up",
                         {{"notification", mail.notification.id.to_string()},
                          {"attempt", std::to_string(mail.attempts)},
                          {"error", error.detail}});
  const auto kept = database_.write([&](db::Unit& unit) -> Result<void> {
    if (again) {
      const auto& delays = settings_.retry_delays;
      const auto turn = std::min(static_cast<std::size_t>(mail.attempts), delays.size());
      try_mail_again(unit, mail.notification.id, error.detail,
                     turn == 0 ? now : now + delays[turn - 1]);
      return {};
    }
    mail_failed(unit, mail.notification.id, error.detail, now);
    publish(unit, mail, "notification.failed", error.detail, now);
    return {};
  });
  if (!kept) {
    telemetry::log_error("notifications", "a failed mail could not be recorded",
                         {{"error", kept.error().detail}});
  }
}

}  // namespace mf::notifications
