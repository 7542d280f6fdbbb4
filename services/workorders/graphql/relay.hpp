// Connections as Relay describes them, for lists of three origins: the orders' own pages, things of
// many parents by their ids (a Slice of each), and lists that a route gives page by page. One
// request, one thread.
#pragma once

#include "services/workorders/graphql/desk.hpp"
#include "services/workorders/many.hpp"

#include <unordered_map>

namespace mf::workorders::gql {

struct PageInfo {
  bool next = false;
  bool previous = false;
  std::optional<std::string> start;
  std::optional<std::string> end;
};

template <class T>
struct Edge {
  T node;
  std::string cursor;
};

template <class T>
struct Connection {
  std::vector<Edge<T>> edges;
  PageInfo info;

  void add(T node, std::string cursor) {
    info.start = info.start.value_or(cursor);
    info.end = cursor;
    edges.push_back({std::move(node), std::move(cursor)});
  }
};

/// NameEdge and NameConnection.
template <class T>
void add_connection(SchemaBuilder& schema, const std::string& name) {
  schema.object<Edge<T>>(name + "Edge")
      .field("node: " + name + "!", &Edge<T>::node)
      .field("cursor: String!", &Edge<T>::cursor);
  schema.object<Connection<T>>(name + "Connection")
      .field("edges: [" + name + "Edge!]!", &Connection<T>::edges)
      .field("nodes: [" + name + "!]!",
             [](const Connection<T>& connection) {
               std::vector<const T*> nodes;
               for (const auto& edge : connection.edges) {
                 nodes.push_back(&edge.node);
               }
               return nodes;
             })
      .field("pageInfo: PageInfo!", &Connection<T>::info);
}

// --- arguments

inline constexpr int k_most_first = 100;
inline constexpr std::string_view k_forward = "first: Int = 20, after: String";
inline constexpr std::string_view k_both_ways =
    "first: Int = 20, after: String, last: Int, before: String";

/// `first`, from 1 to `most`; throws for anything else.
int first_of(const Call& call, int most = k_most_first, std::string_view name = "first");
std::optional<std::string> after_of(const Call& call);
/// first and after, or last and before, of things that are sorted by their ids.
store::Slice slice_of(const Call& call);
std::string id_cursor(const Uuid& id);

// --- things by their ids

/// One pointer for each parent, to what its key names. `read(ids)` gives the things, in any order;
/// it is asked once.
template <class Parents, class KeyOf, class Read>
auto by_id(const Call& call, const Parents& parents, KeyOf key_of, Read read) {
  using Key = typename decltype(key_of(*parents.front()))::value_type;
  std::vector<Key> keys;
  std::unordered_map<Key, std::size_t> known;
  for (const auto* parent : parents) {
    const auto key = key_of(*parent);
    if (key && known.try_emplace(*key, 0).second) {
      keys.push_back(*key);
    }
  }
  const auto& things = call.keeper().keep(keys.empty() ? decltype(read(keys)){} : read(keys));
  std::unordered_map<Key, decltype(&things.front())> found;
  for (const auto& thing : things) {
    found.emplace(thing.id, &thing);
  }
  std::vector<decltype(&things.front())> out;
  for (const auto* parent : parents) {
    const auto key = key_of(*parent);
    const auto it = key ? found.find(*key) : found.end();
    out.push_back(it == found.end() ? nullptr : it->second);
  }
  return out;
}

// --- things of many parents

/// The rows of one parent, one more than asked where there are more, as a connection.
template <class View>
Connection<View> connect(std::vector<View> rows, const store::Slice& slice) {
  Connection<View> connection;
  const bool more = std::ssize(rows) > slice.limit;
  connection.info.next = slice.backward ? slice.before != store::Slice::last_id() : more;
  connection.info.previous = slice.backward ? more : slice.after != Uuid{};
  if (more) {
    rows.erase(slice.backward ? rows.begin() : rows.end() - 1);
  }
  for (auto& row : rows) {
    auto cursor = id_cursor(row.id.value);
    connection.add(std::move(row), std::move(cursor));
  }
  return connection;
}

/// A connection for each parent, from one statement. `read(session, ids, slice)` gives the rows of
/// all, `parent_of(row)` tells whose, `show(row)` what is shown.
template <class Parents, class Read, class ParentOf, class Show>
auto children(const Call& call, const Parents& parents, Read read, ParentOf parent_of, Show show) {
  auto slice = slice_of(call);
  std::vector<std::remove_cvref_t<decltype(parents.front()->id)>> ids;
  for (const auto* parent : parents) {
    ids.push_back(parent->id);
  }
  ++slice.limit;
  auto rows = desk(call).db.read(
      [&](db::Session& session) { return read(session, ids, std::as_const(slice)); });
  --slice.limit;
  using View = decltype(show(rows.front()));
  std::unordered_map<typename decltype(ids)::value_type, std::vector<View>> of;
  for (const auto& row : rows) {
    of[parent_of(row)].push_back(show(row));
  }
  std::vector<Connection<View>> out;
  for (const auto& id : ids) {
    out.push_back(connect(of[id], slice));
  }
  return out;
}

}  // namespace mf::workorders::gql
