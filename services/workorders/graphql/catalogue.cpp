#include "platform/service/context.hpp"
#include "services/workorders/catalogue_store.hpp"
#include "services/workorders/graphql/topics.hpp"

namespace mf::workorders::gql {
namespace {

using auth::Permission;

struct PriorityLevel {
  Priority priority;
};

/// A catalogue by its codes. `list(session, active, after, limit)`.
template <class T, class List>
auto catalogue(List list) {
  return [list](const Call& call) {
    need(call, Permission::catalogue_read);
    const int first = first_of(call);
    const auto cursor = after_of(call);
    const auto after =
        cursor ? service::read_cursor(*cursor, 1) : std::vector<std::string>{std::string()};
    if (!after) {
      throw refusal(Error{ErrorKind::bad_request, "bad_cursor", "This is no cursor of this list."});
    }
    const auto active = call.get<std::optional<bool>>("active");
    auto found = desk(call).db.read(
        [&](db::Session& session) { return list(session, active, after->front(), first + 1); });
    Connection<T> connection;
    connection.info.next = std::ssize(found) > first;
    connection.info.previous = cursor.has_value();
    found.resize(std::min(found.size(), static_cast<std::size_t>(first)));
    for (auto& thing : found) {
      auto place = service::make_cursor({thing.code});
      connection.add(std::move(thing), std::move(place));
    }
    return connection;
  };
}

std::string list_line(std::string_view field, std::string_view type) {
  return fmt::format("{}({}, active: Boolean): {}Connection!", field, k_forward, type);
}

void add_order_type(SchemaBuilder& schema) {
  schema.object<RequiredSpecialty>("RequiredSpecialty")
      .field("specialtyId: ID!", &RequiredSpecialty::specialty)
      .field("name: String!", &RequiredSpecialty::name)
      .field("level: Int!", &RequiredSpecialty::level);
  schema.object<OrderType>("OrderType", "What kind of work it is, and what it asks for.")
      .implements("Node")
      .field("id: ID!", &OrderType::id)
      .field("version: Int!", &OrderType::version)
      .field("code: String!", &OrderType::code)
      .field("name: String!", &OrderType::name)
      .field("nameEs: String!", &OrderType::name_es)
      .field("estimatedMinutes: Int!", &OrderType::estimated)
      .field("slaHours: Int!", &OrderType::sla_hours)
      .field("automatic: Boolean!", &OrderType::automatic)
      .field("materialsRequired: Boolean!", &OrderType::materials_required)
      .field("active: Boolean!", &OrderType::active)
      .field("specialties: [RequiredSpecialty!]!", &OrderType::specialties);
  add_connection<OrderType>(schema, "OrderType");
}

void add_places(SchemaBuilder& schema) {
  schema.object<Zone>("Zone", "A territory.")
      .implements("Node")
      .field("id: ID!", &Zone::id)
      .field("version: Int!", &Zone::version)
      .field("code: String!", &Zone::code)
      .field("name: String!", &Zone::name)
      .field("timeZone: String!", &Zone::time_zone)
      .field("active: Boolean!", &Zone::active);
  add_connection<Zone>(schema, "Zone");
  schema.object<Specialty>("Specialty", "What a technician can do.")
      .implements("Node")
      .field("id: ID!", &Specialty::id)
      .field("version: Int!", &Specialty::version)
      .field("code: String!", &Specialty::code)
      .field("name: String!", &Specialty::name)
      .field("nameEs: String!", &Specialty::name_es)
      .field("active: Boolean!", &Specialty::active);
  add_connection<Specialty>(schema, "Specialty");
  schema.object<PriorityLevel>("PriorityLevel")
      .field("priority: Priority!", &PriorityLevel::priority)
      .field(
          "urgency: Int!", [](const PriorityLevel& level) { return urgency_of(level.priority); },
          "0 is the most urgent.");
}

}  // namespace

std::vector<Zone> load_zones(const Call& call, const std::vector<ZoneId>& ids) {
  need(call, Permission::catalogue_read);
  return desk(call).db.read([&](db::Session& session) { return store::zones_by_id(session, ids); });
}

void add_catalogue(SchemaBuilder& schema) {
  add_order_type(schema);
  add_places(schema);
  schema.query()
      .field(list_line("orderTypes", "OrderType"), catalogue<OrderType>(store::list_order_types),
             "By code.")
      .field(list_line("zones", "Zone"), catalogue<Zone>(store::list_zones), "By code.")
      .field(list_line("specialties", "Specialty"), catalogue<Specialty>(store::list_specialties),
             "By code.")
      .field(list_line("materials", "Material"), catalogue<Material>(store::list_materials),
             "By code.")
      .field("priorities: [PriorityLevel!]!", [] {
        std::vector<PriorityLevel> levels;
        for (const auto& [priority, _] : k_names<Priority>) {
          levels.push_back({priority});
        }
        return levels;
      });
}

}  // namespace mf::workorders::gql
