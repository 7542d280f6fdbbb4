#include "app/commands.hpp"
#include "app/folder_lock.hpp"
#include "platform/core/time.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <filesystem>
#include <iostream>

namespace mf::app {
namespace {

/// What is wrong, with the remedy; nothing where all is well.
using Finding = std::optional<std::string>;

Finding check_folder(const Settings& settings) {
  try {
    const FolderLock lock(settings.data);
    return std::nullopt;
  } catch (const std::exception& error) {
    return error.what();
  }
}

Finding check_space(const Settings& settings) {
  std::error_code error;
  const auto space = std::filesystem::space(settings.data, error);
  if (error || space.available >= 500ULL << 20) {
    return std::nullopt;
  }
  return fmt::format("only {} MiB are free at {}: make room, or choose another folder with --data",
                     space.available >> 20, settings.data);
}

Finding check_zone(const Settings& settings) {
  if (is_time_zone(settings.time_zone)) {
    return std::nullopt;
  }
  return "the time zone " + settings.time_zone +
         " is unknown: install tzdata, or correct suite.time_zone";
}

Finding check_address(const Settings& settings) {
  const auto colon = settings.listen.rfind(':');
  const std::string host = settings.listen.substr(0, colon);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port =
      htons(static_cast<std::uint16_t>(std::atoi(settings.listen.c_str() + colon + 1)));
  if (inet_pton(AF_INET, host.c_str(), &address.sin_addr) != 1) {
    return std::nullopt;  // a name or an IPv6 address: starting tells
  }
  const int socket_file = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int yes = 1;
  ::setsockopt(socket_file, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  const bool free = ::bind(socket_file, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
  ::close(socket_file);
  if (free) {
    return std::nullopt;
  }
  return settings.listen + " is taken or not this machine's: choose another with --listen";
}

// Those of the services that follow others' events, each with a queue of its own.
constexpr std::array k_consumers =
    std::to_array<const char*>({"workorders", "dispatch", "tracking", "notifications", "insights"});

Finding check_broker(const Settings& settings) {
  if (settings.nats) {
    const auto trouble = events::find_nats_trouble(*settings.nats);
    return trouble ? Finding(*trouble + ": start the server, or correct the events.nats_* settings")
                   : std::nullopt;
  }
  if (settings.aws) {
    const std::vector<std::string> consumers(k_consumers.begin(), k_consumers.end());
    const auto trouble = events::find_aws_trouble(*settings.aws, consumers);
    return trouble ? Finding(*trouble +
                             ": make the topic and the queues, give the right to use them, or "
                             "correct the aws.* and events.s* settings")
                   : std::nullopt;
  }
  return std::nullopt;
}

}  // namespace

int doctor(const Settings& settings) {
  constexpr std::array checks =
      std::to_array<std::pair<std::string_view, Finding (*)(const Settings&)>>({
          {"data folder", check_folder},
          {"free space", check_space},
          {"time zone", check_zone},
          {"address", check_address},
          {"event broker", check_broker},
      });
  int failed = 0;
  for (const auto& [name, check] : checks) {
    const auto finding = check(settings);
    failed += finding.has_value();
    (finding ? std::cerr : std::cout) << name << ": " << finding.value_or("well") << "\n";
  }
  return failed == 0 ? 0 : 1;
}

}  // namespace mf::app
