// The ids that cross a service's border. UserId, CustomerId and ZoneId stand with the principal,
// who carries them.
#pragma once

#include "platform/auth/principal.hpp"
#include "platform/core/id.hpp"

namespace mf {

struct SiteTag;
struct OrderTag;
struct OrderTypeTag;
struct SpecialtyTag;
struct MaterialTag;
struct AssignmentTag;
struct VisitTag;
struct ProgressTag;
struct EvidenceTag;
struct NotificationTag;

using SiteId = Id<SiteTag>;
using OrderId = Id<OrderTag>;
using OrderTypeId = Id<OrderTypeTag>;
using SpecialtyId = Id<SpecialtyTag>;
using MaterialId = Id<MaterialTag>;
using AssignmentId = Id<AssignmentTag>;
using VisitId = Id<VisitTag>;
using ProgressId = Id<ProgressTag>;
using EvidenceId = Id<EvidenceTag>;
using NotificationId = Id<NotificationTag>;

}  // namespace mf
