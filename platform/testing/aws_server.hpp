// A small SNS and SQS for a test (tests/harness/aws_server.py), on a free port, in a temporary
// folder. It ends with its owner; kill() and start() again make it come back with what it had. One
// thread.
#pragma once

#include "platform/cloud/aws_keys.hpp"
#include "platform/testing/temporary_folder.hpp"

#include <sys/types.h>

#include <map>
#include <string>

namespace mf::testing {

class AwsServer {
 public:
  AwsServer() = default;
  ~AwsServer();
  AwsServer(const AwsServer&) = delete;
  AwsServer& operator=(const AwsServer&) = delete;

  /// Returns when it takes connections: the first time on a free port, then always on that.
  void start();
  /// kill -9.
  void kill();

  /// Makes a queue that gets everything that is published from now on, queue_url() with the name.
  void add_queue(const std::string& name);
  /// What it shall do wrong, as JSON: the script's list of faults.
  void control(const std::string& wishes);
  /// What it has and was asked, as JSON.
  std::string state();

  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }
  static std::string topic() { return "arn:aws:sns:eu-west-1:123456789012:events.fifo"; }
  static std::string queue_url() {
    return "https://sqs.eu-west-1.amazonaws.com/123456789012/{service}.fifo";
  }
  static cloud::AwsKeys keys() {
    return {.id = "AKIDFIXED", .secret = "fixed secret", .session_token = ""};
  }
  /// As a container's role gets them.
  static cloud::AwsKeys role_keys() {
    return {.id = "ASIAROLE", .secret = "role secret", .session_token = "role/token=="};
  }

 private:
  TemporaryFolder folder_;
  int port_ = 0;
  pid_t process_ = 0;
  int out_ = -1;
};

}  // namespace mf::testing
