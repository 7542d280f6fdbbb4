// PostgreSQL's binary forms of our values, in both directions, by the type that the server gave a
// parameter or a column. Plain functions: no connection, any thread.
#pragma once

#include "platform/db/value.hpp"

#include <libpq-fe.h>

#include <deque>
#include <vector>

namespace mf::db::pg {

/// Types by their numbers in pg_type, which never change.
enum class Type : Oid {
  boolean = 16,
  bytes = 17,
  int8 = 20,
  int2 = 21,
  int4 = 23,
  text = 25,
  float4 = 700,
  float8 = 701,
  numeric = 1700,
  uuid = 2950,
};

/// The parameters of one execution, as libpq wants them. Refers to the texts of the values that it
/// was made from.
class Bound {
 public:
  /// Throws where a value cannot be what the statement takes it for.
  Bound(std::span<const Value> values, std::span<const Oid> types);

  int count() const { return static_cast<int>(data_.size()); }
  const char* const* data() const { return data_.data(); }
  const int* lengths() const { return lengths_.data(); }
  const int* formats() const { return formats_.data(); }

 private:
  void add(const Value& value, Type type, std::size_t place);
  void add_integer(std::int64_t value, Type type, std::size_t place);
  void add_number(double value, Type type, std::size_t place);
  void add_text(std::string_view text);
  void add_binary(std::string bytes);

  std::deque<std::string> kept_;
  std::vector<const char*> data_;
  std::vector<int> lengths_;
  std::vector<int> formats_;
};

bool is_number(Type type);

/// What a column of a binary result holds. Throw std::logic_error where it holds something else.
std::int64_t read_integer(std::string_view bytes, Type type);
double read_number(std::string_view bytes, Type type);

}  // namespace mf::db::pg
