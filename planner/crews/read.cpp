#include "planner/crews/crews.hpp"
#include "planner/formats/text.hpp"

namespace planner::crews {
namespace {

using formats::Words;

constexpr int k_most_numbers = 1'000'000;

/// The numbers of "[ 2 7 ]".
std::vector<int> read_list(Words& words, const char* what, int most) {
  std::vector<int> numbers;
  if (words.word() != "[") {
    words.fail(std::string(what) + " must be a list in brackets");
  }
  for (auto word = words.word(); word != "]"; word = words.word()) {
    if (word.empty() || numbers.size() > 10'000) {
      words.fail(std::string(what) + " must end with a bracket");
    }
    numbers.push_back(static_cast<int>(formats::to_number(word, what, 1, most)));
  }
  return numbers;
}

void check_order(const Crews& crews, const Words& words) {
  // A predecessor's depth is below its successor's; a circle never settles.
  std::vector<int> depth(crews.interventions.size(), 0);
  bool changed = true;
  for (std::size_t round = 0; changed; ++round) {
    if (round > depth.size()) {
      words.fail("predecessors must not form a circle");
    }
    changed = false;
    for (std::size_t index = 0; index < depth.size(); ++index) {
      for (const int before : crews.interventions[index].predecessors) {
        const int least = depth[static_cast<std::size_t>(before)] + 1;
        if (depth[index] < least) {
          depth[index] = least;
          changed = true;
        }
      }
    }
  }
}

}  // namespace

Crews read_roadef(std::string_view instance, std::string_view interventions,
                  std::string_view technicians) {
  Crews crews;
  Words head(instance);
  head.next_line();
  head.next_line();
  crews.name = head.word();
  crews.domains = head.whole("domains", 1, 100);
  crews.levels = head.whole("level", 1, 100);
  const int people = head.whole("techs", 1, 1'000);
  const int count = head.whole("interv", 1, 5'000);
  crews.budget = head.whole("abandon", 0, k_most_numbers);
  Words words(interventions);
  words.next_line();
  for (int number = 1; number <= count; ++number) {
    if (!words.next_line()) {
      words.fail("there are fewer interventions than said");
    }
    words.whole("number", number, number);
    Intervention made;
    made.time = words.whole("time", 1, k_day);
    made.predecessors = read_list(words, "preds", count);
    for (auto& before : made.predecessors) {
      --before;
    }
    made.priority = words.whole("prio", 1, 4);
    made.price = words.whole("cost", 0, k_most_numbers);
    for (int entry = 0; entry < crews.domains * crews.levels; ++entry) {
      made.wanted.push_back(words.whole("people", 0, 1'000));
    }
    crews.interventions.push_back(made);
  }
  check_order(crews, words);
  Words rows(technicians);
  rows.next_line();
  for (int number = 1; number <= people; ++number) {
    if (!rows.next_line()) {
      rows.fail("there are fewer technicians than said");
    }
    rows.whole("tech", number, number);
    Technician made;
    for (int domain = 0; domain < crews.domains; ++domain) {
      made.levels.push_back(rows.whole("level", 0, crews.levels));
    }
    made.days_off = read_list(rows, "dispo", 100'000);
    crews.technicians.push_back(made);
  }
  return crews;
}

}  // namespace planner::crews
