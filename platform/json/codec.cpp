#include "platform/json/codec.hpp"

#include "platform/core/text.hpp"

namespace mf::json {

void Decoder::read_bool(const Dom& value, const std::string& at, bool& out) {
  if (!value.is_bool()) {
    add(at, "type", "This must be true or false.");
    return;
  }
  out = value.boolean();
}

void Decoder::read_text(const Dom& value, const std::string& at, std::string& out, Text rule) {
  if (!value.is_string()) {
    add(at, "type", "This must be a text.");
    return;
  }
  out = std::string(trim(value.string()));
  if (out.find('\0') != std::string::npos) {
    add(at, "characters", "This must not hold a NUL character.");
    return;
  }
  const std::size_t length = code_points(out);
  if (length == 0 && rule.min > 0) {
    add(at, "required", "This must not be empty.");
  } else if (length < rule.min) {
    add(at, "too_short", fmt::format("This needs at least {} characters.", rule.min));
  } else if (length > rule.max) {
    add(at, "too_long", fmt::format("This takes at most {} characters.", rule.max));
  }
}

bool Decoder::read_integer(const Dom& value, const std::string& at, std::int64_t& out, Range rule) {
  const auto whole = value.is_number() ? value.integer() : std::nullopt;
  if (!whole) {
    add(at, "type", "This must be a whole number.");
    return false;
  }
  if (static_cast<double>(*whole) < rule.min || static_cast<double>(*whole) > rule.max) {
    add(at, "out_of_range", fmt::format("This must lie between {} and {}.", rule.min, rule.max));
    return false;
  }
  out = *whole;
  return true;
}

void Decoder::read_number(const Dom& value, const std::string& at, double& out, Range rule) {
  if (!value.is_number()) {
    add(at, "type", "This must be a number.");
    return;
  }
  out = value.number();
  if (!(out >= rule.min && out <= rule.max)) {
    add(at, "out_of_range", fmt::format("This must lie between {} and {}.", rule.min, rule.max));
  }
}

void Decoder::read_time(const Dom& value, const std::string& at, Timestamp& out) {
  const auto time = value.is_string() ? parse_rfc3339(value.string()) : std::nullopt;
  if (!time) {
    add(at, "time", "This must be a time such as 2026-11-27T14:30:00Z (RFC 3339).");
    return;
  }
  out = *time;
}

void Decoder::read_uuid(const Dom& value, const std::string& at, Uuid& out) {
  const auto id = value.is_string() ? Uuid::parse(value.string()) : std::nullopt;
  if (!id) {
    add(at, "uuid", "This must be an id such as 01939f3e-7d1c-7b3a-9c55-0d6f1c2b3a4d.");
    return;
  }
  out = *id;
}

}  // namespace mf::json
