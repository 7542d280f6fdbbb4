// Every mutation is a line of a table: the field, and the route that does the same.
#include "services/workorders/catalogue_store.hpp"
#include "services/workorders/graphql/inputs.hpp"
#include "services/workorders/graphql/topics.hpp"

namespace mf::workorders::gql {
namespace {

/// The route's answer is what the field answers.
template <class View>
auto answered(Target target) {
  return [target = std::move(target)](const Call& call) -> View {
    return taken(json::decode<View>(change(call, target).text()));
  };
}

template <class Doc>
auto answered_doc(Target target) {
  return [target = std::move(target)](const Call& call) { return Doc{change(call, target)}; };
}

/// The order of the answer, or of the path, read again.
auto order_after(Target target, std::string argument = "") {
  return [target = std::move(target), argument = std::move(argument)](const Call& call) {
    const auto answer = change(call, target);
    return find_order(
        call, argument.empty() ? id_in<OrderId>(answer, "id") : id_of<OrderId>(call, argument));
  };
}

/// An entry of a catalogue, read again. `find(session, id)`.
template <class IdType, class Find>
auto entry_after(Target target, Find find) {
  return [target = std::move(target), find](const Call& call) {
    const auto id = id_in<IdType>(change(call, target), "id");
    return desk(call).db.read([&](db::Session& session) { return find(session, *id); });
  };
}

bool remove_line(const Call& call) {
  change(call, {"DELETE", "/api/v1/orders/{orderId}/materials/{lineId}"});
  return true;
}

void add_order_changes(SchemaBuilder& schema) {
  schema.mutation()
      .field("openOrder(input: OpenOrderInput!, idempotencyKey: String): Order",
             order_after({"POST", "/api/v1/orders"}))
      .field("editOrder(id: ID!, input: EditOrderInput!, version: Int): Order",
             order_after({"PATCH", "/api/v1/orders/{id}"}, "id"))
      .field("transitionOrder(id: ID!, transition: OrderTransition!, reason: String): Order",
             order_after({"POST", "/api/v1/orders/{id}/transitions"}, "id"),
             "What allowedTransitions of the order names.")
      .field("commentOrder(id: ID!, text: String!, idempotencyKey: String): Comment",
             answered<CommentView>({"POST", "/api/v1/orders/{id}/comments"}))
      .field(
          "assignOrder(orderId: ID!, input: AssignOrderInput!, idempotencyKey: String): "
          "Assignment",
          answered_doc<AssignmentDoc>({"POST", "/api/v1/orders/{orderId}/assignments"}))
      .field("recordActivity(orderId: ID!, input: ActivityInput!, idempotencyKey: String): Order",
             order_after({"POST", "/api/v1/orders/{orderId}/activity"}, "orderId"),
             "What the technician reports; starts, pauses and completes the work.")
      .field(
          "recordProgress(orderId: ID!, comment: String!, minutes: Int!, idempotencyKey: "
          "String): Progress",
          answered_doc<ProgressDoc>({"POST", "/api/v1/orders/{orderId}/progress"}))
      .field(
          "correctProgress(id: ID!, minutes: Int!, justification: String!, version: Int): "
          "Progress",
          answered_doc<ProgressDoc>({"PATCH", "/api/v1/progress/{id}"}));
}

void add_material_changes(SchemaBuilder& schema) {
  schema.mutation()
      .field(
          "useMaterial(orderId: ID!, input: UseMaterialInput!, idempotencyKey: String): "
          "MaterialLine",
          answered<MaterialLineView>({"POST", "/api/v1/orders/{orderId}/materials"}))
      .field(
          "correctMaterial(orderId: ID!, lineId: ID!, input: CorrectMaterialInput!, version: "
          "Int): MaterialLine",
          answered<MaterialLineView>({"PATCH", "/api/v1/orders/{orderId}/materials/{lineId}"}))
      .field("removeMaterial(orderId: ID!, lineId: ID!, version: Int): Boolean", remove_line,
             "The line's quantity becomes 0 and the material returns to stock.")
      .field(
          "receiveStock(materialId: ID!, quantity: Float!, note: String, idempotencyKey: "
          "String): StockMovement",
          answered<StockMovementView>({"POST", "/api/v1/materials/{materialId}/receipts"}))
      .field(
          "transferStock(materialId: ID!, technicianId: ID!, to: StockPlace!, quantity: Float!, "
          "note: String, idempotencyKey: String): StockMovement",
          answered<StockMovementView>({"POST", "/api/v1/materials/{materialId}/transfers"}),
          "Between the warehouse and the technician's van.");
}

void add_customer_changes(SchemaBuilder& schema) {
  schema.mutation()
      .field("createCustomer(input: CustomerInput!, idempotencyKey: String): Customer",
             answered<CustomerView>({"POST", "/api/v1/customers"}))
      .field("updateCustomer(id: ID!, input: CustomerChangeInput!, version: Int): Customer",
             answered<CustomerView>({"PATCH", "/api/v1/customers/{id}"}))
      .field("addSite(customerId: ID!, input: SiteInput!, idempotencyKey: String): Site",
             answered<SiteView>({"POST", "/api/v1/customers/{customerId}/sites"}))
      .field("updateSite(id: ID!, input: SiteChangeInput!, version: Int): Site",
             answered<SiteView>({"PATCH", "/api/v1/sites/{id}"}))
      .field("addAsset(siteId: ID!, input: AssetInput!, idempotencyKey: String): Asset",
             answered<AssetView>({"POST", "/api/v1/sites/{siteId}/assets"}))
      .field("updateAsset(id: ID!, input: AssetChangeInput!, version: Int): Asset",
             answered<AssetView>({"PATCH", "/api/v1/assets/{id}"}));
}

/// createX and updateX of one catalogue.
template <class IdType, class Find>
void add_entry_changes(SchemaBuilder& schema, const std::string& type, const std::string& path,
                       Find find) {
  schema.mutation()
      .field(fmt::format("create{0}(input: {0}Input!, idempotencyKey: String): {0}", type),
             entry_after<IdType>({"POST", path}, find))
      .field(fmt::format("update{0}(id: ID!, input: {0}Input!, version: Int): {0}", type),
             entry_after<IdType>({"PATCH", path + "/{id}"}, find));
}

void add_catalogue_changes(SchemaBuilder& schema) {
  add_entry_changes<MaterialId>(
      schema, "Material", "/api/v1/materials",
      [](db::Session& session, MaterialId id) { return store::find_material(session, id); });
  add_entry_changes<OrderTypeId>(
      schema, "OrderType", "/api/v1/order-types",
      [](db::Session& session, OrderTypeId id) { return store::find_order_type(session, id); });
  add_entry_changes<ZoneId>(schema, "Zone", "/api/v1/zones", [](db::Session& session, ZoneId id) {
    return store::find_zone(session, id);
  });
  add_entry_changes<SpecialtyId>(
      schema, "Specialty", "/api/v1/specialties",
      [](db::Session& session, SpecialtyId id) { return store::find_specialty(session, id); });
}

}  // namespace

void add_mutations(SchemaBuilder& schema) {
  schema.sdl(k_inputs);
  add_order_changes(schema);
  add_material_changes(schema);
  add_customer_changes(schema);
  add_catalogue_changes(schema);
}

}  // namespace mf::workorders::gql
