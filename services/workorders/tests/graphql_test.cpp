// The work-order schema over its route: reading as a graph, pages, mutations through the routes,
// permissions; and how many statements a level costs.
#include "services/workorders/graphql_api.hpp"
#include "services/workorders/tests/company.hpp"

namespace mf::workorders {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

/// Counts the statements that go through it.
class Counting final : public db::Database {
 public:
  explicit Counting(db::Database& inner) : inner_(inner) {}

  void read_with(const std::function<void(db::Session&)>& body) override {
    inner_.read_with([&](db::Session& session) {
      CountingSession counting(session, statements);
      body(counting);
    });
  }
  void snapshot_with(const std::function<void(db::Session&)>& body) override {
    inner_.snapshot_with([&](db::Session& session) {
      CountingSession counting(session, statements);
      body(counting);
    });
  }
  Result<void> write_with(const std::function<Result<void>(db::Unit&)>& body) override {
    return inner_.write_with(body);
  }
  void migrate(std::span<const db::Migration> migrations) override { inner_.migrate(migrations); }
  db::Stats stats() const override { return inner_.stats(); }
  db::Engine engine() const override { return inner_.engine(); }
  db::Subscription on_events(std::function<void()> listener) override {
    return inner_.on_events(std::move(listener));
  }

  int statements = 0;

 private:
  class CountingSession final : public db::Session {
   public:
    CountingSession(db::Session& inner, int& count) : inner_(inner), count_(count) {}
    std::int64_t run(db::Sql sql, db::Parameters parameters, const db::RowReader& reader) override {
      ++count_;
      return inner_.run(sql, parameters, reader);
    }
    db::Engine engine() const override { return inner_.engine(); }

   private:
    db::Session& inner_;
    int& count_;
  };

  db::Database& inner_;
};

class Graphql : public Company {
 protected:
  http::Response ask(const std::string& query, const auth::Principal& who,
                     const std::string& variables = "{}") {
    return fixture.call(
        "POST", "/graphql", who,
        fmt::format(R"({{"query":{},"variables":{}}})", json::quote(query), variables));
  }

