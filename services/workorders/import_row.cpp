#include "services/workorders/import_row.hpp"

#include "platform/core/text.hpp"

namespace mf::workorders {
namespace {

constexpr std::size_t k_title_length = 80;
constexpr std::size_t k_shortest_document = 4;
constexpr std::size_t k_longest_document = 20;
constexpr std::chrono::sys_days k_earliest =
    std::chrono::year{2000} / std::chrono::January / std::chrono::day{1};

/// How many characters a text may have.
struct LengthRule {
  ImportColumn column;
  std::size_t most;
};
constexpr std::array<LengthRule, 7> k_lengths{{{ImportColumn::key, 64},
                                               {ImportColumn::customer, 200},
                                               {ImportColumn::phone, 40},
                                               {ImportColumn::email, 254},
                                               {ImportColumn::address, 300},
                                               {ImportColumn::neighbourhood, 120},
                                               {ImportColumn::description, 4000}}};

std::string quoted(std::string_view text) {
  constexpr std::size_t shown = 60;
  std::size_t end = text.size();
  if (end > shown) {
    end = shown;
    while (end > 0 && (static_cast<std::uint8_t>(text[end]) & 0xc0) == 0x80) {
      --end;
    }
  }
  return "\"" + std::string(text.substr(0, end)) + (end < text.size() ? "…\"" : "\"");
}

/// One line, without blanks at its ends and with single ones inside.
std::string one_line(std::string_view text) {
  std::string out;
  bool blank = false;
  for (const char c : trim(text)) {
    if (c == ' ' || (c >= '\t' && c <= '\r')) {
      blank = true;
      continue;
    }
    out += blank && !out.empty() ? " " : "";
    blank = false;
    out += c;
  }
  return out;
}

/// Its line breaks as single line feeds.
std::string with_line_feeds(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\r') {
      out += text[i];
    } else if (i + 1 >= text.size() || text[i + 1] != '\n') {
      out += '\n';
    }
  }
  return out;
}

bool is_email(std::string_view text) {
  const auto at = text.find('@');
  return at != std::string_view::npos && at > 0 &&
         text.find('@', at + 1) == std::string_view::npos &&
         text.find('.', at + 2) != std::string_view::npos && text.back() != '.' &&
         text.find_first_of(" \t\r\n,;<>\"") == std::string_view::npos;
}

/// Reads one record column by column and gathers what is wrong.
class RowReader {
 public:
  RowReader(const std::vector<std::string>& record, const RowRules& rules)
      : record_(record), rules_(rules) {}

  std::expected<ImportRow, RowFault> read() {
    check_presence();
    check_lengths();
    row_.key = std::string(field(ImportColumn::key));
    read_registered();
    read_customer();
    row_.address = one_line(field(ImportColumn::address));
    row_.neighbourhood = optional_line(ImportColumn::neighbourhood);
    read_position();
    read_type_and_priority();
    row_.description = with_line_feeds(field(ImportColumn::description));
    row_.title = title_of(row_.description);
    read_window();
    check_width();
    if (faults_.empty()) {
      return std::move(row_);
    }
    return std::unexpected(first_fault());
  }

 private:
  struct Found {
    std::optional<ImportColumn> column;
    std::string code;
    std::string reason;
  };

  std::string_view field(ImportColumn column) const {
    return rules_.columns.field(record_, column);
  }

  std::optional<std::string> optional_line(ImportColumn column) const {
    const auto text = one_line(field(column));
    return text.empty() ? std::nullopt : std::optional{text};
  }

  void add(ImportColumn column, std::string code, std::string reason) {
    faults_.push_back({column, std::move(code), std::move(reason)});
  }
  void add_required(ImportColumn column) { add(column, "required", "This field is required."); }

  void check_presence() {
    for (const auto& rule : import_column_rules()) {
      if (rule.required && field(rule.column).empty()) {
        add_required(rule.column);
      }
    }
  }

  void check_lengths() {
    for (const auto& [column, most] : k_lengths) {
      if (code_points(field(column)) > most) {
        add(column, "too_long", fmt::format("This takes at most {} characters.", most));
      }
    }
  }

  /// An empty field is no fault here: check_presence() knows which must be there.
  std::optional<Timestamp> moment(ImportColumn column) {
    const auto text = field(column);
    if (text.empty()) {
      return std::nullopt;
    }
    const auto written = read_date(text);
    const auto time =
        written ? moment_of(*written, rules_.day_order, rules_.time_zone) : std::nullopt;
    if (!time) {
      add(column, "no_such_date", "There is no such date as " + quoted(text) + ".");
    }
    return time;
  }

  /// Nothing was registered before there were such systems, or later than tomorrow: a year or a
  /// month is mistyped.
  void read_registered() {
    const auto registered = moment(ImportColumn::registered);
    row_.registered = registered.value_or(Timestamp{});
    if (!registered) {
      return;
    }
    const auto today = to_local(rules_.now, rules_.time_zone).day;
    const auto after_tomorrow =
        from_local(today + std::chrono::days{2}, minutes{0}, rules_.time_zone);
    if (*registered < Timestamp{k_earliest} || *registered >= after_tomorrow) {
      add(ImportColumn::registered, "out_of_range",
          quoted(field(ImportColumn::registered)) +
              " is out of range: an order was registered after 1999 and not later than tomorrow.");
    }
  }

