"""What a second replica brings, and what a request costs each process. The replicas of one service reach the database
over a distance of their own (a relay that delays every byte), so that one of them can only do so much however fast the
machine is; then the work of two or four of them goes on side by side, as on machines of their own, and what they have
in common is what holds them back. Costs are CPU time, without the distance."""

import asyncio
import os
import re
import subprocess
import tempfile
import threading

from bench.read import cpu_seconds
from bench.report import row, say
from tests.harness import postgres
from tests.harness.replicas import Replicas
from tests.harness.world import World, must

SECONDS = 5
DISTANCE = 0.005   # seconds, each way
CONNECTIONS = 4    # to the database, of each replica
CLIENTS = 64
WITHIN = 1.6       # twice, less 20 %
REST = ("identity", "dispatch", "tracking", "notifications", "insights")
LAYOUT = (("workorders",), REST)

POST = """
wrk.method = "POST"
wrk.body = '{body}'
wrk.headers["Content-Type"] = "application/json"
"""


class Distance:
    """A Unix socket in a folder of its own that leads to PostgreSQL's, as if that were far away."""

    def __init__(self, server):
        self.target = os.path.join(server.folder, ".s.PGSQL.5432")
        self.folder = tempfile.mkdtemp(prefix="microflow-far-")
        self.loop = asyncio.new_event_loop()
        self.ready = threading.Event()
        threading.Thread(target=self.run, daemon=True).start()
        self.ready.wait()

    def run(self):
        asyncio.set_event_loop(self.loop)
        self.loop.run_until_complete(
            asyncio.start_unix_server(self.serve, os.path.join(self.folder, ".s.PGSQL.5432")))
        self.ready.set()
        self.loop.run_forever()

    async def serve(self, reader, writer):
        far_reader, far_writer = await asyncio.open_unix_connection(self.target)
        await asyncio.gather(self.carry(reader, far_writer), self.carry(far_reader, writer))

    async def carry(self, reader, writer):
        while data := await reader.read(65536):
            self.loop.call_later(DISTANCE, writer.write, data)
        self.loop.call_later(DISTANCE, writer.close)


class Far(Replicas):
    """Whose replicas of workorders are away from the database."""

    distance = None

    def environment_of(self, replica):
        environment = super().environment_of(replica)
        if self.distance is None or "workorders" not in replica.services:
            return environment
        return {**environment, "MICROFLOW_DATABASE_CONNECTIONS": str(CONNECTIONS),
                "MICROFLOW_DATABASE_URL": environment["MICROFLOW_DATABASE_URL"].replace(
                    self.server.folder, self.distance.folder)}


def wrk(suite, token, path, script=None, clients=CLIENTS):
    """(requests/s, how many)"""
    command = ["wrk", "-t1", f"-c{clients}", f"-d{SECONDS}s", "-H", "Authorization: Bearer " + token]
    if script:
        command += ["-s", script]
    out = subprocess.run([*command, f"http://127.0.0.1:{suite.port}{path}"], capture_output=True, text=True,
                         check=True).stdout
    if "Non-2xx" in out:
        say(re.search(r".*Non-2xx.*", out).group(0).strip())
    return (float(re.search(r"Requests/sec:\s+([\d.]+)", out).group(1)),
            int(re.search(r"(\d+) requests in", out).group(1)))


def prepare(suite, folder):
    """(token, the path of an order, a script that creates orders)"""
    world = World(suite, technicians=0)
    body = ('{"customerId":"%s","siteId":"%s","typeId":"%s","priority":"low","title":"Sin señal",'
            '"description":"Parpadea"}' % (world.customer, world.site, world.order_type(False)))
    script = os.path.join(folder, "create.lua")
    with open(script, "w") as file:
        file.write(POST.format(body=body))
    order = must(world.operator.get("/api/v1/orders?limit=1"))["items"]
    order = order[0]["id"] if order else world.new_order()["id"]
    return world.operator.token, "/api/v1/orders/" + order, script


def growth(server, folder):
    rates = {}
    for count in (1, 2, 4):
        suite = Far(count={"workorders": count}, layout=LAYOUT, server=server)
        suite.distance = Distance(server)
        with suite:
            suite.stop()
            token, order, script = prepare(suite, folder)
            wrk(suite, token, order)
            rates[count] = (wrk(suite, token, order)[0], wrk(suite, token, "/api/v1/orders", script)[0])
        say(f"{count} replicas: {rates[count][0]:.0f} reads/s, {rates[count][1]:.0f} orders/s")
    for number, what in enumerate(("reads", "orders created")):
        values = [rates[count][number] for count in rates]
        met = all(rates[2 * count][number] >= WITHIN * rates[count][number] for count in (1, 2))
        row("replicas", f"{what}/s with 1, 2, 4 replicas that are 10 ms from the database",
            ", ".join(f"{value:.0f}" for value in values), "twice within 20 %", met)


def costs(server, folder):
    with Far(count=1, layout=LAYOUT, server=server) as suite:
        suite.stop()
        token, order, script = prepare(suite, folder)
        processes = {"gateway": [suite.gateways[0].pid], "workorders": [suite.of("workorders")[0].pid],
                     "the other services": [suite.of("identity")[0].pid], "NATS": [suite.nats.process.pid]}
        for what, path, lua in (("a read", order, None), ("an order created", "/api/v1/orders", script)):
            wrk(suite, token, path, lua, clients=16)
            before = {name: used(pids) for name, pids in processes.items()}
            database = used(children(server.process.pid))
            rate, requests = wrk(suite, token, path, lua, clients=16)
            spent = {name: used(pids) - before[name] for name, pids in processes.items()}
            spent["PostgreSQL"] = used(children(server.process.pid)) - database
            row("replicas", f"{what}, everything on this machine", f"{rate:.0f}/s")
            row("replicas", f"{what}, CPU: " + ", ".join(spent),
                ", ".join(f"{seconds / requests * 1e6:.0f}" for seconds in spent.values()) + " µs")


def children(pid):
    with open(f"/proc/{pid}/task/{pid}/children") as file:
        return [pid, *map(int, file.read().split())]


def used(pids):
    total = 0
    for pid in pids:
        try:
            total += cpu_seconds(pid)
        except FileNotFoundError:
            pass  # a connection that has gone
    return total


def main():
    server = postgres.Server(durable=True)
    try:
        with tempfile.TemporaryDirectory(prefix="microflow-bench-") as folder:
            say("One replica, two, four …")
            growth(server, folder)
            say("What a request costs …")
            costs(server, folder)
    finally:
        server.remove()


if __name__ == "__main__":
    main()
