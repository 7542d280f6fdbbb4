// The message catalogue: data only. Each key stands once in each language; a test checks that, and
// every placeholder.
#include "services/notifications/messages.hpp"

namespace mf::notifications {
namespace {

using enum Locale;

constexpr std::array k_templates = std::to_array<Template>({
    {"order_created", es, "Nueva orden {code}",
     "{title}\n{customer}\n{address}\nPrioridad: {priority}"},
    {"order_created", en, "New order {code}",
     "{title}\n{customer}\n{address}\nPriority: {priority}"},

    {"order_changed", es, "Novedad en la orden {code}",
     "{title}\nEstado: {status}\nPrioridad: {priority}\nMotivo: {reason}"},
    {"order_changed", en, "News of order {code}",
     "{title}\nStatus: {status}\nPriority: {priority}\nReason: {reason}"},

    {"order_updated", es, "Cambió la orden {code}",
     "{title}\nVisita: {window}\nPrioridad: {priority}"},
    {"order_updated", en, "Order {code} has changed",
     "{title}\nVisit: {window}\nPriority: {priority}"},

    {"assignment_created", es, "Se le asignó la orden {code}",
     "{title}\n{customer}\n{address}\nVisita: {window}\nPrioridad: {priority}"},
    {"assignment_created", en, "Order {code} is yours",
     "{title}\n{customer}\n{address}\nVisit: {window}\nPriority: {priority}"},

    {"technician_chosen", es, "{technician} atenderá su orden {code}", "{title}\nVisita: {window}"},
    {"technician_chosen", en, "{technician} will attend to your order {code}",
     "{title}\nVisit: {window}"},

    {"assignment_cancelled", es, "Ya no tiene asignada la orden {code}",
     "{title}\nMotivo: {reason}"},
    {"assignment_cancelled", en, "Order {code} is not yours any more", "{title}\nReason: {reason}"},

    {"travel_started", es, "{technician} va en camino: orden {code}", "{title}\n{address}"},
    {"travel_started", en, "{technician} is on the way: order {code}", "{title}\n{address}"},

    {"arrived", es, "{technician} llegó al sitio: orden {code}", "{title}\n{address}"},
    {"arrived", en, "{technician} is at the site: order {code}", "{title}\n{address}"},

    {"work_started", es, "Comenzó el trabajo de la orden {code}", "{title}\nTécnico: {technician}"},
    {"work_started", en, "Work on order {code} has begun", "{title}\nTechnician: {technician}"},

    {"work_completed", es, "Terminó el trabajo de la orden {code}",
     "{title}\nTécnico: {technician}"},
    {"work_completed", en, "Work on order {code} is done", "{title}\nTechnician: {technician}"},

    {"status_changed", es, "La orden {code} está {status}", "{title}\nMotivo: {reason}"},
    {"status_changed", en, "Order {code} is {status}", "{title}\nReason: {reason}"},

    {"approval_requested", es, "La orden {code} espera su aprobación",
     "{title}\nPide: {by}\nMotivo: {reason}"},
    {"approval_requested", en, "Order {code} waits for your approval",
     "{title}\nAsked by: {by}\nReason: {reason}"},

    {"order_completed", es, "La orden {code} está lista para revisar",
     "{title}\n{customer}\nTécnico: {technician}"},
    {"order_completed", en, "Order {code} is ready for review",
     "{title}\n{customer}\nTechnician: {technician}"},

    {"order_cancelled", es, "Se canceló la orden {code}",
     "{title}\n{customer}\n{address}\nMotivo: {reason}"},
    {"order_cancelled", en, "Order {code} was cancelled",
     "{title}\n{customer}\n{address}\nReason: {reason}"},

    {"order_reopened", es, "Se reabrió la orden {code}",
     "{title}\n{customer}\n{address}\nMotivo: {reason}"},
    {"order_reopened", en, "Order {code} was reopened",
     "{title}\n{customer}\n{address}\nReason: {reason}"},

    {"order_commented", es, "{by} comentó en la orden {code}", "{comment}"},
    {"order_commented", en, "{by} commented on order {code}", "{comment}"},

    {"sla_warning", es, "La orden {code} vence pronto", "{title}\n{customer}\nVence: {due}"},
    {"sla_warning", en, "Order {code} is due soon", "{title}\n{customer}\nDue: {due}"},

    {"sla_breached", es, "La orden {code} superó su plazo",
     "{title}\n{customer}\nVencía: {due}\nTécnico: {technician}"},
    {"sla_breached", en, "Order {code} is overdue",
     "{title}\n{customer}\nWas due: {due}\nTechnician: {technician}"},

    {"material_low", es, "Queda poco material: {material}", "Existencias: {quantity}"},
    {"material_low", en, "Little is left of {material}", "In stock: {quantity}"},

    {"account_locked", es, "Cuenta bloqueada: {by}",
     "Tres contraseñas equivocadas la bloquearon por 15 minutos."},
    {"account_locked", en, "Account locked: {by}",
     "Three wrong passwords locked it for 15 minutes."},
});

struct StatusWords {
  OrderStatus status;
  std::string_view es;
  std::string_view en;
};
constexpr std::array k_statuses = std::to_array<StatusWords>({
    {OrderStatus::open, "abierta", "open"},
    {OrderStatus::assigned, "asignada", "assigned"},
    {OrderStatus::in_progress, "en curso", "in progress"},
    {OrderStatus::on_hold, "en espera", "on hold"},
    {OrderStatus::awaiting_approval, "por aprobar", "awaiting approval"},
    {OrderStatus::completed, "completada", "completed"},
    {OrderStatus::closed, "cerrada", "closed"},
    {OrderStatus::cancelled, "cancelada", "cancelled"},
});

struct PriorityWords {
  Priority priority;
  std::string_view es;
  std::string_view en;
};
constexpr std::array k_priorities = std::to_array<PriorityWords>({
    {Priority::low, "baja", "low"},
    {Priority::medium, "media", "medium"},
    {Priority::high, "alta", "high"},
    {Priority::critical, "crítica", "critical"},
});

constexpr std::string_view k_mail_es =
    "Hola, {name}:\n\n{title}\n\n{body}\n\n"
    "Este mensaje es automático; responda desde MicroFlow.\n";
constexpr std::string_view k_mail_en =
    "Hello {name},\n\n{title}\n\n{body}\n\n"
    "This message is automatic; please answer in MicroFlow.\n";

}  // namespace

std::span<const Template> templates() {
  return k_templates;
}

std::string_view word(Locale locale, OrderStatus status) {
  const auto row = std::find_if(k_statuses.begin(), k_statuses.end(),
                                [&](const StatusWords& words) { return words.status == status; });
  return locale == es ? row->es : row->en;
}

std::string_view word(Locale locale, Priority priority) {
  const auto row =
      std::find_if(k_priorities.begin(), k_priorities.end(),
                   [&](const PriorityWords& words) { return words.priority == priority; });
  return locale == es ? row->es : row->en;
}

std::string_view mail_frame(Locale locale) {
  return locale == es ? k_mail_es : k_mail_en;
}

}  // namespace mf::notifications
