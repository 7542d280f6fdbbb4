#include "platform/db/pg_values.hpp"

#include "platform/db/database.hpp"

#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <stdexcept>

namespace mf::db::pg {
namespace {

constexpr int k_text_format = 0;
constexpr int k_binary_format = 1;

template <std::integral T>
std::string to_bytes(T value) {
  if constexpr (std::endian::native == std::endian::little) {
    value = std::byteswap(value);
  }
  return {reinterpret_cast<const char*>(&value), sizeof value};
}

template <std::integral T>
T from_bytes(std::string_view bytes) {
  T value;
  if (bytes.size() != sizeof value) {
    throw std::logic_error("a number of another size than its type's");
  }
  std::memcpy(&value, bytes.data(), sizeof value);
  return std::endian::native == std::endian::little ? std::byteswap(value) : value;
}

template <std::integral T>
std::string narrowed(std::int64_t value, std::size_t place) {
  if (value < std::numeric_limits<T>::min() || value > std::numeric_limits<T>::max()) {
    throw std::logic_error(fmt::format("${} takes a smaller number than {}", place, value));
  }
  return to_bytes(static_cast<T>(value));
}

[[noreturn]] void refuse(std::string_view what, Type type, std::size_t place) {
  throw std::logic_error(
      fmt::format("${} is {}, but the statement takes it for a value of the type {}", place, what,
                  std::to_underlying(type)));
}

/// NUMERIC: groups of four decimal digits, the first one worth 10000^weight.
double read_numeric(std::string_view bytes) {
  constexpr std::uint16_t k_negative = 0x4000;
  constexpr std::uint16_t k_special = 0xc000;
  constexpr std::size_t k_head = 8;
  if (bytes.size() < k_head) {
    throw std::logic_error("a NUMERIC that is cut off");
  }
  const auto groups = from_bytes<std::uint16_t>(bytes.substr(0, 2));
  const auto weight = from_bytes<std::int16_t>(bytes.substr(2, 2));
  const auto sign = from_bytes<std::uint16_t>(bytes.substr(4, 2));
  if (sign >= k_special || bytes.size() != k_head + 2 * std::size_t{groups}) {
    throw std::logic_error("a NUMERIC that is no number");
  }
  // Summed up as whole groups first, which is exact for all that a BIGINT can hold.
  long double sum = 0;
  for (std::size_t i = 0; i < groups; ++i) {
    sum = sum * 10'000 + from_bytes<std::uint16_t>(bytes.substr(k_head + 2 * i, 2));
  }
  const int behind = weight - (static_cast<int>(groups) - 1);
  const long double scaled =
      behind >= 0 ? sum * std::pow(10'000.0L, behind) : sum / std::pow(10'000.0L, -behind);
  return static_cast<double>(sign == k_negative ? -scaled : scaled);
}

template <class F>
double read_float(std::string_view bytes) {
  using Bits = std::conditional_t<sizeof(F) == 8, std::uint64_t, std::uint32_t>;
  return std::bit_cast<F>(from_bytes<Bits>(bytes));
}

[[noreturn]] void no_number(Type type) {
  throw std::logic_error(
      fmt::format("a column of the type {} is not a number", std::to_underlying(type)));
}

}  // namespace

Bound::Bound(std::span<const Value> values, std::span<const Oid> types) {
  if (values.size() != types.size()) {
    throw std::logic_error(
        fmt::format("{} parameters given, {} wanted", values.size(), types.size()));
  }
  data_.reserve(values.size());
  lengths_.reserve(values.size());
  formats_.reserve(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    add(values[i], static_cast<Type>(types[i]), i + 1);
  }
}

void Bound::add(const Value& value, Type type, std::size_t place) {
  if (const auto* number = std::get_if<std::int64_t>(&value.variant())) {
    add_integer(*number, type, place);
  } else if (const auto* real = std::get_if<double>(&value.variant())) {
    add_number(*real, type, place);
  } else if (const auto* text = std::get_if<std::string>(&value.variant())) {
    // The server reads every other type from text as well.
    add_text(*text);
  } else if (const auto* id = std::get_if<Uuid>(&value.variant())) {
    if (type != Type::uuid && type != Type::bytes) {
      refuse("an id", type, place);
    }
    add_binary({reinterpret_cast<const char*>(id->bytes.data()), id->bytes.size()});
  } else {
    data_.push_back(nullptr);
    lengths_.push_back(0);
    formats_.push_back(k_binary_format);
  }
}

void Bound::add_integer(std::int64_t value, Type type, std::size_t place) {
  switch (type) {
    case Type::boolean:
      return add_binary(std::string(1, value != 0 ? '\1' : '\0'));
    case Type::int8:
      return add_binary(to_bytes(value));
    case Type::int4:
      return add_binary(narrowed<std::int32_t>(value, place));
    case Type::int2:
      return add_binary(narrowed<std::int16_t>(value, place));
    case Type::float8:
      return add_binary(to_bytes(std::bit_cast<std::uint64_t>(static_cast<double>(value))));
    case Type::numeric:
      return add_text(kept_.emplace_back(std::to_string(value)));
    default:
      refuse("a whole number", type, place);
  }
}

void Bound::add_number(double value, Type type, std::size_t place) {
  switch (type) {
    case Type::float8:
      return add_binary(to_bytes(std::bit_cast<std::uint64_t>(value)));
    case Type::numeric:
      return add_text(kept_.emplace_back(fmt::format("{}", value)));
    default:
      refuse("a number", type, place);
  }
}

void Bound::add_text(std::string_view text) {
  // libpq takes texts with a zero at their end; one inside would cut the value off unseen.
  if (text.find('\0') != std::string_view::npos) {
    throw BadText("a text with a NUL in it");
  }
  data_.push_back(text.data());
  lengths_.push_back(static_cast<int>(text.size()));
  formats_.push_back(k_text_format);
}

void Bound::add_binary(std::string bytes) {
  const auto& kept = kept_.emplace_back(std::move(bytes));
  data_.push_back(kept.data());
  lengths_.push_back(static_cast<int>(kept.size()));
  formats_.push_back(k_binary_format);
}

bool is_number(Type type) {
  constexpr std::array k_numbers{Type::boolean, Type::int8,   Type::int4,   Type::int2,
                                 Type::float4,  Type::float8, Type::numeric};
  return std::find(k_numbers.begin(), k_numbers.end(), type) != k_numbers.end();
}

std::int64_t read_integer(std::string_view bytes, Type type) {
  switch (type) {
    case Type::boolean:
      return from_bytes<std::int8_t>(bytes);
    case Type::int8:
      return from_bytes<std::int64_t>(bytes);
    case Type::int4:
      return from_bytes<std::int32_t>(bytes);
    case Type::int2:
      return from_bytes<std::int16_t>(bytes);
    case Type::numeric:
    case Type::float4:
    case Type::float8:
      return static_cast<std::int64_t>(read_number(bytes, type));
    default:
      no_number(type);
  }
}

double read_number(std::string_view bytes, Type type) {
  switch (type) {
    case Type::float8:
      return read_float<double>(bytes);
    case Type::float4:
      return read_float<float>(bytes);
    case Type::numeric:
      return read_numeric(bytes);
    default:
      return static_cast<double>(read_integer(bytes, type));
  }
}

}  // namespace mf::db::pg
