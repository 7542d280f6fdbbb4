// A client's WebSocket that speaks graphql-transport-ws: the engine's frames and session on one
// side, the connection's bytes on the other. Bytes come on the loop thread and are only kept;
// everything else is done by the hub's workers.
#pragma once

#include "graphql/transport/ws_session.hpp"
#include "services/workorders/graphql_stream.hpp"

namespace mf::workorders {

class GraphqlSocket final : public LiveStream, public http::Upgrade {
 public:
  /// `request`: who asks, if the handshake said so; otherwise connection_init brings the token.
  GraphqlSocket(StreamParts parts, http::Request request, graphql::Engine& engine);

  bool pump(Timestamp now) override;
  void end() override;

  bool receive(std::string_view bytes) override;
  void gone() override;
  const std::shared_ptr<http::LiveBody>& out() override { return body_; }

 private:
  std::optional<graphql::WsClient> admit(const graphql::Value& payload);
  void answer(const graphql::websocket::Message& message, std::string& frames);
  void read(std::string& frames);
  void speak(std::string& frames, Timestamp now);

  const StreamParts parts_;
  http::Request request_;
  const std::shared_ptr<http::LiveBody> body_;
  graphql::websocket::Reader reader_;
  std::optional<graphql::WsSession> session_;
  Timestamp now_;  // of this pump
  bool over_ = false;

  std::mutex mutex_;
  std::string came_;
  bool gone_ = false;
  bool ended_ = false;  // the hub may be gone
};

}  // namespace mf::workorders
