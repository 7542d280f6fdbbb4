#include "graphql/transport/sse.hpp"

#include "graphql/transport/header.hpp"

namespace graphql {

bool accepts_event_stream(std::string_view accept) {
  while (!accept.empty()) {
    auto range = take_until(accept, ',');
    if (equals_lower(take_until(range, ';'), "text/event-stream")) {
      return true;
    }
  }
  return false;
}

EventStream::Next EventStream::next(std::string& out, void* context) {
  if (completed_) {
    return Next::ended;
  }
  const auto mark = out.size();
  out += "event: next\ndata: ";
  auto outcome = only_answer_.empty() ? Next::ended : Next::answer;
  if (subscription_ != nullptr) {
    outcome = subscription_->next(out, context);
  } else {
    // The JSON that the engine writes has no line breaks.
    out += std::exchange(only_answer_, {});
  }
  if (outcome == Next::answer) {
    out += "\n\n";
    return Next::answer;
  }
  out.resize(mark);
  if (outcome == Next::nothing) {
    return Next::nothing;
  }
  completed_ = true;
  out += "event: complete\ndata:\n\n";
  return Next::answer;
}

std::expected<EventStream, HttpResponse> open_event_stream(Engine& engine,
                                                           const HttpRequest& request,
                                                           EventQueue::OnReady on_ready,
                                                           const HttpOptions& options) {
  Arena arena(2048);
  auto asked = read_request(request, options, "application/json; charset=utf-8", arena);
  if (!asked) {
    return std::unexpected(std::move(asked.error()));
  }
  std::string text;
  auto opened = engine.open(*asked, std::move(on_ready), text);
  if (opened.answer == Answer::mutation_refused) {
    return std::unexpected(
        HttpResponse{405, "application/json; charset=utf-8", "POST", std::move(text)});
  }
  return opened.answer == Answer::subscribed ? EventStream(std::move(opened.subscription))
                                             : EventStream(std::move(text));
}

}  // namespace graphql
