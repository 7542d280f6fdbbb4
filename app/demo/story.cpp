#include "app/demo/story.hpp"

#include "app/demo/company.hpp"

#include <queue>
#include <random>

namespace mf::app::demo {
namespace {

using namespace std::chrono_literals;

constexpr int k_orders = 200;
constexpr int k_days = 14;

/// What happens next, and when. Of two at the same time the one planned first goes first.
struct Step {
  Timestamp at;
  int planned;
  std::function<void()> run;
  bool operator<(const Step& other) const {
    return std::tie(at, planned) > std::tie(other.at, other.planned);
  }
};

class Story {
 public:
  Story(const Company& company, Client& client, StoryClock& clock, Timestamp end)
      : company_(company), client_(client), clock_(clock), end_(end) {}

  void tell() {
    for (int i = 0; i < k_orders; ++i) {
      plan(opening_time(i), [this, i] { open(i); });
    }
    while (!steps_.empty() && steps_.top().at <= end_) {
      const Step step = steps_.top();
      steps_.pop();
      clock_.set(step.at);
      step.run();
    }
    clock_.set(end_);
    client_.settle();
  }

 private:
  int pick(int below) { return static_cast<int>(random_() % static_cast<unsigned>(below)); }

  void plan(Timestamp at, std::function<void()> run) {
    steps_.push({at, planned_++, std::move(run)});
  }

  /// Spread evenly over the working hours, 7:00 to 17:00 in Medellín (12:00 to 22:00 UTC), until
  /// now.
  Timestamp opening_time(int i) {
    const auto first = std::chrono::floor<std::chrono::days>(end_) - std::chrono::days(k_days);
    const auto worked_on = [&](int day) {
      const auto until_now =
          std::chrono::floor<minutes>(end_ - (first + std::chrono::days(day) + 12h));
      return std::clamp(until_now, minutes{0}, minutes{600});
    };
    minutes total{0};
    for (int day = 0; day <= k_days; ++day) {
      total += worked_on(day);
    }
    minutes into = total * i / k_orders +
                   minutes{pick(std::max(1, static_cast<int>(total.count()) / k_orders))};
    int day = 0;
    while (into >= worked_on(day)) {
      into -= worked_on(day);
      ++day;
    }
    return Timestamp{first + std::chrono::days(day)} + 12h + into;
  }

  /// The latest orders are under way, and some of them still wait for somebody to send.
  static bool is_late(int i) { return i >= k_orders - 30; }
  static bool waits(int i) { return i >= k_orders - 12 && i % 3 == 0; }
  /// Others have their technician and are for tomorrow.
  static bool is_for_tomorrow(int i) { return i >= k_orders - 12 && i % 3 == 1; }

  void open(int i) {
    const auto& site =
        company_.sites[static_cast<std::size_t>(pick(static_cast<int>(company_.sites.size())))];
    const auto& request =
        k_requests[static_cast<std::size_t>(pick(static_cast<int>(k_requests.size())))];
    constexpr std::array priorities{"low",  "medium", "medium",  "medium",
                                    "high", "high",   "critical"};
    const auto type = company_.types.find(std::string(request.type));
    if (type == company_.types.end()) {
      throw std::logic_error("the demo names an order type that is not there");
    }
    const auto& who = company_.operators[static_cast<std::size_t>(i) % company_.operators.size()];
    const auto order = client_.post(
        who, "/api/v1/orders",
        fmt::format(
            R"({{"customerId":"{}","siteId":"{}","typeId":"{}","priority":"{}","title":{},"description":{}}})",
            site.customer, site.site, type->second, priorities[static_cast<std::size_t>(pick(7))],
            json::quote(request.title), json::quote(request.description)));
    const std::string id = text_of(order, "id");
    client_.settle();
    if (waits(i)) {
      return;
    }
    if (pick(20) == 0 && !is_for_tomorrow(i)) {
      plan(clock_.now() + minutes{30 + pick(120)}, [this, id] { cancel(id); });
      return;
    }
    plan(clock_.now() + minutes{5 + pick(40)}, [this, id, i] { assign(id, until_travel(i)); });
  }

  /// From the assignment to the way.
  minutes until_travel(int i) {
    return is_for_tomorrow(i) ? minutes{24 * 60} : minutes{20 + pick(is_late(i) ? 90 : 900)};
  }

  void cancel(const std::string& id) {
    const auto order = client_.get(company_.operators.front(), "/api/v1/orders/" + id);
    const auto status = text_of(order, "status");
    if (status == "open" || status == "assigned") {
      transition(company_.operators.front(), id, "cancel", "El cliente canceló por teléfono.");
    }
  }

