#include "platform/testing/aws_server.hpp"

#include "platform/cloud/web.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <stdexcept>

namespace mf::testing {
namespace {

int read_port(int out) {
  constexpr std::string_view k_says = "listens on http://127.0.0.1:";
  std::string text;
  pollfd one{out, POLLIN, 0};
  while (::poll(&one, 1, 60'000) > 0) {
    std::array<char, 512> bytes;
    const ssize_t got = ::read(out, bytes.data(), bytes.size());
    if (got <= 0) {
      break;
    }
    text.append(bytes.data(), static_cast<std::size_t>(got));
    const auto at = text.find(k_says);
    if (at != std::string::npos && text.find('\n', at) != std::string::npos) {
      return std::stoi(text.substr(at + k_says.size()));
    }
  }
  throw std::runtime_error("aws_server.py did not start: " + text);
}

std::string ask(const std::string& method, const std::string& url, const std::string& body) {
  cloud::Web web("the test's SNS and SQS", {});
  const auto answer = web.call(url, [&] { return cloud::WebRequest{method, url, {}, body}; });
  if (answer.status != 200) {
    throw std::runtime_error(url + " answers " + std::to_string(answer.status));
  }
  return answer.body;
}

}  // namespace

AwsServer::~AwsServer() {
  kill();
}

void AwsServer::start() {
  int out[2];
  if (::pipe2(out, O_CLOEXEC) != 0) {
    throw std::runtime_error("no pipe");
  }
  const std::string folder = folder_.path();
  const std::string port = std::to_string(port_);
  process_ = ::fork();
  if (process_ == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::dup2(out[1], STDOUT_FILENO);
    ::execlp("python3", "python3", "-B", MF_AWS_SERVER, folder.c_str(), port.c_str(), nullptr);
    ::_exit(127);
  }
  ::close(out[1]);
  out_ = out[0];
  port_ = read_port(out_);
}

void AwsServer::kill() {
  if (process_ != 0) {
    ::kill(process_, SIGKILL);
    ::waitpid(process_, nullptr, 0);
    ::close(out_);
    process_ = 0;
  }
}

void AwsServer::add_queue(const std::string& name) {
  control(fmt::format(R"({{"queues":["{}.fifo"]}})", name));
}

void AwsServer::control(const std::string& wishes) {
  ask("POST", url() + "/control", wishes);
}

std::string AwsServer::state() {
  return ask("GET", url() + "/state", "");
}

}  // namespace mf::testing
