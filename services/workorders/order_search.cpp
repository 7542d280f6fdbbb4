#include "services/workorders/order_search.hpp"

#include "platform/core/text.hpp"
#include "services/workorders/order_store.hpp"

namespace mf::workorders::search {
namespace {

constexpr int k_batch = 1000;
constexpr std::size_t k_most_words = 12;
constexpr std::size_t k_shortest_beginning = 3;  // what the index has beginnings of

constexpr db::Sql k_waiting =
    "SELECT COUNT(*) FROM (SELECT 1 FROM orders WHERE number > (SELECT number FROM "
    "order_search_progress WHERE id = 1) "
    "LIMIT 1) w";
constexpr db::Sql k_progress = "SELECT number FROM order_search_progress WHERE id = 1";
constexpr db::Sql k_move = "UPDATE order_search_progress SET number = $1 WHERE id = 1";

// SQLite: an FTS5 table by rowid that keeps no text, so that a removal names the words.
constexpr db::Sql k_add = "INSERT INTO order_search (rowid, words) VALUES ($1, $2)";
constexpr db::Sql k_remove =
    "INSERT INTO order_search (order_search, rowid, words) VALUES ('delete', $1, $2)";
// A negative number of pages begins with all pieces, a positive one goes on ("merge" in FTS5's
// manual).
constexpr db::Sql k_merge = "INSERT INTO order_search (order_search, rank) VALUES ('merge', $1)";
constexpr int k_merge_pages = 100;
constexpr Pieces k_sqlite{
    .from = " FROM order_search CROSS JOIN orders o ON o.created_key = order_search.rowid",
    .where = "order_search MATCH ",
    .where_end = "",
    .key = "order_search.rowid",
    .condition = "+o.created_key IN (SELECT rowid FROM order_search WHERE order_search MATCH ",
    .condition_end = ")"};

// PostgreSQL: a tsvector of the same words. They are folded and cut already: no parser of the
// server's comes near them.
constexpr db::Sql k_put =
    "INSERT INTO order_search (created_key, words) "
    "VALUES ($1, array_to_tsvector(array_remove(string_to_array($2, ' '), ''))) "
    "ON CONFLICT (created_key) DO UPDATE SET words = excluded.words";
constexpr Pieces k_postgres{
    .from = " FROM order_search JOIN orders o ON o.created_key = order_search.created_key",
    .where = "order_search.words @@ CAST(",
    .where_end = " AS tsquery)",
    .key = "order_search.created_key",
    .condition = "o.created_key IN (SELECT created_key FROM order_search WHERE words @@ CAST(",
    .condition_end = " AS tsquery))"};

const std::string& next_orders_sql() {
  static const std::string sql = "SELECT " + store::k_order_columns +
                                 " FROM orders o WHERE o.number > $1 ORDER BY o.number LIMIT $2";
  return sql;
}

/// A word that nobody writes, for all orders of one customer, technician or zone.
std::string word_of(char kind, Uuid id) {
  const std::string_view bytes(reinterpret_cast<const char*>(id.bytes.data()), id.bytes.size());
  return kind + to_hex(bytes);
}

std::string indexed_words(const Order& order) {
  std::string words = search_text(order) + word_of('k', order.customer.value);
  words += order.technician ? ' ' + word_of('t', order.technician->value) : std::string();
  words += order.zone ? ' ' + word_of('z', order.zone->value) : std::string();
  return words;
}

std::int64_t progress(db::Session& session) {
  return session.one(k_progress, {}, [](const db::Row& row) { return row.integer(0); }).value();
}

Result<int> take_in_batch(db::Unit& unit) {
  const auto orders = unit.all(next_orders_sql(), {progress(unit), k_batch}, store::read_order);
  for (const auto& order : orders) {
    unit.execute(unit.engine() == db::Engine::postgres ? k_put : k_add,
                 {created_key(order.created_at, order.number), indexed_words(order)});
  }
  if (!orders.empty()) {
    unit.execute(k_move, {orders.back().number});
  }
  return static_cast<int>(orders.size());
}

bool is_behind(db::Database& database) {
  return database.read([](db::Session& session) {
    return session.one(k_waiting, {}, [](const db::Row& row) { return row.integer(0) > 0; })
        .value();
  });
}

/// Words hold letters and digits; should a sign ever come through, it means nothing.
std::string in_quotes(const std::string& word, char quote) {
  std::string out(1, quote);
  for (const char c : word) {
    out += c == quote || c == '\\' ? std::string(2, c) : std::string(1, c);
  }
  return out + quote;
}

}  // namespace

int bring_up_to_date(db::Database& database) {
  int total = 0;
  if (!is_behind(database)) {
    return total;
  }
  for (;;) {
    const auto taken = database.write(take_in_batch);
    total += taken.value_or(0);
    if (taken.value_or(0) < k_batch) {
      return total;
    }
  }
}

void tidy(db::Database& database) {
  if (database.engine() == db::Engine::postgres) {
    return;
  }
  for (int pages = -k_merge_pages;; pages = k_merge_pages) {
    const auto changed = database.write(
        [&](db::Unit& unit) -> Result<std::int64_t> { return unit.execute(k_merge, {pages}); });
    if (changed.value_or(0) < 2) {  // FTS5's sign that nothing was left to do
      return;
    }
  }
}

void replace(db::Unit& unit, const Order& before, const Order& after) {
  const std::string old_words = indexed_words(before);
  const std::string new_words = indexed_words(after);
  if (old_words == new_words || before.number > progress(unit)) {
    return;
  }
  const auto key = created_key(before.created_at, before.number);
  if (unit.engine() == db::Engine::postgres) {
    unit.execute(k_put, {key, new_words});
    return;
  }
  unit.execute(k_remove, {key, old_words});
  unit.execute(k_add, {key, new_words});
}

std::string expression(db::Engine engine, std::string_view text, bool last_begun,
                       const Among& among) {
  auto words = search_words(text);
  if (words.empty()) {
    return {};
  }
  words.resize(std::min(words.size(), k_most_words));
  if (last_begun && words.back().size() < k_shortest_beginning) {
    return {};
  }
  const std::size_t begun = last_begun ? words.size() - 1 : words.size();
  const auto also = [&](char kind, const auto& id) {
    if (id) {
      words.push_back(word_of(kind, id->value));
    }
  };
  also('k', among.customer);
  also('t', among.technician);
  also('z', among.zone);
  const bool postgres = engine == db::Engine::postgres;
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (postgres) {
      out += (i == 0 ? "" : " & ") + in_quotes(words[i], '\'') + (i == begun ? ":*" : "");
    } else {
      out += in_quotes(words[i], '"') + (i == begun ? "* " : " ");
    }
  }
  return out;
}

const Pieces& pieces(db::Engine engine) {
  return engine == db::Engine::postgres ? k_postgres : k_sqlite;
}

}  // namespace mf::workorders::search
