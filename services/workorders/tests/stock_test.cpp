// Where material lies and how it moves: warehouse, vans, receipts, transfers, corrections; and the
// equipment at sites.
#include "services/workorders/materials.hpp"
#include "services/workorders/tests/company.hpp"

#include <thread>

namespace mf::workorders {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class Stock : public Company {
 protected:
  Stock() {
    cable = make_material("MAT-001", 10);
    modem = make_material("MAT-002", 4);
    order = open(north);
    assign(order, technician);
    for (const auto& who : {technician, other_technician}) {
      fixture.peer_answers["/api/v1/technicians/" + who.user.to_string()] =
          R"({"name":")" + who.name + R"("})";
    }
  }

  std::string make_material(const std::string& code, double stock) {
    const auto answer = fixture.call(
        "POST", "/api/v1/materials", administrator,
        fmt::format(
            R"({{"code":"{}","name":"Cosa {}","unit":"u","unitCost":"100.00 COP","stock":{},"minimumStock":3}})",
            code, code, stock));
    EXPECT_EQ(answer.status, 201) << answer.body;
    return at(answer, "/id");
  }

  http::Response transfer(double quantity, const auth::Principal& whose,
                          const std::string& to = "van") {
    return fixture.call("POST", "/api/v1/materials/" + cable + "/transfers", operator_,
                        fmt::format(R"({{"technicianId":"{}","to":"{}","quantity":{}}})",
                                    whose.user.to_string(), to, quantity));
  }
  http::Response use(double quantity, const auth::Principal& who, const std::string& more = "") {
    return fixture.call(
        "POST", path(order, "/materials"), who,
        fmt::format(R"({{"materialId":"{}","quantity":{}{}}})", cable, quantity, more));
  }
  http::Response correct(const std::string& line, const std::string& body) {
    return fixture.call("PATCH", path(order, "/materials/" + line), technician, body);
  }
  std::string warehouse(const std::string& material) {
    return at(fixture.call("GET", "/api/v1/materials/" + material, operator_), "/stock");
  }
  std::string van(const auth::Principal& who) {
    return at(
        fixture.call("GET", "/api/v1/van-stock?technicianId=" + who.user.to_string(), operator_),
        "/items/0/quantity");
  }
  std::vector<std::string> movements(const std::string& material, const std::string& member) {
    return column(fixture.call("GET", "/api/v1/materials/" + material + "/movements", operator_),
                  member);
  }

