"""A real NATS server for a test: JetStream in a temporary folder, on a free port. kill() and start() again make it
come back with what it had."""

import os
import shutil
import socket
import subprocess
import tempfile
import time


def program():
    return shutil.which("nats-server") or "/usr/sbin/nats-server"


class NatsServer:
    """`with NatsServer() as server:`"""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="microflow-nats-")
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"nats://127.0.0.1:{self.port}"
        self.process = None

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def start(self):
        self.process = subprocess.Popen([program(), "-js", "-sd", os.path.join(self.folder, "store"), "-a", "127.0.0.1",
                                         "-p", str(self.port), "-l", os.path.join(self.folder, "log")],
                                        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + 20
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return self
            except OSError:
                if time.monotonic() > deadline or self.process.poll() is not None:
                    raise RuntimeError("nats-server did not start") from None
                time.sleep(0.01)

    def kill(self):
        """kill -9."""
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None
