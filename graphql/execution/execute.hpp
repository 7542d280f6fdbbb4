// Executes one operation of a prepared document and writes the answer as JSON, in the order of the
// request.
//
// Runs on the calling thread. Fields that load are called once for all the objects of their level;
// mutations run one after the other.
#pragma once

#include "graphql/execution/events.hpp"
#include "graphql/execution/prepared.hpp"

#include <functional>
#include <string>

namespace graphql {

/// Told of what a resolver threw that is no FieldError; gives the id under which it can be found.
using OnUnexpected = std::function<std::string(std::string_view what, std::string_view field)>;

struct Execution {
  const Schema& schema;
  const PreparedDocument& document;
  const PreparedOperation& operation;
  const Value& variables;
  Arena& arena;
  void* context = nullptr;
  const OnUnexpected* on_unexpected = nullptr;
  /// The object of the root fields: the Event of a subscription, otherwise nothing.
  const void* root = nullptr;
};

/// Appends `{"errors":[…],"data":{…}`; closing it is left to the caller, who may have extensions.
void execute(const Execution& execution, std::string& out);

/// Starts the events of a subscription's root field.
std::expected<Stop, Error> open_events(const Execution& execution, EventQueuePtr queue);

/// Appends `{"errors":[…]`, likewise.
void append_errors(std::string& out, std::span<const Error> errors);

}  // namespace graphql
