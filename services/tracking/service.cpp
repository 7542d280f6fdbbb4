#include "services/tracking/service.hpp"

#include "platform/telemetry/log.hpp"
#include "services/tracking/api.hpp"
#include "services/tracking/events.hpp"
#include "services/tracking/evidence.hpp"

namespace mf::tracking {
namespace {

class Tracking final : public service::Service {
 public:
  Tracking(const service::Resources& resources, std::shared_ptr<blob::BlobStore> blobs,
           Settings settings)
      : resources_(resources),
        blobs_(std::move(blobs)),
        settings_(settings),
        api_(*blobs_, settings_) {}

  std::string name() const override { return "tracking"; }
  std::vector<service::Route> routes() override { return api_.routes(); }
  std::vector<events::Subscription> subscriptions() override {
    return tracking::subscriptions(resources_.clock);
  }
  std::vector<service::Job> jobs() override {
    return {{"sweep_content", std::chrono::hours{6}, [this] { sweep(); }}};
  }

 private:
  void sweep() {
    const auto before = resources_.clock.now() - settings_.unused_content;
    if (const auto removed = sweep_content(resources_.database, *blobs_, before); removed > 0) {
      telemetry::log_info("tracking", "removed content that no evidence came of",
                          {{"count", std::to_string(removed)}});
    }
  }

  const service::Resources resources_;
  const std::shared_ptr<blob::BlobStore> blobs_;
  const Settings settings_;
  Api api_;
};

}  // namespace

std::unique_ptr<service::Service> make_service(const service::Resources& resources,
                                               std::shared_ptr<blob::BlobStore> blobs,
                                               Settings settings) {
  return std::make_unique<Tracking>(resources, std::move(blobs), settings);
}

}  // namespace mf::tracking
