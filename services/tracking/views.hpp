// What tracking's routes take and give, and how domain values become what is given.
#pragma once

#include "services/tracking/timeline.hpp"

namespace mf::tracking {

struct NewActivity {
  ActivityReport report;

  static void describe(auto& v, NewActivity& o) {
    v.field("kind", o.report.kind);
    v.field("at", o.report.at, json::NoRule{}, "when it happened; now where it is left out");
    v.field("position", o.report.position);
    v.field("reason", o.report.reason, json::Text{1, 500}, "required for work_paused");
  }
};

struct NewProgress {
  std::string comment;
  minutes spent{};

  static void describe(auto& v, NewProgress& o) {
    v.field("comment", o.comment, json::Text{20, 500});
    v.field("minutes", o.spent, json::Range{1, 1440});
  }
};

struct NewMinutes {
  minutes spent{};
  std::string justification;

  static void describe(auto& v, NewMinutes& o) {
    v.field("minutes", o.spent, json::Range{1, 1440});
    v.field("justification", o.justification, json::Text{10, 200});
  }
};

struct PageQuery {
  std::optional<int> limit;
  std::optional<std::string> cursor;

  static void describe(auto& v, PageQuery& o) {
    v.field("limit", o.limit, json::Range{1, 100}, "20 where it is left out");
    v.field("cursor", o.cursor, json::NoRule{}, "nextCursor of the page before");
  }
};

struct UploadQuery {
  std::optional<std::string> name;
  std::optional<double> latitude;
  std::optional<double> longitude;

  static void describe(auto& v, UploadQuery& o) {
    v.field("name", o.name, json::Text{1, 200}, "the file's name, for a raw body");
    v.field("latitude", o.latitude, json::Range{-90, 90}, "where it was taken, with longitude");
    v.field("longitude", o.longitude, json::Range{-180, 180});
  }
};

struct ActivityView {
  Activity activity;

  static void describe(auto& v, ActivityView& o) {
    v.field("id", o.activity.id);
    v.field("orderId", o.activity.order);
    v.field("kind", o.activity.kind);
    v.field("at", o.activity.at);
    v.field("recordedAt", o.activity.recorded_at);
    v.field("state", o.activity.state);
    v.field("technician", o.activity.technician);
    v.field("position", o.activity.position);
    v.field("reason", o.activity.reason);
  }
};

struct CorrectionView {
  Correction correction;

  static void describe(auto& v, CorrectionView& o) {
    v.field("minutesBefore", o.correction.before);
    v.field("minutes", o.correction.after);
    v.field("justification", o.correction.justification);
    v.field("by", o.correction.by);
    v.field("at", o.correction.at);
  }
};

struct ProgressView {
  Progress progress;
  std::vector<CorrectionView> corrections;

  static void describe(auto& v, ProgressView& o) {
    v.field("id", o.progress.id);
    v.field("orderId", o.progress.order);
    v.field("comment", o.progress.comment);
    v.field("minutes", o.progress.spent);
    v.field("reportedMinutes", o.progress.reported);
    v.field("recordedAt", o.progress.recorded_at);
    v.field("technician", o.progress.technician);
    v.field("version", o.progress.version);
    v.field("corrections", o.corrections);
  }
};

struct EvidenceView {
  Evidence evidence;
  std::string content_url;

  static void describe(auto& v, EvidenceView& o) {
    v.field("id", o.evidence.id);
    v.field("orderId", o.evidence.order);
    v.field("fileName", o.evidence.file_name);
    v.field("mediaType", o.evidence.media_type);
    v.field("size", o.evidence.size);
    v.field("sha256", o.evidence.sha256);
    v.field("recordedAt", o.evidence.recorded_at);
    v.field("technician", o.evidence.technician);
    v.field("position", o.evidence.position);
    v.field("contentUrl", o.content_url);
  }
};

struct EvidenceList {
  std::vector<EvidenceView> items;

  static void describe(auto& v, EvidenceList& o) { v.field("items", o.items); }
};

struct TimelineView {
  TimelineEntry entry;

  static void describe(auto& v, TimelineView& o) {
    v.field("id", o.entry.id);
    v.field("kind", o.entry.kind);
    v.field("at", o.entry.at);
    v.field("recordedAt", o.entry.recorded_at);
    v.field("by", o.entry.by);
    v.field("details", o.entry.details);
  }
};

inline ProgressView view_of(Progress progress) {
  ProgressView view;
  for (const auto& correction : progress.corrections) {
    view.corrections.push_back({correction});
  }
  view.progress = std::move(progress);
  return view;
}

inline EvidenceView view_of(Evidence evidence) {
  auto url = "/api/v1/evidence/" + evidence.id.to_string() + "/content";
  return {std::move(evidence), std::move(url)};
}

inline TimelineView view_of(TimelineEntry entry) {
  return {std::move(entry)};
}

}  // namespace mf::tracking
