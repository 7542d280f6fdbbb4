// Blobs in a bucket of Amazon S3 (or of what speaks like it), named `aa/bb/aabb…` as in the
// directory. Only a whole content gets its name: one request for small ones, a multipart upload for
// others. Any thread.
#pragma once

#include "platform/blob/blob.hpp"
#include "platform/cloud/aws_keys.hpp"
#include "platform/cloud/web.hpp"

namespace mf::blob {

struct S3Settings {
  cloud::AwsKeySource keys;
  std::string region = "us-east-1";
  std::string bucket;
  std::string endpoint;               // empty: https://s3.REGION.amazonaws.com
  bool path_style = false;            // https://HOST/BUCKET/… instead of https://BUCKET.HOST/…
  std::string spool_folder = "/tmp";  // contents of more than a part wait here for their hash
  std::size_t part_size = 8 << 20;    // Amazon takes no part below 5 MiB but the last
  cloud::Patience patience = {};
};

/// Makes the bucket if it is missing. Throws CloudError with the remedy if it can't be used.
std::unique_ptr<BlobStore> open_s3(S3Settings settings);

}  // namespace mf::blob
