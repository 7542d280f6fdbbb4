// The command line. Exit codes: 0 done, 1 failed, 2 wrong usage.
#include "app/commands.hpp"

#include <CLI/CLI.hpp>
#include <sys/resource.h>
#include <sys/stat.h>

#include <cstdlib>
#include <iostream>

namespace {

using mf::app::Settings;

struct Options {
  std::string config;
  std::string data;
  std::string listen;
};

/// The settings of the file, the environment and the command line, in rising order. Throws what is
/// wrong with them.
mf::config::Config load(const Options& options, Settings& settings) {
  auto config =
      mf::config::Config::load(options.config, [](const char* name) { return std::getenv(name); });
  if (!config) {
    throw std::runtime_error(config.error().detail);
  }
  settings = mf::app::read_settings(*config);
  if (const auto problems = config->problems(); !problems.empty()) {
    throw std::runtime_error(
        fmt::format("the configuration is wrong:\n  {}", fmt::join(problems, "\n  ")));
  }
  settings.data = options.data.empty() ? settings.data : options.data;
  settings.listen = options.listen.empty() ? settings.listen : options.listen;
  mf::telemetry::set_log_level(settings.log_level);
  return std::move(*config);
}

/// Each connection is an open file, and the limit that a shell hands down is often 1,024.
void raise_file_limit() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) == 0) {
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
  }
}

}  // namespace

int main(int argc, char** argv) {
  raise_file_limit();
  umask(0077);  // whatever is written belongs to this user alone
  CLI::App app("MicroFlow: field service for telecom support companies");
  app.require_subcommand(1);
  app.set_version_flag("--version", "microflow 0.1.0");
  Options options;
  std::function<int(Settings, mf::config::Config&)> chosen;

  const auto command = [&](CLI::App& parent, const std::string& name, const std::string& about,
                           std::function<int(Settings, mf::config::Config&)> run) {
    auto* sub = parent.add_subcommand(name, about);
    sub->add_option("--config", options.config, "TOML file");
    sub->add_option("--data", options.data, "data folder");
    sub->callback([&chosen, run = std::move(run)] { chosen = run; });
    return sub;
  };

  bool demo = false;
  auto* up =
      command(app, "up", "Runs the whole suite in this process",
              [&](Settings settings, auto&) { return mf::app::up(std::move(settings), demo); });
  up->add_option("--listen", options.listen, "HOST:PORT");
  up->add_flag("--demo", demo, "fill an empty data folder with a demo company; loopback only");

  std::vector<std::string> names;
  auto* serve =
      command(app, "serve", "Runs some services, or the gateway, as one process of several",
              [&](Settings settings, auto&) { return mf::app::serve(std::move(settings), names); });
  serve->add_option("--listen", options.listen, "HOST:PORT");
  serve->add_option("NAME", names, "gateway, or services: identity, workorders …")->required();

  auto* keys = app.add_subcommand("keys", "Identity's keys")->require_subcommand(1);
  command(*keys, "rotate", "Makes a new key; tokens of the old one stay good",
          [](const Settings& settings, auto&) { return mf::app::rotate_keys(settings); });

  command(app, "migrate", "Brings the databases' schemas up to date",
          [](Settings settings, auto&) { return mf::app::migrate(std::move(settings)); });

  mf::app::NewPerson person;
  auto* user = app.add_subcommand("user", "People")->require_subcommand(1);
  auto* add = command(
      *user, "add", "Adds a person; the password is read from standard input",
      [&](Settings settings, auto&) { return mf::app::add_user(std::move(settings), person); });
  add->add_option("--username", person.username)->required();
  add->add_option("--name", person.name)->required();
  add->add_option("--email", person.email);
  add->add_option("--role", person.role)->required();

  std::string file;
  bool dry_run = false;
  auto* import = app.add_subcommand("import", "Takes in files")->require_subcommand(1);
  auto* orders =
      command(*import, "orders", "Takes in a file of orders (CSV)", [&](Settings settings, auto&) {
        return mf::app::import_orders(std::move(settings), file, dry_run);
      });
  orders->add_option("FILE", file)->required();
  orders->add_flag("--dry-run", dry_run, "report, and change nothing");

  auto* rebuild =
      app.add_subcommand("rebuild", "Recomputes what is made from events")->require_subcommand(1);
  command(*rebuild, "insights", "The figures, from the history",
          [](Settings settings, auto&) { return mf::app::rebuild_insights(std::move(settings)); });

  bool reference = false;
  auto* config = command(app, "config", "Prints the effective configuration, secrets masked",
                         [&](const Settings&, mf::config::Config& read) {
                           std::cout << (reference ? read.reference() : read.effective());
                           return 0;
                         });
  config->add_flag("--reference", reference, "the table of all keys instead, as Markdown");

  command(app, "doctor", "Looks for what would keep the suite from running",
          [](const Settings& settings, auto&) { return mf::app::doctor(settings); });

  planner::SolveCommand solve;
  auto* plan = app.add_subcommand("plan", "Technicians' days")->require_subcommand(1);
  auto* solving = command(*plan, "solve", "Solves a planning problem, prints the plan as JSON",
                          [&](const Settings&, auto&) { return mf::app::plan_solve(solve); });
  solving->add_option("FILE", solve.files, "the problem; a crew's file behind its tasks'")
      ->required();
  solving->add_option("--time", solve.limits.seconds, "seconds")->check(CLI::PositiveNumber);
  solving->add_option("--threads", solve.limits.threads)->check(CLI::Range(1, 64));
  solving->add_option("--seed", solve.limits.seed);
  solving->add_option("--iterations", solve.limits.iterations, "steps of the search; 0: no limit")
      ->check(CLI::NonNegativeNumber);
  solving->add_option("--policy", solve.policy, "JSON file of prices");
  solving->add_option("--clock", solve.limits.clock, "what --time counts: wall, or cpu per thread")
      ->transform(CLI::CheckedTransformer(std::map<std::string, planner::Clock>{
          {"wall", planner::Clock::wall}, {"cpu", planner::Clock::cpu}}));

  std::string address = "127.0.0.1:8080";
  auto* health = command(app, "health", "Asks a running suite whether it is ready",
                         [&](const Settings&, auto&) { return mf::app::health(address); });
  health->add_option("ADDRESS", address, "HOST:PORT, or https://HOST:PORT");

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : 2;
  }
  try {
    Settings settings;
    auto read = load(options, settings);
    return chosen(std::move(settings), read);
  } catch (const std::exception& error) {
    std::cerr << "microflow: " << error.what() << "\n";
    return 1;
  }
}
