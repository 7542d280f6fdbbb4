// The schema of the original system, served so that its screens go on running: its operations and
// types as they were, on our use cases, permissions and ids. What differs is what was broken there:
// who changed something is the caller, stock moves, and what the caller may not see is not shown.
#include "platform/core/text.hpp"
#include "services/workorders/catalogue_store.hpp"
#include "services/workorders/customer_store.hpp"
#include "services/workorders/graphql/schema.hpp"
#include "services/workorders/graphql/topics.hpp"
#include "services/workorders/material_store.hpp"
#include "services/workorders/order_store.hpp"

#include <cmath>

namespace mf::workorders::gql {
namespace {

using auth::Permission;
using Orders = std::span<const Order* const>;
using Lines = std::span<const MaterialLine* const>;
using Changes = std::span<const LineChange* const>;

constexpr int k_page = 100;
constexpr std::size_t k_most_orders = 1'000;  // the original lists have no pages
constexpr int k_most_lines = 1'000;

/// A status as the original screens write it.
struct Estado {
  OrderStatus status;
  std::string_view name;
  std::string_view description;
};

constexpr std::array k_estados = std::to_array<Estado>({
    {OrderStatus::open, "ABIERTA", "Espera a un técnico"},
    {OrderStatus::assigned, "ASIGNADA", "Tiene técnico"},
    {OrderStatus::in_progress, "EN_PROGRESO", "El técnico trabaja en ella"},
    {OrderStatus::on_hold, "EN_ESPERA", "El trabajo está detenido"},
    {OrderStatus::awaiting_approval, "EN_APROBACION", "Espera la aprobación del supervisor"},
    {OrderStatus::completed, "COMPLETADA", "El trabajo está hecho"},
    {OrderStatus::closed, "CERRADA", "Está cerrada"},
    {OrderStatus::cancelled, "CANCELADA", "Está cancelada"},
});

const Estado& estado_of(const Order& order) {
  return *std::find_if(k_estados.begin(), k_estados.end(),
                       [&](const Estado& row) { return row.status == order.status; });
}

/// In either case, with blanks or underscores; throws for a word that is none.
OrderStatus read_estado(std::string_view word) {
  auto text = fold(trim(word));
  std::replace(text.begin(), text.end(), ' ', '_');
  for (const auto& row : k_estados) {
    if (to_lower_ascii(row.name) == text) {
      return row.status;
    }
  }
  throw refusal(invalid("/estado", "choice",
                        "Los estados son ABIERTA, ASIGNADA, EN_PROGRESO, EN_ESPERA, "
                        "EN_APROBACION, COMPLETADA, CERRADA y CANCELADA.")
                    .error());
}

struct Cliente {
  CustomerView customer;
  std::string address;
  bool all = false;  // the caller may read customers: their mail address too
};

std::vector<Order> all_pages(const Call& call, OrderListQuery query) {
  const auto reach = need(call, Permission::order_read);
  auto& d = desk(call);
  query.limit = k_page;
  std::vector<Order> orders;
  do {
    auto page = taken(workorders::page_of_orders(d.db, reach, query, d.settings.default_time_zone));
    std::move(page.items.begin(), page.items.end(), std::back_inserter(orders));
    query.cursor = page.next;
  } while (query.cursor && orders.size() < k_most_orders);
  return orders;
}

template <class IdType>
std::optional<IdType> filter_id(const Call& call, std::string_view name) {
  const auto text = call.get<std::optional<std::string>>(name);
  // An id that is none finds nothing, as one of nobody.
  return text && !text->empty() ? std::optional{IdType::parse(*text).value_or(IdType{})}
                                : std::nullopt;
}

std::optional<std::string> filter_text(const Call& call, std::string_view name) {
  const auto text = call.get<std::optional<std::string>>(name);
  return text && !text->empty() ? text : std::nullopt;
}

std::vector<Order> filtered(const Call& call) {
  OrderListQuery query{.customer = filter_id<CustomerId>(call, "clienteId"),
                       .technician = filter_id<UserId>(call, "usuarioId"),
                       .created_from = filter_text(call, "fechaInicio"),
                       .created_to = filter_text(call, "fechaCierre")};
  if (const auto estado = filter_text(call, "estado")) {
    query.status = {read_estado(*estado)};
  }
  return all_pages(call, std::move(query));
}

std::vector<Cliente> clients_of(Orders orders, const Call& call) {
  const bool all = desk(call).caller().may(Permission::customer_read);
  const auto found = by_id(
      call, orders, [](const Order& order) { return std::optional{order.customer}; },
      [&](const std::vector<CustomerId>& ids) {
        return desk(call).db.read([&](db::Session& session) {
          return store::customers_by_id(session, ids, std::nullopt);
        });
      });
  std::vector<Cliente> out;
  for (std::size_t i = 0; i < orders.size(); ++i) {
    out.push_back({view_of(*found[i]), orders[i]->site_address, all});
  }
  return out;
}

std::vector<const OrderType*> types_of(Orders orders, const Call& call) {
  return by_id(
      call, orders, [](const Order& order) { return std::optional{order.type}; },
      [&](const std::vector<OrderTypeId>& ids) {
        return desk(call).db.read(
            [&](db::Session& session) { return store::order_types_by_id(session, ids); });
      });
}

// --- changes: calls of our routes

/// The routes' fields by the names that they have here.
constexpr std::array k_field_names = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"\"/quantity\"", "\"/cantidad\""},
    {"\"/justification\"", "\"/justificacion\""},
    {"\"/materialId\"", "\"/nuevoMaterialId\""},
});

