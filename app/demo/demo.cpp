#include "app/demo/demo.hpp"

#include "app/demo/story.hpp"

#include <filesystem>
#include <fstream>
#include <iostream>
#include <set>

namespace mf::app {
namespace {

namespace fs = std::filesystem;

constexpr const char* k_logins = "demo-logins.json";

void write_logins(const std::string& folder, const std::string& json) {
  std::ofstream out(folder + "/" + k_logins);
  out << json;
  if (!out.flush()) {
    throw std::runtime_error("cannot write " + folder + "/" + k_logins);
  }
}

/// Makes the company in `folder`.
void make_company(Settings settings, const std::string& folder) {
  settings.data = folder;
  settings.mail.mode = MailMode::none;  // two weeks of the past are not mailed
  demo::StoryClock clock;
  const Timestamp end = SystemClock().now();
  clock.set(end - std::chrono::days(15));
  Suite suite(settings, clock);
  suite.start_services();
  demo::Client client(suite);
  const auto company = demo::found_company(suite, client, clock);
  demo::tell_story(company, client, clock, end);
  suite.stop();
  write_logins(folder, demo::logins_of(company));
}

}  // namespace

void seed_demo(const Settings& settings) {
  const fs::path target(settings.data);
  if (fs::exists(target / k_logins)) {
    return;
  }
  if (fs::exists(target / "identity.db")) {
    throw std::runtime_error(
        "the data folder " + settings.data +
        " holds a company that is not the demo's: choose an empty one with --data");
  }
  std::cout << "Making the demo company …" << std::endl;
  fs::create_directories(target);
  const fs::path making = target / "demo-in-making";
  fs::remove_all(making);
  make_company(settings, making.string());
  // The logins go last: they say that the demo is whole.
  for (const auto& entry : fs::directory_iterator(making)) {
    if (entry.path().filename() != k_logins && entry.path().filename() != "lock") {
      fs::rename(entry.path(), target / entry.path().filename());
    }
  }
  fs::rename(making / k_logins, target / k_logins);
  fs::remove_all(making);
}

void print_demo_logins(const Settings& settings, std::ostream& out) {
  std::ifstream in(settings.data + "/" + k_logins);
  const std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  const auto logins = json::Dom::parse(text);
  if (!logins || !logins->is_array()) {
    return;
  }
  out << "Logins (role: user name / password), all in " << settings.data << "/" << k_logins
      << ":\n";
  std::set<std::string> seen;
  for (std::size_t i = 0; i < logins->size(); ++i) {
    const auto& login = logins->at(i);
    const std::string role = demo::text_of(login, "role");
    if (seen.insert(role).second) {
      out << "  " << role << ": " << demo::text_of(login, "username") << " / "
          << demo::text_of(login, "password") << "\n";
    }
  }
}

}  // namespace mf::app
