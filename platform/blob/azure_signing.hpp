// How Azure Storage wants to be asked: Shared Key for requests, a service SAS for addresses that
// others may use. As learn.microsoft.com/rest/api/storageservices describes them under
// "authorize-with-shared-key" and "create-service-sas". Pure functions, any thread.
#pragma once

#include "platform/cloud/web.hpp"
#include "platform/core/time.hpp"

namespace mf::blob {

/// The version of the interface that requests and addresses name.
constexpr std::string_view k_azure_version = "2021-12-02";

struct AzureRequest {
  std::string method;
  std::string path;      // as in the URL, encoded: "/container/aa/bb/aabb…"
  cloud::Pairs query;    // names and values decoded
  cloud::Pairs headers;  // names in lower case; Content-Length where there is a body
};

/// What Shared Key signs for a request to `account`.
std::string azure_string_to_sign(const AzureRequest& request, const std::string& account);
/// The Authorization header. `key` is decoded already.
std::string azure_authorization(const AzureRequest& request, const std::string& account,
                                const std::string& key);

/// Leave to read one blob.
struct AzureSas {
  std::string account;
  std::string container;
  std::string blob;
  Timestamp until;
  bool only_https = true;
  std::string disposition;
  std::string media_type;
};

std::string azure_sas_string_to_sign(const AzureSas& sas);
/// The query that gives the leave.
std::string azure_sas_query(const AzureSas& sas, const std::string& key);

/// "Fri, 26 Jun 2015 23:39:12 GMT"
std::string to_http_date(Timestamp time);

}  // namespace mf::blob
