// A tracking service with an order or two, its people, and short words for what they do.
#pragma once

#include "contracts/events.hpp"
#include "platform/testing/service_fixture.hpp"
#include "services/tracking/service.hpp"

#include <gtest/gtest.h>

#include <filesystem>

namespace mf::tracking {

using auth::Role;
using mf::testing::at;
using mf::testing::person;

inline const std::string k_png = std::string("\x89PNG\r\n\x1a\n", 8) + "a picture";

class TrackingTest : public ::testing::Test {
 protected:
  TrackingTest() {
    client_.customer = customer_;
    supervisor_.zones = {zone_};
    fixture_.add(make_service(fixture_.resources(), blobs_,
                              {.evidence_limit = 1000, .evidence_per_upload = 3}));
  }

  contracts::OrderFacts facts(OrderId id, std::int64_t version, OrderStatus status) const {
    contracts::OrderFacts facts;
    facts.id = id;
    facts.code = "ORD-000001";
    facts.version = version;
    facts.status = status;
    facts.customer = customer_;
    facts.zone = zone_;
    facts.materials_required = materials_required_;
    facts.title = "No light on the fibre";
    facts.created_at = created_at_;
    return facts;
  }

  void hear_created(OrderId id) {
    contracts::OrderChange change;
    change.order = facts(id, 1, OrderStatus::open);
    change.by = contracts::actor_of(operator_);
    change.transition = Transition::create;
    hear("order.created", change);
  }

  /// The order's next transition, by the operator.
  void hear_transition(OrderId id, Transition transition, OrderStatus to, std::int64_t version,
                       std::optional<UserId> technician = std::nullopt) {
    contracts::OrderChange change;
    change.order = facts(id, version, to);
    change.order.technician = technician;
    change.order.technician_name = technician ? std::optional<std::string>("Tomás") : std::nullopt;
    change.by = contracts::actor_of(operator_);
    change.transition = transition;
    change.to = to;
    change.reason = "because";
    hear("order.status_changed", change);
  }

  void hear(const std::string& type, const contracts::OrderChange& change) {
    ASSERT_TRUE(fixture_.deliver("workorders", type, change.order.id.value, change).has_value());
  }

  AssignmentId hear_assigned(OrderId id, const auth::Principal& technician) {
    const auto change = assignment(id, technician);
    EXPECT_TRUE(fixture_.deliver("dispatch", "assignment.created", id.value, change).has_value());
    return change.assignment;
  }

  void hear_assignment_cancelled(OrderId id, const auth::Principal& technician,
                                 AssignmentId assignment_id) {
    auto change = assignment(id, technician);
    change.assignment = assignment_id;
    EXPECT_TRUE(fixture_.deliver("dispatch", "assignment.cancelled", id.value, change).has_value());
  }

  contracts::AssignmentChange assignment(OrderId id, const auth::Principal& technician) const {
    contracts::AssignmentChange change;
    change.assignment = AssignmentId::make();
    change.visit = VisitId::make();
    change.order = id;
    change.order_code = "ORD-000001";
    change.technician = technician.user;
    change.technician_name = technician.name;
    change.customer = customer_;
    change.zone = zone_;
    change.by = contracts::actor_of(operator_);
    return change;
  }

  void hear_material(OrderId id, double quantity = 12.5) {
    contracts::MaterialChange change;
    change.code = "MAT-001";
    change.name = "Drop cable";
    change.quantity = quantity;
    change.order = id;
    change.by = contracts::actor_of(technician_);
    ASSERT_TRUE(fixture_.deliver("workorders", "material.used", id.value, change).has_value());
  }

  /// An order that lies with the technician.
  OrderId assigned_order() {
    const auto id = OrderId::make();
    hear_created(id);
    hear_assigned(id, technician_);
    return id;
  }

  static std::string path(OrderId id, const std::string& what) {
    return "/api/v1/orders/" + id.to_string() + "/" + what;
  }

  http::Response report(OrderId id, const std::string& kind, const auth::Principal& who,
                        const std::string& more = "") {
    return fixture_.call("POST", path(id, "activity"), who,
                         "{\"kind\":\"" + kind + "\"" + more + "}");
  }
  http::Response report(OrderId id, const std::string& kind, const std::string& more = "") {
    return report(id, kind, technician_, more);
  }

  http::Response upload(OrderId id, const std::string& content = k_png) {
    return fixture_.upload(path(id, "evidence"), technician_, "image/png", content);
  }

  http::Response get(const std::string& target, const auth::Principal& who) {
    return fixture_.call("GET", target, who);
  }

  std::size_t stored_contents() {
    std::size_t count = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(blob_folder_)) {
      count += entry.is_regular_file();
    }
    return count;
  }

  const CustomerId customer_ = CustomerId::make();
  const ZoneId zone_ = ZoneId::make();
  bool materials_required_ = false;

  auth::Principal client_ = person({Role::client}, "Clara");
  auth::Principal technician_ = person({Role::technician}, "Tomás");
  auth::Principal colleague_ = person({Role::technician}, "Teresa");
  auth::Principal operator_ = person({Role::operator_}, "Óscar");
  auth::Principal supervisor_ = person({Role::supervisor}, "Sofía");

  mf::testing::ServiceFixture fixture_{"tracking", migrations()};
  const Timestamp created_at_ = fixture_.clock.now() - std::chrono::days{3};
  const std::string blob_folder_ = fixture_.folder().path("blobs");
  std::shared_ptr<blob::BlobStore> blobs_ = blob::open_directory(blob_folder_);
};

}  // namespace mf::tracking
