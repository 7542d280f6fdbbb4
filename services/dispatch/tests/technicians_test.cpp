#include "services/dispatch/tests/dispatch_fixture.hpp"

namespace mf::dispatch {
namespace {

class Technicians : public DispatchTest {
 protected:
  std::string path(const contracts::UserFacts& facts) const {
    return "/api/v1/technicians/" + facts.id.to_string();
  }
};

TEST_F(Technicians, get_a_profile_from_the_administrator) {
  const auto ana = hire("Ana");
  const auto answer =
      service.call("POST", "/api/v1/technicians", administrator, profile(ana.id, 3, centre));
  ASSERT_EQ(answer.status, 201) << answer.body;
  EXPECT_EQ(*answer.header("location"), path(ana));
  EXPECT_EQ(*answer.header("etag"), "\"1\"");
  EXPECT_EQ(at(answer, "/id"), ana.id.to_string());
  EXPECT_EQ(at(answer, "/name"), "Ana");
  EXPECT_EQ(at(answer, "/skills/0/name"), "Fibra óptica");
  EXPECT_EQ(at(answer, "/skills/0/from"), "2026-01-01");
  EXPECT_EQ(at(answer, "/timeZone"), "America/Bogota");
  EXPECT_EQ(at(answer, "/active"), "true");
}

TEST_F(Technicians, have_one_profile_each) {
  const auto ana = add_technician("Ana");
  const auto again =
      service.call("POST", "/api/v1/technicians", administrator, profile(ana.id, 3, centre));
  EXPECT_EQ(again.status, 409);
  EXPECT_EQ(at(again, "/code"), "technician_exists");
}

TEST_F(Technicians, get_the_same_answer_for_the_same_key) {
  const auto ana = hire("Ana");
  const http::Headers key = {{"idempotency-key", "k1"}};
  const auto first =
      service.call("POST", "/api/v1/technicians", administrator, profile(ana.id, 3, centre), key);
  const auto second =
      service.call("POST", "/api/v1/technicians", administrator, profile(ana.id, 3, centre), key);
  EXPECT_EQ(first.status, 201);
  EXPECT_EQ(second.body, first.body);
}

TEST_F(Technicians, must_be_known_people_with_the_role) {
  const auto stranger = UserId::make();
  const auto unknown =
      service.call("POST", "/api/v1/technicians", administrator, profile(stranger, 3, centre));
  EXPECT_EQ(unknown.status, 422);
  EXPECT_EQ(at(unknown, "/errors/0/code"), "unknown_user");

  service.peer_answers["/api/v1/users/" + stranger.to_string()] =
      R"({"name":"Eva","active":true,"roles":["operator"]})";
  const auto other =
      service.call("POST", "/api/v1/technicians", administrator, profile(stranger, 3, centre));
  EXPECT_EQ(at(other, "/errors/0/code"), "not_a_technician");
}

TEST_F(Technicians, may_be_people_whose_event_has_not_come_yet) {
  const auto fresh = UserId::make();
  service.peer_answers["/api/v1/users/" + fresh.to_string()] =
      R"({"name":"Eva","active":true,"roles":["technician"]})";
  const auto answer =
      service.call("POST", "/api/v1/technicians", administrator, profile(fresh, 3, centre));
  ASSERT_EQ(answer.status, 201) << answer.body;
  EXPECT_EQ(at(answer, "/name"), "Eva");
}

TEST_F(Technicians, are_told_every_wrong_field_at_once) {
  const auto ana = hire("Ana");
  const auto answer = service.call(
      "POST", "/api/v1/technicians", administrator,
      fmt::format(
          R"({{"userId":"{}","zones":["{}"],"skills":[{{"specialtyId":"{}","level":3,"from":"2026-02-30","to":"2026-01-01"}}],
                      "shifts":[{{"weekday":"monday","from":600,"to":500}}],"timeZone":"Nowhere/Else"}})",
          ana.id.to_string(), UserId::make().to_string(), UserId::make().to_string()));
  ASSERT_EQ(answer.status, 422);
  for (const auto* pointer :
       {"/zones/0", "/skills/0/specialtyId", "/skills/0/from", "/shifts/0/to", "/timeZone"}) {
    EXPECT_NE(answer.body.find('"' + std::string(pointer) + '"'), std::string::npos)
        << pointer << answer.body;
  }
}

TEST_F(Technicians, see_their_own_profile_and_nobody_elses) {
  const auto ana = add_technician("Ana");
  const auto beto = add_technician("Beto");
  EXPECT_EQ(service.call("GET", path(ana), login(ana)).status, 200);
  EXPECT_EQ(service.call("GET", path(beto), login(ana)).status, 404);
  const auto list = service.call("GET", "/api/v1/technicians", login(ana));
  EXPECT_EQ(at(list, "/items/0/name"), "Ana");
  EXPECT_EQ(at(list, "/items/1"), "");
}

