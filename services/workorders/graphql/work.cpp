#include "services/workorders/graphql/topics.hpp"

namespace mf::workorders::gql {
namespace {

using Orders = std::span<const Order* const>;

template <class Doc>
auto of_order(std::string_view what) {
  return [what](Orders orders, const Call& call) {
    return lists_of<Doc>(call, orders, [&](const Order& order) {
      return fmt::format("/api/v1/orders/{}/{}", order.id.to_string(), what);
    });
  };
}

void add_evidence(SchemaBuilder& schema) {
  schema.object<PositionDoc>("Place", "Degrees, WGS 84.")
      .field("latitude: Float!", number("latitude"))
      .field("longitude: Float!", number("longitude"));
  schema.object<EvidenceDoc>("Evidence", "A photo, PDF or text that proves work.")
      .field("id: ID!", text("id"))
      .field("fileName: String!", text("fileName"))
      .field("mediaType: String!", text("mediaType"))
      .field("size: Int!", integer("size"))
      .field("sha256: String!", text("sha256"))
      .field("recordedAt: DateTime!", text("recordedAt"))
      .field("technician: Person!", one<ActorDoc>("technician"))
      .field("position: Place", one<PositionDoc>("position"))
      .field("contentUrl: String!", text("contentUrl"));
  add_connection<EvidenceDoc>(schema, "Evidence");
}

void add_progress(SchemaBuilder& schema) {
  schema.object<CorrectionDoc>("TimeCorrection")
      .field("minutesBefore: Int!", integer("minutesBefore"))
      .field("minutes: Int!", integer("minutes"))
      .field("justification: String!", text("justification"))
      .field("by: Person!", one<ActorDoc>("by"))
      .field("at: DateTime!", text("at"));
  schema.object<ProgressDoc>("Progress", "What a technician reports.")
      .field("id: ID!", text("id"))
      .field("version: Int!", integer("version"))
      .field("comment: String!", text("comment"))
      .field("minutes: Int!", integer("minutes"))
      .field("reportedMinutes: Int!", integer("reportedMinutes"))
      .field("recordedAt: DateTime!", text("recordedAt"))
      .field("technician: Person!", one<ActorDoc>("technician"))
      .field("corrections: [TimeCorrection!]!", many<CorrectionDoc>("corrections"));
  add_connection<ProgressDoc>(schema, "Progress");
}

void add_timeline(SchemaBuilder& schema) {
  schema.object<TimelineDoc>("TimelineEntry", "An event of the order's whole story.")
      .field("id: ID!", text("id"))
      .field("kind: String!", text("kind"))
      .field("at: DateTime!", text("at"))
      .field("recordedAt: DateTime!", text("recordedAt"))
      .field("by: Person!", one<ActorDoc>("by"))
      .field("details: JSON!", as_json("details"), "What the kind has to say.");
  add_connection<TimelineDoc>(schema, "TimelineEntry");
}

}  // namespace

void add_work(SchemaBuilder& schema) {
  add_evidence(schema);
  add_progress(schema);
  add_timeline(schema);
  schema.object<Order>("Order")
      .load(fmt::format("evidence({}): EvidenceConnection!", k_forward),
            of_order<EvidenceDoc>("evidence"), "`first` is 50 at most.")
      .load(fmt::format("progress({}): ProgressConnection!", k_forward),
            of_order<ProgressDoc>("progress"), "`first` is 50 at most.")
      .load(fmt::format("timeline({}): TimelineEntryConnection!", k_forward),
            of_order<TimelineDoc>("timeline"), "Oldest first; `first` is 50 at most.");
}

}  // namespace mf::workorders::gql
