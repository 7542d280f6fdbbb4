// The HTTP/1.1 server: one loop thread that reads and writes, an Application that answers on a
// worker's thread. Limits on every read and write; shapes that smuggle requests are refused before
// anybody routes them. Made, started and stopped from one thread.
#pragma once

#include "platform/async/pool.hpp"
#include "platform/http/message.hpp"
#include "platform/http/tls.hpp"
#include "platform/http/upstream.hpp"

#include <memory>
#include <string>

namespace mf::http {

/// Where a request goes instead of to handle().
struct Forward {
  std::shared_ptr<Upstream> upstream;
  bool repeatable = false;                   // asking twice does what asking once does
  std::string headers;                       // whole lines, added to the request's head
  std::chrono::milliseconds answer_time{0};  // the upstream's own where this is less
};

/// What the application says of a request's head, before its body is read.
struct Admission {
  std::size_t body_limit = 256 * 1024;
  std::optional<Response> refusal;  // the answer instead: the body is not read
  std::optional<Forward> forward;
};

class Application {
 public:
  virtual ~Application() = default;
  /// On the loop: quick, no waiting. May complete the request (id, principal).
  virtual Admission admit(Request& head) = 0;
  /// On a worker: may wait. Does not throw.
  virtual Response handle(Request& request) = 0;
  /// On the loop, after admit() refused or for what never became a request: the answer as it
  /// leaves.
  virtual void finish(const Request& request, Response& response) = 0;
  /// On the loop: an answer from upstream begins to leave. `answer` has its status and nothing
  /// else; headers put into it are added.
  virtual void forwarded(const Request& /*request*/, Response& /*answer*/) {}
};

struct ServerOptions {
  std::string host = "127.0.0.1";
  int port = 0;                         // 0: a free one
  std::size_t head_limit = 16 * 1024;   // bytes of the request line and headers
  std::size_t spool_above = 64 * 1024;  // larger bodies go to a temporary file
  std::string spool_folder = "/tmp";
  int connections = 2048;                        // at the same time
  std::chrono::milliseconds head_time{10'000};   // from the first byte to the end of the head
  std::chrono::milliseconds body_time{60'000};   // for the whole body
  std::chrono::milliseconds idle_time{60'000};   // between requests
  std::chrono::milliseconds write_time{30'000};  // for one write
  std::shared_ptr<TlsIdentity> tls = {};         // null: plain HTTP
  std::shared_ptr<TlsTrust> trust = {};          // for replicas that speak TLS
};

class Server {
 public:
  /// Binds; throws if the address is taken or not this machine's.
  Server(ServerOptions options, Application& application, async::WorkerPool& workers);
  ~Server();

  void start();
  /// Stops accepting, lets running requests end until `deadline`, closes live bodies, then the
  /// rest.
  void stop(std::chrono::milliseconds deadline);

  int port() const;
  std::size_t connections() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace mf::http
