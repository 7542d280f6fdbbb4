#include "platform/service/reads.hpp"

#include "platform/http/problem.hpp"

namespace mf::service {
namespace {

struct ReadsBody {
  std::vector<std::string> targets;
  static void describe(auto& v, ReadsBody& o) {
    v.field("targets", o.targets, json::NoRule{}, "paths with their queries; 100 at most");
  }
};

struct ReadAnswer {
  int status = 0;
  json::Raw body;
  static void describe(auto& v, ReadAnswer& o) {
    v.field("status", o.status);
    v.field("body", o.body);
  }
};

/// Files and streams are not answers that fit into another.
ReadAnswer read(Host& host, const std::string& service, const http::Request& by,
                const std::string& target) {
  const auto found = host.find("GET", std::string_view(target).substr(0, target.find('?')));
  const bool fits = found.match.route != nullptr && found.service == service &&
                    found.match.route->answer_type_ == "application/json";
  auto response = fits ? host.call(by, {.method = "GET", .target = target})
                       : http::problem(not_found("path").error(), by.path, by.id);
  return {response.status, {std::move(response.body)}};
}

}  // namespace

std::string reads_path(std::string_view service) {
  return fmt::format("/api/v1/operations/{}/reads", service);
}

Route reads_route(Host& host, const std::string& service) {
  const auto handler = [&host, service](Context& c) -> Result<http::Response> {
    const auto body = c.body<ReadsBody>();
    if (!body) {
      return fail(body.error());
    }
    if (body->targets.size() > k_most_reads) {
      return invalid("/targets", "length", "At most 100 things are read at once.");
    }
    std::vector<ReadAnswer> answers;
    for (const auto& target : body->targets) {
      answers.push_back(read(host, service, c.request(), target));
    }
    return list(answers);
  };
  return route("POST", reads_path(service), Access::signed_in,
               "Reads many things of " + service + " at once, each as its own GET would", handler)
      .takes<ReadsBody>()
      .lists<ReadAnswer>();
}

std::string reads_body(const std::vector<std::string>& targets) {
  ReadsBody body{targets};
  return json::encode(body);
}

std::vector<http::Response> read_answers(const http::Response& answer, std::size_t targets) {
  const auto dom =
      answer.status == 200 ? json::Dom::parse(answer.body) : fail(Error{.code = "refused"});
  const auto* items = dom ? dom->find("items") : nullptr;
  if (items == nullptr || !items->is_array() || items->size() != targets) {
    return std::vector<http::Response>(targets, answer);
  }
  std::vector<http::Response> answers;
  for (std::size_t i = 0; i < targets; ++i) {
    const auto* status = items->at(i).find("status");
    const auto* body = items->at(i).find("body");
    answers.push_back(http::json_response(
        status != nullptr ? static_cast<int>(status->integer().value_or(500)) : 500,
        body != nullptr ? body->text() : "null"));
  }
  return answers;
}

}  // namespace mf::service
