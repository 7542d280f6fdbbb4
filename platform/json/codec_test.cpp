#include "platform/json/codec.hpp"

#include <gtest/gtest.h>

namespace mf::json {

enum class Colour { red, green };

}  // namespace mf::json

template <>
inline constexpr auto mf::k_names<mf::json::Colour> = std::array<mf::NameOf<mf::json::Colour>, 2>{{
    {mf::json::Colour::red, "red"},
    {mf::json::Colour::green, "green"},
}};

namespace mf::json {
namespace {

struct Place {
  double latitude = 0;
  bool operator==(const Place&) const = default;
  static void describe(auto& v, Place& o) { v.field("latitude", o.latitude, Range{-90, 90}); }
};

struct ThingTag;

struct Thing {
  std::string name;
  int count = 0;
  Colour colour = Colour::red;
  Id<ThingTag> id;
  Timestamp at;
  minutes duration{0};
  std::optional<std::string> note;
  std::vector<Place> places;
  Raw extra;
  bool operator==(const Thing&) const = default;

  static void describe(auto& v, Thing& o) {
    v.field("name", o.name, Text{1, 5});
    v.field("count", o.count, Range{1, 10});
    v.field("colour", o.colour);
    v.field("id", o.id);
    v.field("at", o.at);
    v.field("duration", o.duration, Range{0, 60});
    v.field("note", o.note);
    v.field("places", o.places);
    v.field("extra", o.extra);
  }
};

constexpr std::string_view k_good =
    R"({"name":" caf\u00e9 ","count":3,"colour":"green","id":"01939f3e-7d1c-7b3a-9c55-0d6f1c2b3a4d",)"
    R"("at":"2026-11-27T10:00:00-05:00","duration":30,"places":[{"latitude":6.2}],"extra":{"any":[1,"thing"]}})";

std::set<std::string> mistakes(std::string_view text) {
  std::set<std::string> found;
  const auto thing = decode<Thing>(text);
  if (!thing) {
    for (const auto& field : thing.error().fields) {
      found.insert(field.pointer + " " + field.code);
    }
  }
  return found;
}

TEST(Decode, fills_a_struct) {
  const auto thing = decode<Thing>(k_good);
  ASSERT_TRUE(thing);
  EXPECT_EQ(thing->name, "caf\xc3\xa9");
  EXPECT_EQ(thing->count, 3);
  EXPECT_EQ(thing->colour, Colour::green);
  EXPECT_EQ(to_rfc3339(thing->at), "2026-11-27T15:00:00Z");
  EXPECT_EQ(thing->duration, minutes{30});
  EXPECT_EQ(thing->note, std::nullopt);
  EXPECT_EQ(thing->places.at(0).latitude, 6.2);
  EXPECT_EQ(thing->extra.text, R"({"any":[1,"thing"]})");
}

TEST(Decode, names_every_bad_field_at_once) {
  EXPECT_EQ(
      mistakes(
          R"({"name":"  ","count":11,"colour":"blue","id":"7","at":"yesterday","duration":1.5,)"
          R"("places":[{"latitude":91},{"latitude":0,"x":1},7],"extra":1,"colr":2})"),
      (std::set<std::string>{"/name required", "/count out_of_range", "/colour choice", "/id uuid",
                             "/at time", "/duration type", "/places/0/latitude out_of_range",
                             "/places/1/x unknown_field", "/places/2 type",
                             "/colr unknown_field"}));
}

TEST(Decode, what_is_missing_or_null_is_required_unless_it_is_optional) {
  EXPECT_EQ(mistakes(R"({"name":null})"),
            (std::set<std::string>{"/name required", "/count required", "/colour required",
                                   "/id required", "/at required", "/duration required",
                                   "/places required", "/extra required"}));
}

TEST(Decode, counts_characters_not_bytes) {
  const auto with_name = [](std::string_view name) {
    return mistakes(fmt::format(R"({{"name":"{}"}})", name)).contains("/name too_long");
  };
  EXPECT_FALSE(with_name("\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9"));
  EXPECT_TRUE(with_name("abcdef"));
}

TEST(Decode, refuses_numbers_that_do_not_fit) {
  EXPECT_TRUE(mistakes(R"({"count":99999999999})").contains("/count out_of_range"));
  EXPECT_TRUE(mistakes(R"({"count":1e300})").contains("/count type"));
  EXPECT_TRUE(mistakes(R"({"count":"3"})").contains("/count type"));
}

TEST(Decode, the_body_must_be_an_object) {
  EXPECT_EQ(decode<Thing>("[]").error().code, "not_an_object");
  EXPECT_EQ(decode<Thing>("{").error().code, "not_json");
}

TEST(Encode, reads_back_the_same) {
  auto thing = *decode<Thing>(k_good);
  thing.note = "a \"quoted\"\nline\x01";
  const auto again = decode<Thing>(encode(thing));
  ASSERT_TRUE(again);
  EXPECT_EQ(*again, thing);
}

TEST(Encode, escapes_wherever_they_stand_and_nothing_else) {
  for (std::size_t size = 1; size < 40; ++size) {
    for (std::size_t at = 0; at < size; ++at) {
      for (int c = 0; c < 256; ++c) {
        std::string text(size, 'a');
        text[at] = static_cast<char>(c);
        std::string middle(1, static_cast<char>(c));
        if (c == '"' || c == '\\') {
          middle.insert(0, 1, '\\');
        } else if (c == '\n' || c == '\r' || c == '\t') {
          middle = c == '\n' ? "\\n" : c == '\r' ? "\\r" : "\\t";
        } else if (c < 0x20) {
          middle = fmt::format("\\u{:04x}", c);
        }
        ASSERT_EQ(quote(text),
                  '"' + std::string(at, 'a') + middle + std::string(size - at - 1, 'a') + '"');
      }
    }
  }
}

TEST(Encode, grows_with_what_is_written) {
  Writer writer;
  writer.begin_array();
  std::string expected = "[";
  for (int i = 0; i < 2'000; ++i) {
    const std::string text(static_cast<std::size_t>(i % 97), i % 5 == 0 ? '"' : 'x');
    writer.string(text);
    writer.integer(i);
    writer.id(Uuid{});
    writer.time(from_micros(i));
    expected += (i == 0 ? "" : ",") + quote(text) + "," + std::to_string(i) + ",\"" +
                Uuid{}.to_string() + "\",\"" + to_rfc3339(from_micros(i)) + "\"";
  }
  writer.end_array();
  EXPECT_EQ(writer.take(), expected + "]");
}

TEST(Encode, an_empty_optional_is_left_out) {
  EXPECT_EQ(encode(*decode<Thing>(k_good)).find("note"), std::string::npos);
}

TEST(Encode, numbers_are_as_short_as_they_can_be) {
  Writer writer;
  writer.begin_array();
  writer.number(0.1);
  writer.number(1e21);
  writer.number(std::numeric_limits<double>::infinity());
  writer.integer(-5);
  writer.end_array();
  EXPECT_EQ(writer.take(), "[0.1,1e+21,null,-5]");
}

struct Change {
  Nullable<std::string> note;
  Nullable<Place> place;
  static void describe(auto& v, Change& o) {
    v.field("note", o.note, Text{1, 5});
    v.field("place", o.place);
  }
};

TEST(NullableMember, tells_what_is_left_out_from_what_is_taken_away) {
  EXPECT_FALSE(decode<Change>("{}")->note.given);
  const auto taken = decode<Change>(R"({"note":null})").value();
  EXPECT_TRUE(taken.note.given);
  EXPECT_EQ(taken.note.value, std::nullopt);
  const auto set = decode<Change>(R"({"note":"new","place":{"latitude":6.2}})").value();
  EXPECT_EQ(set.note.value, "new");
  EXPECT_EQ(set.place.value, Place{6.2});
  EXPECT_EQ(decode<Change>(R"({"note":"far too long"})").error().fields.at(0).pointer, "/note");
}

TEST(NullableMember, is_written_as_it_was_read_and_described_as_it_is) {
  for (const std::string text : {"{}", R"({"note":null})", R"({"note":"new"})"}) {
    EXPECT_EQ(encode(decode<Change>(text).value()), text);
  }
  EXPECT_NE(schema<Change>().find(R"({"type":"null"})"), std::string::npos);
  EXPECT_EQ(schema<Change>().find("required\":[\"note"), std::string::npos);
}

struct Listing {
  std::vector<std::string> names;
  static void describe(auto& v, Listing& o) { v.field("names", o.names); }
};

TEST(Decode, a_list_that_an_older_event_does_not_have_is_empty) {
  EXPECT_TRUE(decode<Listing>("{}", Unknown::ignore)->names.empty());
  EXPECT_FALSE(decode<Listing>("{}"));
}

TEST(Schema, says_types_rules_and_what_is_required) {
  const auto dom = Dom::parse(schema<Thing>());
  ASSERT_TRUE(dom);
  const auto& properties = *dom->find("properties");
  EXPECT_EQ(properties.find("name")->find("maxLength")->integer(), 5);
  EXPECT_EQ(properties.find("colour")->find("enum")->text(), R"(["red","green"])");
  EXPECT_EQ(properties.find("at")->find("format")->string(), "date-time");
  EXPECT_EQ(properties.find("places")->find("items")->find("type")->string(), "object");
  EXPECT_EQ(dom->find("required")->text().find("note"), std::string::npos);
}

}  // namespace
}  // namespace mf::json
