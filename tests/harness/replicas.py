"""The suite scaled out: replicas of every service as processes of their own, on one PostgreSQL server and one NATS
server, behind one gateway or several. Everything that a test of it needs to start, stop and kill one of them."""

import http.client
import os
import shutil
import socket
import threading

from tests.harness import postgres
from tests.harness.nats import NatsServer
from tests.harness.suite import SERVICES, Client, Process, Suite, wait_until

APART = tuple((name,) for name in SERVICES)  # each service alone
TOGETHER = (SERVICES,)                       # all of them in one process


def free_ports(count):
    """Ports that nobody has now; the probes are held until all are found, so that none comes twice."""
    probes = []
    try:
        for _ in range(count):
            probe = socket.socket()
            probes.append(probe)
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]
    finally:
        for probe in probes:
            probe.close()


class Replica:
    """One process of some services, or a gateway: where it listens stays, the process comes and goes."""

    def __init__(self, suite, services, number, port):
        self.suite, self.services, self.number, self.port = suite, services, number, port
        self.name = "-".join(services if len(services) < len(SERVICES) else ["all"]) + f"-{number}"
        self.folder = os.path.join(suite.folder, self.name)
        self.process = None
        self.host = "127.0.0.1"
        self.within = ()  # a command in front of the program

    @property
    def pid(self):
        return self.process.pid

    def start(self):
        """Returns when it listens; ready() tells more."""
        with open(os.path.join(self.suite.folder, self.name + ".log"), "ab") as log:
            self.process = Process(["serve", *self.services, "--data", self.folder, "--listen",
                                    f"{self.host}:{self.port}"], self.suite.environment_of(self), log, self.within)
        if self.process.port is None:
            self.process.kill()
            self.process = None
            raise RuntimeError(f"{self.name} did not start: {self.errors()}")
        return self

    def ready(self):
        client = Client(self.port, host=self.host)
        try:
            return client.get("/health/ready").status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            client.close()

    def wait_ready(self, seconds=30):
        wait_until(self.ready, seconds=seconds, what=f"{self.name} to be ready")
        return self

    def stop(self):
        """As an operator would. Anything but 0 is a failure."""
        process, self.process = self.process, None
        code = process.stop()
        if code:
            raise AssertionError(f"{self.name} ended with {code}: {self.errors()}")

    def kill(self):
        """kill -9."""
        process, self.process = self.process, None
        process.kill()

    def metric(self, name):
        """The sum of a figure over its labels."""
        client = Client(self.port, host=self.host)
        text = client.get("/metrics").body.decode()
        client.close()
        return sum(float(line.rsplit(" ", 1)[1]) for line in text.splitlines()
                   if line.split("{")[0].split(" ")[0] == name)

    def errors(self):
        with open(os.path.join(self.suite.folder, self.name + ".log"), errors="replace") as log:
            return log.read()[-4000:]


class Replicas(Suite):
    """`with Replicas() as suite:` or `World(Replicas())`: clients talk to suite.port, the first gateway.

    `layout` says which services share a process (APART, TOGETHER, or tuples of one's own); `count` how many there are
    of each, or of some: {"workorders": 2} makes one of every other.
    suite.of("tracking") are the replicas that serve a service, suite.gateways those in front."""

    def __init__(self, count=2, gateways=1, layout=APART, environment=None, server=None, nats=None):
        super().__init__(environment=environment, processes=True)
        self.server = server or postgres.Server.shared()
        self.nats = nats or NatsServer().start()
        self.owns_nats = nats is None
        self.environment.update({
            "MICROFLOW_DATABASE_URL": self.server.url_for(self.folder),
            "MICROFLOW_EVENTS_NATS_URL": self.nats.url,
            "MICROFLOW_EVENTS_NATS_STREAM": os.path.basename(self.folder),
            "MICROFLOW_IDENTITY_KEY_FOLDER": os.path.join(self.folder, "keys"),
            "MICROFLOW_GATEWAY_REPLICAS": str(gateways)})
        self.environment.setdefault("MICROFLOW_BLOBS_FOLDER", os.path.join(self.folder, "blobs"))
        counts = count if isinstance(count, dict) else dict.fromkeys(SERVICES, count)
        wanted = [(services, number) for services in layout
                  for number in range(max(counts.get(name, 1) for name in services))]
        ports = iter(free_ports(len(wanted) + gateways))
        self.services = [Replica(self, services, number, next(ports)) for services, number in wanted]
        self.gateways = [Replica(self, ("gateway",), number, next(ports)) for number in range(gateways)]
        for name in SERVICES:
            self.environment["MICROFLOW_UPSTREAMS_" + name.upper()] = ",".join(
                f"http://127.0.0.1:{replica.port}" for replica in self.of(name))

    def of(self, service):
        return [replica for replica in self.services if service in replica.services]

    def environment_of(self, replica):
        """For one process; a test may override it."""
        return self.environment

    @property
    def all(self):
        return [*self.services, *self.gateways]

    @property
    def alive(self):
        return [replica for replica in self.all if replica.process]

    def __enter__(self):
        return self if self.alive else self.start()

    def __exit__(self, *_):
        try:
            self.stop()
        finally:
            for replica in self.alive:
                replica.kill()
            if self.owns_nats:
                self.nats.__exit__()
            if self.owns_folder:
                shutil.rmtree(self.folder, ignore_errors=True)

    def start(self):
        """All at the same moment, as an orchestrator would; returns when the gateways are ready."""
        failures = []

        def start(replica):
            try:
                replica.start()
            except (OSError, RuntimeError) as error:
                failures.append(error)

        in_parallel(start, self.all)
        if failures:
            self.kill()
            raise failures[0]
        for replica in self.all:
            replica.wait_ready(60)
        self.port = self.gateways[0].port
        return self

    def stop(self):
        """The gateways first, so that nobody is sent to a service that is gone."""
        failures = []

        def stop(replica):
            try:
                replica.stop()
            except AssertionError as error:
                failures.append(error)

        for group in (self.gateways, self.services):
            in_parallel(stop, [replica for replica in group if replica.process])
        self.port = None
        if failures:
            raise failures[0]

    def kill(self):
        for replica in self.alive:
            replica.kill()
        self.port = None

    def errors(self):
        return "\n".join(replica.errors() for replica in self.all)


def in_parallel(act, items):
    threads = [threading.Thread(target=act, args=(item,)) for item in items]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