  std::string cable;
  std::string modem;
  OrderId order;
};

TEST_F(Stock, a_receipt_goes_into_the_warehouse_and_stays_in_the_history) {
  const auto answer = fixture.call("POST", "/api/v1/materials/" + cable + "/receipts", operator_,
                                   R"({"quantity":2.5,"note":"Remisión 77"})");
  ASSERT_EQ(answer.status, 201) << answer.body;
  EXPECT_EQ(warehouse(cable), "12.5");
  const auto history =
      fixture.call("GET", "/api/v1/materials/" + cable + "/movements", administrator);
  EXPECT_THAT(column(history, "kind"), ElementsAre("adjustment", "receipt"));
  EXPECT_EQ(at(history, "/items/1/note"), "Remisión 77");
  EXPECT_EQ(at(history, "/items/1/by/name"), operator_.name);
}

TEST_F(Stock, moves_to_a_van_and_back) {
  ASSERT_EQ(transfer(6, technician).status, 201);
  EXPECT_EQ(warehouse(cable), "4");
  EXPECT_EQ(van(technician), "6");
  ASSERT_EQ(transfer(1.5, technician, "warehouse").status, 201);
  EXPECT_EQ(warehouse(cable), "5.5");
  EXPECT_EQ(van(technician), "4.5");
  EXPECT_THAT(movements(cable, "kind"), ElementsAre("adjustment", "to_van", "to_warehouse"));
}

TEST_F(Stock, more_than_a_place_holds_does_not_leave_it) {
  EXPECT_EQ(at(transfer(10.5, technician), "/code"), "insufficient_stock");
  ASSERT_EQ(transfer(2, technician).status, 201);
  EXPECT_EQ(at(transfer(2.001, technician, "warehouse"), "/code"), "insufficient_stock");
  EXPECT_EQ(warehouse(cable), "8");
  EXPECT_EQ(van(technician), "2");
}

TEST_F(Stock, a_van_belongs_to_a_technician_that_dispatch_knows) {
  const auto answer = transfer(1, client);
  EXPECT_EQ(answer.status, 422);
  EXPECT_EQ(at(answer, "/errors/0/pointer"), "/technicianId");
}

TEST_F(Stock, a_technician_takes_from_their_own_van_first) {
  ASSERT_EQ(transfer(3, technician).status, 201);
  const auto from_van = use(2, technician);
  EXPECT_EQ(at(from_van, "/from"), "van");
  EXPECT_EQ(van(technician), "1");
  EXPECT_EQ(warehouse(cable), "7");
  EXPECT_EQ(at(use(2, technician), "/from"), "warehouse");
  EXPECT_EQ(at(use(2, technician, R"(,"from":"van")"), "/code"), "insufficient_stock");
  EXPECT_EQ(use(1, supervisor, R"(,"from":"van")").status, 422);
}

TEST_F(Stock, what_is_taken_back_returns_to_where_it_came_from) {
  ASSERT_EQ(transfer(3, technician).status, 201);
  const auto line = at(use(2, technician), "/id");
  EXPECT_EQ(fixture.call("DELETE", path(order, "/materials/" + line), other_technician).status,
            404);
  EXPECT_EQ(fixture.call("DELETE", path(order, "/materials/" + line), technician).status, 204);
  EXPECT_EQ(van(technician), "3");
  EXPECT_EQ(warehouse(cable), "7");
  EXPECT_EQ(movements(cable, "kind").back(), "returned");
}

TEST_F(Stock, another_material_is_noted_at_its_own_price_and_the_first_goes_back) {
  const auto line = at(use(2, technician), "/id");
  fixture.call("PATCH", "/api/v1/materials/" + modem, administrator,
               R"({"unitCost":"90000.00 COP"})");
  const auto answer = correct(
      line, R"({"materialId":")" + modem + R"(","quantity":1,"justification":"Era un módem"})");
  ASSERT_EQ(answer.status, 200) << answer.body;
  EXPECT_EQ(at(answer, "/code"), "MAT-002");
  EXPECT_EQ(at(answer, "/cost"), "90000.00 COP");
  EXPECT_EQ(warehouse(cable), "10");
  EXPECT_EQ(warehouse(modem), "3");
}

TEST_F(Stock, every_corrected_field_names_who_corrected_it_and_why) {
  const auto line = at(use(2, technician), "/id");
  correct(line, R"({"materialId":")" + modem + R"(","quantity":1,"justification":"Era un módem"})");
  const auto history =
      fixture.call("GET", path(order, "/materials/" + line + "/history"), supervisor);
  EXPECT_THAT(column(history, "field"), ElementsAre("material", "quantity"));
  EXPECT_THAT(column(history, "oldValue"), ElementsAre("MAT-001", "2"));
  EXPECT_THAT(column(history, "newValue"), ElementsAre("MAT-002", "1"));
  EXPECT_EQ(at(history, "/items/0/justification"), "Era un módem");
  EXPECT_EQ(at(history, "/items/0/by/name"), technician.name);
  const auto foreign =
      fixture.call("GET", path(order, "/materials/" + line + "/history"), other_client);
  EXPECT_EQ(foreign.status, 404);
}

TEST_F(Stock, a_correction_has_a_justification_of_10_to_200_characters_and_says_what) {
  const auto line = at(use(2, technician), "/id");
  EXPECT_EQ(correct(line, R"({"quantity":1,"justification":"muy corta"})").status, 422);
  EXPECT_EQ(
      correct(line, R"({"quantity":1,"justification":")" + std::string(201, 'x') + "\"}").status,
      422);
  EXPECT_EQ(correct(line, R"({"justification":"Una razón larga"})").status, 422);
  EXPECT_EQ(warehouse(cable), "8");
}

TEST_F(Stock, running_low_is_told_once_each_time_it_happens) {
  transfer(8, technician);
  transfer(1, technician);
  EXPECT_EQ(fixture.published("material.low_stock").size(), 1U);
  fixture.call("POST", "/api/v1/materials/" + cable + "/receipts", operator_, R"({"quantity":5})");
  transfer(4, technician);
  EXPECT_EQ(fixture.published("material.low_stock").size(), 2U);
}

TEST_F(Stock, technicians_see_their_own_van_and_its_movements_only) {
  transfer(3, technician);
  transfer(2, other_technician);
  const auto own = fixture.call("GET", "/api/v1/van-stock", technician);
  EXPECT_THAT(column(own, "quantity"), ElementsAre("3"));
  const auto foreign = fixture.call(
      "GET", "/api/v1/van-stock?technicianId=" + other_technician.user.to_string(), technician);
  EXPECT_THAT(column(foreign, "quantity"), IsEmpty());
  const auto moved = fixture.call("GET", "/api/v1/materials/" + cable + "/movements", technician);
  EXPECT_THAT(column(moved, "kind"), ElementsAre("to_van"));
  EXPECT_EQ(fixture.call("GET", "/api/v1/van-stock", client).status, 403);
  EXPECT_EQ(
      fixture
          .call("POST", "/api/v1/materials/" + cable + "/receipts", technician, R"({"quantity":5})")
          .status,
      403);
}

