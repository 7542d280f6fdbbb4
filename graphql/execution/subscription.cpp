#include "graphql/execution/subscription.hpp"

#include "graphql/execution/workspace.hpp"

namespace graphql {

Subscription::Subscription(Parts parts, const Value& variables)
    : parts_(std::move(parts)), arena_(256), variables_(copy(variables, arena_)) {}

Subscription::~Subscription() {
  parts_.queue->close();
  stop();
}

void Subscription::stop() {
  if (auto stop = std::exchange(stop_, Stop())) {
    stop();
  }
}

std::expected<void, Error> Subscription::start(void* context) {
  Arena arena(1024);
  const Execution execution{parts_.schema, *parts_.document, parts_.operation,    variables_,
                            arena,         context,          parts_.on_unexpected};
  auto stop = open_events(execution, parts_.queue);
  if (!stop) {
    return std::unexpected(std::move(stop.error()));
  }
  stop_ = std::move(*stop);
  return {};
}

Subscription::Next Subscription::next(std::string& out, void* context) {
  const auto mark = out.size();
  while (true) {
    const auto taken = parts_.queue->take();
    if (taken.event == nullptr) {
      if (!taken.ended) {
        return Next::nothing;
      }
      stop();
      if (!taken.error) {
        return Next::ended;
      }
      const Error error{taken.error->message, {}, {}, taken.error->code, taken.error->extensions};
      append_errors(out, std::span(&error, 1));
      out += '}';
      return Next::answer;
    }
    Workspace workspace;
    execute({parts_.schema, *parts_.document, parts_.operation, variables_, workspace.arena(),
             context, parts_.on_unexpected, taken.event.get()},
            out);
    if (!taken.event->skipped) {
      out += '}';
      return Next::answer;
    }
    out.resize(mark);
  }
}

}  // namespace graphql
