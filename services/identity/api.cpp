#include "services/identity/api.hpp"

#include "platform/core/text.hpp"
#include "platform/events/outbox.hpp"
#include "services/identity/people.hpp"
#include "services/identity/session_cookie.hpp"

namespace mf::identity {
namespace {

using service::Access;
using service::Context;
using service::route;

constexpr int k_default_page = 20;

struct LoginBody {
  std::string username;
  std::string password;
  std::optional<std::string> otp;
  std::optional<SessionKind> session;
  static void describe(auto& v, LoginBody& o) {
    v.field("username", o.username, json::Text{1, 100});
    v.field("password", o.password, json::Text{1, 256});
    v.field("otp", o.otp, json::Text{0, 16}, "no account needs one yet");
    v.field("session", o.session, json::NoRule{},
            "cookie: the refresh token goes into a cookie of the browser, and not into the answer");
  }
};

/// Of refreshing and logging out; a browser's stands in its cookie.
struct RefreshBody {
  std::optional<std::string> token;
  static void describe(auto& v, RefreshBody& o) {
    v.field("refreshToken", o.token, json::Text{1, 200},
            "left out where a cookie has it; then with the header X-Microflow-Session");
  }
};

struct SignedInView {
  UserId id;
  std::string username;
  std::string name;
  std::vector<auth::Role> roles;
  static void describe(auto& v, SignedInView& o) {
    v.field("id", o.id);
    v.field("username", o.username);
    v.field("name", o.name);
    v.field("roles", o.roles);
  }
};

struct TokensView {
  std::string access_token;
  std::string token_type = "Bearer";
  std::int64_t expires_in = 0;
  std::optional<std::string> refresh_token;
  SignedInView user;
  static void describe(auto& v, TokensView& o) {
    v.field("accessToken", o.access_token);
    v.field("tokenType", o.token_type);
    v.field("expiresIn", o.expires_in, json::NoRule{}, "seconds");
    v.field("refreshToken", o.refresh_token, json::NoRule{},
            "good for one use; not where a cookie has it");
    v.field("user", o.user);
  }
};

/// A person as others may see them: the password's hash is not among the members, so it can't get
/// out.
struct UserView {
  Person person;
  static void describe(auto& v, UserView& o) {
    v.field("id", o.person.id);
    v.field("username", o.person.username);
    v.field("name", o.person.name);
    v.field("email", o.person.email);
    v.field("roles", o.person.roles);
    v.field("customerId", o.person.customer);
    v.field("zones", o.person.zones);
    v.field("active", o.person.active);
    v.field("locale", o.person.locale);
    v.field("version", o.person.version);
    v.field("createdAt", o.person.created_at);
    v.field("updatedAt", o.person.updated_at);
    v.field("lastLoginAt", o.person.last_login_at);
  }
};

struct SessionView {
  Uuid id;
  Timestamp created;
  Timestamp last_used;
  Timestamp expires;
  bool current = false;
  static void describe(auto& v, SessionView& o) {
    v.field("id", o.id);
    v.field("createdAt", o.created);
    v.field("lastUsedAt", o.last_used);
    v.field("expiresAt", o.expires);
    v.field("current", o.current, json::NoRule{}, "the one that asks");
  }
};

struct UserQuery {
  std::optional<auth::Role> role;
  std::optional<bool> active;
  std::optional<std::string> q;
  std::optional<CustomerId> customer;
  std::optional<int> limit;
  std::optional<std::string> cursor;
  static void describe(auto& v, UserQuery& o) {
    v.field("role", o.role);
    v.field("active", o.active);
    v.field("q", o.q, json::Text{0, 100}, "part of the name or username, accents do not matter");
    v.field("customerId", o.customer);
    v.field("limit", o.limit, json::Range{1, 100});
    v.field("cursor", o.cursor, json::Text{0, 2000});
  }
};

Publish publisher(const Context& c) {
  return [&c](db::Unit& unit, const std::string& type, const Person& person) {
    events::append(unit, c.event(type, person.id.value, json::encode(facts_of(person))));
  };
}

http::Response shown(const Person& person) {
  auto response = service::ok(UserView{person});
  response.with("etag", http::etag_of(person.version));
  return response;
}

Result<PeopleFilter> filter_of(const UserQuery& query, const Context& c) {
  PeopleFilter filter{.role = query.role,
                      .active = query.active,
                      .customer = query.customer,
                      .limit = query.limit.value_or(k_default_page)};
  if (query.q && !fold(*query.q).empty()) {
    filter.words = fold(*query.q);
  }
  if (!c.scope().all) {
    filter.only = c.caller().user;
  }
  if (query.cursor) {
    const auto parts = service::read_cursor(*query.cursor, 2);
    const auto id = parts ? UserId::parse((*parts)[1]) : std::nullopt;
    if (!id) {
      return fail(ErrorKind::bad_request, "bad_cursor",
                  "The cursor is not one that a list gave out.");
    }
    filter.after_name = (*parts)[0];
    filter.after_id = *id;
  }
  return filter;
}

struct GivenToken {
  std::optional<std::string> token;
  SessionKind kind = SessionKind::token;
};

/// The body's refresh token, or else the cookie's.
Result<GivenToken> token_of(Context& c) {
  if (c.request().body.size() > 0) {
    auto body = c.body<RefreshBody>();
    if (!body) {
      return fail(std::move(body.error()));
    }
    if (body->token) {
      return GivenToken{std::move(body->token)};
    }
  }
  if (auto cookie = session_cookie(c.request())) {
    return GivenToken{std::move(cookie), SessionKind::cookie};
  }
  return GivenToken{};
}

/// Whether the caller's reach on people goes to this one.
bool reaches(const Context& c, UserId id) {
  return c.scope().all || id == c.caller().user;
}

}  // namespace

Api::Api(const service::Resources& resources, std::shared_ptr<const auth::KeyRing> key,
         const Settings& settings)
    : key_(std::move(key)),
      settings_(settings),
      sign_in_(resources.database, policy_of(settings)),
      peers_(resources.peers) {}

std::vector<service::Route> Api::routes() {
  using enum auth::Permission;
  const auto to = [this](auto handler) { return service::bind(*this, handler); };
  return {
      route("POST", "/api/v1/auth/login", Access::open, "Signs in with username and password",
            to(&Api::login))
          .takes<LoginBody>()
          .gives<TokensView>()
          .limited(),
      route("POST", "/api/v1/auth/refresh", Access::open,
            "Trades a refresh token in for new tokens", to(&Api::refresh))
          .takes<RefreshBody>()
          .gives<TokensView>()
          .limited(),
      route("POST", "/api/v1/auth/logout", Access::signed_in, "Ends the session", to(&Api::logout))
          .takes<RefreshBody>()
          .status(204),
      route("GET", "/.well-known/jwks.json", Access::open,
            "The key that access tokens are signed with (RFC 7517)", to(&Api::jwks)),
      route("GET", "/api/v1/users/me", Access::signed_in, "One's own profile", to(&Api::read_me))
          .gives<UserView>(),
      route("PATCH", "/api/v1/users/me", Access::signed_in, "Changes one's own profile or password",
            to(&Api::change_me))
          .takes<ProfileChange>()
          .gives<UserView>(),
      route("GET", "/api/v1/users/me/sessions", Access::signed_in,
            "One's own sessions, newest first", to(&Api::list_sessions))
          .lists<SessionView>(),
      route("DELETE", "/api/v1/users/me/sessions/{id}", Access::signed_in, "Ends one of them",
            to(&Api::end_session))
          .status(204),
      route("GET", "/api/v1/users", user_read, "People, sorted by name", to(&Api::list))
          .query<UserQuery>()
          .lists<UserView>(),
      route("POST", "/api/v1/users", user_write, "Adds a person", to(&Api::create))
          .takes<NewUser>()
          .gives<UserView>(201)
          .creates()
          .secret_body(),
      route("GET", "/api/v1/users/{id}", user_read, "One person", to(&Api::read)).gives<UserView>(),
      route("PATCH", "/api/v1/users/{id}", user_write,
            "Changes a person; active=false ends all access", to(&Api::change))
          .takes<UserChange>()
          .gives<UserView>(),
  };
}

Result<http::Response> Api::login(Context& c) {
  auto body = c.body<LoginBody>();
  if (!body) {
    return fail(std::move(body.error()));
  }
  Ticket ticket{.refresh_token = make_refresh_token()};
  const auto publish = publisher(c);
  const auto open = [&](db::Unit& unit, const Person& person) {
    ticket = open_family(unit, person, ticket.refresh_token, c.now(), settings_.refresh_life);
    note_login(unit, person.id, c.now());
    publish(unit, "user.logged_in", person);
  };
  auto person =
      sign_in_.check({body->username, body->password, c.request().remote}, c.now(), publish, open);
  if (!person) {
    return fail(std::move(person.error()));
  }
  return tokens_of(ticket, c.now(), body->session.value_or(SessionKind::token));
}

Result<http::Response> Api::refresh(Context& c) {
  const auto given = token_of(c);
  if (!given) {
    return fail(given.error());
  }
  if (!given->token) {
    return invalid("/refreshToken", "required", "A refresh token is needed.");
  }
  auto ticket = identity::refresh(c.db(), *given->token, c.now(), settings_.refresh_life);
  if (!ticket) {
    return fail(std::move(ticket.error()));
  }
  return tokens_of(*ticket, c.now(), given->kind);
}

Result<http::Response> Api::logout(Context& c) {
  const auto given = token_of(c);
  if (!given) {
    return fail(given.error());
  }
  return c.write([&](db::Unit& unit) -> Result<http::Response> {
    log_out(unit, c.caller().user, c.caller().session, given->token, c.now());
    auto response = service::no_content();
    if (given->kind == SessionKind::cookie) {
      set_session_cookie(response, "", {}, settings_.secure_cookies);
    }
    return response;
  });
}

Result<http::Response> Api::list_sessions(Context& c) {
  const auto sessions = c.db().read(
      [&](db::Session& session) { return open_families(session, c.caller().user, c.now()); });
  std::vector<SessionView> views;
  for (const auto& row : sessions) {
    views.push_back({.id = row.family,
                     .created = row.created,
                     .last_used = row.expires - settings_.refresh_life,
                     .expires = row.expires,
                     .current = row.family == c.caller().session});
  }
  return service::list(views);
}

Result<http::Response> Api::end_session(Context& c) {
  const auto id = Uuid::parse(c.path("id"));
  return c.write([&](db::Unit& unit) -> Result<http::Response> {
    if (!id || !end_family_of(unit, *id, c.caller().user, c.now())) {
      return not_found("session");
    }
    return service::no_content();
  });
}

Result<http::Response> Api::jwks(Context&) {
  auto response = http::json_response(200, key_->jwks());
  response.with("cache-control", "public, max-age=300");
  return response;
}

Result<http::Response> Api::read_me(Context& c) {
  auto person = caller_of(c);
  if (!person) {
    return fail(std::move(person.error()));
  }
  return shown(*person);
}

Result<http::Response> Api::change_me(Context& c) {
  auto body = c.body<ProfileChange>();
  auto version = c.if_match();
  if (!body || !version) {
    return fail(std::move(body ? version.error() : body.error()));
  }
  auto person = caller_of(c);
  if (!person) {
    return fail(std::move(person.error()));
  }
  if (body->password) {
    if (auto known = check_current_password(c, person->username, body->current_password); !known) {
      return fail(std::move(known.error()));
    }
  }
  const Edit edit{.change = {.name = body->name, .email = body->email, .locale = body->locale},
                  .secret = secret_of(body->password),
                  .version = *version,
                  .kept_session = c.caller().session};
  return c.write([&](db::Unit& unit) -> Result<http::Response> {
    auto changed = change_person(unit, person->id, edit, c.now(), publisher(c));
    return changed ? Result<http::Response>(shown(*changed)) : fail(std::move(changed.error()));
  });
}

Result<http::Response> Api::list(Context& c) {
  const auto query = c.query<UserQuery>();
  if (!query) {
    return fail(query.error());
  }
  auto filter = filter_of(*query, c);
  if (!filter) {
    return fail(std::move(filter.error()));
  }
  const auto page =
      static_cast<std::size_t>(filter->limit++);  // one more tells whether there is a next page
  const auto people =
      c.db().read([&](db::Session& session) { return list_people(session, *filter); });
  std::vector<UserView> views;
  for (const auto& person : people) {
    views.push_back({person});
  }
  std::optional<std::string> next;
  if (views.size() > page) {
    views.pop_back();
    const auto& last = views.back().person;
    next = service::make_cursor({fold(last.name), last.id.to_string()});
  }
  return service::list(views, next);
}

Result<http::Response> Api::create(Context& c) {
  const auto command = c.body<NewUser>();
  if (!command) {
    return fail(command.error());
  }
  const auto draft = draft_of(*command, c.now());
  if (!draft) {
    return fail(draft.error());
  }
  if (auto known = check_links(command->customer, command->zones, peers_); !known) {
    return fail(std::move(known.error()));
  }
  return c.write([&](db::Unit& unit) -> Result<http::Response> {
    auto person = register_person(unit, *draft, publisher(c));
    if (!person) {
      return fail(std::move(person.error()));
    }
    auto response = service::created("/api/v1/users/" + person->id.to_string(), UserView{*person});
    response.with("etag", http::etag_of(person->version));
    return response;
  });
}

Result<http::Response> Api::read(Context& c) {
  const auto id = c.path_id<UserId>("id", "user");
  if (!id || !reaches(c, *id)) {
    return not_found("user");
  }
  const auto person = c.db().read([&](db::Session& session) { return find_person(session, *id); });
  return person ? Result<http::Response>(shown(*person)) : not_found("user");
}

Result<http::Response> Api::change(Context& c) {
  const auto id = c.path_id<UserId>("id", "user");
  auto body = c.body<UserChange>();
  auto version = c.if_match();
  if (!id || !reaches(c, *id)) {
    return not_found("user");
  }
  if (!body || !version) {
    return fail(std::move(body ? version.error() : body.error()));
  }
  if (auto known = check_links(body->customer, body->zones, peers_); !known) {
    return fail(std::move(known.error()));
  }
  const Edit edit{.change = *body, .secret = secret_of(body->password), .version = *version};
  return c.write([&](db::Unit& unit) -> Result<http::Response> {
    auto changed = change_person(unit, *id, edit, c.now(), publisher(c));
    return changed ? Result<http::Response>(shown(*changed)) : fail(std::move(changed.error()));
  });
}

http::Response Api::tokens_of(const Ticket& ticket, Timestamp now, SessionKind kind) const {
  const bool in_cookie = kind == SessionKind::cookie;
  const auto& person = ticket.person;
  const auth::Principal principal{.user = person.id,
                                  .username = person.username,
                                  .name = person.name,
                                  .roles = person.roles,
                                  .customer = person.customer,
                                  .zones = person.zones,
                                  .session = ticket.family,
                                  .expires = now + settings_.access_life};
  auto response = service::ok(
      TokensView{.access_token = key_->sign(principal, now),
                 .expires_in = std::chrono::seconds(settings_.access_life).count(),
                 .refresh_token = in_cookie ? std::nullopt : std::optional(ticket.refresh_token),
                 .user = {person.id, person.username, person.name, person.roles}});
  response.with("cache-control", "no-store");
  if (in_cookie) {
    set_session_cookie(response, ticket.refresh_token, settings_.refresh_life,
                       settings_.secure_cookies);
  }
  return response;
}

/// The caller as they are now; their token may be older.
Result<Person> Api::caller_of(Context& c) {
  auto person =
      c.db().read([&](db::Session& session) { return find_person(session, c.caller().user); });
  if (!person) {
    return not_found("user");
  }
  if (!person->active) {
    return fail(ErrorKind::unauthenticated, "account_inactive",
                "This account is not active any more.");
  }
  return std::move(*person);
}

/// A stolen access token must not be good for guessing the password: the same limits as for signing
/// in.
Result<void> Api::check_current_password(Context& c, const std::string& username,
                                         const std::optional<std::string>& password) {
  if (!password) {
    return invalid("/currentPassword", "required", "A new password needs the current one.");
  }
  auto known = sign_in_.check({username, *password, c.request().remote}, c.now(), publisher(c),
                              [](db::Unit&, const Person&) {});
  if (known) {
    return {};
  }
  if (known.error().code == "login_failed") {
    return invalid("/currentPassword", "wrong_password", "This is not the current password.");
  }
  return fail(std::move(known.error()));
}

}  // namespace mf::identity
