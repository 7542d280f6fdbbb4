// A route: method, path, permission, handler, and what the OpenAPI document says of it. A service's
// routes are one table in its api.cpp, readable from top to bottom.
#pragma once

#include "platform/auth/permission.hpp"
#include "platform/core/error.hpp"
#include "platform/http/message.hpp"
#include "platform/json/codec.hpp"

#include <chrono>
#include <functional>
#include <string>
#include <vector>

namespace mf::service {

class Context;
using Handler = std::function<Result<http::Response>(Context&)>;

enum class Access { open, signed_in, permission };

struct Route {
  std::string method;
  std::string path;  // "/api/v1/orders/{id}"
  Access access = Access::permission;
  auth::Permission permission{};
  std::string summary;
  Handler handler;

  bool creates_ = false;      // takes an Idempotency-Key
  bool settles_ = false;      // answers after its events took effect, or half a second later
  bool limited_ = false;      // guessing is punished: few tries a minute for each address
  bool secret_body_ = false;  // a password is in it
  std::size_t body_limit_ = 256 * 1024;
  std::chrono::seconds answer_time_{0};  // how long the answer may take; 0: as long as others
  std::string takes_;                    // JSON schema of the body
  std::string gives_;                    // JSON schema of the answer
  std::string query_;                    // JSON schema, an object of the query's parameters
  std::string body_type_ = "application/json";
  std::string answer_type_ = "application/json";
  int success_ = 200;

  template <class T>
  Route&& takes() && {
    takes_ = json::schema<T>();
    return std::move(*this);
  }
  template <class T>
  Route&& gives(int status = 200) && {
    gives_ = json::SchemaMaker::schema_of<T>();
    success_ = status;
    return std::move(*this);
  }
  /// {items[], nextCursor}
  template <class T>
  Route&& lists() && {
    gives_ =
        R"({"type":"object","required":["items"],"properties":{"items":{"type":"array","items":)" +
        json::SchemaMaker::schema_of<T>() + R"(},"nextCursor":{"type":["string","null"]}}})";
    return std::move(*this);
  }
  template <class T>
  Route&& query() && {
    query_ = json::schema<T>();
    return std::move(*this);
  }
  Route&& creates() && {
    creates_ = true;
    success_ = 201;
    return std::move(*this);
  }
  Route&& secret_body() && {
    secret_body_ = true;
    return std::move(*this);
  }
  Route&& settles() && {
    settles_ = true;
    return std::move(*this);
  }
  Route&& limited() && {
    limited_ = true;
    return std::move(*this);
  }
  Route&& body(std::string media_type, std::size_t limit) && {
    body_type_ = std::move(media_type);
    body_limit_ = limit;
    return std::move(*this);
  }
  /// Longer than a gateway waits for other answers.
  Route&& takes_up_to(std::chrono::seconds time) && {
    answer_time_ = time;
    return std::move(*this);
  }
  Route&& answers(std::string media_type) && {
    answer_type_ = std::move(media_type);
    return std::move(*this);
  }
  Route&& status(int success) && {
    success_ = success;
    return std::move(*this);
  }
};

/// With a permission …
Route route(std::string method, std::string path, auth::Permission permission, std::string summary,
            Handler handler);
/// … for everybody, or everybody who is signed in.
Route route(std::string method, std::string path, Access access, std::string summary,
            Handler handler);

/// `bind(*this, &Orders::create)`
template <class T>
Handler bind(T& self, Result<http::Response> (T::*method)(Context&)) {
  return [&self, method](Context& context) { return (self.*method)(context); };
}

/// Finds routes by path: literal segments go before `{parameters}`.
class Router {
 public:
  struct Match {
    const Route* route = nullptr;
    /// Of the path; they lie in the route's and in the path that was given.
    std::vector<std::pair<std::string_view, std::string_view>> parameters = {};
    std::vector<std::string> allowed = {};  // methods of this path, where the method is another one
  };

  explicit Router(std::vector<Route> routes);
  /// HEAD finds GET. `route` is null where nothing fits; then `allowed` tells 405 from 404.
  Match find(std::string_view method, std::string_view path) const;
  /// The match of a route that find() gave for this path before.
  static Match match(const Route& route, std::string_view path);
  /// Whether `route` is one of these.
  bool has(const Route* route) const {
    return !routes_.empty() && std::less_equal<>{}(&routes_.front(), route) &&
           std::less_equal<>{}(route, &routes_.back());
  }
  const std::vector<Route>& routes() const { return routes_; }

 private:
  struct Node;
  std::vector<Route> routes_;
  std::shared_ptr<Node> root_;
};

/// The OpenAPI 3.1 document of some routes.
std::string openapi(const std::vector<const Route*>& routes, std::string_view version);

}  // namespace mf::service
