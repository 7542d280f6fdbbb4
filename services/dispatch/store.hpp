// Everything that dispatch keeps, as domain values: people, technicians, orders as far as they are
// known, visits, decisions and the queue. All SQL stands in store.cpp. The session or unit belongs
// to the caller.
#pragma once

#include "platform/db/database.hpp"
#include "services/dispatch/domain.hpp"

namespace mf::dispatch {

/// Whose orders the caller may reach: all, or those in some zones.
struct Territory {
  bool all = false;
  std::string zones;  // ids as text, joined by commas
};
Territory territory_of(const auth::Scope& scope, const std::vector<ZoneId>& zones);

/// Which technicians the caller may see: all, or only the one that they are.
struct Viewer {
  bool all = false;
  UserId self;
};

// People and technicians

std::optional<Person> find_person(db::Session& session, UserId id);
void save_person(db::Unit& unit, const Person& person);

struct TechnicianFilter {
  std::string q;  // folded
  std::optional<ZoneId> zone;
  std::optional<SpecialtyId> specialty;
  std::optional<bool> active;
};
/// A page goes on after this name and id.
struct AfterName {
  std::string folded;
  UserId id;
};

std::optional<Technician> find_technician(db::Session& session, UserId id, const Viewer& viewer);
std::vector<Technician> list_technicians(db::Session& session, const TechnicianFilter& filter,
                                         const Viewer& viewer, const AfterName& after, int limit);
/// The active ones with their open visits: whom an order may go to.
std::vector<Technician> load_roster(db::Session& session);
void insert_technician(db::Unit& unit, const Technician& technician);
/// False if the row is no longer of version `technician.version - 1`.
bool update_technician(db::Unit& unit, const Technician& technician);

// Orders

std::optional<OrderFacts> find_order(db::Session& session, OrderId id);
std::optional<OrderFacts> find_order(db::Session& session, OrderId id, const Territory& territory);
/// False if a newer version is known already.
bool save_order(db::Unit& unit, const OrderFacts& facts);

// Visits

std::optional<Visit> find_open_visit(db::Session& session, OrderId order);
std::vector<Visit> open_visits_of(db::Session& session, UserId technician);
void insert_visit(db::Unit& unit, const Visit& visit);
void end_visit(db::Unit& unit, VisitId id, VisitState state, Timestamp at);
/// What the technician reported at `at`; older reports than the last one change nothing.
void note_visit_state(db::Unit& unit, OrderId order, UserId technician, VisitState state,
                      Timestamp at);
void set_visit_window(db::Unit& unit, OrderId order, const std::optional<Window>& window);
/// The last visit of the technician for the order, open again. False if there was none.
bool reopen_visit(db::Unit& unit, OrderId order, UserId technician, VisitState state);

struct VisitFilter {
  std::optional<UserId> technician;
  std::optional<OrderId> order;
  std::optional<VisitState> state;
  std::optional<Timestamp> from;
  std::optional<Timestamp> to;
  Territory territory;
};
struct AfterStart {
  Timestamp starts_at{std::chrono::microseconds{-1}};
  VisitId id;
};
/// Where a visit stands in the list: its window's start, or when it was decided.
Timestamp starts_at(const Visit& visit);
std::vector<Visit> list_visits(db::Session& session, const VisitFilter& filter,
                               const AfterStart& after, int limit);

// Decisions

struct StoredAssignment {
  Assignment assignment;
  std::string candidates;  // JSON, as it was written
};
struct AfterDecision {
  Timestamp at{std::chrono::microseconds{-1}};
  AssignmentId id;
};
void insert_assignment(db::Unit& unit, const Assignment& assignment, const std::string& candidates);
std::optional<Assignment> find_assignment(db::Session& session, AssignmentId id);
std::vector<StoredAssignment> list_assignments(db::Session& session, OrderId order,
                                               const AfterDecision& after, int limit);

// The queue

/// `waiting.since` counts for an order that was not waiting yet; one that was keeps its place.
void enqueue(db::Unit& unit, const Waiting& waiting, Priority priority);
void dequeue(db::Unit& unit, OrderId order);
void set_urgency(db::Unit& unit, OrderId order, Priority priority);
std::optional<Waiting> find_waiting(db::Session& session, OrderId order);
std::int64_t count_waiting(db::Session& session);

/// Those that nobody was suitable for: the most urgent, or those not tried for the longest time.
std::vector<OrderId> most_urgent_waiting(db::Session& session, int limit);
std::vector<OrderId> longest_untried_waiting(db::Session& session, int limit);

struct QueueEntry {
  Waiting waiting;
  int urgency = 0;
  OrderFacts order;
};
struct AfterWaiting {
  int urgency = -1;
  Timestamp since;
  OrderId order;
};
std::vector<QueueEntry> list_waiting(db::Session& session, const std::optional<WaitReason>& reason,
                                     const Territory& territory, const AfterWaiting& after,
                                     int limit);

}  // namespace mf::dispatch
