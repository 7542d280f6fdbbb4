#include "services/workorders/order_query.hpp"

#include "services/workorders/order_search.hpp"
#include "services/workorders/tests/company.hpp"

#include <random>

namespace mf::workorders {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

class OrderLists : public Company {
 protected:
  std::vector<std::string> codes(const std::string& query, const auth::Principal& who) {
    const auto answer = fixture.call("GET", "/api/v1/orders" + query, who);
    EXPECT_EQ(answer.status, 200) << answer.body;
    return column(answer, "code");
  }

  /// Every page of the list, put together.
  std::vector<std::string> all_pages(const std::string& query, const auth::Principal& who) {
    std::vector<std::string> found;
    std::string cursor;
    do {
      const auto page = fixture.call(
          "GET",
          "/api/v1/orders" + query + "&limit=3" + (cursor.empty() ? "" : "&cursor=" + cursor), who);
      const auto some = column(page, "code");
      found.insert(found.end(), some.begin(), some.end());
      cursor = at(page, "/nextCursor");
    } while (!cursor.empty() && cursor != "null");
    return found;
  }
};

TEST_F(OrderLists, the_newest_come_first) {
  open(north);
  open(south);
  fixture.clock.advance(std::chrono::minutes{1});
  open(north);
  EXPECT_THAT(codes("", operator_), ElementsAre("ORD-000003", "ORD-000002", "ORD-000001"));
  EXPECT_THAT(codes("?sort=createdAt", operator_),
              ElementsAre("ORD-000001", "ORD-000002", "ORD-000003"));
}

TEST_F(OrderLists, the_most_urgent_or_the_earliest_due_come_first_if_asked_for) {
  open(north, "Uno más", "low");
  open(north, "Dos más", "critical");
  open(south, "Tres más", "high");
  EXPECT_THAT(codes("?sort=priority", operator_),
              ElementsAre("ORD-000002", "ORD-000003", "ORD-000001"));
  installation = type_id("repair");
  open(north);
  EXPECT_EQ(codes("?sort=due", operator_).front(), "ORD-000004");
  EXPECT_EQ(codes("?sort=code", operator_).front(), "ORD-000001");
}

TEST_F(OrderLists, each_filter_narrows) {
  const auto first = open(north, "Uno más", "low");
  open(south, "Dos más", "high");
  fixture.clock.advance(std::chrono::hours{24});
  open(north, "Tres más", "high");
  assign(first, technician);
  EXPECT_THAT(codes("?status=assigned", operator_), ElementsAre("ORD-000001"));
  EXPECT_THAT(codes("?status=assigned,open&priority=high", operator_),
              ElementsAre("ORD-000003", "ORD-000002"));
  EXPECT_THAT(codes("?customerId=" + south.customer.to_string(), operator_),
              ElementsAre("ORD-000002"));
  EXPECT_THAT(codes("?zoneId=" + north.zone.to_string(), operator_),
              ElementsAre("ORD-000003", "ORD-000001"));
  EXPECT_THAT(codes("?technicianId=" + technician.user.to_string(), operator_),
              ElementsAre("ORD-000001"));
  EXPECT_THAT(codes("?typeId=" + type_id("repair").to_string(), operator_), IsEmpty());
  EXPECT_THAT(codes("?createdFrom=2026-11-25", operator_), ElementsAre("ORD-000003"));
  EXPECT_THAT(codes("?createdTo=2026-11-24", operator_), ElementsAre("ORD-000002", "ORD-000001"));
  EXPECT_THAT(codes("?createdFrom=2026-11-24T15:00:00Z&createdTo=2026-11-24T15:00:00Z", operator_),
              ElementsAre("ORD-000002", "ORD-000001"));
  EXPECT_THAT(codes("?createdFrom=2026-11-24T15:00:01Z&sort=createdAt", operator_),
              ElementsAre("ORD-000003"));
}

TEST_F(OrderLists, bounds_at_the_ends_of_time_are_bounds_like_others) {
  open(north);
  open(south);
  for (const std::string sort : {"-createdAt", "createdAt", "due"}) {
    EXPECT_EQ(codes("?createdTo=9999-12-31&sort=" + sort, operator_).size(), 2U) << sort;
    EXPECT_EQ(codes("?createdFrom=0001-01-01&sort=" + sort, operator_).size(), 2U) << sort;
    EXPECT_THAT(codes("?createdFrom=9999-12-30&sort=" + sort, operator_), IsEmpty()) << sort;
    EXPECT_THAT(codes("?createdTo=0001-01-01&sort=" + sort, operator_), IsEmpty()) << sort;
  }
}

TEST_F(OrderLists, what_is_not_understood_is_refused) {
  for (const auto* query :
       {"?status=lost", "?limit=0", "?limit=101", "?sort=colour", "?cursor=nonsense",
        "?createdFrom=yesterday", "?colour=red", "?customerId=7"}) {
    EXPECT_EQ(fixture.call("GET", std::string("/api/v1/orders") + query, operator_).status, 400)
        << query;
  }
}

TEST_F(OrderLists, a_cursor_belongs_to_its_sort) {
  open(north);
  open(north);
  const auto page = fixture.call("GET", "/api/v1/orders?limit=1", operator_);
  const auto cursor = at(page, "/nextCursor");
  EXPECT_EQ(fixture.call("GET", "/api/v1/orders?limit=1&cursor=" + cursor, operator_).status, 200);
  EXPECT_EQ(
      fixture.call("GET", "/api/v1/orders?limit=1&sort=due&cursor=" + cursor, operator_).status,
      400);
}

TEST_F(OrderLists, everybody_lists_what_they_reach_and_no_more) {
  const auto first = open(north);
  open(south);
  assign(first, technician);
  EXPECT_THAT(codes("", client), ElementsAre("ORD-000001"));
  EXPECT_THAT(codes("", other_client), ElementsAre("ORD-000002"));
  EXPECT_THAT(codes("?customerId=" + south.customer.to_string(), client), IsEmpty());
  EXPECT_THAT(codes("", technician), ElementsAre("ORD-000001"));
  EXPECT_THAT(codes("", other_technician), IsEmpty());
  EXPECT_THAT(codes("", supervisor), ElementsAre("ORD-000001"));
  EXPECT_THAT(codes("?zoneId=" + south.zone.to_string(), supervisor), IsEmpty());
  supervisor.zones = {north.zone, south.zone};
  EXPECT_THAT(codes("", supervisor), ElementsAre("ORD-000002", "ORD-000001"));
}

TEST_F(OrderLists, who_has_two_roles_sees_each_order_once) {
  const auto first = open(north);
  const auto second = open(south);
  auto both = testing::person({Role::technician, Role::supervisor});
  both.zones = {north.zone};
  assign(first, both);
  assign(second, both);
  EXPECT_THAT(codes("", both), ElementsAre("ORD-000002", "ORD-000001"));
}

TEST_F(OrderLists, pages_put_together_are_the_list_for_every_sort_filter_and_reader) {
  std::mt19937 random(7);
  const std::vector<std::string> priorities{"low", "medium", "high", "critical"};
  for (int i = 0; i < 23; ++i) {
    const auto id = open(i % 3 == 0 ? south : north, "Revisar el enlace", priorities[random() % 4]);
    fixture.clock.advance(std::chrono::seconds{random() % 3});
    if (i % 4 == 0) {
      assign(id, technician);
    }
    if (i % 5 == 1) {
      move(id, "cancel", operator_, "Duplicada");
    }
  }
  supervisor.zones = {north.zone, south.zone};
  for (const auto* who : {&operator_, &supervisor, &client, &technician}) {
    for (const auto* sort : {"-createdAt", "createdAt", "priority", "due", "code"}) {
      for (const auto* filter : {"", "&status=open", "&status=open,cancelled", "&priority=high,low",
                                 "&q=enlace", "&q=enlace&status=assigned"}) {
        const auto query = std::string("?sort=") + sort + filter;
        const auto whole = codes(query + "&limit=100", *who);
        EXPECT_EQ(all_pages(query, *who), whole) << query;
        EXPECT_EQ(std::set<std::string>(whole.begin(), whole.end()).size(), whole.size()) << query;
      }
    }
  }
  EXPECT_EQ(codes("?limit=100", supervisor).size(), 23U);
}

TEST_F(OrderLists, a_page_is_stable_while_orders_are_added) {
  for (int i = 0; i < 4; ++i) {
    open(north);
  }
  const auto page = fixture.call("GET", "/api/v1/orders?limit=2", operator_);
  open(north);
  EXPECT_THAT(codes("?limit=2&cursor=" + at(page, "/nextCursor"), operator_),
              ElementsAre("ORD-000002", "ORD-000001"));
}

TEST_F(OrderLists,
       search_finds_words_of_code_title_description_customer_and_address_without_accents) {
  open(north, "Instalación de fibra óptica");
  open(south, "Cambio de router");
  EXPECT_THAT(codes("?q=instalacion%20FIBRA", operator_), ElementsAre("ORD-000001"));
  EXPECT_THAT(codes("?q=parpadea", operator_), ElementsAre("ORD-000002", "ORD-000001"));
  EXPECT_THAT(codes("?q=pe%C3%B1a", operator_), ElementsAre("ORD-000002"));
  EXPECT_THAT(codes("?q=pena", operator_), ElementsAre("ORD-000002"));
  EXPECT_THAT(codes("?q=ORD-000002", operator_), ElementsAre("ORD-000002"));
  EXPECT_THAT(codes("?q=43A", operator_), ElementsAre("ORD-000002"));
  EXPECT_THAT(codes("?q=instal", operator_), ElementsAre("ORD-000001"));
  EXPECT_THAT(codes("?q=in", operator_), IsEmpty());
  EXPECT_THAT(codes("?q=nada", operator_), IsEmpty());
  EXPECT_THAT(codes("?q=%22*%28%29", operator_), IsEmpty());
}

TEST_F(OrderLists, search_keeps_to_what_the_reader_reaches) {
  const auto first = open(north);
  open(south);
  assign(first, technician);
  EXPECT_THAT(codes("?q=senal", client), ElementsAre("ORD-000001"));
  EXPECT_THAT(codes("?q=senal", technician), ElementsAre("ORD-000001"));
  EXPECT_THAT(codes("?q=senal", supervisor), ElementsAre("ORD-000001"));
  EXPECT_THAT(codes("?q=senal&sort=priority", client), ElementsAre("ORD-000001"));
  EXPECT_THAT(codes("?q=senal&status=open", operator_), ElementsAre("ORD-000002"));
}

TEST_F(OrderLists, search_finds_the_same_in_an_index_that_was_put_together) {
  constexpr int k_orders = 12;
  const auto pieces = [&] {
    return fixture.database().read([](db::Session& session) {
      return session
          .one("SELECT COUNT(DISTINCT segid) FROM order_search_idx", {},
               [](const db::Row& row) { return row.integer(0); })
          .value();
    });
  };
  for (int i = 0; i < k_orders; ++i) {
    open(north, i % 2 == 0 ? "Fuga de agua" : "Sin internet");
    search::bring_up_to_date(fixture.database());
  }
  const auto before = all_pages("?q=fuga", operator_);
  EXPECT_EQ(std::ssize(before), k_orders / 2);
  const bool sqlite = fixture.database().engine() == db::Engine::sqlite;
  if (sqlite) {
    EXPECT_GT(pieces(), 1);
  }
  search::tidy(fixture.database());
  if (sqlite) {
    EXPECT_EQ(pieces(), 1);
  }
  EXPECT_EQ(all_pages("?q=fuga", operator_), before);
}

TEST_F(OrderLists, search_follows_an_edit) {
  const auto id = open(north, "Antena floja");
  EXPECT_THAT(codes("?q=antena", operator_), ElementsAre("ORD-000001"));
  ASSERT_EQ(fixture.call("PATCH", path(id), operator_, R"({"title":"Poste caído"})").status, 200);
  EXPECT_THAT(codes("?q=antena", operator_), IsEmpty());
  EXPECT_THAT(codes("?q=caido", operator_), ElementsAre("ORD-000001"));
}

TEST_F(OrderLists, search_follows_the_order_to_another_technician) {
  const auto id = open(north);
  assign(id, technician);
  EXPECT_THAT(codes("?q=senal", technician), ElementsAre("ORD-000001"));
  assign(id, other_technician);
  EXPECT_THAT(codes("?q=senal", technician), IsEmpty());
  EXPECT_THAT(codes("?q=senal", other_technician), ElementsAre("ORD-000001"));
  take_back(id, other_technician);
  EXPECT_THAT(codes("?q=senal", other_technician), IsEmpty());
}

TEST_F(OrderLists, the_job_takes_new_orders_into_the_index) {
  open(north);
  fixture.run_job("search_index");
  EXPECT_EQ(search::bring_up_to_date(fixture.database()), 0);
}

}  // namespace
}  // namespace mf::workorders
