// How strings and numbers look in JSON, exactly as JavaScript writes them. Any thread.
#pragma once

#include "graphql/language/output.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace graphql {

/// The string with its quotes.
void append_json_string(Output& out, std::string_view text);
void append_json_string(std::string& out, std::string_view text);

/// The shortest text that reads back as the same number; what is not finite becomes null.
void append_json_number(Output& out, double number);
void append_json_number(Output& out, std::int64_t number);
void append_json_number(std::string& out, double number);
void append_json_number(std::string& out, std::int64_t number);

}  // namespace graphql
