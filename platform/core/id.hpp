// Ids: UUIDv7 (RFC 9562, section 5.7), so that keys made later sort later, and one type for each
// thing that has an id, so that an order's id is never taken for a customer's. Plain values, any
// thread.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <cstring>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace mf {

struct Uuid {
  std::array<std::uint8_t, 16> bytes{};

  auto operator<=>(const Uuid&) const = default;

  /// A new UUIDv7 of the system's time: within one process each is greater than the one before.
  /// Thread-safe.
  static Uuid make();
  /// The 8-4-4-4-12 form, either case; anything else is nothing.
  static std::optional<Uuid> parse(std::string_view text);

  std::string to_string() const;
  static constexpr std::size_t k_text_size = 36;
  /// The same at `at`, k_text_size bytes.
  void put(char* at) const;
};

/// An id of one kind of thing; `Tag` is never defined.
template <class Tag>
struct Id {
  Uuid value;

  auto operator<=>(const Id&) const = default;

  static Id make() { return {Uuid::make()}; }
  static std::optional<Id> parse(std::string_view text) {
    const auto uuid = Uuid::parse(text);
    return uuid ? std::optional<Id>({*uuid}) : std::nullopt;
  }
  std::string to_string() const { return value.to_string(); }
};

template <class T>
inline constexpr bool is_id = false;
template <class Tag>
inline constexpr bool is_id<Id<Tag>> = true;

}  // namespace mf

template <>
struct std::hash<mf::Uuid> {
  std::size_t operator()(const mf::Uuid& id) const noexcept {
    // The last eight bytes of a UUIDv7 are random: they are hash enough.
    std::uint64_t low = 0;
    std::memcpy(&low, id.bytes.data() + 8, sizeof low);
    return low;
  }
};

template <class Tag>
struct std::hash<mf::Id<Tag>> {
  std::size_t operator()(const mf::Id<Tag>& id) const noexcept {
    return std::hash<mf::Uuid>{}(id.value);
  }
};
