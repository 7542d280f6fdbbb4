#include "platform/service/route_table.hpp"

namespace mf::service {
namespace {

constexpr double k_longest_answer = 3600;  // seconds

struct RouteView {
  std::string method;
  std::string path;
  Access access{};
  std::optional<auth::Permission> permission;
  std::string summary;
  bool creates = false;
  bool limited = false;
  std::int64_t body_limit = 0;
  std::optional<std::int64_t> answer_seconds;
  std::int64_t success = 200;
  std::string takes;
  std::string gives;
  std::string query;
  std::string body_type;
  std::string answer_type;
  static void describe(auto& v, RouteView& o) {
    v.field("method", o.method);
    v.field("path", o.path);
    v.field("access", o.access);
    v.field("permission", o.permission);
    v.field("summary", o.summary);
    v.field("creates", o.creates);
    v.field("limited", o.limited);
    v.field("bodyLimit", o.body_limit);
    v.field("answerSeconds", o.answer_seconds, json::Range{1, k_longest_answer});
    v.field("success", o.success);
    v.field("takes", o.takes, json::Text{0, 1 << 20});
    v.field("gives", o.gives, json::Text{0, 1 << 20});
    v.field("query", o.query, json::Text{0, 1 << 20});
    v.field("bodyType", o.body_type);
    v.field("answerType", o.answer_type);
  }
};

struct TableView {
  std::string service;
  std::vector<RouteView> routes;
  static void describe(auto& v, TableView& o) {
    v.field("service", o.service);
    v.field("routes", o.routes);
  }
};

struct TablesView {
  std::vector<TableView> services;
  static void describe(auto& v, TablesView& o) { v.field("services", o.services); }
};

RouteView view_of(const Route& route) {
  RouteView view{.method = route.method,
                 .path = route.path,
                 .access = route.access,
                 .summary = route.summary,
                 .creates = route.creates_,
                 .limited = route.limited_,
                 .body_limit = static_cast<std::int64_t>(route.body_limit_),
                 .success = route.success_,
                 .takes = route.takes_,
                 .gives = route.gives_,
                 .query = route.query_,
                 .body_type = route.body_type_,
                 .answer_type = route.answer_type_};
  if (route.answer_time_.count() > 0) {
    view.answer_seconds = route.answer_time_.count();
  }
  if (route.access == Access::permission) {
    view.permission = route.permission;
  }
  return view;
}

Route route_of(RouteView view) {
  Route route{.method = std::move(view.method),
              .path = std::move(view.path),
              .access = view.access,
              .permission = view.permission.value_or(auth::Permission{}),
              .summary = std::move(view.summary)};
  route.creates_ = view.creates;
  route.limited_ = view.limited;
  route.body_limit_ = static_cast<std::size_t>(view.body_limit);
  route.answer_time_ = std::chrono::seconds(view.answer_seconds.value_or(0));
  route.success_ = static_cast<int>(view.success);
  route.takes_ = std::move(view.takes);
  route.gives_ = std::move(view.gives);
  route.query_ = std::move(view.query);
  route.body_type_ = std::move(view.body_type);
  route.answer_type_ = std::move(view.answer_type);
  return route;
}

}  // namespace

std::string encode_routes(const std::vector<RouteTable>& tables) {
  TablesView view;
  for (const auto& table : tables) {
    auto& added = view.services.emplace_back();
    added.service = table.service;
    for (const auto& route : table.routes) {
      added.routes.push_back(view_of(route));
    }
  }
  return json::encode(view);
}

Result<std::vector<RouteTable>> decode_routes(std::string_view json) {
  auto view = json::decode<TablesView>(json, json::Unknown::ignore);
  if (!view) {
    return fail(std::move(view.error()));
  }
  std::vector<RouteTable> tables;
  for (auto& service : view->services) {
    auto& table = tables.emplace_back();
    table.service = std::move(service.service);
    for (auto& route : service.routes) {
      const bool good = route.path.starts_with('/') && route.body_limit >= 0 &&
                        (route.access != Access::permission || route.permission);
      if (!good) {
        return invalid("/services", "bad_route", "A route has no path, or no permission.");
      }
      table.routes.push_back(route_of(std::move(route)));
    }
  }
  return tables;
}

}  // namespace mf::service
