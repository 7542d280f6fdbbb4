#include "services/workorders/import_columns.hpp"

#include "platform/core/text.hpp"

namespace mf::workorders {
namespace {

/// "Nro. de Orden" and "nro_de_orden" are one heading.
std::string heading_words(std::string_view heading) {
  std::string joined;
  for (const auto& word : fold_words(heading)) {
    joined += (joined.empty() ? "" : "_") + word;
  }
  return joined;
}

/// What a heading means, and how usual it is: 0 for the usual one.
struct Meaning {
  ImportColumn column;
  std::size_t rank;
};

std::optional<Meaning> meaning_of(std::string_view words) {
  for (const auto& rule : import_column_rules()) {
    const auto at = std::find(rule.headings.begin(), rule.headings.end(), words);
    if (at != rule.headings.end()) {
      return Meaning{rule.column, static_cast<std::size_t>(at - rule.headings.begin())};
    }
  }
  return std::nullopt;
}

}  // namespace

const std::vector<ImportColumnRule>& import_column_rules() {
  using enum ImportColumn;
  static const std::vector<ImportColumnRule> rules = {
      {key,
       true,
       {"nro_orden", "nro_de_orden", "numero_orden", "numero_de_orden", "no_orden", "num_orden",
        "orden", "consecutivo", "radicado", "order", "order_no", "order_number", "order_id",
        "reference", "external_ref", "external_reference"}},
      {registered,
       true,
       {"fecha_registro", "fecha_de_registro", "fecha_creacion", "fecha_de_creacion", "fecha",
        "registered", "registered_at", "registration_date", "created", "created_at", "date"}},
      {document,
       true,
       {"documento", "nro_documento", "numero_documento", "numero_de_documento", "identificacion",
        "document", "document_number", "document_no", "tax_id"}},
      {document_type,
       true,
       {"tipo_documento", "tipo_de_documento", "tipo_doc", "tipo_identificacion", "document_type",
        "document_kind"}},
      {customer,
       true,
       {"cliente", "nombre_cliente", "nombre_del_cliente", "nombre", "razon_social", "customer",
        "customer_name", "client", "client_name", "name"}},
      {phone,
       false,
       {"telefono", "tel", "celular", "movil", "phone", "telephone", "mobile", "phone_number"}},
      {email, false, {"correo", "correo_electronico", "email", "e_mail", "mail"}},
      {address,
       true,
       {"direccion", "direccion_servicio", "address", "street", "site_address", "service_address"}},
      {neighbourhood,
       false,
       {"barrio", "zona", "comuna", "sector", "neighbourhood", "neighborhood", "zone", "district"}},
      {latitude, false, {"lat", "latitud", "latitude"}},
      {longitude, false, {"lon", "long", "lng", "longitud", "longitude"}},
      {type,
       true,
       {"tipo_servicio", "tipo_de_servicio", "servicio", "tipo_orden", "tipo_de_orden", "tipo",
        "type", "order_type", "service", "service_type"}},
      {priority, false, {"prioridad", "priority", "urgencia", "urgency"}},
      {description,
       true,
       {"descripcion", "detalle", "observaciones", "description", "details", "notes"}},
      {window_from,
       false,
       {"ventana_desde", "desde", "inicio", "ventana_inicio", "window_from", "window_start", "from",
        "start"}},
      {window_to,
       false,
       {"ventana_hasta", "hasta", "fin", "ventana_fin", "window_to", "window_end", "to", "end"}},
  };
  return rules;
}

Result<ColumnMap> ColumnMap::of(const std::vector<std::string>& header) {
  ColumnMap map;
  map.header_ = header;
  std::array<std::size_t, k_import_columns> ranks{};
  Error repeated{ErrorKind::invalid, "repeated_columns", "Some columns are there twice."};
  for (std::size_t i = 0; i < header.size(); ++i) {
    const auto meaning = meaning_of(heading_words(header[i]));
    if (!meaning) {
      continue;
    }
    const auto column = static_cast<std::size_t>(meaning->column);
    auto& place = map.places_[column];
    if (place && ranks[column] == meaning->rank) {
      const std::string name(trim(header[i]));
      repeated.fields.push_back(
          {"/" + name, "repeated", "There are two columns \"" + name + "\"."});
    } else if (!place || meaning->rank < ranks[column]) {
      place = i;
      ranks[column] = meaning->rank;
    }
  }
  if (!repeated.fields.empty()) {
    return fail(std::move(repeated));
  }
  Error missing{ErrorKind::invalid, "missing_columns", "Columns are missing:"};
  for (const auto& rule : import_column_rules()) {
    if (rule.required && !map.has(rule.column)) {
      const std::string name(rule.headings.front());
      missing.detail += (missing.fields.empty() ? " " : ", ") + name;
      missing.fields.push_back(
          {"/" + name, "required", "The file needs a column \"" + name + "\"."});
    }
  }
  if (!missing.fields.empty()) {
    missing.detail += ". The first line must name the columns.";
    return fail(std::move(missing));
  }
  return map;
}

std::string_view ColumnMap::field(const std::vector<std::string>& record,
                                  ImportColumn column) const {
  const auto at = place(column);
  return at && *at < record.size() ? trim(record[*at]) : std::string_view{};
}

std::string ColumnMap::heading(ImportColumn column) const {
  if (const auto at = place(column)) {
    return std::string(trim(header_[*at]));
  }
  for (const auto& rule : import_column_rules()) {
    if (rule.column == column) {
      return std::string(rule.headings.front());
    }
  }
  return {};
}

}  // namespace mf::workorders
