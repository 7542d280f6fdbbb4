#include "services/workorders/graphql_stream.hpp"

#include "services/workorders/graphql/desk.hpp"

namespace mf::workorders {
namespace {

using namespace std::chrono_literals;

// Bytes in the body: a client who has not taken this much is answered no further for now.
constexpr std::size_t k_full = 256 * 1024;
constexpr auto k_heartbeat = 15s;

}  // namespace

GraphqlStream::GraphqlStream(StreamParts parts, http::Request request, graphql::EventStream events,
                             Flag ready)
    : LiveStream(std::move(ready)),
      parts_(parts),
      request_(std::move(request)),
      events_(std::move(events)),
      body_(std::make_shared<http::LiveBody>()) {
  body_->push(graphql::k_event_stream_ping);
}

void GraphqlStream::end() {
  events_.reset();
  body_->close();
}

bool GraphqlStream::pump(Timestamp now) {
  using Next = graphql::EventStream::Next;
  if (body_->closed() || now >= request_.principal->expires) {
    return false;
  }
  std::string out;
  auto next = Next::nothing;
  while (body_->waiting() + out.size() < k_full) {
    gql::Desk desk{parts_.db, parts_.peers, parts_.settings, request_, now, &parts_.hub};
    next = events_->next(out, &desk);
    if (next != Next::answer) {
      break;
    }
  }
  const auto here = std::chrono::steady_clock::now();
  if (out.empty() && here - spoken_at_ >= k_heartbeat) {
    out = graphql::k_event_stream_ping;
  }
  if (!out.empty()) {
    spoken_at_ = here;
    body_->push(out);
  }
  return next != Next::ended;
}

}  // namespace mf::workorders