  void read_customer() {
    row_.customer = one_line(field(ImportColumn::customer));
    const auto type_text = field(ImportColumn::document_type);
    const auto type = document_type_of_words(type_text);
    row_.document.type = type.value_or(DocumentType::cc);
    if (!type && !type_text.empty()) {
      add(ImportColumn::document_type, "unknown_document_type",
          quoted(type_text) + " is an unknown type of document.");
    }
    const auto number = field(ImportColumn::document);
    row_.document.number = clean_document_number(number);
    const auto length = row_.document.number.size();
    if (!number.empty() && (length < k_shortest_document || length > k_longest_document)) {
      add(ImportColumn::document, "not_a_document",
          quoted(number) + " is no document: it has 4 to 20 digits or letters.");
    }
    row_.phone = optional_line(ImportColumn::phone);
    row_.email = optional_line(ImportColumn::email);
    if (row_.email && !is_email(*row_.email)) {
      add(ImportColumn::email, "not_an_email", quoted(*row_.email) + " is no e-mail address.");
    }
  }

  std::optional<double> degrees(ImportColumn column, double most, std::string_view what) {
    const auto text = field(column);
    const auto value = read_decimal(text);
    if (!value) {
      add(column, "not_a_number", quoted(text) + " is not a number.");
    } else if (*value < -most || *value > most) {
      add(column, "out_of_range",
          fmt::format("{} is out of range: a {} lies between -{} and {} degrees.", *value, what,
                      most, most));
      return std::nullopt;
    }
    return value;
  }

  /// Both coordinates, or neither.
  void read_position() {
    const bool has_latitude = !field(ImportColumn::latitude).empty();
    const bool has_longitude = !field(ImportColumn::longitude).empty();
    if (!has_latitude && !has_longitude) {
      return;
    }
    if (!has_latitude || !has_longitude) {
      add_required(has_latitude ? ImportColumn::longitude : ImportColumn::latitude);
      return;
    }
    const auto latitude = degrees(ImportColumn::latitude, 90, "latitude");
    const auto longitude = degrees(ImportColumn::longitude, 180, "longitude");
    if (latitude && longitude) {
      row_.position = contracts::Position{*latitude, *longitude};
    }
  }

  void read_type_and_priority() {
    const auto type_text = field(ImportColumn::type);
    const auto type = rules_.types.find(type_text);
    row_.type = type.value_or(OrderTypeId{});
    if (!type && !type_text.empty()) {
      add(ImportColumn::type, "unknown_type", quoted(type_text) + " is an unknown type of order.");
    }
    const auto priority_text = field(ImportColumn::priority);
    if (priority_text.empty()) {
      return;
    }
    const auto priority = priority_of_words(priority_text);
    row_.priority = priority.value_or(Priority::medium);
    if (!priority) {
      add(ImportColumn::priority, "unknown_priority",
          quoted(priority_text) + " is an unknown priority.");
    }
  }

  /// Both ends, or neither.
  void read_window() {
    const bool has_from = !field(ImportColumn::window_from).empty();
    const bool has_to = !field(ImportColumn::window_to).empty();
    if (has_from != has_to) {
      add_required(has_from ? ImportColumn::window_to : ImportColumn::window_from);
    }
    const auto from = moment(ImportColumn::window_from);
    const auto to = moment(ImportColumn::window_to);
    if (!from || !to) {
      return;
    }
    if (*to <= *from) {
      add(ImportColumn::window_to, "ends_before_it_starts", "The window ends before it starts.");
      return;
    }
    row_.window = contracts::Window{*from, *to};
  }

  /// More fields than the header has: a delimiter stands unquoted in a text, and what follows it is
  /// shifted.
  void check_width() {
    for (std::size_t i = rules_.columns.width(); i < record_.size(); ++i) {
      if (!trim(record_[i]).empty()) {
        faults_.push_back(Found{std::nullopt, "too_many_fields",
                                fmt::format("The record has {} fields, the header {}.",
                                            record_.size(), rules_.columns.width())});
        return;
      }
    }
  }

  std::string heading(const Found& fault) const {
    return fault.column ? rules_.columns.heading(*fault.column) : std::string{};
  }

  /// The first in the order of the columns; the others are named in its reason.
  RowFault first_fault() {
    std::sort(faults_.begin(), faults_.end(), [](const Found& a, const Found& b) {
      return std::tie(a.column, a.code) < std::tie(b.column, b.code);
    });
    const auto& first = faults_.front();
    RowFault out{heading(first), first.code, first.reason};
    for (std::size_t i = 1; i < faults_.size(); ++i) {
      out.reason +=
          (i == 1 ? " Also: " : "; ") + heading(faults_[i]) + " (" + faults_[i].code + ")";
    }
    out.reason += faults_.size() > 1 ? "." : "";
    return out;
  }

  const std::vector<std::string>& record_;
  const RowRules& rules_;
  ImportRow row_;
  std::vector<Found> faults_;
};

}  // namespace

std::expected<ImportRow, RowFault> check_row(const std::vector<std::string>& record,
                                             const RowRules& rules) {
  return RowReader(record, rules).read();
}

void count_dates(const std::vector<std::string>& record, const ColumnMap& columns,
                 DayOrderVote& vote) {
  for (const auto column :
       {ImportColumn::registered, ImportColumn::window_from, ImportColumn::window_to}) {
    if (const auto date = read_date(columns.field(record, column))) {
      vote.add(*date);
    }
  }
}

std::string title_of(std::string_view description) {
  const auto text = trim(description);
  auto line = one_line(text.substr(0, text.find_first_of("\r\n")));
  if (code_points(line) <= k_title_length) {
    return line;
  }
  std::size_t end = 0;
  for (std::size_t count = 0; end < line.size(); ++end) {
    const bool begins_character = (static_cast<std::uint8_t>(line[end]) & 0xc0) != 0x80;
    if (begins_character && count++ == k_title_length - 1) {
      break;
    }
  }
  const auto blank = line.rfind(' ', end);
  line.resize(blank != std::string::npos && blank > end / 2 ? blank : end);
  return line + "…";
}

}  // namespace mf::workorders
