#include "services/workorders/import.hpp"

#include "services/workorders/catalogue.hpp"
#include "services/workorders/customers.hpp"
#include "services/workorders/orders.hpp"

#include <map>
#include <set>

namespace mf::workorders {
namespace {

constexpr std::size_t k_batch =
    100;  // rows of one unit of work: short, so that other writers get their turn

/// What the catalogues say, read once for a file.
struct Catalogues {
  OrderTypeWords types;
  std::map<std::string, ZoneId> zones;  // by plain words of name and code
};

Catalogues read_catalogues(db::Session& session) {
  Catalogues out;
  for (const auto& type : all_order_types(session)) {
    if (type.active) {
      out.types.add(type.id, type.code, type.name, type.name_es);
    }
  }
  for (const auto& zone : all_zones(session)) {
    if (zone.active) {
      out.zones.emplace(plain_words(zone.name), zone.id);
      out.zones.emplace(plain_words(zone.code), zone.id);
    }
  }
  return out;
}

/// One run over one file.
class Run {
 public:
  Run(db::Database& database, const ImportFile& file, Catalogues catalogues, const Cause& cause,
      const ImportOptions& options)
      : database_(database),
        rows_(file, std::move(catalogues.types), options.time_zone, cause.now),
        zones_(std::move(catalogues.zones)),
        cause_(cause),
        options_(options),
        total_(file.records()) {}

  Result<ImportReport> finish() {
    for (auto batch = next_batch(); !batch.empty(); batch = next_batch()) {
      if (auto done = take(batch); !done) {
        return fail(std::move(done.error()));
      }
      report_.records += static_cast<std::int64_t>(batch.size());
      if (options_.progress) {
        options_.progress(static_cast<std::size_t>(report_.records), total_);
      }
    }
    return std::move(report_);
  }

 private:
  /// What the database says of a row that is right by itself.
  struct Standing {
    std::optional<RowFault> fault = std::nullopt;
    bool new_customer = false;
  };

  std::vector<CheckedRow> next_batch() {
    std::vector<CheckedRow> batch;
    while (batch.size() < k_batch) {
      auto row = rows_.next();
      if (!row) {
        break;
      }
      batch.push_back(std::move(*row));
    }
    return batch;
  }

  /// A dry run asks the same questions of a reading session, and remembers what it would have
  /// stored.
  Result<void> take(const std::vector<CheckedRow>& batch) {
    if (!options_.dry_run) {
      const Tally before = tally();
      return database_.write([&](db::Unit& unit) {
        go_back_to(before);  // the unit may run again
        return take_rows(unit, &unit, batch);
      });
    }
    return database_.snapshot(
        [&](db::Session& session) { return take_rows(session, nullptr, batch); });
  }

  /// How far the report has come.
  struct Tally {
    std::size_t duplicates;
    std::size_t refused;
    std::int64_t imported;
    std::int64_t customers_created;
  };

  Tally tally() const {
    return {report_.duplicates.size(), report_.refused.size(),
            static_cast<std::int64_t>(report_.imported),
            static_cast<std::int64_t>(report_.customers_created)};
  }

  void go_back_to(const Tally& before) {
    report_.duplicates.resize(before.duplicates);
    report_.refused.resize(before.refused);
    report_.imported = before.imported;
    report_.customers_created = before.customers_created;
  }

  Result<void> take_rows(db::Session& session, db::Unit* unit,
                         const std::vector<CheckedRow>& batch) {
    for (const auto& row : batch) {
      if (auto taken = take_row(session, unit, row); !taken) {
        return taken;
      }
    }
    return {};
  }

