#include "services/tracking/tests/tracking_fixture.hpp"
#include "services/tracking/upload.hpp"

#include <fcntl.h>
#include <unistd.h>

namespace mf::tracking {
namespace {

class EvidenceFiles : public TrackingTest {
 protected:
  struct Part {
    std::string file_name;
    std::string content;
  };
  static std::string form_of(const std::vector<Part>& parts, const std::string& boundary) {
    std::string body;
    for (const auto& part : parts) {
      body += "--" + boundary + "\r\nContent-Disposition: form-data; name=\"files\"; filename=\"" +
              part.file_name + "\"\r\nContent-Type: application/octet-stream\r\n\r\n" +
              part.content + "\r\n";
    }
    return body + "--" + boundary + "--\r\n";
  }
  http::Response upload_form(OrderId order, const std::vector<Part>& parts,
                             http::Headers headers = {}, const std::string& boundary = "cut-here") {
    return fixture_.upload(path(order, "evidence"), technician_,
                           "multipart/form-data; boundary=" + boundary, form_of(parts, boundary),
                           std::move(headers));
  }
};

TEST_F(EvidenceFiles, a_raw_body_is_one_piece_of_evidence_with_its_sniffed_type) {
  const auto order = assigned_order();
  const auto stored = fixture_.upload(path(order, "evidence") + "?name=caja%20%C3%B3ptica.png",
                                      technician_, "application/octet-stream", k_png);
  ASSERT_EQ(stored.status, 201);
  EXPECT_EQ(at(stored, "/mediaType"), "image/png");
  EXPECT_EQ(at(stored, "/fileName"), "caja óptica.png");
  EXPECT_EQ(at(stored, "/size"), std::to_string(k_png.size()));
  EXPECT_EQ(at(stored, "/technician/name"), "Tomás");
  EXPECT_EQ(*stored.header("location"), at(stored, "/contentUrl"));
  EXPECT_TRUE(blobs_->exists(at(stored, "/sha256")));
}

TEST_F(EvidenceFiles, a_raw_body_may_be_named_by_its_content_disposition_or_by_nobody) {
  const auto order = assigned_order();
  const auto named =
      fixture_.upload(path(order, "evidence"), technician_, "image/png", k_png,
                      {{"content-disposition", "attachment; filename=\"C:\\\\dcim\\\\7.png\""}});
  EXPECT_EQ(at(named, "/fileName"), "7.png");
  EXPECT_EQ(at(upload(order), "/fileName"), "evidence.png");
}

TEST_F(EvidenceFiles, a_form_brings_several_files_at_once) {
  const auto order = assigned_order();
  const auto stored = upload_form(order, {{"before.png", k_png}, {"notes.txt", "señal -18 dBm"}});
  ASSERT_EQ(stored.status, 201);
  EXPECT_EQ(at(stored, "/items/0/fileName"), "before.png");
  EXPECT_EQ(at(stored, "/items/1/mediaType"), "text/plain");
  const auto list = get(path(order, "evidence"), client_);
  EXPECT_EQ(at(list, "/items/0/fileName"), "before.png");
  EXPECT_EQ(at(list, "/items/1/fileName"), "notes.txt");
  EXPECT_EQ(fixture_.published("tracking.evidence_uploaded").size(), 2U);
}

TEST_F(EvidenceFiles, the_place_is_kept_where_it_is_given_whole) {
  const auto order = assigned_order();
  const auto stored = fixture_.upload(path(order, "evidence") + "?latitude=6.25&longitude=-75.5",
                                      technician_, "image/png", k_png);
  EXPECT_EQ(at(stored, "/position/longitude"), "-75.5");
  const auto half =
      fixture_.upload(path(order, "evidence") + "?latitude=6.25", technician_, "image/png", k_png);
  EXPECT_EQ(half.status, 422);
}

TEST_F(EvidenceFiles, a_file_over_the_limit_is_413_and_one_at_the_limit_is_taken) {
  const auto order = assigned_order();
  const auto refused = upload(order, std::string(1001, 'a'));
  EXPECT_EQ(refused.status, 413);
  EXPECT_EQ(at(refused, "/code"), "evidence_too_large");
  EXPECT_EQ(upload(order, std::string(1000, 'a')).status, 201);
}

TEST_F(EvidenceFiles, a_type_that_is_no_evidence_is_415_whatever_the_client_calls_it) {
  const auto order = assigned_order();
  const auto refused = upload(order, std::string("\x7f"
                                                 "ELF\x02\x01\x01",
                                                 7));
  EXPECT_EQ(refused.status, 415);
  EXPECT_EQ(at(refused, "/code"), "evidence_type");
}

TEST_F(EvidenceFiles, an_empty_file_and_an_empty_form_are_422) {
  const auto order = assigned_order();
  EXPECT_EQ(upload(order, "").status, 422);
  const auto refused = upload_form(order, {{"a.png", k_png}, {"b.png", ""}});
  EXPECT_EQ(refused.status, 422);
  EXPECT_EQ(at(refused, "/errors/0/pointer"), "/files/1");
  EXPECT_EQ(upload_form(order, {}).status >= 400, true);
}

TEST_F(EvidenceFiles, too_many_files_are_422) {
  const auto order = assigned_order();
  const auto refused =
      upload_form(order, {{"1.png", k_png}, {"2.png", k_png}, {"3.png", k_png}, {"4.png", k_png}});
  EXPECT_EQ(refused.status, 422);
  EXPECT_EQ(at(refused, "/errors/0/code"), "too_many");
}

TEST_F(EvidenceFiles, a_form_is_taken_whole_or_not_at_all) {
  const auto order = assigned_order();
  EXPECT_EQ(upload_form(order, {{"good.png", k_png}, {"bad.exe", std::string("MZ\x90\x00\x03", 5)}})
                .status,
            415);
  EXPECT_EQ(stored_contents(), 0U);
  EXPECT_EQ(at(get(path(order, "evidence"), technician_), "/items"), "[]");
  EXPECT_TRUE(fixture_.published().empty());
}

TEST_F(EvidenceFiles, a_broken_form_is_400) {
  const auto order = assigned_order();
  const auto type = "multipart/form-data; boundary=cut-here";
  const auto whole = form_of({{"a.png", k_png}}, "cut-here");
  EXPECT_EQ(
      fixture_
          .upload(path(order, "evidence"), technician_, type, whole.substr(0, whole.size() - 10))
          .status,
      400);
  EXPECT_EQ(
      fixture_.upload(path(order, "evidence"), technician_, "multipart/form-data", whole).status,
      400);
  EXPECT_EQ(stored_contents(), 0U);
}

TEST_F(EvidenceFiles, a_field_that_is_no_file_is_refused) {
  const auto order = assigned_order();
  const auto refused = fixture_.upload(
      path(order, "evidence"), technician_, "multipart/form-data; boundary=x",
      "--x\r\nContent-Disposition: form-data; name=\"note\"\r\n\r\nhello\r\n--x--\r\n");
  EXPECT_EQ(refused.status, 422);
  EXPECT_EQ(at(refused, "/errors/0/pointer"), "/note");
}

TEST_F(EvidenceFiles, a_form_of_megabytes_is_streamed_from_the_file_that_it_was_spooled_to) {
  const std::string large(3'000'000, 'x');
  const auto text =
      form_of({{"a.txt", large}, {"b.png", k_png}, {"c.txt", large + "\r\n--cut"}}, "cut-here");
  const int file = ::open(fixture_.folder().path("spooled").c_str(), O_RDWR | O_CREAT, 0600);
  ASSERT_EQ(::write(file, text.data(), text.size()), static_cast<ssize_t>(text.size()));
  http::Request request;
  request.headers = {{"content-type", "multipart/form-data; boundary=cut-here"}};
  request.body = http::Body(file, text.size());
  const auto files = receive(request, std::nullopt, *blobs_, {.file_size = 4'000'000, .files = 3});
  ASSERT_TRUE(files.has_value()) << files.error().detail;
  ASSERT_EQ(files->size(), 3U);
  EXPECT_EQ(files->at(0).content.size, 3'000'000);
  EXPECT_EQ(files->at(1).media_type, "image/png");
  EXPECT_EQ(files->at(2).content.size, 3'000'007);
  keep(*files);
  EXPECT_EQ(blobs_->find(files->at(2).content.sha256)->size, 3'000'007);
}

TEST_F(EvidenceFiles, another_technician_uploads_nothing_and_leaves_nothing) {
  const auto order = assigned_order();
  std::swap(technician_, colleague_);
  EXPECT_EQ(upload(order).status, 404);
  EXPECT_EQ(stored_contents(), 0U);
}

TEST_F(EvidenceFiles, the_content_comes_back_as_an_attachment_of_its_sniffed_type) {
  const auto order = assigned_order();
  const auto stored = fixture_.upload(path(order, "evidence") + "?name=caja%20%C3%B3ptica.png",
                                      technician_, "text/html", k_png);
  const auto content = get(at(stored, "/contentUrl"), client_);
  ASSERT_EQ(content.status, 200);
  EXPECT_EQ(*content.header("content-type"), "image/png");
  EXPECT_EQ(*content.header("content-disposition"),
            "attachment; filename=\"caja __ptica.png\"; filename*=UTF-8''caja%20%C3%B3ptica.png");
  EXPECT_EQ(*content.header("x-content-type-options"), "nosniff");
  EXPECT_EQ(*content.header("etag"), "\"" + at(stored, "/sha256") + "\"");
  EXPECT_TRUE(content.header("cache-control")->starts_with("private"));
  ASSERT_TRUE(content.file.has_value());
  EXPECT_EQ(content.file->size, k_png.size());
}

TEST_F(EvidenceFiles, who_has_the_content_is_told_so) {
  const auto order = assigned_order();
  const auto stored = upload(order);
  const auto tag = "\"" + at(stored, "/sha256") + "\"";
  for (const auto& known : {tag, "W/" + tag, "\"other\", " + tag, std::string("*")}) {
    const auto again =
        fixture_.call("GET", at(stored, "/contentUrl"), client_, "", {{"if-none-match", known}});
    EXPECT_EQ(again.status, 304) << known;
    EXPECT_FALSE(again.file.has_value());
  }
  EXPECT_EQ(
      fixture_.call("GET", at(stored, "/contentUrl"), client_, "", {{"if-none-match", "\"other\""}})
          .status,
      200);
}

TEST_F(EvidenceFiles, the_same_content_is_stored_once_and_recorded_twice) {
  const auto first = assigned_order();
  const auto second = assigned_order();
  const auto a = upload(first);
  const auto b = upload(second);
  EXPECT_EQ(at(a, "/sha256"), at(b, "/sha256"));
  EXPECT_NE(at(a, "/id"), at(b, "/id"));
  EXPECT_EQ(stored_contents(), 1U);
}

TEST_F(EvidenceFiles,
       the_same_key_and_files_give_the_same_answer_also_with_another_boundary_and_a_closed_order) {
  const auto order = assigned_order();
  const http::Headers key{{"idempotency-key", "k1"}};
  const auto first = upload_form(order, {{"a.png", k_png}}, key);
  ASSERT_EQ(first.status, 201);
  EXPECT_EQ(upload_form(order, {{"a.png", k_png}}, key, "another-boundary").body, first.body);
  hear_transition(order, Transition::close, OrderStatus::closed, 9, technician_.user);
  EXPECT_EQ(upload_form(order, {{"a.png", k_png}}, key).body, first.body);
  EXPECT_EQ(upload_form(order, {{"a.png", k_png + "!"}}, key).status, 422);
  EXPECT_EQ(fixture_.published("tracking.evidence_uploaded").size(), 1U);
}

TEST_F(EvidenceFiles, content_that_no_evidence_came_of_is_swept_a_day_later_and_evidence_stays) {
  const auto order = assigned_order();
  const auto kept = upload(order);
  const auto writer = blobs_->begin(100);
  ASSERT_TRUE(writer->write("left behind by a crash").has_value());
  const auto lost = writer->commit();

  fixture_.clock.set(SystemClock().now() + std::chrono::hours{1});
  fixture_.run_job("sweep_content");
  EXPECT_TRUE(blobs_->exists(lost.sha256));
  fixture_.clock.set(SystemClock().now() + std::chrono::hours{25});
  fixture_.run_job("sweep_content");
  EXPECT_FALSE(blobs_->exists(lost.sha256));
  EXPECT_TRUE(blobs_->exists(at(kept, "/sha256")));
}

/// A store like those of the clouds: no files, but addresses.
class FarStore final : public blob::BlobStore {
 public:
  explicit FarStore(const std::string& folder) : store_(blob::open_directory(folder)) {}

