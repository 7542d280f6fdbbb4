// Whether something that another service owns exists, asked while input is checked. Blocks; never
// inside a unit of work. Any thread.
#pragma once

#include "platform/service/service.hpp"

namespace mf::service {

/// What stands at `path` in another service. Where nothing does: null, and a field error
/// `unknown_<what>` at `pointer`. An error where nobody can tell, such as 503.
Result<std::optional<json::Dom>> look_up(Peers& peers, const std::string& path,
                                         const std::string& pointer, const std::string& what,
                                         std::vector<FieldError>& errors);

}  // namespace mf::service
