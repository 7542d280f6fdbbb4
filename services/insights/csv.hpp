// A summary as CSV (RFC 4180): one figure a line, so that a spreadsheet can filter and pivot it.
// Pure, any thread.
#pragma once

#include "services/insights/domain.hpp"

namespace mf::insights {

/// Columns: section, key, name, figure, value.
std::string summary_csv(const Summary& summary);

}  // namespace mf::insights
