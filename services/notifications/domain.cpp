#include "services/notifications/domain.hpp"

#include "contracts/catalogue.hpp"
#include "platform/core/text.hpp"

namespace mf::notifications {
namespace {

const json::Dom* find(const json::Dom& data, std::string_view pointer) {
  const json::Dom* value = &data;
  for (const auto name : split(pointer.substr(pointer.starts_with('/')), '/')) {
    value = value->is_object() ? value->find(name) : nullptr;
    if (value == nullptr) {
      return nullptr;
    }
  }
  return value;
}

std::string word_of(const json::Dom& value) {
  return value.is_string() ? std::string(value.string()) : value.text();
}

bool is_one_of(const json::Dom& value, const std::vector<std::string>& words) {
  return std::find(words.begin(), words.end(), word_of(value)) != words.end();
}

/// Of a list, one item is enough.
bool fits(const json::Dom& value, const std::vector<std::string>& words) {
  if (!value.is_array()) {
    return is_one_of(value, words);
  }
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (is_one_of(value.at(i), words)) {
      return true;
    }
  }
  return false;
}

}  // namespace

Locale locale_of(std::string_view text) {
  return to_lower_ascii(text.substr(0, 2)) == "en" ? Locale::en : Locale::es;
}

bool holds(const std::vector<Condition>& conditions, const json::Dom& data) {
  return std::all_of(conditions.begin(), conditions.end(), [&](const Condition& condition) {
    const json::Dom* value = find(data, condition.field);
    return value != nullptr && fits(*value, condition.values);
  });
}

bool may_see(const Viewer& viewer, const Visibility& row) {
  if (row.person) {
    return *row.person == viewer.user;
  }
  const auto& scope = viewer.scope;
  return scope.all || (scope.own && viewer.customer && row.customer == viewer.customer) ||
         (scope.assigned && row.technician == viewer.user) ||
         (scope.zone && row.zone &&
          std::find(viewer.zones.begin(), viewer.zones.end(), *row.zone) != viewer.zones.end());
}

bool looks_wide(const Viewer& viewer) {
  return viewer.scope.all || (viewer.scope.zone && !viewer.zones.empty());
}

std::optional<UserId> concerned_technician(const std::optional<UserId>& before,
                                           const contracts::OrderChange& change) {
  if (change.order.technician) {
    return change.order.technician;
  }
  return change.transition == Transition::unassign ? std::nullopt : before;
}

bool told_by_order(std::string_view type, const std::optional<OrderPicture>& order) {
  return type == "assignment.cancelled" && order && order->status == OrderStatus::cancelled;
}

bool is_alertable(std::string_view type) {
  const auto known = contracts::event_types();
  return std::any_of(known.begin(), known.end(), [&](const contracts::EventType& one) {
    return one.type == type && one.service != "notifications";
  });
}

}  // namespace mf::notifications
