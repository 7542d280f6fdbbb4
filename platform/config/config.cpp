#include "platform/config/config.hpp"

#include "platform/core/text.hpp"

#include <toml++/toml.h>

#include <charconv>
#include <fstream>
#include <sstream>

namespace mf::config {

struct Config::State {
  struct Entry {
    std::string key;
    std::string fallback;
    std::string value;
    std::string meaning;
    bool secret = false;
    bool quoted = true;
  };

  toml::table file;
  Environment environment;
  std::vector<Entry> entries;
  std::vector<std::string> problems;

  static std::string variable(const std::string& key) {
    std::string name = "MICROFLOW_";
    for (const char c : key) {
      name += c == '.' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    }
    return name;
  }

  std::optional<std::string> from_environment(const std::string& key) {
    const std::string name = variable(key);
    if (const char* value = environment(name.c_str())) {
      return std::string(value);
    }
    const char* path = environment((name + "_FILE").c_str());
    if (path == nullptr) {
      return std::nullopt;
    }
    std::ifstream in(path);
    if (!in) {
      problems.push_back(name + "_FILE: cannot read " + path);
      return std::nullopt;
    }
    std::ostringstream text;
    text << in.rdbuf();
    return std::string(trim(text.str()));
  }

  std::optional<std::string> from_file(const std::string& key) {
    const auto node = file.at_path(key);
    if (!node) {
      return std::nullopt;
    }
    if (const auto value = node.value_exact<std::string>()) {
      return *value;
    }
    if (const auto* array = node.as_array()) {
      std::string joined;
      for (const auto& item : *array) {
        joined += (joined.empty() ? "" : ",") + item.value_or(std::string());
      }
      return joined;
    }
    if (const auto value = node.value_exact<bool>()) {
      return *value ? "true" : "false";
    }
    if (const auto value = node.value_exact<std::int64_t>()) {
      return std::to_string(*value);
    }
    if (const auto value = node.value_exact<double>()) {
      return fmt::format("{}", *value);
    }
    problems.push_back(key + ": this kind of value is not understood");
    return std::nullopt;
  }

  std::string read(Entry entry) {
    auto given = from_environment(entry.key);
    if (!given) {
      given = from_file(entry.key);
    }
    entry.value = given.value_or(entry.fallback);
    entries.push_back(entry);
    return entry.value;
  }

