#include "platform/events/aws_session.hpp"

#include "platform/cloud/digest.hpp"
#include "platform/core/random.hpp"
#include "platform/core/text.hpp"
#include "platform/json/dom.hpp"
#include "platform/json/writer.hpp"
#include "platform/telemetry/log.hpp"

#include <charconv>

namespace mf::events {
namespace {

using namespace std::chrono_literals;
using cloud::CloudError;
using cloud::Pairs;

constexpr std::string_view k_sns_version = "2010-03-31";

// Who stops, or whose lease goes, must not hang: the whole call ends soon.
const cloud::Patience k_patience{
    .connect = 2'000ms, .silence = 4'000ms, .deadline = 5'000ms, .tries = 3};

/// Also for a queue that says nothing for as long as it may.
cloud::Patience patience_to_wait(std::chrono::seconds poll) {
  return {
      .connect = 2'000ms, .silence = poll + 5s, .deadline = poll + 10s, .tries = 3, .pause = 50ms};
}

cloud::Endpoint amazon(const AwsOptions& options, const std::string& service,
                       const std::string& region) {
  if (!options.endpoint.empty()) {
    return cloud::parse_endpoint(options.endpoint);
  }
  const auto* const domain = region.starts_with("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
  return cloud::parse_endpoint(fmt::format("https://{}.{}.{}", service, region, domain));
}

/// A queue is asked where its URL says.
cloud::Endpoint endpoint_of_queue(const AwsOptions& options, const std::string& url) {
  auto endpoint = cloud::parse_endpoint(options.endpoint.empty() ? url : options.endpoint);
  endpoint.path.clear();
  return endpoint;
}

std::string region_of(const AwsOptions& options) {
  if (!options.region.empty()) {
    return options.region;
  }
  const auto topic = parse_topic(options.topic_arn);
  return topic ? topic->region : "";
}

cloud::WebRequest post(const cloud::Endpoint& endpoint, const cloud::AwsScope& scope,
                       const cloud::AwsKeySource& keys, Pairs headers, const std::string& body) {
  cloud::AwsRequest request{.method = "POST",
                            .path = endpoint.path + "/",
                            .query = {},
                            .headers = std::move(headers),
                            .payload_sha256 = cloud::sha256_hex(body)};
  request.headers.emplace_back("host", endpoint.authority);
  cloud::sign_aws(request, keys.current(), scope, SystemClock().now());
  const auto url = endpoint.scheme + "://" + endpoint.authority + request.path;
  return {request.method, url, std::move(request.headers), body};
}

std::string text_of(const json::Dom& object, std::string_view name) {
  const auto* member = object.find(name);
  return member != nullptr && member->is_string() ? std::string(member->string()) : "";
}

std::int64_t number_of(const json::Dom& object, std::string_view name) {
  const auto text = text_of(object, name);
  std::int64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

/// {"QueueUrl":…,"Entries":[{"Id":"0","ReceiptHandle":…,…},…]}
std::string batch_of(const std::string& url, std::span<const std::string> handles,
                     std::optional<std::chrono::seconds> visibility) {
  json::Writer out;
  out.begin_object();
  out.key("QueueUrl");
  out.string(url);
  out.key("Entries");
  out.begin_array();
  for (std::size_t i = 0; i < handles.size(); ++i) {
    out.begin_object();
    out.key("Id");
    out.string(std::to_string(i));
    out.key("ReceiptHandle");
    out.string(handles[i]);
    if (visibility) {
      out.key("VisibilityTimeout");
      out.integer(visibility->count());
    }
    out.end_object();
  }
  out.end_array();
  out.end_object();
  return out.take();
}

template <class Each>
void in_tens(std::span<const std::string> handles, const Each& each) {
  for (std::size_t at = 0; at < handles.size(); at += k_aws_batch) {
    each(handles.subspan(at, std::min(k_aws_batch, handles.size() - at)));
  }
}

}  // namespace

std::optional<TopicName> parse_topic(std::string_view arn) {
  const auto parts = split(arn, ':');
  const bool good = parts.size() == 6 && parts[0] == "arn" && parts[2] == "sns" &&
                    !parts[3].empty() && parts[5].ends_with(".fifo");
  return good ? std::optional(TopicName{std::string(parts[3]), std::string(parts[5])})
              : std::nullopt;
}

std::string portable(std::string json) {
  for (const auto& [bytes, escape] : {std::pair{"\xEF\xBF\xBE", "\\ufffe"},  //
                                      std::pair{"\xEF\xBF\xBF", "\\uffff"}}) {
    for (auto at = json.find(bytes); at != std::string::npos; at = json.find(bytes, at)) {
      json.replace(at, 3, escape);
    }
  }
  return json;
}

Result<Event> event_in(const std::string& text) {
  const auto dom = json::Dom::parse(text);
  const auto* wrapped = dom && dom->is_object() && dom->find("specversion") == nullptr
                            ? dom->find("Message")
                            : nullptr;
  return from_cloud_event(wrapped != nullptr && wrapped->is_string() ? wrapped->string()
                                                                     : std::string_view(text));
}

SnsTopic::SnsTopic(const AwsOptions& options)
    : options_(options),
      endpoint_(amazon(options, "sns", region_of(options))),
      scope_{.region = region_of(options), .service = "sns"},
      web_("SNS at " + endpoint_.authority, k_patience) {}

cloud::WebAnswer SnsTopic::call(const std::string& what, const Pairs& parameters) {
  const auto body = cloud::query_of(parameters);
  const auto answer = web_.call(what, [&] {
    return post(endpoint_, scope_, options_.keys,
                {{"content-type", "application/x-www-form-urlencoded; charset=utf-8"}}, body);
  });
  if (answer.status != 200) {
    cloud::refuse(web_.service(), what, answer);
  }
  return answer;
}

void SnsTopic::publish(std::span<const Message> messages) {
  Pairs parameters{{"Action", "PublishBatch"},
                   {"Version", std::string(k_sns_version)},
                   {"TopicArn", options_.topic_arn}};
  for (std::size_t i = 0; i < messages.size(); ++i) {
    const auto name = fmt::format("PublishBatchRequestEntries.member.{}.", i + 1);
    parameters.emplace_back(name + "Id", std::to_string(i));
    parameters.emplace_back(name + "Message", messages[i].text);
    parameters.emplace_back(name + "MessageGroupId", messages[i].group);
    parameters.emplace_back(name + "MessageDeduplicationId", messages[i].id);
  }
  const auto answer = call("PublishBatch", parameters);
  const auto taken = cloud::xml_each(answer.body, "Successful");
  const auto count = taken.empty() ? 0 : cloud::xml_each(taken.front(), "MessageId").size();
  if (count != messages.size()) {
    throw CloudError(fmt::format("{}: PublishBatch: {} of {} were refused: {}", web_.service(),
                                 messages.size() - std::min(count, messages.size()),
                                 messages.size(), cloud::reason_of(answer)));
  }
}

void SnsTopic::check() {
  call("GetTopicAttributes", {{"Action", "GetTopicAttributes"},
                              {"Version", std::string(k_sns_version)},
                              {"TopicArn", options_.topic_arn}});
}

SqsQueue::SqsQueue(const AwsOptions& options, const std::string& consumer)
    : options_(options),
      url_(options.queue_of(consumer)),
      endpoint_(endpoint_of_queue(options, url_)),
      scope_{.region = region_of(options), .service = "sqs"},
      web_("SQS at " + endpoint_.authority, k_patience),
      waiting_("SQS at " + endpoint_.authority, patience_to_wait(options.poll)) {}

std::string SqsQueue::call(cloud::Web& web, const std::string& action, const std::string& body,
                           const std::stop_token& stop) {
  const auto what = action + " of " + url_.substr(url_.rfind('/') + 1);
  auto answer = web.call(
      what,
      [&] {
        return post(endpoint_, scope_, options_.keys,
                    {{"content-type", "application/x-amz-json-1.0"},
                     {"x-amz-target", "AmazonSQS." + action}},
                    body);
      },
      stop);
  if (answer.status != 200) {
    cloud::refuse(web.service(), what, answer);
  }
  return std::move(answer.body);
}

std::vector<SqsQueue::Message> SqsQueue::receive(std::size_t most, std::chrono::seconds wait,
                                                 const std::stop_token& stop) {
  json::Writer out;
  out.begin_object();
  out.key("QueueUrl");
  out.string(url_);
  out.key("MaxNumberOfMessages");
  out.integer(static_cast<std::int64_t>(std::min(most, k_aws_batch)));
  out.key("WaitTimeSeconds");
  out.integer(wait.count());
  out.key("VisibilityTimeout");
  out.integer(options_.visibility.count());
  // When an answer got lost, the same call again gives the same messages.
  out.key("ReceiveRequestAttemptId");
  out.string(random_hex(16));
  out.end_object();

  const auto answer = json::Dom::parse(call(waiting_, "ReceiveMessage", out.take(), stop));
  std::vector<Message> messages;
  const auto* list = answer && answer->is_object() ? answer->find("Messages") : nullptr;
  for (std::size_t i = 0; list != nullptr && list->is_array() && i < list->size(); ++i) {
    messages.push_back({text_of(list->at(i), "Body"), text_of(list->at(i), "ReceiptHandle")});
  }
  return messages;
}

void SqsQueue::remove(std::span<const std::string> handles) {
  in_tens(handles, [&](std::span<const std::string> ten) {
    const auto answer =
        json::Dom::parse(call("DeleteMessageBatch", batch_of(url_, ten, std::nullopt)));
    const auto* failed = answer && answer->is_object() ? answer->find("Failed") : nullptr;
    if (failed != nullptr && failed->is_array() && failed->size() > 0) {
      telemetry::log_debug("events", "messages were not deleted and will come again",
                           {{"queue", url_}, {"count", std::to_string(failed->size())}});
    }
  });
}

void SqsQueue::hide(std::span<const std::string> handles, std::chrono::seconds time) {
  in_tens(handles, [&](std::span<const std::string> ten) {
    call("ChangeMessageVisibilityBatch", batch_of(url_, ten, time));
  });
}

std::int64_t SqsQueue::check() {
  json::Writer out;
  out.begin_object();
  out.key("QueueUrl");
  out.string(url_);
  out.key("AttributeNames");
  out.begin_array();
  out.string("All");
  out.end_array();
  out.end_object();
  const auto answer = json::Dom::parse(call("GetQueueAttributes", out.take()));
  const auto* attributes = answer && answer->is_object() ? answer->find("Attributes") : nullptr;
  if (attributes == nullptr || !attributes->is_object() ||
      text_of(*attributes, "FifoQueue") != "true") {
    throw CloudError(fmt::format("{}: {} is no FIFO queue", web_.service(), url_));
  }
  return number_of(*attributes, "ApproximateNumberOfMessages") +
         number_of(*attributes, "ApproximateNumberOfMessagesNotVisible");
}

}  // namespace mf::events
