// The sample of a real kind of export, and what must come of it, for the tests of the import.
#pragma once

#include "platform/json/dom.hpp"

#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace mf::workorders::november {

/// A file of the service's folder.
inline std::string read_file(const std::string& name) {
  std::ifstream in(std::string(MF_SOURCE_DIR) + "/services/workorders/" + name, std::ios::binary);
  if (!in) {
    throw std::runtime_error("the file " + name + " is missing");
  }
  return {std::istreambuf_iterator<char>(in), {}};
}

/// Semicolons, Windows-1252, decimal commas, d/m/y on a twelve-hour clock.
inline std::string csv() {
  return read_file("tests/data/ordenes-noviembre.csv");
}

struct Record {
  std::int64_t record = 0;
  std::string key;
  std::string column;  // of a refused one
  std::string why;
  bool operator==(const Record&) const = default;
};

struct Expected {
  std::int64_t records = 0;
  std::int64_t ok = 0;
  std::int64_t customers = 0;
  std::vector<Record> refused;
  std::vector<Record> duplicates;
};

inline Expected expected() {
  const auto dom =
      json::Dom::parse(read_file("tests/data/ordenes-noviembre.expected.json")).value();
  const auto number = [](const json::Dom& at, std::string_view name) {
    return at.find(name)->integer().value();
  };
  const auto text = [](const json::Dom& at, std::string_view name) {
    return at.find(name) != nullptr ? std::string(at.find(name)->string()) : std::string{};
  };
  const auto records = [&](std::string_view name) {
    std::vector<Record> out;
    const auto& list = *dom.find(name);
    for (std::size_t i = 0; i < list.size(); ++i) {
      const auto& item = list.at(i);
      out.push_back(
          {number(item, "record"), text(item, "nro"), text(item, "column"), text(item, "why")});
    }
    return out;
  };
  return {number(dom, "records"), number(dom, "ok"), number(dom, "customers"), records("refused"),
          records("duplicates")};
}

/// "ends before it starts" is the code ends_before_it_starts.
inline std::string code_of(std::string why) {
  for (char& c : why) {
    c = c == ' ' ? '_' : c;
  }
  return why;
}

}  // namespace mf::workorders::november