  /// By hand, where the order did not find its technician by itself; some are left for the operator
  /// of the morning.
  void assign(const std::string& id, minutes until_travel) {
    const auto& op = company_.operators.front();
    if (text_of(client_.get(op, "/api/v1/orders/" + id), "status") == "open") {
      const auto candidates = client_.get(op, "/api/v1/orders/" + id + "/candidates");
      const auto* items = candidates.find("items");
      if (items == nullptr || items->size() == 0 || !items->at(0).find("qualified")->boolean()) {
        if (clock_.now() < end_ - 48h) {
          plan(clock_.now() + 3h, [this, id, until_travel] { assign(id, until_travel); });
        }
        return;
      }
      client_.post(
          op, "/api/v1/orders/" + id + "/assignments",
          fmt::format(R"({{"technicianId":"{}"}})", text_of(items->at(0), "technicianId")));
      client_.settle();
    }
    plan(working_time(clock_.now() + until_travel), [this, id] { travel(id); });
  }

  /// The next moment at or after `time` between 7:00 and 16:00 in Medellín.
  static Timestamp working_time(Timestamp time) {
    const auto day = std::chrono::floor<std::chrono::days>(time - 5h);
    const auto of_day = time - 5h - day;
    if (of_day < 7h) {
      return Timestamp{day} + 12h;
    }
    return of_day > 16h ? Timestamp{day} + 36h : time;
  }

  const auth::Principal* technician_of(const std::string& id) {
    const auto order = client_.get(company_.operators.front(), "/api/v1/orders/" + id);
    if (text_of(order, "status") != "assigned") {
      return nullptr;
    }
    const auto* technician = order.find("technician");
    for (const auto& who : company_.technicians) {
      if (technician != nullptr && who.user.to_string() == text_of(*technician, "id")) {
        return &who;
      }
    }
    return nullptr;
  }

  void travel(const std::string& id) {
    const auto* who = technician_of(id);
    if (who == nullptr) {
      return;
    }
    activity(*who, id, "travel_started");
    plan(clock_.now() + minutes{10 + pick(35)}, [this, who, id] {
      activity(*who, id, "arrived");
      plan(clock_.now() + minutes{3 + pick(10)}, [this, who, id] { work(*who, id); });
    });
  }

  void work(const auth::Principal& who, const std::string& id) {
    activity(who, id, "work_started");
    const int spent = 20 + pick(80);
    plan(clock_.now() + minutes{spent}, [this, &who, id, spent] {
      client_.post(who, "/api/v1/orders/" + id + "/progress",
                   fmt::format(R"({{"comment":{},"minutes":{}}})",
                               json::quote(k_progress[static_cast<std::size_t>(pick(8))]), spent));
      client_.upload(who, "/api/v1/orders/" + id + "/evidence?name=acta.txt", "text/plain",
                     fmt::format("Acta de visita\nTécnico: {}\nPotencia óptica: -{},{} dBm\n",
                                 who.name, 17 + pick(6), pick(10)));
      plan(clock_.now() + minutes{5 + pick(15)}, [this, &who, id] { finish(who, id); });
    });
  }

  void finish(const auth::Principal& who, const std::string& id) {
    const auto order = client_.get(company_.administrator, "/api/v1/orders/" + id);
    client_.post(
        who, "/api/v1/orders/" + id + "/materials",
        fmt::format(R"({{"materialId":"{}","quantity":{}}})",
                    company_.materials[static_cast<std::size_t>(1 + pick(3))], 1 + pick(3)));
    client_.settle();
    activity(who, id, "work_completed");
    if (pick(10) != 0) {
      plan(working_time(clock_.now() + 2h + minutes{pick(600)}), [this, id] {
        transition(company_.supervisor, id, "close", "Revisado con la evidencia.");
      });
    }
  }

  void activity(const auth::Principal& who, const std::string& id, const std::string& kind) {
    client_.post(who, "/api/v1/orders/" + id + "/activity",
                 fmt::format(R"({{"kind":"{}"}})", kind));
    client_.settle();
  }

  void transition(const auth::Principal& who, const std::string& id, const std::string& name,
                  const std::string& reason) {
    client_.post(who, "/api/v1/orders/" + id + "/transitions",
                 fmt::format(R"({{"transition":"{}","reason":{}}})", name, json::quote(reason)));
  }

  const Company& company_;
  Client& client_;
  StoryClock& clock_;
  const Timestamp end_;
  std::mt19937 random_{1124};
  std::priority_queue<Step> steps_;
  int planned_ = 0;
};

}  // namespace

void tell_story(const Company& company, Client& client, StoryClock& clock, Timestamp end) {
  Story(company, client, clock, end).tell();
}

}  // namespace mf::app::demo
