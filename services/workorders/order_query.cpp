#include "services/workorders/order_query.hpp"

#include "platform/service/context.hpp"
#include "services/workorders/order_search.hpp"
#include "services/workorders/order_store.hpp"

#include <charconv>
#include <limits>

namespace mf::workorders {
namespace {

/// What a statement walks along: the index that gives the rows in the list's order.
enum class Lead { all, status, zone_status, customer, technician, words };
constexpr std::size_t k_leads = 6;
constexpr std::size_t k_sorts = 5;

/// Where a page goes on: greater than (or, newest first, less than) this pair.
struct Place {
  std::int64_t major = 0;
  std::int64_t minor = 0;
  auto operator<=>(const Place&) const = default;
};

struct SortRule {
  std::string_view after;  // the condition for the next page: $19 is the minor, $20 the major
  std::string_view order;
  bool two_parts;
  bool by_key;  // in the order of created_key
};

constexpr std::array<SortRule, k_sorts> k_rules{{
    {"{key} < $19", "{key} DESC", false, true},
    {"{key} > $19", "{key}", false, true},
    {"(o.urgency, o.created_key) > ($20, $19)", "o.urgency, o.created_key", true, false},
    {"(o.due_at, o.created_key) > ($20, $19)", "o.due_at, o.created_key", true, false},
    {"o.number > $19", "o.number", false, false},
}};

// The conditions of every list; the lead's own is an equality, for the sake of its index.
constexpr std::string_view k_customer = "(o.customer_id = $1 OR $1 IS NULL)";
constexpr std::string_view k_technician = "(o.technician_id = $2 OR $2 IS NULL)";
constexpr std::string_view k_zone = "(o.zone_id = $3 OR $3 IS NULL)";
constexpr std::string_view k_status =
    "(CAST($4 AS TEXT) IS NULL OR $4 LIKE '%,' || o.status || ',%')";
constexpr std::string_view k_others =
    " AND (CAST($5 AS TEXT) IS NULL OR $5 LIKE '%,' || o.priority || ',%')"
    " AND (o.type_id IN ($6, $7, $8, $9, $10, $11, $12, $13) OR $6 IS NULL)"
    " AND o.created_at >= $16 AND o.created_at <= $17";

std::string with_key(std::string_view text, std::string_view key) {
  std::string out(text);
  if (const auto at = out.find("{key}"); at != std::string::npos) {
    out.replace(at, 5, key);
  }
  return out;
}

/// A statement of the bounded set that lists use; every value in it is a parameter.
std::string make_statement(db::Engine engine, Lead lead, OrderSort sort, bool searching) {
  const SortRule& rule = k_rules[static_cast<std::size_t>(sort)];
  const search::Pieces& index = search::pieces(engine);
  const std::string key(lead == Lead::words ? index.key : "o.created_key");
  const std::string text_parameter = rule.two_parts ? "$21" : "$20";
  std::string sql = "SELECT " + store::k_order_columns;
  sql += lead == Lead::words ? std::string(index.from) : " FROM orders o";
  sql += " WHERE ";
  if (lead == Lead::words) {
    sql += std::string(index.where) + text_parameter + std::string(index.where_end) + " AND ";
  }
  sql += lead == Lead::customer ? "o.customer_id = $1" : k_customer;
  sql += " AND ";
  sql += lead == Lead::technician ? "o.technician_id = $2" : k_technician;
  sql += " AND ";
  sql += lead == Lead::zone_status ? "o.zone_id = $3" : k_zone;
  sql += " AND ";
  sql += lead == Lead::status || lead == Lead::zone_status ? "o.status = $4" : k_status;
  sql += k_others;
  // "+" keeps the engine from walking along created_key where the list has another order, and from
  // mistaking the bound of the whole list for the place where the page begins.
  sql += (sort == OrderSort::newest ? " AND " : " AND +") + key + " >= $14";
  sql += (sort == OrderSort::oldest ? " AND " : " AND +") + key + " <= $15";
  if (searching && lead != Lead::words) {
    sql +=
        " AND " + std::string(index.condition) + text_parameter + std::string(index.condition_end);
  }
  sql +=
      " AND " + with_key(rule.after, key) + " ORDER BY " + with_key(rule.order, key) + " LIMIT $18";
  return sql;
}

using Statements = std::array<std::string, k_leads * k_sorts * 2>;

Statements make_statements(db::Engine engine) {
  Statements made;
  for (std::size_t i = 0; i < made.size(); ++i) {
    made[i] = make_statement(engine, static_cast<Lead>(i / (k_sorts * 2)),
                             static_cast<OrderSort>(i / 2 % k_sorts), i % 2 == 1);
  }
  return made;
}

const std::string& statement(db::Engine engine, Lead lead, OrderSort sort, bool searching) {
  static const Statements on_sqlite = make_statements(db::Engine::sqlite);
  static const Statements on_postgres = make_statements(db::Engine::postgres);
  const auto& all = engine == db::Engine::postgres ? on_postgres : on_sqlite;
  return all[static_cast<std::size_t>(lead) * k_sorts * 2 + static_cast<std::size_t>(sort) * 2 +
             searching];
}

/// One share of what the caller may see and has asked for.
using Share = search::Among;

template <class T>
bool narrow(std::optional<T>& wanted, const T& allowed) {
  if (wanted && *wanted != allowed) {
    return false;
  }
  wanted = allowed;
  return true;
}

/// The filter within the reach: a share for each thing that opens a part of the orders to the
/// caller.
std::vector<Share> shares_of(const Reach& reach, const OrderFilter& filter) {
  const Share wanted{filter.customer, filter.technician, filter.zone};
  if (reach.all) {
    return {wanted};
  }
  std::vector<Share> shares;
  if (Share own = wanted; reach.customer && narrow(own.customer, *reach.customer)) {
    shares.push_back(own);
  }
  if (Share assigned = wanted; reach.technician && narrow(assigned.technician, *reach.technician)) {
    shares.push_back(assigned);
  }
  for (const auto zone : reach.zones) {
    if (Share in_zone = wanted; narrow(in_zone.zone, zone)) {
      shares.push_back(in_zone);
    }
  }
  return shares;
}

bool by_key(OrderSort sort) {
  return k_rules[static_cast<std::size_t>(sort)].by_key;
}

Lead lead_of(const Share& share, const OrderFilter& filter, OrderSort sort, bool searching) {
  if (searching && by_key(sort)) {
    return Lead::words;
  }
  if (share.customer) {
    return Lead::customer;
  }
  if (share.technician) {
    return Lead::technician;
  }
  if (share.zone && by_key(sort)) {
    return Lead::zone_status;
  }
  const bool has_index = by_key(sort) ? !filter.statuses.empty() : sort != OrderSort::code;
  return has_index ? Lead::status : Lead::all;
}

template <Named E>
db::Value word_list(const std::vector<E>& words) {
  if (words.empty()) {
    return {};
  }
  std::string out = ",";
  for (const auto word : words) {
    out += std::string(name_of(word)) + ",";
  }
  return out;
}

/// The final ones first: most orders are, so that little of the others is left to read.
std::vector<OrderStatus> all_statuses() {
  std::vector<OrderStatus> out;
  for (const auto& [status, _] : k_names<OrderStatus>) {
    out.push_back(status);
  }
  std::reverse(out.begin(), out.end());
  return out;
}

Place place_of(const Order& order, OrderSort sort) {
  const auto key = created_key(order.created_at, order.number);
  switch (sort) {
    case OrderSort::urgent:
      return {urgency_of(order.priority), key};
    case OrderSort::due:
      return {to_micros(order.sla.due), key};
    case OrderSort::code:
      return {0, order.number};
    case OrderSort::newest:
    case OrderSort::oldest:
      break;
  }
  return {0, key};
}

bool comes_before(const Order& a, const Order& b, OrderSort sort) {
  return sort == OrderSort::newest ? place_of(b, sort) < place_of(a, sort)
                                   : place_of(a, sort) < place_of(b, sort);
}

/// Everything about one request for a page.
struct Query {
  const OrderFilter& filter;
  OrderSort sort;
  Place after;
  bool last_begun = false;  // search: the last word need only begin so
  int limit = 0;

