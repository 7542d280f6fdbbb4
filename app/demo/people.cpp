#include "app/demo/people.hpp"

#include "app/demo/company.hpp"
#include "platform/core/text.hpp"
#include "services/identity/people.hpp"

#include <random>

namespace mf::app::demo {
namespace {

/// Writes one JSON object from names and values that are JSON already.
std::string object(std::initializer_list<std::pair<std::string_view, std::string>> members) {
  std::string out = "{";
  for (const auto& [name, value] : members) {
    out += (out.size() > 1 ? "," : "") + json::quote(name) + ":" + value;
  }
  return out + "}";
}

std::string array(const std::vector<std::string>& items) {
  return fmt::format("[{}]", fmt::join(items, ","));
}

auth::Principal principal_of(const json::Dom& user, auth::Role role, std::string username) {
  auth::Principal principal;
  principal.user = *UserId::parse(text_of(user, "id"));
  principal.username = std::move(username);
  principal.name = text_of(user, "name");
  principal.roles = {role};
  return principal;
}

class Founder {
 public:
  Founder(Suite& suite, Client& client, const Clock& clock)
      : suite_(suite), client_(client), clock_(clock) {}

  Company found() {
    add_administrator();
    add_catalogue();
    company_.supervisor = add_person(auth::Role::supervisor, "supervisora", "Patricia Hoyos",
                                     {{"zones", array(zones_)}});
    for (const auto& zone : zones_) {
      company_.supervisor.zones.push_back(*ZoneId::parse(zone.substr(1, 36)));
    }
    company_.operators.push_back(
        add_person(auth::Role::operator_, "operador", "Ricardo Palacio", {}));
    company_.operators.push_back(
        add_person(auth::Role::operator_, "operadora", "Sandra Builes", {}));
    add_technicians();
    add_customers();
    return std::move(company_);
  }

 private:
  void add_administrator() {
    const auto id = identity::add_user(suite_.database("identity"),
                                       {.username = "admin",
                                        .name = "Mónica Arbeláez",
                                        .password = std::string(k_password),
                                        .email = "admin@demo.invalid",
                                        .roles = {auth::Role::administrator}},
                                       clock_.now());
    if (!id) {
      throw std::runtime_error("the demo's administrator was refused: " + id.error().detail);
    }
    company_.administrator = {.user = *id,
                              .username = "admin",
                              .name = "Mónica Arbeláez",
                              .roles = {auth::Role::administrator}};
  }

  void add_catalogue() {
    const auto& admin = company_.administrator;
    for (const auto& zone : k_zones) {
      const auto made = client_.post(admin, "/api/v1/zones",
                                     object({{"code", json::quote(zone.code)},
                                             {"name", json::quote(zone.name)},
                                             {"timeZone", "\"America/Bogota\""}}));
      zones_.push_back(json::quote(text_of(made, "id")));
    }
    specialties_ = ids_by_code("/api/v1/specialties?limit=100");
    company_.types = ids_by_code("/api/v1/order-types?limit=100");
    constexpr std::array materials =
        std::to_array<std::tuple<const char*, const char*, const char*, int>>({
            {"MAT-001", "Router wifi 6", "289000.00 COP", 60},
            {"MAT-002", "Cable drop de fibra (metro)", "1200.00 COP", 9000},
            {"MAT-003", "Conector SC/APC", "4500.00 COP", 1500},
            {"MAT-004", "Roseta óptica", "12500.00 COP", 300},
            {"MAT-005", "Teléfono IP", "210000.00 COP", 40},
            {"MAT-006", "Patch cord UTP categoría 6", "9800.00 COP", 500},
        });
    for (const auto& [code, name, cost, stock] : materials) {
      const auto made = client_.post(admin, "/api/v1/materials",
                                     object({{"code", json::quote(code)},
                                             {"name", json::quote(name)},
                                             {"unit", "\"unit\""},
                                             {"unitCost", json::quote(cost)},
                                             {"stock", std::to_string(stock)},
                                             {"minimumStock", "10"}}));
      company_.materials.push_back(text_of(made, "id"));
    }
  }

  std::map<std::string, std::string> ids_by_code(const std::string& path) {
    std::map<std::string, std::string> ids;
    const auto page = client_.get(company_.administrator, path);
    const auto* items = page.find("items");
    for (std::size_t i = 0; items != nullptr && i < items->size(); ++i) {
      ids[text_of(items->at(i), "code")] = text_of(items->at(i), "id");
    }
    return ids;
  }

  auth::Principal add_person(auth::Role role, std::string username, std::string_view name,
                             std::initializer_list<std::pair<std::string_view, std::string>> more) {
    std::string body = object({{"username", json::quote(username)},
                               {"name", json::quote(name)},
                               {"email", json::quote(username + "@demo.invalid")},
                               {"roles", "[" + json::quote(name_of(role)) + "]"},
                               {"password", json::quote(k_password)}});
    for (const auto& [member, value] : more) {
      body.pop_back();
      body += "," + json::quote(member) + ":" + value + "}";
    }
    return principal_of(client_.post(company_.administrator, "/api/v1/users", body), role,
                        std::move(username));
  }

