#include "graphql/execution/prepared.hpp"

#include "graphql/type/coerce.hpp"
#include "graphql/validation/validate.hpp"

namespace graphql {

PreparedDocument::PreparedDocument(const Schema& schema, std::string_view source,
                                   const Limits& limits)
    : source_(source), pool_(schema), arena_(1024) {
  if (source_.size() > limits.max_bytes) {
    errors_.push_back({"The document has " + std::to_string(source_.size()) + " bytes; " +
                           std::to_string(limits.max_bytes) + " are allowed.",
                       {},
                       {},
                       "SIZE_LIMIT"});
    source_.shrink_to_fit();
    return;
  }
  auto parsed = parse(source_, {.max_tokens = limits.max_tokens});
  if (!parsed) {
    errors_.push_back(std::move(parsed.error()));
    return;
  }
  document_ = std::move(*parsed);
  if (auto refusal = check_limits(*document_, limits)) {
    errors_.push_back(std::move(*refusal));
    return;
  }
  errors_ = validate(schema, *document_, {.max_comparisons = limits.max_comparisons});
  if (!errors_.empty()) {
    return;
  }
  // Most documents have no name of the kind and need no second look.
  if (source_.contains("__schema") || source_.contains("__type")) {
    constexpr std::string_view k_rules[] = {"NoSchemaIntrospectionCustomRule"};
    introspection_errors_ = validate(schema, *document_, k_rules);
  }
  plan(schema, limits);
}

void PreparedDocument::plan(const Schema& schema, const Limits& limits) {
  const bool conditional = has_conditions(*document_);
  for (const auto* definition : document_->definitions) {
    if (definition->kind == ast::Kind::operation) {
      const auto& operation = static_cast<const ast::Operation&>(*definition);
      operations_.push_back(plan(schema, operation, limits, conditional));
    }
  }
}

PreparedOperation PreparedDocument::plan(const Schema& schema, const ast::Operation& operation,
                                         const Limits& limits, bool conditional) {
  PreparedOperation prepared;
  prepared.node = &operation;
  prepared.cost = cost_of(schema, *document_, operation, {}, limits);
  for (const auto* node : operation.variables) {
    VariableSpec variable{node->variable->text, pool_.resolve(*node->type), {}, node};
    if (node->default_value != nullptr) {
      variable.default_value = value_of(*node->default_value, *variable.type, arena_);
    }
    prepared.variables.push_back(variable);
  }
  const auto* root = schema.root(operation.operation);
  if (!conditional && root != nullptr) {
    const Value no_variables{};
    Planner planner(schema, *document_, no_variables, arena_, prepared.fields);
    prepared.plan = planner.plan(*root, *operation.selections);
  }
  return prepared;
}

std::expected<const PreparedOperation*, Error> PreparedDocument::operation(
    std::string_view name) const {
  if (name.empty() && operations_.size() > 1) {
    return std::unexpected(
        Error{"Must provide operation name if query contains multiple operations.", {}, {}});
  }
  for (const auto& prepared : operations_) {
    if (name.empty() || prepared.node->name.value == name) {
      return &prepared;
    }
  }
  return std::unexpected(Error{name.empty()
                                   ? "Must provide an operation."
                                   : "Unknown operation named \"" + std::string(name) + "\".",
                               {},
                               {}});
}

std::size_t PreparedDocument::bytes() const {
  constexpr std::size_t k_overhead = 512;
  const auto tree = document_ != nullptr ? document_->arena.bytes() : 0;
  return k_overhead + source_.size() + arena_.bytes() + tree +
         (errors_.size() + introspection_errors_.size()) * k_overhead;
}

PreparedPtr PreparedCache::find(std::string_view source) {
  const std::scoped_lock lock(mutex_);
  const auto found = by_source_.find(source);
  if (found == by_source_.end()) {
    return nullptr;
  }
  order_.splice(order_.begin(), order_, found->second);
  return *found->second;
}

void PreparedCache::insert(PreparedPtr document) {
  const auto size = document->bytes();
  const std::scoped_lock lock(mutex_);
  if (size > max_bytes_ || by_source_.contains(document->source())) {
    return;
  }
  while (bytes_ + size > max_bytes_) {
    bytes_ -= order_.back()->bytes();
    by_source_.erase(order_.back()->source());
    order_.pop_back();
  }
  order_.push_front(std::move(document));
  by_source_.emplace(order_.front()->source(), order_.begin());
  bytes_ += size;
}

std::size_t PreparedCache::size() const {
  const std::scoped_lock lock(mutex_);
  return order_.size();
}

std::size_t PreparedCache::bytes() const {
  const std::scoped_lock lock(mutex_);
  return bytes_;
}

}  // namespace graphql
