// First pages of lists, filters and searches with 10,000 orders and with 1,000,000 in the database:
// the same requests, through the routes' handlers, in the same process.
#include "app/demo/company.hpp"
#include "bench/support.hpp"
#include "services/workorders/order_search.hpp"
#include "services/workorders/order_store.hpp"
#include "services/workorders/orders.hpp"

#include <random>

namespace mf::bench {
namespace {

using namespace std::chrono_literals;

constexpr std::int64_t k_small = 10'000;
constexpr std::int64_t k_large = 1'000'000;
constexpr int k_unit = 2000;  // orders of one unit of work
constexpr int k_repeats = 200;
constexpr auto k_longest = 5s;  // for the repeats of one request
constexpr std::string_view k_rare = "zarigüeya";
constexpr double k_goal = 2;

/// Most orders of a company are closed.
struct StatusShare {
  OrderStatus status;
  int share;  // of 1000
};
constexpr std::array<StatusShare, 7> k_statuses{{{OrderStatus::closed, 870},
                                                 {OrderStatus::cancelled, 50},
                                                 {OrderStatus::completed, 20},
                                                 {OrderStatus::open, 20},
                                                 {OrderStatus::assigned, 20},
                                                 {OrderStatus::in_progress, 10},
                                                 {OrderStatus::on_hold, 10}}};

OrderStatus status_at(int share) {
  for (const auto& [status, width] : k_statuses) {
    if (share < width) {
      return status;
    }
    share -= width;
  }
  return OrderStatus::closed;
}

/// Makes orders through the service's own use cases, a minute of the company's time apart.
class Filler {
 public:
  Filler(db::Database& database, const app::demo::Company& company, Timestamp end)
      : database_(database), company_(company), first_(end - std::chrono::minutes(k_large)) {}

  void fill_to(std::int64_t count) {
    while (made_ < count) {
      const auto until = std::min(made_ + k_unit, count);
      const auto done = database_.write([&](db::Unit& unit) -> Result<void> {
        for (; made_ < until; ++made_) {
          add_one(unit);
        }
        return {};
      });
      if (!done) {
        throw std::runtime_error(done.error().detail);
      }
      if (made_ % 100'000 == 0) {
        say(fmt::format("{} orders", made_));
      }
    }
  }

 private:
  template <class Things>
  const auto& any(const Things& things) {
    return things[random_() % std::size(things)];
  }

  void add_one(db::Unit& unit) {
    const auto& site = any(company_.sites);
    const auto& request = any(app::demo::k_requests);
    workorders::NewOrderFacts facts;
    facts.customer = *CustomerId::parse(site.customer);
    facts.site = *SiteId::parse(site.site);
    facts.type = *OrderTypeId::parse(company_.types.at(std::string(request.type)));
    facts.priority = static_cast<Priority>(random_() % 4);
    facts.title = request.title;
    facts.description = request.description;
    if (made_ < k_small && made_ % 400 == 7) {
      facts.description += fmt::format(" Hay una {} en la caja.", k_rare);
    }
    const auto& op = any(company_.operators);
    const workorders::Cause cause{.by = contracts::actor_of(op),
                                  .now = first_ + std::chrono::minutes(made_)};
    auto order = workorders::open_order(unit, facts, cause);
    if (!order) {
      throw std::runtime_error("an order was refused: " + order.error().detail);
    }
    move_on(unit, *order);
  }

  void move_on(db::Unit& unit, workorders::Order& order) {
    order.status = status_at(static_cast<int>(random_() % 1000));
    if (order.status != OrderStatus::open && order.status != OrderStatus::cancelled) {
      const auto& technician = any(company_.technicians);
      order.technician = technician.user;
      order.technician_name = technician.name;
    }
    if (auto moved = workorders::store::update_order(unit, order); !moved) {
      throw std::runtime_error("an order could not be moved on: " + moved.error().detail);
    }
  }