  std::unique_ptr<blob::Writer> begin(std::size_t limit) override { return store_->begin(limit); }
  std::optional<blob::Found> find(const std::string& sha256) override {
    auto found = store_->find(sha256);
    if (found) {
      found->path.reset();
    }
    return found;
  }
  std::size_t read(const std::string& sha256, std::int64_t at, std::span<char> out) override {
    return store_->read(sha256, at, out);
  }
  std::optional<std::string> download_url(const std::string& sha256,
                                          const blob::Download& how) override {
    return fmt::format("https://far.example/{}?minutes={}&type={}&as={}", sha256, how.valid.count(),
                       how.media_type, how.disposition);
  }
  bool remove(const std::string& sha256) override { return store_->remove(sha256); }
  std::size_t remove_unused(Timestamp before,
                            const std::function<bool(const std::string&)>& used) override {
    return store_->remove_unused(before, used);
  }

 private:
  const std::unique_ptr<blob::BlobStore> store_;
};

class EvidenceFarAway : public TrackingTest {
 protected:
  explicit EvidenceFarAway(bool redirect = false) {
    far_.add(make_service(far_.resources(), std::make_shared<FarStore>(far_.folder().path("far")),
                          {.redirect = redirect}));
    contracts::OrderChange created;
    created.order = facts(order_, 1, OrderStatus::open);
    created.by = contracts::actor_of(operator_);
    created.transition = Transition::create;
    EXPECT_TRUE(far_.deliver("workorders", "order.created", order_.value, created).has_value());
    EXPECT_TRUE(far_.deliver("dispatch", "assignment.created", order_.value,
                             assignment(order_, technician_))
                    .has_value());
    stored_ = far_.upload(path(order_, "evidence"), technician_, "image/png", k_png);
  }

