#include "services/workorders/import_words.hpp"

#include "platform/core/text.hpp"

#include <algorithm>

namespace mf::workorders {
namespace {

template <class T>
struct Words {
  T meaning;
  std::vector<std::string_view> words;
};

const std::vector<Words<Priority>>& priority_words() {
  static const std::vector<Words<Priority>> table = {
      {Priority::critical, {"critica", "critico", "critical", "urgente", "urgent", "muy alta"}},
      {Priority::high, {"alta", "alto", "high"}},
      {Priority::medium, {"media", "medio", "medium", "normal"}},
      {Priority::low, {"baja", "bajo", "low"}},
  };
  return table;
}

const std::vector<Words<DocumentType>>& document_words() {
  static const std::vector<Words<DocumentType>> table = {
      {DocumentType::cc,
       {"cc", "c c", "cedula", "cedula de ciudadania", "ciudadania", "national id"}},
      {DocumentType::nit, {"nit", "n i t", "rut", "tax id"}},
      {DocumentType::ce, {"ce", "c e", "cedula de extranjeria", "extranjeria", "foreign id"}},
      {DocumentType::ti, {"ti", "t i", "tarjeta de identidad", "identity card"}},
      {DocumentType::pas, {"pas", "pa", "pp", "pasaporte", "passport"}},
      {DocumentType::pep, {"pep", "permiso especial de permanencia"}},
      {DocumentType::ppt, {"ppt", "permiso por proteccion temporal"}},
  };
  return table;
}

/// What people write for the types that every company has, by code.
const std::vector<Words<std::string_view>>& standard_type_words() {
  static const std::vector<Words<std::string_view>> table = {
      {"installation", {"instalacion", "instalar", "nueva instalacion", "installation", "install"}},
      {"repair", {"reparacion", "reparar", "averia", "dano", "falla", "repair", "fix"}},
      {"maintenance",
       {"mantenimiento", "mantenimiento preventivo", "mantenimiento correctivo", "maintenance"}},
      {"upgrade", {"upgrade", "actualizacion", "ampliacion", "mejora"}},
      {"disconnection", {"desconexion", "desconectar", "retiro", "disconnection", "disconnect"}},
      {"reconnection", {"reconexion", "reconectar", "reconnection", "reconnect"}},
      {"technical_review",
       {"revision tecnica", "revision", "visita tecnica", "inspeccion", "technical review",
        "inspection"}},
  };
  return table;
}

template <class T>
std::optional<T> meaning_of(const std::vector<Words<T>>& table, std::string_view text) {
  const auto plain = plain_words(text);
  for (const auto& [meaning, words] : table) {
    if (std::find(words.begin(), words.end(), plain) != words.end()) {
      return meaning;
    }
  }
  return std::nullopt;
}

}  // namespace

std::string plain_words(std::string_view text) {
  std::string joined;
  for (const auto& word : fold_words(text)) {
    joined += (joined.empty() ? "" : " ") + word;
  }
  return joined;
}

std::optional<Priority> priority_of_words(std::string_view text) {
  return meaning_of(priority_words(), text);
}

std::optional<DocumentType> document_type_of_words(std::string_view text) {
  return meaning_of(document_words(), text);
}

void OrderTypeWords::add(OrderTypeId id, std::string_view code, std::string_view name,
                         std::string_view name_es) {
  // The catalogue's own words go before the usual ones: an administrator's "Retiro" is no
  // disconnection.
  for (const auto own : {code, name, name_es}) {
    ids_[plain_words(own)] = id;
  }
  for (const auto& [standard, words] : standard_type_words()) {
    if (standard != code) {
      continue;
    }
    for (const auto word : words) {
      usual_.emplace(word, id);
    }
  }
}

std::optional<OrderTypeId> OrderTypeWords::find(std::string_view text) const {
  const auto plain = plain_words(text);
  for (const auto* words : {&ids_, &usual_}) {
    if (const auto found = words->find(plain); found != words->end()) {
      return found->second;
    }
  }
  return std::nullopt;
}

}  // namespace mf::workorders
