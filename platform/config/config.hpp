// Configuration: one TOML file, overridden by environment variables; the code that reads a key
// documents it. The key "gateway.address_rate" is the variable MICROFLOW_GATEWAY_ADDRESS_RATE;
// NAME_FILE reads a secret from a file. Read once at the start, by one thread; mistakes are
// gathered and name their key.
#pragma once

#include "platform/core/error.hpp"
#include "platform/core/names.hpp"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace mf::config {

/// getenv-like: null for what is not set.
using Environment = std::function<const char*(const char*)>;

class Config {
 public:
  /// An empty path: no file. 400 with the place for a file that can't be read or is not TOML.
  static Result<Config> load(const std::string& path, Environment environment);
  ~Config();
  Config(Config&&) noexcept;
  Config& operator=(Config&&) noexcept;

  std::string text(const std::string& key, std::string fallback, std::string meaning);
  std::int64_t integer(const std::string& key, std::int64_t fallback, std::int64_t min,
                       std::int64_t max, std::string meaning);
  double number(const std::string& key, double fallback, double min, double max,
                std::string meaning);
  bool flag(const std::string& key, bool fallback, std::string meaning);
  /// One of the enum's names.
  template <Named E>
  E choice(const std::string& key, E fallback, std::string meaning) {
    std::vector<std::string> names;
    for (const auto& [_, name] : k_names<E>) {
      names.emplace_back(name);
    }
    return parse_name<E>(one_of(key, std::string(name_of(fallback)), names, std::move(meaning)))
        .value();
  }
  /// Comma-separated in the environment.
  std::vector<std::string> list(const std::string& key, std::string meaning);
  /// Never shown.
  std::string secret(const std::string& key, std::string meaning);

  /// After everything was read: what is wrong, keys of the file that nobody reads included.
  std::vector<std::string> problems() const;
  /// The effective values, secrets masked, as TOML.
  std::string effective() const;
  /// Every key with its variable, default and meaning, as a Markdown table.
  std::string reference() const;

 private:
  Config();
  std::string one_of(const std::string& key, std::string fallback,
                     const std::vector<std::string>& names, std::string meaning);
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace mf::config
