#include "services/notifications/api.hpp"

#include "services/notifications/rules.hpp"
#include "services/notifications/store.hpp"
#include "services/notifications/views.hpp"

#include <charconv>

namespace mf::notifications {
namespace {

using auth::Permission;
using service::bind;
using service::route;

constexpr int k_default_limit = 20;

struct PageQuery {
  std::optional<int> limit;
  std::optional<std::string> cursor;
  static void describe(auto& v, PageQuery& o) {
    v.field("limit", o.limit, json::Range{1, 100});
    v.field("cursor", o.cursor);
  }
};

struct InboxQuery {
  std::optional<bool> unread;
  std::optional<int> limit;
  std::optional<std::string> cursor;
  static void describe(auto& v, InboxQuery& o) {
    v.field("unread", o.unread, {}, "true: only what was not read");
    v.field("limit", o.limit, json::Range{1, 100});
    v.field("cursor", o.cursor);
  }
};

struct StreamQuery {
  std::optional<std::int64_t> last_event_id;
  static void describe(auto& v, StreamQuery& o) {
    v.field("lastEventId", o.last_event_id, json::Range{0, 9e15},
            "go on after this one; the header goes first");
  }
};

/// The id that a cursor names; `first` without one. 400 for what is no cursor.
template <class IdType>
Result<IdType> start_of(const std::optional<std::string>& cursor, IdType first) {
  if (!cursor) {
    return first;
  }
  const auto parts = service::read_cursor(*cursor, 1);
  const auto id = parts ? IdType::parse(parts->front()) : std::nullopt;
  if (!id) {
    return fail(ErrorKind::bad_request, "bad_cursor", "The cursor is not one that this list gave.");
  }
  return *id;
}

/// Before all others in a list that begins with the newest.
NotificationId newest() {
  NotificationId id;
  id.value.bytes.fill(0xff);
  return id;
}

/// One page of rows, of which one more than the page was read: it only tells that there is a next
/// page.
template <class T, class F>
http::Response page(const std::vector<T>& rows, int limit, F id_of) {
  std::vector<decltype(view(rows.front()))> views;
  for (const auto& row : rows) {
    if (std::ssize(views) == limit) {
      return service::list(views,
                           service::make_cursor({id_of(rows[views.size() - 1]).to_string()}));
    }
    views.push_back(view(row));
  }
  return service::list(views);
}

http::Response rule_answer(int status, const AlertRule& rule) {
  auto response = status == 201
                      ? service::created("/api/v1/alert-rules/" + rule.id.to_string(), view(rule))
                      : service::ok(view(rule));
  response.with("etag", http::etag_of(rule.version));
  return response;
}

/// Failures that the caller may see: all, or those of each of their zones, merged.
std::vector<FailedNotification> visible_failures(service::Context& c, NotificationId before,
                                                 int limit) {
  return c.db().snapshot([&](db::Session& session) {
    if (c.scope().all) {
      return failed_notifications(session, before, limit);
    }
    std::vector<FailedNotification> merged;
    for (const auto zone : c.caller().zones) {
      auto some = failed_in_zone(session, zone, before, limit);
      std::move(some.begin(), some.end(), std::back_inserter(merged));
    }
    std::sort(merged.begin(), merged.end(),
              [](const auto& a, const auto& b) { return a.notification.id > b.notification.id; });
    merged.resize(std::min(merged.size(), static_cast<std::size_t>(limit)));
    return merged;
  });
}

/// Where the listener left off. A header that is no number counts as a place long gone: the stream
/// says `reset`.
Result<std::optional<std::int64_t>> resume_after(service::Context& c) {
  const auto query = c.query<StreamQuery>();
  if (!query) {
    return fail(query.error());
  }
  const std::string* header = c.request().header("last-event-id");
  if (header == nullptr || header->empty()) {
    return query->last_event_id;
  }
  std::int64_t place = -1;
  const auto [end, error] = std::from_chars(header->data(), header->data() + header->size(), place);
  return error == std::errc{} && end == header->data() + header->size() ? place : -1;
}

}  // namespace

std::vector<service::Route> Api::routes() {
  using service::Access;
  return {
      route("GET", "/api/v1/notifications", Permission::notification_read,
            "Lists one's own messages, newest first", bind(*this, &Api::list_inbox))
          .query<InboxQuery>()
          .lists<NotificationView>(),
      route("GET", "/api/v1/notifications/summary", Permission::notification_read,
            "Counts one's unread messages", bind(*this, &Api::summary))
          .gives<Summary>(),
      route("POST", "/api/v1/notifications/{id}/read", Permission::notification_read,
            "Marks a message as read", bind(*this, &Api::read_one))
          .gives<NotificationView>(),
      route("POST", "/api/v1/notifications/read-all", Permission::notification_read,
            "Marks all of one's messages as read", bind(*this, &Api::read_all))
          .gives<MarkedRead>(),
      route("GET", "/api/v1/notifications/failed", Permission::operations_read,
            "Lists messages that were given up, newest first", bind(*this, &Api::list_failed))
          .query<PageQuery>()
          .lists<FailedView>(),
      route("GET", "/api/v1/stream", Access::signed_in,
            "Sends everything that the caller may see as it happens (server-sent events); resumes "
            "after Last-Event-ID",
            bind(*this, &Api::stream))
          .query<StreamQuery>()
          .answers("text/event-stream"),
      route("GET", "/api/v1/alert-rules", Permission::alert_rule_write, "Lists who hears of what",
            bind(*this, &Api::list_rules))
          .query<PageQuery>()
          .lists<AlertRuleView>(),
      route("POST", "/api/v1/alert-rules", Permission::alert_rule_write, "Adds an alert rule",
            bind(*this, &Api::create_rule))
          .takes<NewAlertRule>()
          .gives<AlertRuleView>(201)
          .creates(),
      route("GET", "/api/v1/alert-rules/{id}", Permission::alert_rule_write, "Reads an alert rule",
            bind(*this, &Api::get_rule))
          .gives<AlertRuleView>(),
      route("PATCH", "/api/v1/alert-rules/{id}", Permission::alert_rule_write,
            "Changes an alert rule", bind(*this, &Api::change_rule))
          .takes<AlertRuleChange>()
          .gives<AlertRuleView>(),
  };
}

Result<http::Response> Api::list_inbox(service::Context& c) {
  const auto query = c.query<InboxQuery>();
  if (!query) {
    return fail(query.error());
  }
  const auto before = start_of(query->cursor, newest());
  if (!before) {
    return fail(before.error());
  }
  const int limit = query->limit.value_or(k_default_limit);
  const auto rows = c.db().read([&](db::Session& session) {
    return inbox(session, c.caller().user, query->unread.value_or(false), *before, limit + 1);
  });
  return page(rows, limit, [](const Notification& row) { return row.id; });
}

Result<http::Response> Api::summary(service::Context& c) {
  return service::ok(Summary{
      c.db().read([&](db::Session& session) { return count_unread(session, c.caller().user); })});
}

Result<http::Response> Api::read_one(service::Context& c) {
  const auto id = c.path_id<NotificationId>("id", "notification");
  if (!id) {
    return fail(id.error());
  }
  return c.write([&](db::Unit& unit) -> Result<http::Response> {
    const auto read = mark_read(unit, *id, c.caller().user, c.now());
    return read ? Result<http::Response>(service::ok(view(*read))) : not_found("notification");
  });
}

Result<http::Response> Api::read_all(service::Context& c) {
  return c.write([&](db::Unit& unit) -> Result<http::Response> {
    return service::ok(MarkedRead{mark_all_read(unit, c.caller().user, c.now())});
  });
}

Result<http::Response> Api::list_failed(service::Context& c) {
  const auto query = c.query<PageQuery>();
  if (!query) {
    return fail(query.error());
  }
  const auto before = start_of(query->cursor, newest());
  if (!before) {
    return fail(before.error());
  }
  const int limit = query->limit.value_or(k_default_limit);
  return page(visible_failures(c, *before, limit + 1), limit,
              [](const FailedNotification& row) { return row.notification.id; });
}

Result<http::Response> Api::stream(service::Context& c) {
  const auto after = resume_after(c);
  if (!after) {
    return fail(after.error());
  }
  http::Response response;
  response.with("content-type", "text/event-stream")
      .with("cache-control", "no-store")
      .with("x-accel-buffering", "no");
  if (c.request().method == "HEAD") {
    return response;
  }
  const auto& caller = c.caller();
  auto body = hub_.open({.user = caller.user,
                         .scope = caller.scope(Permission::order_read),
                         .customer = caller.customer,
                         .zones = caller.zones},
                        caller.expires, *after);
  if (!body) {
    return fail(std::move(body.error()));
  }
  response.live = std::move(*body);
  return response;
}

Result<http::Response> Api::list_rules(service::Context& c) {
  const auto query = c.query<PageQuery>();
  if (!query) {
    return fail(query.error());
  }
  const auto after = start_of(query->cursor, AlertRuleId{});
  if (!after) {
    return fail(after.error());
  }
  const int limit = query->limit.value_or(k_default_limit);
  const auto rows =
      c.db().read([&](db::Session& session) { return rules_after(session, *after, limit + 1); });
  return page(rows, limit, [](const AlertRule& row) { return row.id; });
}

Result<http::Response> Api::get_rule(service::Context& c) {
  const auto id = c.path_id<AlertRuleId>("id", "alert rule");
  if (!id) {
    return fail(id.error());
  }
  const auto rule = c.db().read([&](db::Session& session) { return find_rule(session, *id); });
  return rule ? Result<http::Response>(rule_answer(200, *rule)) : not_found("alert rule");
}

Result<http::Response> Api::create_rule(service::Context& c) {
  const auto wanted = c.body<NewAlertRule>();
  if (!wanted) {
    return fail(wanted.error());
  }
  return c.write([&](db::Unit& unit) -> Result<http::Response> {
    auto rule = notifications::create_rule(unit, *wanted, c.now());
    if (!rule) {
      return fail(std::move(rule.error()));
    }
    return rule_answer(201, *rule);
  });
}

Result<http::Response> Api::change_rule(service::Context& c) {
  const auto id = c.path_id<AlertRuleId>("id", "alert rule");
  const auto expected = c.if_match();
  const auto change = c.body<AlertRuleChange>();
  if (!id || !expected || !change) {
    return fail(!id ? id.error() : !expected ? expected.error() : change.error());
  }
  return c.write([&](db::Unit& unit) -> Result<http::Response> {
    auto rule = notifications::change_rule(unit, *id, *change, *expected, c.now());
    if (!rule) {
      return fail(std::move(rule.error()));
    }
    return rule_answer(200, *rule);
  });
}

}  // namespace mf::notifications
