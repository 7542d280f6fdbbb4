#include "platform/telemetry/log.hpp"

#include "platform/core/time.hpp"
#include "platform/json/writer.hpp"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

namespace mf::telemetry {
namespace {

spdlog::logger& logger() {
  static const auto instance = [] {
    auto made = std::make_shared<spdlog::logger>("microflow",
                                                 std::make_shared<spdlog::sinks::stderr_sink_mt>());
    made->set_pattern("%v");
    made->set_level(spdlog::level::info);
    made->flush_on(spdlog::level::info);
    return made;
  }();
  return *instance;
}

void write(spdlog::level::level_enum level, std::string_view name, std::string_view service,
           std::string_view message, std::initializer_list<LogField> fields) {
  if (!logger().should_log(level)) {
    return;
  }
  json::Writer line;
  line.begin_object();
  line.key("time");
  line.string(to_rfc3339(SystemClock().now()));
  line.key("level");
  line.string(name);
  line.key("service");
  line.string(service);
  line.key("message");
  line.string(message);
  for (const auto& [key, value] : fields) {
    line.key(key);
    line.string(value);
  }
  line.end_object();
  logger().log(level, line.take());
}

}  // namespace

void set_log_level(Level level) {
  constexpr std::array levels{spdlog::level::debug, spdlog::level::info, spdlog::level::warn,
                              spdlog::level::err, spdlog::level::off};
  logger().set_level(levels.at(static_cast<std::size_t>(level)));
}

bool logs_debug() {
  return logger().should_log(spdlog::level::debug);
}

void log_debug(std::string_view service, std::string_view message,
               std::initializer_list<LogField> fields) {
  write(spdlog::level::debug, "debug", service, message, fields);
}
void log_info(std::string_view service, std::string_view message,
              std::initializer_list<LogField> fields) {
  write(spdlog::level::info, "info", service, message, fields);
}
void log_warning(std::string_view service, std::string_view message,
                 std::initializer_list<LogField> fields) {
  write(spdlog::level::warn, "warning", service, message, fields);
}
void log_error(std::string_view service, std::string_view message,
               std::initializer_list<LogField> fields) {
  write(spdlog::level::err, "error", service, message, fields);
}

}  // namespace mf::telemetry
