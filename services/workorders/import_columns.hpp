// The columns of an order file: which ones there are, how people head them, and where they stand in
// one file. Pure, any thread.
#pragma once

#include "platform/core/error.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mf::workorders {

enum class ImportColumn {
  key,
  registered,
  document,
  document_type,
  customer,
  phone,
  email,
  address,
  neighbourhood,
  latitude,
  longitude,
  type,
  priority,
  description,
  window_from,
  window_to,
};
inline constexpr std::size_t k_import_columns = 16;

/// One row a column: every heading that means it, the usual one first, and whether a file must have
/// it.
struct ImportColumnRule {
  ImportColumn column;
  bool required;
  std::vector<std::string_view> headings;
};
const std::vector<ImportColumnRule>& import_column_rules();

class ColumnMap {
 public:
  /// In any order; what is not known is left aside, and of two headings that mean the same the more
  /// usual one counts. 422 `missing_columns` or `repeated_columns`, every one at once.
  static Result<ColumnMap> of(const std::vector<std::string>& header);

  bool has(ImportColumn column) const { return place(column).has_value(); }
  /// The field without blanks around it; empty where the record is too short or the file has no
  /// such column.
  std::string_view field(const std::vector<std::string>& record, ImportColumn column) const;
  /// As the file heads it; the usual heading where the file has no such column.
  std::string heading(ImportColumn column) const;
  std::size_t width() const { return header_.size(); }

 private:
  std::optional<std::size_t> place(ImportColumn column) const {
    return places_[static_cast<std::size_t>(column)];
  }

  std::vector<std::string> header_;
  std::array<std::optional<std::size_t>, k_import_columns> places_{};
};

}  // namespace mf::workorders
