#include "services/workorders/tests/company.hpp"

namespace mf::workorders {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class Catalogues : public Company {};

TEST_F(Catalogues, start_with_the_usual_order_types_and_specialties) {
  const auto types = fixture.call("GET", "/api/v1/order-types", client);
  EXPECT_THAT(column(types, "code"),
              ElementsAre("disconnection", "installation", "maintenance", "reconnection", "repair",
                          "technical_review", "upgrade"));
  EXPECT_EQ(at(types, "/items/4/slaHours"), "24");
  EXPECT_EQ(at(types, "/items/1/specialties/0/name"), "Fibre optics");
  EXPECT_EQ(column(fixture.call("GET", "/api/v1/specialties", technician), "code").size(), 4U);
}

TEST_F(Catalogues, names_are_found_in_both_languages_without_accents) {
  const auto code = [&](std::string_view name) {
    const auto type = fixture.database().read(
        [&](db::Session& session) { return find_order_type(session, name); });
    return type ? type->code : std::string();
  };
  EXPECT_EQ(code("REPARACION"), "repair");
  EXPECT_EQ(code("Revisión Técnica"), "technical_review");
  EXPECT_EQ(code("repair"), "repair");
  EXPECT_EQ(code("jardinería"), "");
}

TEST_F(Catalogues, only_an_administrator_writes_them) {
  const std::string zone = R"({"code":"centro","name":"Centro"})";
  EXPECT_EQ(fixture.call("POST", "/api/v1/zones", operator_, zone).status, 403);
  const auto answer = fixture.call("POST", "/api/v1/zones", administrator, zone);
  ASSERT_EQ(answer.status, 201) << answer.body;
  EXPECT_EQ(at(answer, "/timeZone"), "America/Bogota");
  EXPECT_EQ(fixture.call("GET", *answer.header("location"), client).status, 200);
  EXPECT_EQ(fixture.call("POST", "/api/v1/zones", administrator, zone).status, 422);
  EXPECT_EQ(
      fixture.call("POST", "/api/v1/zones", administrator, R"({"code":"centro","name":"Otro"})")
          .status,
      409);
}

TEST_F(Catalogues, an_order_type_asks_only_for_specialties_that_exist) {
  const auto body = [](const std::string& specialty) {
    return R"({"code":"audit","name":"Audit","estimatedMinutes":45,"slaHours":12,"automatic":true,"specialties":[)"
           R"({"specialtyId":")" +
           specialty + R"(","level":3}]})";
  };
  const auto refused =
      fixture.call("POST", "/api/v1/order-types", administrator, body(Uuid::make().to_string()));
  EXPECT_EQ(refused.status, 422);
  EXPECT_EQ(at(refused, "/errors/0/pointer"), "/specialties/0/specialtyId");
  const auto known = at(fixture.call("GET", "/api/v1/specialties", administrator), "/items/0/id");
  const auto answer = fixture.call("POST", "/api/v1/order-types", administrator, body(known));
  ASSERT_EQ(answer.status, 201) << answer.body;
  EXPECT_EQ(at(answer, "/specialties/0/level"), "3");
  EXPECT_EQ(at(answer, "/nameEs"), "Audit");
}

TEST_F(Catalogues, an_inactive_type_opens_no_order) {
  const auto type = "/api/v1/order-types/" + installation.to_string();
  EXPECT_EQ(
      fixture.call("PATCH", type, administrator, R"({"active":false})", {{"if-match", "\"1\""}})
          .status,
      200);
  EXPECT_EQ(
      fixture.call("PATCH", type, administrator, R"({"active":true})", {{"if-match", "\"1\""}})
          .status,
      412);
  const auto answer = fixture.call("POST", "/api/v1/orders", operator_, order_json(north));
  EXPECT_EQ(answer.status, 422);
  EXPECT_EQ(at(answer, "/errors/0/code"), "inactive");
}

// --- customers ---

class Customers : public Company {};

TEST_F(Customers, a_document_belongs_to_one_customer_however_it_is_written) {
  const std::string body =
      R"({"documentType":"NIT","documentNumber":"900.555.111-2","name":"Taller El Pistón"})";
  const auto answer = fixture.call("POST", "/api/v1/customers", operator_, body);
  ASSERT_EQ(answer.status, 201) << answer.body;
  EXPECT_EQ(at(answer, "/documentNumber"), "9005551112");
  const auto again =
      fixture.call("POST", "/api/v1/customers", operator_,
                   R"({"documentType":"NIT","documentNumber":"9005551112","name":"Otro nombre"})");
  EXPECT_EQ(again.status, 409);
  EXPECT_EQ(at(again, "/code"), "customer_exists");
}

TEST_F(Customers, a_client_sees_their_own_only) {
  const auto own = "/api/v1/customers/" + north.customer.to_string();
  const auto other = "/api/v1/customers/" + south.customer.to_string();
  EXPECT_EQ(fixture.call("GET", own, client).status, 200);
  EXPECT_EQ(fixture.call("GET", other, client).status, 404);
  EXPECT_EQ(fixture.call("GET", other + "/sites", client).status, 404);
  EXPECT_EQ(fixture.call("GET", "/api/v1/sites/" + south.site.to_string(), client).status, 404);
  EXPECT_EQ(column(fixture.call("GET", own + "/sites", client), "id").size(), 1U);
  EXPECT_THAT(column(fixture.call("GET", "/api/v1/customers", client), "id"),
              ElementsAre(north.customer.to_string()));
}

