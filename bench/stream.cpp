// From the commit of order.created to the bytes at a listener's socket, at 200 orders/s, over HTTP
// as in real life: first orders that wait for an operator (order.created on the operator's stream),
// then orders that dispatch assigns by itself (assignment.created on the technician's stream).
#include "bench/support.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace mf::bench {
namespace {

using namespace std::chrono_literals;

constexpr int k_rate = 200;  // orders a second
constexpr int k_seconds = 10;
constexpr int k_warm_up = k_rate;  // the first second is left out
constexpr int k_orders = k_warm_up + k_rate * k_seconds;
constexpr int k_more_technicians = 18;
constexpr auto k_kept_for =
    300ms;  // then the order is cancelled, so that its technician is free again
constexpr double k_goal_ms = 10;

/// When each order's event was first seen, by the order's id.
using Arrivals = std::unordered_map<std::string, Steady::time_point>;

/// One person's event stream, read line by line.
class Listener {
 public:
  Listener(int port, const std::string& token, std::string event) : event_(std::move(event)) {
    socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const std::string request =
        "GET /api/v1/stream HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n"
        "Authorization: Bearer " +
        token + "\r\n\r\n";
    if (::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0 ||
        ::send(socket_, request.data(), request.size(), MSG_NOSIGNAL) !=
            static_cast<ssize_t>(request.size())) {
      throw std::runtime_error("the stream cannot be opened");
    }
  }
  ~Listener() { ::close(socket_); }
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  int socket() const { return socket_; }

  /// Takes what has come; `arrivals` gets the subjects of the event that it listens for.
  void read(Arrivals& arrivals) {
    std::array<char, 65536> bytes;
    const auto count = ::recv(socket_, bytes.data(), bytes.size(), 0);
    const auto now = Steady::now();
    if (count <= 0) {
      throw std::runtime_error("the stream ended");
    }
    waiting_.append(bytes.data(), static_cast<std::size_t>(count));
    std::size_t begin = 0;
    for (auto end = waiting_.find('\n'); end != std::string::npos;
         end = waiting_.find('\n', begin)) {
      take_line(std::string_view(waiting_).substr(begin, end - begin), now, arrivals);
      begin = end + 1;
    }
    waiting_.erase(0, begin);
  }

 private:
  void take_line(std::string_view line, Steady::time_point now, Arrivals& arrivals) {
    if (line.starts_with("event: ")) {
      wanted_ = line.substr(7) == event_;
    } else if (line.starts_with("HTTP/1.1") && !line.starts_with("HTTP/1.1 200")) {
      throw std::runtime_error("the stream was refused: " + std::string(line));
    } else if (wanted_ && line.starts_with("data: ")) {
      constexpr std::string_view name = "\"subject\":\"";
      const auto at = line.find(name);
      if (at != std::string_view::npos) {
        arrivals.emplace(line.substr(at + name.size(), 36), now);
      }
    }
  }

  const std::string event_;
  int socket_ = -1;
  std::string waiting_;
  bool wanted_ = false;
};

/// Reads many streams on a thread of its own, until it goes.
class Reader {
 public:
  explicit Reader(std::vector<std::unique_ptr<Listener>> listeners)
      : listeners_(std::move(listeners)),
        thread_([this](const std::stop_token& stop) { run(stop); }) {}

  std::size_t seen() const {
    const std::lock_guard lock(mutex_);
    return arrivals_.size();
  }
  Arrivals take() {
    thread_.request_stop();
    thread_.join();
    return std::move(arrivals_);
  }

 private:
  void run(const std::stop_token& stop) {
    std::vector<pollfd> sockets;
    for (const auto& listener : listeners_) {
      sockets.push_back({listener->socket(), POLLIN, 0});
    }
    while (!stop.stop_requested()) {
      ::poll(sockets.data(), sockets.size(), 100);
      for (std::size_t i = 0; i < sockets.size(); ++i) {
        if (sockets[i].revents != 0) {
          const std::lock_guard lock(mutex_);
          listeners_[i]->read(arrivals_);
        }
      }
    }
  }

  std::vector<std::unique_ptr<Listener>> listeners_;
  mutable std::mutex mutex_;
  Arrivals arrivals_;
  std::jthread thread_;
};

/// When the database of the orders committed something that has events.
class Commits {
 public:
  explicit Commits(db::Database& database)
      : subscription_(database.on_events([this] {
          const auto now = Steady::now();
          const std::lock_guard lock(mutex_);
          times_.push_back(now);
        })) {}
  /// The first one since `begin`: never later than the commit of what began then.
  Steady::time_point first_since(Steady::time_point begin) const {
    const std::lock_guard lock(mutex_);
    const auto found = std::lower_bound(times_.begin(), times_.end(), begin);
    return found == times_.end() ? begin : *found;
  }

 private:
  mutable std::mutex mutex_;
  std::vector<Steady::time_point> times_;
  db::Subscription subscription_;
};

struct Made {
  std::string id;
  Steady::time_point begun;
  std::atomic<bool> ready = false;
};

/// Runs `step(i)` for every order at its time, `late` behind the schedule, on some threads. A step
/// may wait.
template <class F>
std::vector<std::jthread> on_schedule(int threads, Steady::time_point begin,
                                      std::chrono::milliseconds late, std::atomic<int>& next,
                                      F step) {
  std::vector<std::jthread> made;
  for (int t = 0; t < threads; ++t) {
    made.emplace_back([=, &next] {
      for (int i = next++; i < k_orders; i = next++) {
        std::this_thread::sleep_until(begin + late +
                                      std::chrono::microseconds(1'000'000 / k_rate) * i);
        step(static_cast<std::size_t>(i));
      }
    });
  }
  return made;
}

class Experiment {
 public:
  explicit Experiment(TestBed& bed) : bed_(bed), commits_(bed.orders()) {}

