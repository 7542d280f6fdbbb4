// Whatever the bytes: no crash, no endless loop, and what was read as records reads back the same
// once written.
#include "services/workorders/csv.hpp"
#include "services/workorders/import_file.hpp"

#include <cstdlib>

namespace {

using namespace mf::workorders;
using Records = std::vector<std::vector<std::string>>;

std::optional<Records> read_records(std::string_view text, char delimiter) {
  CsvReader reader(text, delimiter);
  Records records;
  std::vector<std::string> fields;
  for (;;) {
    const auto more = reader.next(fields);
    if (!more) {
      return std::nullopt;
    }
    if (!*more) {
      return records;
    }
    records.push_back(fields);
  }
}

void check_round_trip(std::string_view text) {
  const char delimiter = detect_delimiter(text);
  const auto records = read_records(text, delimiter);
  if (!records) {
    return;
  }
  // A first line of its own, so that no record stands where `sep=` would have its meaning.
  std::string written = csv_line({"first"}, delimiter);
  for (const auto& record : *records) {
    written += csv_line(record, delimiter);
  }
  auto again = read_records(written, delimiter);
  if (!again) {
    std::abort();
  }
  again->erase(again->begin());
  if (*again != *records) {
    std::abort();
  }
}

constexpr std::string_view k_header =
    "nro_orden;fecha_registro;documento;tipo_documento;cliente;direccion;tipo_servicio;descripcion;"
    "lat;lon;"
    "ventana_desde;ventana_hasta\n";

/// The bytes as records below a right header.
void check_rows(std::string bytes) {
  const auto file = ImportFile::open(std::string(k_header) + std::move(bytes));
  if (!file) {
    return;
  }
  OrderTypeWords types;
  types.add(mf::OrderTypeId{}, "repair", "Repair", "Reparación");
  ImportRows rows(*file, std::move(types), "America/Bogota",
                  mf::from_micros(1'795'000'000'000'000));
  std::size_t count = 0;
  while (rows.next()) {
    ++count;
  }
  if (count != file->records()) {
    std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  if (const auto text = decode_text(bytes)) {
    check_round_trip(*text);
  }
  check_rows(bytes);
  return 0;
}
