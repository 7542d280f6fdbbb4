#include "services/notifications/service.hpp"

#include "services/notifications/api.hpp"
#include "services/notifications/events.hpp"
#include "services/notifications/mail_queue.hpp"
#include "services/notifications/rules.hpp"
#include "services/notifications/store.hpp"
#include "services/notifications/stream.hpp"

namespace mf::notifications {
namespace {

using namespace std::chrono_literals;

constexpr auto k_prune_every = 10min;
constexpr int k_prune_page =
    2'000;  // rows of one unit of work: others wait for the writer meanwhile

class Notifications final : public service::Service {
 public:
  Notifications(const service::Resources& resources, std::shared_ptr<mail::Mailer> mailer,
                Settings settings)
      : database_(resources.database),
        clock_(resources.clock),
        settings_(std::move(settings)),
        hub_(resources.database, resources.clock, settings_),
        intake_(resources.clock, mailer != nullptr),
        api_(hub_) {
    if (mailer) {
      mail_.emplace(resources.database, resources.clock, std::move(mailer), settings_);
    }
    seed_rules(database_, clock_.now());
    resources.metrics.gauge("microflow_notifications_pending", "Messages that wait to be sent.",
                            name(), [&database = database_] {
                              return static_cast<double>(database.read(
                                  [](db::Session& session) { return count_pending(session); }));
                            });
  }

  std::string name() const override { return "notifications"; }
  std::vector<service::Route> routes() override { return api_.routes(); }
  std::vector<events::Subscription> subscriptions() override { return intake_.subscriptions(); }

  std::vector<service::Job> jobs() override {
    std::vector<service::Job> jobs;
    if (mail_) {
      jobs.push_back({"mail", settings_.mail_every, [this] { mail_->run(); }});
    }
    jobs.push_back({"prune", k_prune_every, [this] { prune(); }});
    return jobs;
  }

  void stop() override { hub_.stop(); }

 private:
  void prune() {
    const auto now = clock_.now();
    prune_with(prune_stream, now - settings_.stream_kept);
    prune_with(prune_notifications, now - settings_.notifications_kept);
  }

  void prune_with(std::int64_t (*remove)(db::Unit&, Timestamp, int), Timestamp before) {
    for (;;) {
      const auto removed = database_.write([&](db::Unit& unit) -> Result<std::int64_t> {
        return remove(unit, before, k_prune_page);
      });
      if (!removed || *removed < k_prune_page) {
        return;
      }
    }
  }

  db::Database& database_;
  const Clock& clock_;
  const Settings settings_;
  StreamHub hub_;
  Intake intake_;
  Api api_;
  std::optional<MailQueue> mail_;
};

}  // namespace

std::unique_ptr<service::Service> make_service(const service::Resources& resources,
                                               std::shared_ptr<mail::Mailer> mailer,
                                               Settings settings) {
  return std::make_unique<Notifications>(resources, std::move(mailer), std::move(settings));
}

}  // namespace mf::notifications
