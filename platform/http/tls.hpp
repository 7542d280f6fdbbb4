// TLS 1.2 and 1.3 for one connection, either side: bytes in, bytes out, no socket. A Tls belongs to
// one connection and one thread; a TlsIdentity and a TlsTrust to the server, whose loop alone uses
// them.
#pragma once

#include <chrono>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace mf::http {

/// A certificate chain and its key, both PEM files, read again when they change.
class TlsIdentity {
 public:
  /// Throws where the files can't be read or don't belong together.
  TlsIdentity(std::string certificate_file, std::string key_file);
  ~TlsIdentity();

  /// Takes changed files for connections from now on. What is wrong with them is logged, and the
  /// old ones stay.
  void refresh();

 private:
  friend class Tls;
  struct State;
  std::unique_ptr<State> state_;
};

/// Whose certificates a client believes.
class TlsTrust {
 public:
  /// A PEM file of authorities; empty: those of the system. Throws where it can't be read.
  explicit TlsTrust(const std::string& authorities_file);
  ~TlsTrust();

 private:
  friend class Tls;
  struct State;
  std::unique_ptr<State> state_;
};

class Tls {
 public:
  /// The server's side.
  explicit Tls(const TlsIdentity& identity);
  /// The client's: the peer's certificate must be for `host`, a name or an address.
  Tls(const TlsTrust& trust, const std::string& host);
  ~Tls();

  enum class Step { done, needs_more, failed };
  /// `failed` at the end of the peer's data too.
  Step shake_hands();
  Step read(std::span<char> out, std::size_t& size);
  /// False where the connection can no longer be written to.
  bool write(std::string_view text);
  /// Says that nothing follows.
  void close();

  /// What came from the peer.
  void feed(std::string_view bytes);
  /// What is to be sent to the peer now.
  std::string_view outgoing() const;
  void sent();

 private:
  Tls();
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace mf::http
