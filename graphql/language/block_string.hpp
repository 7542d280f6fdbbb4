// Strings in three quotes: how their indentation is taken off, and when and how a text is written
// as one.
#pragma once

#include <string>
#include <string_view>

namespace graphql {

/// The value of a block string: common indentation and blank first and last lines removed, lines
/// ended by \n.
std::string dedent_block_string(std::string_view raw);

/// Whether the text comes back unchanged when written as a block string.
bool is_printable_as_block_string(std::string_view text);

/// The text in its three quotes, on lines of its own where that reads better.
void append_block_string(std::string& out, std::string_view text);

}  // namespace graphql
