// The three adapters, each empty and on its own, as the tests open them.
#pragma once

#include "platform/blob/azure.hpp"
#include "platform/blob/s3.hpp"
#include "platform/blob/servers_for_tests.hpp"

namespace mf::blob::testing {

using cloud::testing::hasty;

// The account that Microsoft publishes for emulators, and s3rver's only one.
inline const std::string k_account = "devstoreaccount1";
inline const std::string k_account_key =
    "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
inline const cloud::AwsKeys k_s3_keys{.id = "S3RVER", .secret = "S3RVER", .session_token = ""};

// Small parts, so that small contents have several.
inline AzureSettings azure_at(int port, const std::string& container) {
  return {.account = k_account,
          .key = k_account_key,
          .container = container,
          .endpoint = fmt::format("http://127.0.0.1:{}/{}", port, k_account),
          .block_size = 64 * 1024};
}
inline S3Settings s3_at(int port, const std::string& bucket) {
  return {.keys = k_s3_keys,
          .bucket = bucket,
          .endpoint = fmt::format("http://127.0.0.1:{}", port),
          .path_style = true,
          .part_size = 64 * 1024};
}

inline std::string new_container() {
  return "blobs-" + random_hex(8);
}

}  // namespace mf::blob::testing
