// One forward step of a schema: its name ("0001_orders"), its statements, and the engine that they
// are for. A step that no portable SQL can say stands once for each engine, under the same name.
#pragma once

#include <string>
#include <vector>

namespace mf::db {

enum class Engine { any, sqlite, postgres };

struct Migration {
  std::string name;
  std::string sql;
  Engine engine = Engine::any;

  bool is_for(Engine which) const { return engine == Engine::any || engine == which; }
};

}  // namespace mf::db
