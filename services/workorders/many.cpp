#include "services/workorders/many.hpp"

namespace mf::workorders::store {
namespace {

std::string many_parameters() {
  std::string out;
  for (std::size_t i = 1; i <= k_many; ++i) {
    out += fmt::format("{}${}", i == 1 ? "" : ", ", i);
  }
  return out;
}

/// The rows of each parent get their places in one walk; beyond the limit they are left out.
std::string slice_sql(std::string_view columns, std::string_view table, std::string_view parent,
                      std::string_view joins, bool backward) {
  return fmt::format(
      "SELECT {} FROM (SELECT t.*, ROW_NUMBER() OVER (PARTITION BY {} ORDER BY id{}) AS place FROM "
      "{} t WHERE {} IN ({}) AND id > $101 AND id < $102) x {} WHERE x.place <= $103 ORDER BY x.id",
      columns, parent, backward ? " DESC" : "", table, parent, many_parameters(), joins);
}

}  // namespace

std::string by_many(std::string_view select, std::string_view key) {
  return fmt::format("{} WHERE {} IN ({})", select, key, many_parameters());
}

SliceSql slices_of(std::string_view columns, std::string_view table, std::string_view parent,
                   std::string_view joins) {
  return {slice_sql(columns, table, parent, joins, false),
          slice_sql(columns, table, parent, joins, true)};
}

}  // namespace mf::workorders::store
