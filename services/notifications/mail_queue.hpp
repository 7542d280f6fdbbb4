// The mail queue: sends what is due, tries again later what failed for now, and gives up what
// failed for good or too often. Run by one job; several processes may run one each, a mail is
// claimed before it is sent. A crash between sending and recording sends it once more, under the
// same Message-ID.
#pragma once

#include "platform/core/time.hpp"
#include "platform/db/database.hpp"
#include "platform/mail/mail.hpp"
#include "services/notifications/settings.hpp"
#include "services/notifications/store.hpp"

#include <memory>

namespace mf::notifications {

class MailQueue {
 public:
  MailQueue(db::Database& database, const Clock& clock, std::shared_ptr<mail::Mailer> mailer,
            Settings settings);

  /// Sends a batch of what is due, within a bounded time.
  void run();

 private:
  void send(const QueuedMail& mail);
  Result<void> hand_over(const QueuedMail& mail);
  void delivered(const QueuedMail& mail);
  void failed(const QueuedMail& mail, const Error& error);

  db::Database& database_;
  const Clock& clock_;
  const std::shared_ptr<mail::Mailer> mailer_;
  const Settings settings_;
  const std::string domain_;  // of the sender: the right side of each Message-ID
};

}  // namespace mf::notifications
