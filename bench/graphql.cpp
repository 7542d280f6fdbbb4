// The GraphQL engine by itself: preparing the example's query from cold, answering it from the
// cache, and refusing hostile documents. Rows for run.sh; `graphql.py` runs it.
#include "bench/rows.hpp"
#include "graphql/execution/engine.hpp"
#include "graphql/programs/example_schema.hpp"
#include "graphql/tests/hostile.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ctime>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <vector>

namespace {

using namespace graphql;
using mf::bench::row;

std::string read_file(const std::string& name) {
  std::ifstream file(std::string(GRAPHQL_EXAMPLE) + '/' + name, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// Microseconds of the CPU that one call takes: the median of rounds.
template <class F>
double microseconds(int count, F&& f) {
  std::vector<double> rounds;
  for (int round = 0; round < 21; ++round) {
    const auto start = std::clock();
    for (int i = 0; i < count; ++i) {
      f();
    }
    rounds.push_back(static_cast<double>(std::clock() - start) * 1e6 / CLOCKS_PER_SEC / count);
  }
  std::ranges::nth_element(rounds, rounds.begin() + 10);
  return rounds[10];
}

std::string micro(double value) {
  return fmt::format("{:.2f} µs", value);
}

double prepare(const Engine& engine, std::string_view query) {
  return microseconds(1'000, [&] {
    const PreparedDocument document(engine.schema(), query, Limits{});
    if (!document.errors().empty()) {
      throw std::runtime_error(document.errors().front().message);
    }
  });
}

double ask(Engine& engine, const Request& request, int count) {
  std::string out;
  return microseconds(count, [&] {
    out.clear();
    if (engine.execute(request, out) != Answer::executed) {
      throw std::runtime_error(out);
    }
  });
}

/// Milliseconds to refuse the document when it is seen for the first time.
double refuse(const Engine& engine, const std::string& text) {
  return microseconds(1,
                      [&] {
                        const PreparedDocument document(engine.schema(), text, Limits{});
                        if (document.errors().empty()) {
                          throw std::runtime_error("a hostile document was not refused");
                        }
                      }) /
         1000;
}

void benchmark() {
  example::Timers timers;
  Engine engine(example::make_schema(read_file("data.json"), timers));
  Arena arena;
  const auto request = read_json(read_file("list.request.json"), arena).value();
  const auto query = request["query"].text();

  const auto cold = prepare(engine, query);
  row("graphql", "parse, validate and plan the example's query, cold", micro(cold), "≤ 8 µs",
      cold <= 8);
  row("graphql", "{ hello } from the cache, without HTTP",
      micro(ask(engine, {"{ hello }"}, 20'000)));
  row("graphql", "100 orders with customer from the cache, without HTTP",
      micro(ask(engine, {query, {}, request["variables"]}, 500)));
  for (const auto& [name, text] : tests::hostile_documents()) {
    const auto taken = refuse(engine, text);
    row("graphql", "refusing " + name, fmt::format("{:.2f} ms", taken), "≤ 5 ms", taken <= 5);
  }
}

}  // namespace

int main() {
  return mf::bench::run(benchmark);
}
