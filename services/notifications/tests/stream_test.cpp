#include "services/notifications/stream.hpp"

#include "services/notifications/tests/company.hpp"

#include <thread>

namespace mf::notifications {
namespace {

using namespace std::chrono_literals;
using testing::at;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

constexpr auto k_patience = 10s;

struct Received {
  std::int64_t id = 0;
  std::string event;
  std::string data;
};

/// Reads a live body as a browser's EventSource would: takes what is there whenever it is told that
/// there is something.
class StreamReader {
 public:
  explicit StreamReader(std::shared_ptr<http::LiveBody> body)
      : body_(std::move(body)), signal_(std::make_shared<Signal>()) {
    body_->on_ready([signal = signal_] {
      const std::lock_guard lock(signal->mutex);
      signal->ready = true;
      signal->changed.notify_all();
    });
  }
  StreamReader(const StreamReader&) = delete;
  StreamReader& operator=(const StreamReader&) = delete;
  ~StreamReader() {
    body_->on_ready({});
    body_->close();
  }

  /// Reads until `done` holds. False if it does not within the deadline.
  template <class F>
  bool until(F done) {
    const auto deadline = std::chrono::steady_clock::now() + k_patience;
    for (;;) {
      take();
      if (done()) {
        return true;
      }
      std::unique_lock lock(signal_->mutex);
      if (!signal_->changed.wait_until(lock, deadline, [&] { return signal_->ready; })) {
        return false;
      }
      signal_->ready = false;
    }
  }
  bool wait_for(std::size_t count) {
    return until([&] { return events_.size() >= count; });
  }
  bool wait_for_end() {
    return until([&] { return body_->closed(); });
  }

  const std::vector<Received>& events() const { return events_; }
  std::vector<std::string> names() const {
    std::vector<std::string> names;
    for (const auto& event : events_) {
      names.push_back(event.event);
    }
    return names;
  }
  std::int64_t last_id() const { return last_id_; }
  const std::string& text() const { return text_; }

 private:
  struct Signal {
    std::mutex mutex;
    std::condition_variable changed;
    bool ready = false;
  };

  void take() {
    const auto bytes = body_->take();
    text_ += bytes;
    pending_ += bytes;
    for (auto end = pending_.find("\n\n"); end != std::string::npos; end = pending_.find("\n\n")) {
      dispatch(pending_.substr(0, end + 1));
      pending_.erase(0, end + 2);
    }
  }

  void dispatch(const std::string& block) {
    Received event;
    std::size_t from = 0;
    for (auto end = block.find('\n'); end != std::string::npos;
         from = end + 1, end = block.find('\n', from)) {
      const auto line = block.substr(from, end - from);
      if (line.starts_with("id: ")) {
        event.id = std::stoll(line.substr(4));
        last_id_ = event.id;
      } else if (line.starts_with("event: ")) {
        event.event = line.substr(7);
      } else if (line.starts_with("data: ")) {
        event.data = line.substr(6);
      }
    }
    if (!event.data.empty()) {
      events_.push_back(std::move(event));
    }
  }

