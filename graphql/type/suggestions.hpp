// "Did you mean …?": which known names are near to a mistyped one.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace graphql {

/// Digits within names compare as numbers: a2 stands before a10.
int natural_compare(std::string_view a, std::string_view b);

/// The options within reach of the input, nearest first.
std::vector<std::string_view> suggestion_list(std::string_view input,
                                              std::span<const std::string_view> options);

/// ` Did you mean <about> "a", "b", or "c"?`, or nothing where there is nothing to suggest.
std::string did_you_mean(std::span<const std::string_view> suggestions,
                         std::string_view about = {});

}  // namespace graphql
