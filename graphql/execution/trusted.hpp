// Trusted documents: those that clients were built with, registered by id. Where only they are
// executed, no client can send a document of its own.
//
// Filled once, then shared by all threads.
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

namespace graphql {

class TrustedDocuments {
 public:
  /// A manifest: a JSON object of ids and documents. An id is compared as it is; one that begins
  /// with `sha256:` is found by the digits alone too.
  static std::expected<TrustedDocuments, std::string> from_json(std::string_view text);

  void add(std::string id, std::string document);

  /// Empty where there is no such document.
  std::string_view find(std::string_view id) const;
  bool contains(std::string_view document) const { return texts_.contains(document); }
  std::size_t size() const { return by_id_.size(); }

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>{}(text);
    }
  };
  std::unordered_map<std::string, std::string, Hash, std::equal_to<>> by_id_;
  std::unordered_set<std::string, Hash, std::equal_to<>> texts_;
};

}  // namespace graphql
