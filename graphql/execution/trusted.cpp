#include "graphql/execution/trusted.hpp"

#include "graphql/language/value.hpp"

namespace graphql {
namespace {

constexpr std::string_view k_prefix = "sha256:";

std::string_view without_prefix(std::string_view id) {
  return id.starts_with(k_prefix) ? id.substr(k_prefix.size()) : id;
}

}  // namespace

std::expected<TrustedDocuments, std::string> TrustedDocuments::from_json(std::string_view text) {
  Arena arena;
  const auto json = read_json(text, arena);
  if (!json || !json->is(Value::Kind::object)) {
    return std::unexpected(json ? "The manifest must be a JSON object." : json.error());
  }
  TrustedDocuments documents;
  for (const auto& [id, document] : json->members()) {
    if (id.empty() || !document.is(Value::Kind::string)) {
      return std::unexpected("The document \"" + std::string(id) + "\" must be a string.");
    }
    documents.add(std::string(id), std::string(document.text()));
  }
  return documents;
}

void TrustedDocuments::add(std::string id, std::string document) {
  texts_.insert(document);
  by_id_[std::string(without_prefix(id))] = std::move(document);
}

std::string_view TrustedDocuments::find(std::string_view id) const {
  const auto found = by_id_.find(without_prefix(id));
  return found == by_id_.end() ? std::string_view{} : std::string_view(found->second);
}

}  // namespace graphql
