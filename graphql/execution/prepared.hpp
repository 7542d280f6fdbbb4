// A document made ready once: parsed, measured, validated, planned. And the cache of such
// documents, failed ones too.
//
// A PreparedDocument is immutable and shared; the cache may be used by any thread.
#pragma once

#include "graphql/execution/limits.hpp"
#include "graphql/execution/plan.hpp"
#include "graphql/execution/variables.hpp"
#include "graphql/language/parser.hpp"
#include "graphql/validation/type_info.hpp"

#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

namespace graphql {

struct PreparedOperation {
  const ast::Operation* node = nullptr;
  std::vector<VariableSpec> variables;
  /// nullptr where variables decide which fields there are, or the schema has no such root.
  const SelectionPlan* plan = nullptr;
  std::uint32_t fields = 0;
  /// Without variables.
  Cost cost;
};

class PreparedDocument {
 public:
  PreparedDocument(const Schema& schema, std::string_view source, const Limits& limits);

  /// Why the document cannot be executed; empty if it can.
  const std::vector<Error>& errors() const { return errors_; }
  /// Likewise, for those who must not ask for __schema and __type.
  const std::vector<Error>& errors_without_introspection() const {
    return errors_.empty() ? introspection_errors_ : errors_;
  }
  const ast::Document& document() const { return *document_; }
  std::string_view source() const { return source_; }

  /// The operation of that name, or the only one where the name is empty.
  std::expected<const PreparedOperation*, Error> operation(std::string_view name) const;

  /// Bytes that the document keeps.
  std::size_t bytes() const;

 private:
  void plan(const Schema& schema, const Limits& limits);
  PreparedOperation plan(const Schema& schema, const ast::Operation& operation,
                         const Limits& limits, bool conditional);

  std::string source_;
  TypePool pool_;
  Arena arena_;
  DocumentPtr document_;
  std::vector<Error> errors_;
  std::vector<Error> introspection_errors_;
  std::vector<PreparedOperation> operations_;
};

using PreparedPtr = std::shared_ptr<const PreparedDocument>;

/// The documents used last, found by their bytes.
class PreparedCache {
 public:
  explicit PreparedCache(std::size_t max_bytes) : max_bytes_(max_bytes) {}

  PreparedPtr find(std::string_view source);
  void insert(PreparedPtr document);

  std::size_t size() const;
  std::size_t bytes() const;

 private:
  using Order = std::list<PreparedPtr>;

  std::size_t max_bytes_;
  mutable std::mutex mutex_;
  std::size_t bytes_ = 0;
  Order order_;  // used last in front
  std::unordered_map<std::string_view, Order::iterator> by_source_;
};

}  // namespace graphql
