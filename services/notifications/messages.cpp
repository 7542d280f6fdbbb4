#include "services/notifications/messages.hpp"

#include "platform/core/text.hpp"

namespace mf::notifications {
namespace {

std::string day_text(std::chrono::sys_days day, Locale locale) {
  const std::chrono::year_month_day date{day};
  if (locale == Locale::en) {
    return to_text(day);
  }
  return fmt::format("{:02}/{:02}/{}", unsigned{date.day()}, unsigned{date.month()},
                     int{date.year()});
}

std::string clock_text(const LocalTime& time) {
  return fmt::format("{:02}:{:02}", time.minute_of_day.count() / 60,
                     time.minute_of_day.count() % 60);
}

std::string moment_text(Timestamp time, const std::string& zone, Locale locale) {
  const auto local = to_local(time, zone);
  return day_text(local.day, locale) + " " + clock_text(local);
}

/// "25/11/2026 08:00–10:00", or both days where it ends on another one.
std::string window_text(const contracts::Window& window, const std::string& zone, Locale locale) {
  const auto from = to_local(window.from, zone);
  const auto to = to_local(window.to, zone);
  const std::string end =
      from.day == to.day ? clock_text(to) : moment_text(window.to, zone, locale);
  return moment_text(window.from, zone, locale) + "–" + end;
}

/// What a placeholder stands for; empty where the fact does not know.
struct Value {
  std::string_view name;
  std::string (*of)(const Fact&, Locale);
};
const std::array k_values = std::to_array<Value>({
    {"code", [](const Fact& f, Locale) { return f.code; }},
    {"title", [](const Fact& f, Locale) { return f.title; }},
    {"customer", [](const Fact& f, Locale) { return f.customer_name; }},
    {"address", [](const Fact& f, Locale) { return f.address; }},
    {"technician", [](const Fact& f, Locale) { return f.technician_name; }},
    {"by", [](const Fact& f, Locale) { return f.by; }},
    {"reason", [](const Fact& f, Locale) { return f.reason; }},
    {"comment", [](const Fact& f, Locale) { return f.comment; }},
    {"material", [](const Fact& f, Locale) { return f.material; }},
    {"quantity", [](const Fact& f, Locale) { return f.quantity; }},
    {"status",
     [](const Fact& f, Locale l) { return f.status ? std::string(word(l, *f.status)) : ""; }},
    {"priority",
     [](const Fact& f, Locale l) { return f.priority ? std::string(word(l, *f.priority)) : ""; }},
    {"window", [](const Fact& f,
                  Locale l) { return f.window ? window_text(*f.window, f.time_zone, l) : ""; }},
    {"due",
     [](const Fact& f, Locale l) { return f.due ? moment_text(*f.due, f.time_zone, l) : ""; }},
});

/// `text` with each {name} replaced by value(name).
template <class F>
std::string fill(std::string_view text, F value) {
  std::string out;
  while (!text.empty()) {
    const auto open = text.find('{');
    out += text.substr(0, open);
    if (open == std::string_view::npos) {
      break;
    }
    const auto close = text.find('}', open);
    out += value(text.substr(open + 1, close - open - 1));
    text.remove_prefix(close + 1);
  }
  return out;
}

std::string value_of(std::string_view name, const Fact& fact, Locale locale) {
  const auto row = std::find_if(k_values.begin(), k_values.end(),
                                [&](const Value& value) { return value.name == name; });
  return row == k_values.end() ? "" : row->of(fact, locale);
}

const Template& find_template(std::string_view key, Locale locale) {
  const auto all = templates();
  const auto row = std::find_if(all.begin(), all.end(), [&](const Template& one) {
    return one.key == key && one.locale == locale;
  });
  if (row == all.end()) {
    throw std::logic_error(fmt::format("no message {}", key));
  }
  return *row;
}

}  // namespace

bool is_template(std::string_view key) {
  const auto all = templates();
  return std::any_of(all.begin(), all.end(), [&](const Template& one) { return one.key == key; });
}

std::string template_keys() {
  std::string keys;
  for (const auto& one : templates()) {
    if (one.locale == Locale::es) {
      keys += (keys.empty() ? "" : ", ") + std::string(one.key);
    }
  }
  return keys;
}

bool is_value(std::string_view name) {
  return std::any_of(k_values.begin(), k_values.end(),
                     [&](const Value& value) { return value.name == name; });
}

Written write_message(std::string_view key, Locale locale, const Fact& fact) {
  const Template& chosen = find_template(key, locale);
  Written written;
  written.title = fill(chosen.title, [&](std::string_view name) {
    const auto value = value_of(name, fact, locale);
    return value.empty() ? std::string("–") : value;
  });
  for (const auto line : split(chosen.body, '\n')) {
    bool known = true;
    const auto filled = fill(line, [&](std::string_view name) {
      auto value = value_of(name, fact, locale);
      known = known && !value.empty();
      return value;
    });
    if (known) {
      written.body += (written.body.empty() ? "" : "\n") + filled;
    }
  }
  return written;
}

std::string write_mail(Locale locale, const std::string& name, const Written& message) {
  return fill(mail_frame(locale), [&](std::string_view placed) {
    return placed == "name" ? name : placed == "title" ? message.title : message.body;
  });
}

}  // namespace mf::notifications
