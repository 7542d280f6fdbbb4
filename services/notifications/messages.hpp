// What people read: the message catalogue in Spanish and English, and its {placeholders} filled
// from a fact. Pure, any thread.
#pragma once

#include "services/notifications/domain.hpp"

#include <span>

namespace mf::notifications {

/// One message in one language. A line of the body whose placeholder has no value is left out.
struct Template {
  std::string_view key;
  Locale locale;
  std::string_view title;
  std::string_view body;
};

/// message_catalogue.cpp: every message, in both languages.
std::span<const Template> templates();
std::string_view word(Locale locale, OrderStatus status);
std::string_view word(Locale locale, Priority priority);
/// The mail around a message: {name}, {title} and {body}.
std::string_view mail_frame(Locale locale);

struct Written {
  std::string title;
  std::string body;
};

bool is_template(std::string_view key);
/// "order_created, order_changed, …", for error texts.
std::string template_keys();
/// `key` must be a template's.
Written write_message(std::string_view key, Locale locale, const Fact& fact);
std::string write_mail(Locale locale, const std::string& name, const Written& message);
/// The names that templates may use.
bool is_value(std::string_view name);

}  // namespace mf::notifications
