"""Where faults are played: seven processes, PostgreSQL and NATS, everything between them in the test's hand.

Each process stands in a network namespace of its own where the machine allows it (else all on loopback), its evidence on
a small disk of its own (a tmpfs), and its clock behind libfaketime. What a machine can't do is told in `missing`."""

import glob
import json
import os
import shutil
import subprocess

from tests.harness import namespaces, postgres
from tests.harness.apart import Apart
from tests.harness.nats import NatsServer
from tests.harness.suite import SERVICES
from tests.harness.wire import Wires

DISK_MIB = 96


class Stage(Apart):
    """`with Stage() as stage:` has everything ready but the processes: start() begins those."""

    def __init__(self):
        self.missing = []
        self.nats = NatsServer().start()
        self.postgres = postgres.Server(durable=True)
        self.wires = Wires().__enter__()
        super().__init__(self.nats, environment={
            "MICROFLOW_DATABASE_URL": "", "MICROFLOW_UPSTREAMS_ANSWER_SECONDS": "5",
            "MICROFLOW_DATABASE_CONNECTIONS": "6", "MICROFLOW_SUITE_WORKERS": "12"})
        self.environment["MICROFLOW_DATABASE_URL"] = self.postgres.url_for(self.folder)
        self.network = self._spaces()
        self.clocks = self._clocks()
        self.disk = self._mount()
        for name in SERVICES:
            here = self.network.host if self.network else "127.0.0.1"
            self.wires.add(f"{name}-nats", ("127.0.0.1", self.nats.port), here)
            self.wires.add(f"{name}-postgres", self.postgres.folder + "/.s.PGSQL.5432", here)
            self.wires.add(f"gateway-{name}", self.address_of(name))

    def _spaces(self):
        if not namespaces.available():
            self.missing.append("no network namespaces: a process is cut off by its wires alone")
            return None
        return namespaces.Namespaces(SERVICES)

    def _clocks(self):
        """The library that lies about the time, where it is installed."""
        found = glob.glob("/usr/lib/*/faketime/libfaketimeMT.so.1")
        if not found:
            self.missing.append("no libfaketime: clocks do not jump")
            return None
        os.makedirs(self.folder + "/clocks")
        for name in SERVICES:
            self.set_clock(name, 0)
        return found[0]

    def _mount(self):
        folder = self.folder_of("tracking") + "/blobs"
        os.makedirs(folder)
        size = f"size={DISK_MIB}m"
        if os.geteuid() != 0 or subprocess.run(["mount", "-t", "tmpfs", "-o", size, "none", folder],
                                               capture_output=True).returncode != 0:
            self.missing.append("no file system of our own: no disk gets full")
            return None
        return folder

    def address_of(self, name):
        host = self.network.addresses[name] if self.network and name in SERVICES else "127.0.0.1"
        return host, self.ports[name]

    def command_of(self, name):
        return self.network.command(name) if self.network and name in SERVICES else []

    def environment_of(self, name):
        environment = super().environment_of(name)
        if name == "gateway":
            for service in SERVICES:
                wire = self.wires[f"gateway-{service}"]
                environment["MICROFLOW_UPSTREAMS_" + service.upper()] = f"http://{wire.host}:{wire.port}"
            return environment
        broker, database = self.wires[f"{name}-nats"], self.wires[f"{name}-postgres"]
        environment["MICROFLOW_EVENTS_NATS_URL"] = f"nats://{broker.host}:{broker.port}"
        environment["MICROFLOW_DATABASE_URL"] = (
            f"postgresql://microflow@{database.host}:{database.port}/"
            f"{postgres.Server.prefix_of(self.folder)}{{service}}?connect_timeout=5")
        if self.clocks:
            environment.update(LD_PRELOAD=self.clocks, FAKETIME_TIMESTAMP_FILE=self.clock_of(name),
                               FAKETIME_CACHE_DURATION="1", FAKETIME_DONT_FAKE_MONOTONIC="1",
                               FAKETIME_DONT_RESET="1")
        return environment

    def clock_of(self, name):
        return f"{self.folder}/clocks/{name}"

    def set_clock(self, name, seconds):
        """Its clock is wrong by that much, within a second from now."""
        with open(self.clock_of(name) + ".new", "w") as file:
            file.write(f"{seconds:+d}\n")
        os.rename(file.name, self.clock_of(name))

    def rows(self, service, sql):
        """From the service's own database, past everything that stands between."""
        database = postgres.Server.prefix_of(self.folder) + service
        return json.loads(self.postgres.execute(f"SELECT coalesce(json_agg(row), '[]') FROM ({sql}) AS row", database))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for process in list(self.members.values()):
            process.kill()
        self._gone()
        if self.disk:
            subprocess.run(["umount", self.disk], check=False)
        if self.network:
            self.network.close()
        self.wires.__exit__()
        self.nats.__exit__()
        self.postgres.remove()
        shutil.rmtree(self.folder, ignore_errors=True)
