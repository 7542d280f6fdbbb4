// What mutations take, as SDL: the members are those of the routes' bodies, which check them.
#pragma once

#include <string_view>

namespace mf::workorders::gql {

inline constexpr std::string_view k_inputs = R"(
input WindowInput { from: DateTime! to: DateTime! }

input OpenOrderInput {
  "Only a client may leave it out."
  customerId: ID
  siteId: ID!
  typeId: ID!
  "Only a client may leave it out, and may not choose CRITICAL."
  priority: Priority
  title: String!
  description: String!
  window: WindowInput
}
input EditOrderInput {
  title: String
  description: String
  priority: Priority
  "null takes it away."
  window: WindowInput
}
input UseMaterialInput {
  materialId: ID!
  quantity: Float!
  "Without it the technician's own van where it holds enough, else the warehouse."
  from: StockPlace
}
input CorrectMaterialInput {
  quantity: Float
  "It was this one: at its price of today."
  materialId: ID
  "10 to 200 characters."
  justification: String!
}
input CustomerInput {
  documentType: DocumentType
  documentNumber: String!
  name: String!
  email: String
  phone: String
}
input CustomerChangeInput {
  documentType: DocumentType
  documentNumber: String
  name: String
  email: String
  phone: String
  active: Boolean
}
input SiteInput {
  name: String
  address: String!
  neighbourhood: String
  zoneId: ID
  latitude: Float
  longitude: Float
  timeZone: String
  accessNotes: String
}
input SiteChangeInput {
  name: String
  address: String
  neighbourhood: String
  zoneId: ID
  latitude: Float
  longitude: Float
  timeZone: String
  accessNotes: String
  active: Boolean
}
input AssetInput {
  kind: String!
  serial: String!
  model: String
  installedOn: Date
  warrantyUntil: Date
}
input AssetChangeInput {
  kind: String
  serial: String
  model: String
  installedOn: Date
  warrantyUntil: Date
  active: Boolean
}
"A new one needs code, name, unit and unitCost."
input MaterialInput {
  code: String
  name: String
  unit: String
  unitCost: Money
  stock: Float
  minimumStock: Float
  active: Boolean
}
input RequiredSpecialtyInput { specialtyId: ID! level: Int! }
"A new one needs code, name, estimatedMinutes and slaHours."
input OrderTypeInput {
  code: String
  name: String
  nameEs: String
  estimatedMinutes: Int
  slaHours: Int
  automatic: Boolean
  materialsRequired: Boolean
  active: Boolean
  specialties: [RequiredSpecialtyInput!]
}
"A new one needs code and name."
input ZoneInput { code: String name: String timeZone: String active: Boolean }
"A new one needs code and name."
input SpecialtyInput { code: String name: String nameEs: String active: Boolean }

input AssignOrderInput {
  "Left out where the mode is AUTOMATIC."
  technicianId: ID
  mode: AssignmentMode
  "Needed where a rule is overridden or somebody has the order already."
  reason: String
  window: WindowInput
}
enum ActivityKind {
  TRAVEL_STARTED
  ARRIVED
  WORK_STARTED
  WORK_PAUSED
  WORK_RESUMED
  WORK_COMPLETED
}
input PositionInput { latitude: Float! longitude: Float! }
input ActivityInput {
  kind: ActivityKind!
  "When it happened; now where it is left out."
  at: DateTime
  position: PositionInput
  "Needed for WORK_PAUSED."
  reason: String
}
)";

}  // namespace mf::workorders::gql
