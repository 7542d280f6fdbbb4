"""Ten thousand event streams that stay open, in one process and through a gateway of its own: the resident memory of
the process that holds them, before and after, and how long it takes until all of them have heard of one event."""

import resource
import selectors
import socket
import time

from bench.idle import memory
from bench.report import row, say
from tests.harness.suite import Suite, wait_until
from tests.harness.world import World, must

STREAMS = 10_000
BATCH = 250
SPARE_FILES = 300
GOAL_MEGABYTES = 250
SETTINGS = {"MICROFLOW_SUITE_CONNECTIONS": "100000", "MICROFLOW_NOTIFICATIONS_STREAMS": "100000",
            "MICROFLOW_NOTIFICATIONS_STREAMS_PER_PERSON": "100000"}


def allowed(files_per_stream):
    """As many as the machine's limit of open files lets the server hold."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return min(STREAMS, (hard - SPARE_FILES) // files_per_stream)


class Streams:
    """Open streams of one person."""

    def __init__(self, port, token):
        self.address = ("127.0.0.1", port)
        self.request = (f"GET /api/v1/stream HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n"
                        "Accept: text/event-stream\r\n\r\n").encode()
        self.selector = selectors.DefaultSelector()
        self.sockets = []

    def open(self, count):
        fresh = [socket.create_connection(self.address, timeout=30) for _ in range(count)]
        for one in fresh:
            one.sendall(self.request)
        for one in fresh:
            seen = b""
            while b"id: " not in seen:
                piece = one.recv(4096)
                if not piece:
                    raise RuntimeError(f"the stream was refused: {seen[:300]!r}")
                seen += piece
            if not seen.startswith(b"HTTP/1.1 200"):
                raise RuntimeError(f"the stream was refused: {seen[:300]!r}")
            one.setblocking(False)
            self.selector.register(one, selectors.EVENT_READ, bytearray())
        self.sockets += fresh

    def all_hear(self, text, seconds=60):
        """When the last one has heard it."""
        missing = {one.fileno() for one in self.sockets}
        deadline = time.monotonic() + seconds
        while missing:
            if time.monotonic() > deadline:
                raise RuntimeError(f"{len(missing)} streams heard nothing")
            for key, _ in self.selector.select(timeout=1):
                key.data.extend(key.fileobj.recv(65536))
                if text in key.data:
                    missing.discard(key.fd)
                    key.data.clear()
        return time.monotonic()

    def close(self):
        for one in self.sockets:
            one.close()
        self.selector.close()


def measure(name, processes):
    count = allowed(2 if processes else 1)
    with Suite(processes=processes, environment=SETTINGS) as suite:
        suite.stop()
        world = World(suite, technicians=0)
        world.order_type(False)
        process = suite.process
        before = memory(process.pid, "VmRSS")
        streams = Streams(suite.port, world.operator.token)
        began = time.monotonic()
        while len(streams.sockets) < count:
            streams.open(min(BATCH, count - len(streams.sockets)))
        opened = time.monotonic() - began
        open_memory = memory(process.pid, "VmRSS")
        waits = []
        for _ in range(5):
            sent = time.monotonic()
            order = world.new_order(known=False)
            waits.append(streams.all_hear(order["id"].encode()) - sent)
        after = memory(process.pid, "VmRSS")
        streams.close()
        client = suite.anonymous()
        wait_until(lambda: must(client.get("/health/ready")), what="an answer after all have gone")
    row("streams", f"{name}: memory before, with {count} open streams, after five events to all",
        f"{before:.0f}, {open_memory:.0f}, {after:.0f} MB", f"≤ {GOAL_MEGABYTES} MB", after <= GOAL_MEGABYTES)
    row("streams", f"{name}: bytes a stream", f"{(after - before) * 1e6 / count:.0f}")
    row("streams", f"{name}: opened, and one event heard by all (median, longest)",
        f"{opened:.1f} s, {sorted(waits)[2] * 1e3:.0f}, {max(waits) * 1e3:.0f} ms")


def main():
    say("All in one process …")
    measure("one process", processes=False)
    say("Through a gateway …")
    measure("gateway", processes=True)


if __name__ == "__main__":
    main()
