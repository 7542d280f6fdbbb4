// The work on an order: its states, what may follow what, and the records that a technician leaves.
// Pure values and rules, without I/O and without a clock; any thread.
#pragma once

#include "contracts/events.hpp"

#include <span>

namespace mf::tracking {

struct ActivityTag;
struct CorrectionTag;
using ActivityId = Id<ActivityTag>;
using CorrectionId = Id<CorrectionTag>;

/// How far the assigned technician is.
enum class Execution { assigned, en_route, on_site, working, paused, done };

/// One row of the table of the work: what may be reported in which state, and where it leads.
struct Step {
  ActivityKind kind;
  Execution from;
  Execution to;
};
std::span<const Step> steps();
std::optional<Execution> next_state(Execution from, ActivityKind kind);
std::vector<ActivityKind> allowed_from(Execution from);

/// An order as tracking knows it.
struct OrderRef {
  OrderId id;
  std::string code = {};
  std::int64_t version = 0;  // of the facts that were heard last
  OrderStatus status = OrderStatus::open;
  std::optional<CustomerId> customer = {};
  std::optional<ZoneId> zone = {};
  std::optional<UserId> technician = {};
  std::optional<std::string> technician_name = {};
  bool materials_required = false;
  std::int64_t material_total = 0;  // thousandths, of all materials: what was noted less what was
                                    // taken back
  bool heard = false;  // false: known by an assignment or a material only, the order's own event is
                       // on its way
  std::optional<Execution> execution = {};
  std::optional<AssignmentId> assignment = {};
  std::optional<Timestamp> assigned_at = {};
  std::optional<Timestamp> created_at = {};
  std::optional<Timestamp> last_at = {};  // of the last report, by the technician's word
  std::int64_t change = 0;                // of the stored row; 0 for a new one
};

/// On whose orders the caller may do something: applied inside the SQL that reads the order.
struct Reach {
  bool all = false;
  std::optional<CustomerId> own = {};
  std::optional<UserId> assigned = {};
  std::vector<ZoneId> zones = {};
};

/// Who asks. Records carry this person, never one that a body names.
struct Caller {
  UserId user;
  std::string name;
  Reach reach;

  contracts::Actor actor() const { return {user, name}; }
};

struct Activity {
  ActivityId id;
  OrderId order;
  ActivityKind kind{};
  Execution state{};  // after it
  Timestamp at;
  Timestamp recorded_at;
  contracts::Actor technician;
  std::optional<contracts::Position> position;
  std::optional<std::string> reason;
};

struct Correction {
  CorrectionId id;
  ProgressId progress;
  minutes before{};
  minutes after{};
  std::string justification;
  contracts::Actor by;
  Timestamp at;
};

struct Progress {
  ProgressId id;
  OrderId order;
  contracts::Actor technician;
  std::string comment;
  minutes reported{};
  minutes spent{};  // after the corrections
  Timestamp recorded_at;
  std::int64_t version = 1;
  std::vector<Correction> corrections;
};

struct Evidence {
  EvidenceId id;
  OrderId order;
  contracts::Actor technician;
  std::string file_name;
  std::string media_type;
  std::int64_t size = 0;
  std::string sha256;
  Timestamp recorded_at;
  std::optional<contracts::Position> position;
};

/// What a technician reports, before any rule has looked at it.
struct ActivityReport {
  ActivityKind kind{};
  std::optional<Timestamp> at;
  std::optional<contracts::Position> position;
  std::optional<std::string> reason;
};

/// 409 `order_not_active` on an order that is finished or on which nobody works.
Result<void> must_be_active(const OrderRef& order);
/// 422 for a moment that can't be (to come, before the order, before what was reported last), and
/// for a pause without its reason; all at once.
Result<void> must_be_plausible(const OrderRef& order, const ActivityReport& report, Timestamp now);
/// When a report's work happened: its own word, or now; never before what was reported last.
Timestamp moment_of(const OrderRef& order, const ActivityReport& report, Timestamp now);
/// The state after the step; 409 with what may be done instead.
Result<Execution> take_step(const OrderRef& order, ActivityKind kind);
/// 409 `evidence_missing` or `materials_missing`: what a completion still lacks.
Result<void> must_be_complete(const OrderRef& order, bool has_evidence);

/// How a transition that another service made moves the work. One from before the technician's last
/// report moves nothing: it may be the echo of an earlier one.
void follow_transition(OrderRef& order, Transition transition, Timestamp when,
                       std::optional<Timestamp> last_report = {});
/// The order is this technician's from now on.
void give_to(OrderRef& order, UserId technician, std::string name, Timestamp when);
/// It is nobody's.
void release(OrderRef& order);

/// The last part of a path, without control characters, at most 200 bytes; `evidence.EXTENSION`
/// where nothing is left.
std::string clean_file_name(std::string_view given, std::string_view extension);

}  // namespace mf::tracking

template <>
inline constexpr auto mf::k_names<mf::tracking::Execution> =
    std::array<mf::NameOf<mf::tracking::Execution>, 6>{{
        {mf::tracking::Execution::assigned, "assigned"},
        {mf::tracking::Execution::en_route, "en_route"},
        {mf::tracking::Execution::on_site, "on_site"},
        {mf::tracking::Execution::working, "working"},
        {mf::tracking::Execution::paused, "paused"},
        {mf::tracking::Execution::done, "done"},
    }};
