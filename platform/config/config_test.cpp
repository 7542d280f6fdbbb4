#include "platform/config/config.hpp"

#include "platform/core/random.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace mf::config {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

class ConfigTest : public testing::Test {
 protected:
  ~ConfigTest() override { std::filesystem::remove(path_); }

  Config load(const std::string& toml) {
    std::ofstream(path_) << toml;
    auto loaded = Config::load(path_, [this](const char* name) -> const char* {
      const auto found = environment_.find(name);
      return found == environment_.end() ? nullptr : found->second.c_str();
    });
    EXPECT_TRUE(loaded) << loaded.error().detail;
    return std::move(*loaded);
  }

  std::string path_ =
      (std::filesystem::temp_directory_path() / ("microflow-" + random_hex(6) + ".toml")).string();
  std::map<std::string, std::string> environment_;
};

TEST_F(ConfigTest, the_environment_goes_before_the_file_and_the_file_before_the_default) {
  environment_["MICROFLOW_MAIL_HOST"] = "from-environment";
  auto config = load("[mail]\nhost = \"from-file\"\nport = 26\n");
  EXPECT_EQ(config.text("mail.host", "default", "the server"), "from-environment");
  EXPECT_EQ(config.integer("mail.port", 25, 1, 65535, "its port"), 26);
  EXPECT_TRUE(config.flag("mail.tls", true, "STARTTLS"));
  EXPECT_THAT(config.problems(), ElementsAre());
}

TEST_F(ConfigTest, a_mistake_names_its_key) {
  auto config = load("[mail]\nport = 70000\nhots = \"typo\"\n");
  EXPECT_EQ(config.integer("mail.port", 25, 1, 65535, "its port"), 25);
  EXPECT_THAT(config.problems(), ElementsAre(HasSubstr("mail.port"), HasSubstr("mail.hots")));
}

TEST_F(ConfigTest, a_secret_comes_from_a_file_and_is_never_shown) {
  const std::string secret_path = path_ + ".secret";
  std::ofstream(secret_path) << "hunter2hunter2\n";
  environment_["MICROFLOW_MAIL_PASSWORD_FILE"] = secret_path;
  auto config = load("");
  EXPECT_EQ(config.secret("mail.password", "the password"), "hunter2hunter2");
  EXPECT_THAT(config.effective(), HasSubstr("password = \"***\""));
  EXPECT_THAT(config.effective(), Not(HasSubstr("hunter2")));
  std::filesystem::remove(secret_path);
}

TEST_F(ConfigTest, a_file_that_is_not_toml_is_refused_with_its_line) {
  std::ofstream(path_) << "[mail\n";
  const auto loaded = Config::load(path_, [](const char*) -> const char* { return nullptr; });
  ASSERT_FALSE(loaded);
  EXPECT_THAT(loaded.error().detail, HasSubstr(path_ + ":1"));
}

}  // namespace
}  // namespace mf::config
