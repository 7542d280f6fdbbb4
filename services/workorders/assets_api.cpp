#include "services/workorders/assets_api.hpp"

#include "services/workorders/api_parts.hpp"
#include "services/workorders/asset_store.hpp"
#include "services/workorders/assets.hpp"
#include "services/workorders/customer_store.hpp"

namespace mf::workorders {
namespace {

using auth::Permission;
using service::Context;
using Answer = Result<http::Response>;

constexpr json::Text k_kind{1, 60};
constexpr json::Text k_serial{1, 80};
constexpr json::Text k_model{0, 120};
constexpr json::Text k_day{10, 10};

struct AssetBody {
  std::string kind;
  std::string serial;
  std::optional<std::string> model;
  std::optional<std::string> installed_on;
  std::optional<std::string> warranty_until;
  static void describe(auto& v, AssetBody& o) {
    v.field("kind", o.kind, k_kind, "ONT, router, decoder");
    v.field("serial", o.serial, k_serial, "unique; blanks and case do not matter");
    v.field("model", o.model, k_model);
    v.field("installedOn", o.installed_on, k_day, "2026-11-27");
    v.field("warrantyUntil", o.warranty_until, k_day, "the last day");
  }
};

struct AssetPatch {
  AssetChange change;
  std::optional<std::string> installed_on;
  std::optional<std::string> warranty_until;
  static void describe(auto& v, AssetPatch& o) {
    v.field("kind", o.change.kind, k_kind);
    v.field("serial", o.change.serial, k_serial);
    v.field("model", o.change.model, k_model);
    v.field("installedOn", o.installed_on, k_day);
    v.field("warrantyUntil", o.warranty_until, k_day);
    v.field("active", o.change.active);
  }
};

using Day = std::optional<std::chrono::sys_days>;

Result<Day> read_day(const std::optional<std::string>& text, std::string pointer) {
  const auto day = text ? parse_day(*text) : std::nullopt;
  if (text && !day) {
    return invalid(std::move(pointer), "day", "A day is written like 2026-11-27.");
  }
  return day;
}

bool may_see(const Context& c, CustomerId customer) {
  return c.scope().all || (c.scope().own && c.caller().customer == customer);
}

Answer list_assets(Context& c) {
  const auto id = c.path_id<SiteId>("id", "site");
  if (!id) {
    return fail(id.error());
  }
  return page_by_id<AssetId>(
      c, "site", [&](db::Session& session, const std::optional<AssetId>& after, int limit) {
        const auto site = store::find_site(session, *id);
        return site && may_see(c, site->customer)
                   ? std::optional{store::assets_of_site(session, *id, after, limit)}
                   : std::nullopt;
      });
}

Answer create_asset(Context& c) {
  const auto id = c.path_id<SiteId>("id", "site");
  const auto body = c.body<AssetBody>();
  if (!id || !body) {
    return fail(!id ? id.error() : body.error());
  }
  const auto installed = read_day(body->installed_on, "/installedOn");
  const auto warranty = read_day(body->warranty_until, "/warrantyUntil");
  if (!installed || !warranty) {
    return fail(!installed ? installed.error() : warranty.error());
  }
  const Asset asset{.id = AssetId::make(),
                    .site = *id,
                    .kind = body->kind,
                    .serial = body->serial,
                    .model = body->model,
                    .installed_on = *installed,
                    .warranty_until = *warranty,
                    .created_at = c.now()};
  return c.write([&](db::Unit& unit) -> Answer {
    const auto added = add_asset(unit, asset);
    return added ? Answer(tagged_created("/api/v1/assets", view_of(*added))) : fail(added.error());
  });
}

Answer read_asset(Context& c) {
  const auto id = c.path_id<AssetId>("id", "asset");
  if (!id) {
    return fail(id.error());
  }
  const auto asset =
      c.db().read([&](db::Session& session) { return store::find_asset(session, *id); });
  return asset && may_see(c, asset->customer) ? Answer(tagged(view_of(*asset)))
                                              : not_found("asset");
}

Answer edit_asset(Context& c) {
  const auto id = c.path_id<AssetId>("id", "asset");
  auto body = c.body<AssetPatch>();
  const auto version = c.if_match();
  if (!id || !body || !version) {
    return fail(!id ? id.error() : !body ? body.error() : version.error());
  }
  const auto installed = read_day(body->installed_on, "/installedOn");
  const auto warranty = read_day(body->warranty_until, "/warrantyUntil");
  if (!installed || !warranty) {
    return fail(!installed ? installed.error() : warranty.error());
  }
  body->change.installed_on = *installed;
  body->change.warranty_until = *warranty;
  return c.write([&](db::Unit& unit) -> Answer {
    const auto asset = change_asset(unit, *id, body->change, *version);
    return asset ? Answer(tagged(view_of(*asset))) : fail(asset.error());
  });
}

}  // namespace

std::vector<service::Route> asset_routes() {
  using service::route;
  std::vector<service::Route> table;
  table.push_back(route("GET", "/api/v1/sites/{id}/assets", Permission::customer_read,
                        "The equipment at a site", list_assets)
                      .query<PageQuery>()
                      .lists<AssetView>());
  table.push_back(route("POST", "/api/v1/sites/{id}/assets", Permission::customer_write,
                        "Adds equipment to a site", create_asset)
                      .takes<AssetBody>()
                      .gives<AssetView>(201)
                      .creates());
  table.push_back(
      route("GET", "/api/v1/assets/{id}", Permission::customer_read, "One asset", read_asset)
          .gives<AssetView>());
  table.push_back(route("PATCH", "/api/v1/assets/{id}", Permission::customer_write,
                        "Changes an asset", edit_asset)
                      .takes<AssetPatch>()
                      .gives<AssetView>());
  return table;
}

}  // namespace mf::workorders