  void check_unknown(const toml::table& table, const std::string& prefix,
                     std::vector<std::string>& found) const {
    for (const auto& [name, node] : table) {
      const std::string key = prefix + std::string(name.str());
      if (const auto* inner = node.as_table()) {
        check_unknown(*inner, key + ".", found);
        continue;
      }
      const bool known = std::any_of(entries.begin(), entries.end(),
                                     [&](const Entry& entry) { return entry.key == key; });
      if (!known) {
        found.push_back(key + ": there is no such key");
      }
    }
  }
};

Config::Config() : state_(std::make_unique<State>()) {}
Config::~Config() = default;
Config::Config(Config&&) noexcept = default;
Config& Config::operator=(Config&&) noexcept = default;

Result<Config> Config::load(const std::string& path, Environment environment) {
  Config config;
  config.state_->environment = std::move(environment);
  if (path.empty()) {
    return config;
  }
  try {
    config.state_->file = toml::parse_file(path);
  } catch (const toml::parse_error& error) {
    return fail(ErrorKind::bad_request, "bad_configuration",
                fmt::format("{}:{}: {}", path, error.source().begin.line, error.description()));
  }
  return config;
}

std::string Config::text(const std::string& key, std::string fallback, std::string meaning) {
  return state_->read({.key = key, .fallback = std::move(fallback), .meaning = std::move(meaning)});
}

std::int64_t Config::integer(const std::string& key, std::int64_t fallback, std::int64_t min,
                             std::int64_t max, std::string meaning) {
  const std::string given = state_->read({.key = key,
                                          .fallback = std::to_string(fallback),
                                          .meaning = std::move(meaning),
                                          .quoted = false});
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(given.data(), given.data() + given.size(), value);
  if (error != std::errc{} || end != given.data() + given.size() || value < min || value > max) {
    state_->problems.push_back(
        fmt::format("{}: \"{}\" is not a whole number from {} to {}", key, given, min, max));
    return fallback;
  }
  return value;
}

double Config::number(const std::string& key, double fallback, double min, double max,
                      std::string meaning) {
  const std::string given = state_->read({.key = key,
                                          .fallback = fmt::format("{}", fallback),
                                          .meaning = std::move(meaning),
                                          .quoted = false});
  double value = 0;
  const auto [end, error] = std::from_chars(given.data(), given.data() + given.size(), value);
  if (error != std::errc{} || end != given.data() + given.size() ||
      !(value >= min && value <= max)) {
    state_->problems.push_back(
        fmt::format("{}: \"{}\" is not a number from {} to {}", key, given, min, max));
    return fallback;
  }
  return value;
}

bool Config::flag(const std::string& key, bool fallback, std::string meaning) {
  const std::string given = state_->read({.key = key,
                                          .fallback = fallback ? "true" : "false",
                                          .meaning = std::move(meaning),
                                          .quoted = false});
  if (given != "true" && given != "false") {
    state_->problems.push_back(fmt::format("{}: \"{}\" is neither true nor false", key, given));
    return fallback;
  }
  return given == "true";
}

std::string Config::one_of(const std::string& key, std::string fallback,
                           const std::vector<std::string>& names, std::string meaning) {
  const std::string words = fmt::format("{}", fmt::join(names, ", "));
  const std::string given = text(key, fallback, std::move(meaning) + " (" + words + ")");
  if (std::find(names.begin(), names.end(), given) == names.end()) {
    state_->problems.push_back(fmt::format("{}: \"{}\" is not one of {}", key, given, words));
    return fallback;
  }
  return given;
}

std::vector<std::string> Config::list(const std::string& key, std::string meaning) {
  const std::string given =
      state_->read({.key = key, .fallback = "", .meaning = std::move(meaning)});
  std::vector<std::string> items;
  for (const auto item : split(given, ',')) {
    if (!trim(item).empty()) {
      items.emplace_back(trim(item));
    }
  }
  return items;
}

std::string Config::secret(const std::string& key, std::string meaning) {
  return state_->read({.key = key, .fallback = "", .meaning = std::move(meaning), .secret = true});
}

std::vector<std::string> Config::problems() const {
  auto found = state_->problems;
  state_->check_unknown(state_->file, "", found);
  return found;
}

std::string Config::effective() const {
  std::string out;
  std::string section;
  for (const auto& entry : state_->entries) {
    const auto dot = entry.key.find('.');
    if (entry.key.substr(0, dot) != section) {
      section = entry.key.substr(0, dot);
      out += (out.empty() ? "[" : "\n[") + section + "]\n";
    }
    const std::string shown = entry.secret ? (entry.value.empty() ? "" : "***") : entry.value;
    out += entry.key.substr(dot + 1) + " = " + (entry.quoted ? "\"" + shown + "\"" : shown) + "\n";
  }
  return out;
}

std::string Config::reference() const {
  std::string out =
      "# Configuration\n\nMade by `microflow config --reference`; a test fails where it differs. "
      "One TOML file "
      "(`--config FILE`),\noverridden by environment variables; `VARIABLE_FILE` names a file to "
      "read the value from.\n\n"
      "| key | variable | default | meaning |\n|---|---|---|---|\n";
  for (const auto& entry : state_->entries) {
    out += fmt::format("| `{}` | `{}` | {} | {} |\n", entry.key, State::variable(entry.key),
                       entry.fallback.empty() ? "" : "`" + entry.fallback + "`", entry.meaning);
  }
  return out;
}

}  // namespace mf::config
