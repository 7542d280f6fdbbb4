#include "platform/http/tls.hpp"

#include "platform/http/peers_for_tests.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <filesystem>
#include <thread>

namespace mf::http {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;
using testing::HasSubstr;
using testing::StartsWith;

/// A self-signed certificate for `name` and its key, as PEM files.
void write_certificate(const fs::path& folder, const std::string& name) {
  EVP_PKEY* key = EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256");
  X509* certificate = X509_new();
  ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
  X509_gmtime_adj(X509_getm_notBefore(certificate), -60);
  X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
  X509_set_pubkey(certificate, key);
  X509_NAME* subject = X509_get_subject_name(certificate);
  X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
  X509_set_issuer_name(certificate, subject);
  X509_EXTENSION* address =
      X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, "IP:127.0.0.1");
  X509_add_ext(certificate, address, -1);
  X509_EXTENSION_free(address);
  X509_sign(certificate, key, EVP_sha256());
  std::FILE* file = std::fopen((folder / "certificate.pem").c_str(), "w");
  PEM_write_X509(file, certificate);
  std::fclose(file);
  file = std::fopen((folder / "key.pem").c_str(), "w");
  PEM_write_PrivateKey(file, key, nullptr, nullptr, 0, nullptr, nullptr);
  std::fclose(file);
  X509_free(certificate);
  EVP_PKEY_free(key);
}

/// A client that speaks one version of TLS.
class TlsPeer {
 public:
  TlsPeer(int port, int version) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const timeval patience{10, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    ::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address);
    context_ = SSL_CTX_new(TLS_client_method());
    SSL_CTX_set_security_level(context_, 0);  // so that old versions are tried at all
    SSL_CTX_set_min_proto_version(context_, version);
    SSL_CTX_set_max_proto_version(context_, version);
    ssl_ = SSL_new(context_);
    SSL_set_fd(ssl_, socket_);
    connected_ = SSL_connect(ssl_) == 1;
  }
  ~TlsPeer() {
    SSL_free(ssl_);
    SSL_CTX_free(context_);
    ::close(socket_);
  }
  TlsPeer(const TlsPeer&) = delete;
  TlsPeer& operator=(const TlsPeer&) = delete;

  bool connected() const { return connected_; }
  std::string version() const { return SSL_get_version(ssl_); }
  std::string certificate_name() const {
    X509* certificate = SSL_get1_peer_certificate(ssl_);
    char name[64] = "";
    X509_NAME_get_text_by_NID(X509_get_subject_name(certificate), NID_commonName, name,
                              sizeof name);
    X509_free(certificate);
    return name;
  }

  void send(std::string_view text) { SSL_write(ssl_, text.data(), static_cast<int>(text.size())); }
  std::string receive_until(std::string_view end) {
    std::string text;
    std::array<char, 16384> piece;
    while (!text.ends_with(end)) {
      const int got = SSL_read(ssl_, piece.data(), piece.size());
      if (got <= 0) {
        break;
      }
      text.append(piece.data(), static_cast<std::size_t>(got));
    }
    return text;
  }

 private:
  int socket_;
  SSL_CTX* context_ = nullptr;
  SSL* ssl_ = nullptr;
  bool connected_ = false;
};

class TlsServer : public testing::Test {
 protected:
  TlsServer() : folder(fs::temp_directory_path() / fmt::format("tls-{}", ::getpid())) {
    fs::create_directories(folder);
    write_certificate(folder, "first");
    options.tls = std::make_shared<TlsIdentity>(folder / "certificate.pem", folder / "key.pem");
    application.body_limit = 64 << 20;
    server.emplace(options, application, workers);
    server->start();
  }
  ~TlsServer() override {
    server.reset();
    fs::remove_all(folder);
  }

