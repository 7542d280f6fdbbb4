// A client's subscription over server-sent events: the engine's stream on one side, the response's
// live body on the other. Made by the handler, then used by the hub's workers.
#pragma once

#include "graphql/transport/sse.hpp"
#include "services/workorders/live.hpp"
#include "services/workorders/service.hpp"

namespace mf::workorders {

/// What the streams of the service have in common; outlives them.
struct StreamParts {
  db::Database& db;
  service::Peers& peers;
  const Settings& settings;
  LiveHub& hub;
};

class GraphqlStream final : public LiveStream {
 public:
  /// `request`: who asks (see gql::who_asks). Ends with their token.
  GraphqlStream(StreamParts parts, http::Request request, graphql::EventStream events, Flag ready);

  const std::shared_ptr<http::LiveBody>& body() const { return body_; }
  bool pump(Timestamp now) override;
  void end() override;

 private:
  const StreamParts parts_;
  const http::Request request_;
  std::optional<graphql::EventStream> events_;
  const std::shared_ptr<http::LiveBody> body_;
  std::chrono::steady_clock::time_point spoken_at_ = std::chrono::steady_clock::now();
};

}  // namespace mf::workorders
