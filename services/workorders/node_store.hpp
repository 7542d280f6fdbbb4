// What kind of thing an id belongs to: ids are unique over all kinds. Called inside a read of the
// service's database.
#pragma once

#include "platform/db/database.hpp"

namespace mf::workorders::store {

enum class NodeKind {
  order,
  customer,
  site,
  asset,
  order_type,
  zone,
  specialty,
  material,
  elsewhere,  // no thing of this service has it
};

NodeKind kind_of(db::Session& session, const Uuid& id);

}  // namespace mf::workorders::store
