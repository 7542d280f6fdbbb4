// What Azure and S3 do beyond the contract: addresses, faults in the middle, and keeping secrets.
#include "platform/blob/stores_for_tests.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace mf::blob {

using namespace cloud;

namespace {

using namespace testing;
using ::testing::HasSubstr;
using ::testing::Not;

struct Kind {
  std::string name;
  std::function<int()> port;
  std::function<std::unique_ptr<BlobStore>(int port, const std::string& container)> open;
  std::function<std::unique_ptr<BlobStore>(int port)> open_with_wrong_secret;

  friend void PrintTo(const Kind& kind, std::ostream* out) { *out << kind.name; }
};

// A secret that is well-formed and wrong.
const std::string k_wrong = "d3Jvbmctc2VjcmV0LXdyb25nLXNlY3JldA==";

Kind azure_kind() {
  return {"azure", [] { return azurite().port(); },
          [](int port, const std::string& container) {
            auto settings = azure_at(port, container);
            settings.patience = hasty();
            return open_azure(std::move(settings));
          },
          [](int port) {
            auto settings = azure_at(port, new_container());
            settings.key = k_wrong;
            return open_azure(std::move(settings));
          }};
}

Kind s3_kind() {
  return {"s3", [] { return s3rver().port(); },
          [](int port, const std::string& bucket) {
            auto settings = s3_at(port, bucket);
            settings.patience = hasty();
            return open_s3(std::move(settings));
          },
          [](int port) {
            auto settings = s3_at(port, new_container());
            settings.keys = AwsKeys{.id = k_s3_keys.id, .secret = k_wrong, .session_token = ""};
            return open_s3(std::move(settings));
          }};
}

std::vector<Kind> kinds() {
  return servers_installed() ? std::vector{azure_kind(), s3_kind()} : std::vector<Kind>{};
}

class ObjectStores : public ::testing::TestWithParam<Kind> {
 protected:
  static Stored keep(BlobStore& store, std::string_view content) {
    const auto writer = store.begin(content.size());
    EXPECT_TRUE(writer->write(content).has_value());
    return writer->commit();
  }
  static std::string read_all(BlobStore& store, const Stored& stored) {
    std::string content(static_cast<std::size_t>(stored.size), '\0');
    content.resize(store.read(stored.sha256, 0, content));
    return content;
  }
  static WebAnswer follow(const std::string& url) {
    Web web("an address", hasty());
    return web.call("GET", [&] { return WebRequest{"GET", url, {}, {}}; });
  }

