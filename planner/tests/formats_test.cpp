#include "planner/formats/format.hpp"
#include "planner/report.hpp"

#include <gtest/gtest.h>

namespace planner {
namespace {

std::expected<Problem, std::string> read(std::vector<std::string> texts) {
  return read_problem(texts);
}

constexpr const char* k_solomon = R"(R1
VEHICLE
NUMBER     CAPACITY
  2         100

CUSTOMER
CUST NO.  XCOORD.   YCOORD.    DEMAND   READY TIME  DUE DATE   SERVICE   TIME
    0      0         0          0          0       230          0
    1      3         4         10        161       171         10
    2      1         1          7         50        60         10
)";

TEST(Formats, ReadSolomonWithTenthsCutOff) {
  const auto problem = read({k_solomon});
  ASSERT_TRUE(problem) << problem.error();
  ASSERT_EQ(problem->jobs.size(), 2U);
  EXPECT_EQ(problem->technicians.size(), 2U);
  EXPECT_EQ(problem->technicians[0].capacity, 100);
  EXPECT_EQ(problem->travel[1], 50);
  EXPECT_EQ(problem->travel[2], 14) << "14.14 cut off";
  EXPECT_EQ(problem->jobs[0].windows, (std::vector<Window>{{1610, 1710}}));
}

TEST(Formats, ReadVrplibWithPrizesAndDepots) {
  const auto problem = read({R"(NAME : small
TYPE : PCVRPTW
DIMENSION : 3
VEHICLES : 2
CAPACITY : 10
SERVICE_TIME : 9
EDGE_WEIGHT_TYPE : EUC_2D
NODE_COORD_SECTION
1 0 0
2 3 4
3 0 1
DEMAND_SECTION
1 0
2 4
3 5
TIME_WINDOW_SECTION
1 0 100
2 1 9
3 2 8
PRIZE_SECTION
1 0
2 21
3 7
DEPOT_SECTION
1
-1
EOF
)"});
  ASSERT_TRUE(problem) << problem.error();
  ASSERT_EQ(problem->jobs.size(), 2U);
  EXPECT_EQ(problem->jobs[0].unassigned_price, 210);
  EXPECT_FALSE(problem->jobs[0].required);
  EXPECT_EQ(problem->jobs[1].service, 90);
  EXPECT_EQ(problem->jobs[1].demand, 5);
}

constexpr const char* k_pillac = R"(small
INFO
CREW COUNT  SKILLS  TOOLS   SPARE PARTS
1      2       2       2
DEPOT TECHNICIANS AND REQUESTS
ID   X     Y     TWS    TWE    Serv   SKILLS   TOOLS    SPARE PARTS
0    40    50    0      240    0      [] 	[] 	[]
1    65    88    0      240    0      [1] 	[0] 	[0,3]
2    64    56    5      200    10     [1] 	[1] 	[1,0]
)";

TEST(Formats, ReadPillacWithHomesToolsAndParts) {
  const auto problem = read({k_pillac});
  ASSERT_TRUE(problem) << problem.error();
  EXPECT_EQ(problem->depot, 0);
  EXPECT_EQ(problem->technicians[0].skills, (std::vector<int>{0, 1}));
  EXPECT_EQ(problem->technicians[0].parts, (std::vector<int>{0, 3}));
  EXPECT_EQ(problem->jobs[0].tools, (std::vector<int>{1}));
  EXPECT_EQ(problem->jobs[0].windows[0].close, 2'000'000);
}

constexpr const char* k_tasks = R"(Capacity: 200
Customer: 3

CUST NO.   XCOORD.   YCOORD.   DEMAND   READY TIME   DUE DATE   SERVICE TIME  cost d11 d12 d21 d22
1 35 35 0 0 230 0 0 0 0 0 0
2 41 49 10 161 171 10 100 1 1 0 0
3 35 17 7 50 60 10 100 0 0 1 0
)";

