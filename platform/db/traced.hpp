// A database whose reads and units of work are spans of whatever the calling thread works for. What
// nobody waits for (consumers, jobs) makes none. As thread-safe as what it wraps.
#pragma once

#include "platform/db/database.hpp"

#include <string>

namespace mf::db {

std::unique_ptr<Database> with_spans(std::unique_ptr<Database> database, std::string service);

}  // namespace mf::db
