// The heads of a forwarded request and its answer, rewritten: what concerns one connection only is
// left out (RFC 9110, section 7.6.1), and so is what a client could claim to be somebody with.
// Pure, any thread.
#pragma once

#include "platform/http/wire.hpp"

#include <optional>

namespace mf::http {

/// The head of `head`'s request for the replica: id, trace and client's address are the request's,
/// `more` are whole lines. A chunked body stays chunked. `trace` stands for the request's own where
/// there is one.
void append_request_head(std::string& out, const Head& head, std::string_view more,
                         std::string_view trace = {});

/// How a replica's answer goes on after its head.
struct AnswerHead {
  int status = 0;
  bool chunked = false;
  bool close = false;  // the replica ends the connection after it
  bool event_stream = false;
  std::optional<std::uint64_t> length;

  bool has_body(std::string_view method) const {
    return method != "HEAD" && status != 204 && status != 304 && status >= 200;
  }
  /// Its end is the connection's end.
  bool until_close(std::string_view method) const {
    return has_body(method) && !chunked && !length;
  }
};

/// Reads a whole head, and appends what goes on to the client to `out`: the status line and the
/// headers, Content-Length included, without the empty line. Nothing for what is not an answer; a
/// 101 is one only where the request `upgrades`.
std::optional<AnswerHead> pass_answer_head(std::string_view text, std::string& out,
                                           bool upgrades = false);

/// `name: value`, with control characters as blanks.
void append_header_line(std::string& out, std::string_view name, std::string_view value);

}  // namespace mf::http