  std::shared_ptr<http::LiveBody> body_;
  std::shared_ptr<Signal> signal_;
  std::string text_;
  std::string pending_;
  std::vector<Received> events_;
  std::int64_t last_id_ = 0;
};

StreamReader listen(Company& company, const auth::Principal& person,
                    std::optional<std::int64_t> after = {}) {
  http::Headers headers;
  if (after) {
    headers.emplace_back("last-event-id", std::to_string(*after));
  }
  auto response = company.fixture.call("GET", "/api/v1/stream", person, "", headers);
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(*response.header("content-type"), "text/event-stream");
  return StreamReader(response.live);
}

/// Keeps orders apart from the company's own one.
contracts::OrderChange change_of(Company& company, OrderId order, CustomerId customer) {
  contracts::OrderChange change;
  change.order = company.order_facts();
  change.order.id = order;
  change.order.customer = customer;
  return change;
}

TEST(Stream, does_not_tell_why_a_technician_was_chosen) {
  Company company;
  auto reader = listen(company, company.client);
  company.order_event("order.created");
  company.transition(Transition::assign, OrderStatus::open, OrderStatus::assigned);
  company.transition(Transition::hold, OrderStatus::in_progress, OrderStatus::on_hold);
  ASSERT_TRUE(reader.until([&] { return reader.text().find("\"hold\"") != std::string::npos; }));
  for (const auto& event : reader.events()) {
    if (!event.event.starts_with("order.")) {
      continue;
    }
    const bool has_reason = event.data.find("porque") != std::string::npos;
    EXPECT_EQ(has_reason, event.data.find("\"hold\"") != std::string::npos) << event.data;
  }
}

TEST(Stream, tells_of_materials_on_the_order) {
  Company company;
  company.order_event("order.created");
  auto reader = listen(company, company.client);
  contracts::MaterialChange used;
  used.material = MaterialId::make();
  used.code = "MAT-001";
  used.quantity = 2;
  used.order = company.order;
  company.deliver("workorders", "material.used", company.order.value, used);
  ASSERT_TRUE(reader.wait_for(1));
  EXPECT_THAT(reader.names(), Contains("material.used"));
}

TEST(Stream, sends_an_order_to_its_customer_as_it_happens) {
  Company company;
  auto reader = listen(company, company.client);
  company.order_event("order.created");
  ASSERT_TRUE(reader.wait_for(1));
  const auto& event = reader.events()[0];
  EXPECT_EQ(event.event, "order.created");
  EXPECT_EQ(at(event.data, "/type"), "order.created");
  EXPECT_EQ(at(event.data, "/subject"), company.order.to_string());
  EXPECT_EQ(at(event.data, "/time"), to_rfc3339(company.fixture.clock.now()));
  EXPECT_EQ(at(event.data, "/data/order/code"), "ORD-000001");
}

TEST(Stream, sends_a_person_their_own_messages_only) {
  Company company;
  auto technician = listen(company, company.technician);
  auto administrator = listen(company, company.administrator);
  company.assignment_event("assignment.created");
  ASSERT_TRUE(technician.wait_for(2));
  EXPECT_THAT(technician.names(), ElementsAre("assignment.created", "notification"));
  EXPECT_EQ(at(technician.events()[1].data, "/data/title"), "Se le asignó la orden ORD-000001");
  company.order_event("order.updated");
  ASSERT_TRUE(administrator.wait_for(2));
  EXPECT_THAT(administrator.names(), ElementsAre("assignment.created", "order.updated"));
}

TEST(Stream, shows_nobody_what_they_may_not_see) {
  Company company;
  auto other_client = testing::person({auth::Role::client});
  other_client.customer = CustomerId::make();
  auto other_technician = testing::person({auth::Role::technician});
  auto other_supervisor = testing::person({auth::Role::supervisor});
  other_supervisor.zones = {ZoneId::make()};
  std::vector<std::unique_ptr<StreamReader>> strangers;
  for (const auto* person : {&other_client, &other_technician, &other_supervisor}) {
    strangers.push_back(std::make_unique<StreamReader>(
        company.fixture.call("GET", "/api/v1/stream", *person).live));
  }
  auto supervisor = listen(company, company.supervisor);
  company.order_event("order.created");
  company.assign();
  company.work_event("tracking.arrived");
  ASSERT_TRUE(supervisor.wait_for(4));
  EXPECT_THAT(supervisor.names(), ElementsAre("order.created", "assignment.created",
                                              "order.status_changed", "tracking.arrived"));
  // The supervisor's events have passed, so the hub has considered theirs.
  for (auto& stranger : strangers) {
    stranger->until([] { return true; });
    EXPECT_THAT(stranger->names(), IsEmpty());
  }
}

TEST(Stream, goes_on_after_the_last_event_without_gaps_or_repeats) {
  Company company;
  std::vector<std::int64_t> ids;
  {
    auto first = listen(company, company.administrator);
    company.order_event("order.created");
    company.order_event("order.updated");
    ASSERT_TRUE(first.wait_for(2));
    ids = {first.events()[0].id, first.events()[1].id};
  }
  company.order_event("order.commented");
  company.order_event("order.sla_warning");
  auto second = listen(company, company.administrator, ids[0]);
  ASSERT_TRUE(second.wait_for(3));
  company.order_event("order.sla_breached");
  ASSERT_TRUE(second.wait_for(4));
  EXPECT_THAT(second.names(), ElementsAre("order.updated", "order.commented", "order.sla_warning",
                                          "order.sla_breached"));
  EXPECT_EQ(second.events()[0].id, ids[1]);
}

TEST(Stream, takes_the_place_to_go_on_from_out_of_the_address_too) {
  Company company;
  company.order_event("order.created");
  const auto response = company.fixture.call("GET", "/api/v1/stream?lastEventId=0", company.client);
  StreamReader reader(response.live);
  EXPECT_TRUE(reader.wait_for(1));
  EXPECT_EQ(company.fixture.call("GET", "/api/v1/stream?lastEventId=x", company.client).status,
            400);
}

TEST(Stream, names_a_place_to_go_on_from_before_anything_happens) {
  Company company;
  company.order_event("order.created");
  std::int64_t place = 0;
  {
    auto first = listen(company, company.client);
    ASSERT_TRUE(first.until([&] { return first.last_id() > 0; }));
    place = first.last_id();
  }
  company.order_event("order.updated");
  auto second = listen(company, company.client, place);
  ASSERT_TRUE(second.wait_for(1));
  EXPECT_THAT(second.names(), ElementsAre("order.updated"));
}

TEST(Stream, resumes_from_far_behind_in_order_while_more_comes) {
  Company company;
  constexpr int k_orders = 1'500;
  const auto others = CustomerId::make();
  ASSERT_TRUE(company.fixture.database().write([&](db::Unit& unit) -> Result<void> {
    for (int i = 0; i < k_orders; ++i) {
      const bool mine = i % 3 == 0;
      append_to_stream(unit,
                       {.type = "order.updated",
                        .subject = company.order.value,
                        .time = company.fixture.clock.now(),
                        .data = "{\"text\":\"" + std::string(1'000, 'x') + "\"}",
                        .seen_by = {.customer = mine ? company.customer : others}},
                       company.fixture.clock.now());
    }
    return {};
  }));
  auto client = listen(company, company.client, 0);
  auto operator_ = listen(company, company.operator_, 0);
  std::thread writer([&] {
    for (int i = 0; i < 100; ++i) {
      const auto id = OrderId::make();
      company.deliver("workorders", "order.updated", id.value,
                      change_of(company, id, company.customer));
    }
  });
  EXPECT_TRUE(operator_.wait_for(k_orders + 100));
  EXPECT_TRUE(client.wait_for(k_orders / 3 + 100));
  writer.join();
  for (const auto* reader : {&client, &operator_}) {
    const auto& events = reader->events();
    EXPECT_TRUE(std::is_sorted(events.begin(), events.end(),
                               [](const Received& a, const Received& b) { return a.id <= b.id; }))
        << "each id is greater than the one before";
  }
  EXPECT_THAT(operator_.events(), SizeIs(k_orders + 100));
  EXPECT_THAT(client.events(), SizeIs(k_orders / 3 + 100));
}

TEST(Stream, loses_nothing_for_a_listener_who_does_not_read_for_a_while) {
  Company company;
  const auto response = company.fixture.call("GET", "/api/v1/stream", company.operator_);
  const std::string large(3'900, 'x');
  constexpr int k_rows = 500;  // twice what a body may hold
  for (int i = 0; i < k_rows; ++i) {
    contracts::OrderChange change = change_of(company, company.order, company.customer);
    change.comment = large;
    company.deliver("workorders", "order.updated", company.order.value, change);
  }
  StreamReader reader(response.live);
  ASSERT_TRUE(reader.wait_for(k_rows));
  EXPECT_FALSE(response.live->closed());
  for (std::size_t i = 1; i < reader.events().size(); ++i) {
    EXPECT_EQ(reader.events()[i].id, reader.events()[i - 1].id + 1);
  }
}

TEST(Stream, says_reset_where_the_place_is_gone) {
  Company company;
  company.order_event("order.created");
  company.fixture.clock.advance(std::chrono::hours(24 * 8));
  company.fixture.run_job("prune");
  company.order_event("order.updated");
  auto old = listen(company, company.client, 0);
  ASSERT_TRUE(old.wait_for(1));
  EXPECT_EQ(old.events()[0].event, "reset");
  company.order_event("order.commented");
  ASSERT_TRUE(old.wait_for(2));
  EXPECT_EQ(old.events()[1].event, "order.commented");

  auto from_elsewhere = listen(company, company.client, 1'000'000);
  ASSERT_TRUE(from_elsewhere.wait_for(1));
  EXPECT_EQ(from_elsewhere.events()[0].event, "reset");
}

TEST(Stream, keeps_its_places_when_everything_was_pruned) {
  Company company;
  auto reader = listen(company, company.client);
  company.order_event("order.created");
  ASSERT_TRUE(reader.wait_for(1));
  company.fixture.clock.advance(std::chrono::hours(24 * 8));
  company.fixture.run_job("prune");
  company.order_event("order.updated");
  ASSERT_TRUE(reader.wait_for(2));
  EXPECT_GT(reader.events()[1].id, reader.events()[0].id);
}

TEST(Stream, ends_when_the_token_does) {
  Company company({.stream_tick = 10ms});
  auto person = company.client;
  person.expires = company.fixture.clock.now() + 15min;
  auto reader = listen(company, person);
  company.order_event("order.created");
  ASSERT_TRUE(reader.wait_for(1));
  company.fixture.clock.advance(15min);
  ASSERT_TRUE(reader.wait_for_end());
  EXPECT_THAT(reader.names(), ElementsAre("order.created", "expired"));
}

TEST(Stream, sends_a_sign_of_life_in_silence) {
  Company company({.heartbeat = 20ms, .stream_tick = 10ms});
  auto reader = listen(company, company.client);
  EXPECT_TRUE(
      reader.until([&] { return reader.text().find(": still here\n\n") != std::string::npos; }));
  EXPECT_THAT(reader.events(), IsEmpty());
}

TEST(Stream, refuses_one_stream_too_many_and_forgets_those_that_ended) {
  Company company({.streams_per_person = 2});
  auto first = std::make_unique<StreamReader>(
      company.fixture.call("GET", "/api/v1/stream", company.client).live);
  auto second = listen(company, company.client);
  const auto refused = company.fixture.call("GET", "/api/v1/stream", company.client);
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(refused.live, nullptr);
  EXPECT_EQ(company.fixture.call("GET", "/api/v1/stream", company.technician).status, 200);
  first.reset();
  EXPECT_EQ(company.fixture.call("GET", "/api/v1/stream", company.client).status, 200);
}

TEST(Stream, needs_somebody_who_is_signed_in) {
  Company company;
  EXPECT_EQ(company.fixture.call("GET", "/api/v1/stream", std::nullopt).status, 401);
}

TEST(Stream, answers_a_question_for_its_head_without_a_body) {
  Company company;
  const auto response = company.fixture.call("HEAD", "/api/v1/stream", company.client);
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.live, nullptr);
}

TEST(Stream, never_shows_what_was_not_committed) {
  Company company;
  auto reader = listen(company, company.operator_);
  const auto undone = company.fixture.database().write([&](db::Unit& unit) -> Result<void> {
    append_to_stream(unit, {.type = "order.updated", .subject = company.order.value, .data = "{}"},
                     company.fixture.clock.now());
    return fail(ErrorKind::conflict, "undone", "The unit of work is undone.");
  });
  EXPECT_FALSE(undone);
  company.order_event("order.created");
  ASSERT_TRUE(reader.wait_for(2));
  EXPECT_THAT(reader.names(), ElementsAre("order.created", "notification"));
  EXPECT_EQ(reader.events()[0].id, 1);
}

TEST(Stream, follows_the_commit_within_milliseconds) {
  Company company;
  auto reader = listen(company, company.client);
  std::vector<std::chrono::steady_clock::duration> waits;
  for (std::size_t i = 1; i <= 200; ++i) {
    company.order_event("order.updated");
    const auto committed = std::chrono::steady_clock::now();
    ASSERT_TRUE(reader.wait_for(i));
    waits.push_back(std::chrono::steady_clock::now() - committed);
  }
  std::sort(waits.begin(), waits.end());
  RecordProperty("median_us", static_cast<int>(waits[100] / 1us));
  RecordProperty("p99_us", static_cast<int>(waits[197] / 1us));
  EXPECT_LT(waits[100], 10ms);
}

TEST(Stream, keeps_each_event_on_one_line_of_data) {
  const auto text = stream_text({.seq = 7,
                                 .type = "order.updated",
                                 .subject = Uuid{},
                                 .time = {},
                                 .data = "{\n\"a\":\r\n1}"});
  EXPECT_EQ(
      text,
      "id: 7\nevent: order.updated\ndata: {\"type\":\"order.updated\","
      "\"subject\":\"00000000-0000-0000-0000-000000000000\",\"time\":\"1970-01-01T00:00:00Z\","
      "\"data\":{ \"a\":  1}}\n\n");
}

TEST(Stream, closes_every_body_when_the_hub_stops) {
  testing::ServiceFixture fixture("notifications", migrations());
  StreamHub hub(fixture.database(), fixture.clock, {});
  const auto body = hub.open({.user = UserId::make()}, fixture.clock.now() + 1h, std::nullopt);
  ASSERT_TRUE(body);
  EXPECT_EQ(hub.listeners(), 1u);
  hub.stop();
  EXPECT_TRUE((*body)->closed());
  const auto late = hub.open({.user = UserId::make()}, fixture.clock.now() + 1h, std::nullopt);
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().kind, ErrorKind::unavailable);
}

}  // namespace
}  // namespace mf::notifications
