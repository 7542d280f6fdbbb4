#include "platform/service/route.hpp"

#include "platform/core/text.hpp"
#include "platform/json/writer.hpp"

namespace mf::service {

Route route(std::string method, std::string path, auth::Permission permission, std::string summary,
            Handler handler) {
  return Route{.method = std::move(method),
               .path = std::move(path),
               .access = Access::permission,
               .permission = permission,
               .summary = std::move(summary),
               .handler = std::move(handler)};
}

Route route(std::string method, std::string path, Access access, std::string summary,
            Handler handler) {
  return Route{.method = std::move(method),
               .path = std::move(path),
               .access = access,
               .summary = std::move(summary),
               .handler = std::move(handler)};
}

namespace {

/// The first segment of "/a/b", without its slash.
std::string_view take_segment(std::string_view& path) {
  const auto end = std::min(path.find('/', 1), path.size());
  const auto segment = path.substr(1, end - 1);
  path.remove_prefix(end);
  return segment;
}

}  // namespace

/// One path segment's place in the tree of routes.
struct Router::Node {
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>{}(text);
    }
  };
  std::unordered_map<std::string, std::shared_ptr<Node>, Hash, std::equal_to<>> literal;
  std::shared_ptr<Node> parameter;
  std::vector<std::size_t> routes;  // indexes of those that end here, one a method

  const Node* find(std::string_view rest) const {
    if (rest.empty()) {
      return routes.empty() ? nullptr : this;
    }
    const auto segment = take_segment(rest);
    const auto next = literal.find(segment);
    if (next != literal.end()) {
      if (const Node* found = next->second->find(rest)) {
        return found;
      }
    }
    return parameter && !segment.empty() ? parameter->find(rest) : nullptr;
  }
};

Router::Router(std::vector<Route> routes)
    : routes_(std::move(routes)), root_(std::make_shared<Node>()) {
  for (std::size_t i = 0; i < routes_.size(); ++i) {
    Node* node = root_.get();
    for (const auto segment : split(std::string_view(routes_[i].path).substr(1), '/')) {
      auto& next = segment.starts_with('{') ? node->parameter : node->literal[std::string(segment)];
      if (!next) {
        next = std::make_shared<Node>();
      }
      node = next.get();
    }
    for (const auto other : node->routes) {
      if (routes_[other].method == routes_[i].method) {
        throw std::logic_error("two routes for " + routes_[i].method + " " + routes_[i].path);
      }
    }
    node->routes.push_back(i);
  }
}

Router::Match Router::find(std::string_view method, std::string_view path) const {
  const Node* node = path.starts_with('/') ? root_->find(path) : nullptr;
  if (node == nullptr) {
    return {};
  }
  const std::string_view wanted = method == "HEAD" ? "GET" : method;
  for (const auto index : node->routes) {
    if (routes_[index].method == wanted) {
      return match(routes_[index], path);
    }
  }
  Match other;
  for (const auto index : node->routes) {
    other.allowed.push_back(routes_[index].method);
  }
  return other;
}

Router::Match Router::match(const Route& route, std::string_view path) {
  Match match{.route = &route};
  std::string_view pattern = route.path;
  while (!pattern.empty()) {
    const auto name = take_segment(pattern);
    const auto value = take_segment(path);
    if (name.starts_with('{')) {
      match.parameters.emplace_back(name.substr(1, name.size() - 2), value);
    }
  }
  return match;
}

