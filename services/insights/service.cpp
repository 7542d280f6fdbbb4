#include "services/insights/service.hpp"

#include "services/insights/api.hpp"
#include "services/insights/events.hpp"

namespace mf::insights {
namespace {

class Insights final : public service::Service {
 public:
  explicit Insights(Settings settings) : api_(std::move(settings.time_zone)) {}

  std::string name() const override { return "insights"; }
  std::vector<service::Route> routes() override { return api_.routes(); }
  std::vector<events::Subscription> subscriptions() override { return insights::subscriptions(); }

 private:
  Api api_;
};

}  // namespace

std::unique_ptr<service::Service> make_service(const service::Resources&, Settings settings) {
  return std::make_unique<Insights>(std::move(settings));
}

}  // namespace mf::insights
