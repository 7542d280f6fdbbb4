// The event catalogue: every type, who publishes it, what it carries. docs/events.md is made from
// it.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace mf::contracts {

struct EventType {
  std::string_view type;
  std::string_view service;  // who publishes it
  std::string_view payload;  // the struct in events.hpp
  std::string_view meaning;
};

std::span<const EventType> event_types();
/// True if `type` is in the catalogue and `service` publishes it.
bool publishes(std::string_view service, std::string_view type);
/// The JSON schema of a payload struct by its name.
std::string payload_schema(std::string_view payload);
/// docs/events.md
std::string events_page();

}  // namespace mf::contracts
