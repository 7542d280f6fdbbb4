#include "planner/crews/builder.hpp"
#include "planner/formats/text.hpp"

#include <gtest/gtest.h>

namespace planner::crews {
namespace {

constexpr const char* k_instance = "name domains level techs interv abandon\nsmall 2 2 3 4 100\n";
constexpr const char* k_interventions = R"(number time preds prio cost d1_1 d1_2 d2_1 d2_2
1 60 [ ] 1 400 1 0 0 0
2 60 [ 1 ] 1 400 0 0 1 1
3 120 [ ] 3 100 1 1 1 0
4 15 [ ] 2 300 2 0 0 0
)";
constexpr const char* k_technicians = "tech d1 d2 dispo\n1 2 0 [ ]\n2 0 2 [ ]\n3 1 1 [ 1 ]\n";

Crews small() {
  return read_roadef(k_instance, k_interventions, k_technicians);
}

/// The rules of the challenge, told from the schedule alone.
void expect_rules_kept(const Crews& crews, const Schedule& schedule) {
  std::vector<int> ends(crews.interventions.size(), -1);
  std::vector<int> starts(crews.interventions.size(), -1);
  std::vector<std::pair<int, int>> at_work;
  for (const auto& team : schedule.teams) {
    for (const int who : team.technicians) {
      const auto& off = crews.technicians[static_cast<std::size_t>(who)].days_off;
      EXPECT_EQ(std::count(off.begin(), off.end(), team.day), 0);
      EXPECT_EQ(std::count(at_work.begin(), at_work.end(), std::pair(team.day, who)), 0);
      at_work.emplace_back(team.day, who);
    }
    int now = 0;
    for (std::size_t index = 0; index < team.interventions.size(); ++index) {
      const auto job = static_cast<std::size_t>(team.interventions[index]);
      const auto& given = crews.interventions[job];
      EXPECT_GE(team.starts[index], now);
      now = team.starts[index] + given.time;
      EXPECT_LE(now, k_day);
      starts[job] = (team.day - 1) * k_day + team.starts[index];
      ends[job] = (team.day - 1) * k_day + now;
      for (std::size_t entry = 0; entry < given.wanted.size(); ++entry) {
        const auto domain = entry / static_cast<std::size_t>(crews.levels);
        const int level = static_cast<int>(entry) % crews.levels + 1;
        const auto able =
            std::count_if(team.technicians.begin(), team.technicians.end(), [&](int who) {
              return crews.technicians[static_cast<std::size_t>(who)].levels[domain] >= level;
            });
        EXPECT_GE(able, given.wanted[entry]);
      }
    }
  }
  int spent = 0;
  for (const int job : schedule.outsourced) {
    spent += crews.interventions[static_cast<std::size_t>(job)].price;
    EXPECT_EQ(ends[static_cast<std::size_t>(job)], -1);
  }
  EXPECT_LE(spent, crews.budget);
  for (std::size_t job = 0; job < ends.size(); ++job) {
    for (const int before : crews.interventions[job].predecessors) {
      EXPECT_TRUE(ends[job] == -1 || (ends[static_cast<std::size_t>(before)] >= 0 &&
                                      ends[static_cast<std::size_t>(before)] <= starts[job]));
    }
  }
}

TEST(Crews, AreReadFromTheChallengesFiles) {
  const auto crews = small();
  ASSERT_EQ(crews.interventions.size(), 4U);
  EXPECT_EQ(crews.interventions[1].predecessors, (std::vector<int>{0}));
  EXPECT_EQ(crews.interventions[2].wanted, (std::vector<int>{1, 1, 1, 0}));
  EXPECT_EQ(crews.technicians[2].days_off, (std::vector<int>{1}));
}

TEST(Crews, AreRefusedWithLineAndRule) {
  const auto refused = [](const char* interventions) -> std::string {
    try {
      read_roadef(k_instance, interventions, k_technicians);
    } catch (const formats::Malformed& malformed) {
      return malformed.what();
    }
    return "";
  };
  EXPECT_EQ(refused("head\n1 500 [ ] 1 4 0 0 0 0\n"), "line 2: time is out of range");
  EXPECT_EQ(refused("head\n1 5 [ 2 ] 1 4 0 0 0 0\n2 5 [ 1 ] 1 4 0 0 0 0\n3 5 [ ] 1 4 0 0 0 0\n"
                    "4 5 [ ] 1 4 0 0 0 0\n"),
            "line 5: predecessors must not form a circle");
  EXPECT_EQ(refused("head\n"), "line 1: there are fewer interventions than said");
}

TEST(Crews, FormTeamsThatAreGoodEnoughAndKeepTheOrder) {
  const auto crews = small();
  const auto outcome = solve_crews(crews, {.seconds = 60, .iterations = 300});
  expect_rules_kept(crews, outcome.schedule);
  EXPECT_EQ(outcome.schedule.outsourced, (std::vector<int>{2})) << "all that the budget allows";
  EXPECT_EQ(outcome.schedule.cost, 28 * 120 + 14 * 135 + 135)
      << "4 needs two of the first domain, and the third technician is off on the first day";
}

TEST(Crews, EndSoonerTheLongerOneLooks) {
  Random random(5);
  Crews crews;
  crews.domains = 2;
  crews.levels = 2;
  for (int who = 0; who < 6; ++who) {
    crews.technicians.push_back({{random.below(3), 1 + random.below(2)}, {1 + random.below(5)}});
  }
  for (int job = 0; job < 60; ++job) {
    Intervention made{15 * (1 + random.below(8)), 1 + random.below(4), 10, {}, {0, 0, 1, 0}};
    if (job > 0 && random.below(4) == 0) {
      made.predecessors = {random.below(job)};
    }
    crews.interventions.push_back(made);
  }
  const auto hasty = solve_crews(crews, {.seconds = 60, .iterations = 1});
  const auto patient = solve_crews(crews, {.seconds = 60, .iterations = 4'000});
  expect_rules_kept(crews, hasty.schedule);
  expect_rules_kept(crews, patient.schedule);
  EXPECT_LT(patient.schedule.cost, hasty.schedule.cost);
}

}  // namespace
}  // namespace planner::crews
