// Text as people write it: UTF-8 checked, counted in code points, folded for search. Pure
// functions, any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mf {

/// Well-formed UTF-8 (RFC 3629): no overlong forms, no surrogates, nothing above U+10FFFF.
bool is_utf8(std::string_view text);
/// Code points of well-formed UTF-8.
std::size_t code_points(std::string_view text);
/// Without white space at both ends (ASCII and U+00A0).
std::string_view trim(std::string_view text);
/// For search and comparison: lower case, Latin letters without their accents, runs of white space
/// as one blank.
std::string fold(std::string_view text);
/// The folded words (letters and digits) of `text`.
std::vector<std::string> fold_words(std::string_view text);
/// ASCII only: for header names and tokens.
bool equal_ignoring_case(std::string_view a, std::string_view b);
std::string to_lower_ascii(std::string_view text);
std::vector<std::string_view> split(std::string_view text, char separator);

std::string base64url(std::string_view bytes);
/// Without padding; nothing for other characters or an impossible length. (RFC 4648, section 5)
bool decode_base64url(std::string_view text, std::string& bytes);
std::string to_hex(std::string_view bytes);

}  // namespace mf
