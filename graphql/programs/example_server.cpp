// graphql_example_server PORT [DATA]: serves the example schema over HTTP at /graphql, on one
// thread.
//
// Small on purpose: what a server around transport/http.hpp needs, and no more. Not for the open
// internet.
#include "graphql/programs/example_schema.hpp"
#include "graphql/transport/http.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <csignal>
#include <fstream>
#include <iostream>
#include <iterator>

namespace graphql {
namespace {

constexpr std::size_t k_largest_head = 16 * 1024;
constexpr std::size_t k_largest_body = 1024 * 1024;

struct Head {
  std::string_view method;
  std::string_view target;
  std::string_view content_type;
  std::string_view accept;
  std::size_t content_length = 0;
  bool keep_alive = true;
  bool understood = true;
};

bool same_name(std::string_view a, std::string_view b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) {
           return (x | 0x20) == (y | 0x20);
         });
}

void read_header(Head& head, std::string_view line) {
  const auto colon = line.find(':');
  if (colon == line.npos) {
    head.understood = false;
    return;
  }
  const auto name = line.substr(0, colon);
  auto value = line.substr(colon + 1);
  while (value.starts_with(' ')) {
    value.remove_prefix(1);
  }
  if (same_name(name, "content-type")) {
    head.content_type = value;
  } else if (same_name(name, "accept")) {
    head.accept = value;
  } else if (same_name(name, "connection")) {
    head.keep_alive = !same_name(value, "close");
  } else if (same_name(name, "transfer-encoding")) {
    head.understood = false;
  } else if (same_name(name, "content-length")) {
    const auto* end = value.data() + value.size();
    head.understood = std::from_chars(value.data(), end, head.content_length).ptr == end &&
                      head.content_length <= k_largest_body;
  }
}

Head read_head(std::string_view text) {
  Head head;
  auto rest = text;
  const auto line = [&] {
    const auto end = rest.find("\r\n");
    const auto result = rest.substr(0, end);
    rest.remove_prefix(end == rest.npos ? rest.size() : end + 2);
    return result;
  };
  auto first = line();
  const auto method_end = std::min(first.find(' '), first.size());
  head.method = first.substr(0, method_end);
  first.remove_prefix(std::min(method_end + 1, first.size()));
  head.target = first.substr(0, first.find(' '));
  while (!rest.empty()) {
    read_header(head, line());
  }
  return head;
}

std::string write_response(const HttpResponse& response, bool keep_alive) {
  std::string out = "HTTP/1.1 " + std::to_string(response.status) +
                    (response.status == 200 ? " OK" : " Refused") +
                    "\r\nContent-Type: " + std::string(response.content_type) +
                    "\r\nContent-Length: " + std::to_string(response.body.size());
  if (!response.allow.empty()) {
    out += "\r\nAllow: " + std::string(response.allow);
  }
  return out + (keep_alive ? "\r\n\r\n" : "\r\nConnection: close\r\n\r\n") + response.body;
}

HttpResponse plain(int status, std::string body) {
  return {status, "text/plain; charset=utf-8", {}, std::move(body)};
}

HttpResponse answer(Engine& engine, const Head& head, std::string_view body) {
  const auto mark = std::min(head.target.find('?'), head.target.size());
  if (head.target.substr(0, mark) != "/graphql") {
    return plain(404, "GraphQL is at /graphql.");
  }
  const auto query = head.target.substr(std::min(mark + 1, head.target.size()));
  return answer(engine, {head.method, query, head.content_type, head.accept, body});
}

bool send_all(int socket, std::string_view text) {
  while (!text.empty()) {
    const auto sent = ::send(socket, text.data(), text.size(), MSG_NOSIGNAL);
    if (sent <= 0) {
      return false;
    }
    text.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

struct Connection {
  int socket;
  std::string received = {};
};

/// Answers every whole request that has arrived. False when the connection is to be closed.
bool serve(Engine& engine, Connection& connection) {
  char chunk[16 * 1024];
  const auto count = ::recv(connection.socket, chunk, sizeof(chunk), 0);
  if (count <= 0) {
    return false;
  }
  connection.received.append(chunk, static_cast<std::size_t>(count));
  while (true) {
    const auto end = connection.received.find("\r\n\r\n");
    if (end == std::string::npos) {
      return connection.received.size() <= k_largest_head;
    }
    const auto text = std::string_view(connection.received);
    const auto head = read_head(text.substr(0, end));
    if (!head.understood) {
      send_all(connection.socket, write_response(plain(400, "The request is malformed."), false));
      return false;
    }
    const auto body_start = end + 4;
    if (text.size() < body_start + head.content_length) {
      return true;
    }
    const auto response = answer(engine, head, text.substr(body_start, head.content_length));
    if (!send_all(connection.socket, write_response(response, head.keep_alive)) ||
        !head.keep_alive) {
      return false;
    }
    connection.received.erase(0, body_start + head.content_length);
  }
}

int listen_on(std::uint16_t port) {
  const int listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int on = 1;
  ::setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const bool bound =
      ::bind(listener, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0;
  return bound && ::listen(listener, 128) == 0 ? listener : -1;
}

[[noreturn]] void run(Engine& engine, int listener) {
  std::vector<Connection> connections;
  std::vector<pollfd> waiting;
  while (true) {
    waiting.assign(1, {listener, POLLIN, 0});
    for (const auto& connection : connections) {
      waiting.push_back({connection.socket, POLLIN, 0});
    }
    ::poll(waiting.data(), waiting.size(), -1);
    for (std::size_t i = connections.size(); i > 0; --i) {
      if (waiting[i].revents != 0 && !serve(engine, connections[i - 1])) {
        ::close(connections[i - 1].socket);
        connections.erase(connections.begin() + static_cast<std::ptrdiff_t>(i - 1));
      }
    }
    if ((waiting[0].revents & POLLIN) != 0) {
      const int socket = ::accept4(listener, nullptr, nullptr, SOCK_CLOEXEC);
      const int on = 1;
      ::setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
      if (socket >= 0) {
        connections.push_back({socket});
      }
    }
  }
}

}  // namespace
}  // namespace graphql

int main(int count, char** arguments) {
  const std::string_view text = count > 1 ? arguments[1] : "";
  std::uint16_t port = 0;
  if (std::from_chars(text.data(), text.data() + text.size(), port).ec != std::errc{}) {
    std::cerr << "usage: graphql_example_server PORT [DATA]\n";
    return 2;
  }
  std::ifstream file(count > 2 ? arguments[2] : GRAPHQL_EXAMPLE_DATA, std::ios::binary);
  const std::string data{std::istreambuf_iterator<char>(file), {}};
  try {
    graphql::Engine engine(graphql::example::make_schema(data));
    const int listener = graphql::listen_on(port);
    if (listener < 0) {
      std::cerr << "Port " << port << " cannot be listened on.\n";
      return 1;
    }
    graphql::run(engine, listener);
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
}
