#include "graphql/tests/hostile.hpp"

#include <functional>

namespace graphql::tests {
namespace {

/// As long as a document may be, about.
constexpr std::size_t k_long = 98'000;
/// As many tokens as a document may have, about.
constexpr int k_many = 4'900;
/// As many fields as a document may have, about.
constexpr int k_fields = 1'900;

std::string times(int count, const std::function<std::string(int)>& part) {
  std::string out;
  for (int i = 0; i < count; ++i) {
    out += part(i);
  }
  return out;
}

std::string times(std::size_t length, std::string_view part) {
  std::string out;
  while (out.size() + part.size() <= length) {
    out += part;
  }
  return out;
}

std::string n(int i) {
  return std::to_string(i);
}

/// Each fragment asks for the next one twice.
std::string doubling(int depth) {
  return "{ workOrders { ...F0 } }" +
         times(depth,
               [](int i) {
                 return " fragment F" + n(i) + " on WorkOrder { a: customer { id } ...F" +
                        n(i + 1) + " ... on WorkOrder { ...F" + n(i + 1) + " } }";
               }) +
         " fragment F" + n(depth) + " on WorkOrder { id }";
}

/// Fragments that all spread all the others.
std::string web(int count) {
  return "{ workOrders { ...F0 } }" + times(count, [&](int i) {
           return " fragment F" + n(i) + " on WorkOrder { x" + n(i) + ": title " +
                  times(count, [&](int j) { return i < j ? "...F" + n(j) + ' ' : std::string(); }) +
                  "id }";
         });
}

std::vector<HostileDocument> of_language() {
  return {
      {"a document that is too long", times(1'000'000, "{ hello }")},
      {"tokens without end", "{" + times(k_long, "a ")},
      {"nothing but commas and an error", times(k_long, ",") + "?"},
      {"selections in selections", times(k_long, "{a")},
      {"lists in lists", "{ a(b: " + times(k_long, "[")},
      {"objects in objects", "{ a(b: " + times(k_long, "{a:")},
      {"list types in list types", "query($a: " + times(k_long, "[")},
      {"escapes, and no end of the string", "{ a(b: \"" + times(k_long, "\\u00e9")},
      {"a block string of blank lines", "{ nothing(b: \"\"\"" + times(k_long, " \n") + "\"\"\") }"},
      {"a very long name", "{ " + std::string(k_long, 'x') + " }"},
      {"a very long number", "{ workOrders(first: " + std::string(k_long, '9') + ") { id } }"},
      {"bytes that are no text", "{ hello " + std::string(k_long, '\xFF') + " }"},
      {"lines, and an error in the last", "{" + times(k_long, "\n") + "?}"},
  };
}

std::vector<HostileDocument> of_fragments() {
  return {
      {"fragments that double", doubling(200)},
      {"fragments that spread each other", web(90)},
      {"a ring of fragments", "{ workOrders { ...F0 } }" + times(600,
                                                                 [](int i) {
                                                                   return " fragment F" + n(i) +
                                                                          " on WorkOrder { ...F" +
                                                                          n((i + 1) % 600) + " }";
                                                                 })},
      {"rings through one fragment",
       "{ workOrders { ...H } } fragment H on WorkOrder { " +
           times(400, [](int i) { return "...F" + n(i) + ' '; }) + "}" +
           times(400, [](int i) { return " fragment F" + n(i) + " on WorkOrder { ...H }"; })},
      {"fragments that nobody uses",
       "{ hello }" +
           times(700, [](int i) { return " fragment F" + n(i) + " on Customer { id }"; })},
      {"fragments that nobody wrote",
       "{ workOrders { " + times(k_many / 2, [](int i) { return "...F" + n(i) + ' '; }) + "} }"},
      {"many operations with many fragments",
       times(45,
             [](int i) {
               return "query Q" + n(i) + "($a: Int) { workOrders(first: $b) { ...F0 } } ";
             }) +
           times(300,
                 [](int i) {
                   return "fragment F" + n(i) + " on WorkOrder { id ...F" + n((i + 1) % 300) +
                          " } ";
                 })},
  };
}

std::vector<HostileDocument> of_fields() {
  return {
      {"one field again and again", "{" + times(k_fields, [](int) { return "hello "; }) + "}"},
      {"a list again and again",
       "{" + times(k_fields / 2, [](int) { return "workOrders{id}"; }) + "}"},
      {"one name for different fields",
       "{" +
           times(k_many / 4, [](int i) { return "a:workOrder(id:" + n(i) + "){id}"; })
               .substr(0, k_long) +
           "}"},
      {"aliases without end",
       "{" + times(k_many / 3, [](int i) { return 'a' + n(i) + ":hello "; }) + "}"},
      {"fields that are nearly right",
       "{ workOrders { " + times(k_fields, [](int i) { return "titel" + n(i % 10) + ' '; }) +
           "} }"},
      {"types that are nearly right",
       "{ workOrders {" +
           times(k_many / 6, [](int i) { return "...on WorkOrde" + n(i) + "{id}"; }) + "} }"},
      {"directives without end",
       "{ hello " + times(k_many / 6, [](int) { return "@skip(if:false)"; }) + "}"},
      {"directives that nobody knows",
       "{ hello " + times(k_many / 2, [](int i) { return "@x" + n(i); }) + "}"},
      {"arguments that nobody knows",
       "{ hello(" + times(k_many / 3, [](int i) { return 'a' + n(i) + ":1 "; }) + ") }"},
      {"one argument again and again",
       "{ workOrders(" + times(k_many / 3, [](int) { return "first:1 "; }) + ") { id } }"},
      {"members of one name",
       "{ workOrders(first: {" + times(k_many / 3, [](int) { return "a:1 "; }) + "}) { id } }"},
      {"introspection of introspection",
       "{ __schema { types { " + times(7, [](int) { return "fields { type { "; }) + "name" +
           times(7, [](int) { return " } }"; }) + "} } }"},
  };
}

std::vector<HostileDocument> of_variables() {
  return {
      {"variables that nobody uses",
       "query(" + times(k_many / 4, [](int i) { return "$v" + n(i) + ":Int"; }) + ") { hello }"},
      {"one variable again and again",
       "query(" + times(k_many / 4, [](int) { return "$v:Int"; }) + ") { hello }"},
      {"variables that nobody declared", "{ workOrders(first: [" +
                                             times(k_many / 2, [](int i) { return "$v" + n(i); }) +
                                             "]) { id } }"},
      {"variables of types that nobody knows",
       "query(" + times(k_many / 4, [](int i) { return "$v" + n(i) + ":Statuss" + n(i); }) +
           ") { hello }"},
  };
}

}  // namespace

std::vector<HostileDocument> hostile_documents() {
  std::vector<HostileDocument> all;
  for (auto* part : {of_language, of_fragments, of_fields, of_variables}) {
    for (auto& document : part()) {
      all.push_back(std::move(document));
    }
  }
  return all;
}

}  // namespace graphql::tests
