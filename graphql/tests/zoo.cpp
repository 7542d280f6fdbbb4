#include "graphql/tests/zoo.hpp"

#include <stdexcept>

namespace graphql::zoo {
namespace {

using Pet = std::variant<Cat, Dog>;

std::string name_of(const Cat& cat, const Call& call) {
  const auto number = std::to_string(cat.id);
  return (call.get<bool>("upper") ? "TOM " : "Tom ") + number;
}

std::vector<std::optional<Dog>> friends_of(std::span<const Cat* const> cats, const Call& call) {
  call.context<Counts>().friend_loads.push_back(cats.size());
  std::vector<std::optional<Dog>> friends;
  for (const auto* cat : cats) {
    friends.push_back(cat->id < 5 ? std::optional(Dog{cat->id + 1}) : std::nullopt);
  }
  return friends;
}

std::vector<Cat> kittens_of(const Cat& cat, const Call& call) {
  std::vector<Cat> kittens;
  for (int i = 0; i < call.get<int>("first"); ++i) {
    kittens.push_back({cat.id * 10 + i});
  }
  return kittens;
}

std::vector<std::optional<Cat>> sparse(const Cat& cat) {
  return {Cat{cat.id * 10}, std::nullopt};
}

using Row = std::optional<std::vector<std::optional<int>>>;
std::vector<Row> nested(const Cat&) {
  return {std::vector<std::optional<int>>{1, std::nullopt}, std::nullopt,
          std::vector<std::optional<int>>{2}};
}

std::vector<std::optional<std::string>> tricks(const Dog&) {
  return {"sit", std::nullopt};
}

void describe_cats(SchemaBuilder& schema) {
  schema.object<Cat>("Cat", "A cat.")
      .implements("Node")
      .field("id: ID!", &Cat::id)
      .field("name(upper: Boolean = false): String", name_of)
      .field("lives: Int!", [] { return 9; })
      .field("mood: Color", [] { return Color::green; })
      .load("friend: Node", friends_of)
      .field("broken: String!", []() -> std::optional<std::string> { return std::nullopt; })
      .field("brokenMaybe: String", []() -> const char* const* { return nullptr; })
      .field("failing: String", []() -> std::string { throw FieldError{"The cat fails."}; })
      .field("failingHard: Int!",
             []() -> std::expected<int, FieldError> {
               return std::unexpected(FieldError{"The cat fails hard."});
             })
      .field("kittens(first: Int! = 2): [Cat!]", kittens_of)
      .field("sparse: [Cat]", sparse)
      .field("sparseHard: [Cat!]", sparse)
      .field("nested: [[Int]]", nested);
}

void describe_dogs(SchemaBuilder& schema) {
  schema.object<Dog>("Dog")
      .implements("Node")
      .field("id: ID!", &Dog::id)
      .field("barks: Boolean! @deprecated(reason: \"They all do.\")", [] { return true; })
      .field("weight: Float", [] { return 12.5; })
      .field("tricks: [String]", tricks)
      .field("strictTricks: [String!]", tricks)
      .field("cat: Cat", [](const Dog& dog) { return Cat{dog.id + 1}; })
      .field("big: Int", [] { return std::int64_t{3'000'000'000}; });
}

std::string echo(const Call& call) {
  std::string json = "{";
  for (const auto* name :
       {"int", "float", "string", "boolean", "id", "color", "point", "list", "matrix"}) {
    const auto value = call.argument(name);
    if (!value.is_undefined()) {
      json += json.size() > 1 ? "," : "";
      append_json_string(json, name);
      json += ':';
      append_json(json, value);
    }
  }
  return json + '}';
}

std::variant<Cat, Dog> find_pet(const Call& call) {
  const bool by_name = !call.argument("filter")["name"].is_undefined();
  return by_name ? Pet(Cat{7}) : Pet(Dog{8});
}

std::optional<Pet> find_node(const Call& call) {
  const auto id = call.get<std::string>("id");
  if (id == "1") {
    return Cat{1};
  }
  return id == "2" ? std::optional<Pet>(Dog{2}) : std::nullopt;
}

void describe_roots(SchemaBuilder& schema) {
  schema.query()
      .field("cat: Cat", [] { return Cat{1}; })
      .field("dog: Dog!", [] { return Dog{2}; })
      .field("pets: [Pet!]!", [] { return std::vector<Pet>{Cat{1}, Dog{2}, Cat{3}}; })
      .field("pet(filter: Filter!): Pet", find_pet)
      .field("node(id: ID!): Node", find_node)
      .field(
          "echo(int: Int, float: Float, string: String, boolean: Boolean, id: ID, color: Color, "
          "point: Point, list: [Int!], matrix: [[Int]]): String",
          echo)
      .field("required(a: Int!): Int", [](const Call& call) { return call.get<int>("a"); })
      .field("strict: Cat!", []() -> std::optional<Cat> { return std::nullopt; });
  schema.mutation()
      .field("add(n: Int! = 1): Int!", [](const Call& call) { return call.get<int>("n") + 1; })
      .field("fail: Int", []() -> int { throw FieldError{"The mutation fails."}; })
      .field("half: Cat", [] { return Cat{1}; });
}

}  // namespace

SchemaPtr make_schema() {
  SchemaBuilder schema;
  schema.sdl("interface Node { id: ID! }");
  schema.enumeration<Color>("Color", {{Color::red, "RED"}, {Color::green, "GREEN"}});
  schema.sdl(
      "input Filter @oneOf { name: String id: ID }\n"
      "input Point { x: Int! = 0 y: Float tags: [String!] inner: Point color: Color = RED }\n"
      "union Pet = Cat | Dog");
  describe_cats(schema);
  describe_dogs(schema);
  describe_roots(schema);
  auto built = schema.build();
  if (!built) {
    throw std::runtime_error(built.error().front().message);
  }
  return std::move(*built);
}

}  // namespace graphql::zoo
