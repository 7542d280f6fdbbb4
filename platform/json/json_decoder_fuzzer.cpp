// Whatever comes: the parser and the decoder end, and what they accept reads back the same.
#include "platform/json/codec.hpp"

#include <cstdlib>

namespace {

struct Item {
  std::string name;
  std::optional<double> weight;
  static void describe(auto& v, Item& o) {
    v.field("name", o.name, mf::json::Text{1, 20});
    v.field("weight", o.weight, mf::json::Range{0, 1000});
  }
};

struct Sample {
  std::optional<std::string> text;
  std::optional<std::int64_t> number;
  std::optional<mf::Timestamp> time;
  std::optional<mf::Uuid> id;
  std::vector<Item> items;
  static void describe(auto& v, Sample& o) {
    v.field("text", o.text);
    v.field("number", o.number);
    v.field("time", o.time);
    v.field("id", o.id);
    v.field("items", o.items);
  }
};

void require(bool holds) {
  if (!holds) {
    std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto dom = mf::json::Dom::parse(text)) {
    const auto again = mf::json::Dom::parse(dom->text());
    require(again.has_value());
    require(again->text() == dom->text());
  }
  if (const auto sample = mf::json::decode<Sample>(text)) {
    const auto encoded = mf::json::encode(*sample);
    const auto again = mf::json::decode<Sample>(encoded);
    require(again.has_value());
    require(mf::json::encode(*again) == encoded);
  }
  return 0;
}
