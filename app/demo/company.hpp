// The demo company as data: zones of Medellín, people, customers, and what they call about. Nothing
// here is real.
#pragma once

#include <array>
#include <string_view>

namespace mf::app::demo {

struct Zone {
  std::string_view code;
  std::string_view name;
  double latitude;
  double longitude;
};

struct Technician {
  std::string_view username;
  std::string_view name;
  std::array<int, 4> levels;  // of k_specialties; 0: none
  std::array<int, 6> zones;   // indexes into k_zones
};

struct Request {
  std::string_view type;  // an order type's code
  std::string_view title;
  std::string_view description;
};

constexpr std::string_view k_password = "ruta-de-demo-2026";

extern const std::array<Zone, 16> k_zones;
extern const std::array<std::string_view, 4> k_specialties;  // codes
extern const std::array<Technician, 12> k_technicians;
extern const std::array<std::string_view, 24> k_given_names;
extern const std::array<std::string_view, 24> k_family_names;
extern const std::array<Request, 14> k_requests;
extern const std::array<std::string_view, 8> k_progress;

}  // namespace mf::app::demo
