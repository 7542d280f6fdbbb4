// Many readings in one call: what one service asks another for a whole list of things, instead of
// once for each. Each reading is a GET of its own, with the caller's rights.
#pragma once

#include "platform/service/host.hpp"

namespace mf::service {

inline constexpr std::size_t k_most_reads = 100;

/// POST /api/v1/operations/{service}/reads.
Route reads_route(Host& host, const std::string& service);
std::string reads_path(std::string_view service);

std::string reads_body(const std::vector<std::string>& targets);
/// The answers, one for each target, from what the route answered; its refusal for each where it
/// refused.
std::vector<http::Response> read_answers(const http::Response& answer, std::size_t targets);

}  // namespace mf::service
