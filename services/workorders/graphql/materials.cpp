#include "services/workorders/catalogue_store.hpp"
#include "services/workorders/graphql/topics.hpp"
#include "services/workorders/material_store.hpp"

namespace mf::workorders::gql {
namespace {

using auth::Permission;
using Orders = std::span<const Order* const>;
using Lines = std::span<const MaterialLineView* const>;

auto lines_of(Orders orders, const Call& call) {
  return children(
      call, orders, store::lines_of_orders, [](const MaterialLine& line) { return line.order; },
      [](const MaterialLine& line) { return view_of(line); });
}

auto changes_of(Lines lines, const Call& call) {
  return children(
      call, lines, store::changes_of_lines, [](const LineChange& change) { return change.line; },
      [](const LineChange& change) { return view_of(change); });
}

template <class Parents>
std::vector<const Material*> materials_of(Parents parents, const Call& call) {
  need(call, Permission::catalogue_read);
  return by_id(
      call, parents, [](const auto& parent) { return std::optional{parent.material}; },
      [&](const std::vector<MaterialId>& ids) {
        return desk(call).db.read(
            [&](db::Session& session) { return store::materials_by_id(session, ids); });
      });
}

template <class View>
auto views_of_route(const Call& call, const std::string& path) {
  const RouteList list(call);
  const auto& d = desk(call);
  return list.connect(d.peers.call(d.request, {.method = "GET", .target = list.target(path)}),
                      [](const json::Dom& dom) { return taken(json::decode<View>(dom.text())); });
}

std::string van_path(const Call& call) {
  std::string path = "/api/v1/van-stock";
  char separator = '?';
  for (const auto* name : {"technicianId", "materialId"}) {
    if (const auto id = call.get<std::optional<std::string>>(name)) {
      path +=
          fmt::format("{}{}={}", std::exchange(separator, '&'), name, http::percent_encode(*id));
    }
  }
  return path;
}

void add_material(SchemaBuilder& schema) {
  schema.object<Material>("Material", "What is used on orders, at its price of today.")
      .implements("Node")
      .field("id: ID!", &Material::id)
      .field("version: Int!", &Material::version)
      .field("code: String!", &Material::code)
      .field("name: String!", &Material::name)
      .field("unit: String!", &Material::unit)
      .field("unitCost: Money!", &Material::unit_cost)
      .field(
          "stock: Float!", [](const Material& m) { return to_quantity(m.stock); },
          "In the warehouse.")
      .field("minimumStock: Float!", [](const Material& m) { return to_quantity(m.minimum_stock); })
      .field("active: Boolean!", &Material::active)
      .field(
          fmt::format("movements({}): StockMovementConnection!", k_forward),
          [](const Material& material, const Call& call) {
            return views_of_route<StockMovementView>(
                call, fmt::format("/api/v1/materials/{}/movements", material.id.to_string()));
          },
          "Oldest first; `first` is 50 at most. A technician sees their van's.");
  add_connection<Material>(schema, "Material");
}

void add_line(SchemaBuilder& schema) {
  schema.object<MaterialLineView>("MaterialLine", "Used on an order, at the price of that day.")
      .field("id: ID!", &MaterialLineView::id)
      .field("version: Int!", &MaterialLineView::version)
      .load("material: Material", materials_of<Lines>)
      .field("code: String!", &MaterialLineView::code)
      .field("name: String!", &MaterialLineView::name)
      .field("unit: String!", &MaterialLineView::unit)
      .field("quantity: Float!", &MaterialLineView::quantity)
      .field("unitCost: Money!", &MaterialLineView::unit_cost)
      .field("cost: Money!", &MaterialLineView::cost)
      .field("from: StockPlace!", &MaterialLineView::from)
      .field("by: Actor!", &MaterialLineView::by)
      .field("at: DateTime!", &MaterialLineView::at)
      .load(fmt::format("history({}): LineChangeConnection!", k_both_ways), changes_of,
            "What was corrected, oldest first.");
  add_connection<MaterialLineView>(schema, "MaterialLine");
  schema.object<LineChangeView>("LineChange", "One corrected field of a line.")
      .field("id: ID!", &LineChangeView::id)
      .field("field: String!", &LineChangeView::field)
      .field("oldValue: String!", &LineChangeView::old_value)
      .field("newValue: String!", &LineChangeView::new_value)
      .field("justification: String", &LineChangeView::justification)
      .field("by: Actor!", &LineChangeView::by)
      .field("at: DateTime!", &LineChangeView::at);
  add_connection<LineChangeView>(schema, "LineChange");
}

void add_stock(SchemaBuilder& schema) {
  using Movements = std::span<const StockMovementView* const>;
  using Vans = std::span<const VanStockView* const>;
  schema.object<StockMovementView>("StockMovement")
      .field("id: ID!", &StockMovementView::id)
      .load("material: Material", materials_of<Movements>)
      .field("kind: MovementKind!", &StockMovementView::kind)
      .field("quantity: Float!", &StockMovementView::quantity)
      .field("technicianId: ID", &StockMovementView::van_of, "Whose van took part.")
      .field("orderId: ID", &StockMovementView::order)
      .field("note: String", &StockMovementView::note)
      .field("by: Actor!", &StockMovementView::by)
      .field("at: DateTime!", &StockMovementView::at);
  add_connection<StockMovementView>(schema, "StockMovement");
  schema.object<VanStockView>("VanStock", "What lies in a technician's van.")
      .field("technicianId: ID!", [](const VanStockView& stock) { return stock.technician.id; })
      .field("technicianName: String!",
             [](const VanStockView& stock) { return stock.technician.name; })
      .load("material: Material", materials_of<Vans>)
      .field("quantity: Float!", &VanStockView::quantity);
  add_connection<VanStockView>(schema, "VanStock");
}

}  // namespace

void add_materials(SchemaBuilder& schema) {
  schema.scalar("Money");
  add_material(schema);
  add_line(schema);
  add_stock(schema);
  schema.object<Order>("Order").load(
      fmt::format("materials({}): MaterialLineConnection!", k_both_ways), lines_of,
      "Used on it, oldest first.");
  schema.query()
      .field("material(id: ID!): Material",
             [](const Call& call) {
               need(call, Permission::catalogue_read);
               const auto id = id_of<MaterialId>(call, "id");
               return id ? desk(call).db.read([&](db::Session& session) {
                 return store::find_material(session, *id);
               })
                         : std::nullopt;
             })
      .field(
          fmt::format("vanStock({}, technicianId: ID, materialId: ID): VanStockConnection!",
                      k_forward),
          [](const Call& call) { return views_of_route<VanStockView>(call, van_path(call)); },
          "What lies in the vans; `first` is 50 at most. A technician sees their own.");
}

}  // namespace mf::workorders::gql
