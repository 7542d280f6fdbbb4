"""Where faults are played: every service as a process of its own, one replica of each or several, PostgreSQL and NATS,
and everything between them in the test's hand.

Each process stands in a network namespace of its own where the machine allows it (else all on loopback), evidence on a
small disk of its own (a tmpfs), and every clock behind libfaketime. What a machine can't do is told in `missing`."""

import glob
import json
import os
import shutil
import subprocess

from tests.harness import namespaces, postgres
from tests.harness.nats import NatsServer
from tests.harness.replicas import Replicas
from tests.harness.suite import SERVICES
from tests.harness.wire import Wires

DISK_MIB = 96


class Stage(Replicas):
    """`with Stage() as stage:` has everything ready but the processes: start() begins those."""

    def __init__(self, replicas=1):
        self.missing = []
        self.wires = Wires().__enter__()
        super().__init__(replicas, server=postgres.Server(durable=True), environment={
            "MICROFLOW_UPSTREAMS_ANSWER_SECONDS": "5", "MICROFLOW_DATABASE_CONNECTIONS": "6",
            "MICROFLOW_SUITE_WORKERS": "12"})
        self.by_name = {replica.name: replica for replica in self.all}
        self.network = self._spaces()
        self.clocks = self._clocks()
        self.disk = self._mount()
        here = self.network.host if self.network else "127.0.0.1"
        for replica in self.services:
            self.wires.add(f"{replica.name}/nats", ("127.0.0.1", self.nats.port), here)
            self.wires.add(f"{replica.name}/postgres", self.server.folder + "/.s.PGSQL.5432", here)
            self.wires.add(f"gateway/{replica.name}", (replica.host, replica.port))

    def _spaces(self):
        if not namespaces.available():
            self.missing.append("no network namespaces: a process is cut off by its wires alone")
            return None
        spaces = namespaces.Namespaces([replica.name for replica in self.services])
        for replica in self.services:
            replica.host, replica.within = spaces.addresses[replica.name], spaces.command(replica.name)
        return spaces

    def _clocks(self):
        """The library that lies about the time, where it is installed."""
        found = glob.glob("/usr/lib/*/faketime/libfaketimeMT.so.1")
        if not found:
            self.missing.append("no libfaketime: clocks do not jump")
            return None
        os.makedirs(self.folder + "/clocks")
        for replica in self.services:
            self.set_clock(replica.name, 0)
        return found[0]

    def _mount(self):
        folder = self.environment["MICROFLOW_BLOBS_FOLDER"]
        os.makedirs(folder)
        size = f"size={DISK_MIB}m"
        if os.geteuid() != 0 or subprocess.run(["mount", "-t", "tmpfs", "-o", size, "none", folder],
                                               capture_output=True).returncode != 0:
            self.missing.append("no file system of our own: no disk gets full")
            return None
        return folder

    def environment_of(self, replica):
        if replica in self.gateways:
            return {**self.environment, **self._upstreams(
                lambda one: (self.wires[f"gateway/{one.name}"].host, self.wires[f"gateway/{one.name}"].port))}
        broker, database = self.wires[f"{replica.name}/nats"], self.wires[f"{replica.name}/postgres"]
        environment = {
            **self.environment, **self._upstreams(lambda one: (one.host, one.port)),
            "MICROFLOW_EVENTS_NATS_URL": f"nats://{broker.host}:{broker.port}",
            "MICROFLOW_DATABASE_URL": f"postgresql://microflow@{database.host}:{database.port}/"
                                      f"{postgres.Server.prefix_of(self.folder)}{{service}}?connect_timeout=5"}
        if self.clocks:
            environment.update(LD_PRELOAD=self.clocks, FAKETIME_TIMESTAMP_FILE=self.clock_of(replica.name),
                               FAKETIME_CACHE_DURATION="1", FAKETIME_DONT_FAKE_MONOTONIC="1",
                               FAKETIME_DONT_RESET="1")
        return environment

    def _upstreams(self, place_of):
        """Where each service's replicas are found."""
        return {"MICROFLOW_UPSTREAMS_" + name.upper(): ",".join(
            "http://{}:{}".format(*place_of(replica)) for replica in self.of(name)) for name in SERVICES}

    def clock_of(self, name):
        return f"{self.folder}/clocks/{name}"

    def set_clock(self, name, seconds):
        """Its clock is wrong by that much, within a second from now."""
        with open(self.clock_of(name) + ".new", "w") as file:
            file.write(f"{seconds:+d}\n")
        os.rename(file.name, self.clock_of(name))

    def change(self, service, sql):
        """What a fault that we know nothing of would do: for tests of the checker."""
        self.server.execute(sql, postgres.Server.prefix_of(self.folder) + service)

    def rows(self, service, sql):
        """From the service's own database, past everything that stands between."""
        database = postgres.Server.prefix_of(self.folder) + service
        return json.loads(self.server.execute(f"SELECT coalesce(json_agg(row), '[]') FROM ({sql}) AS row", database))

    def whole_log(self):
        """What every process wrote."""
        texts = []
        for path in sorted(glob.glob(self.folder + "/*.log")):
            with open(path, errors="replace") as file:
                texts.append(file.read())
        return "".join(texts)

    def quiet(self):
        """Every event is with the broker and with all who want it."""
        return all(replica.metric("microflow_events_lag") + replica.metric("microflow_events_unrelayed") == 0
                   for replica in self.services)

    def wait_ready(self, seconds):
        for replica in self.all:
            replica.wait_ready(seconds)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.kill()
        if self.disk:
            subprocess.run(["umount", self.disk], check=False)
        if self.network:
            self.network.close()
        self.wires.__exit__()
        self.nats.__exit__()
        self.server.remove()
        shutil.rmtree(self.folder, ignore_errors=True)
