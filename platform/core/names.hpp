// Enums with names: each value's word on the wire and in the database, written once as a table
// beside the enum. Pure, any thread.
#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <utility>

namespace mf {

/// Specialise as a constexpr array of {value, "name"}: `template <> inline constexpr auto
/// k_names<Priority> = std::array{…};`
template <class E>
inline constexpr int k_names = 0;

template <class E>
using NameOf = std::pair<E, std::string_view>;

template <class E>
concept Named = requires { k_names<E>.size(); };

template <Named E>
constexpr std::string_view name_of(E value) {
  for (const auto& [known, name] : k_names<E>) {
    if (known == value) {
      return name;
    }
  }
  return "?";
}

template <Named E>
constexpr std::optional<E> parse_name(std::string_view text) {
  for (const auto& [value, name] : k_names<E>) {
    if (name == text) {
      return value;
    }
  }
  return std::nullopt;
}

}  // namespace mf
