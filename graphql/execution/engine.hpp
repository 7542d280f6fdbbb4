// A schema, ready to answer: prepares documents, keeps them, checks limits, executes.
//
// Thread-safe: any number of requests at once. The engine owns the schema and outlives every
// Subscription that it opened.
#pragma once

#include "graphql/execution/execute.hpp"
#include "graphql/execution/subscription.hpp"
#include "graphql/execution/trusted.hpp"
#include "graphql/type/build.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace graphql {

struct EngineOptions {
  Limits limits = {};
  std::size_t cache_bytes = std::size_t{16} << 20;
  /// Whether requests may ask for __schema and __type.
  bool introspection = true;
  /// Whether errors may say "Did you mean …?".
  bool suggestions = true;
  /// Puts `extensions.cost` into answers.
  bool report_cost = false;
  OnUnexpected on_unexpected = {};
  /// Documents that are asked for by their id.
  std::shared_ptr<const TrustedDocuments> trusted = {};
  /// Nothing but the trusted documents is executed.
  bool trusted_only = false;
};

struct Request {
  /// Empty where `document_id` says which document it is.
  std::string_view query;
  std::string_view operation_name = {};
  /// An object, or undefined.
  Value variables = {};
  /// What resolvers get from Call::context().
  void* context = nullptr;
  /// A transport that must not change anything sets this to false.
  bool allow_mutation = true;
  /// What this client may, of what the engine allows.
  bool introspection = true;
  bool suggestions = true;
  /// The id of a trusted document.
  std::string_view document_id = {};
};

/// What a transport must know about an answer besides its text.
enum class Answer : std::uint8_t {
  /// Executed, perhaps with errors of fields: the answer has `data`.
  executed,
  /// Syntax, limits, validation, variables or the choice of the operation: there is no `data`.
  refused,
  /// A mutation where `allow_mutation` is false.
  mutation_refused,
  /// A subscription was opened: there is no text yet.
  subscribed,
};

struct Opened {
  Answer answer = Answer::refused;
  /// Of a subscription.
  SubscriptionPtr subscription = {};
};

class Engine {
 public:
  explicit Engine(SchemaPtr schema, EngineOptions options = {});

  /// Appends the answer to `out`. A subscription is refused.
  Answer execute(const Request& request, std::string& out);

  /// For transports that can answer more than once: opens a subscription, and executes anything
  /// else. `on_ready` is called, by whatever thread emits, when the subscription's next() has
  /// something to do; it must be short, and may be called before open() returns.
  Opened open(const Request& request, EventQueue::OnReady on_ready, std::string& out);

  /// The document, from the cache or made now.
  PreparedPtr prepare(std::string_view query);

  const Schema& schema() const { return *schema_; }
  const PreparedCache& cache() const { return cache_; }

 private:
  struct Chosen {
    PreparedPtr document;
    const PreparedOperation* operation = nullptr;
  };

  /// The document and operation that the request names, if it may execute them.
  std::expected<Chosen, Answer> choose(const Request& request, std::string& out);
  Answer run(const Chosen& chosen, const Request& request, std::string& out);
  Opened subscribe(const Chosen& chosen, const Request& request, EventQueue::OnReady on_ready,
                   std::string& out);
  std::expected<std::size_t, Error> check_cost(const Chosen& chosen, const Value& variables) const;
  Answer refuse(const Request& request, std::span<const Error> errors, std::string& out) const;

  SchemaPtr schema_;
  EngineOptions options_;
  PreparedCache cache_;
};

}  // namespace graphql
