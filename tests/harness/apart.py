"""The whole suite with every service as a process of its own, over NATS: as `microflow serve` runs it in a company.
Ports stay the same over restarts, so that each process can be ended and started by itself."""

import http.client
import os
import socket

from tests.harness.suite import SERVICES, Client, Process, Suite, wait_until

EVERYONE = (*SERVICES, "gateway")


def free_ports(count):
    """Ports that nobody listens at now; different ones."""
    probes = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [probe.getsockname()[1] for probe in probes]
    for probe in probes:
        probe.close()
    return ports


class Apart(Suite):
    """`with Apart(nats) as suite:`; suite.members has the process of each service and of the gateway."""

    def __init__(self, nats, environment=None, folder=None):
        super().__init__(environment={"MICROFLOW_EVENTS_NATS_URL": nats.url, **(environment or {})}, folder=folder,
                         processes=True)
        self.ports = dict(zip(EVERYONE, free_ports(len(EVERYONE))))
        self.members = {}

    def start(self):
        self.log = open(os.path.join(self.folder, "stderr.log"), "ab")
        for name in EVERYONE:
            self.start_one(name)
        self.port = self.ports["gateway"]
        self.wait_ready()
        return self

    def address_of(self, name):
        """Where the others and the test find it."""
        return "127.0.0.1", self.ports[name]

    def environment_of(self, name):
        """Its own settings: where it finds the others."""
        urls = {"MICROFLOW_UPSTREAMS_" + other.upper(): "http://{}:{}".format(*self.address_of(other))
                for other in SERVICES if other != name}
        return {**self.environment, **urls}

    def folder_of(self, name):
        return os.path.join(self.folder, name)

    def command_of(self, name):
        """In front of the program."""
        return []

    def start_one(self, name):
        host, port = self.address_of(name)
        process = Process(["serve", name, "--data", self.folder_of(name), "--listen", f"{host}:{port}"],
                          self.environment_of(name), self.log, self.command_of(name))
        if process.port is None:
            process.kill()
            raise RuntimeError(f"{name} did not start: {self.errors()}")
        self.members[name] = process
        self.running = list(self.members.values())

    def kill_one(self, name):
        """kill -9 of one process."""
        self.members.pop(name).kill()
        self.running = list(self.members.values())

    def wait_ready(self, seconds=60):
        for name in EVERYONE:
            wait_until(lambda: self.is_ready(name), seconds=seconds, what=f"the readiness of {name}")

    def is_ready(self, name):
        try:
            return self.ask(name, "/health/ready").status == 200
        except (OSError, http.client.HTTPException):
            return False

    def ask(self, name, path):
        """A GET to one process itself; its own pages need no token."""
        client = Client(self.ports[name], host=self.address_of(name)[0])
        try:
            return client.get(path)
        finally:
            client.close()

    def _gone(self):
        super()._gone()
        self.members = {}

    def run(self, *arguments, text=None):
        """A command on identity's folder."""
        whole, self.folder = self.folder, self.folder_of("identity")
        try:
            return super().run(*arguments, text=text)
        finally:
            self.folder = whole