  http::Response read(const auth::Principal& who) {
    return far_.call("GET", at(stored_, "/contentUrl"), who);
  }

  mf::testing::ServiceFixture far_{"tracking", migrations()};
  const OrderId order_ = OrderId::make();
  http::Response stored_;
};

class EvidenceRedirected : public EvidenceFarAway {
 protected:
  EvidenceRedirected() : EvidenceFarAway(true) {}
};

TEST_F(EvidenceFarAway, content_without_a_file_is_streamed_piece_by_piece) {
  const auto content = read(client_);
  ASSERT_EQ(content.status, 200);
  EXPECT_EQ(*content.header("content-type"), "image/png");
  ASSERT_TRUE(content.file.has_value());
  EXPECT_EQ(content.file->size, k_png.size());
  std::string bytes(100, '\0');
  bytes.resize(content.file->read(0, bytes));
  EXPECT_EQ(bytes, k_png);
  EXPECT_EQ(content.header("location"), nullptr);
}

TEST_F(EvidenceRedirected, whoever_may_read_it_is_sent_to_the_store_for_a_short_time) {
  const auto content = read(client_);
  ASSERT_EQ(content.status, 307);
  EXPECT_EQ(*content.header("location"),
            "https://far.example/" + at(stored_, "/sha256") +
                "?minutes=5&type=image/png&as=attachment; filename=\"evidence.png\"; "
                "filename*=UTF-8''evidence.png");
  EXPECT_EQ(*content.header("cache-control"), "private, no-store");
  EXPECT_FALSE(content.file.has_value());
  EXPECT_TRUE(content.body.empty());
}

TEST_F(EvidenceRedirected, whoever_may_not_read_it_gets_no_address) {
  auto stranger = person({Role::client}, "Ester");
  stranger.customer = CustomerId::make();
  const auto content = read(stranger);
  EXPECT_EQ(content.status, 404);
  EXPECT_EQ(content.header("location"), nullptr);
}

}  // namespace
}  // namespace mf::tracking