  bool searching() const { return !filter.text.empty(); }
};

constexpr auto k_least = std::numeric_limits<std::int64_t>::min();
constexpr auto k_most = std::numeric_limits<std::int64_t>::max();

std::int64_t first_key(const OrderFilter& filter) {
  return filter.created_from ? created_key(*filter.created_from, 0) : k_least;
}
std::int64_t last_key(const OrderFilter& filter) {
  constexpr std::int64_t last_number = (std::int64_t{1} << 30) - 1;
  return filter.created_to ? created_key(*filter.created_to, last_number) : k_most;
}

/// Before the first order of the list.
Place start_of(const OrderFilter& filter, OrderSort sort) {
  if (sort == OrderSort::newest) {
    const auto last = last_key(filter);
    return {k_most, last == k_most ? last : last + 1};
  }
  const auto first = first_key(filter);
  return {k_least, by_key(sort) && first != k_least ? first - 1 : k_least};
}

/// What of created_key is looked at.
struct Keys {
  std::int64_t first;
  std::int64_t last;
};

/// The filter's, and nothing behind a page that is found already.
Keys keys_of(const Query& query, const std::vector<Order>& found) {
  Keys keys{first_key(query.filter), last_key(query.filter)};
  if (std::ssize(found) > query.limit && by_key(query.sort)) {
    auto& bound = query.sort == OrderSort::newest ? keys.first : keys.last;
    bound = place_of(found.back(), query.sort).minor;
  }
  return keys;
}

std::vector<db::Value> values_of(db::Engine engine, const Query& query, const Share& share,
                                 Lead lead, const db::Value& status, const Keys& keys) {
  const auto& filter = query.filter;
  std::vector<db::Value> values{share.customer, share.technician, share.zone, status,
                                word_list(filter.priorities)};
  for (std::size_t i = 0; i < k_most_types; ++i) {
    values.push_back(i < filter.types.size() ? db::Value(filter.types[i]) : db::Value());
  }
  values.emplace_back(keys.first);
  values.emplace_back(keys.last);
  values.emplace_back(filter.created_from ? to_micros(*filter.created_from) : k_least);
  values.emplace_back(filter.created_to ? to_micros(*filter.created_to) : k_most);
  values.emplace_back(query.limit + 1);
  values.emplace_back(query.after.minor);
  if (k_rules[static_cast<std::size_t>(query.sort)].two_parts) {
    values.emplace_back(query.after.major);
  }
  if (query.searching()) {
    values.emplace_back(search::expression(engine, filter.text, query.last_begun,
                                           lead == Lead::words ? share : Share{}));
  }
  return values;
}

/// In the list's order, each once (an order may lie in two shares, as a technician's own one in
/// their zone), and no more than a page and the one that tells of the next.
void keep_page(std::vector<Order>& found, const Query& query) {
  std::sort(found.begin(), found.end(),
            [&](const Order& a, const Order& b) { return comes_before(a, b, query.sort); });
  const auto same = [](const Order& a, const Order& b) { return a.id == b.id; };
  found.erase(std::unique(found.begin(), found.end(), same), found.end());
  const auto most = static_cast<std::size_t>(query.limit) + 1;
  if (found.size() > most) {
    found.erase(found.begin() + static_cast<std::ptrdiff_t>(most), found.end());
  }
}

void run_share(db::Session& session, const Query& query, const Share& share,
               std::vector<Order>& found) {
  const Lead lead = lead_of(share, query.filter, query.sort, query.searching());
  const auto& sql = statement(session.engine(), lead, query.sort, query.searching());
  const auto run = [&](const db::Value& status) {
    const auto before = found.size();
    const auto values =
        values_of(session.engine(), query, share, lead, status, keys_of(query, found));
    session.run(sql, db::Parameters{values},
                [&](const db::Row& row) { found.push_back(store::read_order(row)); });
    if (found.size() > before) {
      keep_page(found, query);
    }
  };
  if (lead != Lead::status && lead != Lead::zone_status) {
    run(word_list(query.filter.statuses));
    return;
  }
  for (const auto status : query.filter.statuses.empty() ? all_statuses() : query.filter.statuses) {
    run(status);
  }
}

std::vector<Order> find_page(db::Session& session, const Query& query,
                             const std::vector<Share>& shares) {
  std::vector<Order> found;
  for (const auto& share : shares) {
    run_share(session, query, share, found);
  }
  return found;
}

std::optional<std::int64_t> to_number(const std::string& text) {
  std::int64_t value = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
  return code == std::errc{} && end == text.data() + text.size() ? std::optional{value}
                                                                 : std::nullopt;
}

Result<void> go_on_after(Query& query, const std::string& cursor) {
  const auto parts = service::read_cursor(cursor, 4);
  const auto major = parts ? to_number((*parts)[1]) : std::nullopt;
  const auto minor = parts ? to_number((*parts)[2]) : std::nullopt;
  if (!major || !minor || (*parts)[0] != name_of(query.sort)) {
    return fail(ErrorKind::bad_request, "bad_cursor", "This is no cursor of this list.");
  }
  query.after = {*major, *minor};
  query.last_begun = (*parts)[3] == "begun";
  return {};
}

}  // namespace

std::string cursor_after(const Order& order, OrderSort sort, bool last_begun) {
  const Place last = place_of(order, sort);
  return service::make_cursor({std::string(name_of(sort)), std::to_string(last.major),
                               std::to_string(last.minor), last_begun ? "begun" : "whole"});
}

Result<OrderPage> list_orders(db::Session& session, const Reach& reach, const OrderFilter& filter,
                              OrderSort sort, const std::optional<std::string>& cursor, int limit) {
  Query query{filter, sort, start_of(filter, sort)};
  query.limit = limit;
  if (cursor) {
    if (auto understood = go_on_after(query, *cursor); !understood) {
      return fail(std::move(understood.error()));
    }
  }
  OrderPage page;
  if (query.searching() && search::expression(session.engine(), filter.text, false).empty()) {
    return page;  // nothing but signs: no order has such a word
  }
  const auto shares = shares_of(reach, filter);
  page.items = find_page(session, query, shares);
  if (page.items.empty() && !cursor &&
      !search::expression(session.engine(), filter.text, true).empty()) {
    query.last_begun = true;
    page.items = find_page(session, query, shares);
  }
  if (page.items.size() > static_cast<std::size_t>(limit)) {
    page.items.resize(static_cast<std::size_t>(limit));
    page.next = cursor_after(page.items.back(), sort, query.last_begun);
  }
  page.last_begun = query.last_begun;
  return page;
}

}  // namespace mf::workorders
