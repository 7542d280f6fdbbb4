// Tracking's routes: the table at the top of api.cpp is its manual. Handlers run on worker threads.
#pragma once

#include "services/tracking/events.hpp"
#include "services/tracking/service.hpp"
#include "services/tracking/timeline.hpp"

namespace mf::tracking {

class Api {
 public:
  /// `blobs` outlives it.
  Api(blob::BlobStore& blobs, Settings settings) : blobs_(blobs), settings_(settings) {}

  std::vector<service::Route> routes();

 private:
  Result<http::Response> record_activity(service::Context& c);
  Result<http::Response> record_progress(service::Context& c);
  Result<http::Response> correct_progress(service::Context& c);
  Result<http::Response> list_progress(service::Context& c);
  Result<http::Response> upload_evidence(service::Context& c);
  Result<http::Response> list_evidence(service::Context& c);
  Result<http::Response> read_content(service::Context& c);
  Result<http::Response> read_timeline(service::Context& c);

  blob::BlobStore& blobs_;
  const Settings settings_;
};

}  // namespace mf::tracking
