"""Starts a real microflow in a temporary folder and talks to it over HTTP, as any client would."""

import http.client
import json
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time

from tests.harness import postgres

BINARY = os.environ.get("MICROFLOW_BINARY", "build/release/microflow")


class Answer:
    """One HTTP answer."""

    def __init__(self, status, headers, body):
        self.status = status
        self.headers = {name.lower(): value for name, value in headers}
        self.body = body

    @property
    def json(self):
        return json.loads(self.body)

    def __repr__(self):
        return f"<{self.status} {self.body[:400]!r}>"


class Client:
    """A person's connection: a token, and calls that reuse one socket."""

    def __init__(self, port, token=None, user=None, host="127.0.0.1", timeout=60):
        self.host, self.port = host, port
        self.timeout = timeout
        self.token = token
        self.user = user
        self.connection = None

    def call(self, method, path, body=None, headers=None, raw=None):
        sent = dict(headers or {})
        if self.token:
            sent["Authorization"] = "Bearer " + self.token
        data = raw
        if body is not None:
            data = json.dumps(body).encode()
            sent.setdefault("Content-Type", "application/json")
        for attempt in (1, 2):
            if self.connection is None:
                self.connection = self.open()
            try:
                self.connection.request(method, path, data, sent)
                answer = self.connection.getresponse()
                result = Answer(answer.status, answer.getheaders(), answer.read())
                if result.headers.get("connection", "").lower() == "close":
                    self.close()
                return result
            except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
                self.close()
                if attempt == 2:
                    raise

    def open(self):
        return http.client.HTTPConnection(self.host, self.port, timeout=self.timeout)

    def get(self, path, **kwargs):
        return self.call("GET", path, **kwargs)

    def post(self, path, body=None, **kwargs):
        return self.call("POST", path, body if body is not None or "raw" in kwargs else {}, **kwargs)

    def patch(self, path, body, **kwargs):
        return self.call("PATCH", path, body, **kwargs)

    def close(self):
        if self.connection:
            self.connection.close()
        self.connection = None


SERVICES = ("identity", "workorders", "dispatch", "tracking", "notifications", "insights")


class Process:
    """One microflow process that listens."""

    def __init__(self, arguments, environment, log, within=()):
        self.process = subprocess.Popen([*within, BINARY, *arguments], stdout=subprocess.PIPE, stderr=log, env=environment,
                                        text=True)
        self.port = None
        for line in self.process.stdout:
            found = re.search(r"listens on https?://[^:]+:(\d+)", line)
            if found:
                self.port = int(found.group(1))
                break

    @property
    def pid(self):
        return self.process.pid

    def stop(self):
        """As an operator would; the exit code."""
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(timeout=60)
        self.process.stdout.close()
        return code

    def freeze(self):
        """It stands still, and everything it holds stays held."""
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self):
        self.process.send_signal(signal.SIGCONT)

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()


class Suite:
    """A running microflow. `with Suite() as suite:`

    One process; with `processes` the gateway is one of its own, in front of another with the services.
    MICROFLOW_PROCESSES=1 makes that the default, so that any test can be run in both forms."""

    def __init__(self, demo=False, environment=None, folder=None, processes=None):
        self.folder = folder or tempfile.mkdtemp(prefix="microflow-test-")
        self.owns_folder = folder is None
        self.demo = demo
        self.processes = os.environ.get("MICROFLOW_PROCESSES") == "1" if processes is None else processes
        self.environment = {**os.environ, "MICROFLOW_SUITE_LOG_LEVEL": "warning",
                            "MICROFLOW_GATEWAY_ADDRESS_RATE": "0", "MICROFLOW_GATEWAY_CALLER_RATE": "0",
                            "MICROFLOW_GATEWAY_SIGN_IN_RATE": "0",
                            "MICROFLOW_SUITE_PEER_SECRET": "a secret of the tests, long enough",
                            **(environment or {})}
        if postgres.wanted():
            self.environment.setdefault("MICROFLOW_DATABASE_URL", postgres.Server.shared().url_for(self.folder))
        if self.environment.get("MICROFLOW_EVENTS_NATS_URL"):
            # Many suites on one server: each folder has a stream of its own.
            self.environment["MICROFLOW_EVENTS_NATS_STREAM"] = os.path.basename(self.folder)
        self.running = []  # the one that clients talk to last
        self.port = None

    @property
    def process(self):
        """The process that clients talk to."""
        return self.running[-1] if self.running else None

    def __enter__(self):
        return self if self.running else self.start()

    def __exit__(self, *_):
        self.stop()
        if self.owns_folder:
            shutil.rmtree(self.folder, ignore_errors=True)

    def start(self):
        self.log = open(os.path.join(self.folder, "stderr.log"), "ab")
        if self.processes:
            services = self._run(["serve", *SERVICES, "--data", self.folder])
            self.start_gateway({name: [services.port] for name in SERVICES})
        else:
            self._run(["up", "--data", self.folder, *(["--demo"] if self.demo else [])])
        self.port = self.process.port
        return self

    def start_gateway(self, ports):
        """In front of services at these ports; waits until it is ready."""
        urls = {"MICROFLOW_UPSTREAMS_" + name.upper(): ",".join(f"http://127.0.0.1:{port}" for port in of)
                for name, of in ports.items()}
        gateway = self._run(["serve", "gateway", "--data", os.path.join(self.folder, "gateway")], urls)
        client = Client(gateway.port)
        wait_until(lambda: client.get("/health/ready").status == 200, what="the gateway's readiness")
        client.close()
        return gateway

    def _run(self, arguments, environment=None, port=0):
        process = Process([*arguments, "--listen", f"127.0.0.1:{port}"], {**self.environment, **(environment or {})},
                          self.log)
        if process.port is None:
            process.kill()
            raise RuntimeError("microflow did not start: " + self.errors())
        self.running.append(process)
        return process

    def errors(self):
        with open(os.path.join(self.folder, "stderr.log"), errors="replace") as log:
            return log.read()[-4000:]

    def stop(self):
        """Ends it as an operator would. Anything but 0 is a failure: a crash, a leak, a race."""
        codes = [process.stop() for process in reversed(self.running)]
        self._gone()
        if any(codes):
            raise AssertionError(f"microflow ended with {codes}: {self.errors()}")

    def kill(self):
        """kill -9: no goodbye."""
        for process in self.running:
            process.kill()
        self._gone()

    def _gone(self):
        if self.running:
            self.log.close()
        self.running = []
        self.port = None

    def run(self, *arguments, text=None):
        """Another microflow command on the same folder."""
        return subprocess.run([BINARY, *arguments, "--data", self.folder], input=text, capture_output=True,
                              text=True, env=self.environment, timeout=300)

    def anonymous(self):
        return Client(self.port)

    def login(self, username, password):
        client = Client(self.port)
        answer = client.post("/api/v1/auth/login", {"username": username, "password": password})
        if answer.status != 200:
            raise AssertionError(f"login of {username}: {answer}")
        client.token = answer.json["accessToken"]
        client.user = answer.json["user"]
        client.refresh_token = answer.json["refreshToken"]
        return client


def wait_until(condition, seconds=10, what="the condition"):
    """Waits for a truthy answer, asking every 10 ms."""
    deadline = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise AssertionError(f"{what} did not come true within {seconds} s")
        time.sleep(0.01)