  void run(const std::string& name, const std::string& type, bool cancel,
           const std::vector<auth::Principal>& people, const std::string& event) {
    say(fmt::format("{} orders a second for {} s, {} streams …", k_rate, k_seconds, people.size()));
    Reader reader(listen(people, event));
    std::this_thread::sleep_for(300ms);  // every stream has begun
    std::vector<Made> orders(k_orders);
    create(orders, type, cancel);
    const auto until = Steady::now() + 5s;
    while (reader.seen() < k_orders && Steady::now() < until) {
      std::this_thread::sleep_for(10ms);
    }
    report(name, orders, reader.take());
  }

 private:
  std::vector<std::unique_ptr<Listener>> listen(const std::vector<auth::Principal>& people,
                                                const std::string& event) {
    std::vector<std::unique_ptr<Listener>> listeners;
    for (auto who : people) {
      who.expires = bed_.now() + 15min;
      listeners.push_back(std::make_unique<Listener>(
          bed_.suite().port(), bed_.suite().keys().sign(who, bed_.now()), event));
    }
    return listeners;
  }

  void create(std::vector<Made>& orders, const std::string& type, bool cancel) {
    const auto& company = bed_.company();
    const auto who = caller(company.operators.back());
    std::atomic<int> next = 0;
    std::atomic<int> next_cancelled = 0;
    const auto begin = Steady::now() + 100ms;
    const auto creators = on_schedule(8, begin, 0ms, next, [&](std::size_t i) {
      orders[i].begun = Steady::now();
      const auto answer =
          bed_.call("POST", who, "/api/v1/orders", "",
                    new_order(company, company.sites[i % company.sites.size()], type, i));
      const auto& location = *answer.header("location");
      orders[i].id = location.substr(location.rfind('/') + 1);
      orders[i].ready = true;
    });
    if (!cancel) {
      return;
    }
    const auto cancellers = on_schedule(8, begin, k_kept_for, next_cancelled, [&](std::size_t i) {
      while (!orders[i].ready) {
        std::this_thread::sleep_for(1ms);
      }
      bed_.call("POST", who, "/api/v1/orders/" + orders[i].id + "/transitions", "",
                R"({"transition":"cancel","reason":"El cliente canceló por teléfono."})");
    });
  }

  void report(const std::string& name, const std::vector<Made>& orders, const Arrivals& arrivals) {
    std::vector<double> since_commit;
    std::vector<double> since_request;
    for (std::size_t i = k_warm_up; i < orders.size(); ++i) {
      const auto found = arrivals.find(orders[i].id);
      if (found != arrivals.end()) {
        since_request.push_back(milliseconds_between(orders[i].begun, found->second));
        since_commit.push_back(
            milliseconds_between(commits_.first_since(orders[i].begun), found->second));
      }
    }
    const std::size_t missing = orders.size() - k_warm_up - since_commit.size();
    const auto figures = [](const std::vector<double>& values) {
      return fmt::format("{:.1f}, {:.1f}, {:.1f} ms", percentile(values, 0.5),
                         percentile(values, 0.99), percentile(values, 1));
    };
    row("stream", name + ": p50, p99, max since the request", figures(since_request));
    row("stream", name + ": p50, p99, max since the commit", figures(since_commit), "p99 ≤ 10 ms",
        missing == 0 && percentile(since_commit, 0.99) <= k_goal_ms);
    if (missing > 0) {
      row("stream", name + ": orders that never came", std::to_string(missing), "0", false);
    }
  }

  TestBed& bed_;
  Commits commits_;
};

/// Technicians on duty day and night, in every zone: they take what the demo's own are too few for.
std::vector<auth::Principal> add_technicians(TestBed& bed) {
  const auto& company = bed.company();
  auto everybody = company.technicians;
  std::vector<std::string> zones;
  for (const auto zone : company.supervisor.zones) {
    zones.push_back('"' + zone.to_string() + '"');
  }
  for (int i = 0; i < k_more_technicians; ++i) {
    const std::string username = fmt::format("turno{:02}", i);
    const auto user = bed.client().post(
        company.administrator, "/api/v1/users",
        fmt::format(
            R"({{"username":"{0}","name":"{0}","roles":["technician"],"password":"una-clave-larga-1"}})",
            username));
    auth::Principal who;
    who.user = *UserId::parse(app::demo::text_of(user, "id"));
    who.username = username;
    who.name = username;
    who.roles = {auth::Role::technician};
    bed.client().settle();
    bed.client().post(company.administrator, "/api/v1/technicians",
                      fmt::format(R"({{"userId":"{}","zones":[{}],"skills":[],"shifts":[]}})",
                                  who.user.to_string(), fmt::join(zones, ",")));
    everybody.push_back(who);
  }
  return everybody;
}

void run_all() {
  TestBed bed;
  const auto technicians = add_technicians(bed);
  bed.delivered(10s);
  bed.suite().listen();
  Experiment experiment(bed);
  experiment.run("order.created, operator", "repair", false, {bed.company().operators.front()},
                 "order.created");
  bed.delivered(30s);
  experiment.run("assignment.created, technician", "reconnection", true, technicians,
                 "assignment.created");
  bed.delivered(30s);
  bed.suite().stop();
}

}  // namespace
}  // namespace mf::bench

int main() {
  return mf::bench::run(mf::bench::run_all);
}
