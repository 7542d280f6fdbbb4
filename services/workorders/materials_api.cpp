#include "services/workorders/materials_api.hpp"

#include "services/workorders/api_parts.hpp"
#include "services/workorders/catalogue_store.hpp"
#include "services/workorders/material_store.hpp"
#include "services/workorders/materials.hpp"
#include "services/workorders/stock.hpp"
#include "services/workorders/stock_store.hpp"

namespace mf::workorders {
namespace {

using auth::Permission;
using service::Context;

constexpr json::Range k_quantity{0, 1'000'000};
constexpr json::Text k_note{1, 200};

struct UseBody {
  MaterialUse use;
  static void describe(auto& v, UseBody& o) {
    v.field("materialId", o.use.material);
    v.field("quantity", o.use.quantity, k_quantity);
    v.field("from", o.use.from, json::NoRule{},
            "without it the technician's own van where it holds enough, else the warehouse");
  }
};

struct CorrectBody {
  std::optional<double> quantity;
  std::optional<MaterialId> material;
  std::string justification;
  static void describe(auto& v, CorrectBody& o) {
    v.field("quantity", o.quantity, k_quantity);
    v.field("materialId", o.material, json::NoRule{}, "it was this one: at its price of today");
    v.field("justification", o.justification, json::Text{10, 200});
  }
};

struct ReceiptBody {
  double quantity = 0;
  std::optional<std::string> note;
  static void describe(auto& v, ReceiptBody& o) {
    v.field("quantity", o.quantity, k_quantity);
    v.field("note", o.note, k_note, "the delivery note's number, for instance");
  }
};

struct TransferBody {
  UserId technician;
  StockPlace to = StockPlace::van;
  double quantity = 0;
  std::optional<std::string> note;
  static void describe(auto& v, TransferBody& o) {
    v.field("technicianId", o.technician, json::NoRule{}, "whose van");
    v.field("to", o.to, json::NoRule{}, "from the other place");
    v.field("quantity", o.quantity, k_quantity);
    v.field("note", o.note, k_note);
  }
};

struct VanQuery {
  std::optional<UserId> technician;
  std::optional<MaterialId> material;
  PageQuery page;
  static void describe(auto& v, VanQuery& o) {
    v.field("technicianId", o.technician);
    v.field("materialId", o.material);
    PageQuery::describe(v, o.page);
  }
};

/// Whose van alone the caller may see; nothing: everybody's.
std::optional<UserId> only_van(const Context& c) {
  return c.scope().all ? std::nullopt : std::optional{c.caller().user};
}

std::optional<store::VanPlace> read_place(const std::optional<std::string>& cursor) {
  if (!cursor) {
    return store::VanPlace{};
  }
  const auto parts = service::read_cursor(*cursor, 2);
  const auto technician = parts ? UserId::parse((*parts)[0]) : std::nullopt;
  const auto material = parts ? MaterialId::parse((*parts)[1]) : std::nullopt;
  return technician && material ? std::optional{store::VanPlace{*technician, *material}}
                                : std::nullopt;
}

}  // namespace

std::vector<service::Route> MaterialsApi::routes() {
  using service::bind;
  using service::route;
  std::vector<service::Route> table;
  const auto add = [&](service::Route&& row) { table.push_back(std::move(row)); };

  add(route("GET", "/api/v1/orders/{id}/materials", Permission::order_read,
            "The materials used on an order", bind(*this, &MaterialsApi::list_used))
          .query<PageQuery>()
          .lists<MaterialLineView>());
  add(route("POST", "/api/v1/orders/{id}/materials", Permission::material_update,
            "Notes material used on an order and takes it out of stock",
            bind(*this, &MaterialsApi::use))
          .takes<UseBody>()
          .gives<MaterialLineView>(201)
          .creates());
  add(route("PATCH", "/api/v1/orders/{id}/materials/{lineId}", Permission::material_update,
            "Corrects the quantity or the material of a line", bind(*this, &MaterialsApi::correct))
          .takes<CorrectBody>()
          .gives<MaterialLineView>());
  add(route("DELETE", "/api/v1/orders/{id}/materials/{lineId}", Permission::material_update,
            "Takes a line back: its quantity becomes 0 and the material returns to stock",
            bind(*this, &MaterialsApi::remove))
          .status(204));
  add(route("GET", "/api/v1/orders/{id}/materials/{lineId}/history", Permission::order_read,
            "What was corrected on a line, oldest first", bind(*this, &MaterialsApi::list_changes))
          .query<PageQuery>()
          .lists<LineChangeView>());
  add(route("POST", "/api/v1/materials/{id}/receipts", Permission::stock_write,
            "Takes new material into the warehouse", bind(*this, &MaterialsApi::receive))
          .takes<ReceiptBody>()
          .gives<StockMovementView>(201)
          .creates());
  add(route("POST", "/api/v1/materials/{id}/transfers", Permission::stock_write,
            "Moves material between the warehouse and a technician's van",
            bind(*this, &MaterialsApi::transfer))
          .takes<TransferBody>()
          .gives<StockMovementView>(201)
          .creates());
  add(route("GET", "/api/v1/materials/{id}/movements", Permission::stock_read,
            "How a material moved, oldest first; a technician sees their van's",
            bind(*this, &MaterialsApi::list_movements))
          .query<PageQuery>()
          .lists<StockMovementView>());
  add(route("GET", "/api/v1/van-stock", Permission::stock_read,
            "What lies in the vans; a technician sees their own",
            bind(*this, &MaterialsApi::list_vans))
          .query<VanQuery>()
          .lists<VanStockView>());
  return table;
}

MaterialsApi::Answer MaterialsApi::list_used(Context& c) {
  return list_of_order<MaterialLineId>(c, store::lines_of);
}

MaterialsApi::Answer MaterialsApi::use(Context& c) {
  const auto id = c.path_id<OrderId>("id", "order");
  const auto body = c.body<UseBody>();
  if (!id || !body) {
    return fail(!id ? id.error() : body.error());
  }
  return c.write([&](db::Unit& unit) -> Answer {
    const auto line = use_material(unit, *id, reach_of_route(c), body->use, cause_of(c));
    if (!line) {
      return fail(line.error());
    }
    return tagged_created(fmt::format("/api/v1/orders/{}/materials", id->to_string()),
                          view_of(*line));
  });
}

MaterialsApi::Answer MaterialsApi::correct(Context& c) {
  const auto id = c.path_id<OrderId>("id", "order");
  const auto line_id = c.path_id<MaterialLineId>("lineId", "material line");
  const auto body = c.body<CorrectBody>();
  const auto version = c.if_match();
  if (!id || !line_id) {
    return fail(!id ? id.error() : line_id.error());
  }
  if (!body || !version) {
    return fail(!body ? body.error() : version.error());
  }
  if (!body->quantity && !body->material) {
    return invalid("/quantity", "required", "A correction names a quantity or another material.");
  }
  const MaterialCorrection correction{body->quantity, body->material, body->justification};
  return c.write([&](db::Unit& unit) -> Answer {
    const auto line =
        correct_material(unit, *id, reach_of_route(c), *line_id, correction, *version, cause_of(c));
    return line ? Answer(tagged(view_of(*line))) : fail(line.error());
  });
}

MaterialsApi::Answer MaterialsApi::remove(Context& c) {
  const auto id = c.path_id<OrderId>("id", "order");
  const auto line_id = c.path_id<MaterialLineId>("lineId", "material line");
  const auto version = c.if_match();
  if (!id || !line_id || !version) {
    return fail(!id ? id.error() : !line_id ? line_id.error() : version.error());
  }
  return c.write([&](db::Unit& unit) -> Answer {
    const auto line = correct_material(unit, *id, reach_of_route(c), *line_id, {.quantity = 0},
                                       *version, cause_of(c));
    return line ? Answer(service::no_content()) : fail(line.error());
  });
}

MaterialsApi::Answer MaterialsApi::list_changes(Context& c) {
  const auto id = c.path_id<OrderId>("id", "order");
  const auto line = c.path_id<MaterialLineId>("lineId", "material line");
  if (!id || !line) {
    return fail(!id ? id.error() : line.error());
  }
  return page_by_id<LineChangeId>(
      c, "material line",
      [&](db::Session& session, const std::optional<LineChangeId>& after, int limit) {
        const bool there = store::find_order(session, *id, reach_of_route(c)) &&
                           store::find_line(session, *id, *line);
        return there ? std::optional{store::changes_of(session, *line, after, limit)}
                     : std::nullopt;
      });
}

MaterialsApi::Answer MaterialsApi::receive(Context& c) {
  const auto id = c.path_id<MaterialId>("id", "material");
  const auto body = c.body<ReceiptBody>();
  if (!id || !body) {
    return fail(!id ? id.error() : body.error());
  }
  return c.write([&](db::Unit& unit) -> Answer {
    const auto moved = receive_stock(unit, *id, body->quantity, body->note, cause_of(c));
    return moved ? Answer(http::json_response(201, json::encode(view_of(*moved))))
                 : fail(moved.error());
  });
}

MaterialsApi::Answer MaterialsApi::transfer(Context& c) {
  const auto id = c.path_id<MaterialId>("id", "material");
  const auto body = c.body<TransferBody>();
  if (!id || !body) {
    return fail(!id ? id.error() : body.error());
  }
  const auto technician = peers_.get("/api/v1/technicians/" + body->technician.to_string());
  if (!technician && technician.error().kind == ErrorKind::not_found) {
    return invalid("/technicianId", "unknown", "There is no such technician.");
  }
  const auto* name = technician ? technician->find("name") : nullptr;
  if (name == nullptr || !name->is_string()) {
    return fail(
        Error{ErrorKind::unavailable, "peer_failed", "The technicians can't be asked now."});
  }
  const Transfer wanted{body->technician, std::string(name->string()), body->to, body->quantity,
                        body->note};
  return c.write([&](db::Unit& unit) -> Answer {
    const auto moved = transfer_stock(unit, *id, wanted, cause_of(c));
    return moved ? Answer(http::json_response(201, json::encode(view_of(*moved))))
                 : fail(moved.error());
  });
}

MaterialsApi::Answer MaterialsApi::list_movements(Context& c) {
  const auto id = c.path_id<MaterialId>("id", "material");
  if (!id) {
    return fail(id.error());
  }
  return page_by_id<StockMovementId>(
      c, "material",
      [&](db::Session& session, const std::optional<StockMovementId>& after, int limit) {
        return store::find_material(session, *id)
                   ? std::optional{store::movements_of(session, *id, only_van(c), after, limit)}
                   : std::nullopt;
      });
}

MaterialsApi::Answer MaterialsApi::list_vans(Context& c) {
  const auto query = c.query<VanQuery>();
  if (!query) {
    return fail(query.error());
  }
  const auto after = read_place(query->page.cursor);
  if (!after) {
    return bad_cursor();
  }
  const auto own = only_van(c);
  if (own && query->technician && *query->technician != *own) {
    return service::list(std::vector<VanStockView>{});
  }
  const store::VanFilter filter{own ? own : query->technician, query->material};
  const int limit = query->page.limit.value_or(k_page);
  auto found = c.db().read(
      [&](db::Session& session) { return store::van_stock(session, filter, *after, limit + 1); });
  std::optional<std::string> next;
  if (found.size() > static_cast<std::size_t>(limit)) {
    found.resize(static_cast<std::size_t>(limit));
    next = service::make_cursor(
        {found.back().technician.to_string(), found.back().material.to_string()});
  }
  std::vector<VanStockView> views;
  for (const auto& stock : found) {
    views.push_back(view_of(stock));
  }
  return service::list(views, next);
}

}  // namespace mf::workorders
