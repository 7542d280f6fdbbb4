// The event log over Amazon SNS and SQS, for services that run as processes of their own: each
// source's outbox is relayed to one FIFO topic, from where every consumer's own FIFO queue gets it.
// Order is kept within a subject, its message group; nothing is lost while the brokers are absent.
// Why it is made this way: docs/decisions/aws-messaging.md.
#pragma once

#include "platform/cloud/aws_keys.hpp"
#include "platform/events/log.hpp"

namespace mf::events {

struct AwsOptions {
  std::string topic_arn;  // arn:aws:sns:REGION:ACCOUNT:NAME.fifo
  std::string queue_url;  // https://sqs.REGION.amazonaws.com/ACCOUNT/NAME-{service}.fifo
  std::string region;     // empty: the topic's
  std::string endpoint;   // of what speaks like both; empty: Amazon's
  cloud::AwsKeySource keys;

  std::size_t message_limit = 262'144;  // what topic and queues take, in bytes
  std::chrono::seconds visibility{30};  // how long what was received stays hidden from others
  std::chrono::seconds poll{20};        // how long a queue may take to say that there is nothing
  DeliveryOptions delivery{.attempts = 5};

  /// Several processes share a service's database: one relays, and another takes over this long
  /// after it is gone. Zero: this process has the databases to itself. Consumers need no lease.
  std::chrono::milliseconds lease{0};
  std::string instance;  // the lease's holder, unique to the process; empty: a random one

  /// The URL of one consumer's queue: its name stands for "{service}".
  std::string queue_of(const std::string& consumer) const;
};

/// Throws where the options can't be used. Topic and queues may be out of reach.
std::unique_ptr<EventLog> make_aws_log(const Clock& clock, AwsOptions options);

/// Looks for the topic and these consumers' queues: what is wrong, or nothing.
std::optional<std::string> find_aws_trouble(const AwsOptions& options,
                                            std::span<const std::string> consumers);

}  // namespace mf::events
