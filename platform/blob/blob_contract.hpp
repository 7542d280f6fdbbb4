// What every blob adapter must do, as tests. An adapter's own test instantiates them:
//
//   INSTANTIATE_TEST_SUITE_P(Directory, BlobContract,
//                            ::testing::Values(BlobAdapter{"directory", open_one}));
//
// Included by tests only.
#pragma once

#include "platform/blob/blob.hpp"

#include <gtest/gtest.h>

namespace mf::blob {

struct BlobAdapter {
  std::string name;
  std::function<std::unique_ptr<BlobStore>()> open;  // an empty store

  friend void PrintTo(const BlobAdapter& adapter, std::ostream* out) { *out << adapter.name; }
};

class BlobContract : public ::testing::TestWithParam<BlobAdapter> {
 protected:
  Stored keep(std::string_view content) {
    const auto writer = store_->begin(content.size());
    EXPECT_TRUE(writer->write(content).has_value());
    return writer->commit();
  }

  std::string content_of(const std::string& sha256) {
    std::string content;
    std::array<char, 1000> buffer;
    while (const auto got =
               store_->read(sha256, static_cast<std::int64_t>(content.size()), buffer)) {
      content.append(buffer.data(), got);
    }
    return content;
  }

  static Timestamp in_an_hour() { return SystemClock().now() + std::chrono::hours{1}; }

  std::unique_ptr<BlobStore> store_ = GetParam().open();
  const std::string hello_ = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";
};

TEST_P(BlobContract, content_is_named_by_its_sha256_and_reads_back) {
  const auto stored = keep("hello");
  EXPECT_EQ(stored, (Stored{hello_, 5}));
  ASSERT_TRUE(store_->exists(hello_));
  EXPECT_EQ(store_->find(hello_)->size, 5);
  EXPECT_EQ(content_of(hello_), "hello");
}

TEST_P(BlobContract, content_comes_in_pieces_of_any_size) {
  std::string content;
  for (int i = 0; i < 300'000; ++i) {
    content += static_cast<char>(i * 7 % 256);
  }
  std::size_t at = 0;
  const auto stored = store_->put(
      [&](std::span<char> out) {
        const auto got = std::min({out.size(), content.size() - at, at % 4001 + 1});
        std::copy_n(content.data() + at, got, out.data());
        at += got;
        return got;
      },
      content.size());
  ASSERT_TRUE(stored.has_value());
  EXPECT_EQ(content_of(stored->sha256), content);
}

TEST_P(BlobContract, content_reads_from_any_place_to_its_end) {
  const auto stored = keep("hello, world");
  std::array<char, 100> buffer;
  ASSERT_EQ(store_->read(stored.sha256, 7, std::span(buffer).first(3)), 3U);
  EXPECT_EQ(std::string_view(buffer.data(), 3), "wor");
  ASSERT_EQ(store_->read(stored.sha256, 7, buffer), 5U);
  EXPECT_EQ(std::string_view(buffer.data(), 5), "world");
  EXPECT_EQ(store_->read(stored.sha256, 12, buffer), 0U);
  EXPECT_EQ(store_->read(stored.sha256, 1000, buffer), 0U);
}

TEST_P(BlobContract, content_reads_ahead_in_pieces_of_any_size) {
  std::string content(1'200'000, '\0');
  for (std::size_t i = 0; i < content.size(); ++i) {
    content[i] = static_cast<char>(i * 13 % 251);
  }
  const auto read = read_ahead(*store_, keep(content).sha256);
  std::string back;
  std::array<char, 7001> buffer;
  while (const auto got = read(back.size(), buffer)) {
    back.append(buffer.data(), got);
  }
  EXPECT_EQ(back, content);
}

TEST_P(BlobContract, the_same_content_is_stored_once) {
  EXPECT_EQ(keep("hello"), keep("hello"));
  EXPECT_TRUE(store_->remove(hello_));
  EXPECT_FALSE(store_->exists(hello_));
}

TEST_P(BlobContract, empty_content_is_content) {
  const auto stored = keep("");
  EXPECT_EQ(stored.size, 0);
  EXPECT_TRUE(store_->exists(stored.sha256));
  EXPECT_EQ(content_of(stored.sha256), "");
}

TEST_P(BlobContract, content_of_exactly_the_limit_is_taken_and_one_byte_more_is_not) {
  EXPECT_TRUE(store_->begin(5)->write("hello").has_value());
  const auto writer = store_->begin(4);
  ASSERT_TRUE(writer->write("hell").has_value());
  const auto refused = writer->write("o");
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().kind, ErrorKind::too_large);
  EXPECT_ANY_THROW(writer->commit());
  EXPECT_FALSE(store_->exists(hello_));
}

