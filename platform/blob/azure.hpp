// Blobs in a container of Azure Blob Storage (or of what speaks like it), named `aa/bb/aabb…` as in
// the directory. Only a whole content gets its name: one request for small ones, staged blocks and
// a list that commits them for others. Any thread.
#pragma once

#include "platform/blob/blob.hpp"
#include "platform/cloud/web.hpp"

namespace mf::blob {

struct AzureSettings {
  std::string account;
  std::string key;  // base64, as the portal shows it; secret
  std::string container;
  std::string endpoint;               // empty: https://ACCOUNT.blob.core.windows.net
  std::string spool_folder = "/tmp";  // contents of more than a block wait here for their hash
  std::size_t block_size = 4 << 20;
  cloud::Patience patience = {};
};

/// Makes the container if it is missing. Throws CloudError with the remedy if it can't be used.
std::unique_ptr<BlobStore> open_azure(AzureSettings settings);

}  // namespace mf::blob
