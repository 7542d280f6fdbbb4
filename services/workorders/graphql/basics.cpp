#include "services/workorders/catalogue_store.hpp"
#include "services/workorders/graphql/topics.hpp"
#include "services/workorders/node_store.hpp"

namespace mf::workorders::gql {
namespace {

using contracts::Actor;

using Node = std::variant<Order, CustomerView, SiteView, AssetView, OrderType, Zone, Specialty,
                          Material, TechnicianDoc>;

template <class T>
std::optional<Node> as_node(std::optional<T> found) {
  return found ? std::optional<Node>(std::move(*found)) : std::nullopt;
}

template <class T, class Find>
std::optional<Node> from_catalogue(const Call& call, Find find) {
  need(call, auth::Permission::catalogue_read);
  return as_node<T>(desk(call).db.read(find));
}

std::optional<Node> find_node(const Call& call) {
  const auto id = Uuid::parse(call.argument("id").text());
  if (!id) {
    return std::nullopt;
  }
  const auto kind =
      desk(call).db.read([&](db::Session& session) { return store::kind_of(session, *id); });
  switch (kind) {
    case store::NodeKind::order:
      return as_node(find_order(call, OrderId{*id}));
    case store::NodeKind::customer:
      return as_node(find_customer(call, CustomerId{*id}));
    case store::NodeKind::site:
      return as_node(find_site(call, SiteId{*id}));
    case store::NodeKind::asset:
      return as_node(find_asset(call, AssetId{*id}));
    case store::NodeKind::order_type:
      return from_catalogue<OrderType>(call, [&](db::Session& session) {
        return store::find_order_type(session, OrderTypeId{*id});
      });
    case store::NodeKind::zone:
      return from_catalogue<Zone>(
          call, [&](db::Session& session) { return store::find_zone(session, ZoneId{*id}); });
    case store::NodeKind::specialty:
      return from_catalogue<Specialty>(call, [&](db::Session& session) {
        return store::find_specialty(session, SpecialtyId{*id});
      });
    case store::NodeKind::material:
      return from_catalogue<Material>(call, [&](db::Session& session) {
        return store::find_material(session, MaterialId{*id});
      });
    case store::NodeKind::elsewhere:
      break;
  }
  return as_node(find_technician(call, UserId{*id}));
}

struct Me {};

std::vector<std::string> permissions_of(const auth::Principal& caller) {
  std::vector<std::string> out;
  for (const auto& [permission, name] : k_names<auth::Permission>) {
    if (caller.may(permission)) {
      out.emplace_back(name);
    }
  }
  return out;
}

void add_me(SchemaBuilder& schema) {
  schema.object<Me>("Me", "Who asks.")
      .field("id: ID!", [](const Me&, const Call& c) { return desk(c).caller().user; })
      .field("name: String!", [](const Me&, const Call& c) { return desk(c).caller().name; })
      .field("username: String!",
             [](const Me&, const Call& c) { return desk(c).caller().username; })
      .field("roles: [Role!]!", [](const Me&, const Call& c) { return desk(c).caller().roles; })
      .field(
          "permissions: [String!]!",
          [](const Me&, const Call& c) { return permissions_of(desk(c).caller()); },
          "As docs/permissions.md names them.");
  schema.query().field("me: Me!", [] { return Me{}; });
}

}  // namespace

void add_basics(SchemaBuilder& schema) {
  schema.scalar("DateTime", "https://scalars.graphql.org/andimarek/date-time")
      .scalar("Date", "https://scalars.graphql.org/andimarek/local-date")
      .scalar("JSON")
      .enumeration<auth::Role>("Role", words<auth::Role>())
      .enumeration<OrderStatus>("OrderStatus", words<OrderStatus>())
      .enumeration<Transition>("OrderTransition", words<Transition>())
      .enumeration<Priority>("Priority", words<Priority>())
      .enumeration<StockPlace>("StockPlace", words<StockPlace>())
      .enumeration<MovementKind>("MovementKind", words<MovementKind>())
      .enumeration<DocumentType>("DocumentType", words<DocumentType>());
  schema.sdl(R"(
"Whatever has an id of its own: node(id:) finds it again."
interface Node { id: ID! }
)");
  schema.object<PageInfo>("PageInfo")
      .field("hasNextPage: Boolean!", &PageInfo::next)
      .field("hasPreviousPage: Boolean!", &PageInfo::previous)
      .field("startCursor: String", &PageInfo::start)
      .field("endCursor: String", &PageInfo::end);
  schema.object<Actor>("Actor", "Who did something, with the name of that day.")
      .field("id: ID", &Actor::id)
      .field("name: String!", &Actor::name);
  schema.object<Window>("Window", "A stretch of time.")
      .field("from: DateTime!", &Window::from)
      .field("to: DateTime!", &Window::to);
  schema.object<Position>("Position", "Degrees, WGS 84.")
      .field("latitude: Float!", &Position::latitude)
      .field("longitude: Float!", &Position::longitude);
  schema.query().field("node(id: ID!): Node", find_node, "The thing of that id.");
  add_me(schema);
}

}  // namespace mf::workorders::gql
