#include "services/dispatch/service.hpp"

#include "services/dispatch/api.hpp"
#include "services/dispatch/events.hpp"

namespace mf::dispatch {
namespace {

class Dispatch final : public service::Service {
 public:
  Dispatch(const service::Resources& resources, Settings settings)
      : resources_(resources), settings_(settings), api_(resources.peers) {
    resources.metrics.gauge("microflow_dispatch_waiting", "Orders that wait for somebody.", name(),
                            [&database = resources.database] {
                              return static_cast<double>(database.read(count_waiting));
                            });
  }

  std::string name() const override { return "dispatch"; }
  std::vector<service::Route> routes() override { return api_.routes(); }
  std::vector<events::Subscription> subscriptions() override {
    return make_subscriptions(resources_.clock);
  }
  std::vector<service::Job> jobs() override {
    return {{"retry_waiting", settings_.retry_every, [this] { retry_waiting(); }}};
  }

 private:
  void retry_waiting() {
    // Mostly nothing waits: no commit for that.
    const bool some = resources_.database.read(
        [](db::Session& session) { return !longest_untried_waiting(session, 1).empty(); });
    if (!some) {
      return;
    }
    const Cause cause{contracts::Actor{}, resources_.clock.now(), ""};
    static_cast<void>(resources_.database.write([&](db::Unit& unit) -> Result<void> {
      retry_round(unit, cause);
      return {};
    }));
  }

  service::Resources resources_;
  Settings settings_;
  Api api_;
};

}  // namespace

std::unique_ptr<service::Service> make_service(const service::Resources& resources,
                                               Settings settings) {
  return std::make_unique<Dispatch>(resources, settings);
}

}  // namespace mf::dispatch