TEST_F(Stock, pages_of_vans_follow_each_other) {
  transfer(3, technician);
  transfer(2, other_technician);
  const auto first = fixture.call("GET", "/api/v1/van-stock?limit=1", operator_);
  const auto second = fixture.call(
      "GET", "/api/v1/van-stock?limit=1&cursor=" + at(first, "/nextCursor"), operator_);
  EXPECT_NE(at(first, "/items/0/technician/id"), at(second, "/items/0/technician/id"));
  EXPECT_EQ(at(second, "/nextCursor"), "null");
  EXPECT_EQ(fixture.call("GET", "/api/v1/van-stock?cursor=zzz", operator_).status, 400);
}

TEST_F(Stock, never_becomes_negative_under_32_parallel_users) {
  const auto material = MaterialId::parse(cable).value();
  const Cause cause{contracts::actor_of(technician), fixture.clock.now()};
  std::atomic<int> noted = 0;
  std::atomic<int> refused = 0;
  std::vector<std::jthread> users;
  for (int i = 0; i < 32; ++i) {
    users.emplace_back([&] {
      const auto line = fixture.database().write([&](db::Unit& unit) {
        return use_material(unit, order, Reach::everything(),
                            {.material = material, .quantity = 0.7}, cause);
      });
      ++(line ? noted : refused);
    });
  }
  users.clear();
  EXPECT_EQ(noted, 14);  // 14 × 0.7 = 9.8 of 10
  EXPECT_EQ(refused, 18);
  EXPECT_EQ(warehouse(cable), "0.2");
  EXPECT_EQ(fixture.published("material.low_stock").size(), 1U);
}

class Assets : public Company {
 protected:
  http::Response add(const Place& place, const std::string& serial, const auth::Principal& who,
                     const std::string& more = "") {
    return fixture.call("POST", "/api/v1/sites/" + place.site.to_string() + "/assets", who,
                        R"({"kind":"ONT","serial":")" + serial + "\"" + more + "}");
  }
};

TEST_F(Assets, are_kept_at_their_site) {
  const auto answer = add(north, "zte 001", operator_, R"(,"warrantyUntil":"2027-06-30")");
  ASSERT_EQ(answer.status, 201) << answer.body;
  EXPECT_EQ(at(answer, "/serial"), "ZTE001");
  EXPECT_EQ(at(answer, "/customerId"), north.customer.to_string());
  const auto list =
      fixture.call("GET", "/api/v1/sites/" + north.site.to_string() + "/assets", client);
  EXPECT_THAT(column(list, "warrantyUntil"), ElementsAre("2027-06-30"));
}

TEST_F(Assets, have_serial_numbers_of_their_own) {
  add(north, "ZTE001", operator_);
  const auto twice = add(south, "zte001", operator_);
  EXPECT_EQ(twice.status, 409);
  EXPECT_EQ(at(twice, "/code"), "serial_exists");
  EXPECT_EQ(add(south, "   ", operator_).status, 422);
}

TEST_F(Assets, change_with_their_version) {
  const auto made = "/api/v1/assets/" + at(add(north, "ZTE001", operator_), "/id");
  const auto change = [&](const std::string& body, const std::string& version) {
    return fixture.call("PATCH", made, operator_, body, {{"if-match", "\"" + version + "\""}});
  };
  EXPECT_EQ(at(change(R"({"installedOn":"2026-01-02"})", "1"), "/installedOn"), "2026-01-02");
  EXPECT_EQ(change(R"({"active":false})", "1").status, 412);
  EXPECT_EQ(change(R"({"warrantyUntil":"2025-01-01"})", "2").status, 422);
  EXPECT_EQ(change(R"({"warrantyUntil":"mañana, 1"})", "2").status, 422);
}

TEST_F(Assets, of_others_are_not_there) {
  const auto made = "/api/v1/assets/" + at(add(north, "ZTE001", operator_), "/id");
  EXPECT_EQ(fixture.call("GET", made, client).status, 200);
  EXPECT_EQ(fixture.call("GET", made, other_client).status, 404);
  EXPECT_EQ(add(north, "ZTE002", client).status, 403);
}

}  // namespace
}  // namespace mf::workorders