TEST(Formats, ReadKovacsWithThePriceOfOutsourcing) {
  const auto problem = read({k_tasks, "Technicians\nNumber of Technicians: 1\nID d1 d2\n1 2 0\n"});
  ASSERT_TRUE(problem) << problem.error();
  EXPECT_EQ(problem->jobs[0].skills, (std::vector<int>{2, 0}));
  EXPECT_EQ(problem->jobs[0].unassigned_price, 2'028'284) << "200 + 2^1.5, in ten-thousandths";
  EXPECT_EQ(problem->technicians[0].skills, (std::vector<int>{2, 0}));
}

TEST(Formats, ReadOurOwnJson) {
  const auto problem = read({R"({"coordinates": [[0,0],[3,4]],
    "technicians": [{"name": "Ana", "shift": {"open": 0, "close": 100}, "skills": [2],
                     "breaks": [{"start": {"open": 10, "close": 20}, "length": 5}]}],
    "jobs": [{"name": "fibre", "place": 1, "service": 7, "skills": [1], "windows": [{"open": 5}],
              "deadline": 30, "latenessPrice": 2, "preferred": [0]}],
    "policy": {"travel": 2, "overtime": 9}})"});
  ASSERT_TRUE(problem) << problem.error();
  EXPECT_EQ(problem->travel[1], 5);
  EXPECT_EQ(problem->technicians[0].breaks[0].length, 5);
  EXPECT_EQ(*problem->jobs[0].deadline, 30);
  EXPECT_EQ(problem->policy.overtime, 9);
}

TEST(Formats, TellFieldAndRuleOfWhatTheyRefuse) {
  const std::vector<std::pair<std::vector<std::string>, const char*>> cases{
      {{"hello"}, "none of the formats"},
      {{R"({"coordinates": [[0,0]], "jobs": [{"place": 4}]})"}, "jobs[0].place"},
      {{R"({"coordinates": [[0,0]], "jobs": [{"plaice": 0}]})"}, "jobs[0] has a field"},
      {{R"({"coordinates": [[0,0]], "jobs": [{"service": "long"}]})"}, "jobs[0].service"},
      {{R"({"coordinates": [[0,0]], "jobs": [{"predecessor":1},{"predecessor":0}]})"}, "circle"},
      {{R"({"coordinates": [[0,0]], "jobs": [)"}, "ends too soon"},
      {{std::string(1'000, '[')}, "none of the formats"},
      {{"{\"a\":" + std::string(1'000, '[')}, "nested too deeply"},
      {{std::string(k_solomon) +
        "    3      x         1          7         50     60         10\n"},
       "line 11: x must be a number"},
      {{std::string(k_solomon) +
        "    3      1         1         -7         50     60         10\n"},
       "line 11: demand is out of range"},
      {{k_tasks}, "technicians"},
      {{"DIMENSION : 99999999\n"}, "DIMENSION"},
  };
  for (const auto& [texts, message] : cases) {
    const auto problem = read(texts);
    ASSERT_FALSE(problem) << message;
    EXPECT_NE(problem.error().find(message), std::string::npos) << problem.error();
  }
}

TEST(Report, TellsRoutesByTheNamesOfTheFile) {
  const auto problem = read({k_pillac});
  ASSERT_TRUE(problem);
  Outcome outcome;
  outcome.plan.feasible = true;
  outcome.plan.cost = 1'234'567;
  outcome.plan.routes = {{0, 0, 0, {{Stop::Kind::depot}, {Stop::Kind::job, 0}}}};
  outcome.trajectory = {{0.5, 20'000}};
  EXPECT_EQ(
      to_json(*problem, outcome),
      R"({"cost":123.4567,"feasible":true,"unassigned":[],"routes":[[0,2]],"cpuSeconds":0.000,)"
      R"("trajectory":[{"seconds":0.500,"cost":2.0000}]})");
  EXPECT_EQ(quoted("a\"b\n"), R"("a\"b\u000a")");
}

}  // namespace
}  // namespace planner
