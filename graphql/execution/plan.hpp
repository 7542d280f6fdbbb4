// A request as a list of things to do: fields collected, merged and bound to their resolvers, with
// arguments coerced where no variable is in them.
//
// A plan without conditions is made once for a document and shared by all threads; with conditions
// on variables it is made for each request. Lives in the arena it was made in and points into the
// document and the schema.
#pragma once

#include "graphql/language/ast.hpp"
#include "graphql/language/scratch.hpp"
#include "graphql/type/schema.hpp"

#include <list>
#include <span>
#include <string>
#include <string_view>

namespace graphql {

struct SelectionPlan;

/// What went wrong with an argument, and where.
struct ArgumentError {
  std::string message;
  std::uint32_t offset = 0;
};

struct FieldPlan {
  /// `"name":`, to be written by append_padded().
  std::string_view key_json;
  std::string_view response_key;
  const FieldDef* definition = nullptr;
  const Type* parent = nullptr;
  /// What the definition declares, without a non-null around it.
  const Type* type = nullptr;
  /// That without lists around it.
  const Type* named = nullptr;
  ast::List<ast::Field> nodes;
  /// The plan of the sub-fields where the type is an object; of abstract types plans are made as
  /// they are met.
  const SelectionPlan* selection = nullptr;
  /// Why there is no such plan: a condition below the field was given null.
  const ArgumentError* refusal = nullptr;
  /// Position among all the fields of the plan.
  std::uint32_t id = 0;
  /// Arguments, if no variable is in them.
  Value arguments;
  bool has_variables = false;
  bool is_typename = false;
  bool is_non_null = false;
  bool is_abstract = false;
  bool is_leaf = false;
  /// It, or something below it, is loaded for many objects at once.
  bool needs_preparation = false;
};

struct SelectionPlan {
  const Type* type = nullptr;
  std::span<FieldPlan> fields;
  bool needs_preparation = false;
};

std::expected<Value, ArgumentError> coerce_arguments(const std::vector<InputValue>& definitions,
                                                     ast::List<ast::Argument> given,
                                                     std::uint32_t offset, const Value& variables,
                                                     Arena& arena);

/// Throws ArgumentError where a condition is null; of a field's sub-selection that becomes the
/// field's refusal.
class Planner {
 public:
  /// `variables` decide @skip and @include; `next_id` goes on counting the fields of a plan.
  Planner(const Schema& schema, const ast::Document& document, const Value& variables, Arena& arena,
          std::uint32_t& next_id);

  const SelectionPlan* plan(const Type& root, const ast::SelectionSet& selections);
  /// The sub-fields of a field for one of the types that it may have.
  const SelectionPlan* plan(const Type& type, ast::List<ast::Field> nodes);

 private:
  friend class FieldCollector;
  std::string_view key_json(std::string_view key);
  FieldPlan field(const Type& parent, std::string_view key, ast::List<ast::Field> nodes);

  const Schema& schema_;
  ScratchMemory<4 * 1024> memory_;
  ScratchMap<std::string_view, const ast::Fragment*> fragments_{memory_.get()};
  const Value& variables_;
  Arena& arena_;
  std::uint32_t& next_id_;
  std::list<ArgumentError> refusals_;
};

/// Whether a variable decides about a field or fragment of the document.
bool has_conditions(const ast::Document& document);

}  // namespace graphql
