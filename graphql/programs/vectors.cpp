// graphql_vectors FILE…: runs recorded cases of parsing and validation, prints each failure and `N
// passed, M failed`.
#include "graphql/language/json_text.hpp"
#include "graphql/language/parser.hpp"
#include "graphql/language/value.hpp"
#include "graphql/type/build.hpp"
#include "graphql/validation/validate.hpp"

#include <fstream>
#include <iostream>
#include <iterator>
#include <set>
#include <sstream>

namespace graphql {
namespace {

class Vectors {
 public:
  void run(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    Arena arena(1 << 20);
    const auto json = read_json(text, arena);
    if (!file || !json) {
      fail(path, file ? json.error() : "cannot be read");
    } else if (json->is(Value::Kind::list)) {
      for (const auto& test : json->items()) {
        run_parse(test);
      }
    } else {
      test_schema_ = text_of((*json)["testSchema"]);
      for (const auto& test : (*json)["cases"].items()) {
        run_validation(test);
      }
    }
  }

  int report() const {
    std::cout << passed_ << " passed, " << failed_ << " failed\n";
    return failed_ == 0 ? 0 : 1;
  }

 private:
  static std::string text_of(const Value& value) {
    return value.is(Value::Kind::string) ? std::string(value.text()) : std::string();
  }

  void fail(const std::string& name, const std::string& why) {
    ++failed_;
    std::string line;
    append_json_string(line, name + ": " + why);
    std::cout << "FAILED " << line << '\n';
  }

  void check(const std::string& name, const std::string& got, const std::string& expected) {
    if (got == expected) {
      ++passed_;
    } else {
      fail(name, "expected " + expected + " but got " + got);
    }
  }

  static std::string describe(const std::vector<Error>& errors) {
    std::ostringstream out;
    for (const auto& error : errors) {
      out << error.message;
      for (const auto& location : error.locations) {
        out << " (" << location.line << ':' << location.column << ')';
      }
      out << "; ";
    }
    return errors.empty() ? "no error" : out.str();
  }

  static Error expected_error(const Value& value) {
    Error error{text_of(value["message"]), {}, {}};
    for (const auto& location : value["locations"].items()) {
      error.locations.push_back({static_cast<std::uint32_t>(location["line"].integer()),
                                 static_cast<std::uint32_t>(location["column"].integer())});
    }
    return error;
  }

  void run_parse(const Value& test) {
    const auto source = text_of(test["source"]);
    ParseOptions options;
    options.executable_descriptions = false;
    options.fragment_variables = test["options"]["allowLegacyFragmentVariables"].boolean();
    const auto most = test["options"]["maxTokens"];
    options.max_tokens =
        most.is(Value::Kind::integer) ? static_cast<std::size_t>(most.integer()) : 0;
    const auto document = parse(source, options);
    std::vector<Error> expected;
    if (!test["ok"].boolean()) {
      expected.push_back(expected_error(test));
    }
    std::vector<Error> got;
    if (!document) {
      got.push_back(document.error());
    }
    check(text_of(test["name"]) + " " + source, describe(got), describe(expected));
  }

  void run_validation(const Value& test) {
    const auto name = text_of(test["rule"]) + ": " + text_of(test["name"]);
    auto sdl = text_of(test["schema"]);
    sdl = sdl == "@testSchema" ? test_schema_ : sdl;
    const bool has_schema = test["schema"].is(Value::Kind::string);
    auto schema = build_schema(sdl, {.assume_valid = true});
    if (has_schema && !schema) {
      return fail(name, "its schema is refused: " + describe(schema.error()));
    }
    const auto source = text_of(test["source"]);
    const auto document =
        parse(source, {.executable_descriptions = false, .fragment_variables = true});
    if (!document) {
      return fail(name, describe({document.error()}));
    }
    std::vector<Error> expected;
    for (const auto& error : test["errors"].items()) {
      expected.push_back(expected_error(error));
    }
    const std::string rule = text_of(test["rule"]);
    const std::string_view rules[] = {rule};
    const Schema* known = has_schema ? schema->get() : nullptr;
    if (text_of(test["kind"]) == "sdl") {
      return check(name, describe(validate_sdl(**document, known, rules)), describe(expected));
    }
    auto got = describe(validate(*known, **document, rules));
    auto wanted = describe(expected);
    if (const auto count = test["allRules"]; count.is(Value::Kind::integer)) {
      got += " of " + std::to_string(validate(*known, **document).size());
      wanted += " of " + std::to_string(count.integer());
    }
    check(name, got, wanted);
  }

  std::string test_schema_;
  std::size_t passed_ = 0;
  std::size_t failed_ = 0;
};

}  // namespace
}  // namespace graphql

int main(int count, char** arguments) {
  graphql::Vectors vectors;
  for (int i = 1; i < count; ++i) {
    vectors.run(arguments[i]);
  }
  return vectors.report();
}
