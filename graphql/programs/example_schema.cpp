#include "graphql/programs/example_schema.hpp"

#include <algorithm>
#include <stdexcept>
#include <unordered_map>

namespace graphql::example {
namespace {

struct Customer {
  std::string id;
  std::string name;
  std::optional<std::string> phone;
  std::string city;
};

struct WorkOrder {
  std::string id;
  std::string title;
  std::string status;
  std::int64_t priority = 0;
  double cost = 0;
  std::string created_at;
  const Customer* customer = nullptr;
};

struct Data {
  std::unordered_map<std::string, Customer> customers;
  std::vector<WorkOrder> orders;
};

std::string text(const Value& object, std::string_view name) {
  const auto value = object[name];
  return value.is(Value::Kind::string) ? std::string(value.text()) : std::string();
}

std::shared_ptr<const Data> read(const std::string& source) {
  Arena arena(source.size());
  const auto json = read_json(source, arena);
  if (!json) {
    throw std::runtime_error(json.error());
  }
  auto data = std::make_shared<Data>();
  for (const auto& item : (*json)["customers"].items()) {
    Customer customer{text(item, "id"), text(item, "name"), std::nullopt, text(item, "city")};
    if (item["phone"].is(Value::Kind::string)) {
      customer.phone = text(item, "phone");
    }
    data->customers.emplace(customer.id, customer);
  }
  for (const auto& item : (*json)["workOrders"].items()) {
    data->orders.push_back({text(item, "id"), text(item, "title"), text(item, "status"),
                            item["priority"].integer(), item["cost"].real(),
                            text(item, "createdAt"),
                            &data->customers.at(text(item, "customerId"))});
  }
  return data;
}

using Orders = std::span<const WorkOrder* const>;

void describe(SchemaBuilder& schema, const std::shared_ptr<const Data>& data) {
  schema.sdl("enum Status { ASSIGNED DONE NEW }");
  schema.object<Customer>("Customer")
      .field("city: String!", &Customer::city)
      .field("id: ID!", &Customer::id)
      .field("name: String!", &Customer::name)
      .field("phone: String", &Customer::phone);
  schema.object<WorkOrder>("WorkOrder")
      .field("cost: Float!", &WorkOrder::cost)
      .field("createdAt: String!", &WorkOrder::created_at)
      .load("customer: Customer!",
            [](Orders orders, const Call& call) {
              const auto customers = call.keeper().arena().array<const Customer*>(orders.size());
              std::ranges::transform(orders, customers.begin(), &WorkOrder::customer);
              return customers;
            })
      .field("id: ID!", &WorkOrder::id)
      .field("priority: Int!", &WorkOrder::priority)
      .field("status: Status!", &WorkOrder::status)
      .field("title: String!", &WorkOrder::title);
  schema.query()
      .field("hello: String!", [] { return "world"; })
      .field("workOrder(id: ID!): WorkOrder",
             [data](const Call& call) -> const WorkOrder* {
               const auto found =
                   std::ranges::find(data->orders, call.get<std::string>("id"), &WorkOrder::id);
               return found == data->orders.end() ? nullptr : &*found;
             })
      .field("workOrders(first: Int = 100): [WorkOrder!]!", [data](const Call& call) {
        const auto most =
            std::max<std::int64_t>(call.get<std::optional<std::int64_t>>("first").value_or(100), 0);
        return std::span(data->orders)
            .first(std::min(data->orders.size(), static_cast<std::size_t>(most)));
      });
  schema.mutation().field("echo(s: String!): String!",
                          [](const Call& call) { return call.get<std::string>("s"); });
}

/// from … 0, the first at once.
Stop count_down(Timers& timers, int from, const Events<int>& events) {
  constexpr std::chrono::milliseconds k_between{20};
  if (from < 0) {
    throw FieldError{"The countdown must begin at zero or above.", "BAD_INPUT"};
  }
  events.emit(from);
  const auto timer = timers.every(k_between, [events, left = from]() mutable {
    if (--left < 0) {
      events.end();
      return false;
    }
    return events.emit(left);
  });
  return [&timers, timer] { timers.cancel(timer); };
}

}  // namespace

SchemaPtr make_schema(const std::string& data, Timers& timers) {
  SchemaBuilder schema;
  describe(schema, read(data));
  schema.subscription().stream<int>("countdown(from: Int!): Int!",
                                    [&timers](const Call& call, Events<int> events) {
                                      return count_down(timers, call.get<int>("from"), events);
                                    });
  auto built = schema.build();
  if (!built) {
    throw std::runtime_error(built.error().front().message);
  }
  return std::move(*built);
}

}  // namespace graphql::example
