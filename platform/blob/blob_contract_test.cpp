// Every adapter keeps the same contract.
#include "platform/blob/blob_contract.hpp"

#include "platform/blob/stores_for_tests.hpp"

#include <cstdlib>

namespace mf::blob {
namespace {

using namespace testing;

/// Owns the folder that its store lives in.
class InFolder final : public BlobStore {
 public:
  std::unique_ptr<Writer> begin(std::size_t limit) override { return store_->begin(limit); }
  std::optional<Found> find(const std::string& sha256) override { return store_->find(sha256); }
  std::size_t read(const std::string& sha256, std::int64_t at, std::span<char> out) override {
    return store_->read(sha256, at, out);
  }
  bool remove(const std::string& sha256) override { return store_->remove(sha256); }
  std::size_t remove_unused(Timestamp before,
                            const std::function<bool(const std::string&)>& used) override {
    return store_->remove_unused(before, used);
  }

 private:
  mf::testing::TemporaryFolder folder_;
  std::unique_ptr<BlobStore> store_ = open_directory(folder_.path("blobs"));
};

std::unique_ptr<BlobStore> new_azure() {
  return open_azure(azure_at(azurite().port(), new_container()));
}

std::unique_ptr<BlobStore> new_s3() {
  return open_s3(s3_at(s3rver().port(), new_container()));
}

/// The bucket in the host's name: whatever ends in .localhost is the loopback.
std::unique_ptr<BlobStore> new_virtual_host_s3() {
  auto settings = s3_at(s3rver().port(), new_container());
  settings.endpoint = fmt::format("http://s3.localhost:{}", s3rver().port());
  settings.path_style = false;
  return open_s3(std::move(settings));
}

std::vector<BlobAdapter> adapters() {
  std::vector<BlobAdapter> all = {{"directory", [] { return std::make_unique<InFolder>(); }}};
  if (servers_installed()) {
    all.push_back({"azure", new_azure});
    all.push_back({"s3", new_s3});
    all.push_back({"s3_virtual_host", new_virtual_host_s3});
  }
  return all;
}

INSTANTIATE_TEST_SUITE_P(Adapter, BlobContract, ::testing::ValuesIn(adapters()),
                         [](const auto& info) { return info.param.name; });

TEST(BlobServers, are_installed) {
  if (!servers_installed() && std::getenv("MF_REQUIRE_BLOB_SERVERS") == nullptr) {
    GTEST_SKIP() << "Azure and S3 were not tested: run `npm ci` in tests/blob_servers";
  }
  EXPECT_TRUE(servers_installed()) << "run `npm ci` in tests/blob_servers";
}

}  // namespace
}  // namespace mf::blob
