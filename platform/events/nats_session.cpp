#include "platform/events/nats_session.hpp"

#include "platform/json/dom.hpp"

#include <charconv>
#include <stdexcept>

namespace mf::events {
namespace {

using namespace std::chrono_literals;

constexpr const char* k_outbox_header = "Microflow-Outbox";
constexpr std::size_t k_window = 256;         // published and not acknowledged yet
constexpr std::int64_t k_answer_time = 5000;  // milliseconds
constexpr std::int64_t k_connect_time = 2000;
constexpr std::int64_t k_ping_every = 5000;  // two unanswered, and the connection is gone

void need(natsStatus status, const std::string& doing) {
  if (status == NATS_OK) {
    return;
  }
  natsStatus last = NATS_OK;
  const char* detail = nats_GetLastError(&last);
  std::string why = natsStatus_GetText(status);
  if (last == status && detail != nullptr && *detail != '\0') {
    why += std::string(" (") + detail + ")";
  }
  throw std::runtime_error(doing + ": " + why);
}

template <class T>
std::int64_t nanoseconds(T time) {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(time).count();
}

bool speaks_tls(const NatsOptions& options) {
  return options.tls || std::any_of(options.servers.begin(), options.servers.end(),
                                    [](const auto& url) { return url.starts_with("tls://"); });
}

std::int64_t number(std::string_view text) {
  std::int64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

/// What JetStream says about a message in the subject of its reply:
/// $JS.ACK.<stream>.<consumer>.<deliveries>.<place>.<count>.<time>.<pending>, in newer servers with
/// the domain and the account after ACK and more at the end.
struct Delivery {
  std::int64_t place = 0;
  std::int64_t count = 0;
  std::int64_t pending = 0;
};

std::optional<Delivery> read_reply(std::string_view reply) {
  std::vector<std::string_view> parts;
  for (std::size_t from = 0; from <= reply.size();) {
    const auto dot = std::min(reply.find('.', from), reply.size());
    parts.push_back(reply.substr(from, dot - from));
    from = dot + 1;
  }
  const bool longer = parts.size() > 9;
  if (parts.size() < 9 || parts.size() == 10 || parts[0] != "$JS" || parts[1] != "ACK") {
    return std::nullopt;
  }
  const std::size_t at = longer ? 7 : 5;
  return Delivery{number(parts[at]), number(parts[at + 1]), number(parts[at + 3])};
}

}  // namespace

NatsSession::Options NatsSession::read(const NatsOptions& options) {
  natsOptions* raw = nullptr;
  need(natsOptions_Create(&raw), "NATS options");
  Options made(raw);
  std::vector<const char*> servers;
  for (const auto& server : options.servers) {
    servers.push_back(server.c_str());
  }
  need(natsOptions_SetServers(raw, servers.data(), static_cast<int>(servers.size())),
       fmt::format("the NATS servers {}", fmt::join(options.servers, ", ")));
  need(natsOptions_SetAllowReconnect(raw, false), "NATS options");
  need(natsOptions_SetTimeout(raw, k_connect_time), "NATS options");
  need(natsOptions_SetPingInterval(raw, k_ping_every), "NATS options");
  need(natsOptions_SetSendAsap(raw, true), "NATS options");
  if (!options.user.empty()) {
    need(natsOptions_SetUserInfo(raw, options.user.c_str(), options.password.c_str()),
         "the NATS user");
  }
  if (!options.credentials_file.empty()) {
    need(natsOptions_SetUserCredentialsFromFiles(raw, options.credentials_file.c_str(), nullptr),
         "the NATS credentials " + options.credentials_file);
  }
  if (options.tls) {
    need(natsOptions_SetSecure(raw, true), "TLS to NATS");
  }
  if (!options.ca_file.empty()) {
    need(natsOptions_LoadCATrustedCertificates(raw, options.ca_file.c_str()),
         "the certificates in " + options.ca_file);
  }
  if (!options.certificate_file.empty()) {
    need(natsOptions_LoadCertificatesChain(raw, options.certificate_file.c_str(),
                                           options.key_file.c_str()),
         "the certificate in " + options.certificate_file);
  }
  return made;
}

void NatsSession::check(const NatsOptions& options) {
  read(options);
}

NatsSession::NatsSession(const NatsOptions& options, const std::string& name) : options_(options) {
  const auto settings = read(options);
  need(natsOptions_SetName(settings.get(), name.c_str()), "NATS options");
  if (speaks_tls(options)) {
    loop_ = std::make_unique<NatsLoop>();
    need(loop_->serve(settings.get()), "NATS options");
    stop_loop_.loop = loop_.get();
  }
  natsConnection* connection = nullptr;
  need(natsConnection_Connect(&connection, settings.get()), "connecting to NATS");
  connection_.reset(connection);
  jsOptions js_options;
  need(jsOptions_Init(&js_options), "JetStream");
  js_options.Wait = k_answer_time;
  jsCtx* jetstream = nullptr;
  need(natsConnection_JetStream(&jetstream, connection, &js_options), "JetStream");
  jetstream_.reset(jetstream);
}

StreamState NatsSession::stream() {
  jsStreamInfo* raw = nullptr;
  auto status = js_GetStreamInfo(&raw, jetstream_.get(), options_.stream.c_str(), nullptr, nullptr);
  StreamInfo info(raw);
  if (status == NATS_NOT_FOUND) {
    info = add_stream();
  } else {
    need(status, "looking for the stream " + options_.stream);
  }
  return {.created = info->Created,
          .first = static_cast<std::int64_t>(info->State.FirstSeq),
          .last = static_cast<std::int64_t>(info->State.LastSeq)};
}

std::string NatsSession::subjects() const {
  return "events." + options_.stream + ".";
}

NatsSession::StreamInfo NatsSession::add_stream() {
  jsStreamConfig config;
  need(jsStreamConfig_Init(&config), "JetStream");
  const auto subject = subjects() + ">";
  std::array<const char*, 1> all{subject.c_str()};
  config.Name = options_.stream.c_str();
  config.Description = "MicroFlow's events";
  config.Subjects = all.data();
  config.SubjectsLen = 1;
  config.Retention = js_LimitsPolicy;
  config.Storage = js_FileStorage;
  config.MaxAge = nanoseconds(options_.keep);
  config.Replicas = options_.stream_replicas;
  config.Duplicates = nanoseconds(2min);
  jsStreamInfo* raw = nullptr;
  need(js_AddStream(&raw, jetstream_.get(), &config, nullptr, nullptr),
       "making the stream " + options_.stream);
  return StreamInfo(raw);
}

std::optional<std::string> NatsSession::message(std::int64_t place) {
  if (place < 1) {
    return std::nullopt;
  }
  natsMsg* raw = nullptr;
  const auto status = js_GetMsg(&raw, jetstream_.get(), options_.stream.c_str(),
                                static_cast<std::uint64_t>(place), nullptr, nullptr);
  const Message message(raw);
  if (status == NATS_NOT_FOUND) {
    return std::nullopt;
  }
  need(status, "reading the stream " + options_.stream);
  return std::string(natsMsg_GetData(raw), static_cast<std::size_t>(natsMsg_GetDataLength(raw)));
}

void NatsSession::check_connection() const {
  if (natsConnection_Status(connection_.get()) != NATS_CONN_STATUS_CONNECTED) {
    throw std::runtime_error("the connection to NATS is gone");
  }
}

void NatsSession::publish(const Stored& stored) {
  if (!acknowledgements_) {
    natsInbox* inbox = nullptr;
    need(natsInbox_Create(&inbox), "an inbox");
    inbox_ = inbox;
    natsInbox_Destroy(inbox);
    acknowledgements_ = subscribe(inbox_ + ".*");
  }
  const Event& event = stored.event;
  while (busy_.contains(event.subject) || on_the_way_.size() >= k_window) {
    receive_acknowledgement();
  }
  const auto subject = fmt::format("{}{}.{}", subjects(), event.source, event.type);
  const auto reply = fmt::format("{}.{}", inbox_, ++published_);
  const auto text = to_cloud_event(event);
  natsMsg* raw = nullptr;
  need(natsMsg_Create(&raw, subject.c_str(), reply.c_str(), text.data(),
                      static_cast<int>(text.size())),
       "a message");
  const Message message(raw);
  need(natsMsgHeader_Set(raw, "Nats-Msg-Id", event.id.to_string().c_str()), "a header");
  need(natsMsgHeader_Set(raw, k_outbox_header, std::to_string(stored.seq).c_str()), "a header");
  need(natsConnection_PublishMsg(connection_.get(), raw),
       fmt::format("publishing {} {}", event.type, event.id.to_string()));
  on_the_way_.emplace(reply, event.subject);
  busy_.insert(event.subject);
}

std::int64_t NatsSession::finish() {
  while (!on_the_way_.empty()) {
    receive_acknowledgement();
  }
  return last_place_;
}

void NatsSession::receive_acknowledgement() {
  natsMsg* raw = nullptr;
  need(natsSubscription_NextMsg(&raw, acknowledgements_.get(), k_answer_time),
       "waiting for the server to acknowledge events");
  const Message message(raw);
  const auto known = on_the_way_.find(natsMsg_GetSubject(raw));
  if (known == on_the_way_.end()) {
    return;
  }
  if (natsMsg_IsNoResponders(raw)) {
    throw std::runtime_error("no stream takes events: is JetStream on?");
  }
  const std::string_view text(natsMsg_GetData(raw),
                              static_cast<std::size_t>(natsMsg_GetDataLength(raw)));
  const auto answer = json::Dom::parse(text);
  const json::Dom* seq = answer && answer->is_object() ? answer->find("seq") : nullptr;
  if (seq == nullptr || answer->find("error") != nullptr) {
    throw std::runtime_error("the server refused an event: " + std::string(text));
  }
  if (known->first == fmt::format("{}.{}", inbox_, published_)) {
    last_place_ = seq->integer().value_or(0);
  }
  busy_.erase(known->second);
  on_the_way_.erase(known);
}

NatsSession::Subscription NatsSession::subscribe(const std::string& subject) {
  natsSubscription* raw = nullptr;
  need(natsConnection_SubscribeSync(&raw, connection_.get(), subject.c_str()),
       "subscribing to " + subject);
  Subscription made(raw);
  need(natsSubscription_SetPendingLimits(raw, -1, -1), "subscribing to " + subject);
  return made;
}

std::int64_t NatsSession::bind(const std::string& consumer, std::int64_t place) {
  consumer_ = consumer;
  delivery_subject_ = fmt::format("deliver.{}.{}", options_.stream, consumer);
  auto info = find_consumer();
  const bool fits = info && static_cast<std::int64_t>(info->Delivered.Stream) == place &&
                    info->Config->DeliverSubject != nullptr &&
                    info->Config->DeliverSubject == delivery_subject_;
  if (!fits) {
    // What was delivered and not taken in would come again only later, after what follows it.
    if (info) {
      need(js_DeleteConsumer(jetstream_.get(), options_.stream.c_str(), consumer_.c_str(), nullptr,
                             nullptr),
           "setting the consumer " + consumer_ + " back");
    }
    info = add_consumer(place);
  }
  delivered_ = static_cast<std::int64_t>(info->Delivered.Consumer);
  deliveries_ = subscribe(delivery_subject_);
  return static_cast<std::int64_t>(info->NumPending);
}

NatsSession::ConsumerInfo NatsSession::find_consumer() {
  jsConsumerInfo* raw = nullptr;
  const auto status = js_GetConsumerInfo(&raw, jetstream_.get(), options_.stream.c_str(),
                                         consumer_.c_str(), nullptr, nullptr);
  ConsumerInfo info(raw);
  if (status == NATS_NOT_FOUND) {
    return nullptr;
  }
  need(status, "looking for the consumer " + consumer_);
  return info;
}

NatsSession::ConsumerInfo NatsSession::add_consumer(std::int64_t place) {
  jsConsumerConfig config;
  need(jsConsumerConfig_Init(&config), "JetStream");
  config.Durable = consumer_.c_str();
  config.DeliverSubject = delivery_subject_.c_str();
  config.DeliverPolicy = js_DeliverByStartSequence;
  config.OptStartSeq = static_cast<std::uint64_t>(place + 1);
  config.AckPolicy = js_AckAll;
  config.AckWait = nanoseconds(options_.ack_wait);
  config.MaxAckPending = options_.unacknowledged;
  jsConsumerInfo* raw = nullptr;
  need(js_AddConsumer(&raw, jetstream_.get(), options_.stream.c_str(), &config, nullptr, nullptr),
       "making the consumer " + consumer_);
  return ConsumerInfo(raw);
}

std::optional<Arrival> NatsSession::next(std::chrono::milliseconds wait) {
  natsMsg* raw = nullptr;
  const auto status = natsSubscription_NextMsg(&raw, deliveries_.get(), wait.count());
  if (status == NATS_TIMEOUT) {
    return std::nullopt;
  }
  need(status, "waiting for events");
  const Message message(raw);
  const char* reply = natsMsg_GetReply(raw);
  const auto delivery = read_reply(reply == nullptr ? "" : reply);
  if (!delivery || delivery->count != delivered_ + 1) {
    throw std::runtime_error("events were lost on the way from the server");
  }
  delivered_ = delivery->count;
  suspicious_ = false;
  const char* outbox = nullptr;
  const bool says = natsMsgHeader_Get(raw, k_outbox_header, &outbox) == NATS_OK;
  return Arrival{.text = std::string(natsMsg_GetData(raw),
                                     static_cast<std::size_t>(natsMsg_GetDataLength(raw))),
                 .place = delivery->place,
                 .outbox = says && outbox != nullptr ? number(outbox) : 0,
                 .pending = delivery->pending,
                 .reply = reply};
}

void NatsSession::acknowledge(const std::string& reply) {
  need(natsConnection_PublishString(connection_.get(), reply.c_str(), "+ACK"),
       "acknowledging events");
}

void NatsSession::verify_consumer() {
  const auto info = find_consumer();
  if (!info) {
    throw std::runtime_error("the server does not know the consumer " + consumer_ + " any more");
  }
  const bool behind = static_cast<std::int64_t>(info->Delivered.Consumer) != delivered_;
  if (behind && suspicious_) {
    throw std::runtime_error("events were lost on the way from the server");
  }
  suspicious_ = behind;  // it may only be on its way
}

}  // namespace mf::events
