// Answers requests about the zoo, one JSON object a line, so that another engine's answers can be
// compared.
#include "graphql/execution/engine.hpp"
#include "graphql/tests/zoo.hpp"

#include <iostream>

int main() {
  using namespace graphql;
  EngineOptions options;
  options.limits.max_cost = options.limits.max_fields = 1'000'000;
  Engine engine(zoo::make_schema(), std::move(options));
  for (std::string line; std::getline(std::cin, line);) {
    Arena arena;
    const auto json = read_json(line, arena);
    if (!json) {
      std::cerr << json.error() << '\n';
      return 1;
    }
    zoo::Counts counts;
    std::string out;
    engine.execute({(*json)["query"].text(), {}, (*json)["variables"], &counts}, out);
    std::cout << out << std::endl;
  }
}