json::Dom send(const Call& call, std::string method, std::string target, std::string json) {
  auto& d = desk(call);
  try {
    return answer_of(d.peers.call(
        d.request,
        {.method = std::move(method), .target = std::move(target), .json = std::move(json)}));
  } catch (graphql::FieldError& error) {
    for (const auto& [ours, theirs] : k_field_names) {
      if (const auto at = error.extensions.find(ours); at != std::string::npos) {
        error.extensions.replace(at, ours.size(), theirs);
      }
    }
    throw;
  }
}

std::string path_of(OrderId order, std::string_view what) {
  return fmt::format("/api/v1/orders/{}/{}", order.to_string(), what);
}

/// What the technician reports, where that is how the order gets there.
std::optional<ActivityKind> activity_for(OrderStatus from, OrderStatus to) {
  if (to == OrderStatus::in_progress) {
    return from == OrderStatus::assigned ? ActivityKind::work_started : ActivityKind::work_resumed;
  }
  if (to == OrderStatus::on_hold) {
    return ActivityKind::work_paused;
  }
  return to == OrderStatus::completed ? std::optional{ActivityKind::work_completed} : std::nullopt;
}

/// The way from here to there: a transition of the route, or a report to tracking.
const LifecycleRow* find_way(const Order& order, OrderStatus to, Performers who) {
  const LifecycleRow* way = nullptr;
  for (const auto& row : lifecycle()) {
    const bool by_caller = (row.who & who) != 0;
    if (row.from != order.status || row.to != to || !by_caller) {
      continue;
    }
    if ((row.via & static_cast<Vias>(Via::api)) != 0) {
      return &row;
    }
    way = (row.via & static_cast<Vias>(Via::tracking)) != 0 ? &row : way;
  }
  return way;
}

constexpr std::string_view k_reason = "Cambio de estado en la pantalla de órdenes";

std::optional<Order> change_status(const Call& call) {
  const auto order = find_order(call, id_of<OrderId>(call, "id"));
  if (!order) {
    throw refusal(not_found("order").error());
  }
  const auto to = read_estado(call.get<std::string>("estado"));
  const auto who = performers_of(desk(call).caller(), *order);
  const auto* way = find_way(*order, to, who);
  if (way == nullptr) {
    Error error{ErrorKind::conflict, "transition_refused",
                fmt::format("The order can't go from {} to {} for this caller.",
                            name_of(order->status), name_of(to))};
    error.allowed.emplace();
    for (const auto transition : allowed_now(*order, who, Via::api, desk(call).now)) {
      error.allowed->emplace_back(name_of(transition));
    }
    throw refusal(error);
  }
  const auto activity = activity_for(order->status, to);
  if ((way->via & static_cast<Vias>(Via::api)) == 0 && activity) {
    send(call, "POST", path_of(order->id, "activity"),
         fmt::format(R"({{"kind":"{}"{}}})", name_of(*activity),
                     activity == ActivityKind::work_paused
                         ? fmt::format(R"(,"reason":"{}")", k_reason)
                         : ""));
  } else {
    send(call, "POST", path_of(order->id, "transitions"),
         fmt::format(R"({{"transition":"{}","reason":"{}"}})", name_of(way->transition), k_reason));
  }
  return find_order(call, order->id);
}

/// The line if the caller reaches its order; throws otherwise.
MaterialLine line_of(const Call& call, const graphql::Value& id) {
  const auto line_id = MaterialLineId::parse(id.text());
  const auto line = line_id ? desk(call).db.read([&](db::Session& session) {
    return store::find_line(session, *line_id);
  })
                            : std::nullopt;
  if (!line || !find_order(call, line->order)) {
    throw refusal(not_found("material line").error());
  }
  return *line;
}

MaterialLine reread(const Call& call, MaterialLineId id) {
  return desk(call)
      .db.read([&](db::Session& session) { return store::find_line(session, id); })
      .value();
}

