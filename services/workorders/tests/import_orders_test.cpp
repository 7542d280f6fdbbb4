#include "platform/core/text.hpp"
#include "platform/testing/service_fixture.hpp"
#include "services/workorders/catalogue.hpp"
#include "services/workorders/customers.hpp"
#include "services/workorders/import.hpp"
#include "services/workorders/orders.hpp"
#include "services/workorders/service.hpp"
#include "services/workorders/tests/november.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mf::workorders {
namespace {

using auth::Role;
using testing::at;

constexpr auto k_target = "/api/v1/imports/orders";

class ImportOrders : public ::testing::Test {
 protected:
  ImportOrders() : fixture("workorders", migrations()) {
    fixture.add(make_service(fixture.resources()));
  }

  Result<ImportReport> import(std::string file, ImportOptions options = {}) {
    const Cause cause{contracts::actor_of(operator_), fixture.clock.now()};
    return import_orders(fixture.database(), std::move(file), cause, options);
  }

  std::vector<contracts::OrderChange> opened() {
    std::vector<contracts::OrderChange> out;
    for (const auto& event : fixture.published("order.created")) {
      out.push_back(json::decode<contracts::OrderChange>(event.data).value());
    }
    return out;
  }

  void add_zone(const std::string& code, const std::string& name) {
    const auto added = fixture.database().write([&](db::Unit& unit) {
      return workorders::add_zone(
          unit, {.id = ZoneId::make(), .code = code, .name = name, .time_zone = "America/Bogota"});
    });
    ASSERT_TRUE(added.has_value());
  }

