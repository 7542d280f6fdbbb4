#include "services/notifications/messages.hpp"

#include "services/notifications/rules.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mf::notifications {
namespace {

std::vector<std::string> names_in(std::string_view text) {
  std::vector<std::string> names;
  for (auto open = text.find('{'); open != std::string_view::npos;
       open = text.find('{', open + 1)) {
    names.emplace_back(text.substr(open + 1, text.find('}', open) - open - 1));
  }
  std::sort(names.begin(), names.end());
  return names;
}

TEST(Messages, stand_in_both_languages_with_the_same_values) {
  std::map<std::string_view, std::map<Locale, std::vector<std::string>>> found;
  for (const auto& one : templates()) {
    auto names = names_in(std::string(one.title) + std::string(one.body));
    for (const auto& name : names) {
      EXPECT_TRUE(is_value(name)) << one.key << " " << name;
    }
    EXPECT_TRUE(found[one.key].emplace(one.locale, std::move(names)).second)
        << one.key << " stands twice";
  }
  for (const auto& [key, languages] : found) {
    ASSERT_EQ(languages.size(), 2u) << key;
    EXPECT_EQ(languages.at(Locale::es), languages.at(Locale::en)) << key;
  }
}

TEST(Messages, have_a_word_for_each_status_and_priority) {
  for (const auto locale : {Locale::es, Locale::en}) {
    for (const auto& [status, _] : k_names<OrderStatus>) {
      EXPECT_FALSE(word(locale, status).empty());
    }
    for (const auto& [priority, _] : k_names<Priority>) {
      EXPECT_FALSE(word(locale, priority).empty());
    }
  }
}

TEST(Messages, leave_out_lines_about_what_is_not_known) {
  Fact fact;
  fact.code = "ORD-000001";
  fact.title = "Sin internet";
  const auto written = write_message("order_cancelled", Locale::es, fact);
  EXPECT_EQ(written.title, "Se canceló la orden ORD-000001");
  EXPECT_EQ(written.body, "Sin internet");
}

TEST(Messages, write_windows_in_the_orders_time_zone) {
  Fact fact;
  fact.code = "ORD-000001";
  fact.window = contracts::Window{*parse_rfc3339("2026-11-25T13:00:00Z"),
                                  *parse_rfc3339("2026-11-25T15:30:00Z")};
  EXPECT_EQ(write_message("assignment_created", Locale::es, fact).body,
            "Visita: 25/11/2026 08:00–10:30");
  EXPECT_EQ(write_message("assignment_created", Locale::en, fact).body,
            "Visit: 2026-11-25 08:00–10:30");
}

TEST(Messages, fill_values_without_reading_braces_in_them) {
  Fact fact;
  fact.by = "{code}";
  fact.code = "ORD-000001";
  fact.comment = "usa {title} y {";
  const auto written = write_message("order_commented", Locale::es, fact);
  EXPECT_EQ(written.title, "{code} comentó en la orden ORD-000001");
  EXPECT_EQ(written.body, "usa {title} y {");
}

TEST(DefaultRules, name_events_and_messages_that_there_are) {
  std::set<std::string_view> seeds;
  for (const auto& rule : default_rules()) {
    EXPECT_TRUE(seeds.insert(rule.seed).second) << rule.seed;
    EXPECT_TRUE(is_alertable(rule.event)) << rule.seed;
    EXPECT_TRUE(is_template(rule.message)) << rule.seed;
  }
}

TEST(Viewers, see_what_their_scope_allows_and_nothing_else) {
  const auto customer = CustomerId::make();
  const auto zone = ZoneId::make();
  const Viewer client{UserId::make(), {.own = true}, customer, {}};
  const Viewer technician{UserId::make(), {.assigned = true}, std::nullopt, {}};
  const Viewer supervisor{UserId::make(), {.zone = true}, std::nullopt, {zone}};
  const Viewer lost{UserId::make(), {.zone = true}, std::nullopt, {}};
  const Viewer administrator{UserId::make(), {.all = true}, std::nullopt, {}};
  const Viewer nobody{UserId::make(), {}, customer, {zone}};
  const Visibility row{customer, technician.user, zone, std::nullopt};
  for (const auto* viewer : {&client, &technician, &supervisor, &administrator}) {
    EXPECT_TRUE(may_see(*viewer, row));
    EXPECT_FALSE(may_see(*viewer, {.person = UserId::make()})) << "another person's message";
    EXPECT_TRUE(may_see(*viewer, {.person = viewer->user}));
  }
  EXPECT_FALSE(may_see(lost, row));
  EXPECT_FALSE(may_see(nobody, row));
  const Visibility bare{};
  EXPECT_FALSE(may_see(client, bare));
  EXPECT_FALSE(may_see(technician, bare));
  EXPECT_FALSE(may_see(supervisor, bare));
  EXPECT_TRUE(may_see(administrator, bare));
}

}  // namespace
}  // namespace mf::notifications
