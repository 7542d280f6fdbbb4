#include "platform/blob/sniff.hpp"

#include <gtest/gtest.h>

namespace mf::blob {
namespace {

using namespace std::string_view_literals;

TEST(Sniff, the_types_of_evidence_are_known_by_their_bytes) {
  EXPECT_EQ(sniff("\xff\xd8\xff\xe0\x00\x10JFIF"sv), "image/jpeg");
  EXPECT_EQ(sniff("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"sv), "image/png");
  EXPECT_EQ(sniff("RIFF\x24\x00\x00\x00WEBPVP8 "sv), "image/webp");
  EXPECT_EQ(sniff("\x00\x00\x00\x18"
                  "ftypheic\x00\x00\x00\x00mif1heic"sv),
            "image/heic");
  EXPECT_EQ(sniff("\x00\x00\x00\x18"
                  "ftypmif1\x00\x00\x00\x00mif1heic"sv),
            "image/heic");
  EXPECT_EQ(sniff("GIF89a\x01\x00\x01\x00"sv), "image/gif");
  EXPECT_EQ(sniff("%PDF-1.7\n%\xe2\xe3\xcf\xd3"sv), "application/pdf");
  EXPECT_EQ(sniff("Señal: -18 dBm\r\n\tok"sv), "text/plain");
}

TEST(Sniff, everything_else_is_refused) {
  const std::vector<std::pair<std::string, std::string_view>> refused = {
      {"nothing", ""sv},
      {"an executable",
       "\x7f"
       "ELF\x02\x01\x01\x00"sv},
      {"a Windows program", "MZ\x90\x00\x03"sv},
      {"a zip", "PK\x03\x04\x14\x00"sv},
      {"an MP4 video",
       "\x00\x00\x00\x18"
       "ftypmp42\x00\x00\x00\x00mp42isom"sv},
      {"an AVIF picture",
       "\x00\x00\x00\x18"
       "ftypmif1\x00\x00\x00\x00mif1avif"sv},
      {"a WAV sound", "RIFF\x24\x00\x00\x00WAVEfmt "sv},
      {"text in Windows-1252",
       "Se\xf1"
       "al"sv},
      {"text with a zero byte", "a\0b"sv},
      {"text with an escape", "\x1b[31mred"sv},
      {"text cut inside a character", "Se\xc3"sv},
      {"a jpeg's magic in the middle", "\x01\xff\xd8\xff"sv},
  };
  for (const auto& [what, content] : refused) {
    EXPECT_EQ(sniff(content), std::nullopt) << what;
  }
}

TEST(Sniff, a_character_may_be_split_between_two_pieces) {
  const std::string text = "Señal de fibra óptica 📶, más débil";
  for (std::size_t cut = 0; cut <= text.size(); ++cut) {
    Sniffer sniffer;
    sniffer.feed(text.substr(0, cut));
    sniffer.feed(text.substr(cut));
    EXPECT_EQ(sniffer.media_type(), "text/plain") << cut;
  }
}

TEST(Sniff, a_magic_number_may_be_split_between_pieces) {
  Sniffer sniffer;
  for (const char c : "%PDF-1.7"sv) {
    sniffer.feed({&c, 1});
  }
  EXPECT_EQ(sniffer.media_type(), "application/pdf");
}

TEST(Sniff, a_control_character_far_into_a_text_refuses_it) {
  Sniffer sniffer;
  sniffer.feed(std::string(100'000, 'a'));
  EXPECT_EQ(sniffer.media_type(), "text/plain");
  sniffer.feed("\x01");
  EXPECT_EQ(sniffer.media_type(), std::nullopt);
}

TEST(Sniff, every_type_has_an_extension) {
  EXPECT_EQ(extension_of("image/jpeg"), "jpg");
  EXPECT_EQ(extension_of("text/plain"), "txt");
  EXPECT_EQ(extension_of("application/x-unknown"), "bin");
}

}  // namespace
}  // namespace mf::blob
