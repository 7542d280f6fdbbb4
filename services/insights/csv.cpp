#include "services/insights/csv.hpp"

namespace mf::insights {
namespace {

class Lines {
 public:
  template <class Number>
  void add(std::string_view section, std::string_view key, std::string_view name,
           std::string_view figure, Number value) {
    text_ +=
        fmt::format("{},{},{},{},{}\r\n", section, csv_cell(key), csv_cell(name), figure, value);
  }

  void shares(std::string_view section, const std::vector<Share>& shares) {
    for (const auto& share : shares) {
      add(section, share.key.value_or(""), share.name.value_or(""), "orders", share.orders);
    }
  }

  void spread(std::string_view section, const Spread& spread) {
    add(section, "", "", "count", spread.count);
    const std::array<std::pair<std::string_view, std::optional<double>>, 3> figures{
        {{"mean_minutes", spread.mean},
         {"median_minutes", spread.median},
         {"p90_minutes", spread.p90}}};
    for (const auto& [figure, value] : figures) {
      if (value) {
        add(section, "", "", figure, *value);
      }
    }
  }

  std::string take() { return std::move(text_); }

 private:
  std::string text_ = "section,key,name,figure,value\r\n";
};

}  // namespace

std::string summary_csv(const Summary& summary) {
  Lines lines;
  lines.add("total", "", "", "orders", summary.orders);
  lines.add("total", "", "", "progress_minutes", summary.progress.count());
  lines.shares("status", summary.by_status);
  lines.shares("type", summary.by_type);
  lines.shares("zone", summary.by_zone);
  lines.shares("day", summary.by_day);
  lines.shares("priority", summary.by_priority);
  lines.spread("time_to_assign", summary.time_to_assign);
  lines.spread("time_to_start", summary.time_to_start);
  lines.spread("time_to_finish", summary.time_to_finish);
  for (const auto& load : summary.technicians) {
    const auto id = load.technician.to_string();
    lines.add("technician", id, load.name, "assigned", load.assigned);
    lines.add("technician", id, load.name, "completed", load.completed);
    lines.add("technician", id, load.name, "minutes", load.spent.count());
  }
  return lines.take();
}

}  // namespace mf::insights
