// What the rules share while one document is looked at: the schema, the place in the walk, the
// fragments, the errors.
//
// Owned by one call of validate(), one thread.
#pragma once

#include "graphql/language/scratch.hpp"
#include "graphql/validation/type_info.hpp"
#include "graphql/validation/validate.hpp"

#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace graphql {

struct VariableUsage {
  const ast::Value* node = nullptr;
  const Type* type = nullptr;
  const InputValue* position = nullptr;
  const Type* parent_type = nullptr;
};

class Context {
 public:
  /// `schema` is nullptr while the first text of a schema is looked at.
  Context(const Schema* schema, const ast::Document& document, const ValidateOptions& options);

  const Schema* schema() const { return schema_; }
  const ast::Document& document() const { return document_; }
  const ValidateOptions& options() const { return options_; }
  TypeInfo& types() { return types_; }
  Arena& arena() { return arena_; }
  /// For what lasts as long as the validation.
  Memory* memory() { return memory_.get(); }

  /// The nodes around the one that is being entered, the document first.
  ScratchVector<const ast::Node*>& ancestors() { return ancestors_; }

  void report(std::string message, std::initializer_list<std::uint32_t> offsets);
  void report(std::string message, const std::vector<std::uint32_t>& offsets);
  std::vector<Error> take_errors() { return std::move(errors_); }

  const Type* resolve(const ast::TypeRef& node) { return pool_.resolve(node); }

  /// Of two fragments with one name the later.
  const ast::Fragment* fragment(std::string_view name) const;
  /// The spreads within the selections, those at the top first.
  const ScratchVector<const ast::FragmentSpread*>& spreads(const ast::SelectionSet& selections);
  ScratchVector<const ast::Fragment*> referenced_fragments(const ast::Operation& operation);
  /// The variables that the operation uses, itself or through fragments.
  const ScratchVector<VariableUsage>& usages(const ast::Operation& operation);

  /// The directive's definition: in the document, else in the schema, else among the specified
  /// ones.
  const ast::DirectiveDefinition* directive_node(std::string_view name) const;
  const DirectiveDef* directive(std::string_view name) const;

  /// Thrown when enough has been found wrong.
  struct Aborted {};

 private:
  void check_error_limit();
  bool has_usages();
  const ScratchVector<VariableUsage>& own_usages(const ast::Node& definition);

  // First, so that it outlives what is in it.
  ScratchMemory<16 * 1024> memory_;

  const Schema* schema_;
  const ast::Document& document_;
  ValidateOptions options_;
  const Schema& known_;
  TypePool pool_;
  TypeInfo types_;
  Arena arena_;
  ScratchVector<const ast::Node*> ancestors_{memory_.get()};
  std::vector<Error> errors_;
  Locator locator_;
  std::optional<bool> has_usages_;
  ScratchMap<std::string_view, const ast::Fragment*> fragments_{memory_.get()};
  ScratchMap<std::string_view, const ast::DirectiveDefinition*> directives_{memory_.get()};
  ScratchMap<const ast::SelectionSet*, ScratchVector<const ast::FragmentSpread*>> spreads_{
      memory_.get()};
  ScratchMap<const ast::Node*, ScratchVector<VariableUsage>> own_usages_{memory_.get()};
  ScratchMap<const ast::Node*, ScratchVector<VariableUsage>> usages_{memory_.get()};
};

}  // namespace graphql