MaterialId named_material(const Call& call, std::string_view name) {
  const auto wanted = fold(trim(name));
  const auto all = desk(call).db.read(
      [](db::Session& session) { return store::list_materials(session, true, "", k_most_lines); });
  for (const auto& material : all) {
    if (fold(material.name) == wanted || fold(material.code) == wanted) {
      return material.id;
    }
  }
  throw refusal(
      invalid("/nombreMaterial", "unknown", "There is no material of this name in use.").error());
}

MaterialLine use(const Call& call) {
  const auto input = call.argument("input");
  const auto order = find_order(call, OrderId::parse(input["ordenId"].text()));
  if (!order) {
    throw refusal(not_found("order").error());
  }
  const auto answer =
      send(call, "POST", path_of(order->id, "materials"),
           fmt::format(R"({{"materialId":"{}","quantity":{}}})",
                       named_material(call, input["nombreMaterial"].text()).to_string(),
                       input["cantidad"].integer()));
  return reread(call, id_in<MaterialLineId>(answer, "id").value());
}

MaterialLine correct(const Call& call, std::string_view what, const std::string& value) {
  const auto input = call.argument("input");
  const auto line = line_of(call, input["materialOrdenId"]);
  send(call, "PATCH", path_of(line.order, "materials/" + line.id.to_string()),
       fmt::format(R"({{"{}":{},"justification":{}}})", what, value,
                   json::quote(input["justificacion"].text())));
  return reread(call, line.id);
}

bool remove(const Call& call) {
  const auto line = line_of(call, call.argument("materialOrdenId"));
  send(call, "DELETE", path_of(line.order, "materials/" + line.id.to_string()), "");
  return true;
}

// --- materials to read

/// Those that are still on the order.
std::vector<MaterialLine> lines_of(const Call& call) {
  const auto order = find_order(call, id_of<OrderId>(call, "ordenId"));
  auto lines = order ? desk(call).db.read([&](db::Session& session) {
    return store::lines_of(session, order->id, std::nullopt, k_most_lines);
  })
                     : std::vector<MaterialLine>{};
  std::erase_if(lines, [](const MaterialLine& line) { return line.quantity == 0; });
  return lines;
}

std::vector<const Order*> orders_of(Lines lines, const Call& call) {
  return by_id(
      call, lines, [](const MaterialLine& line) { return std::optional{line.order}; },
      [&](const std::vector<OrderId>& ids) {
        std::vector<Order> orders;
        for (const auto& id : ids) {
          if (auto order = find_order(call, id)) {
            orders.push_back(std::move(*order));
          }
        }
        return orders;
      });
}

std::vector<const Material*> materials_of(Lines lines, const Call& call) {
  need(call, Permission::catalogue_read);
  return by_id(
      call, lines, [](const MaterialLine& line) { return std::optional{line.material}; },
      [&](const std::vector<MaterialId>& ids) {
        return desk(call).db.read(
            [&](db::Session& session) { return store::materials_by_id(session, ids); });
      });
}

std::vector<LineChange> history(const Call& call) {
  const auto line = line_of(call, call.argument("materialOrdenId"));
  return desk(call).db.read([&](db::Session& session) {
    return store::changes_of(session, line.id, std::nullopt, k_most_lines);
  });
}

// --- the types

void add_orden(SchemaBuilder& schema) {
  schema.object<Estado>("TipoEstado")
      .field("id: ID", &Estado::name)
      .field("nombre: String", &Estado::name)
      .field("descripcion: String", &Estado::description);
  schema.object<OrderType>("TipoOrden")
      .field("id: ID", &OrderType::id)
      .field("nombre: String", &OrderType::name_es)
      .field("descripcion: String", &OrderType::code);
  schema.object<Cliente>("Cliente")
      .field("id: ID", [](const Cliente& c) { return c.customer.id; })
      .field("nombre: String", [](const Cliente& c) { return c.customer.name; })
      .field("email: String",
             [](const Cliente& c) { return c.all ? c.customer.email : std::nullopt; })
      .field("direccion: String", &Cliente::address)
      .field("telefono: String", [](const Cliente& c) { return c.customer.phone; });
  schema.object<Order>("Orden")
      .field("id: ID", &Order::id)
      .field("codigo: String", [](const Order& order) { return code_of(order.number); })
      .field("descripcion: String", &Order::description)
      .load("tipo: TipoOrden", types_of)
      .load("cliente: Cliente", clients_of)
      .field("fechaCreacion: String",
             [](const Order& order) { return to_rfc3339(order.created_at); })
      .field("fechaModificacion: String",
             [](const Order& order) { return to_rfc3339(order.updated_at); })
      .field("fechaCierre: String",
             [](const Order& order) {
               return order.completed_at ? std::optional{to_rfc3339(*order.completed_at)}
                                         : std::nullopt;
             })
      .field("fechaInicio: String",
             [](const Order& order) {
               return order.started_at ? std::optional{to_rfc3339(*order.started_at)}
                                       : std::nullopt;
             })
      .field("estado: TipoEstado",
             [](const Order& order) -> const Estado& { return estado_of(order); })
      .field("usuarioId: ID", &Order::technician);
}

