#include "platform/http/tls.hpp"

#include "platform/telemetry/log.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <array>
#include <filesystem>
#include <stdexcept>

namespace mf::http {
namespace {

namespace fs = std::filesystem;

struct ContextDeleter {
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
};
using Context = std::unique_ptr<SSL_CTX, ContextDeleter>;
struct SslDeleter {
  void operator()(SSL* ssl) const { SSL_free(ssl); }
};

/// The server speaks HTTP/1.1; a client that asks for something else only is told so.
int choose_protocol(SSL*, const unsigned char** out, unsigned char* size, const unsigned char* in,
                    unsigned int in_size, void*) {
  static constexpr unsigned char ours[] = "\x08http/1.1";
  unsigned char* chosen = nullptr;
  if (SSL_select_next_proto(&chosen, size, ours, sizeof ours - 1, in, in_size) !=
      OPENSSL_NPN_NEGOTIATED) {
    return SSL_TLSEXT_ERR_ALERT_FATAL;
  }
  *out = chosen;
  return SSL_TLSEXT_ERR_OK;
}

std::string last_error() {
  std::array<char, 256> text{};
  ERR_error_string_n(ERR_get_error(), text.data(), text.size());
  ERR_clear_error();
  return text.data();
}

void use_our_versions(SSL_CTX* context) {
  SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
  SSL_CTX_set_options(context, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION);
  SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);  // connections are many and idle
}

Context make_context(const std::string& certificate, const std::string& key) {
  ERR_clear_error();
  Context context(SSL_CTX_new(TLS_server_method()));
  use_our_versions(context.get());
  SSL_CTX_set_options(context.get(), SSL_OP_CIPHER_SERVER_PREFERENCE);
  SSL_CTX_set_alpn_select_cb(context.get(), choose_protocol, nullptr);
  const bool good =
      SSL_CTX_set_cipher_list(context.get(), "ECDHE+AESGCM:ECDHE+CHACHA20") == 1 &&
      SSL_CTX_use_certificate_chain_file(context.get(), certificate.c_str()) == 1 &&
      SSL_CTX_use_PrivateKey_file(context.get(), key.c_str(), SSL_FILETYPE_PEM) == 1 &&
      SSL_CTX_check_private_key(context.get()) == 1;
  if (!good) {
    throw std::runtime_error("the certificate " + certificate + " and the key " + key +
                             " can't be used: " + last_error());
  }
  return context;
}

fs::file_time_type written(const std::string& path) {
  std::error_code error;
  return fs::last_write_time(path, error);
}

}  // namespace

struct TlsIdentity::State {
  std::string certificate;
  std::string key;
  Context context;
  std::pair<fs::file_time_type, fs::file_time_type> from;

  std::pair<fs::file_time_type, fs::file_time_type> now() const {
    return {written(certificate), written(key)};
  }
};

TlsIdentity::TlsIdentity(std::string certificate_file, std::string key_file)
    : state_(std::make_unique<State>(std::move(certificate_file), std::move(key_file))) {
  state_->from = state_->now();
  state_->context = make_context(state_->certificate, state_->key);
}

TlsIdentity::~TlsIdentity() = default;

void TlsIdentity::refresh() {
  const auto now = state_->now();
  if (now == state_->from) {
    return;
  }
  state_->from = now;  // files that are half written are tried again once they change again
  try {
    state_->context = make_context(state_->certificate, state_->key);
    telemetry::log_info("http", "a new certificate is used");
  } catch (const std::exception& error) {
    telemetry::log_error("http", "the new certificate is not used", {{"error", error.what()}});
  }
}

struct TlsTrust::State {
  Context context;
};

TlsTrust::TlsTrust(const std::string& authorities_file) : state_(std::make_unique<State>()) {
  ERR_clear_error();
  state_->context.reset(SSL_CTX_new(TLS_client_method()));
  SSL_CTX* context = state_->context.get();
  use_our_versions(context);
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
  const int good = authorities_file.empty()
                       ? SSL_CTX_set_default_verify_paths(context)
                       : SSL_CTX_load_verify_file(context, authorities_file.c_str());
  if (good != 1) {
    throw std::runtime_error("the authorities in " + authorities_file +
                             " can't be used: " + last_error());
  }
}

TlsTrust::~TlsTrust() = default;

struct Tls::State {
  std::unique_ptr<SSL, SslDeleter> ssl;
  BIO* in = nullptr;   // the ssl's
  BIO* out = nullptr;  // the ssl's

  Step step_of(int result) const {
    if (result > 0) {
      return Step::done;
    }
    const int error = SSL_get_error(ssl.get(), result);
    ERR_clear_error();
    return error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE ? Step::needs_more
                                                                         : Step::failed;
  }
};

Tls::Tls() : state_(std::make_unique<State>()) {
  state_->in = BIO_new(BIO_s_mem());
  state_->out = BIO_new(BIO_s_mem());
  BIO_set_mem_eof_return(state_->in, -1);  // empty means "later"
}

Tls::Tls(const TlsIdentity& identity) : Tls() {
  state_->ssl.reset(SSL_new(identity.state_->context.get()));
  SSL_set_bio(state_->ssl.get(), state_->in, state_->out);
  SSL_set_accept_state(state_->ssl.get());
}

Tls::Tls(const TlsTrust& trust, const std::string& host) : Tls() {
  SSL* ssl = SSL_new(trust.state_->context.get());
  state_->ssl.reset(ssl);
  SSL_set_bio(ssl, state_->in, state_->out);
  SSL_set_connect_state(ssl);
  if (X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), host.c_str()) != 1) {
    ERR_clear_error();
    SSL_set1_host(ssl, host.c_str());
    SSL_set_tlsext_host_name(ssl, host.c_str());
  }
}

Tls::~Tls() = default;

Tls::Step Tls::shake_hands() {
  return state_->step_of(SSL_do_handshake(state_->ssl.get()));
}

Tls::Step Tls::read(std::span<char> out, std::size_t& size) {
  size = 0;
  return state_->step_of(SSL_read_ex(state_->ssl.get(), out.data(), out.size(), &size));
}

bool Tls::write(std::string_view text) {
  std::size_t written = 0;
  const bool good =
      text.empty() || SSL_write_ex(state_->ssl.get(), text.data(), text.size(), &written) == 1;
  ERR_clear_error();
  return good;
}

void Tls::close() {
  SSL_shutdown(state_->ssl.get());
  ERR_clear_error();
}

void Tls::feed(std::string_view bytes) {
  BIO_write(state_->in, bytes.data(), static_cast<int>(bytes.size()));
}

std::string_view Tls::outgoing() const {
  char* data = nullptr;
  const long size = BIO_get_mem_data(state_->out, &data);
  return {data, static_cast<std::size_t>(size)};
}

void Tls::sent() {
  static_cast<void>(BIO_reset(state_->out));
}

}  // namespace mf::http
