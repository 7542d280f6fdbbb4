// A program of its own, since it counts what the whole program takes from the heap: a request whose
// document is known takes nothing.
#include "graphql/programs/example_schema.hpp"
#include "graphql/transport/http.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <new>

namespace {

std::size_t g_taken = 0;

}  // namespace

void* operator new(std::size_t size) {
  ++g_taken;
  if (void* memory = std::malloc(size)) {
    return memory;
  }
  throw std::bad_alloc();
}
void operator delete(void* memory) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
  std::free(memory);
}

namespace graphql {
namespace {

std::string read_file(const std::string& name) {
  std::ifstream file(std::string(GRAPHQL_TEST_DATA) + "/example/" + name, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

class Allocation : public testing::Test {
 protected:
  /// What the third request like it takes.
  std::size_t taken(std::string_view body, std::string_view accept = {}) {
    const HttpRequest request{"POST", {}, "application/json; charset=utf-8", accept, body};
    HttpResponse response;
    std::size_t before = 0;
    for (int i = 0; i < 3; ++i) {
      before = g_taken;
      answer(engine_, request, {}, response);
    }
    const auto count = g_taken - before;
    EXPECT_EQ(response.status, 200) << response.body;
    EXPECT_TRUE(response.body.starts_with("{\"data\":")) << response.body;
    return count;
  }

  example::Timers timers_;
  Engine engine_{example::make_schema(read_file("data.json"), timers_)};
};

TEST_F(Allocation, the_counter_counts) {
  const auto before = g_taken;
  delete new int;
  EXPECT_EQ(g_taken - before, 1U);
}

TEST_F(Allocation, a_field_takes_nothing) {
  EXPECT_EQ(taken(R"({"query":"{ hello }"})"), 0U);
  EXPECT_EQ(taken(R"({"query":"{ hello }","variables":null})",
                  "application/graphql-response+json, application/json;q=0.9"),
            0U);
}

TEST_F(Allocation, arguments_variables_and_conditions_take_nothing) {
  EXPECT_EQ(taken(R"({"query":"query($id: ID!) {\n  workOrder(id: $id) { ...F }\n}\n)"
                  R"(fragment F on WorkOrder { title cost customer { name } }",)"
                  R"("variables":{"id":"7"}})"),
            0U);
  EXPECT_EQ(taken(R"({"query":"query Named($no: Boolean!) { hello workOrder(id: 7) )"
                  R"({ id title @skip(if: $no) } }","operationName":"Named",)"
                  R"("variables":{"no":true}})"),
            0U);
}

TEST_F(Allocation, a_hundred_objects_with_what_is_loaded_for_them_take_nothing) {
  EXPECT_EQ(taken(read_file("list.request.json")), 0U);
}

}  // namespace
}  // namespace graphql
