#include "services/dispatch/ranking.hpp"

#include <gmock/gmock.h>

#include <random>

namespace mf::dispatch {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

using namespace std::chrono_literals;

const SpecialtyId k_fibre = SpecialtyId::make();
const ZoneId k_centre = ZoneId::make();
const ZoneId k_north = ZoneId::make();
/// Tuesday, ten in the morning in Bogota.
const Timestamp k_now = *parse_rfc3339("2026-11-24T15:00:00Z");
const Day k_long_ago = *parse_day("2020-01-01");

Technician technician(std::string name, int level = 3, int open_visits = 0) {
  return {.id = UserId::make(),
          .name = std::move(name),
          .zones = {k_centre},
          .skills = {{k_fibre, "Fibre optics", level, k_long_ago, std::nullopt}},
          .shifts = {},
          .created_at = k_now,
          .updated_at = k_now,
          .open_visits = open_visits};
}

Need need(int level = 3) {
  return {.specialties = {{k_fibre, "Fibre optics", level}},
          .zone = k_centre,
          .zone_name = "Centro",
          .window = {},
          .now = k_now};
}

std::vector<Shift> office_hours() {
  std::vector<Shift> shifts;
  for (int day = 0; day < 5; ++day) {
    shifts.push_back({static_cast<Weekday>(day), 8h, 17h});
  }
  return shifts;
}

std::vector<std::string> names(const std::vector<Candidate>& candidates) {
  std::vector<std::string> out;
  for (const auto& one : candidates) {
    out.push_back(one.name);
  }
  return out;
}

/// A technician with anything that the ranking looks at.
Technician anybody(std::mt19937& random) {
  const auto up_to = [&](int most) {
    return static_cast<int>(random() % static_cast<unsigned>(most + 1));
  };
  auto one = technician(std::string(1, static_cast<char>('A' + up_to(5))), 1 + up_to(4), up_to(7));
  if (up_to(3) == 0) {
    one.skills.clear();
  }
  if (up_to(2) == 0) {
    one.zones = {k_north};
  }
  if (up_to(1) == 0) {
    one.shifts = office_hours();
  }
  one.active = up_to(9) != 0;
  return one;
}

Need any_need(std::mt19937& random) {
  auto wanted = need(1 + static_cast<int>(random() % 5));
  if (random() % 2 == 0) {
    const auto from = k_now + std::chrono::hours{random() % 96};
    wanted.window = Window{from, from + 2h};
  }
  return wanted;
}

TEST(Ranking, prefers_more_skill_where_all_else_is_equal) {
  const std::vector all = {technician("Ana", 3), technician("Beto", 5), technician("Caro", 4)};
  EXPECT_THAT(names(rank(need(), all)), ElementsAre("Beto", "Caro", "Ana"));
}

TEST(Ranking, prefers_less_load_and_then_the_name) {
  const std::vector all = {technician("Caro", 3, 1), technician("Beto"), technician("Ana")};
  EXPECT_THAT(names(rank(need(), all)), ElementsAre("Ana", "Beto", "Caro"));
}

TEST(Ranking, gives_the_best_there_can_be_a_hundred) {
  EXPECT_EQ(assess(need(5), technician("Ana", 5)).score, 100);
}

TEST(Ranking, gives_each_reason_as_a_sentence) {
  const auto candidates = rank(need(), std::vector{technician("Ana", 4, 2)});
  EXPECT_THAT(candidates.at(0).reasons,
              ElementsAre("Fibre optics: level 4 held, 3 needed.", "Serves the zone Centro.",
                          "2 of 5 open visits.", "Has no fixed hours."));
}

TEST(Ranking, does_not_qualify_a_level_that_is_too_low) {
  EXPECT_THAT(assess(need(4), technician("Ana", 3)).broken, ElementsAre(Rule::skill_level));
}

TEST(Ranking, counts_a_skill_only_on_the_days_it_is_held) {
  auto ana = technician("Ana");
  ana.skills[0].to = *parse_day("2026-11-24");
  EXPECT_TRUE(assess(need(), ana).qualified());
  ana.skills[0].to = *parse_day("2026-11-23");
  EXPECT_THAT(assess(need(), ana).broken, ElementsAre(Rule::skill_missing));
}

TEST(Ranking, asks_for_the_skill_on_the_local_day_of_the_windows_start) {
  auto ana = technician("Ana");
  ana.skills[0].from = *parse_day("2026-11-26");
  auto wanted = need();
  EXPECT_FALSE(assess(wanted, ana).qualified());
  // Three in the morning in London on the 26th is still the 25th in Bogota.
  const auto early = *parse_rfc3339("2026-11-26T03:00:00Z");
  wanted.window = Window{early, early + 1h};
  EXPECT_FALSE(assess(wanted, ana).qualified());
  wanted.window = Window{early + 12h, early + 13h};
  EXPECT_TRUE(assess(wanted, ana).qualified());
}

TEST(Ranking, takes_the_highest_of_several_levels_held) {
  auto ana = technician("Ana", 2);
  ana.skills.push_back(
      {k_fibre, "Fibre optics", 4, k_long_ago + std::chrono::days{30}, std::nullopt});
  EXPECT_EQ(level_held(ana, k_fibre, k_long_ago), 2);
  EXPECT_TRUE(assess(need(4), ana).qualified());
}

TEST(Ranking, asks_for_the_zone_only_where_the_order_has_one) {
  auto ana = technician("Ana");
  ana.zones = {k_north};
  EXPECT_THAT(assess(need(), ana).broken, ElementsAre(Rule::zone));
  auto wanted = need();
  wanted.zone.reset();
  EXPECT_TRUE(assess(wanted, ana).qualified());
}

TEST(Ranking, is_busy_from_five_open_visits) {
  EXPECT_TRUE(assess(need(), technician("Ana", 3, 4)).qualified());
  EXPECT_THAT(assess(need(), technician("Ana", 3, 5)).broken, ElementsAre(Rule::busy));
}

TEST(Ranking, breaks_a_rule_off_shift_only_where_a_window_is_planned) {
  auto ana = technician("Ana");
  ana.shifts = office_hours();
  auto wanted = need();
  wanted.now = *parse_rfc3339("2026-11-25T04:00:00Z");  // eleven at night
  EXPECT_TRUE(assess(wanted, ana).qualified());
  EXPECT_THAT(explain(wanted, ana), Contains("Off shift now, begins within a day."));
  wanted.window = Window{wanted.now, wanted.now + 2h};
  EXPECT_THAT(assess(wanted, ana).broken, ElementsAre(Rule::shift));
}

TEST(Ranking, counts_how_much_of_the_work_fits_into_the_shift) {
  auto ana = technician("Ana");
  ana.shifts = office_hours();
  auto wanted = need();
  wanted.estimated = 60min;
  const auto half_past_four = *parse_rfc3339("2026-11-24T21:30:00Z");
  wanted.window = Window{half_past_four, half_past_four + 3h};
  EXPECT_EQ(shift_overlap(ana, *wanted.window), 30min);
  EXPECT_THAT(explain(wanted, ana), Contains(HasSubstr("50 % of the work")));
  wanted.window->from -= 1h;
  EXPECT_THAT(explain(wanted, ana), Contains("On shift in the order's window."));
}

TEST(Ranking, knows_that_a_night_shift_reaches_into_the_next_day) {
  auto ana = technician("Ana");
  ana.shifts = {{Weekday::monday, 22h, 30h}};
  EXPECT_TRUE(
      on_shift(ana, *parse_rfc3339("2026-11-24T10:00:00Z")));  // Tuesday, five in the morning
  EXPECT_FALSE(on_shift(ana, *parse_rfc3339("2026-11-24T11:00:00Z")));  // six
  EXPECT_FALSE(
      on_shift(ana, *parse_rfc3339("2026-11-23T10:00:00Z")));  // Monday, five in the morning
}

TEST(Ranking, says_why_nobody_is_suitable) {
  auto far = technician("Ana");
  far.zones = {k_north};
  const std::vector all = {far, technician("Beto", 1), technician("Caro", 1)};
  EXPECT_EQ(best_of(need(), all), nullptr);
  EXPECT_THAT(why_nobody(need(), all),
              ElementsAre("With 2 of 3 technicians a required specialty is held below the level.",
                          "With 1 of 3 technicians the order's zone is not served."));
  EXPECT_THAT(why_nobody(need(), {}), ElementsAre("There is no active technician."));
}

TEST(Ranking, leaves_out_whom_it_is_told_to) {
  const std::vector all = {technician("Ana"), technician("Beto")};
  EXPECT_EQ(best_of(need(), all)->name, "Ana");
  EXPECT_EQ(best_of(need(), all, all[0].id)->name, "Beto");
}

// Properties, over many random companies. The seed is fixed: a failure comes back.

TEST(RankingProperty, the_order_of_the_question_does_not_change_the_answer) {
  std::mt19937 random(1);
  for (int round = 0; round < 200; ++round) {
    std::vector<Technician> all;
    for (int i = 0; i < 12; ++i) {
      all.push_back(anybody(random));
    }
    const auto wanted = any_need(random);
    const auto before = rank(wanted, all);
    std::shuffle(all.begin(), all.end(), random);
    const auto after = rank(wanted, all);
    for (std::size_t i = 0; i < before.size(); ++i) {
      ASSERT_EQ(before[i].technician, after[i].technician) << "round " << round << ", place " << i;
    }
  }
}

TEST(RankingProperty, less_load_never_ranks_below_an_otherwise_equal_one) {
  std::mt19937 random(2);
  for (int round = 0; round < 500; ++round) {
    auto more = anybody(random);
    auto less = more;
    less.id = UserId::make();  // the later id: only the load speaks for them
    more.open_visits = 1 + static_cast<int>(random() % 8);
    less.open_visits = static_cast<int>(random() % static_cast<unsigned>(more.open_visits));
    ASSERT_EQ(rank(any_need(random), std::vector{more, less}).at(0).technician, less.id)
        << "round " << round;
  }
}

TEST(RankingProperty, the_unqualified_never_stand_above_the_qualified) {
  std::mt19937 random(3);
  for (int round = 0; round < 300; ++round) {
    std::vector<Technician> all;
    for (int i = 0; i < 10; ++i) {
      all.push_back(anybody(random));
    }
    const auto ranking = rank(any_need(random), all);
    const auto first_out = std::find_if(ranking.begin(), ranking.end(),
                                        [](const Candidate& one) { return !one.qualified; });
    ASSERT_TRUE(
        std::none_of(first_out, ranking.end(), [](const Candidate& one) { return one.qualified; }));
  }
}

TEST(RankingProperty, the_best_is_the_first_of_the_ranking_and_scores_stay_in_bounds) {
  std::mt19937 random(4);
  for (int round = 0; round < 300; ++round) {
    std::vector<Technician> all;
    for (int i = 0; i < 8; ++i) {
      all.push_back(anybody(random));
    }
    const auto wanted = any_need(random);
    const auto ranking = rank(wanted, all);
    const auto* best = best_of(wanted, all);
    ASSERT_EQ(best != nullptr, ranking.at(0).qualified);
    if (best != nullptr) {
      ASSERT_EQ(best->id, ranking.at(0).technician);
    }
    for (const auto& one : ranking) {
      ASSERT_GE(one.score, 0);
      ASSERT_LE(one.score, 100);
      ASSERT_EQ(one.qualified, one.broken.empty());
    }
  }
}

TEST(Effects, end_a_visit_for_each_way_that_an_order_leaves_its_technician) {
  for (const auto transition :
       {Transition::unassign, Transition::cannot_complete, Transition::complete, Transition::close,
        Transition::cancel, Transition::reopen}) {
    const auto effect = effect_of(transition);
    ASSERT_TRUE(effect) << name_of(transition);
    EXPECT_FALSE(is_open(effect->visit_ends_as)) << name_of(transition);
  }
  for (const auto transition :
       {Transition::assign, Transition::start, Transition::hold, Transition::approve}) {
    EXPECT_FALSE(effect_of(transition)) << name_of(transition);
  }
}

}  // namespace
}  // namespace mf::dispatch
