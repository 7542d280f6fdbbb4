// The words of a file for what the code has a name for: types of order, priorities, kinds of
// document. Accents, case and punctuation do not count. Pure, any thread.
#pragma once

#include "contracts/ids.hpp"
#include "contracts/words.hpp"
#include "services/workorders/domain.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace mf::workorders {

/// Folded words with single blanks: "REVISIÓN  técnica." is "revision tecnica".
std::string plain_words(std::string_view text);

std::optional<Priority> priority_of_words(std::string_view text);
std::optional<DocumentType> document_type_of_words(std::string_view text);

/// Which words mean which type of order.
class OrderTypeWords {
 public:
  /// By its code and its names, and by the usual other words for a standard code.
  void add(OrderTypeId id, std::string_view code, std::string_view name, std::string_view name_es);
  std::optional<OrderTypeId> find(std::string_view text) const;

 private:
  std::map<std::string, OrderTypeId> ids_;    // the catalogue's words
  std::map<std::string, OrderTypeId> usual_;  // what people write instead
};

}  // namespace mf::workorders
