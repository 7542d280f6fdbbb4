#include "platform/testing/nats_server.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <thread>

extern char** environ;

namespace mf::testing {
namespace {

using namespace std::chrono_literals;

sockaddr_in local(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  return address;
}

int free_port() {
  const int file = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  auto address = local(0);
  socklen_t size = sizeof address;
  ::bind(file, reinterpret_cast<sockaddr*>(&address), size);
  ::getsockname(file, reinterpret_cast<sockaddr*>(&address), &size);
  ::close(file);
  return ntohs(address.sin_port);
}

bool answers(int port) {
  const int file = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const auto address = local(port);
  const bool connected =
      ::connect(file, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  ::close(file);
  return connected;
}

}  // namespace

NatsServer::NatsServer(std::string configuration) : port_(free_port()) {
  std::ofstream(folder_.path("nats.conf"))
      << "listen: \"127.0.0.1:" << port_ << "\"\njetstream { store_dir: \"" << folder_.path("store")
      << "\" }\nlogfile: \"" << folder_.path("log") << "\"\n"
      << configuration << "\n";
}

NatsServer::~NatsServer() {
  kill();
}

void NatsServer::start() {
  const std::string file = folder_.path("nats.conf");
  std::string program = "nats-server";
  std::string option = "-c";
  std::string argument = file;
  char* arguments[] = {program.data(), option.data(), argument.data(), nullptr};
  // Debian keeps it among the programs for administrators, which is not on everybody's path.
  if (::posix_spawnp(&process_, "nats-server", nullptr, nullptr, arguments, environ) != 0 &&
      ::posix_spawn(&process_, "/usr/sbin/nats-server", nullptr, nullptr, arguments, environ) !=
          0) {
    process_ = 0;
    throw std::runtime_error("nats-server can't be started: install the package nats-server");
  }
  const auto deadline = std::chrono::steady_clock::now() + 20s;
  while (!answers(port_)) {
    if (std::chrono::steady_clock::now() > deadline ||
        ::waitpid(process_, nullptr, WNOHANG) == process_) {
      std::ifstream log(folder_.path("log"));
      throw std::runtime_error("nats-server did not start: " +
                               std::string(std::istreambuf_iterator<char>(log), {}));
    }
    std::this_thread::sleep_for(5ms);
  }
}

void NatsServer::kill() {
  if (process_ != 0) {
    ::kill(process_, SIGKILL);
    ::waitpid(process_, nullptr, 0);
    process_ = 0;
  }
}

void NatsServer::wipe() {
  std::filesystem::remove_all(folder_.path("store"));
}

void NatsServer::copy() {
  std::filesystem::copy(folder_.path("store"), folder_.path("copy"),
                        std::filesystem::copy_options::recursive);
}

void NatsServer::go_back() {
  wipe();
  std::filesystem::copy(folder_.path("copy"), folder_.path("store"),
                        std::filesystem::copy_options::recursive);
}

void NatsServer::freeze() {
  ::kill(process_, SIGSTOP);
}

void NatsServer::thaw() {
  ::kill(process_, SIGCONT);
}

}  // namespace mf::testing
