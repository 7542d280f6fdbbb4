// The commands of the binary, one file each. Each returns the exit code: 0 done, 1 failed. What it
// can't do it throws, with the remedy, for main() to print.
#pragma once

#include "app/settings.hpp"
#include "planner/command.hpp"

namespace mf::app {

/// Runs the suite until SIGTERM or SIGINT.
int up(Settings settings, bool demo);
/// Runs some of the services, or the gateway, as one process of a suite of several.
int serve(Settings settings, const std::vector<std::string>& names);
/// Makes a new key that identity signs with soon.
int rotate_keys(const Settings& settings);
/// Brings every database's schema up to date.
int migrate(Settings settings);

struct NewPerson {
  std::string username;
  std::string name;
  std::string email;
  std::string role;
};
/// Adds a person; the password comes from standard input.
int add_user(Settings settings, const NewPerson& person);
/// Takes in a file of orders.
int import_orders(Settings settings, const std::string& file, bool dry_run);
/// Recomputes the figures of insights from the history of events.
int rebuild_insights(Settings settings);
/// Looks for what would keep the suite from running.
int doctor(const Settings& settings);
/// Asks a running suite whether it is ready, by HTTP: for container health checks.
int health(const std::string& address);

/// Solves a planning problem from files and prints the plan as JSON.
int plan_solve(const planner::SolveCommand& command);

}  // namespace mf::app
