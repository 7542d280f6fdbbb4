// What the event log needs of Amazon's interfaces: publishing to a FIFO topic of SNS (query in, XML
// out) and the life of a message in a FIFO queue of SQS (JSON in, JSON out). As
// docs.aws.amazon.com/sns/latest/api and …/AWSSimpleQueueService/latest/APIReference describe them.
// Each has one owner and blocks its thread; everything throws CloudError.
#pragma once

#include "platform/cloud/web.hpp"
#include "platform/events/aws_log.hpp"

namespace mf::events {

/// Amazon takes and gives no more at once.
constexpr std::size_t k_aws_batch = 10;

/// The parts of "arn:aws:sns:eu-west-1:123456789012:events.fifo" that are needed.
struct TopicName {
  std::string region;
  std::string name;
};
/// Nothing for what is no FIFO topic's.
std::optional<TopicName> parse_topic(std::string_view arn);

class SnsTopic {
 public:
  explicit SnsTopic(const AwsOptions& options);

  struct Message {
    std::string id;     // by which Amazon knows it again, for five minutes
    std::string group;  // order is kept within it
    std::string text;
  };
  /// One request of up to ten, each of a group of its own: when some are refused, no later one of
  /// their group has passed them. Returns when all were taken.
  void publish(std::span<const Message> messages);
  /// Returns if the topic is there.
  void check();

 private:
  cloud::WebAnswer call(const std::string& what, const cloud::Pairs& parameters);

  const AwsOptions& options_;
  const cloud::Endpoint endpoint_;
  const cloud::AwsScope scope_;
  cloud::Web web_;
};

class SqsQueue {
 public:
  SqsQueue(const AwsOptions& options, const std::string& consumer);

  struct Message {
    std::string text;
    std::string handle;  // of this reception
  };
  /// Up to ten, hidden from others for the visibility time; none after `wait` without any.
  std::vector<Message> receive(std::size_t most, std::chrono::seconds wait,
                               const std::stop_token& stop);
  /// What can't be removed comes again.
  void remove(std::span<const std::string> handles);
  /// Hides them for so long from now on; zero: everybody may have them at once.
  void hide(std::span<const std::string> handles, std::chrono::seconds time);
  /// Returns how many messages it has, roughly, those included that somebody is at.
  std::int64_t check();

  const std::string& url() const { return url_; }

 private:
  std::string call(const std::string& action, const std::string& body) {
    return call(web_, action, body, {});
  }
  std::string call(cloud::Web& web, const std::string& action, const std::string& body,
                   const std::stop_token& stop);

  const AwsOptions& options_;
  const std::string url_;
  const cloud::Endpoint endpoint_;
  const cloud::AwsScope scope_;
  cloud::Web web_;
  cloud::Web waiting_;  // for what may be silent for long
};

/// JSON text with what XML can't carry (U+FFFE, U+FFFF) written as escapes: Amazon refuses it else.
std::string portable(std::string json);
/// The CloudEvent in a message: the message itself, or what SNS wrapped where raw delivery is off.
Result<Event> event_in(const std::string& text);

}  // namespace mf::events