void add_material(SchemaBuilder& schema) {
  schema.object<Material>("Material")
      .field("id: ID", &Material::id)
      .field("codigo: String", &Material::code)
      .field("nombre: String", &Material::name)
      .field("descripcion: String", &Material::unit)
      .field("costo: Float",
             [](const Material& m) { return static_cast<double>(m.unit_cost.cents) / 100.0; })
      .field("stock: Int", [](const Material& m) { return m.stock / 1000; });
  schema.object<MaterialLine>("MaterialOrden")
      .field("id: ID", &MaterialLine::id)
      .load("orden: Orden", orders_of)
      .load("material: Material", materials_of)
      .field("cantidad: Int",
             [](const MaterialLine& line) { return std::llround(to_quantity(line.quantity)); });
  schema.object<LineChange>("HistorialMaterialOrden")
      .field("id: ID", &LineChange::id)
      .field("materialOrden: MaterialOrden",
             [](const LineChange& change, const Call& call) { return reread(call, change.line); })
      .field("campoModificado: String",
             [](const LineChange& change) {
               return change.field == "quantity" ? "cantidad" : "material";
             })
      .field("valorAnterior: String", &LineChange::old_value)
      .field("valorNuevo: String", &LineChange::new_value)
      .field("justificacion: String", &LineChange::justification)
      .field("usuarioModificacion: String", [](const LineChange& change) { return change.by.name; })
      .field("fechaModificacion: String",
             [](const LineChange& change) { return to_rfc3339(change.at); });
}

void add_queries(SchemaBuilder& schema) {
  schema.query()
      .field("listarOrdenes: [Orden]", [](const Call& call) { return all_pages(call, {}); })
      .field("obtenerOrdenPorId(id: ID!): Orden",
             [](const Call& call) { return find_order(call, id_of<OrderId>(call, "id")); })
      .field("obtenerOrdenesPorUsuarioId(usuario_id: ID!): [Orden]",
             [](const Call& call) {
               return all_pages(call, {.technician = filter_id<UserId>(call, "usuario_id")});
             })
      .field(
          "filtrarOrdenes(estado: String, clienteId: ID, fechaInicio: String, fechaCierre: "
          "String, usuarioId: ID): [Orden]",
          filtered)
      .field("listarMateriales: [Material]",
             [](const Call& call) {
               need(call, Permission::catalogue_read);
               return desk(call).db.read([](db::Session& session) {
                 return store::list_materials(session, true, "", k_most_lines);
               });
             })
      .field("obtenerMaterialesDeOrden(ordenId: ID!): [MaterialOrden]", lines_of)
      .field("obtenerHistorialMaterial(materialOrdenId: ID!): [HistorialMaterialOrden]", history);
}

void add_changes(SchemaBuilder& schema) {
  schema.sdl(R"(
input RegistrarMaterialOrdenInput { ordenId: ID! nombreMaterial: String! cantidad: Int! }
input ModificarCantidadMaterialInput {
  materialOrdenId: ID! nuevaCantidad: Int! justificacion: String!
}
input ModificarTipoMaterialInput {
  materialOrdenId: ID! nuevoMaterialId: ID! justificacion: String!
}
)");
  schema.mutation()
      .field("cambiarEstadoOrden(id: ID!, estado: String!): Orden", change_status)
      .field("registrarMaterialOrden(input: RegistrarMaterialOrdenInput!): MaterialOrden", use)
      .field("modificarCantidadMaterial(input: ModificarCantidadMaterialInput!): MaterialOrden",
             [](const Call& call) {
               return correct(call, "quantity",
                              std::to_string(call.argument("input")["nuevaCantidad"].integer()));
             })
      .field("modificarTipoMaterial(input: ModificarTipoMaterialInput!): MaterialOrden",
             [](const Call& call) {
               return correct(call, "materialId",
                              json::quote(call.argument("input")["nuevoMaterialId"].text()));
             })
      .field("eliminarMaterialOrden(materialOrdenId: ID!): Boolean", remove);
}

}  // namespace

graphql::SchemaPtr make_original_schema() {
  SchemaBuilder schema;
  add_orden(schema);
  add_material(schema);
  add_queries(schema);
  add_changes(schema);
  auto built = schema.build();
  if (!built) {
    throw std::logic_error("the original schema: " + built.error().front().message);
  }
  return std::move(*built);
}

}  // namespace mf::workorders::gql
