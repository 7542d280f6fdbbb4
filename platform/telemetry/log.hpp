// Logs: one JSON object a line on stderr. Secrets never come here: log ids, never tokens, passwords
// or bodies. Thread-safe.
#pragma once

#include "platform/core/names.hpp"

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace mf::telemetry {

enum class Level { debug, info, warning, error, off };

using LogField = std::pair<std::string_view, std::string>;

/// What is below `level` is not written.
void set_log_level(Level level);
/// Whether debug lines are written: ask before making the fields of one for every request.
bool logs_debug();

void log_debug(std::string_view service, std::string_view message,
               std::initializer_list<LogField> fields = {});
void log_info(std::string_view service, std::string_view message,
              std::initializer_list<LogField> fields = {});
void log_warning(std::string_view service, std::string_view message,
                 std::initializer_list<LogField> fields = {});
void log_error(std::string_view service, std::string_view message,
               std::initializer_list<LogField> fields = {});

}  // namespace mf::telemetry

template <>
inline constexpr auto mf::k_names<mf::telemetry::Level> =
    std::array<mf::NameOf<mf::telemetry::Level>, 5>{{
        {mf::telemetry::Level::debug, "debug"},
        {mf::telemetry::Level::info, "info"},
        {mf::telemetry::Level::warning, "warning"},
        {mf::telemetry::Level::error, "error"},
        {mf::telemetry::Level::off, "off"},
    }};