  const fs::path folder;
  ServerOptions options{.idle_time = milliseconds(2'000)};
  EchoApplication application;
  async::WorkerPool workers{2, 64};
  std::optional<Server> server;
};

std::string post(std::string_view body) {
  return fmt::format("POST /echo HTTP/1.1\r\nHost: test\r\nContent-Length: {}\r\n\r\n{}",
                     body.size(), body);
}

TEST_F(TlsServer, speaks_versions_1_2_and_1_3_and_no_older_one) {
  for (const int version : {TLS1_2_VERSION, TLS1_3_VERSION}) {
    TlsPeer peer(server->port(), version);
    ASSERT_TRUE(peer.connected()) << version;
    for (int i = 0; i < 3; ++i) {
      peer.send(post("hello"));
      EXPECT_THAT(peer.receive_until("]"), HasSubstr("POST /echo [hello]"));
    }
  }
  EXPECT_FALSE(TlsPeer(server->port(), TLS1_1_VERSION).connected());
}

TEST_F(TlsServer, carries_large_bodies_both_ways) {
  TlsPeer peer(server->port(), TLS1_3_VERSION);
  const std::string body(5 << 20, 'b');
  std::thread sender([&] { peer.send(post(body)); });
  sender.join();
  const auto answer = peer.receive_until("]");
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 200 "));
  EXPECT_GT(answer.size(), body.size());
}

TEST_F(TlsServer, says_nothing_to_a_client_that_speaks_plainly) {
  Peer peer(server->port());
  peer.send("GET / HTTP/1.1\r\nHost: test\r\n\r\n");
  EXPECT_EQ(peer.receive_all().find("HTTP/"), std::string::npos);
}

TEST_F(TlsServer, takes_a_new_certificate_without_a_restart) {
  TlsPeer old(server->port(), TLS1_3_VERSION);
  EXPECT_EQ(old.certificate_name(), "first");
  std::this_thread::sleep_for(milliseconds(20));  // so that the files' times differ
  write_certificate(folder, "second");
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(10);
  std::string name;
  while (name != "second" && std::chrono::steady_clock::now() < until) {
    name = TlsPeer(server->port(), TLS1_3_VERSION).certificate_name();
  }
  EXPECT_EQ(name, "second");
  old.send(post("still here"));
  EXPECT_THAT(old.receive_until("]"), HasSubstr("still here")) << "who is connected stays";
}

TEST_F(TlsServer, keeps_the_old_certificate_where_the_new_one_is_broken) {
  std::FILE* file = std::fopen((folder / "certificate.pem").c_str(), "w");
  std::fputs("broken", file);
  std::fclose(file);
  std::this_thread::sleep_for(milliseconds(600));  // more than one look at the files
  EXPECT_EQ(TlsPeer(server->port(), TLS1_2_VERSION).certificate_name(), "first");
}

/// Sends everything on.
class TlsForwarder : public Application {
 public:
  TlsForwarder(int port, const UpstreamOptions& options)
      : upstream_(
            std::make_shared<Upstream>("echo",
                                       std::vector{std::make_shared<Replica>(
                                           UpstreamAddress{"127.0.0.1", port, true}, options)},
                                       options)) {}

  Admission admit(Request&) override {
    Admission admission{.body_limit = 64 << 20};
    admission.forward = Forward{.upstream = upstream_};
    return admission;
  }
  Response handle(Request&) override { return {.status = 500}; }
  void finish(const Request&, Response&) override {}

 private:
  std::shared_ptr<Upstream> upstream_;
};

TEST_F(TlsServer, is_reached_by_a_gateway_that_believes_its_authority) {
  TlsForwarder forwarder(server->port(), {});
  Server gateway({.trust = std::make_shared<TlsTrust>(folder / "certificate.pem")}, forwarder,
                 workers);
  gateway.start();
  Peer peer(gateway.port());
  for (const auto size : {std::size_t{5}, std::size_t{3 << 20}, std::size_t{5}}) {
    const std::string body(size, 'b');
    std::thread sender([&] { peer.send(post(body)); });
    const auto answer = peer.receive_answer();
    sender.join();
    EXPECT_TRUE(answer.ends_with("POST /echo [" + body + "]")) << size;
  }
  EXPECT_EQ(server->connections(), 1U);
}

TEST_F(TlsServer, is_nobody_to_a_gateway_that_does_not_believe_its_authority) {
  const fs::path other = folder / "other";
  fs::create_directories(other);
  write_certificate(other, "other");
  TlsForwarder forwarder(server->port(), {});
  Server gateway({.trust = std::make_shared<TlsTrust>(other / "certificate.pem")}, forwarder,
                 workers);
  gateway.start();
  Peer peer(gateway.port());
  peer.send(post("secret"));
  EXPECT_THAT(peer.receive_answer(), StartsWith("HTTP/1.1 503 "));
  EXPECT_EQ(application.handled, 0);
}

TEST(TlsFiles, that_do_not_belong_together_are_told_at_the_start) {
  EXPECT_THROW(TlsIdentity("/nowhere/certificate.pem", "/nowhere/key.pem"), std::runtime_error);
}

}  // namespace
}  // namespace mf::http