  testing::ServiceFixture fixture;
  auth::Principal operator_ = testing::person({Role::operator_});
};

/// The November file as another program would write it.
struct Style {
  char delimiter = ';';
  char decimal = ',';
  bool iso_dates = false;
  std::string mark;
};

std::string restyled(const Style& style) {
  const auto text = decode_text(november::csv()).value();
  CsvReader reader(text, ';');
  std::string out = style.mark;
  std::vector<std::string> fields;
  bool header = true;
  while (reader.next(fields).value()) {
    for (std::size_t i = 0; i < fields.size() && !header; ++i) {
      const auto date = read_date(fields[i]);
      const auto moment = date ? moment_of(*date, DayOrder::day_first, "UTC") : std::nullopt;
      if (style.iso_dates && moment) {
        fields[i] = to_rfc3339(*moment).substr(0, 16);
      } else if ((i == 9 || i == 10) && fields[i].find(',') != std::string::npos) {
        fields[i][fields[i].find(',')] = style.decimal;
      }
    }
    header = false;
    out += csv_line(fields, style.delimiter);
  }
  return out;
}

void expect_november(const ImportReport& report) {
  const auto expected = november::expected();
  EXPECT_EQ(report.records, expected.records);
  EXPECT_EQ(report.imported, expected.ok);
  EXPECT_EQ(report.customers_created, expected.customers);
  ASSERT_EQ(report.refused.size(), expected.refused.size());
  for (std::size_t i = 0; i < expected.refused.size(); ++i) {
    const auto& refused = report.refused[i];
    const auto& wanted = expected.refused[i];
    EXPECT_EQ(refused.record, wanted.record);
    EXPECT_EQ(refused.key, wanted.key);
    EXPECT_EQ(refused.column, wanted.column) << wanted.key;
    EXPECT_EQ(refused.code, november::code_of(wanted.why)) << wanted.key;
    EXPECT_THAT(refused.reason, ::testing::HasSubstr(wanted.why)) << wanted.key;
  }
  ASSERT_EQ(report.duplicates.size(), expected.duplicates.size());
  for (std::size_t i = 0; i < expected.duplicates.size(); ++i) {
    EXPECT_EQ(report.duplicates[i].record, expected.duplicates[i].record);
    EXPECT_EQ(report.duplicates[i].key, expected.duplicates[i].key);
  }
}

TEST_F(ImportOrders, november_comes_in_exactly_as_expected_and_each_order_is_told) {
  const auto report = import(november::csv());
  ASSERT_TRUE(report.has_value()) << report.error().detail;
  expect_november(*report);
  EXPECT_EQ(opened().size(), 605U);
}

TEST_F(ImportOrders, a_dry_run_reports_the_same_and_changes_nothing) {
  expect_november(import(november::csv(), {.dry_run = true}).value());
  EXPECT_TRUE(fixture.published().empty());
  expect_november(import(november::csv()).value());
}

TEST_F(ImportOrders, a_second_run_imports_nothing_again) {
  const auto first = import(november::csv()).value();
  for (const bool dry_run : {true, false}) {
    const auto again = import(november::csv(), {.dry_run = dry_run}).value();
    EXPECT_EQ(again.imported, 0);
    EXPECT_EQ(again.customers_created, 0);
    EXPECT_TRUE(again.refused == first.refused);
    EXPECT_EQ(again.duplicates.size(), 605U + 9U);
  }
  EXPECT_EQ(opened().size(), 605U);
}

TEST_F(ImportOrders, other_programs_styles_give_the_same_report) {
  const Style styles[] = {{.mark = ""},
                          {.mark = "\xef\xbb\xbf"},
                          {.delimiter = ',', .iso_dates = true, .mark = "\xef\xbb\xbf"},
                          {.delimiter = ',', .decimal = '.', .iso_dates = true, .mark = ""},
                          {.delimiter = '\t', .decimal = '.', .mark = ""}};
  for (const auto& style : styles) {
    expect_november(import(restyled(style), {.dry_run = true}).value());
  }
}

TEST_F(ImportOrders, an_imported_order_has_what_its_record_says) {
  add_zone("MAN", "Manrique");
  ASSERT_TRUE(import(november::csv()).has_value());
  const auto change = opened().front();
  const auto& order = change.order;
  EXPECT_EQ(change.by.id, operator_.user);
  EXPECT_EQ(order.status, OrderStatus::open);
  EXPECT_EQ(order.customer_name, "Beatriz Ibáñez Ríos");
  EXPECT_EQ(order.site_address, "Carrera 36 # 49-57");
  EXPECT_EQ(order.zone_name, "Manrique");
  EXPECT_EQ(order.priority, Priority::critical);
  EXPECT_EQ(order.title, "Cambio de router por garantía");
  ASSERT_TRUE(order.window.has_value());
  EXPECT_EQ(to_rfc3339(order.window->from), "2026-11-22T13:00:00Z");
  EXPECT_EQ(to_rfc3339(order.created_at), "2026-11-18T19:13:00Z");
  fixture.database().read([&](db::Session& session) {
    EXPECT_EQ(find_by_external_ref(session, "T-0500001"), order.id);
    const auto customer = find_customer_by_document(session, {DocumentType::cc, "765217745"});
    EXPECT_EQ(customer.value().id, order.customer);
    EXPECT_EQ(customer.value().phone, "3442153984");
    return 0;
  });
}

TEST_F(ImportOrders, orders_of_a_neighbourhood_without_a_zone_have_none) {
  ASSERT_TRUE(import(november::csv()).has_value());
  EXPECT_FALSE(opened().front().order.zone.has_value());
}

TEST_F(ImportOrders, a_customer_who_is_known_is_not_made_again_and_one_who_left_gets_no_orders) {
  const Cause cause{contracts::actor_of(operator_), fixture.clock.now()};
  const Document known{DocumentType::cc, "765217745"};
  const Document left{DocumentType::nit, "887525087"};
  const auto made = fixture.database().write([&](db::Unit& unit) -> Result<int> {
    (void)register_customer(unit, {known, "Beatriz", std::nullopt, std::nullopt}, cause).value();
    const auto gone =
        register_customer(unit, {left, "Clínica", std::nullopt, std::nullopt}, cause).value();
    (void)change_customer(unit, gone.id, {.active = false}, std::nullopt, cause).value();
    return 0;
  });
  ASSERT_TRUE(made.has_value());
  const auto dry = import(november::csv(), {.dry_run = true}).value();
  const auto report = import(november::csv()).value();
  EXPECT_TRUE(report == dry);
  EXPECT_EQ(report.customers_created, 154);
  EXPECT_EQ(report.refused.front().record, 4);
  EXPECT_EQ(report.refused.front().code, "inactive_customer");
  EXPECT_EQ(report.refused.front().column, "documento");
}

TEST_F(ImportOrders, progress_is_told_up_to_the_last_record) {
  std::vector<std::pair<std::size_t, std::size_t>> told;
  ASSERT_TRUE(import(november::csv(),
                     {.dry_run = true,
                      .progress = [&](std::size_t done,
                                      std::size_t total) { told.emplace_back(done, total); }})
                  .has_value());
  EXPECT_EQ(told.size(), 7U);
  EXPECT_EQ(told.back(), (std::pair<std::size_t, std::size_t>{649, 649}));
}

TEST_F(ImportOrders, the_route_answers_the_report) {
  const auto response =
      fixture.upload(k_target, operator_, "text/csv; charset=windows-1252", november::csv());
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(at(response, "/records"), "649");
  EXPECT_EQ(at(response, "/imported"), "605");
  EXPECT_EQ(at(response, "/customersCreated"), "156");
  EXPECT_EQ(at(response, "/refused/0/record"), "34");
  EXPECT_EQ(at(response, "/refused/0/key"), "T-0500034");
  EXPECT_EQ(at(response, "/refused/0/column"), "documento");
  EXPECT_EQ(at(response, "/refused/0/code"), "required");
  EXPECT_EQ(at(response, "/duplicates/8/key"), "T-0500633");
}

TEST_F(ImportOrders, a_dry_run_over_http_changes_nothing) {
  const auto response = fixture.upload(std::string(k_target) + "?dryRun=true", operator_,
                                       "text/csv", november::csv());
  EXPECT_EQ(at(response, "/imported"), "605");
  EXPECT_TRUE(fixture.published().empty());
}

TEST_F(ImportOrders,
       the_same_idempotency_key_gives_the_first_answer_and_another_file_under_it_is_refused) {
  const http::Headers key = {{"idempotency-key", "november"}};
  const auto first = fixture.upload(k_target, operator_, "text/csv", november::csv(), key);
  const auto again = fixture.upload(k_target, operator_, "text/csv", november::csv(), key);
  EXPECT_EQ(again.status, 200);
  EXPECT_EQ(again.body, first.body);
  const auto other = fixture.upload(k_target, operator_, "text/csv", restyled({.mark = ""}), key);
  EXPECT_EQ(other.status, 422);
}

TEST_F(ImportOrders, other_media_types_and_files_without_the_columns_are_refused) {
  EXPECT_EQ(fixture.upload(k_target, operator_, "application/json", "{}").status, 415);
  const auto response = fixture.upload(k_target, operator_, "text/csv", "a;b\n1;2\n");
  EXPECT_EQ(response.status, 422);
  EXPECT_EQ(at(response, "/code"), "missing_columns");
  EXPECT_EQ(
      fixture.upload(std::string(k_target) + "?dryRun=perhaps", operator_, "text/csv", "a").status,
      400);
}

TEST_F(ImportOrders, a_client_and_a_technician_cannot_import) {
  for (const auto role : {Role::client, Role::technician}) {
    EXPECT_EQ(fixture.upload(k_target, testing::person({role}), "text/csv", november::csv()).status,
              403);
  }
  EXPECT_TRUE(fixture.published().empty());
}

}  // namespace
}  // namespace mf::workorders
