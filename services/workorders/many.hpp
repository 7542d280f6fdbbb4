// Reading for many things at once: what belongs to a hundred orders in one statement. The pieces of
// SQL that the stores build such statements from once, and how they are run. Used inside a read of
// the service's database.
#pragma once

#include "platform/db/database.hpp"

#include <limits>
#include <string>
#include <vector>

namespace mf::workorders::store {

/// A statement takes so many ids; more are read in turns.
inline constexpr std::size_t k_many = 100;

/// "{select} WHERE {key} IN ($1 … $100)"
std::string by_many(std::string_view select, std::string_view key);

/// A stretch of the things of each parent, by their ids: the first `limit` of those between `after`
/// and `before`, or the last.
struct Slice {
  Uuid after;
  Uuid before = last_id();
  int limit = 20;
  bool backward = false;

  static Uuid last_id() {
    Uuid id;
    id.bytes.fill(0xff);
    return id;
  }
};

struct SliceSql {
  std::string forward;
  std::string backward;
};
/// `columns` of `table` (as `x`, with `joins`), a slice for each value of `parent`.
SliceSql slices_of(std::string_view columns, std::string_view table, std::string_view parent,
                   std::string_view joins = "");

/// Every row of the statement for these ids, `more` after them, through `read(row)`.
template <class IdType, class Read>
auto read_many(db::Session& session, const std::string& sql, const std::vector<IdType>& ids,
               const std::vector<db::Value>& more, Read read) {
  std::vector<std::invoke_result_t<Read, const db::Row&>> found;
  for (std::size_t at = 0; at < ids.size(); at += k_many) {
    std::vector<db::Value> values;
    for (std::size_t i = at; i < std::min(at + k_many, ids.size()); ++i) {
      values.emplace_back(ids[i]);
    }
    values.resize(k_many);
    values.insert(values.end(), more.begin(), more.end());
    session.run(sql, db::Parameters{values},
                [&](const db::Row& row) { found.push_back(read(row)); });
  }
  return found;
}

template <class IdType, class Read>
auto read_slices(db::Session& session, const SliceSql& sql, const std::vector<IdType>& parents,
                 const Slice& slice, Read read) {
  return read_many(session, slice.backward ? sql.backward : sql.forward, parents,
                   {slice.after, slice.before, slice.limit}, std::move(read));
}

}  // namespace mf::workorders::store
