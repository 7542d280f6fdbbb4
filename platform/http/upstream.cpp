#include "platform/http/upstream.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace mf::http {

void Breaker::begin(Time now) {
  if (open_) {
    closed_until_ = now + rest_;
  }
}

void Breaker::succeeded() {
  open_ = false;
  failures_ = 0;
  rest_ = options_.rest;
}

void Breaker::failed(Time now) {
  ++failures_;
  if (open_) {
    rest_ = std::min(rest_ * 2, options_.longest_rest);
    closed_until_ = now + rest_;
  } else if (failures_ >= options_.failures_to_open) {
    open_ = true;
    closed_until_ = now + rest_;
  }
}

void RetryBudget::request() {
  tokens_ = std::min(tokens_ + options_.retries_per_request, options_.retry_reserve);
}

bool RetryBudget::take() {
  if (tokens_ < 1) {
    return false;
  }
  tokens_ -= 1;
  return true;
}

std::optional<UpstreamAddress> UpstreamAddress::parse(const std::string& url) {
  const bool tls = url.starts_with("https://");
  if (!tls && !url.starts_with("http://")) {
    return std::nullopt;
  }
  std::string_view rest = std::string_view(url).substr(url.find("//") + 2);
  if (rest.ends_with('/')) {
    rest.remove_suffix(1);
  }
  const auto colon = rest.rfind(':');
  if (colon == std::string_view::npos || colon == 0) {
    return std::nullopt;
  }
  UpstreamAddress address{std::string(rest.substr(0, colon)), 0, tls};
  const char* end = rest.data() + rest.size();
  const auto read = std::from_chars(rest.data() + colon + 1, end, address.port);
  if (read.ec != std::errc{} || read.ptr != end || address.port < 1 || address.port > 65535 ||
      address.host.find_first_of("/@?# ") != std::string::npos) {
    return std::nullopt;
  }
  return address;
}

Replica::Replica(UpstreamAddress where, const UpstreamOptions& options)
    : address(std::move(where)),
      name(fmt::format("{}:{}", address.host, address.port)),
      url((address.tls ? "https://" : "http://") + name),
      options_(options),
      breaker_(options_) {}

bool Replica::allows(Time now) const {
  const std::lock_guard lock(mutex_);
  return breaker_.allows(now);
}

bool Replica::open() const {
  const std::lock_guard lock(mutex_);
  return breaker_.open();
}

void Replica::begin(Time now) {
  ++outstanding_;
  const std::lock_guard lock(mutex_);
  breaker_.begin(now);
}

void Replica::succeeded() {
  const std::lock_guard lock(mutex_);
  breaker_.succeeded();
}

void Replica::failed(Time now) {
  const std::lock_guard lock(mutex_);
  breaker_.failed(now);
}

Upstream::Upstream(std::string name, std::vector<std::shared_ptr<Replica>> replicas,
                   UpstreamOptions given)
    : service(std::move(name)), options(given), replicas_(std::move(replicas)), budget_(options) {}

bool Upstream::enter() {
  if (++running_ > options.at_once) {
    --running_;
    return false;
  }
  const std::lock_guard lock(mutex_);
  budget_.request();
  return true;
}

std::shared_ptr<Replica> Upstream::choose(Time now, const std::vector<const Replica*>& tried) {
  const std::size_t first = turn_++;
  const std::shared_ptr<Replica>* best = nullptr;
  const auto better = [](const Replica& a, const Replica& b) {
    return a.healthy() != b.healthy() ? a.healthy() : a.outstanding() < b.outstanding();
  };
  for (std::size_t i = 0; i < replicas_.size(); ++i) {
    const auto& one = replicas_[(first + i) % replicas_.size()];
    const bool was_tried = std::find(tried.begin(), tried.end(), one.get()) != tried.end();
    if (!was_tried && one->allows(now) && (best == nullptr || better(*one, **best))) {
      best = &one;
    }
  }
  if (best == nullptr) {
    return nullptr;
  }
  (*best)->begin(now);
  return *best;
}

bool Upstream::take_retry() {
  const std::lock_guard lock(mutex_);
  return budget_.take();
}

}  // namespace mf::http
