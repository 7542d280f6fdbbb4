"""Forwarding: the gateway as a process of its own in front of one process with the services, against nginx with one
worker that proxies to the same process over kept connections, and HAProxy where it is installed. All take turns."""

import os
import shutil
import subprocess
import tempfile
import time

from bench.idle import free_port
from bench.read import Nginx, load
from bench.report import median, row, say
from tests.harness.suite import Suite, wait_until
from tests.harness.world import demo_logins

ROUNDS = 3
GOAL_OPEN = 1.0
GOAL_TOKEN = 0.8
GOAL_P99 = 1.5

LOCATION = 'proxy_pass http://services; proxy_http_version 1.1; proxy_set_header Connection "";'

HAPROXY = """
global
  nbthread 1
defaults
  mode http
  timeout connect 5s
  timeout client 60s
  timeout server 60s
  http-reuse always
frontend front
  bind 127.0.0.1:{port}
  default_backend services
backend services
  server one 127.0.0.1:{service}
"""


class Haproxy:
    def __init__(self, service):
        self.folder = tempfile.mkdtemp(prefix="microflow-haproxy-")
        self.port = free_port()
        config = os.path.join(self.folder, "haproxy.cfg")
        with open(config, "w") as file:
            file.write(HAPROXY.format(port=self.port, service=service))
        self.process = subprocess.Popen([haproxy_binary(), "-db", "-f", config], stderr=subprocess.DEVNULL)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(timeout=10)
        shutil.rmtree(self.folder, ignore_errors=True)


def haproxy_binary():
    return shutil.which("haproxy") or shutil.which("haproxy", path="/usr/sbin")


def measure(proxies, path, token):
    """Name → medians of (requests/s, p99 in ms, µs of the proxy's CPU per request)."""
    for port, pid in proxies.values():
        load(port, path, token, pid, seconds=1)
    results = {name: [] for name in proxies}
    for _ in range(ROUNDS):
        for name, (port, pid) in proxies.items():
            results[name].append(load(port, path, token, pid))
            say("{} {}: {:.0f} requests/s, p99 {:.2f} ms, {:.1f} µs CPU".format(path, name, *results[name][-1]))
            time.sleep(0.5)
    return {name: [median(values) for values in zip(*runs)] for name, runs in results.items()}


def show(what, medians, goal):
    ours, theirs = medians["microflow"], medians["nginx"]
    row("proxy", f"{what}, requests/s: " + ", ".join(medians), ", ".join(f"{one[0]:.0f}/s" for one in medians.values()))
    row("proxy", f"{what}, microflow ÷ nginx", f"{ours[0] / theirs[0]:.2f}", f"≥ {goal}", ours[0] / theirs[0] >= goal)
    row("proxy", f"{what}, p99: " + ", ".join(medians), ", ".join(f"{one[1]:.2f} ms" for one in medians.values()))
    row("proxy", f"{what}, p99, microflow ÷ nginx", f"{ours[1] / theirs[1]:.2f}", f"≤ {GOAL_P99}",
        ours[1] / theirs[1] <= GOAL_P99)
    row("proxy", f"{what}, the proxy's CPU a request: " + ", ".join(medians),
        ", ".join(f"{one[2]:.1f} µs" for one in medians.values()))


def run(suite, operator):
    path = "/api/v1/orders/" + operator.get("/api/v1/orders?limit=1").json["items"][0]["id"]
    services, gateway = suite.running
    upstream = f"upstream services {{ server 127.0.0.1:{services.port}; keepalive 64; keepalive_requests 1000000000; }}"
    with Nginx(LOCATION, upstream) as nginx:
        proxies = {"microflow": (gateway.port, gateway.pid), "nginx": (nginx.port, nginx.process.pid)}
        haproxy = Haproxy(services.port) if haproxy_binary() else None
        if haproxy:
            proxies["haproxy"] = (haproxy.port, haproxy.process.pid)
        try:
            for port, _ in proxies.values():
                client = type(operator)(port, operator.token)
                wait_until(lambda: _answers(client, path), what="the proxy")
            show("open route", measure(proxies, "/.well-known/jwks.json", operator.token), GOAL_OPEN)
            show("token checked", measure(proxies, path, operator.token), GOAL_TOKEN)
        finally:
            if haproxy:
                haproxy.__exit__()


def _answers(client, path):
    try:
        return client.get(path).status == 200
    except OSError:
        client.close()
        return False


def main():
    say("Making the demo company …")
    folder = tempfile.mkdtemp(prefix="microflow-proxy-")
    try:
        with Suite(demo=True, folder=folder):
            pass
        with Suite(folder=folder, processes=True) as suite:
            login = next(login for login in demo_logins(suite) if login["role"] == "operator")
            run(suite, suite.login(login["username"], login["password"]))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
