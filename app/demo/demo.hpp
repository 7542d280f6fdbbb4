// The demo: fills an empty data folder with a believable company and two weeks of its work, through
// the API.
#pragma once

#include "app/settings.hpp"

#include <iosfwd>

namespace mf::app {

/// Does nothing where the folder holds the demo already. Throws where it holds something else. A
/// demo that is interrupted leaves the folder as it was.
void seed_demo(const Settings& settings);

/// A login for each role, from the folder's demo-logins.json.
void print_demo_logins(const Settings& settings, std::ostream& out);

}  // namespace mf::app
