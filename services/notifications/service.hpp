// The notification service: tells people what concerns them, in the app, by mail and over the event
// stream. Made and owned by the host.
#pragma once

#include "platform/mail/mail.hpp"
#include "platform/service/service.hpp"
#include "services/notifications/settings.hpp"

#include <memory>

namespace mf::notifications {

std::vector<db::Migration> migrations();

/// `mailer` null: no mail is sent, and none is queued. The database must be migrated.
std::unique_ptr<service::Service> make_service(const service::Resources& resources,
                                               std::shared_ptr<mail::Mailer> mailer,
                                               Settings settings = {});

}  // namespace mf::notifications