  db::Database& database_;
  const app::demo::Company& company_;
  const Timestamp first_;
  std::int64_t made_ = 0;
  std::mt19937 random_{1124};
};

struct Query {
  std::string name;
  Caller who;
  std::string query;
};

std::vector<Query> queries_of(const app::demo::Company& company) {
  const auto op = caller(company.operators.front());
  const auto supervisor = caller(company.supervisor);
  const auto zone = company.supervisor.zones.front().to_string();
  return {
      {"newest", op, ""},
      {"of a status, few", op, "status=open"},
      {"of a status, most", op, "status=closed"},
      {"open, most urgent first", op, "status=open,assigned&sort=priority"},
      {"open, by due time", op, "status=open,assigned&sort=due"},
      {"of a customer", op, "customerId=" + company.sites.front().customer},
      {"of a zone, supervisor", supervisor, "zoneId=" + zone},
      {"of all their zones, supervisor", supervisor, ""},
      {"technician's own", caller(company.technicians.front()), ""},
      {"client's own", caller(company.clients.front()), ""},
      {"search: two common words", op, "q=carrera%20internet"},
      {"search: a rare word", op, "q=" + http::percent_encode(k_rare)},
      {"search: a common and a rare word", op, "q=carrera%20" + http::percent_encode(k_rare)},
      {"search: a common word, only begun", op, "q=carr"},
      {"search: common words of a status", op, "q=internet&status=open"},
  };
}

struct Timing {
  double milliseconds = 0;
  int items = 0;
};

int count_items(std::string_view json) {
  int count = 0;
  constexpr std::string_view mark = "\"code\":\"ORD-";
  for (auto at = json.find(mark); at != std::string_view::npos; at = json.find(mark, at + 1)) {
    ++count;
  }
  return count;
}

Timing time_of(TestBed& bed, const Query& query) {
  const auto ask = [&] { return bed.call("GET", query.who, "/api/v1/orders", query.query); };
  Timing timing{.items = count_items(ask().body)};
  ask();
  std::vector<double> times;
  const auto until = Steady::now() + k_longest;
  while (std::ssize(times) < k_repeats && Steady::now() < until) {
    const auto began = Steady::now();
    ask();
    times.push_back(milliseconds_between(began, Steady::now()));
  }
  timing.milliseconds = median(times);
  return timing;
}

std::vector<Timing> time_all(TestBed& bed, const std::vector<Query>& queries) {
  std::vector<Timing> timings;
  for (const auto& query : queries) {
    timings.push_back(time_of(bed, query));
  }
  return timings;
}

void run_all() {
  TestBed bed;
  bed.quiet();
  // A connection of its own for the filling, with a large cache; it is gone when the requests are
  // timed.
  auto filling = db::open_sqlite({.path = bed.suite().settings().data + "/workorders.db",
                                  .cache_kib = 256 * 1024,
                                  .synchronous_full = false});
  Filler filler(*filling, bed.company(), bed.now());
  const auto queries = queries_of(bed.company());

  filler.fill_to(k_small);
  workorders::search::bring_up_to_date(*filling);
  workorders::search::tidy(*filling);  // as a job does once a day
  const auto small = time_all(bed, queries);
  filler.fill_to(k_large);
  say("Taking them into the search index …");
  workorders::search::bring_up_to_date(*filling);
  workorders::search::tidy(*filling);
  filling.reset();
  const auto large = time_all(bed, queries);

  for (std::size_t i = 0; i < queries.size(); ++i) {
    const double ratio = large[i].milliseconds / small[i].milliseconds;
    const bool same = small[i].items == large[i].items;
    row("scale", queries[i].name + ": 10,000, 1,000,000, ratio",
        fmt::format("{:.2f}, {:.2f} ms, {:.2f}{}", small[i].milliseconds, large[i].milliseconds,
                    ratio,
                    same ? "" : fmt::format(" ({} and {} rows)", small[i].items, large[i].items)),
        "≤ 2", ratio <= k_goal);
  }
}

}  // namespace
}  // namespace mf::bench

int main() {
  return mf::bench::run(mf::bench::run_all);
}
