// A schema, ready to answer: prepares documents, keeps them, checks limits, executes.
//
// Thread-safe: any number of requests at once. The schema outlives nothing: the engine owns it.
#pragma once

#include "graphql/execution/execute.hpp"
#include "graphql/type/build.hpp"

#include <string>
#include <string_view>

namespace graphql {

struct EngineOptions {
  Limits limits = {};
  std::size_t cache_bytes = std::size_t{16} << 20;
  /// Whether requests may ask for __schema and __type.
  bool introspection = true;
  /// Puts `extensions.cost` into answers.
  bool report_cost = false;
  OnUnexpected on_unexpected = {};
};

struct Request {
  std::string_view query;
  std::string_view operation_name = {};
  /// An object, or undefined.
  Value variables = {};
  /// What resolvers get from Call::context().
  void* context = nullptr;
  /// A transport that must not change anything sets this to false.
  bool allow_mutation = true;
};

/// What a transport must know about an answer besides its text.
enum class Answer : std::uint8_t {
  /// Executed, perhaps with errors of fields: the answer has `data`.
  executed,
  /// Syntax, limits, validation, variables or the choice of the operation: there is no `data`.
  refused,
  /// A mutation where `allow_mutation` is false.
  mutation_refused,
};

class Engine {
 public:
  explicit Engine(SchemaPtr schema, EngineOptions options = {});

  /// Appends the answer to `out`.
  Answer execute(const Request& request, std::string& out);

  /// The document, from the cache or made now.
  PreparedPtr prepare(std::string_view query);

  const Schema& schema() const { return *schema_; }
  const PreparedCache& cache() const { return cache_; }

 private:
  Answer run(const PreparedDocument& document, const PreparedOperation& operation,
             const Request& request, std::string& out);

  SchemaPtr schema_;
  EngineOptions options_;
  PreparedCache cache_;
};

}  // namespace graphql