TEST_F(Customers, are_found_by_part_of_the_name_or_the_document) {
  const auto names = [&](const std::string& q) {
    return column(fixture.call("GET", "/api/v1/customers" + q, operator_), "name");
  };
  EXPECT_THAT(names(""), ElementsAre("Clínica El Rosario", "Doña Inés Peña"));
  EXPECT_THAT(names("?q=ines"), ElementsAre("Doña Inés Peña"));
  EXPECT_THAT(names("?q=900.123"), ElementsAre("Clínica El Rosario"));
  EXPECT_THAT(names("?q=%23"), IsEmpty());
  EXPECT_THAT(names("?q=%25"), IsEmpty());
  EXPECT_THAT(names("?q=clinica_el"), IsEmpty());
  const auto page = fixture.call("GET", "/api/v1/customers?limit=1", operator_);
  EXPECT_THAT(names("?limit=1&cursor=" + at(page, "/nextCursor")), ElementsAre("Doña Inés Peña"));
}

TEST_F(Customers, a_site_takes_the_zones_time_zone_and_needs_both_coordinates) {
  const auto sites = "/api/v1/customers/" + north.customer.to_string() + "/sites";
  const auto body = [&](const std::string& more) {
    return R"({"address":"Calle 1","zoneId":")" + south.zone.to_string() + R"(")" + more + "}";
  };
  const auto answer =
      fixture.call("POST", sites, operator_,
                   body(R"(,"latitude":6.25,"longitude":-75.56,"accessNotes":"Portería")"));
  ASSERT_EQ(answer.status, 201) << answer.body;
  EXPECT_EQ(at(answer, "/timeZone"), "America/Bogota");
  EXPECT_EQ(at(answer, "/zoneName"), "Zona Sur");
  EXPECT_EQ(fixture.call("POST", sites, operator_, body(R"(,"latitude":6.25)")).status, 422);
  EXPECT_EQ(fixture.call("POST", sites, operator_, body(R"(,"timeZone":"Mars/Base")")).status, 422);
}

TEST_F(Customers, a_site_that_moves_to_another_zone_takes_its_live_orders_along) {
  const auto id = open(south);
  EXPECT_EQ(read(id, supervisor).status, 404);
  const auto answer =
      fixture.call("PATCH", "/api/v1/sites/" + south.site.to_string(), operator_,
                   R"({"zoneId":")" + north.zone.to_string() + R"("})", {{"if-match", "\"1\""}});
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(read(id, supervisor).status, 200);
  EXPECT_THAT(actions(id), ElementsAre("create", "site_changed"));
  ASSERT_EQ(fixture.published("order.updated").size(), 1U);
  EXPECT_EQ(at(fixture.published("order.updated")[0].data, "/changed"), R"(["zone"])");
}

TEST_F(Customers, what_orders_do_not_say_of_a_site_is_not_told_of_them) {
  const auto id = open(south);
  const auto site = "/api/v1/sites/" + south.site.to_string();
  EXPECT_EQ(fixture.call("PATCH", site, operator_, R"({"accessNotes":"Portería"})").status, 200);
  EXPECT_TRUE(fixture.published("order.updated").empty());
  EXPECT_THAT(actions(id), ElementsAre("create"));
}

TEST_F(Customers, the_same_address_is_the_same_site) {
  const Cause cause{{}, fixture.clock.now()};
  const auto found = fixture.database().write([&](db::Unit& unit) {
    return find_or_create_site(unit, {.customer = north.customer, .address = "CALLE 10  # 20-30"},
                               "America/Bogota", cause);
  });
  ASSERT_TRUE(found.has_value());
  EXPECT_FALSE(found->created);
  EXPECT_EQ(found->thing.id, north.site);
}

// --- materials ---

class Materials : public Company {
 protected:
  Materials() {
    const auto answer = fixture.call(
        "POST", "/api/v1/materials", administrator,
        R"({"code":"MAT-001","name":"Cable drop","unit":"m","unitCost":"1250.50 COP","stock":10,"minimumStock":5})");
    EXPECT_EQ(answer.status, 201) << answer.body;
    cable = at(answer, "/id");
    order = open(north);
    assign(order, technician);
  }

  http::Response use(double quantity, const auth::Principal& who) {
    return fixture.call("POST", path(order, "/materials"), who,
                        fmt::format(R"({{"materialId":"{}","quantity":{}}})", cable, quantity));
  }
  std::string stock() {
    return at(fixture.call("GET", "/api/v1/materials/" + cable, operator_), "/stock");
  }

  std::string cable;
  OrderId order;
};

