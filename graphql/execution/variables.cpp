#include "graphql/execution/variables.hpp"

#include "graphql/type/coerce.hpp"

namespace graphql {
namespace {

constexpr std::size_t k_most_errors = 50;

/// Collects errors until there are too many.
class Problems {
 public:
  explicit Problems(std::string_view source) : source_(source) {}

  void add(std::string message, const ast::VariableDefinition& node) {
    if (errors_.size() == k_most_errors) {
      errors_.push_back(
          {"Too many errors processing variables, error limit reached. Execution aborted.",
           {},
           {}});
    } else if (errors_.size() < k_most_errors) {
      errors_.push_back({std::move(message), {locate(source_, node.start)}, {}});
    }
  }

  bool none() const { return errors_.empty(); }
  std::vector<Error> take() { return std::move(errors_); }

 private:
  std::string_view source_;
  std::vector<Error> errors_;
};

std::string subject(const VariableSpec& variable) {
  return "Variable \"$" + std::string(variable.name) + "\" ";
}

Value coerce_one(const VariableSpec& variable, const Value& given, Arena& arena,
                 Problems& problems) {
  if (given.is_undefined()) {
    if (variable.default_value.is_undefined() && is_non_null(variable.type)) {
      problems.add(subject(variable) + "of required type \"" + to_string(*variable.type) +
                       "\" was not provided.",
                   *variable.node);
    }
    return variable.default_value;
  }
  if (given.is_null() && is_non_null(variable.type)) {
    problems.add(subject(variable) + "of non-null type \"" + to_string(*variable.type) +
                     "\" must not be null.",
                 *variable.node);
    return {};
  }
  const auto report = [&](const std::string& path, const Value& value, const std::string& message) {
    const auto where =
        path.empty() ? std::string() : " at \"" + std::string(variable.name) + path + '"';
    problems.add(subject(variable) + "got invalid value " + inspect(value) + where + "; " + message,
                 *variable.node);
  };
  return coerce_input(given, *variable.type, arena, report);
}

}  // namespace

std::expected<Value, std::vector<Error>> coerce_variables(std::span<const VariableSpec> variables,
                                                          const Value& given,
                                                          std::string_view source, Arena& arena) {
  Problems problems(source);
  auto members = arena.array<Member>(variables.size());
  std::size_t count = 0;
  for (const auto& variable : variables) {
    const auto value = coerce_one(variable, given[variable.name], arena, problems);
    if (!value.is_undefined()) {
      members[count++] = {variable.name, value};
    }
  }
  if (!problems.none()) {
    return std::unexpected(problems.take());
  }
  return Value::of(std::span<const Member>(members.first(count)));
}

}  // namespace graphql