  /// The statements that answering takes.
  int statements_of(const std::string& query) {
    Counting counting(fixture.database());
    const Settings settings;
    auto resources = fixture.resources();
    GraphqlApi api({counting, fixture.clock, resources.metrics, resources.peers}, settings);
    http::Request request;
    request.method = "POST";
    request.path = "/graphql";
    request.headers = {{"content-type", "application/json"}};
    request.body = http::Body(R"({"query":)" + json::quote(query) + "}");
    request.principal = std::make_shared<const auth::Principal>(administrator);
    const auto routes = api.routes();
    const auto route =
        std::find_if(routes.begin(), routes.end(), [](const service::Route& candidate) {
          return candidate.path == "/graphql" && candidate.method == "POST";
        });
    const service::Router::Match match{.route = &*route};
    service::Context context(request, match, counting, fixture.clock.now());
    const auto response = route->handler(context);
    EXPECT_FALSE(response->body.contains("\"errors\"")) << response->body;
    return counting.statements;
  }
};

TEST_F(Graphql, an_order_is_a_graph) {
  const auto id = open(north);
  const auto answer =
      ask("query($id: ID!) { order(id: $id) { code status priority version customer { name "
          "documentType } site { address zone { code } } type { code slaHours } sla { breached } "
          "history { nodes { action by { name } } } allowedTransitions } }",
          operator_, R"({"id":")" + id.to_string() + R"("})");
  ASSERT_EQ(answer.status, 200);
  EXPECT_EQ(at(answer, "/errors"), "") << answer.body;
  EXPECT_EQ(at(answer, "/data/order/code"), "ORD-000001");
  EXPECT_EQ(at(answer, "/data/order/status"), "OPEN");
  EXPECT_EQ(at(answer, "/data/order/customer/documentType"), "NIT");
  EXPECT_EQ(at(answer, "/data/order/site/zone/code"), "norte");
  EXPECT_EQ(at(answer, "/data/order/type/code"), "installation");
  EXPECT_EQ(at(answer, "/data/order/history/nodes/0/by/name"), operator_.name);
  EXPECT_EQ(at(answer, "/data/order/allowedTransitions/0"), "CANCEL");
}

TEST_F(Graphql, a_hundred_orders_with_their_customers_are_two_statements) {
  for (int i = 0; i < 100; ++i) {
    open(i % 2 == 0 ? north : south);
  }
  EXPECT_EQ(statements_of("{ orders(first: 100) { edges { cursor node { code customer { name } } "
                          "} } }"),
            2);
  EXPECT_EQ(statements_of("{ orders(first: 100) { nodes { site { zone { name } customer { name } } "
                          "type { name } history(last: 3) { nodes { action } } comments { nodes { "
                          "text } } materials { nodes { material { name } } } } } }"),
            8);
}

TEST_F(Graphql, pages_of_orders_follow_each_other) {
  for (int i = 0; i < 5; ++i) {
    open(north, fmt::format("Orden {}", i));
  }
  const std::string query =
      "query($after: String) { orders(first: 2, after: $after, sort: OLDEST) { nodes { title } "
      "pageInfo { hasNextPage hasPreviousPage endCursor } } }";
  std::vector<std::string> titles;
  std::string after = "null";
  for (int page = 0; page < 3; ++page) {
    const auto answer = ask(query, operator_, R"({"after":)" + after + "}");
    for (int i = 0; !at(answer, fmt::format("/data/orders/nodes/{}", i)).empty(); ++i) {
      titles.push_back(at(answer, fmt::format("/data/orders/nodes/{}/title", i)));
    }
    EXPECT_EQ(at(answer, "/data/orders/pageInfo/hasNextPage"), page < 2 ? "true" : "false");
    EXPECT_EQ(at(answer, "/data/orders/pageInfo/hasPreviousPage"), page > 0 ? "true" : "false");
    after = json::quote(at(answer, "/data/orders/pageInfo/endCursor"));
  }
  EXPECT_THAT(titles, ElementsAre("Orden 0", "Orden 1", "Orden 2", "Orden 3", "Orden 4"));
}

TEST_F(Graphql, things_of_an_order_are_paged_both_ways) {
  const auto id = open(north);
  for (const auto* text : {"uno", "dos", "tres", "cuatro"}) {
    fixture.call("POST", path(id, "/comments"), operator_, fmt::format(R"({{"text":"{}"}})", text));
  }
  const auto page = [&](const std::string& arguments) {
    return ask("{ order(id: \"" + id.to_string() + "\") { comments(" + arguments +
                   ") { nodes { text } pageInfo { hasNextPage hasPreviousPage startCursor "
                   "endCursor } } } }",
               operator_);
  };
  const std::string at_comments = "/data/order/comments";
  const auto last = page("last: 2");
  EXPECT_EQ(at(last, at_comments + "/nodes/0/text"), "tres");
  EXPECT_EQ(at(last, at_comments + "/nodes/1/text"), "cuatro");
  EXPECT_EQ(at(last, at_comments + "/pageInfo/hasPreviousPage"), "true");
  const auto start = at(last, at_comments + "/pageInfo/startCursor");
  const auto before = page("last: 5, before: \"" + start + "\"");
  EXPECT_EQ(at(before, at_comments + "/nodes/1/text"), "dos");
  EXPECT_EQ(at(before, at_comments + "/pageInfo/hasNextPage"), "true");
  EXPECT_EQ(at(before, at_comments + "/pageInfo/hasPreviousPage"), "false");
  const auto first = page("first: 1");
  const auto end = at(first, at_comments + "/pageInfo/endCursor");
  EXPECT_EQ(at(page("first: 1, after: \"" + end + "\""), at_comments + "/nodes/0/text"), "dos");
  EXPECT_EQ(at(page("first: 101"), "/errors/0/extensions/errors/0/pointer"), "/first");
  EXPECT_EQ(at(page("after: \"x\""), "/errors/0/extensions/code"), "bad_cursor");
}

TEST_F(Graphql, filters_are_those_of_the_list_of_rest) {
  open(north, "Módem roto", "high");
  open(south, "Fibra rota", "low");
  const auto answer = ask(
      "query($f: OrderFilter) { orders(filter: $f) { nodes { title } } }", operator_,
      R"({"f":{"status":["OPEN"],"priority":["HIGH","CRITICAL"],"createdFrom":"2020-01-01","q":"modem"}})");
  EXPECT_EQ(at(answer, "/data/orders/nodes/0/title"), "Módem roto") << answer.body;
  EXPECT_EQ(at(answer, "/data/orders/nodes/1"), "");
  const auto refused =
      ask("{ orders(filter: {createdFrom: \"ayer\"}) { nodes { title } } }", operator_);
  EXPECT_EQ(at(refused, "/errors/0/extensions/code"), "bad_query");
}

TEST_F(Graphql, a_node_is_found_by_its_id_whatever_it_is) {
  const auto kind = [&](const Uuid& id, const auth::Principal& who) {
    return at(ask("{ node(id: \"" + id.to_string() + "\") { __typename id } }", who),
              "/data/node/__typename");
  };
  EXPECT_EQ(kind(open(north).value, operator_), "Order");
  EXPECT_EQ(kind(north.customer.value, operator_), "Customer");
  EXPECT_EQ(kind(north.site.value, client), "Site");
  EXPECT_EQ(kind(north.zone.value, client), "Zone");
  EXPECT_EQ(kind(installation.value, client), "OrderType");
  EXPECT_EQ(kind(south.site.value, client), "");
  EXPECT_EQ(kind(Uuid::make(), operator_), "");
}

TEST_F(Graphql, mutations_are_the_routes_with_their_rules) {
  const auto opened = ask(
      "mutation($in: OpenOrderInput!) { openOrder(input: $in) { id version priority } }", operator_,
      fmt::format(R"({{"in":{{"customerId":"{}","siteId":"{}","typeId":"{}","priority":"HIGH",)"
                  R"("title":"Sin señal","description":"Parpadea en rojo"}}}})",
                  north.customer.to_string(), north.site.to_string(), installation.to_string()));
  ASSERT_EQ(at(opened, "/errors"), "") << opened.body;
  const auto id = at(opened, "/data/openOrder/id");
  EXPECT_EQ(at(opened, "/data/openOrder/priority"), "HIGH");

  const auto edit = [&](const std::string& more) {
    return ask("mutation { editOrder(id: \"" + id + "\", input: {title: \"Otro título\"}" + more +
                   ") { title version } }",
               operator_);
  };
  EXPECT_EQ(at(edit(", version: 1"), "/data/editOrder/version"), "2");
  const auto stale = edit(", version: 1");
  EXPECT_EQ(at(stale, "/errors/0/extensions/code"), "stale");
  EXPECT_EQ(at(stale, "/errors/0/extensions/status"), "412");
  EXPECT_EQ(at(stale, "/data/editOrder"), "null");

  const auto refused = ask(
      "mutation { transitionOrder(id: \"" + id + "\", transition: CLOSE) { status } }", operator_);
  EXPECT_EQ(at(refused, "/errors/0/extensions/code"), "transition_refused");
  EXPECT_THAT(at(refused, "/errors/0/extensions/allowed"), HasSubstr("cancel"));
  const auto cancelled = ask("mutation { transitionOrder(id: \"" + id +
                                 "\", transition: CANCEL, reason: \"Duplicada\") { status } }",
                             operator_);
  EXPECT_EQ(at(cancelled, "/data/transitionOrder/status"), "CANCELLED") << cancelled.body;
}

TEST_F(Graphql, bad_fields_are_named_by_their_pointers) {
  const auto answer =
      ask("mutation($in: OpenOrderInput!) { openOrder(input: $in) { id } }", operator_,
          fmt::format(R"({{"in":{{"customerId":"{}","siteId":"{}","typeId":"x","priority":"LOW",)"
                      R"("title":"","description":"Parpadea en rojo"}}}})",
                      north.customer.to_string(), north.site.to_string()));
  EXPECT_EQ(at(answer, "/errors/0/extensions/code"), "invalid");
  EXPECT_EQ(at(answer, "/errors/0/extensions/errors/0/pointer"), "/typeId") << answer.body;
  EXPECT_EQ(at(answer, "/errors/0/extensions/errors/1/pointer"), "/title");
  EXPECT_EQ(at(answer, "/errors/0/path/0"), "openOrder");
}

TEST_F(Graphql, the_same_idempotency_key_gets_the_same_answer) {
  const auto id = open(north);
  const auto comment = [&](const std::string& text, const std::string& key) {
    return ask("mutation { commentOrder(id: \"" + id.to_string() + "\", text: \"" + text +
                   "\", idempotencyKey: \"" + key + "\") { id } }",
               operator_);
  };
  const auto first = at(comment("hola", "k1"), "/data/commentOrder/id");
  EXPECT_FALSE(first.empty());
  EXPECT_EQ(at(comment("hola", "k1"), "/data/commentOrder/id"), first);
  EXPECT_EQ(at(comment("adiós", "k1"), "/errors/0/extensions/code"), "idempotency_key_reused");
  EXPECT_EQ(at(comment("hola", "k\\r\\nx: y"), "/errors/0/extensions/code"), "bad_idempotency_key");
}

TEST_F(Graphql, materials_are_used_corrected_and_taken_back) {
  const auto made =
      ask("mutation { createMaterial(input: {code: \"MAT-001\", name: \"Cable\", unit: \"m\", "
          "unitCost: \"10.00 COP\", stock: 5}) { id stock } }",
          administrator);
  const auto material = at(made, "/data/createMaterial/id");
  const auto order = open(north);
  assign(order, technician);
  const auto used =
      ask("mutation { useMaterial(orderId: \"" + order.to_string() + "\", input: {materialId: \"" +
              material + "\", quantity: 2}) { id cost from version material { stock } } }",
          technician);
  EXPECT_EQ(at(used, "/data/useMaterial/cost"), "20.00 COP") << used.body;
  EXPECT_EQ(at(used, "/data/useMaterial/from"), "WAREHOUSE");
  EXPECT_EQ(at(used, "/data/useMaterial/material/stock"), "3");
  const auto line = at(used, "/data/useMaterial/id");
  const auto corrected = ask(
      "mutation { correctMaterial(orderId: \"" + order.to_string() + "\", lineId: \"" + line +
          "\", version: 1, input: {quantity: 1, justification: \"Medí mal el tramo\"}) { "
          "quantity history { nodes { field oldValue newValue justification by { name } } } } }",
      technician);
  EXPECT_EQ(at(corrected, "/data/correctMaterial/quantity"), "1") << corrected.body;
  EXPECT_EQ(at(corrected, "/data/correctMaterial/history/nodes/0/by/name"), technician.name);
  const auto removed = ask("mutation { removeMaterial(orderId: \"" + order.to_string() +
                               "\", lineId: \"" + line + "\") }",
                           technician);
  EXPECT_EQ(at(removed, "/data/removeMaterial"), "true") << removed.body;
}

TEST_F(Graphql, what_others_own_is_asked_for_once_a_level) {
  for (int i = 0; i < 3; ++i) {
    const auto id = open(north);
    assign(id, i == 2 ? other_technician : technician);
    fixture.peer_answers[path(id, "/evidence?limit=20")] =
        R"({"items":[{"id":"e","fileName":"acta.txt"}],"nextCursor":null})";
  }
  for (const auto& who : {technician, other_technician}) {
    fixture.peer_answers["/api/v1/technicians/" + who.user.to_string()] =
        R"({"name":")" + who.name + R"("})";
  }
  const auto answer = ask(
      "{ orders(sort: OLDEST) { nodes { technician { name } evidence { nodes { fileName } } } } }",
      operator_);
  EXPECT_EQ(at(answer, "/errors"), "") << answer.body;
  EXPECT_EQ(at(answer, "/data/orders/nodes/0/technician/name"), technician.name);
  EXPECT_EQ(at(answer, "/data/orders/nodes/2/technician/name"), other_technician.name);
  EXPECT_EQ(at(answer, "/data/orders/nodes/1/evidence/nodes/0/fileName"), "acta.txt");
  EXPECT_EQ(fixture.batches(), 2);
}

TEST_F(Graphql, lists_of_routes_go_on_within_a_page) {
  for (int i = 0; i < 3; ++i) {
    fixture.call(
        "POST", "/api/v1/customers", operator_,
        fmt::format(R"({{"documentType":"CC","documentNumber":"10000{}","name":"Zoe {}"}})", i, i));
  }
  const std::string query =
      "query($after: String) { customers(first: 2, after: $after, q: \"zoe\") { edges { cursor "
      "node { name } } pageInfo { hasNextPage } } }";
  const auto first = ask(query, operator_);
  EXPECT_EQ(at(first, "/data/customers/pageInfo/hasNextPage"), "true") << first.body;
  const auto from = [&](int edge) {
    const auto cursor = at(first, fmt::format("/data/customers/edges/{}/cursor", edge));
    return at(ask(query, operator_, R"({"after":")" + cursor + R"("})"),
              "/data/customers/edges/0/node/name");
  };
  EXPECT_EQ(from(0), "Zoe 1");
  EXPECT_EQ(from(1), "Zoe 2");
}

TEST_F(Graphql, what_the_caller_may_not_see_is_not_there) {
  const auto id = open(south);
  const std::string query = "{ order(id: \"" + id.to_string() + "\") { code } }";
  EXPECT_EQ(at(ask(query, client), "/data/order"), "null");
  EXPECT_EQ(at(ask(query, technician), "/data/order"), "null");
  EXPECT_EQ(at(ask(query, other_client), "/data/order/code"), "ORD-000001");
  assign(id, technician);
  const auto refused =
      ask("{ order(id: \"" + id.to_string() + "\") { code contact { name } customer { email } } }",
          technician);
  EXPECT_EQ(at(refused, "/data/order/contact/name"), "Doña Inés Peña") << refused.body;
  EXPECT_EQ(at(refused, "/data/order/customer"), "null");
  EXPECT_EQ(at(refused, "/errors/0/extensions/code"), "forbidden");
}

TEST_F(Graphql, customers_do_not_read_what_the_desk_wrote_for_itself) {
  const auto id = open(north);
  assign(id, technician, AssignmentId::make(), {}, "El otro no contestó");
  const auto reason = [&](const auth::Principal& who) {
    return at(
        ask("{ order(id: \"" + id.to_string() + "\") { history { nodes { reason } } } }", who),
        "/data/order/history/nodes/1/reason");
  };
  EXPECT_EQ(reason(operator_), "El otro no contestó");
  EXPECT_EQ(reason(client), "null");
}

TEST_F(Graphql, only_those_who_may_look_at_the_schema) {
  const std::string query = "{ __schema { queryType { name } } }";
  EXPECT_EQ(at(ask(query, administrator), "/data/__schema/queryType/name"), "Query");
  EXPECT_EQ(at(ask(query, technician), "/data"), "");
  EXPECT_THAT(ask("{ ordes { nodes { id } } }", administrator).body, HasSubstr("Did you mean"));
  EXPECT_THAT(ask("{ ordes { nodes { id } } }", technician).body,
              ::testing::Not(HasSubstr("Did you mean")));
}

TEST_F(Graphql, nothing_is_changed_over_get) {
  const auto get = [&](const std::string& query, http::Headers headers) {
    return fixture.call("GET", "/graphql?query=" + http::percent_encode(query), administrator, "",
                        std::move(headers));
  };
  const http::Headers token{{"authorization", "Bearer x"}};
  const auto refused =
      get("mutation { createZone(input: {code: \"x\", name: \"x\"}) { id } }", token);
  ASSERT_EQ(refused.status, 405);
  EXPECT_EQ(*refused.header("allow"), "POST");
  EXPECT_EQ(get("{ me { name } }", token).status, 200);
  EXPECT_EQ(get("{ me { name } }", {}).status, 400);  // any page could make a browser send it
}

TEST_F(Graphql, a_request_that_would_cost_too_much_is_refused) {
  const auto answer = ask(
      "{ customers(first: 50) { nodes { orders(first: 100) { nodes { history(first: 100) { nodes { "
      "id at } } } } } } }",
      operator_);
  EXPECT_EQ(at(answer, "/errors/0/extensions/code"), "COST_LIMIT") << answer.body;
}

}  // namespace
}  // namespace mf::workorders
