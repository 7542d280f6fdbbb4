#include "graphql/execution/engine.hpp"

#include "graphql/execution/workspace.hpp"
#include "graphql/language/json_text.hpp"

namespace graphql {
namespace {

Error error(std::string message, std::string code = {}) {
  return {std::move(message), {}, {}, std::move(code)};
}

/// Which document the request means.
std::expected<std::string_view, Error> text_of(const Request& request,
                                               const EngineOptions& options) {
  if (request.document_id.empty()) {
    const bool trusted = !options.trusted_only ||
                         (options.trusted != nullptr && options.trusted->contains(request.query));
    return trusted ? std::expected<std::string_view, Error>(request.query)
                   : std::unexpected(
                         error("Only registered documents are executed.", "UNTRUSTED_DOCUMENT"));
  }
  const auto known =
      options.trusted != nullptr ? options.trusted->find(request.document_id) : std::string_view{};
  if (known.empty()) {
    return std::unexpected(error("PersistedQueryNotFound", "PERSISTED_QUERY_NOT_FOUND"));
  }
  if (!request.query.empty() && request.query != known) {
    return std::unexpected(error("The document is not the one that is registered under its id.",
                                 "UNTRUSTED_DOCUMENT"));
  }
  return known;
}

}  // namespace

Engine::Engine(SchemaPtr schema, EngineOptions options)
    : schema_(std::move(schema)), options_(std::move(options)), cache_(options_.cache_bytes) {}

PreparedPtr Engine::prepare(std::string_view query) {
  if (auto known = cache_.find(query)) {
    return known;
  }
  auto made = std::make_shared<const PreparedDocument>(*schema_, query, options_.limits);
  cache_.insert(made);
  return made;
}

Answer Engine::refuse(const Request& request, std::span<const Error> errors,
                      std::string& out) const {
  if (options_.suggestions && request.suggestions) {
    append_errors(out, errors);
  } else {
    append_errors(out, without_suggestions(errors));
  }
  out += '}';
  return Answer::refused;
}

Answer Engine::execute(const Request& request, std::string& out) {
  const auto chosen = choose(request, out);
  if (!chosen) {
    return chosen.error();
  }
  if (chosen->operation->node->operation == ast::OperationKind::subscription) {
    const Error refusal = error("A subscription needs a transport that can answer more than once.");
    return refuse(request, std::span(&refusal, 1), out);
  }
  return run(*chosen, request, out);
}

Opened Engine::open(const Request& request, EventQueue::OnReady on_ready, std::string& out) {
  const auto chosen = choose(request, out);
  if (!chosen) {
    return {chosen.error()};
  }
  return chosen->operation->node->operation == ast::OperationKind::subscription
             ? subscribe(*chosen, request, std::move(on_ready), out)
             : Opened{run(*chosen, request, out)};
}

std::expected<Engine::Chosen, Answer> Engine::choose(const Request& request, std::string& out) {
  const auto refused = [&](const Error& why) {
    return std::unexpected(refuse(request, std::span(&why, 1), out));
  };
  const auto text = text_of(request, options_);
  if (!text) {
    return refused(text.error());
  }
  auto document = prepare(*text);
  const bool introspection = options_.introspection && request.introspection;
  const auto& errors =
      introspection ? document->errors() : document->errors_without_introspection();
  if (!errors.empty()) {
    return std::unexpected(refuse(request, errors, out));
  }
  const auto operation = document->operation(request.operation_name);
  if (!operation) {
    return refused(operation.error());
  }
  const auto kind = (*operation)->node->operation;
  if (kind == ast::OperationKind::mutation && !request.allow_mutation) {
    refuse(request, std::span<const Error>({error("A mutation must not be sent this way.")}), out);
    return std::unexpected(Answer::mutation_refused);
  }
  if (schema_->root(kind) == nullptr) {
    return refused(
        {"Schema is not configured to execute " + std::string(ast::name_of(kind)) + " operation.",
         {locate(document->source(), (*operation)->node->start)},
         {}});
  }
  return Chosen{std::move(document), *operation};
}

std::expected<std::size_t, Error> Engine::check_cost(const Chosen& chosen,
                                                     const Value& variables) const {
  const auto& operation = *chosen.operation;
  const auto cost = operation.cost.by_variables
                        ? cost_of(*schema_, chosen.document->document(), *operation.node, variables,
                                  options_.limits)
                              .fields
                        : operation.cost.fields;
  if (cost > options_.limits.max_cost) {
    return std::unexpected(error("The request may give " + std::to_string(cost) + " fields; " +
                                     std::to_string(options_.limits.max_cost) + " are allowed.",
                                 "COST_LIMIT"));
  }
  return cost;
}

Answer Engine::run(const Chosen& chosen, const Request& request, std::string& out) {
  Workspace workspace;
  auto& arena = workspace.arena();
  const auto& [document, operation] = chosen;
  const auto variables =
      coerce_variables(operation->variables, request.variables, document->source(), arena);
  if (!variables) {
    return refuse(request, variables.error(), out);
  }
  const auto cost = check_cost(chosen, *variables);
  if (!cost) {
    return refuse(request, std::span(&cost.error(), 1), out);
  }
  graphql::execute({*schema_, *document, *operation, *variables, arena, request.context,
                    &options_.on_unexpected},
                   out);
  if (options_.report_cost) {
    out += ",\"extensions\":{\"cost\":{\"requested\":";
    append_json_number(out, static_cast<std::int64_t>(*cost));
    out += ",\"limit\":";
    append_json_number(out, static_cast<std::int64_t>(options_.limits.max_cost));
    out += "}}";
  }
  out += '}';
  return Answer::executed;
}

Opened Engine::subscribe(const Chosen& chosen, const Request& request, EventQueue::OnReady on_ready,
                         std::string& out) {
  Arena arena(1024);
  const auto& [document, operation] = chosen;
  const auto variables =
      coerce_variables(operation->variables, request.variables, document->source(), arena);
  if (!variables) {
    return {refuse(request, variables.error(), out)};
  }
  const auto cost = check_cost(chosen, *variables);
  if (!cost) {
    return {refuse(request, std::span(&cost.error(), 1), out)};
  }
  auto queue =
      std::make_shared<EventQueue>(options_.limits.max_waiting_events, std::move(on_ready));
  const Subscription::Parts parts{*schema_, document, *operation, &options_.on_unexpected,
                                  std::move(queue)};
  auto subscription = std::make_unique<Subscription>(parts, *variables);
  if (const auto started = subscription->start(request.context); !started) {
    return {refuse(request, std::span(&started.error(), 1), out)};
  }
  return {Answer::subscribed, std::move(subscription)};
}

}  // namespace graphql
