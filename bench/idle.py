"""Idle: the whole suite with the demo company in one process. Resident memory after two idle seconds, and the time
from exec to the first 200 of /health/ready, of a start on a folder that holds the demo already."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time

from bench.report import median, row, say
from tests.harness.suite import BINARY, Suite

STARTS = 5
IDLE_SECONDS = 2
GOAL_MEGABYTES = 60
GOAL_SECONDS = 0.5


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def is_ready(port):
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
            connection.sendall(b"GET /health/ready HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            return connection.recv(64).startswith(b"HTTP/1.1 200")
    except OSError:
        return False


def memory(pid, field):
    """A field of /proc/PID/status, in megabytes."""
    with open(f"/proc/{pid}/status") as status:
        for line in status:
            if line.startswith(field + ":"):
                return int(line.split()[1]) * 1024 / 1e6
    raise RuntimeError(f"/proc/{pid}/status has no {field}")


def start_once(folder):
    """(seconds until ready, resident megabytes when idle)"""
    port = free_port()
    command = [BINARY, "up", "--demo", "--data", folder, "--listen", f"127.0.0.1:{port}"]
    began = time.monotonic()
    with open(os.devnull, "w") as nothing:
        process = subprocess.Popen(command, stdout=nothing)
    try:
        while not is_ready(port):
            if process.poll() is not None or time.monotonic() - began > 60:
                raise RuntimeError("microflow did not get ready")
            time.sleep(0.001)
        ready = time.monotonic() - began
        time.sleep(IDLE_SECONDS)
        return ready, memory(process.pid, "VmRSS")
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=60)


def main():
    folder = tempfile.mkdtemp(prefix="microflow-bench-")
    try:
        say("Making the demo company …")
        with Suite(demo=True, folder=folder):
            pass
        starts = [start_once(folder) for _ in range(STARTS)]
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    seconds = median(start[0] for start in starts)
    megabytes = median(start[1] for start in starts)
    row("idle", "resident memory, all services", f"{megabytes:.1f} MB", f"≤ {GOAL_MEGABYTES} MB",
        megabytes <= GOAL_MEGABYTES)
    row("idle", "from exec to ready", f"{seconds:.3f} s", f"≤ {GOAL_SECONDS} s", seconds <= GOAL_SECONDS)


if __name__ == "__main__":
    main()
