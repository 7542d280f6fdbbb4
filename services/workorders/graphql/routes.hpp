// The schema's use of routes, of this service and of others: their answers as objects, their lists
// as connections, and mutations, which are calls of the routes that do the same over REST. So every
// rule of a change (permission, scope, version, idempotency, fields) stands once, in its route. One
// request, one thread.
#pragma once

#include "services/workorders/graphql/relay.hpp"

namespace mf::workorders::gql {

/// An answer that is a 2xx, as JSON; throws its refusal otherwise.
json::Dom answer_of(const http::Response& response);

// --- objects that are JSON of another service: a struct for each, with nothing but this

struct TechnicianDoc {
  json::Dom dom;
};
struct SkillDoc {
  json::Dom dom;
};
struct AssignmentDoc {
  json::Dom dom;
};
struct EvidenceDoc {
  json::Dom dom;
};
struct ProgressDoc {
  json::Dom dom;
};
struct CorrectionDoc {
  json::Dom dom;
};
struct TimelineDoc {
  json::Dom dom;
};
struct NotificationDoc {
  json::Dom dom;
};
struct ActorDoc {
  json::Dom dom;
};
struct PositionDoc {
  json::Dom dom;
};
struct WindowDoc {
  json::Dom dom;
};

// The members as fields; null where there is none.
inline auto text(std::string name) {
  return [name = std::move(name)](const auto& doc) -> std::optional<std::string_view> {
    const auto* member = doc.dom.find(name);
    return member != nullptr && member->is_string() ? std::optional{member->string()}
                                                    : std::nullopt;
  };
}
/// A word of an enum.
inline auto word(std::string name) {
  return [find = text(std::move(name))](const auto& doc) -> std::optional<std::string> {
    const auto found = find(doc);
    return found ? std::optional{upper(*found)} : std::nullopt;
  };
}
inline auto integer(std::string name) {
  return [name = std::move(name)](const auto& doc) -> std::optional<std::int64_t> {
    const auto* member = doc.dom.find(name);
    return member != nullptr && member->is_number() ? member->integer() : std::nullopt;
  };
}
inline auto number(std::string name) {
  return [name = std::move(name)](const auto& doc) -> std::optional<double> {
    const auto* member = doc.dom.find(name);
    return member != nullptr && member->is_number() ? std::optional{member->number()}
                                                    : std::nullopt;
  };
}
inline auto flag(std::string name) {
  return [name = std::move(name)](const auto& doc) {
    const auto* member = doc.dom.find(name);
    return member != nullptr && member->is_bool() && member->boolean();
  };
}
inline auto as_json(std::string name) {
  return [name = std::move(name)](const auto& doc) -> std::optional<JsonText> {
    const auto* member = doc.dom.find(name);
    return member != nullptr ? std::optional{JsonText{member->text()}} : std::nullopt;
  };
}
template <class Doc>
auto one(std::string name) {
  return [name = std::move(name)](const auto& doc) -> std::optional<Doc> {
    const auto* member = doc.dom.find(name);
    return member != nullptr && member->is_object() ? std::optional{Doc{*member}} : std::nullopt;
  };
}
template <class Doc>
auto many(std::string name) {
  return [name = std::move(name)](const auto& doc) {
    std::vector<Doc> out;
    const auto* member = doc.dom.find(name);
    for (std::size_t i = 0; member != nullptr && member->is_array() && i < member->size(); ++i) {
      out.push_back({member->at(i)});
    }
    return out;
  };
}
template <class IdType>
std::optional<IdType> id_in(const json::Dom& dom, std::string_view name) {
  const auto* member = dom.find(name);
  return member != nullptr && member->is_string() ? IdType::parse(member->string()) : std::nullopt;
}

// --- lists of routes

/// `first` of such lists: a page of the route holds what is skipped as well.
inline constexpr int k_most_of_route = 50;

/// Where a connection goes on in a route's list: behind so many things of the page at `cursor`.
struct RoutePlace {
  std::string cursor;
  int skip = 0;
};

/// One page of a list that a route gives.
class RouteList {
 public:
  /// From the arguments `first` and `after`; throws where they are none.
  explicit RouteList(const Call& call);

  /// `path` may have a query already.
  std::string target(const std::string& path) const;

  /// `make(dom)` gives the node.
  template <class Make>
  auto connect(const http::Response& response, Make make) const {
    const auto dom = answer_of(response);
    const auto* items = dom.find("items");
    const auto* next = dom.find("nextCursor");
    const auto size = items != nullptr && items->is_array() ? items->size() : 0;
    const bool more = next != nullptr && next->is_string();
    const auto begin = static_cast<std::size_t>(place_.skip);
    const auto end = std::min(size, begin + static_cast<std::size_t>(first_));
    Connection<decltype(make(dom))> connection;
    for (auto i = begin; i < end; ++i) {
      const bool last = more && i + 1 == size;
      const RoutePlace place = last ? RoutePlace{std::string(next->string()), 0}
                                    : RoutePlace{place_.cursor, static_cast<int>(i) + 1};
      connection.add(make(items->at(i)), cursor_of(place));
    }
    connection.info.next = more || end < size;
    connection.info.previous = resumed_;
    return connection;
  }

 private:
  static std::string cursor_of(const RoutePlace& place);

  int first_;
  bool resumed_ = false;
  RoutePlace place_;
};

/// A connection of documents from one route.
template <class Doc>
Connection<Doc> list_of(const Call& call, const std::string& path) {
  const RouteList list(call);
  const auto& d = desk(call);
  return list.connect(d.peers.call(d.request, {.method = "GET", .target = list.target(path)}),
                      [](const json::Dom& dom) { return Doc{dom}; });
}

/// A connection for each parent, all asked for in one call. `path_of(parent)`.
template <class Doc, class Parents, class PathOf>
auto lists_of(const Call& call, const Parents& parents, PathOf path_of) {
  const RouteList list(call);
  std::vector<std::string> targets;
  for (const auto* parent : parents) {
    targets.push_back(list.target(path_of(*parent)));
  }
  std::vector<std::expected<Connection<Doc>, graphql::FieldError>> out;
  for (const auto& response : desk(call).peers.read_all(desk(call).request, targets)) {
    try {
      out.push_back(list.connect(response, [](const json::Dom& dom) { return Doc{dom}; }));
    } catch (graphql::FieldError& error) {
      out.push_back(std::unexpected(std::move(error)));
    }
  }
  return out;
}

// --- mutations

struct Target {
  std::string method;
  std::string path;  // with `{arguments}`
};

/// Calls the route with the field's arguments: those that the path names go there, `version` is
/// If-Match, `idempotencyKey` the header, the members of `input` and everything else the body.
/// Throws the route's refusal.
json::Dom change(const Call& call, const Target& target);

}  // namespace mf::workorders::gql
