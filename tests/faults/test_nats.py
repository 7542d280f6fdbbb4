"""kill -9 of the suite and of the NATS server, each at its own random moments; the checker is the same."""

import os
import random
import threading
import unittest
from unittest import mock

from tests.faults import test_kill
from tests.harness.nats import NatsServer


class Disturber(threading.Thread):
    """Kills the server and starts it again until it is told to stop; then the server runs."""

    def __init__(self, server):
        super().__init__()
        self.server, self.kills, self.stopping = server, 0, threading.Event()
        self.chance = random.Random(os.environ.get("MICROFLOW_KILL_SEED"))

    def run(self):
        while not self.stopping.wait(self.chance.uniform(0.2, 1.2)):
            self.server.kill()
            self.kills += 1
            self.stopping.wait(self.chance.uniform(0, 0.6))
            self.server.start()

    def end(self):
        self.stopping.set()
        self.join()


class KillOverNats(test_kill.Kill):
    def setUp(self):
        self.server = NatsServer().start()
        self.addCleanup(self.server.__exit__)
        environment = mock.patch.dict(os.environ, MICROFLOW_EVENTS_NATS_URL=self.server.url)
        environment.start()
        self.addCleanup(environment.stop)
        self.disturber = Disturber(self.server)
        self.disturber.start()
        self.addCleanup(self.disturber.end)

    def check_settled(self, suite, world):
        self.disturber.end()
        self.assertGreater(self.disturber.kills, 2)
        super().check_settled(suite, world)


if __name__ == "__main__":
    unittest.main()