  void add_technicians() {
    const std::vector<std::string> days{"monday",   "tuesday", "wednesday",
                                        "thursday", "friday",  "saturday"};
    std::vector<std::string> shifts;
    for (const auto& day : days) {
      shifts.push_back(object({{"weekday", json::quote(day)}, {"from", "420"}, {"to", "1080"}}));
    }
    for (const auto& technician : k_technicians) {
      const auto who =
          add_person(auth::Role::technician, std::string(technician.username), technician.name, {});
      client_.settle();
      std::vector<std::string> skills;
      for (std::size_t i = 0; i < k_specialties.size(); ++i) {
        if (technician.levels[i] > 0) {
          skills.push_back(
              object({{"specialtyId", json::quote(specialties_.at(std::string(k_specialties[i])))},
                      {"level", std::to_string(technician.levels[i])},
                      {"from", "\"2024-01-01\""}}));
        }
      }
      std::vector<std::string> zones;
      for (const int zone : technician.zones) {
        zones.push_back(zones_.at(static_cast<std::size_t>(zone)));
      }
      client_.post(company_.administrator, "/api/v1/technicians",
                   object({{"userId", json::quote(who.user.to_string())},
                           {"zones", array(zones)},
                           {"skills", array(skills)},
                           {"shifts", array(shifts)},
                           {"timeZone", "\"America/Bogota\""}}));
      company_.technicians.push_back(who);
    }
  }

  void add_customers() {
    std::mt19937 random(2026);
    const auto pick = [&](int below) {
      return static_cast<int>(random() % static_cast<unsigned>(below));
    };
    const auto& op = company_.operators.front();
    for (int i = 0; i < 60; ++i) {
      const bool business = i % 5 == 4;
      const auto given = k_given_names[static_cast<std::size_t>(i) % k_given_names.size()];
      const auto family =
          k_family_names[static_cast<std::size_t>(i * 7 + i / 24) % k_family_names.size()];
      const std::string name = business ? fmt::format("Comercial {} {} S.A.S.", family, i + 1)
                                        : fmt::format("{} {}", given, family);
      const auto customer = client_.post(
          op, "/api/v1/customers",
          object({{"documentType", business ? "\"NIT\"" : "\"CC\""},
                  {"documentNumber", json::quote(std::to_string(43'000'000 + i * 7919))},
                  {"name", json::quote(name)},
                  {"email", json::quote(fmt::format("cliente{:02}@demo.invalid", i + 1))},
                  {"phone", json::quote(fmt::format("300 555 {:04}", 1000 + i * 13))}}));
      const std::string id = text_of(customer, "id");
      const int zone = pick(static_cast<int>(k_zones.size()));
      const auto& place = k_zones[static_cast<std::size_t>(zone)];
      const auto site = client_.post(
          op, "/api/v1/customers/" + id + "/sites",
          object({{"name", business ? "\"Sede principal\"" : "\"Casa\""},
                  {"address", json::quote(fmt::format("Carrera {} # {}-{}", 20 + pick(70),
                                                      1 + pick(99), 1 + pick(99)))},
                  {"neighbourhood", json::quote(place.name)},
                  {"zoneId", zones_.at(static_cast<std::size_t>(zone))},
                  {"latitude", fmt::format("{:.6f}", place.latitude + (pick(200) - 100) * 1e-4)},
                  {"longitude", fmt::format("{:.6f}", place.longitude + (pick(200) - 100) * 1e-4)},
                  {"timeZone", "\"America/Bogota\""}}));
      company_.sites.push_back({id, text_of(site, "id"), zone});
      if (i < 3) {
        auto client =
            add_person(auth::Role::client, i == 0 ? "cliente" : fmt::format("cliente{}", i + 1),
                       name, {{"customerId", json::quote(id)}});
        client.customer = *CustomerId::parse(id);
        company_.clients.push_back(client);
      }
    }
    client_.settle();
  }

  Suite& suite_;
  Client& client_;
  const Clock& clock_;
  Company company_;
  std::vector<std::string> zones_;  // ids, quoted
  std::map<std::string, std::string> specialties_;
};

}  // namespace

Company found_company(Suite& suite, Client& client, const Clock& clock) {
  return Founder(suite, client, clock).found();
}

std::string logins_of(const Company& company) {
  std::vector<std::string> logins;
  const auto add = [&](auth::Role role, const auth::Principal& who) {
    logins.push_back(object({{"role", json::quote(name_of(role))},
                             {"username", json::quote(who.username)},
                             {"password", json::quote(k_password)},
                             {"userId", json::quote(who.user.to_string())}}));
  };
  add(auth::Role::administrator, company.administrator);
  add(auth::Role::supervisor, company.supervisor);
  for (const auto& who : company.operators) {
    add(auth::Role::operator_, who);
  }
  for (const auto& who : company.technicians) {
    add(auth::Role::technician, who);
  }
  for (const auto& who : company.clients) {
    add(auth::Role::client, who);
  }
  return fmt::format("[\n  {}\n]\n", fmt::join(logins, ",\n  "));
}

}  // namespace mf::app::demo
