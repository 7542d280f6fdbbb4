"""The GraphQL engine against mercurius with its JIT: server CPU a request over HTTP, one worker each, taking turns; and
preparing a document against graphql-js. The engine's own figures come from graphql.cpp."""

import json
import os
import re
import subprocess
import tempfile
import urllib.request

from bench.idle import free_port
from bench.read import cpu_seconds
from bench.report import median, row, say
from tests.harness.suite import wait_until

ROUNDS = 5
SECONDS = 2
CONNECTIONS = 16
EXAMPLE = "graphql/tests/data/example"
PEER = "bench/graphql_peer"

SCRIPT = """wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.body = io.open("%s"):read("*a")
"""


def post(port, body):
    request = urllib.request.Request(f"http://127.0.0.1:{port}/graphql", body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        return answer.read()


def load(port, pid, script, seconds=SECONDS):
    """(requests/s, µs of the server's CPU a request)"""
    before = cpu_seconds(pid)
    run = subprocess.run(["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "-s", script,
                          f"http://127.0.0.1:{port}/graphql"], capture_output=True, text=True, check=True)
    used = cpu_seconds(pid) - before
    if "Non-2xx" in run.stdout or "Socket errors" in run.stdout:
        raise RuntimeError(run.stdout)
    requests = int(re.search(r"(\d+) requests in", run.stdout).group(1))
    return float(re.search(r"Requests/sec:\s+([\d.]+)", run.stdout).group(1)), used / requests * 1e6


def start(command):
    port = free_port()
    process = subprocess.Popen(command + [str(port)])

    def answers():
        try:
            return post(port, b'{"query":"{ hello }"}')
        except OSError:
            return None

    wait_until(answers, what=command[-1])
    return port, process


def compare(name, body, servers, goal):
    answers = {json.dumps(json.loads(post(port, body))) for port, _ in servers.values()}
    if len(answers) != 1:
        raise RuntimeError(f"{name}: the servers answer differently")
    with tempfile.TemporaryDirectory() as folder:
        body_file, script = os.path.join(folder, "body"), os.path.join(folder, "post.lua")
        with open(body_file, "wb") as file:
            file.write(body)
        with open(script, "w") as file:
            file.write(SCRIPT % body_file)
        results = {server: [] for server in servers}
        for port, process in servers.values():
            load(port, process.pid, script, seconds=2)
        for _ in range(ROUNDS):
            for server, (port, process) in servers.items():
                results[server].append(load(port, process.pid, script))
    rate = {server: median(rate for rate, _ in rounds) for server, rounds in results.items()}
    cpu = {server: median(used for _, used in rounds) for server, rounds in results.items()}
    ratio = cpu["engine"] / cpu["mercurius"]
    row("graphql", f"{name}, requests/s: engine, mercurius", f"{rate['engine']:.0f}/s, {rate['mercurius']:.0f}/s")
    row("graphql", f"{name}, server CPU a request: engine, mercurius",
        f"{cpu['engine']:.1f} µs, {cpu['mercurius']:.1f} µs")
    row("graphql", f"{name}, engine ÷ mercurius", f"{ratio:.3f}", f"≤ {goal:.3f}", ratio <= goal)


def main():
    say("graphql-js prepares the example's query")
    prepare = subprocess.run(["node", PEER + "/prepare.js"], capture_output=True, text=True, check=True)
    row("graphql", "parse and validate the example's query, graphql-js", prepare.stdout.strip() + " µs")
    subprocess.run(["build/release/bench/bench_graphql"], check=True)
    servers = {}
    try:
        servers["engine"] = start(["build/release/graphql_example_server"])
        servers["mercurius"] = start(["node", PEER + "/mercurius.js"])
        with open(EXAMPLE + "/list.request.json", "rb") as file:
            list_request = file.read()
        say("{ hello }")
        compare("{ hello }", b'{"query":"{ hello }"}', servers, 1 / 3)
        say("100 orders with customer")
        compare("100 orders with customer", list_request, servers, 1 / 6)
    finally:
        for _, process in servers.values():
            process.kill()
            process.wait()


if __name__ == "__main__":
    main()