TEST_F(Materials, leave_the_stock_at_the_price_of_the_day) {
  const auto answer = use(2.5, technician);
  ASSERT_EQ(answer.status, 201) << answer.body;
  EXPECT_EQ(at(answer, "/unitCost"), "1250.50 COP");
  EXPECT_EQ(at(answer, "/cost"), "3126.25 COP");
  EXPECT_EQ(stock(), "7.5");
  EXPECT_EQ(column(fixture.call("GET", "/api/v1/materials", operator_), "code").size(), 1U);
  EXPECT_EQ(fixture.published("material.used").size(), 1U);
  fixture.call("PATCH", "/api/v1/materials/" + cable, administrator, R"({"unitCost":"9.00 COP"})");
  EXPECT_EQ(at(fixture.call("GET", path(order, "/materials"), client), "/items/0/cost"),
            "3126.25 COP");
}

TEST_F(Materials, more_than_there_is_is_refused_and_changes_nothing) {
  const auto answer = use(10.001, technician);
  EXPECT_EQ(answer.status, 409);
  EXPECT_EQ(at(answer, "/code"), "insufficient_stock");
  EXPECT_EQ(stock(), "10");
  EXPECT_THAT(column(fixture.call("GET", path(order, "/materials"), technician), "id"), IsEmpty());
}

TEST_F(Materials, running_low_is_told_when_it_happens) {
  use(4, technician);
  EXPECT_TRUE(fixture.published("material.low_stock").empty());
  use(2, technician);
  use(1, technician);
  EXPECT_EQ(fixture.published("material.low_stock").size(), 1U);
}

TEST_F(Materials, are_not_added_but_still_corrected_once_the_work_is_done) {
  const auto line = at(use(2, technician), "/id");
  work(order, "work_started", technician);
  work(order, "work_completed", technician);
  const auto refused = use(1, technician);
  EXPECT_EQ(refused.status, 409);
  EXPECT_EQ(at(refused, "/code"), "order_completed");
  EXPECT_EQ(fixture
                .call("PATCH", path(order, "/materials/" + line), technician,
                      R"({"quantity":1,"justification":"Medí mal el tramo"})")
                .status,
            200);
  EXPECT_EQ(stock(), "9");
}

TEST_F(Materials, of_an_order_that_is_cancelled_go_back_to_stock_and_this_is_told) {
  use(2.5, technician);
  use(1, technician);
  ASSERT_EQ(move(order, "cancel", operator_, "Duplicada").status, 200);
  EXPECT_EQ(stock(), "10");
  const auto told = fixture.published("material.used");
  ASSERT_EQ(told.size(), 4U);
  EXPECT_EQ(at(told[2].data, "/quantity"), "-2.5");
  EXPECT_EQ(at(told[3].data, "/quantity"), "-1");
  const auto history = fixture.call("GET", path(order, "/history"), operator_);
  EXPECT_THAT(column(history, "action"),
              ElementsAre("create", "assign", "material_used", "material_used", "cancel",
                          "material_returned", "material_returned"));
  EXPECT_EQ(at(history, "/items/5/detail"), "MAT-001 2.5 m");
  EXPECT_EQ(at(fixture.call("GET", path(order, "/materials"), operator_), "/items/0/quantity"),
            "0");
}

TEST_F(Materials, belong_to_those_who_do_the_work) {
  EXPECT_EQ(use(1, client).status, 403);
  EXPECT_EQ(use(1, operator_).status, 403);
  EXPECT_EQ(use(1, other_technician).status, 404);
  EXPECT_EQ(use(0, technician).status, 422);
}

TEST_F(Materials, a_correction_needs_a_justification_and_stays_in_the_history) {
  const auto line = at(use(6, technician), "/id");
  const auto correct = [&](const std::string& body) {
    return fixture.call("PATCH", path(order, "/materials/" + line), technician, body,
                        {{"if-match", "\"1\""}});
  };
  EXPECT_EQ(correct(R"({"quantity":2,"justification":"mal"})").status, 422);
  const auto answer = correct(R"({"quantity":2,"justification":"Medí mal el tramo"})");
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(stock(), "8");
  EXPECT_EQ(correct(R"({"quantity":3,"justification":"Medí mal el tramo"})").status, 412);
  const auto history = fixture.call("GET", path(order, "/history"), operator_);
  EXPECT_EQ(at(history, "/items/3/detail"), "MAT-001 6 → 2 m");
  EXPECT_EQ(at(history, "/items/3/reason"), "Medí mal el tramo");
}

TEST_F(Materials, return_to_stock_when_the_order_is_cancelled_before_work_began) {
  use(4, technician);
  ASSERT_EQ(move(order, "cancel", operator_, "Duplicada").status, 200);
  EXPECT_EQ(stock(), "10");
  EXPECT_EQ(use(1, supervisor).status, 409);
}

TEST_F(Materials, stay_used_when_work_had_begun) {
  work(order, "work_started", technician);
  use(4, technician);
  work(order, "work_paused", technician, "No hay acceso");
  ASSERT_EQ(move(order, "cancel", operator_, "Duplicada").status, 200);
  EXPECT_EQ(stock(), "6");
}

}  // namespace
}  // namespace mf::workorders
