// Importing orders from another system's file: customers, sites and orders are made, wrong rows
// refused with their reasons, known orders left alone. Running it again imports nothing again.
// Blocks; any thread, never inside a unit.
#pragma once

#include "platform/db/database.hpp"
#include "services/workorders/import_file.hpp"

#include <functional>

namespace mf::workorders {

/// A record that was not imported: column and reason in the file's own words. `column` is empty
/// where the record as a whole is wrong.
struct RefusedRecord {
  std::int64_t record = 0;
  std::string key;
  std::string column;
  std::string code;
  std::string reason;
  static void describe(auto& v, RefusedRecord& o) {
    v.field("record", o.record);
    v.field("key", o.key);
    v.field("column", o.column);
    v.field("code", o.code);
    v.field("reason", o.reason);
  }
  bool operator==(const RefusedRecord&) const = default;
};

/// A record whose order is known already, from this file or from before.
struct DuplicateRecord {
  std::int64_t record = 0;
  std::string key;
  static void describe(auto& v, DuplicateRecord& o) {
    v.field("record", o.record);
    v.field("key", o.key);
  }
  bool operator==(const DuplicateRecord&) const = default;
};

/// Every record is imported, refused or a duplicate.
struct ImportReport {
  std::int64_t records = 0;
  std::int64_t imported = 0;
  std::int64_t customers_created = 0;
  std::vector<RefusedRecord> refused;
  std::vector<DuplicateRecord> duplicates;
  static void describe(auto& v, ImportReport& o) {
    v.field("records", o.records);
    v.field("imported", o.imported);
    v.field("customersCreated", o.customers_created);
    v.field("refused", o.refused);
    v.field("duplicates", o.duplicates);
  }
  bool operator==(const ImportReport&) const = default;
};

struct ImportOptions {
  bool dry_run = false;  // the same report, and nothing is changed
  std::string time_zone = "America/Bogota";
  std::function<void(std::size_t done, std::size_t total)> progress =
      {};  // from the caller's thread
};

/// `file` as it came, in any encoding. An error means that the file as a whole is wrong, or that
/// the import broke off; what was stored by then stays, and importing again goes on after it.
Result<ImportReport> import_orders(db::Database& database, std::string file, const Cause& cause,
                                   const ImportOptions& options = {});

}  // namespace mf::workorders