  Result<void> take_row(db::Session& session, db::Unit* unit, const CheckedRow& checked) {
    const auto record = static_cast<std::int64_t>(checked.record);
    if (is_known(session, checked.key)) {
      report_.duplicates.push_back({record, checked.key});
      return {};
    }
    if (!checked.row) {
      refuse(checked, checked.row.error());
      return {};
    }
    const auto standing = standing_of(session, *checked.row);
    if (standing.fault) {
      refuse(checked, *standing.fault);
      return {};
    }
    if (unit != nullptr) {
      if (auto stored = store(*unit, *checked.row); !stored) {
        stored.error().detail =
            fmt::format("The import broke off at record {}: {}", record, stored.error().detail);
        return stored;
      }
    }
    if (options_.dry_run) {
      keys_.insert(checked.key);
    }
    report_.customers_created += standing.new_customer;
    ++report_.imported;
    return {};
  }

  void refuse(const CheckedRow& checked, const RowFault& fault) {
    report_.refused.push_back({static_cast<std::int64_t>(checked.record), checked.key, fault.column,
                               fault.code, fault.reason});
  }

  bool is_known(db::Session& session, const std::string& key) const {
    return !key.empty() && (keys_.contains(key) || find_by_external_ref(session, key).has_value());
  }

  Standing standing_of(db::Session& session, const ImportRow& row) {
    const auto heading = [&](ImportColumn column) { return rows_.rules().columns.heading(column); };
    const auto customer = find_customer_by_document(session, row.document);
    if (!customer) {
      return {.new_customer = !options_.dry_run || documents_.insert(row.document).second};
    }
    if (!customer->active) {
      return {.fault = RowFault{heading(ImportColumn::document), "inactive_customer",
                                "The customer with this document is not active any more."}};
    }
    const auto site = find_site_by_address(session, customer->id, row.address);
    if (site && !site->active) {
      return {.fault = RowFault{heading(ImportColumn::address), "inactive_site",
                                "The customer's site at this address is not active any more."}};
    }
    return {};
  }

  Result<void> store(db::Unit& unit, const ImportRow& row) {
    const auto customer =
        find_or_create_customer(unit, {row.document, row.customer, row.email, row.phone}, cause_);
    if (!customer) {
      return fail(customer.error());
    }
    const auto site =
        find_or_create_site(unit, site_of(row, customer->thing.id), options_.time_zone, cause_);
    if (!site) {
      return fail(site.error());
    }
    const auto order = open_order(unit,
                                  {.customer = customer->thing.id,
                                   .site = site->thing.id,
                                   .type = row.type,
                                   .priority = row.priority,
                                   .title = row.title,
                                   .description = row.description,
                                   .window = row.window,
                                   .external_ref = row.key,
                                   .registered_at = row.registered},
                                  cause_);
    return order ? Result<void>{} : fail(order.error());
  }

  NewSite site_of(const ImportRow& row, CustomerId customer) const {
    NewSite site{.customer = customer,
                 .name = std::nullopt,
                 .address = row.address,
                 .neighbourhood = row.neighbourhood,
                 .zone = std::nullopt,
                 .position = row.position,
                 .time_zone = std::nullopt,
                 .access_notes = std::nullopt};
    if (row.neighbourhood) {
      const auto zone = zones_.find(plain_words(*row.neighbourhood));
      site.zone = zone != zones_.end() ? std::optional{zone->second} : std::nullopt;
    }
    return site;
  }

  struct DocumentOrder {
    bool operator()(const Document& a, const Document& b) const {
      return std::tie(a.type, a.number) < std::tie(b.type, b.number);
    }
  };

  db::Database& database_;
  ImportRows rows_;
  std::map<std::string, ZoneId> zones_;
  const Cause& cause_;
  const ImportOptions& options_;
  std::size_t total_;
  ImportReport report_;
  std::set<std::string> keys_;                   // imported in this run
  std::set<Document, DocumentOrder> documents_;  // of customers that this run made
};

}  // namespace

Result<ImportReport> import_orders(db::Database& database, std::string file, const Cause& cause,
                                   const ImportOptions& options) {
  const auto opened = ImportFile::open(std::move(file));
  if (!opened) {
    return fail(opened.error());
  }
  auto catalogues =
      database.snapshot([](db::Session& session) { return read_catalogues(session); });
  return Run(database, *opened, std::move(catalogues), cause, options).finish();
}

}  // namespace mf::workorders