TEST_P(BlobContract, nothing_is_found_before_commit_or_without_it) {
  {
    const auto writer = store_->begin(5);
    ASSERT_TRUE(writer->write("hello").has_value());
    EXPECT_FALSE(store_->exists(hello_));
  }
  EXPECT_FALSE(store_->exists(hello_));
}

TEST_P(BlobContract, sealed_content_has_its_name_and_can_still_be_given_up) {
  {
    const auto writer = store_->begin(5);
    ASSERT_TRUE(writer->write("hello").has_value());
    EXPECT_EQ(writer->seal(), (Stored{hello_, 5}));
    EXPECT_ANY_THROW((void)writer->write("!"));
  }
  EXPECT_FALSE(store_->exists(hello_));
  const auto writer = store_->begin(5);
  ASSERT_TRUE(writer->write("hello").has_value());
  EXPECT_EQ(writer->seal(), writer->commit());
  EXPECT_EQ(content_of(hello_), "hello");
}

TEST_P(BlobContract, unknown_content_is_nothing) {
  EXPECT_FALSE(store_->find(hello_).has_value());
  EXPECT_EQ(content_of(hello_), "");
  EXPECT_FALSE(store_->remove(hello_));
}

TEST_P(BlobContract, a_name_that_is_no_hash_leads_nowhere) {
  const std::string climbing = "../../../../../../../../../../../../../../../../../etc/passwd----";
  for (const auto& name : {std::string(), std::string("incoming"), climbing, hello_ + "0",
                           std::string(64, 'Z'), std::string(64, '.')}) {
    EXPECT_FALSE(store_->exists(name)) << name;
    EXPECT_FALSE(store_->remove(name)) << name;
    EXPECT_EQ(content_of(name), "") << name;
    EXPECT_FALSE(store_->download_url(name, {}).has_value()) << name;
  }
}

TEST_P(BlobContract, many_writers_of_the_same_content_all_succeed) {
  std::vector<std::thread> writers;
  std::atomic<int> stored = 0;
  for (int i = 0; i < 8; ++i) {
    writers.emplace_back([&] {
      const auto writer = store_->begin(5);
      if (writer->write("hello") && writer->commit().sha256 == hello_) {
        ++stored;
      }
    });
  }
  for (auto& writer : writers) {
    writer.join();
  }
  EXPECT_EQ(stored, 8);
  EXPECT_EQ(content_of(hello_), "hello");
}

TEST_P(BlobContract, unused_content_goes_when_it_is_old_and_used_content_stays) {
  const auto used = keep("used");
  const auto unused = keep("unused");
  const auto is_used = [&](const std::string& name) { return name == used.sha256; };
  EXPECT_EQ(store_->remove_unused(in_an_hour() - std::chrono::hours{2}, is_used), 0U);
  EXPECT_TRUE(store_->exists(unused.sha256));
  EXPECT_EQ(store_->remove_unused(in_an_hour(), is_used), 1U);
  EXPECT_FALSE(store_->exists(unused.sha256));
  EXPECT_EQ(content_of(used.sha256), "used");
}

}  // namespace mf::blob
