#include "planner/explain.hpp"

#include "planner/solve.hpp"

#include <gtest/gtest.h>

#include <cstdlib>

namespace planner {
namespace {

/// Two technicians at the ends of a line of six places, ten apart.
Problem two_ends() {
  Problem problem;
  problem.places = 6;
  for (int from = 0; from < 6; ++from) {
    for (int to = 0; to < 6; ++to) {
      problem.travel.push_back(10 * std::abs(from - to));
    }
  }
  Technician left;
  left.shift = {0, 100};
  left.skills = {1};
  Technician right = left;
  right.start = right.end = 5;
  problem.technicians = {left, right};
  Job job;
  job.place = 1;
  job.service = 5;
  job.required = false;
  job.unassigned_price = 1'000;
  problem.jobs = {job};
  return problem;
}

Explanation of_first(const Problem& problem) {
  return explain(problem, solve(problem, {.seconds = 60, .iterations = 50}).plan, 0);
}

TEST(Explain, TellsTheChosenAndWhatTheNextBestWouldCost) {
  const auto explanation = of_first(two_ends());
  ASSERT_TRUE(explanation.chosen);
  EXPECT_EQ(explanation.chosen->technician, 0);
  EXPECT_EQ(explanation.chosen->extra, 20);
  ASSERT_EQ(explanation.options.size(), 1U);
  EXPECT_EQ(explanation.options[0].technician, 1);
  EXPECT_EQ(explanation.options[0].extra, 80);
}

TEST(Explain, NamesTheMissingLevelOfSkill) {
  auto problem = two_ends();
  problem.jobs[0].skills = {3};
  const auto explanation = of_first(problem);
  EXPECT_FALSE(explanation.chosen);
  ASSERT_EQ(explanation.refusals.size(), 2U);
  EXPECT_EQ(explanation.refusals[0].rule, Rule::skill);
  EXPECT_EQ(explanation.refusals[0].which, 0);
  EXPECT_EQ(explanation.refusals[0].by, 2);
  ASSERT_TRUE(explanation.relaxation);
  EXPECT_EQ(explanation.relaxation->rule, Rule::skill);
}

TEST(Explain, TellsByHowMuchEachWouldBeLateAndTheSmallestRelaxation) {
  auto problem = two_ends();
  problem.jobs[0].windows = {{0, 6}};
  const auto explanation = of_first(problem);
  ASSERT_EQ(explanation.refusals.size(), 2U);
  EXPECT_EQ(explanation.refusals[0].rule, Rule::too_late);
  EXPECT_EQ(explanation.refusals[0].by, 4);
  EXPECT_EQ(explanation.refusals[1].by, 34);
  ASSERT_TRUE(explanation.relaxation);
  EXPECT_EQ(explanation.relaxation->technician, 0);
  EXPECT_EQ(explanation.relaxation->by, 4);
}

TEST(Explain, TellsHowMuchSoonerTheShiftEnds) {
  auto problem = two_ends();
  problem.technicians[0].shift = {0, 22};
  problem.technicians[1].shift = {0, 50};
  const auto explanation = of_first(problem);
  ASSERT_EQ(explanation.refusals.size(), 2U);
  EXPECT_EQ(explanation.refusals[0].rule, Rule::shift_ends);
  EXPECT_EQ(explanation.refusals[0].by, 3);
  EXPECT_EQ(explanation.refusals[1].by, 35);
}

TEST(Explain, NamesForbiddenTechniciansZonesToolsAndFullDays) {
  auto problem = two_ends();
  problem.jobs[0].forbidden = {0};
  problem.jobs[0].zone = 7;
  problem.technicians[1].zones = {2};
  auto refusals = of_first(problem).refusals;
  ASSERT_EQ(refusals.size(), 2U);
  EXPECT_EQ(refusals[0].rule, Rule::forbidden);
  EXPECT_EQ(refusals[1].rule, Rule::zone);
  problem = two_ends();
  problem.jobs[0].tools = {3};
  problem.technicians[0].tools = {3};
  problem.technicians[0].most_jobs = 0;
  refusals = of_first(problem).refusals;
  ASSERT_EQ(refusals.size(), 2U);
  EXPECT_EQ(refusals[0].rule, Rule::most_jobs);
  EXPECT_EQ(refusals[1].rule, Rule::tool);
  EXPECT_EQ(refusals[1].which, 3);
}

TEST(Explain, NamesAPredecessorThatIsNotPlanned) {
  auto problem = two_ends();
  problem.jobs.push_back(problem.jobs[0]);
  problem.jobs[1].skills = {9};
  problem.jobs[0].predecessor = 1;
  const auto explanation = of_first(problem);
  ASSERT_EQ(explanation.refusals.size(), 1U);
  EXPECT_EQ(explanation.refusals[0].rule, Rule::predecessor);
  EXPECT_EQ(explanation.refusals[0].which, 1);
}

}  // namespace
}  // namespace planner