  const std::string container_ = new_container();
  CuttingProxy proxy_{GetParam().port()};
  /// Straight to the server, and through the proxy.
  const std::unique_ptr<BlobStore> store_ = GetParam().open(GetParam().port(), container_);
  const std::unique_ptr<BlobStore> shaky_ = GetParam().open(proxy_.port(), container_);
  const std::string large_ = std::string(400'000, 'x') + random_hex(8);
};

// Where the servers are not installed there is nothing to instantiate.
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(ObjectStores);
INSTANTIATE_TEST_SUITE_P(Store, ObjectStores, ::testing::ValuesIn(kinds()),
                         [](const auto& info) { return info.param.name; });

TEST_P(ObjectStores, opening_again_finds_what_was_stored) {
  const auto stored = keep(*store_, "hello");
  const auto again = GetParam().open(GetParam().port(), container_);
  EXPECT_EQ(read_all(*again, stored), "hello");
}

TEST_P(ObjectStores, a_download_address_gives_the_content_to_anybody) {
  const auto stored = keep(*store_, "%PDF-1.7 signed");
  const auto url = store_->download_url(
      stored.sha256,
      {.media_type = "application/pdf", .disposition = "attachment; filename=\"a b.pdf\""});
  ASSERT_TRUE(url.has_value());
  const auto answer = follow(*url);
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, "%PDF-1.7 signed");
  EXPECT_EQ(answer.header("content-type"), "application/pdf");
  EXPECT_EQ(answer.header("content-disposition"), "attachment; filename=\"a b.pdf\"");
}

TEST_P(ObjectStores, a_download_address_is_for_one_content_unchanged_and_for_reading) {
  const auto one = keep(*store_, "one");
  const auto other = keep(*store_, "other");
  const auto url = *store_->download_url(one.sha256, {});
  const auto query = url.substr(url.find('?'));
  const auto other_url = *store_->download_url(other.sha256, {});
  EXPECT_EQ(follow(other_url).body, "other");
  const auto bare = other_url.substr(0, other_url.find('?'));
  EXPECT_EQ(follow(bare + query).status, 403);
  EXPECT_NE(follow(bare).status, 200);
  Web web("an address", hasty());
  const auto overwritten = web.call(
      "PUT", [&] { return WebRequest{"PUT", url, {{"x-ms-blob-type", "BlockBlob"}}, "changed"}; });
  EXPECT_EQ(overwritten.status, 403);
  EXPECT_EQ(read_all(*store_, one), "one");
}

TEST_P(ObjectStores, a_download_address_ends) {
  const auto stored = keep(*store_, "hello");
  const auto url = store_->download_url(stored.sha256, {.valid = std::chrono::minutes{-20}});
  EXPECT_NE(follow(*url).status, 200);
}

TEST_P(ObjectStores, a_server_that_goes_in_the_middle_of_an_upload_leaves_nothing_to_find) {
  const auto writer = shaky_->begin(large_.size());
  ASSERT_TRUE(writer->write(large_).has_value());
  const auto name = writer->seal().sha256;
  proxy_.cut_after(150'000);
  EXPECT_THROW(writer->commit(), CloudError);
  EXPECT_FALSE(store_->exists(name));
  std::array<char, 10> bytes;
  EXPECT_EQ(store_->read(name, 0, bytes), 0U);

  proxy_.heal();
  EXPECT_EQ(writer->commit().sha256, name);
  EXPECT_EQ(read_all(*store_, {name, static_cast<std::int64_t>(large_.size())}), large_);
}

TEST_P(ObjectStores, a_connection_that_breaks_once_is_not_noticed) {
  proxy_.cut_after(150'000, true);
  const auto stored = keep(*shaky_, large_);
  EXPECT_EQ(read_all(*store_, stored), large_);
}

TEST_P(ObjectStores, a_server_that_is_gone_is_an_error_not_a_missing_content) {
  const auto stored = keep(*store_, "hello");
  proxy_.cut_after(0);
  EXPECT_THROW(shaky_->find(stored.sha256), CloudError);
  EXPECT_THROW(shaky_->remove(stored.sha256), CloudError);
  std::array<char, 10> bytes;
  EXPECT_THROW(shaky_->read(stored.sha256, 0, bytes), CloudError);
  EXPECT_TRUE(store_->exists(stored.sha256));
}

TEST_P(ObjectStores, two_writers_of_the_same_large_content_both_succeed) {
  std::atomic<int> stored = 0;
  std::vector<std::thread> writers;
  for (int i = 0; i < 4; ++i) {
    writers.emplace_back([&] {
      keep(*store_, large_);
      ++stored;
    });
  }
  for (auto& writer : writers) {
    writer.join();
  }
  EXPECT_EQ(stored, 4);
  EXPECT_EQ(read_all(*store_, keep(*store_, large_)), large_);
}

TEST_P(ObjectStores, a_wrong_secret_is_refused_without_being_told) {
  try {
    GetParam().open_with_wrong_secret(GetParam().port());
    FAIL() << "the server took it";
  } catch (const CloudError& error) {
    EXPECT_THAT(error.what(), HasSubstr("403"));
    EXPECT_THAT(error.what(), Not(HasSubstr(k_wrong)));
    EXPECT_THAT(error.what(), Not(HasSubstr("ignature=")));
    EXPECT_THAT(error.what(), Not(HasSubstr("SharedKey")));
  }
}

// S3 has no tag that changes when the same content is stored again: see the decision.
TEST(AzureStore, content_that_another_process_stores_again_while_the_sweep_asks_stays) {
  if (!servers_installed()) {
    GTEST_SKIP() << "run `npm ci` in tests/blob_servers";
  }
  const auto container = new_container();
  const auto store = open_azure(azure_at(azurite().port(), container));
  const auto keep_again = [&] {
    const auto other_process = open_azure(azure_at(azurite().port(), container));
    const auto writer = other_process->begin(5);
    EXPECT_TRUE(writer->write("again").has_value());
    return writer->commit();
  };
  const auto stored = keep_again();
  const auto soon = SystemClock().now() + std::chrono::hours{1};
  const auto removed = store->remove_unused(soon, [&](const std::string&) {
    keep_again();
    return false;
  });
  EXPECT_EQ(removed, 0U);
  EXPECT_TRUE(store->exists(stored.sha256));
}

TEST(ObjectStoreSettings, what_is_missing_is_said_before_anybody_is_asked) {
  EXPECT_THROW(open_azure({}), CloudError);
  auto azure = azure_at(1, "c");
  azure.key = "no base64!";
  EXPECT_THROW(open_azure(azure), CloudError);
  EXPECT_THROW(open_s3({}), CloudError);
  auto s3 = s3_at(1, "b");
  s3.endpoint = "files.example.com";
  EXPECT_THROW(open_s3(s3), CloudError);
}

}  // namespace
}  // namespace mf::blob
