#include "graphql/execution/engine.hpp"

#include "graphql/language/json_text.hpp"
#include "graphql/validation/validate.hpp"

namespace graphql {
namespace {

void append_errors(std::string& out, const std::vector<Error>& errors) {
  out += "{\"errors\":[";
  for (const auto& error : errors) {
    out += &error == errors.data() ? "" : ",";
    append_json(out, error);
  }
  out += ']';
}

Answer refuse(std::string& out, const std::vector<Error>& errors) {
  append_errors(out, errors);
  out += '}';
  return Answer::refused;
}

}  // namespace

Engine::Engine(SchemaPtr schema, EngineOptions options)
    : schema_(std::move(schema)), options_(std::move(options)), cache_(options_.cache_bytes) {}

PreparedPtr Engine::prepare(std::string_view query) {
  if (auto known = cache_.find(query)) {
    return known;
  }
  auto made = std::make_shared<const PreparedDocument>(*schema_, query, options_.limits,
                                                       options_.introspection);
  cache_.insert(made);
  return made;
}

Answer Engine::execute(const Request& request, std::string& out) {
  const auto document = prepare(request.query);
  if (!document->errors().empty()) {
    return refuse(out, document->errors());
  }
  const auto operation = document->operation(request.operation_name);
  if (!operation) {
    return refuse(out, {operation.error()});
  }
  const auto kind = (*operation)->node->operation;
  if (kind == ast::OperationKind::mutation && !request.allow_mutation) {
    refuse(out, {{"A mutation must not be sent this way.", {}, {}}});
    return Answer::mutation_refused;
  }
  if (schema_->root(kind) == nullptr || kind == ast::OperationKind::subscription) {
    return refuse(out, {{"Schema is not configured to execute " + std::string(ast::name_of(kind)) +
                             " operation.",
                         {locate(document->source(), (*operation)->node->start)},
                         {}}});
  }
  return run(*document, **operation, request, out);
}

Answer Engine::run(const PreparedDocument& document, const PreparedOperation& operation,
                   const Request& request, std::string& out) {
  Arena arena(2048);
  const auto variables =
      coerce_variables(operation.variables, request.variables, document.source(), arena);
  if (!variables) {
    return refuse(out, variables.error());
  }
  const auto cost =
      cost_of(*schema_, document.document(), *operation.node, *variables, options_.limits);
  if (cost > options_.limits.max_cost) {
    return refuse(out, {{"The request may give " + std::to_string(cost) + " fields; " +
                             std::to_string(options_.limits.max_cost) + " are allowed.",
                         {},
                         {},
                         "COST_LIMIT"}});
  }
  std::vector<Error> errors;
  const auto mark = out.size();
  out += "{\"data\":";
  const Execution execution{
      *schema_, document, operation, *variables, arena, request.context, &options_.on_unexpected};
  graphql::execute(execution, out, errors);
  if (!errors.empty()) {
    // The specification wants errors first.
    const auto data = out.substr(mark + 1);
    out.resize(mark);
    append_errors(out, errors);
    out += ',' + data;
  }
  if (options_.report_cost) {
    out += ",\"extensions\":{\"cost\":{\"requested\":" + std::to_string(cost) +
           ",\"limit\":" + std::to_string(options_.limits.max_cost) + "}}";
  }
  out += '}';
  return Answer::executed;
}

}  // namespace graphql
