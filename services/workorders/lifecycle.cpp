#include "services/workorders/lifecycle.hpp"

#include <set>

namespace mf::workorders {
namespace {

using S = OrderStatus;
using T = Transition;
using enum Performer;

constexpr Vias only(Via via) {
  return static_cast<Vias>(via);
}
constexpr Performers only(Performer who) {
  return static_cast<Performers>(who);
}

constexpr Performers k_leads = supervisor | administrator;
constexpr Performers k_desk = operator_ | supervisor | administrator;

constexpr std::array k_rows = std::to_array<LifecycleRow>({
    {S::open, T::assign, S::assigned, k_desk | suite, only(Via::dispatch)},
    {S::assigned, T::unassign, S::open, k_desk | suite, Via::api | Via::dispatch, true},
    {S::assigned, T::start, S::in_progress, only(technician), only(Via::tracking)},
    {S::on_hold, T::start, S::in_progress, only(technician), only(Via::tracking)},
    {S::in_progress, T::hold, S::on_hold, k_leads | technician, Via::api | Via::tracking, true},
    {S::in_progress, T::request_approval, S::awaiting_approval, only(technician), only(Via::api),
     true},
    {S::awaiting_approval, T::approve, S::in_progress, k_leads, only(Via::api), true},
    {S::awaiting_approval, T::reject, S::in_progress, k_leads, only(Via::api), true},
    {S::in_progress, T::complete, S::completed, only(technician), only(Via::tracking)},
    {S::in_progress, T::cannot_complete, S::open, only(technician), only(Via::api), true},
    {S::completed, T::close, S::closed, k_leads | suite, Via::api | Via::automatic},
    {S::completed, T::reopen, S::open, k_leads | customer, only(Via::api), true},
    {S::open, T::cancel, S::cancelled, k_desk | customer, only(Via::api), true},
    {S::assigned, T::cancel, S::cancelled, k_desk | customer, only(Via::api), true},
    {S::on_hold, T::cancel, S::cancelled, k_desk, only(Via::api), true},
});

template <class Bit>
struct Word {
  Bit bit;
  std::string_view word;
};

constexpr std::array k_performer_words = std::to_array<Word<Performer>>({
    {customer, "client (own order)"},
    {technician, "assigned technician"},
    {operator_, "operator"},
    {supervisor, "supervisor (own zones)"},
    {administrator, "administrator"},
    {suite, "the suite"},
});

constexpr std::array k_via_words = std::to_array<Word<Via>>({
    {Via::api, "`POST /api/v1/orders/{id}/transitions`"},
    {Via::dispatch, "`POST /api/v1/orders/{id}/assignments`"},
    {Via::tracking, "`POST /api/v1/orders/{id}/activity`"},
    {Via::automatic, "the end of the objection period"},
});

template <class Words>
std::string words_of(unsigned bits, const Words& words) {
  std::string out;
  for (const auto& [bit, word] : words) {
    if ((bits & static_cast<unsigned>(bit)) != 0) {
      out += (out.empty() ? "" : ", ") + std::string(word);
    }
  }
  return out;
}

std::unexpected<Error> refused(const Order& order, const Move& move, std::string detail) {
  Error error{ErrorKind::conflict, "transition_refused", std::move(detail)};
  error.allowed.emplace();
  for (const auto transition : allowed_now(order, move.who, move.via, move.recorded_at)) {
    error.allowed->emplace_back(name_of(transition));
  }
  return fail(std::move(error));
}

/// Whether nobody but the customer asks to reopen, after their time to object.
bool objects_too_late(const Order& order, const LifecycleRow& row, Performers who, Timestamp now) {
  return row.transition == T::reopen && (row.who & who) == static_cast<Performers>(customer) &&
         order.objection_until.value_or(now) < now;
}

Result<void> check(const Order& order, const Move& move, const LifecycleRow* row) {
  if (row == nullptr) {
    return refused(order, move,
                   fmt::format("An order that is {} can't go through {}.", name_of(order.status),
                               name_of(move.transition)));
  }
  if ((row->via & static_cast<Vias>(move.via)) == 0) {
    return refused(order, move,
                   fmt::format("{} goes through {}.", name_of(move.transition),
                               words_of(row->via, k_via_words)));
  }
  if ((row->who & move.who) == 0) {
    return fail(ErrorKind::forbidden, "transition_not_yours",
                fmt::format("{} is for: {}.", name_of(move.transition),
                            words_of(row->who, k_performer_words)));
  }
  if (row->needs_reason && move.reason.value_or("").empty()) {
    return invalid("/reason", "required", "This transition needs a reason.");
  }
  if (objects_too_late(order, *row, move.who, move.recorded_at)) {
    return fail(ErrorKind::conflict, "objection_period_over",
                "The time to object is over; please open a new order.");
  }
  return {};
}

/// Whose work it is, from the transition on.
void set_technician(Order& order, const Move& move) {
  if (move.transition == T::assign) {
    order.technician = move.technician;
    order.technician_name = move.technician_name;
  } else if (order.status == S::open) {
    order.technician.reset();
    order.technician_name.reset();
  }
}

/// Since when the service knows of the completion; the technician's own word may be older.
Timestamp completion_heard(const Order& order, const Move& move,
                           std::chrono::hours objection_period) {
  return order.objection_until ? *order.objection_until - objection_period
                               : order.completed_at.value_or(move.recorded_at);
}

/// The promise waits while the order waits for the customer, and while it is completed. What others
/// rely on counts from when it was recorded: nobody's word shortens a period that has begun.
void set_clock(Order& order, const Move& move, std::chrono::hours objection_period) {
  const bool waits =
      move.transition == T::hold && move.reason.value_or("").starts_with(k_waiting_customer);
  const Timestamp now = move.recorded_at;
  order.sla = waits ? paused(order.sla, now) : resumed(order.sla, now);
  if (move.transition == T::start) {
    order.started_at = order.started_at.value_or(move.at);
  }
  if (move.transition == T::reopen) {
    order.sla.due += now - completion_heard(order, move, objection_period);
    order.completed_at.reset();
  }
  order.objection_until.reset();
  if (move.transition == T::complete) {
    order.completed_at = move.at;
    order.objection_until = now + objection_period;
  }
}

}  // namespace

std::span<const LifecycleRow> lifecycle() {
  return k_rows;
}

const LifecycleRow* find_row(OrderStatus from, Transition transition) {
  const auto found = std::find_if(k_rows.begin(), k_rows.end(), [&](const LifecycleRow& row) {
    return row.from == from && row.transition == transition;
  });
  return found == k_rows.end() ? nullptr : &*found;
}

std::vector<Transition> allowed_from(OrderStatus from, Performers who, Via via) {
  std::vector<Transition> allowed;
  for (const auto& row : k_rows) {
    const bool this_way = (row.via & static_cast<Vias>(via)) != 0;
    if (row.from == from && this_way && (row.who & who) != 0) {
      allowed.push_back(row.transition);
    }
  }
  return allowed;
}

std::vector<Transition> allowed_now(const Order& order, Performers who, Via via, Timestamp now) {
  auto allowed = allowed_from(order.status, who, via);
  std::erase_if(allowed, [&](Transition transition) {
    return objects_too_late(order, *find_row(order.status, transition), who, now);
  });
  return allowed;
}

Performers performers_of(const auth::Principal& caller, const Order& order) {
  using auth::Role;
  const auto& zones = caller.zones;
  const bool in_zone =
      order.zone && std::find(zones.begin(), zones.end(), *order.zone) != zones.end();
  Performers who = 0;
  who |= caller.has(Role::client) && caller.customer == order.customer ? only(customer) : 0;
  who |= caller.has(Role::technician) && order.technician == caller.user ? only(technician) : 0;
  who |= caller.has(Role::operator_) ? only(operator_) : 0;
  who |= caller.has(Role::supervisor) && in_zone ? only(supervisor) : 0;
  who |= caller.has(Role::administrator) ? only(administrator) : 0;
  return who;
}

Result<Order> moved(const Order& order, const Move& move, std::chrono::hours objection_period) {
  const auto* row = find_row(order.status, move.transition);
  if (auto checked = check(order, move, row); !checked) {
    return fail(std::move(checked.error()));
  }
  Order after = order;
  after.status = row->to;
  set_technician(after, move);
  set_clock(after, move, objection_period);
  return after;
}

std::string lifecycle_page() {
  std::string page =
      "# The order's life\n\nMade from the table in `services/workorders/lifecycle.cpp`; a test "
      "fails where they "
      "differ.\nAny other jump is refused with 409 and the transitions that are "
      "allowed.\n\n```mermaid\n"
      "stateDiagram-v2\n  [*] --> open: create\n";
  std::set<OrderStatus> leaves;
  for (const auto& row : k_rows) {
    page += fmt::format("  {} --> {}: {}\n", name_of(row.from), name_of(row.to),
                        name_of(row.transition));
    leaves.insert(row.from);
  }
  for (const auto& [status, name] : k_names<OrderStatus>) {
    page += leaves.contains(status) ? "" : fmt::format("  {} --> [*]\n", name);
  }
  page += "```\n\n| from | transition | to | who | through | reason |\n|---|---|---|---|---|---|\n";
  for (const auto& row : k_rows) {
    page +=
        fmt::format("| `{}` | {} | `{}` | {} | {} | {} |\n", name_of(row.from),
                    name_of(row.transition), name_of(row.to), words_of(row.who, k_performer_words),
                    words_of(row.via, k_via_words), row.needs_reason ? "needed" : "—");
  }
  page +=
      "\n`hold` with the reason `waiting_customer` lets the SLA's clock stand still until the work "
      "goes on. A client "
      "may\nreopen within the objection period after completion; after it the order closes by "
      "itself. Materials of "
      "an order\nthat is cancelled before work began return to stock.\n";
  return page;
}

}  // namespace mf::workorders
