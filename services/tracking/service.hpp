// Tracking: the work itself, from the way to the customer to the proof that it is done. Made by the
// composition root, which gives it its database and the blob store.
#pragma once

#include "platform/blob/blob.hpp"
#include "platform/service/service.hpp"

namespace mf::tracking {

struct Settings {
  std::size_t evidence_limit = 10 << 20;  // bytes of one file
  int evidence_per_upload = 10;
  std::chrono::hours unused_content{24};  // then content that no evidence came of is removed
  bool redirect = false;  // readers get the file from the store itself, where it has addresses
  std::chrono::minutes redirect_valid{5};
};

std::vector<db::Migration> migrations();
std::unique_ptr<service::Service> make_service(const service::Resources& resources,
                                               std::shared_ptr<blob::BlobStore> blobs,
                                               Settings settings);

}  // namespace mf::tracking
