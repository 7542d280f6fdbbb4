#include "services/workorders/import_file.hpp"
#include "services/workorders/tests/november.hpp"

#include <gtest/gtest.h>

namespace mf::workorders {
namespace {

const OrderTypeId k_repair = OrderTypeId::make();
const OrderTypeId k_survey = OrderTypeId::make();

OrderTypeWords type_words() {
  OrderTypeWords words;
  words.add(k_repair, "repair", "Repair", "Reparación");
  words.add(k_survey, "site_survey", "Site survey", "Levantamiento");
  return words;
}

const std::vector<std::string> k_header = {
    "nro_orden",    "fecha_registro", "documento", "tipo_documento", "cliente",
    "telefono",     "correo",         "direccion", "barrio",         "lat",
    "lon",          "tipo_servicio",  "prioridad", "descripcion",    "ventana_desde",
    "ventana_hasta"};

/// A record that is right, with one field changed.
std::vector<std::string> record(std::string_view column = "", std::string value = "") {
  std::vector<std::string> fields = {"T-1",
                                     "18/11/2026 2:13 p. m.",
                                     "900.123.456-7",
                                     "nit",
                                     " Taller  «El Pistón» ",
                                     "3442153984",
                                     "a@b.co",
                                     "Cl 58 # 40-82",
                                     "Robledo",
                                     "6,287315",
                                     "-75,595905",
                                     "REPARACION",
                                     " Crítica ",
                                     "Sin señal\r\n(llamar antes)",
                                     "22/11/2026 8:00 a. m.",
                                     "22/11/2026 10:00 a. m."};
  const auto at = std::find(k_header.begin(), k_header.end(), column);
  if (at != k_header.end()) {
    fields[static_cast<std::size_t>(at - k_header.begin())] = std::move(value);
  }
  return fields;
}

std::expected<ImportRow, RowFault> check(const std::vector<std::string>& fields) {
  return check_row(fields, {ColumnMap::of(k_header).value(), DayOrder::day_first, type_words(),
                            "America/Bogota", parse_rfc3339("2026-11-27T15:00:00Z").value()});
}

/// "column code" of a record with one field changed; "" if it is right.
std::string fault(std::string_view column, std::string value) {
  const auto row = check(record(column, std::move(value)));
  return row ? "" : row.error().column + " " + row.error().code;
}

TEST(ImportRow, a_right_record_is_read_whole) {
  const auto row = check(record()).value();
  EXPECT_EQ(row.key, "T-1");
  EXPECT_EQ(to_rfc3339(row.registered), "2026-11-18T19:13:00Z");
  EXPECT_EQ(row.document, (Document{DocumentType::nit, "9001234567"}));
  EXPECT_EQ(row.customer, "Taller «El Pistón»");
  EXPECT_EQ(row.phone, "3442153984");
  EXPECT_EQ(row.email, "a@b.co");
  EXPECT_EQ(row.address, "Cl 58 # 40-82");
  EXPECT_EQ(row.neighbourhood, "Robledo");
  EXPECT_EQ(row.position, (contracts::Position{6.287315, -75.595905}));
  EXPECT_EQ(row.type, k_repair);
  EXPECT_EQ(row.priority, Priority::critical);
  EXPECT_EQ(row.title, "Sin señal");
  EXPECT_EQ(row.description, "Sin señal\n(llamar antes)");
  ASSERT_TRUE(row.window.has_value());
  EXPECT_EQ(to_rfc3339(row.window->from), "2026-11-22T13:00:00Z");
  EXPECT_EQ(to_rfc3339(row.window->to), "2026-11-22T15:00:00Z");
}

TEST(ImportRow, what_an_order_needs_must_be_there) {
  for (const std::string column : {"nro_orden", "fecha_registro", "documento", "tipo_documento",
                                   "cliente", "direccion", "tipo_servicio", "descripcion"}) {
    EXPECT_EQ(fault(column, "  "), column + " required");
  }
}

TEST(ImportRow, what_an_order_can_do_without_may_be_empty) {
  for (const auto column : {"telefono", "correo", "barrio", "prioridad"}) {
    EXPECT_EQ(fault(column, ""), "") << column;
  }
  EXPECT_EQ(check(record("prioridad", "")).value().priority, Priority::medium);
}

TEST(ImportRow, coordinates_and_the_ends_of_a_window_come_in_pairs) {
  EXPECT_EQ(fault("lat", ""), "lat required");
  EXPECT_EQ(fault("lon", ""), "lon required");
  EXPECT_EQ(fault("ventana_desde", ""), "ventana_desde required");
  EXPECT_EQ(fault("ventana_hasta", ""), "ventana_hasta required");
  auto fields = record("lat", "");
  fields[10] = fields[14] = fields[15] = "";
  const auto row = check(fields).value();
  EXPECT_FALSE(row.position.has_value());
  EXPECT_FALSE(row.window.has_value());
}

TEST(ImportRow, nothing_was_registered_in_another_century_or_after_tomorrow) {
  EXPECT_EQ(fault("fecha_registro", "31/12/1999"), "fecha_registro out_of_range");
  EXPECT_EQ(fault("fecha_registro", "01/01/2000"), "");
  EXPECT_EQ(fault("fecha_registro", "28/11/2026 11:59 p. m."), "");
  EXPECT_EQ(fault("fecha_registro", "29/11/2026 12:00 a. m."), "fecha_registro out_of_range");
  EXPECT_EQ(fault("fecha_registro", "18/11/9999"), "fecha_registro out_of_range");
}

TEST(ImportRow, each_rule_has_its_own_code) {
  EXPECT_EQ(fault("lat", "96,2"), "lat out_of_range");
  EXPECT_EQ(fault("lon", "-180.5"), "lon out_of_range");
  EXPECT_EQ(fault("lat", "north"), "lat not_a_number");
  EXPECT_EQ(fault("fecha_registro", "31/02/2026 8:00 a. m."), "fecha_registro no_such_date");
  EXPECT_EQ(fault("ventana_hasta", "22/11/2026 7:00 a. m."), "ventana_hasta ends_before_it_starts");
  EXPECT_EQ(fault("ventana_hasta", "22/11/2026 8:00 a. m."), "ventana_hasta ends_before_it_starts");
  EXPECT_EQ(fault("tipo_servicio", "Fumigación"), "tipo_servicio unknown_type");
  EXPECT_EQ(fault("prioridad", "yesterday"), "prioridad unknown_priority");
  EXPECT_EQ(fault("tipo_documento", "IOU"), "tipo_documento unknown_document_type");
  EXPECT_EQ(fault("documento", "#¿?"), "documento not_a_document");
  EXPECT_EQ(fault("documento", "123"), "documento not_a_document");
  EXPECT_EQ(fault("correo", "nobody"), "correo not_an_email");
  EXPECT_EQ(fault("nro_orden", std::string(65, 'x')), "nro_orden too_long");
}

TEST(ImportRow, the_first_wrong_column_is_told_and_the_others_are_named_in_the_reason) {
  auto fields = record("lat", "96,2");
  fields[13] = "";
  const auto row = check(fields);
  ASSERT_FALSE(row.has_value());
  EXPECT_EQ(row.error().column, "lat");
  EXPECT_EQ(row.error().reason,
            "96.2 is out of range: a latitude lies between -90 and 90 degrees. Also: descripcion "
            "(required).");
}

TEST(ImportRow,
     a_record_with_more_fields_than_the_header_is_refused_and_a_short_one_ends_in_empty_fields) {
  auto fields = record();
  fields.push_back("");
  EXPECT_TRUE(check(fields).has_value());
  fields.back() = "rest";
  EXPECT_EQ(check(fields).error().code, "too_many_fields");
  fields.resize(14);
  EXPECT_FALSE(check(fields).value().window.has_value());
}

TEST(ImportRow, words_are_known_by_their_letters_in_both_languages) {
  EXPECT_EQ(check(record("tipo_servicio", "  avería ")).value().type, k_repair);
  EXPECT_EQ(check(record("tipo_servicio", "Repair")).value().type, k_repair);
  EXPECT_EQ(check(record("tipo_servicio", "SITE_SURVEY")).value().type, k_survey);
  EXPECT_EQ(check(record("tipo_servicio", "levantamiento")).value().type, k_survey);
  EXPECT_EQ(check(record("prioridad", "High")).value().priority, Priority::high);
  EXPECT_EQ(check(record("prioridad", "BAJA")).value().priority, Priority::low);
  EXPECT_EQ(check(record("tipo_documento", "Cédula de ciudadanía")).value().document.type,
            DocumentType::cc);
  EXPECT_EQ(check(record("tipo_documento", "C.C.")).value().document.type, DocumentType::cc);
}

TEST(ImportRow, a_long_first_line_makes_a_title_that_ends_at_a_word) {
  EXPECT_EQ(title_of("\n Corta \nmás"), "Corta");
  std::string text;
  for (int i = 0; i < 30; ++i) {
    text += "señal ";
  }
  const auto title = title_of(text);
  EXPECT_TRUE(title.ends_with("señal…")) << title;
  EXPECT_LE(title.size(), 120U);
}

TEST(ImportColumns, headings_are_known_in_both_languages_and_any_order) {
  const auto map =
      ColumnMap::of({"Description", "Order Number", "E-mail", "Dirección", "Document type",
                     "Created at", "N/A", "Customer name", "SERVICE", "Document"})
          .value();
  const std::vector<std::string> record = {" text ", "7"};
  EXPECT_EQ(map.field(record, ImportColumn::description), "text");
  EXPECT_EQ(map.field(record, ImportColumn::key), "7");
  EXPECT_EQ(map.field(record, ImportColumn::address), "");
  EXPECT_EQ(map.heading(ImportColumn::key), "Order Number");
  EXPECT_FALSE(map.has(ImportColumn::latitude));
}

TEST(ImportColumns, the_page_about_the_import_names_each_column_and_whether_it_is_needed) {
  const auto page = november::read_file("import.md");
  for (const auto& rule : import_column_rules()) {
    const auto row = page.find("| `" + std::string(rule.headings.front()) + "` |");
    ASSERT_NE(row, std::string::npos) << rule.headings.front();
    const auto line = page.substr(row, page.find('\n', row) - row);
    EXPECT_EQ(line.find("| yes |") != std::string::npos, rule.required) << line;
  }
}

TEST(ImportColumns, all_missing_columns_are_named_in_one_error) {
  const auto error = ColumnMap::of({"nro_orden", "fecha_registro", "cliente", "direccion",
                                    "tipo_documento", "descripcion"})
                         .error();
  EXPECT_EQ(error.code, "missing_columns");
  EXPECT_EQ(error.detail,
            "Columns are missing: documento, tipo_servicio. The first line must name the columns.");
  EXPECT_EQ(error.fields.size(), 2U);
}

TEST(ImportColumns, the_same_heading_twice_is_refused_and_of_synonyms_the_usual_one_counts) {
  auto header = k_header;
  header.push_back("Observaciones");
  EXPECT_EQ(ColumnMap::of(header).value().heading(ImportColumn::description), "descripcion");
  header.push_back("Descripción");
  EXPECT_EQ(ColumnMap::of(header).error().code, "repeated_columns");
}

}  // namespace
}  // namespace mf::workorders
