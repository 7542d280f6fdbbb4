"""Reading: GET /api/v1/orders/{id} with token check and scope check, against nginx with one worker that returns the
same bytes from memory. The two take turns; medians are compared."""

import os
import re
import shutil
import subprocess
import tempfile
import time

from bench.idle import free_port
from bench.report import median, row, say
from tests.harness.suite import Suite, wait_until
from tests.harness.world import demo_logins

ROUNDS = 3
SECONDS = 4
CONNECTIONS = 16
GOAL_RATE = 0.4
GOAL_P99 = 3

NGINX = """
daemon off;
master_process off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{
  access_log off;
  client_body_temp_path {folder};
  proxy_temp_path {folder};
  fastcgi_temp_path {folder};
  uwsgi_temp_path {folder};
  scgi_temp_path {folder};
  server_tokens off;
  keepalive_requests 1000000000;
  {http}
  server {{
    listen 127.0.0.1:{port};
    location / {{
      {location}
    }}
  }}
}}
"""


def quoted(body):
    """As text between single quotes in nginx's configuration."""
    return body.replace("\\", "\\\\").replace("'", "\\'").replace("$", "${dollar}")


def answers(body, media_type):
    """The arguments of an Nginx that returns `body`."""
    return f"default_type \"{media_type}\"; return 200 '{quoted(body)}';", 'geo $dollar { default "$"; }'


class Nginx:
    """One nginx worker that does what `location` says."""

    def __init__(self, location, http=""):
        self.folder = tempfile.mkdtemp(prefix="microflow-nginx-")
        self.port = free_port()
        config = os.path.join(self.folder, "nginx.conf")
        with open(config, "w") as file:
            file.write(NGINX.format(folder=self.folder, port=self.port, location=location, http=http))
        self.process = subprocess.Popen([shutil.which("nginx") or "/usr/sbin/nginx", "-p", self.folder, "-c", config,
                                         "-e", os.path.join(self.folder, "error.log")])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(timeout=10)
        shutil.rmtree(self.folder, ignore_errors=True)


def cpu_seconds(pid):
    with open(f"/proc/{pid}/stat") as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def milliseconds(text):
    """A time as wrk writes it: "87.00us", "1.20ms", "2.04s", "1.02m"."""
    found = re.fullmatch(r"([\d.]+)(us|ms|s|m|h)", text)
    if found is None:
        raise RuntimeError("wrk gave a time that is none: " + text)
    return float(found.group(1)) * {"us": 0.001, "ms": 1, "s": 1000, "m": 60_000, "h": 3_600_000}[found.group(2)]


def load(port, path, token, pid, seconds=SECONDS):
    """(requests/s, p99 in ms, µs of the server's CPU per request)"""
    before = cpu_seconds(pid)
    run = subprocess.run(["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--latency",
                          "-H", "Authorization: Bearer " + token, f"http://127.0.0.1:{port}{path}"],
                         capture_output=True, text=True, check=True)
    used = cpu_seconds(pid) - before
    if "Non-2xx" in run.stdout or "Socket errors" in run.stdout:
        raise RuntimeError(run.stdout)
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", run.stdout).group(1))
    requests = int(re.search(r"(\d+) requests in", run.stdout).group(1))
    return rate, milliseconds(re.search(r"99%\s+(\S+)", run.stdout).group(1)), used / requests * 1e6


def compare(suite, operator):
    path = "/api/v1/orders/" + operator.get("/api/v1/orders?limit=1").json["items"][0]["id"]
    answer = operator.get(path)
    body = answer.body.decode()
    with Nginx(*answers(body, answer.headers["content-type"])) as nginx:
        plain = type(operator)(nginx.port)
        same = wait_until(lambda: _get(plain, path), what="nginx")
        if same.body.decode() != body:
            raise RuntimeError("nginx does not return the same bytes")
        servers = {"nginx": (nginx.port, nginx.process.pid), "microflow": (suite.port, suite.process.pid)}
        for port, pid in servers.values():
            load(port, path, operator.token, pid, seconds=1)
        results = {name: [] for name in servers}
        for _ in range(ROUNDS):
            for name, (port, pid) in servers.items():
                results[name].append(load(port, path, operator.token, pid))
                say("{}: {:.0f} requests/s, p99 {:.2f} ms, {:.1f} µs CPU".format(name, *results[name][-1]))
                time.sleep(0.5)
    return len(body), {name: [median(values) for values in zip(*runs)] for name, runs in results.items()}


def _get(client, path):
    try:
        return client.get(path)
    except OSError:
        client.close()
        return None


def main():
    say("Making the demo company …")
    with Suite(demo=True) as suite:
        login = next(login for login in demo_logins(suite) if login["role"] == "operator")
        size, medians = compare(suite, suite.login(login["username"], login["password"]))
    ours, theirs = medians["microflow"], medians["nginx"]
    row("read", f"requests/s ({size} bytes): microflow, nginx", f"{ours[0]:.0f}/s, {theirs[0]:.0f}/s")
    row("read", "requests/s, microflow ÷ nginx", f"{ours[0] / theirs[0]:.2f}", f"≥ {GOAL_RATE}",
        ours[0] / theirs[0] >= GOAL_RATE)
    row("read", "p99: microflow, nginx", f"{ours[1]:.2f} ms, {theirs[1]:.2f} ms")
    row("read", "p99, microflow ÷ nginx", f"{ours[1] / theirs[1]:.2f}", f"≤ {GOAL_P99}",
        ours[1] / theirs[1] <= GOAL_P99)
    row("read", "server CPU a request: microflow, nginx", f"{ours[2]:.1f} µs, {theirs[2]:.1f} µs")


if __name__ == "__main__":
    main()
