#include "platform/blob/azure_signing.hpp"

#include "platform/cloud/digest.hpp"
#include "platform/core/text.hpp"

namespace mf::blob {

using namespace cloud;

namespace {

// In this order, without their names; the date stands in x-ms-date.
constexpr std::array k_signed_headers = std::to_array<std::string_view>(
    {"content-encoding", "content-language", "content-length", "content-md5", "content-type",
     "date", "if-modified-since", "if-match", "if-none-match", "if-unmodified-since", "range"});

std::string value_of(const Pairs& headers, std::string_view name) {
  for (const auto& [known, value] : headers) {
    if (known == name) {
      return value;
    }
  }
  return {};
}

std::string canonical_headers(const Pairs& headers) {
  std::map<std::string, std::string> sorted;
  for (const auto& [name, value] : headers) {
    if (name.starts_with("x-ms-")) {
      sorted.emplace(name, trim(value));
    }
  }
  std::string lines;
  for (const auto& [name, value] : sorted) {
    lines += name + ":" + value + "\n";
  }
  return lines;
}

std::string canonical_resource(const AzureRequest& request, const std::string& account) {
  std::map<std::string, std::vector<std::string>> sorted;
  for (const auto& [name, value] : request.query) {
    sorted[to_lower_ascii(name)].push_back(value);
  }
  std::string resource = "/" + account + request.path;
  for (auto& [name, values] : sorted) {
    std::sort(values.begin(), values.end());
    resource += fmt::format("\n{}:{}", name, fmt::join(values, ","));
  }
  return resource;
}

std::string to_the_second(Timestamp time) {
  return to_rfc3339(std::chrono::floor<std::chrono::seconds>(time));
}

}  // namespace

std::string azure_string_to_sign(const AzureRequest& request, const std::string& account) {
  std::string text = request.method + "\n";
  for (const auto name : k_signed_headers) {
    const auto value = value_of(request.headers, name);
    // Since version 2015-02-21 a length of nothing is signed as nothing.
    text += (name == "content-length" && value == "0" ? "" : value) + "\n";
  }
  return text + canonical_headers(request.headers) + canonical_resource(request, account);
}

std::string azure_authorization(const AzureRequest& request, const std::string& account,
                                const std::string& key) {
  return "SharedKey " + account + ":" +
         base64(hmac_sha256(key, azure_string_to_sign(request, account)));
}

std::string azure_sas_string_to_sign(const AzureSas& sas) {
  const std::array<std::string, 16> fields = {
      "r",  // what may be done: read
      "",   // from when on
      to_the_second(sas.until),
      fmt::format("/blob/{}/{}/{}", sas.account, sas.container, sas.blob),
      "",  // a stored policy
      "",  // addresses
      sas.only_https ? "https" : "https,http",
      std::string(k_azure_version),
      "b",  // of what: one blob
      "",   // snapshot
      "",   // encryption scope
      "",   // Cache-Control
      sas.disposition,
      "",  // Content-Encoding
      "",  // Content-Language
      sas.media_type,
  };
  return fmt::format("{}", fmt::join(fields, "\n"));
}

std::string azure_sas_query(const AzureSas& sas, const std::string& key) {
  Pairs query = {{"sv", std::string(k_azure_version)},
                 {"se", to_the_second(sas.until)},
                 {"sr", "b"},
                 {"sp", "r"},
                 {"spr", sas.only_https ? "https" : "https,http"}};
  if (!sas.disposition.empty()) {
    query.emplace_back("rscd", sas.disposition);
  }
  if (!sas.media_type.empty()) {
    query.emplace_back("rsct", sas.media_type);
  }
  query.emplace_back("sig", base64(hmac_sha256(key, azure_sas_string_to_sign(sas))));
  return query_of(query);
}

std::string to_http_date(Timestamp time) {
  constexpr std::array k_days = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr std::array k_months = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss clock{std::chrono::floor<std::chrono::seconds>(time - day)};
  return fmt::format(
      "{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT", k_days[std::chrono::weekday{day}.c_encoding()],
      static_cast<unsigned>(date.day()), k_months[static_cast<unsigned>(date.month()) - 1],
      static_cast<int>(date.year()), clock.hours().count(), clock.minutes().count(),
      clock.seconds().count());
}

}  // namespace mf::blob
