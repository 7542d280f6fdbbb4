#include "services/workorders/domain.hpp"

#include "platform/core/text.hpp"

#include <cmath>

namespace mf::workorders {
namespace {

constexpr std::int64_t k_key_numbers = std::int64_t{1} << 30;  // orders a suite may hold

constexpr std::int64_t k_key_seconds = std::int64_t{1} << 33;  // before and after 1970

/// What dispatch and the desk do among themselves.
constexpr std::array<std::string_view, 4> k_internal_actions = {"assign", "unassign", "reassigned",
                                                                "rescheduled"};

bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// Where a word ends: ASCII that is neither letter nor digit, the Latin-1 signs (« ¿ °) and general
/// punctuation (– “ …).
std::size_t separator_length(std::string_view text) {
  const auto byte = [&](std::size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
  };
  if (byte(0) < 0x80) {
    const char c = text[0];
    return (c >= 'a' && c <= 'z') || is_digit(c) ? 0 : 1;
  }
  if (byte(0) == 0xc2) {
    return 2;
  }
  return byte(0) == 0xe2 && (byte(1) == 0x80 || byte(1) == 0x81) ? 3 : 0;
}

}  // namespace

std::string clean_document_number(std::string_view written) {
  std::string out;
  for (const char c : written) {
    if (is_digit(c) || is_upper(c)) {
      out += c;
    } else if (c >= 'a' && c <= 'z') {
      out += static_cast<char>(c - 'a' + 'A');
    } else if (c != ' ' && c != '.' && c != '-' && c != ',') {
      return {};  // no document is written like this
    }
  }
  return out;
}

std::string clean_serial(std::string_view written) {
  std::string out;
  for (const char c : written) {
    if (c != ' ') {
      out += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    }
  }
  return out;
}

std::string to_text(const Money& money) {
  return fmt::format("{}.{:02} {}", money.cents / 100, money.cents % 100, money.currency);
}

std::optional<Money> parse_money(std::string_view text) {
  constexpr std::int64_t most = 1'000'000'000'000'00;
  Money money;
  std::size_t i = 0;
  for (; i < text.size() && is_digit(text[i]) && money.cents < most; ++i) {
    money.cents = money.cents * 10 + (text[i] - '0');
  }
  if (i == 0) {
    return std::nullopt;
  }
  int decimals = 0;
  if (i < text.size() && text[i] == '.') {
    for (++i; i < text.size() && is_digit(text[i]) && decimals < 2; ++i, ++decimals) {
      money.cents = money.cents * 10 + (text[i] - '0');
    }
    if (decimals == 0) {
      return std::nullopt;
    }
  }
  for (; decimals < 2; ++decimals) {
    money.cents *= 10;
  }
  money.currency = std::string(text.substr(i));
  const bool currency = money.currency.size() == 4 && money.currency[0] == ' ' &&
                        std::all_of(money.currency.begin() + 1, money.currency.end(), is_upper);
  if (!currency || money.cents > most) {
    return std::nullopt;
  }
  money.currency.erase(0, 1);
  return money;
}

std::optional<Thousandths> to_thousandths(double quantity) {
  const double scaled = quantity * 1000.0;
  const double whole = std::round(scaled);
  if (!(std::abs(scaled) <= 1e15) ||
      std::abs(scaled - whole) > 1e-6 * std::max(1.0, std::abs(scaled))) {
    return std::nullopt;
  }
  return static_cast<Thousandths>(whole);
}

Money cost_of(const MaterialLine& line) {
  const auto exact = static_cast<__int128>(line.quantity) * line.unit_cost.cents;
  return {static_cast<std::int64_t>((exact + 500) / 1000), line.unit_cost.currency};
}

std::string code_of(std::int64_t number) {
  return fmt::format("ORD-{:06}", number);
}

int urgency_of(Priority priority) {
  return static_cast<int>(Priority::critical) - static_cast<int>(priority);
}

std::int64_t created_key(Timestamp created_at, std::int64_t number) {
  const auto second =
      std::chrono::floor<std::chrono::seconds>(created_at).time_since_epoch().count();
  return std::clamp(second, -k_key_seconds, k_key_seconds - 1) * k_key_numbers +
         number % k_key_numbers;
}

Timestamp warning_time(const Sla& sla) {
  return sla.due - std::chrono::duration_cast<std::chrono::microseconds>(sla.promised) / 5;
}

std::optional<Timestamp> next_sla_time(const Sla& sla, OrderStatus status) {
  const bool stopped = sla.paused_at || is_final(status) || status == OrderStatus::completed;
  if (stopped || sla.breached) {
    return std::nullopt;
  }
  return sla.warned ? sla.due : warning_time(sla);
}

Sla paused(Sla sla, Timestamp at) {
  sla.paused_at = sla.paused_at.value_or(at);
  return sla;
}

Sla resumed(Sla sla, Timestamp at) {
  if (sla.paused_at) {
    sla.due += std::max(at - *sla.paused_at, std::chrono::microseconds{0});
    sla.paused_at.reset();
  }
  return sla;
}

bool is_breached(const Order& order, Timestamp now) {
  const bool running = !order.sla.paused_at && !is_final(order.status);
  return order.sla.breached || (running && order.completed_at.value_or(now) > order.sla.due);
}

std::vector<std::string> search_words(std::string_view text) {
  std::vector<std::string> words;
  std::string word;
  const std::string folded = fold(text) + ' ';
  for (std::size_t i = 0; i < folded.size();) {
    const auto separator = separator_length(std::string_view(folded).substr(i));
    if (separator == 0) {
      word += folded[i++];
      continue;
    }
    if (!word.empty()) {
      words.push_back(std::exchange(word, {}));
    }
    i += separator;
  }
  return words;
}

std::string search_text(const Order& order) {
  std::string out;
  for (const auto& text :
       {code_of(order.number), order.title, order.description, order.customer_name,
        order.site_address, order.external_ref.value_or("")}) {
    for (const auto& word : search_words(text)) {
      out += word;
      out += ' ';
    }
  }
  return out;
}

HistoryEntry without_internal_reason(HistoryEntry entry) {
  const auto& internal = k_internal_actions;
  if (std::find(internal.begin(), internal.end(), entry.action) != internal.end()) {
    entry.reason.reset();
  }
  return entry;
}

Reach reach_of(const auth::Principal& caller, auth::Permission permission) {
  const auto scope = caller.scope(permission);
  Reach reach{.all = scope.all};
  if (scope.own) {
    reach.customer = caller.customer;
  }
  if (scope.assigned) {
    reach.technician = caller.user;
  }
  if (scope.zone) {
    reach.zones = caller.zones;
  }
  return reach;
}

}  // namespace mf::workorders
