#include "platform/testing/service_fixture.hpp"
#include "services/insights/projections.hpp"
#include "services/insights/service.hpp"
#include "services/insights/tests/story.hpp"

#include <gtest/gtest.h>

#include <random>

namespace mf::insights {
namespace {

using auth::Role;
using testing::Story;
using testing::Technician;

/// Orders that live at random: each step is one that the order's state allows.
class RandomWalk {
 public:
  explicit RandomWalk(std::uint32_t seed) : random_(seed) {
    for (const auto* name : {"Luis", "Marta", "Óscar"}) {
      technicians_.push_back({UserId::make(), name});
      zones_.push_back(ZoneId::make());
    }
  }

  std::vector<events::Event> walk(int steps) {
    for (int i = 0; i < steps; ++i) {
      story_.pass(minutes{below(90)});
      if (orders_.empty() || below(6) == 0) {
        orders_.push_back(
            story_.create("Order", below(4) == 0 ? std::nullopt : std::optional{pick(zones_)}));
      } else {
        step(pick(orders_));
      }
    }
    return story_.events;
  }

  int below(int limit) { return std::uniform_int_distribution<int>(0, limit - 1)(random_); }

 private:
  template <class T>
  T& pick(std::vector<T>& things) {
    return things[static_cast<std::size_t>(below(static_cast<int>(things.size())))];
  }

  void step(contracts::OrderFacts& order) {
    switch (order.status) {
      case OrderStatus::open:
        return below(5) == 0 ? story_.move(order, Transition::cancel, OrderStatus::cancelled)
                             : story_.assign(order, pick(technicians_));
      case OrderStatus::assigned:
        return below(5) == 0 ? story_.move(order, Transition::unassign, OrderStatus::open)
                             : story_.start(order);
      case OrderStatus::on_hold:
        return story_.start(order);
      case OrderStatus::in_progress:
        return work(order);
      case OrderStatus::completed:
        return below(3) == 0 ? story_.move(order, Transition::reopen, OrderStatus::open)
                             : story_.move(order, Transition::close, OrderStatus::closed);
      default:
        return;
    }
  }

  void work(contracts::OrderFacts& order) {
    const int chance = below(4);
    if (chance == 0) {
      story_.hold(order);
    } else if (chance == 1) {
      story_.complete(order);
    } else {
      story_.record(order, minutes{1 + below(60)});
    }
  }

  std::mt19937 random_;
  Story story_;
  std::vector<Technician> technicians_;
  std::vector<ZoneId> zones_;
  std::vector<contracts::OrderFacts> orders_;
};

/// Each source keeps its own order; how the sources mix is chance, and some events come again
/// later.
std::vector<events::Event> mix_sources(const std::vector<events::Event>& events,
                                       RandomWalk& chance) {
  std::map<std::string, std::deque<events::Event>> sources;
  for (const auto& event : events) {
    sources[event.source].push_back(event);
  }
  std::vector<events::Event> mixed;
  while (!sources.empty()) {
    auto source = std::next(sources.begin(), chance.below(static_cast<int>(sources.size())));
    mixed.push_back(source->second.front());
    source->second.pop_front();
    if (source->second.empty()) {
      sources.erase(source);
    }
    if (chance.below(5) == 0) {
      mixed.push_back(
          mixed[static_cast<std::size_t>(chance.below(static_cast<int>(mixed.size())))]);
    }
  }
  return mixed;
}

/// A service of its own that hears `events`.
class Listener {
 public:
  explicit Listener(const std::vector<events::Event>& events) {
    service_.add(make_service(service_.resources(), {}));
    for (const auto& event : events) {
      EXPECT_TRUE(service_.deliver(event));
    }
  }

  std::string figures() {
    return service_
        .call("GET", "/api/v1/reports/summary?from=2026-11-01&to=2027-12-31",
              mf::testing::person({Role::administrator}))
        .body;
  }
  db::Database& database() { return service_.database(); }

 private:
  mf::testing::ServiceFixture service_{"insights", migrations()};
};

class Figures : public ::testing::TestWithParam<std::uint32_t> {};

TEST_P(Figures, are_the_same_live_rebuilt_and_in_any_mix_of_sources) {
  RandomWalk chance(GetParam());
  const auto events = chance.walk(150);
  Listener live(events);
  const auto figures = live.figures();
  ASSERT_NE(mf::testing::at(figures, "/orders"), "0");
  ASSERT_NE(mf::testing::at(figures, "/progressMinutes"), "0");

  std::int64_t told = 0;
  const auto report = rebuild(live.database(), [&](std::int64_t read) { told = read; });
  ASSERT_TRUE(report) << report.error().detail;
  EXPECT_EQ(report->events, static_cast<std::int64_t>(events.size()));
  EXPECT_EQ(told, report->events);
  EXPECT_EQ(std::to_string(report->orders), mf::testing::at(figures, "/orders"));
  EXPECT_EQ(live.figures(), figures);

  Listener mixed(mix_sources(events, chance));
  EXPECT_EQ(mixed.figures(), figures);
  ASSERT_TRUE(rebuild(mixed.database()));
  EXPECT_EQ(mixed.figures(), figures);
}

INSTANTIATE_TEST_SUITE_P(OfRandomWalks, Figures, ::testing::Values(1U, 2U, 3U, 4U, 5U));

TEST(Rebuild, makes_lost_and_wrong_figures_right) {
  RandomWalk chance(11);
  Listener live(chance.walk(60));
  const auto figures = live.figures();
  const auto spoilt = live.database().write([](db::Unit& unit) -> Result<void> {
    unit.execute("DELETE FROM progress_facts");
    unit.execute("UPDATE order_facts SET status = 'open', assigned_at = NULL");
    return {};
  });
  ASSERT_TRUE(spoilt);
  ASSERT_NE(live.figures(), figures);
  ASSERT_TRUE(rebuild(live.database()));
  EXPECT_EQ(live.figures(), figures);
}

TEST(Rebuild, that_is_interrupted_changes_nothing) {
  RandomWalk chance(12);
  Listener live(chance.walk(60));
  const auto figures = live.figures();
  EXPECT_THROW(
      (void)rebuild(live.database(), [](std::int64_t) { throw std::runtime_error("power cut"); }),
      std::runtime_error);
  EXPECT_EQ(live.figures(), figures);
}

}  // namespace
}  // namespace mf::insights
