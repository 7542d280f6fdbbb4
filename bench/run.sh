#!/usr/bin/env bash
# Runs benchmarks of the release build and prints one table: bench/run.sh [idle|read|proxy|create|stream|streams|events|scale|postgres|replicas|graphql|all]
# Nothing else should run meanwhile. Exit code 1 if one of them could not be run; a missed goal is in the table.
set -uo pipefail
cd "$(dirname "$0")/.."
export PYTHONDONTWRITEBYTECODE=1 MICROFLOW_BINARY=build/release/microflow

run() {
  case "$1" in
    idle | read | proxy | streams | replicas | graphql) python3 -m "bench.$1" ;;
    create | stream | events | scale | postgres) "build/release/bench/bench_$1" ;;
  esac
}

case "${1:-all}" in
  all) chosen=(idle read proxy create stream streams events scale postgres replicas graphql) ;;
  idle | read | proxy | create | stream | streams | events | scale | postgres | replicas | graphql) chosen=("$1") ;;
  *)
    echo "usage: bench/run.sh [idle|read|proxy|create|stream|streams|events|scale|postgres|replicas|graphql|all]" >&2
    exit 2
    ;;
esac

rows=$(mktemp)
trap 'rm -f "$rows"' EXIT
failed=0
for name in "${chosen[@]}"; do
  echo "== $name" >&2
  run "$name" >>"$rows" || { echo "$name could not be run" >&2; failed=1; }
done

awk -F'\t' '
  BEGIN { print "| benchmark | figure | measured | goal | |"; print "|---|---|---|---|---|" }
  NF == 5 { printf "| %s | %s | %s | %s | %s |\n", $1, $2, $3, $4, $5 }
' "$rows"
exit $failed
