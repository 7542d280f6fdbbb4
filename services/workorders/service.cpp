#include "services/workorders/service.hpp"

#include "services/workorders/assets_api.hpp"
#include "services/workorders/catalogue_api.hpp"
#include "services/workorders/customers_api.hpp"
#include "services/workorders/events.hpp"
#include "services/workorders/graphql_api.hpp"
#include "services/workorders/import_api.hpp"
#include "services/workorders/materials_api.hpp"
#include "services/workorders/order_search.hpp"
#include "services/workorders/order_store.hpp"
#include "services/workorders/orders_api.hpp"
#include "services/workorders/ratings_api.hpp"
#include "services/workorders/sla.hpp"

namespace mf::workorders {
namespace {

using namespace std::chrono_literals;

constexpr int k_batch = 200;

class WorkOrders final : public service::Service {
 public:
  WorkOrders(const service::Resources& resources, Settings settings)
      : resources_(resources),
        settings_(std::move(settings)),
        orders_(settings_),
        customers_(settings_),
        materials_(resources.peers),
        graphql_(resources_, settings_) {
    add_gauges();
  }

  std::string name() const override { return "workorders"; }

  std::vector<service::Route> routes() override {
    auto table = orders_.routes();
    for (auto more : {materials_.routes(), customers_.routes(), graphql_.routes(), asset_routes(),
                      rating_routes(), catalogue_routes(settings_.default_time_zone),
                      import_routes(settings_.default_time_zone)}) {
      std::move(more.begin(), more.end(), std::back_inserter(table));
    }
    return table;
  }

  std::vector<events::Subscription> subscriptions() override {
    return workorders::subscriptions(resources_.clock, settings_);
  }

  std::vector<service::Job> jobs() override {
    return {
        {"sla", 30s,
         [this] { in_batches([this] { return tell_sla(resources_.database, now(), k_batch); }); }},
        {"close_unopposed", 60s, [this] { in_batches([this] { return close_batch(); }); }},
        {"search_index", 1s, [this] { search::bring_up_to_date(resources_.database); }},
        {"search_index_tidy", 24h, [this] { search::tidy(resources_.database); }},
    };
  }

  void stop() override { graphql_.stop(); }

 private:
  void add_gauges() {
    const auto count = [this](const std::string& metric, const std::string& help,
                              std::function<std::int64_t(db::Session&)> read) {
      resources_.metrics.gauge(metric, help, name(),
                               [&database = resources_.database, read = std::move(read)] {
                                 return static_cast<double>(database.read(read));
                               });
    };
    count("microflow_orders_live", "Orders that are not closed or cancelled.", store::count_live);
    count("microflow_orders_overdue", "Live orders whose promised time is over.",
          [&clock = resources_.clock](db::Session& session) {
            return store::count_overdue(session, clock.now());
          });
  }

  Timestamp now() const { return resources_.clock.now(); }

  int close_batch() const {
    return close_unopposed(resources_.database, now(), settings_.objection_period, k_batch);
  }

  /// Until nothing is left that can be done.
  static void in_batches(const std::function<int()>& batch) {
    while (batch() > 0) {
    }
  }

  const service::Resources resources_;
  const Settings settings_;
  OrdersApi orders_;
  CustomersApi customers_;
  MaterialsApi materials_;
  GraphqlApi graphql_;
};

}  // namespace

std::unique_ptr<service::Service> make_service(const service::Resources& resources,
                                               Settings settings) {
  return std::make_unique<WorkOrders>(resources, std::move(settings));
}

}  // namespace mf::workorders
