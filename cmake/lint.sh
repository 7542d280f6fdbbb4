#!/usr/bin/env bash
# Formatting and the house rules that a tool can check. Prints every finding; exit 1 if there is one.
set -u
cd "$(dirname "$0")/.."
found=0
report() { # title, lines
  [ -z "$2" ] && return
  printf '%s\n%s\n' "$1:" "$2"
  found=1
}

sources=$(git ls-files '*.cpp' '*.hpp')
unformatted=$(printf '%s\n' "$sources" | xargs -P 2 -n 24 clang-format-19 --dry-run -Werror 2>&1 |
  grep -oE '^[^ :]+\.[ch]pp:[0-9]+:[0-9]+: error' | cut -d: -f1 | sort -u)
report "Not formatted (./dev format)" "$unformatted"

report "A header without #pragma once" "$(git ls-files '*.hpp' | xargs grep -L '#pragma once')"
report "A header that does not say what it is for" \
  "$(for f in $(git ls-files '*.hpp'); do head -1 "$f" | grep -q '^//' || echo "$f"; done)"
report "A service that includes another" \
  "$(git grep -nE '#include "services/' -- services | awk -F'[:/]' '{ split($0, part, "services/"); split(part[3], other, "/"); if ($2 != other[1]) print $0 }')"
report "Asio or Beast outside platform/http" \
  "$(git grep -nE '#include <boost/(asio|beast)' -- '*.cpp' '*.hpp' ':!platform/http' ':!bench')"
report "SQLite outside its adapter" "$(git grep -n '#include <sqlite3.h>' -- '*.cpp' '*.hpp' ':!platform/db' ':!bench')"
report "libpq outside its adapter" \
  "$(git grep -n '#include <libpq-fe.h>' -- '*.cpp' '*.hpp' ':!platform/db' ':!platform/testing' ':!bench')"
report "A parameter that PostgreSQL can't tell the type of (column = \$n OR \$n IS NULL)" \
  "$(git grep -nE '\$[0-9]+ IS NULL OR' -- 'services/*.cpp' 'platform/*.cpp')"
report "OFFSET paging" "$(git grep -nE '"[^"]*\bOFFSET \$' -- '*.cpp')"
report "A sleep in a test that does not say why" "$(git grep -nE 'sleep_for' -- '*_test.cpp' | grep -v '//')"
exit $found
