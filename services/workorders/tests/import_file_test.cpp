#include "services/workorders/import_file.hpp"

#include "services/workorders/tests/november.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mf::workorders {
namespace {

OrderTypeWords standard_types() {
  OrderTypeWords words;
  for (const auto code : {"installation", "repair", "maintenance", "upgrade", "disconnection",
                          "reconnection", "technical_review"}) {
    words.add(OrderTypeId::make(), code, code, code);
  }
  return words;
}

std::vector<CheckedRow> rows_of(const ImportFile& file) {
  ImportRows rows(file, standard_types(), "America/Bogota",
                  parse_rfc3339("2026-11-27T15:00:00Z").value());
  std::vector<CheckedRow> out;
  while (auto row = rows.next()) {
    out.push_back(std::move(*row));
  }
  return out;
}

/// A file of one column set and the given lines.
std::string small_file(std::string_view lines) {
  return "nro_orden,fecha_registro,documento,tipo_documento,cliente,direccion,tipo_servicio,"
         "descripcion\n" +
         std::string(lines);
}

TEST(ImportFile, the_november_file_is_opened_without_being_told_its_style) {
  const auto file = ImportFile::open(november::csv()).value();
  EXPECT_EQ(file.delimiter(), ';');
  EXPECT_EQ(file.day_order(), DayOrder::day_first);
  EXPECT_EQ(file.records(), 649U);
}

TEST(ImportFile, exactly_the_wrong_records_of_november_are_refused_each_for_its_column) {
  const auto file = ImportFile::open(november::csv()).value();
  std::vector<november::Record> refused;
  for (const auto& row : rows_of(file)) {
    if (!row.row) {
      refused.push_back({static_cast<std::int64_t>(row.record), row.key, row.row.error().column,
                         row.row.error().code});
    }
  }
  auto expected = november::expected().refused;
  for (auto& record : expected) {
    record.why = november::code_of(record.why);
  }
  EXPECT_EQ(refused.size(), expected.size());
  EXPECT_TRUE(refused == expected);
}

TEST(ImportFile, quoted_line_breaks_and_accents_come_through) {
  const auto file = ImportFile::open(november::csv()).value();
  const auto rows = rows_of(file);
  EXPECT_EQ(rows.at(3).row.value().description,
            "Mover la toma al segundo piso\n(llamar antes de llegar)");
  EXPECT_EQ(rows.at(3).row.value().title, "Mover la toma al segundo piso");
  EXPECT_EQ(rows.at(4).row.value().customer, "Taller «El Pistón» 4");
}

TEST(ImportFile, american_dates_are_understood_when_one_of_them_gives_the_order_away) {
  const auto file =
      ImportFile::open(small_file("A,03/04/2026,1000,CC,Ana,Calle 1,repair,x\n"
                                  "B,03/14/2026 3:00 PM,1000,CC,Ana,Calle 1,repair,x\n"))
          .value();
  const auto rows = rows_of(file);
  EXPECT_EQ(to_rfc3339(rows.at(0).row.value().registered), "2026-03-04T05:00:00Z");
  EXPECT_EQ(to_rfc3339(rows.at(1).row.value().registered), "2026-03-14T20:00:00Z");
}

TEST(ImportFile, records_of_empty_fields_keep_their_number_but_do_not_count) {
  const auto file = ImportFile::open(small_file("A,2026-03-04,1000,CC,Ana,Calle 1,repair,x\n"
                                                ",,,,,,,\n"
                                                "B,2026-03-04,1000,CC,Ana,Calle 1,repair,x\n"))
                        .value();
  EXPECT_EQ(file.records(), 2U);
  EXPECT_EQ(rows_of(file).back().record, 3U);
}

TEST(ImportFile, a_file_that_cannot_be_read_as_a_whole_says_why) {
  EXPECT_EQ(ImportFile::open("").error().code, "empty_file");
  EXPECT_EQ(ImportFile::open("hello\n").error().code, "missing_columns");
  EXPECT_EQ(ImportFile::open(std::string("PK\0\0", 4)).error().code, "not_text");
  const auto error = ImportFile::open(small_file("A,2026-03-04,1,CC,\"Ana,Calle 1\n")).error();
  EXPECT_EQ(error.code, "unclosed_quote");
  EXPECT_THAT(error.detail, testing::HasSubstr("record 1"));
}

}  // namespace
}  // namespace mf::workorders
