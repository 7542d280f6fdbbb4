"""Measures the planner on the public collections: the mean gap to the best known, by size and time.

    python3 bench/planner.py --data FOLDER [--binary build/release/planner_solve] [--times 1,10,60]
        [--seeds 3] [--threads 2] [--clock wall] [--sets 100,200,400,1000,trsp,strsp,roadef] [--every 1]

FOLDER holds BEST_KNOWN.csv and the collections beside it. Every answer is scored by planner_check.py from the
files themselves; an answer with a complaint is a failure and is told. Prints Markdown.
"""
import argparse
import csv
import glob
import json
import os
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import planner_check  # noqa: E402

SETS = {
    "100": "vrptw/solomon/*.txt",
    "200": "vrptw/homberger_200/*.txt",
    "400": "vrptw/homberger_400/*.txt",
    "1000": "vrptw/homberger_1000/*.txt",
    "prizes": "pcvrptw/*.vrp",
    "depots": "mdvrptw/*.vrp",
    "trsp": "trsp/crew25/*.txt",
    "strsp": "strsp/tasks_noTeam/*.txt",
    "roadef": "roadef2007/*",
}


def best_known(folder):
    with open(os.path.join(folder, "BEST_KNOWN.csv"), encoding="utf-8") as file:
        return {row["instance"]: float(row["best_known"]) for row in csv.DictReader(file)
                if not row["objective"].startswith("hierarchical")}


def files_of(path):
    if "/strsp/" not in path:
        return [path]
    crew = os.path.basename(path)
    return [path, os.path.join(os.path.dirname(path), "..", "techniciansReduced_noTeam", "technicians_" + crew)]


def measure(options, path, seconds, seed):
    files = files_of(path)
    done = subprocess.run([options.binary, *options.prefix, *files, "--time", str(seconds), "--seed", str(seed),
                           "--threads", str(options.threads), "--clock", options.clock],
                          capture_output=True, text=True, check=False)
    if done.returncode != 0:
        return None, [done.stderr.strip()]
    answer = json.loads(done.stdout)
    cost, complaints = planner_check.score(files, answer)
    if abs(cost - answer["cost"]) > 0.02:
        complaints.append(f"says {answer['cost']}, costs {cost}")
    return cost, complaints


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", required=True)
    parser.add_argument("--binary", default="build/release/planner_solve")
    parser.add_argument("--times", default="1,10,60")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--clock", default="wall")
    parser.add_argument("--sets", default="100,200,400,1000,trsp,strsp,roadef")
    parser.add_argument("--every", type=int, default=1, help="only each n-th instance of a set")
    options = parser.parse_args()
    options.prefix = ["plan", "solve"] if os.path.basename(options.binary) == "microflow" else []
    times = options.times.split(",")
    known = best_known(options.data)
    print(f"{options.seeds} seeds, {options.threads} threads, {options.clock} clock; "
          "mean gap to the best known in %, for strsp the mean cost\n")
    print("| set | instances | " + " | ".join(f"{time} s" for time in times) + " |")
    print("|---|---|" + "---|" * len(times))
    failures = []
    for name in options.sets.split(","):
        paths = sorted(glob.glob(os.path.join(options.data, SETS[name])))[::options.every]
        cells = []
        for seconds in times:
            values = []
            for path in paths:
                best = known.get(os.path.relpath(path, options.data))
                for seed in range(1, options.seeds + 1):
                    cost, complaints = measure(options, path, seconds, seed)
                    failures += [f"{path} seed {seed}: {each}" for each in complaints]
                    if cost is not None:
                        values.append(100 * (cost / best - 1) if best else cost)
            cells.append(f"{sum(values) / len(values):.2f}" if values else "-")
        print(f"| {name} | {len(paths)} | " + " | ".join(cells) + " |", flush=True)
    for failure in failures:
        print(failure, file=sys.stderr)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
