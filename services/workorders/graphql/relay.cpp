#include "services/workorders/graphql/relay.hpp"

#include "platform/service/context.hpp"

namespace mf::workorders::gql {
namespace {

std::optional<Uuid> id_at(const Call& call, std::string_view name) {
  const auto text = call.get<std::optional<std::string>>(name);
  if (!text) {
    return std::nullopt;
  }
  const auto parts = service::read_cursor(*text, 1);
  const auto id = parts ? Uuid::parse(parts->front()) : std::nullopt;
  if (!id) {
    throw refusal(Error{ErrorKind::bad_request, "bad_cursor", "This is no cursor of this list."});
  }
  return id;
}

}  // namespace

int first_of(const Call& call, int most, std::string_view name) {
  const auto size = call.get<std::optional<std::int64_t>>(name).value_or(20);
  if (size < 1 || size > most) {
    Error error{ErrorKind::bad_request, "bad_query", "Some arguments are not valid."};
    error.fields.push_back(
        {fmt::format("/{}", name), "range", fmt::format("{} lies between 1 and {}.", name, most)});
    throw refusal(error);
  }
  return static_cast<int>(size);
}

std::optional<std::string> after_of(const Call& call) {
  return call.get<std::optional<std::string>>("after");
}

store::Slice slice_of(const Call& call) {
  store::Slice slice;
  slice.backward = call.get<std::optional<std::int64_t>>("last").has_value();
  slice.limit = first_of(call, k_most_first, slice.backward ? "last" : "first");
  slice.after = id_at(call, "after").value_or(slice.after);
  slice.before = id_at(call, "before").value_or(slice.before);
  return slice;
}

std::string id_cursor(const Uuid& id) {
  return service::make_cursor({id.to_string()});
}

}  // namespace mf::workorders::gql