namespace {

void write_parameters(json::Writer& out, const Route& route) {
  out.key("parameters");
  out.begin_array();
  const auto parameter = [&](std::string_view name, std::string_view place, bool required,
                             std::string_view schema) {
    out.begin_object();
    out.key("name");
    out.string(name);
    out.key("in");
    out.string(place);
    out.key("required");
    out.boolean(required);
    out.key("schema");
    out.raw(schema);
    out.end_object();
  };
  for (const auto segment : split(route.path, '/')) {
    if (segment.starts_with('{')) {
      parameter(segment.substr(1, segment.size() - 2), "path", true, R"({"type":"string"})");
    }
  }
  if (!route.query_.empty()) {
    const auto schema = json::Dom::parse(route.query_);
    const auto* properties = schema ? schema->find("properties") : nullptr;
    for (const auto& name : properties ? properties->names() : std::vector<std::string>{}) {
      parameter(name, "query", false, properties->find(name)->text());
    }
  }
  if (route.creates_) {
    parameter("Idempotency-Key", "header", false, R"({"type":"string","maxLength":200})");
  }
  if (route.method == "PATCH") {
    parameter("If-Match", "header", false, R"({"type":"string"})");
  }
  out.end_array();
}

void write_content(json::Writer& out, std::string_view media_type, const std::string& schema) {
  out.key("content");
  out.begin_object();
  out.key(media_type);
  out.begin_object();
  out.key("schema");
  out.raw(schema.empty() ? "{}" : schema);
  out.end_object();
  out.end_object();
}

void write_operation(json::Writer& out, const Route& route) {
  out.key(to_lower_ascii(route.method));
  out.begin_object();
  out.key("summary");
  out.string(route.summary);
  if (route.access == Access::permission) {
    out.key("description");
    out.string("Permission: `" + std::string(name_of(route.permission)) + "`.");
  }
  write_parameters(out, route);
  if (!route.takes_.empty() || route.body_type_ != "application/json") {
    out.key("requestBody");
    out.begin_object();
    out.key("required");
    out.boolean(true);
    write_content(out, route.body_type_, route.takes_);
    out.end_object();
  }
  out.key("responses");
  out.begin_object();
  out.key(std::to_string(route.success_));
  out.begin_object();
  out.key("description");
  out.string("Done.");
  if (!route.gives_.empty() || route.answer_type_ != "application/json") {
    write_content(out, route.answer_type_, route.gives_);
  }
  out.end_object();
  out.key("default");
  out.raw(R"({"$ref":"#/components/responses/Problem"})");
  out.end_object();
  out.key("security");
  out.raw(route.access == Access::open ? "[]" : R"([{"bearer":[]}])");
  out.end_object();
}

constexpr std::string_view k_components = R"json({
"securitySchemes":{"bearer":{"type":"http","scheme":"bearer","bearerFormat":"JWT"}},
"responses":{"Problem":{"description":"A problem (RFC 9457).","content":{"application/problem+json":{"schema":{
"type":"object","required":["type","title","status","code"],"properties":{"type":{"type":"string"},"title":{"type":"string"},
"status":{"type":"integer"},"detail":{"type":"string"},"instance":{"type":"string"},"code":{"type":"string"},
"requestId":{"type":"string"},"allowed":{"type":"array","items":{"type":"string"}},"errors":{"type":"array","items":{"type":"object",
"properties":{"pointer":{"type":"string"},"code":{"type":"string"},"detail":{"type":"string"}}}}}}}}}}})json";

}  // namespace

std::string openapi(const std::vector<const Route*>& routes, std::string_view version) {
  std::map<std::string, std::vector<const Route*>> by_path;
  for (const auto* route : routes) {
    by_path[route->path].push_back(route);
  }
  json::Writer out;
  out.begin_object();
  out.key("openapi");
  out.string("3.1.0");
  out.key("info");
  out.begin_object();
  out.key("title");
  out.string("MicroFlow");
  out.key("version");
  out.string(version);
  out.end_object();
  out.key("paths");
  out.begin_object();
  for (const auto& [path, operations] : by_path) {
    out.key(path);
    out.begin_object();
    for (const auto* operation : operations) {
      write_operation(out, *operation);
    }
    out.end_object();
  }
  out.end_object();
  out.key("components");
  out.raw(k_components);
  out.end_object();
  return out.take();
}

}  // namespace mf::service
