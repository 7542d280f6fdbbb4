#include "services/workorders/import.hpp"

#include "app/commands.hpp"
#include "app/running.hpp"
#include "app/suite.hpp"

#include <unistd.h>

#include <fstream>
#include <iostream>

namespace mf::app {
namespace {

std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) {
    throw std::runtime_error("cannot read " + path + ": check its name and rights");
  }
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

/// One line that is written over on a terminal, a line every 1,000 records elsewhere.
void show_progress(std::size_t done, std::size_t total) {
  const bool terminal = isatty(STDERR_FILENO) != 0;
  if (terminal) {
    std::cerr << "\r" << done << " of " << total << " records" << (done == total ? "\n" : "")
              << std::flush;
  } else if (done == total || done % 1000 == 0) {
    std::cerr << done << " of " << total << " records" << std::endl;
  }
}

void print(const workorders::ImportReport& report, bool dry_run) {
  std::cout << report.records << " records: " << report.imported << (dry_run ? " would be" : "")
            << " imported, " << report.duplicates.size() << " known already, "
            << report.refused.size() << " refused; " << report.customers_created
            << " new customers\n";
  for (const auto& refused : report.refused) {
    std::cout << "refused: record " << refused.record << " (" << refused.key << ")"
              << (refused.column.empty() ? "" : ", column " + refused.column) << ": "
              << refused.reason << "\n";
  }
  for (const auto& known : report.duplicates) {
    std::cout << "known: record " << known.record << " (" << known.key << ")\n";
  }
}

/// Into the data folder of a suite that stands still.
workorders::ImportReport import_here(Settings settings, const std::string& file,
                                     std::string content, bool dry_run) {
  const std::string time_zone = settings.time_zone;
  const SystemClock clock;
  Suite suite(std::move(settings), clock);
  workorders::Cause cause;
  cause.now = clock.now();
  const auto report = workorders::import_orders(
      suite.database("workorders"), std::move(content), cause,
      {.dry_run = dry_run, .time_zone = time_zone, .progress = show_progress});
  if (!report) {
    throw std::runtime_error(file + ": " + report.error().detail);
  }
  return *report;
}

/// Through the API of the suite that is running.
workorders::ImportReport import_there(const RunningSuite& suite, const std::string& file,
                                      const std::string& content, bool dry_run) {
  const auto answer =
      suite.post(std::string("/api/v1/imports/orders?dryRun=") + (dry_run ? "true" : "false"),
                 "text/csv", content, [](int seconds) {
                   std::cerr << "The running suite has been importing for " << seconds << " s\n";
                 });
  if (answer.status != 200) {
    throw std::runtime_error(file + ": " + explain(answer.body));
  }
  const auto report = json::decode<workorders::ImportReport>(answer.body);
  if (!report) {
    throw std::runtime_error(
        "the running suite's answer is not understood: is it of another version?");
  }
  return *report;
}

}  // namespace

int import_orders(Settings settings, const std::string& file, bool dry_run) {
  std::string content = read_file(file);
  const auto running = RunningSuite::find(settings);
  const auto report = running ? import_there(*running, file, content, dry_run)
                              : import_here(std::move(settings), file, std::move(content), dry_run);
  print(report, dry_run);
  return 0;
}

}  // namespace mf::app