TEST_F(Technicians, are_not_shown_to_clients_nor_changed_by_operators) {
  const auto ana = add_technician("Ana");
  EXPECT_EQ(service.call("GET", "/api/v1/technicians", person({Role::client})).status, 403);
  EXPECT_EQ(service.call("PATCH", path(ana), operator_person, R"({"active":false})").status, 403);
  EXPECT_EQ(service.call("PATCH", path(ana), login(ana), R"({"active":false})").status, 403);
}

TEST_F(Technicians, are_changed_only_by_who_saw_the_last_version) {
  const auto ana = add_technician("Ana");
  const auto changed = service.call("PATCH", path(ana), supervisor,
                                    R"({"shifts":[{"weekday":"monday","from":480,"to":1020}]})",
                                    {{"if-match", "\"1\""}});
  ASSERT_EQ(changed.status, 200) << changed.body;
  EXPECT_EQ(*changed.header("etag"), "\"2\"");
  EXPECT_EQ(at(changed, "/shifts/0/from"), "480");
  EXPECT_EQ(at(changed, "/skills/0/level"), "3");
  const auto late =
      service.call("PATCH", path(ana), supervisor, R"({"shifts":[]})", {{"if-match", "\"1\""}});
  EXPECT_EQ(late.status, 412);
  EXPECT_EQ(at(late, "/code"), "stale");
}

TEST_F(Technicians, are_listed_by_name_page_by_page) {
  for (const auto* name : {"Óscar", "Beto", "Ana", "Íñigo", "Oscar"}) {
    add_technician(name);
  }
  std::vector<std::string> names;
  std::string cursor;
  do {
    const auto page =
        get("/api/v1/technicians?limit=2" + (cursor.empty() ? "" : "&cursor=" + cursor));
    ASSERT_EQ(page.status, 200) << page.body;
    for (const auto* item : {"/items/0/name", "/items/1/name"}) {
      if (!at(page, item).empty()) {
        names.push_back(at(page, item));
      }
    }
    cursor = at(page, "/nextCursor");
  } while (cursor != "null");
  ASSERT_EQ(names.size(), 5U);
  EXPECT_EQ(names[0], "Ana");
  EXPECT_EQ(names[1], "Beto");
  EXPECT_EQ(names[2], "Íñigo");
}

TEST_F(Technicians, are_found_by_name_zone_and_specialty_without_accents) {
  add_technician("Óscar Núñez");
  add_technician("Ana", 3, north);
  const auto count = [&](const std::string& query) {
    const auto page = get("/api/v1/technicians?" + query);
    int n = 0;
    while (!at(page, fmt::format("/items/{}/id", n)).empty()) {
      ++n;
    }
    return n;
  };
  EXPECT_EQ(count("q=oscar%20nunez"), 1);
  EXPECT_EQ(count("q=%25"), 0);
  EXPECT_EQ(count("zoneId=" + north.to_string()), 1);
  EXPECT_EQ(count("specialtyId=" + fibre.to_string()), 2);
  EXPECT_EQ(count("specialtyId=" + wireless.to_string()), 0);
  EXPECT_EQ(count("active=false"), 0);
}

TEST_F(Technicians, refuse_a_cursor_of_another_list) {
  EXPECT_EQ(get("/api/v1/technicians?cursor=abc").status, 400);
  EXPECT_EQ(get("/api/v1/visits?cursor=abc").status, 400);
  EXPECT_EQ(get("/api/v1/queue?cursor=abc").status, 400);
}

TEST_F(Technicians, follow_what_identity_tells_of_the_person) {
  auto ana = add_technician("Ana");
  ana.name = "Ana María";
  tell("user.updated", ana);
  EXPECT_EQ(at(get(path(ana)), "/name"), "Ana María");
  ana.active = false;
  tell("user.deactivated", ana);
  EXPECT_EQ(at(get(path(ana)), "/active"), "false");
  const auto refused = service.call("PATCH", path(ana), supervisor, R"({"active":true})");
  EXPECT_EQ(refused.status, 422);
  EXPECT_EQ(at(refused, "/errors/0/code"), "person_inactive");
  ana.active = true;
  tell("user.updated", ana);
  EXPECT_EQ(at(get(path(ana)), "/active"), "true");
}

TEST_F(Technicians, who_lose_the_role_are_not_active) {
  auto ana = add_technician("Ana");
  ana.roles = {Role::operator_};
  tell("user.updated", ana);
  EXPECT_EQ(at(get(path(ana)), "/active"), "false");
}

TEST_F(Technicians, switched_off_by_the_supervisor_stay_so_whatever_identity_tells) {
  auto ana = add_technician("Ana");
  ASSERT_EQ(service.call("PATCH", path(ana), supervisor, R"({"active":false})").status, 200);
  tell("user.updated", ana);
  EXPECT_EQ(at(get(path(ana)), "/active"), "false");
}

}  // namespace
}  // namespace mf::dispatch
