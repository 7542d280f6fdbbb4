#include "platform/cloud/aws_keys.hpp"

#include "platform/cloud/peers_for_tests.hpp"
#include "platform/testing/temporary_folder.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

namespace mf::cloud {
namespace {

using namespace testing;
using namespace std::chrono_literals;
using ::testing::HasSubstr;

std::string keys_until(const std::string& id, std::chrono::seconds time) {
  return ScriptedServer::answer(
      200, fmt::format(R"({{"RoleArn":"arn","AccessKeyId":"{}","SecretAccessKey":"s","Token":"t",)"
                       R"("Expiration":"{}"}})",
                       id, to_rfc3339(SystemClock().now() + time)));
}

std::optional<ContainerEndpoint> endpoint_of(const std::map<std::string, std::string>& variables) {
  return container_endpoint([&](const char* name) {
    const auto found = variables.find(name);
    return found == variables.end() ? nullptr : found->second.c_str();
  });
}

TEST(AwsKeySource, given_keys_are_the_keys) {
  const AwsKeySource source(AwsKeys{.id = "a", .secret = "b", .session_token = "c"});
  EXPECT_FALSE(source.empty());
  EXPECT_EQ(source.current().secret, "b");
  EXPECT_TRUE(AwsKeySource(AwsKeys{}).empty());
  EXPECT_THROW(AwsKeySource().current(), CloudError);
}

TEST(AwsKeySource, a_role_s_keys_are_fetched_once_while_they_are_good) {
  ScriptedServer server({keys_until("one", 1h), keys_until("two", 1h)});
  const AwsKeySource source(ContainerEndpoint{.url = server.url() + "/v2/credentials/x"});
  EXPECT_EQ(source.current().id, "one");
  EXPECT_EQ(source.current().session_token, "t");
  EXPECT_THAT(server.requests()[0], HasSubstr("GET /v2/credentials/x HTTP"));
  EXPECT_EQ(server.requests().size(), 1U);
}

TEST(AwsKeySource, a_role_s_keys_are_renewed_before_they_are_over) {
  ScriptedServer server({keys_until("one", 60s), keys_until("two", 1h)});
  const AwsKeySource source(ContainerEndpoint{.url = server.url()});
  EXPECT_EQ(source.current().id, "one");
  EXPECT_EQ(source.current().id, "two");
  EXPECT_EQ(source.current().id, "two");
  EXPECT_EQ(server.requests().size(), 2U);
}

TEST(AwsKeySource, while_renewing_fails_the_old_keys_serve_until_they_are_over) {
  ScriptedServer server({keys_until("one", 60s), ScriptedServer::answer(404, "gone")});
  const AwsKeySource source(ContainerEndpoint{.url = server.url()});
  EXPECT_EQ(source.current().id, "one");
  EXPECT_EQ(source.current().id, "one");
  EXPECT_EQ(source.current().id, "one");
  EXPECT_EQ(server.requests().size(), 2U) << "the next try waits";

  ScriptedServer late({keys_until("one", -1s), ScriptedServer::answer(404, "gone")});
  const AwsKeySource over(ContainerEndpoint{.url = late.url()});
  over.current();
  EXPECT_THROW(over.current(), CloudError);
}

TEST(AwsKeySource, an_answer_without_keys_is_an_error_that_tells_none) {
  ScriptedServer server({ScriptedServer::answer(200, R"({"SecretAccessKey":"hidden"})")});
  const AwsKeySource source(ContainerEndpoint{.url = server.url()});
  try {
    source.current();
    FAIL();
  } catch (const CloudError& error) {
    EXPECT_THAT(error.what(), ::testing::Not(HasSubstr("hidden")));
  }
}

TEST(AwsKeySource, says_the_word_to_enter_from_the_file_as_it_is_now) {
  const mf::testing::TemporaryFolder folder;
  std::ofstream(folder.path("token")) << "first\n";
  ScriptedServer server({keys_until("one", 60s), keys_until("two", 60s)});
  const AwsKeySource source(
      ContainerEndpoint{.url = server.url(), .token_file = folder.path("token")});
  source.current();
  std::ofstream(folder.path("token")) << "second\n";
  source.current();
  EXPECT_THAT(server.requests()[0], HasSubstr("authorization: first\r\n"));
  EXPECT_THAT(server.requests()[1], HasSubstr("authorization: second\r\n"));
}

TEST(ContainerEndpoint, is_what_the_environment_names) {
  EXPECT_EQ(endpoint_of({}), std::nullopt);
  const auto ecs = endpoint_of({{"AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/v2/credentials/1"}});
  EXPECT_EQ(ecs->url, "http://169.254.170.2/v2/credentials/1");
  const auto eks =
      endpoint_of({{"AWS_CONTAINER_CREDENTIALS_FULL_URI", "http://169.254.170.23/v1/credentials"},
                   {"AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "/var/run/token"}});
  EXPECT_EQ(eks->url, "http://169.254.170.23/v1/credentials");
  EXPECT_EQ(eks->token_file, "/var/run/token");
  for (const auto* good : {"https://keys.example.com/a?b", "http://127.0.0.1:8080/a",
                           "http://localhost/a", "http://[::1]:80/a", "http://[fd00:ec2::23]/a"}) {
    EXPECT_TRUE(endpoint_of({{"AWS_CONTAINER_CREDENTIALS_FULL_URI", good}})) << good;
  }
  for (const auto* bad : {"http://keys.example.com/a", "http://169.254.169.254/", "file:///etc/x",
                          "http://127.0.0.1.example.com/"}) {
    EXPECT_THROW(endpoint_of({{"AWS_CONTAINER_CREDENTIALS_FULL_URI", bad}}), CloudError) << bad;
  }
}

}  // namespace
}  // namespace mf::cloud
