#include "services/gateway/pages.hpp"

#include "platform/core/text.hpp"

namespace mf::gateway {
namespace {

std::string escape(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '&':
        out += "&amp;";
        break;
      case '"':
        out += "&quot;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

/// JSON with a line a member, two blanks a level. `json` is well-formed.
std::string indent(std::string_view json) {
  std::string out;
  int level = 0;
  bool quoted = false;
  const auto new_line = [&] {
    out += "\n" + std::string(static_cast<std::size_t>(level) * 2, ' ');
  };
  for (std::size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (c == '"' && (i == 0 || json[i - 1] != '\\')) {
      quoted = !quoted;
    }
    if (!quoted && (c == '}' || c == ']')) {
      --level;
      new_line();
    }
    out += c;
    if (!quoted && (c == '{' || c == '[')) {
      ++level;
      new_line();
    } else if (!quoted && c == ',') {
      new_line();
    }
  }
  return out;
}

std::string schema_block(std::string_view title, const std::string& schema) {
  if (schema.empty()) {
    return "";
  }
  return "<details><summary>" + std::string(title) + "</summary><pre>" + escape(indent(schema)) +
         "</pre></details>";
}

std::string access_of(const service::Route& route) {
  switch (route.access) {
    case service::Access::open:
      return "open";
    case service::Access::signed_in:
      return "signed in";
    case service::Access::permission:
      return "<code>" + std::string(name_of(route.permission)) + "</code>";
  }
  return "";
}

/// "/api/v1/orders/{id}" → "orders"
std::string area_of(const service::Route& route) {
  const auto parts = split(route.path, '/');
  return parts.size() > 3 ? std::string(parts[3]) : "other";
}

constexpr std::string_view k_head =
    R"html(<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1"><title>MicroFlow API</title><style>
body{font:15px/1.5 system-ui,sans-serif;color:#1c2430;background:#fff;max-width:60rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.5rem}h2{font-size:1.1rem;margin:2rem 0 .5rem;border-bottom:1px solid #dde3ea;padding-bottom:.25rem}
article{padding:.5rem 0;border-bottom:1px solid #f0f3f6}.m{display:inline-block;min-width:4rem;font-weight:600;color:#0b6bcb}
code,pre{font:13px/1.45 ui-monospace,monospace}pre{background:#f6f8fa;padding:.75rem;overflow:auto}
small{color:#5b6775}details{margin:.25rem 0 0 4.3rem}summary{cursor:pointer;color:#5b6775}
</style></head><body><h1>MicroFlow API )html";

}  // namespace

std::string docs_page(const std::vector<const service::Route*>& routes, std::string_view version) {
  std::map<std::string, std::string> areas;
  for (const auto* route : routes) {
    areas[area_of(*route)] +=
        "<article><span class=m>" + route->method + "</span> <code>" + escape(route->path) +
        "</code><br><small>" + escape(route->summary) + " · " + access_of(*route) + "</small>" +
        schema_block("Query", route->query_) + schema_block("Takes", route->takes_) +
        schema_block("Gives", route->gives_) + "</article>";
  }
  std::string page = std::string(k_head) + escape(version) +
                     "</h1><p>The machine-readable form is <a "
                     "href=\"/api/openapi.json\">openapi.json</a>. Sign in "
                     "with <code>POST /api/v1/auth/login</code> and send <code>Authorization: "
                     "Bearer …</code>.</p>";
  for (const auto& [area, articles] : areas) {
    page += "<h2>" + escape(area) + "</h2>" + articles;
  }
  return page + "</body></html>";
}

}  // namespace mf::gateway
