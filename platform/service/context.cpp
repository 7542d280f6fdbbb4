#include "platform/service/context.hpp"

#include "platform/auth/password.hpp"
#include "platform/core/text.hpp"
#include "platform/telemetry/trace.hpp"

#include <charconv>

namespace mf::service {
namespace {

constexpr db::Sql k_find =
    "SELECT fingerprint, status, headers, body FROM idempotency WHERE caller = $1 AND route = $2 "
    "AND key = $3";
constexpr db::Sql k_store =
    "INSERT INTO idempotency (caller, route, key, fingerprint, status, headers, body, at) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
constexpr db::Sql k_prune = "DELETE FROM idempotency WHERE at < $1";

constexpr const char* k_schema = R"sql(
CREATE TABLE idempotency (
  caller UUID NOT NULL,
  route TEXT NOT NULL,
  key TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  status BIGINT NOT NULL,
  headers TEXT NOT NULL,
  body TEXT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (caller, route, key)
);
CREATE INDEX idempotency_at ON idempotency (at);
)sql";

constexpr std::size_t k_longest_key = 200;

/// Two independent 64-bit FNV-1a hashes: enough to tell a caller's own bodies apart.
std::string fingerprint(const http::Request& request, const std::optional<std::string>& digest) {
  std::uint64_t a = 0xcbf29ce484222325U;
  std::uint64_t b = 0x84222325cbf29ce4U;
  const auto take = [&](std::string_view bytes) {
    for (const unsigned char byte : bytes) {
      a = (a ^ byte) * 0x100000001b3U;
      b = (b ^ (byte + 0x9eU)) * 0x100000001b3U;
      b ^= b >> 29;
    }
  };
  take(request.path);
  take("?");
  take(request.query);
  take("\n");
  take(digest ? std::string_view(*digest) : request.body.text());
  return fmt::format("{:016x}{:016x}:{}", a, b, digest ? digest->size() : request.body.size());
}

std::string join_headers(const http::Headers& headers) {
  std::string out;
  for (const auto& [name, value] : headers) {
    out += name + ":" + value + "\n";
  }
  return out;
}

http::Headers split_headers(std::string_view text) {
  http::Headers headers;
  for (const auto line : split(text, '\n')) {
    const auto colon = line.find(':');
    if (colon != std::string_view::npos) {
      headers.emplace_back(line.substr(0, colon), line.substr(colon + 1));
    }
  }
  return headers;
}

struct StoredAnswer {
  std::string fingerprint;
  http::Response response;
};

StoredAnswer read_answer(const db::Row& row) {
  return {row.text(0), http::Response{.status = static_cast<int>(row.integer(1)),
                                      .headers = split_headers(row.view(2)),
                                      .body = row.text(3)}};
}

}  // namespace

std::string_view Context::path(std::string_view name) const {
  for (const auto& [known, value] : match_.parameters) {
    if (known == name) {
      return value;
    }
  }
  throw std::logic_error("the route has no such parameter");
}

Result<void> Context::need_json() const {
  const auto* type = request_.header("content-type");
  const auto media =
      type ? trim(std::string_view(*type).substr(0, type->find(';'))) : std::string_view();
  if (!equal_ignoring_case(media, "application/json")) {
    return fail(ErrorKind::unsupported_media, "unsupported_media",
                "The body must be application/json.");
  }
  if (!request_.body.in_memory()) {
    return fail(ErrorKind::too_large, "too_large", "The JSON body is too large.");
  }
  return {};
}

Result<std::optional<std::int64_t>> Context::if_match() const {
  const auto* header = request_.header("if-match");
  if (header == nullptr || trim(*header) == "*") {
    return std::optional<std::int64_t>{};
  }
  std::string_view tag = trim(*header);
  if (tag.size() >= 2 && tag.front() == '"' && tag.back() == '"') {
    tag = tag.substr(1, tag.size() - 2);
  }
  std::int64_t version = 0;
  const auto [end, error] = std::from_chars(tag.data(), tag.data() + tag.size(), version);
  if (error != std::errc{} || end != tag.data() + tag.size()) {
    return fail(ErrorKind::stale, "stale", "If-Match names a version that this never had.");
  }
  return std::optional{version};
}

events::Event Context::event(std::string type, Uuid subject, std::string data) const {
  return {.type = std::move(type),
          .subject = subject,
          .time = now_,
          .traceparent = request_.traceparent,
          .data = std::move(data)};
}

const std::string* Context::idempotency_key() const {
  return route().creates_ ? request_.header("idempotency-key") : nullptr;
}

Result<http::Response> Context::write(
    const std::function<Result<http::Response>(db::Unit&)>& body) {
  const auto* key = idempotency_key();
  if (key == nullptr) {
    return database_.write(body);
  }
  if (key->empty() || key->size() > k_longest_key) {
    return fail(ErrorKind::bad_request, "bad_idempotency_key",
                "Idempotency-Key has 1 to 200 characters.");
  }
  const Uuid caller = signed_in() ? this->caller().user.value : Uuid{};
  const std::string print = fingerprint(request_, body_digest_);
  const bool secret = route().secret_body_;
  // A fast hash of a body with a password in it would be a way around the slow one.
  const std::string kept = secret ? auth::hash_password(print) : print;
  const std::string name = route().method + " " + route().path;
  return database_.write([&](db::Unit& unit) -> Result<http::Response> {
    auto stored = unit.one(k_find, {caller, name, *key}, read_answer);
    const auto same = [&] {
      return secret ? auth::password_matches(print, stored->fingerprint)
                    : stored->fingerprint == print;
    };
    if (stored && !same()) {
      return fail(ErrorKind::invalid, "idempotency_key_reused",
                  "This Idempotency-Key was used with another request.");
    }
    if (stored) {
      return std::move(stored->response);
    }
    auto response = body(unit);
    if (response) {
      unit.execute(k_store, {caller, name, *key, kept, response->status,
                             join_headers(response->headers), response->body, now_});
    }
    return response;
  });
}

std::vector<db::Migration> idempotency_migrations() {
  return {{"0000_idempotency", k_schema}};
}

std::int64_t prune_idempotency(db::Unit& unit, Timestamp before) {
  return unit.execute(k_prune, {before});
}

std::string make_cursor(const std::vector<std::string>& parts) {
  return base64url(json::encode(parts));
}

std::optional<std::vector<std::string>> read_cursor(std::string_view cursor, std::size_t parts) {
  std::string text;
  if (cursor.size() > 2000 || !decode_base64url(cursor, text)) {
    return std::nullopt;
  }
  const auto dom = json::Dom::parse(text);
  if (!dom || !dom->is_array() || dom->size() != parts) {
    return std::nullopt;
  }
  std::vector<std::string> values;
  for (std::size_t i = 0; i < parts; ++i) {
    if (!dom->at(i).is_string()) {
      return std::nullopt;
    }
    values.emplace_back(dom->at(i).string());
  }
  return values;
}

}  // namespace mf::service
