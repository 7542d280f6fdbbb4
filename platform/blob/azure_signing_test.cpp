// The vectors of Microsoft's "Authorize with Shared Key" and the fields of "Create a service SAS".
#include "platform/blob/azure_signing.hpp"

#include "platform/cloud/digest.hpp"

#include <gtest/gtest.h>

namespace mf::blob {

using namespace cloud;

namespace {

Timestamp at(const char* time) {
  return *parse_rfc3339(time);
}

AzureRequest metadata_request() {
  return {
      .method = "GET",
      .path = "/mycontainer",
      .query = {{"restype", "container"}, {"comp", "metadata"}, {"timeout", "20"}},
      .headers = {{"x-ms-version", "2015-02-21"}, {"x-ms-date", "Fri, 26 Jun 2015 23:39:12 GMT"}}};
}

TEST(AzureSigning, signs_what_microsoft_publishes_for_reading_a_containers_metadata) {
  EXPECT_EQ(azure_string_to_sign(metadata_request(), "myaccount"),
            "GET\n\n\n\n\n\n\n\n\n\n\n\nx-ms-date:Fri, 26 Jun 2015 23:39:12 GMT\n"
            "x-ms-version:2015-02-21\n/myaccount/mycontainer\ncomp:metadata\nrestype:container\n"
            "timeout:20");
}

TEST(AzureSigning, signs_what_microsoft_publishes_for_a_length_of_nothing) {
  const AzureRequest request{.method = "PUT",
                             .path = "/mycontainer",
                             .query = {{"restype", "container"}, {"timeout", "30"}},
                             .headers = {{"x-ms-version", "2015-02-21"},
                                         {"x-ms-date", "Fri, 26 Jun 2015 23:39:12 GMT"},
                                         {"content-length", "0"}}};
  EXPECT_EQ(azure_string_to_sign(request, "myaccount"),
            "PUT\n\n\n\n\n\n\n\n\n\n\n\nx-ms-date:Fri, 26 Jun 2015 23:39:12 GMT\n"
            "x-ms-version:2015-02-21\n/myaccount/mycontainer\nrestype:container\ntimeout:30");
}

TEST(AzureSigning, several_values_of_a_parameter_are_sorted_and_joined) {
  // "include=metadata,snapshots,uncommittedblobs", as Microsoft's List Blobs example has it.
  const AzureRequest request{.method = "GET",
                             .path = "/mycontainer",
                             .query = {{"restype", "container"},
                                       {"comp", "list"},
                                       {"include", "snapshots"},
                                       {"include", "metadata"},
                                       {"include", "uncommittedblobs"}},
                             .headers = {}};
  EXPECT_TRUE(azure_string_to_sign(request, "myaccount")
                  .ends_with("/myaccount/mycontainer\ncomp:list\n"
                             "include:metadata,snapshots,uncommittedblobs\nrestype:container"));
}

TEST(AzureSigning, standard_headers_have_their_lines_and_an_emulators_account_stands_twice) {
  const AzureRequest request{.method = "PUT",
                             .path = "/devstoreaccount1/c/b",
                             .query = {},
                             .headers = {{"content-length", "11"},
                                         {"content-type", "text/plain"},
                                         {"if-match", "\"0x1\""},
                                         {"range", "bytes=0-9"},
                                         {"x-ms-blob-type", "BlockBlob"}}};
  EXPECT_EQ(azure_string_to_sign(request, "devstoreaccount1"),
            "PUT\n\n\n11\n\ntext/plain\n\n\n\"0x1\"\n\n\nbytes=0-9\nx-ms-blob-type:BlockBlob\n"
            "/devstoreaccount1/devstoreaccount1/c/b");
}

TEST(AzureSigning, the_signature_is_the_hmac_of_that_with_the_decoded_key) {
  const auto key = decode_base64("c2VjcmV0IGtleQ==");
  ASSERT_EQ(key, "secret key");
  EXPECT_EQ(azure_authorization(metadata_request(), "myaccount", *key),
            "SharedKey myaccount:OK319gFmu+IHDq0LQtPIO8dpP+FGXuyc4DO0VqmXTZQ=");
}

AzureSas leave_to_read() {
  return {.account = "myaccount",
          .container = "pictures",
          .blob = "aa/bb/profile.jpg",
          .until = at("2026-11-27T18:30:00.250Z"),
          .disposition = "attachment; filename=\"a b.png\"",
          .media_type = "image/png"};
}

TEST(AzureSigning, a_sas_signs_its_fields_in_the_order_of_version_2020_12_06_and_later) {
  EXPECT_EQ(azure_sas_string_to_sign(leave_to_read()),
            "r\n\n2026-11-27T18:30:00Z\n/blob/myaccount/pictures/aa/bb/profile.jpg\n\n\nhttps\n"
            "2021-12-02\nb\n\n\n\nattachment; filename=\"a b.png\"\n\n\nimage/png");
}

TEST(AzureSigning, a_sas_query_is_encoded_and_says_what_was_signed) {
  const auto query = azure_sas_query(leave_to_read(), "secret key");
  EXPECT_EQ(query,
            "sv=2021-12-02&se=2026-11-27T18%3A30%3A00Z&sr=b&sp=r&spr=https&"
            "rscd=attachment%3B%20filename%3D%22a%20b.png%22&rsct=image%2Fpng&"
            "sig=RAbp8GCgJIErSklZdogFsy0ss4x%2Bm1mr%2B8XA6bohmTA%3D");
}

TEST(AzureSigning, http_dates_are_those_of_rfc_9110) {
  EXPECT_EQ(to_http_date(at("2015-06-26T23:39:12Z")), "Fri, 26 Jun 2015 23:39:12 GMT");
  EXPECT_EQ(to_http_date(at("2024-02-29T00:00:00Z")), "Thu, 29 Feb 2024 00:00:00 GMT");
}

}  // namespace
}  // namespace mf::blob
