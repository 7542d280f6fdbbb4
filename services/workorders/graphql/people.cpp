#include "services/workorders/graphql/topics.hpp"

namespace mf::workorders::gql {
namespace {

using Orders = std::span<const Order* const>;
using Assignments = std::span<const AssignmentDoc* const>;
using Technicians = std::span<const TechnicianDoc* const>;

std::string technician_path(UserId id) {
  return "/api/v1/technicians/" + id.to_string();
}

/// One zone list a technician: all their zones from one statement.
std::vector<std::vector<const Zone*>> zones_of(Technicians technicians, const Call& call) {
  std::vector<std::vector<ZoneId>> wanted;
  std::vector<ZoneId> all;
  for (const auto* technician : technicians) {
    auto& ids = wanted.emplace_back();
    const auto* zones = technician->dom.find("zones");
    for (std::size_t i = 0; zones != nullptr && i < zones->size(); ++i) {
      if (const auto id = ZoneId::parse(zones->at(i).string())) {
        ids.push_back(*id);
        all.push_back(*id);
      }
    }
  }
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  const auto& zones = call.keeper().keep(load_zones(call, all));
  std::vector<std::vector<const Zone*>> out;
  for (const auto& ids : wanted) {
    auto& mine = out.emplace_back();
    for (const auto& zone : zones) {
      if (std::find(ids.begin(), ids.end(), zone.id) != ids.end()) {
        mine.push_back(&zone);
      }
    }
  }
  return out;
}

std::vector<TechnicianOrRefusal> technicians_of(Assignments assignments, const Call& call) {
  std::vector<std::optional<UserId>> ids;
  for (const auto* assignment : assignments) {
    ids.push_back(id_in<UserId>(assignment->dom, "technicianId"));
  }
  return technicians_by_id(call, ids);
}

auto assignments_of(Orders orders, const Call& call) {
  return lists_of<AssignmentDoc>(call, orders, [](const Order& order) {
    return fmt::format("/api/v1/orders/{}/assignments", order.id.to_string());
  });
}

std::string list_path(const Call& call) {
  std::string path = "/api/v1/technicians?";
  for (const auto* name : {"q", "zoneId", "specialtyId"}) {
    if (const auto value = call.get<std::optional<std::string>>(name)) {
      path += fmt::format("{}={}&", name, http::percent_encode(*value));
    }
  }
  if (const auto active = call.get<std::optional<bool>>("active")) {
    path += fmt::format("active={}&", *active);
  }
  path.pop_back();
  return path;
}

void add_technician(SchemaBuilder& schema) {
  schema.object<SkillDoc>("Skill")
      .field("specialtyId: ID!", text("specialtyId"))
      .field("name: String", text("name"))
      .field("level: Int!", integer("level"))
      .field("from: Date", text("from"))
      .field("to: Date", text("to"));
  schema.object<TechnicianDoc>("Technician", "Who goes and does the work.")
      .implements("Node")
      .field("id: ID!", text("id"))
      .field("name: String!", text("name"))
      .load("zones: [Zone!]!", zones_of)
      .field("skills: [Skill!]!", many<SkillDoc>("skills"))
      .field("timeZone: String!", text("timeZone"))
      .field("active: Boolean!", flag("active"))
      .field("openVisits: Int!", integer("openVisits"))
      .field("busy: Boolean!", flag("busy"))
      .field("version: Int!", integer("version"))
      .field(fmt::format("orders({}, sort: OrderSort! = NEWEST): OrderConnection!", k_forward),
             [](const TechnicianDoc& technician, const Call& call) {
               return page_of_orders(call, {.technician = id_in<UserId>(technician.dom, "id"),
                                            .sort = call.get<OrderSort>("sort")});
             });
  add_connection<TechnicianDoc>(schema, "Technician");
}

void add_assignment(SchemaBuilder& schema) {
  schema.enumeration<AssignmentMode>("AssignmentMode", words<AssignmentMode>());
  schema.object<WindowDoc>("PlannedWindow")
      .field("from: DateTime!", text("from"))
      .field("to: DateTime!", text("to"));
  schema.object<ActorDoc>("Person")
      .field("id: ID", text("id"))
      .field("name: String!", text("name"));
  schema.object<AssignmentDoc>("Assignment", "The decision that gave an order to a technician.")
      .field("id: ID!", text("id"))
      .field("orderId: ID!", text("orderId"))
      .field("technicianId: ID!", text("technicianId"))
      .field("technicianName: String!", text("technicianName"))
      .load("technician: Technician", technicians_of)
      .field("replacesTechnicianId: ID", text("replacesTechnicianId"))
      .field("mode: AssignmentMode!", word("mode"))
      .field("algorithm: String!", text("algorithm"))
      .field("reason: String", text("reason"))
      .field("window: PlannedWindow", one<WindowDoc>("window"))
      .field("by: Person!", one<ActorDoc>("by"))
      .field("at: DateTime!", text("at"))
      .field("candidates: JSON", as_json("candidates"), "The ranking at the time, best first.");
  add_connection<AssignmentDoc>(schema, "Assignment");
}

}  // namespace

std::vector<TechnicianOrRefusal> technicians_by_id(const Call& call,
                                                   const std::vector<std::optional<UserId>>& ids) {
  std::vector<std::string> targets;
  std::unordered_map<UserId, std::size_t> place;
  for (const auto& id : ids) {
    if (id && place.try_emplace(*id, targets.size()).second) {
      targets.push_back(technician_path(*id));
    }
  }
  const auto answers = targets.empty() ? std::vector<http::Response>{}
                                       : desk(call).peers.read_all(desk(call).request, targets);
  std::vector<TechnicianOrRefusal> out;
  for (const auto& id : ids) {
    const auto* answer = id ? &answers[place.at(*id)] : nullptr;
    if (answer == nullptr || answer->status == 404) {
      out.emplace_back(std::nullopt);
    } else if (answer->status >= 300) {
      out.push_back(std::unexpected(refusal(*answer)));
    } else {
      out.emplace_back(TechnicianDoc{answer_of(*answer)});
    }
  }
  return out;
}

std::optional<TechnicianDoc> find_technician(const Call& call, const std::optional<UserId>& id) {
  auto found = std::move(technicians_by_id(call, {id}).front());
  if (!found) {
    throw std::move(found.error());
  }
  return std::move(*found);
}

void add_people(SchemaBuilder& schema) {
  add_technician(schema);
  add_assignment(schema);
  schema.object<Order>("Order").load(
      fmt::format("assignments({}): AssignmentConnection!", k_forward), assignments_of,
      "Every decision about it, oldest first; `first` is 50 at most.");
  schema.query()
      .field("technician(id: ID!): Technician",
             [](const Call& call) { return find_technician(call, id_of<UserId>(call, "id")); })
      .field(
          fmt::format("technicians({}, q: String, zoneId: ID, specialtyId: ID, active: "
                      "Boolean): TechnicianConnection!",
                      k_forward),
          [](const Call& call) { return list_of<TechnicianDoc>(call, list_path(call)); },
          "By name; `first` is 50 at most.");
}

}  // namespace mf::workorders::gql
