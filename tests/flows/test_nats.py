"""The same work with events over NATS instead of in the process."""

import os
import unittest
from unittest import mock

from tests.flows import test_work
from tests.harness.nats import NatsServer
from tests.harness.suite import Suite, wait_until
from tests.harness.world import World, must


class WorkOverNats(test_work.Work):
    @classmethod
    def setUpClass(cls):
        cls.server = NatsServer().start()
        cls.addClassCleanup(cls.server.__exit__)
        with mock.patch.dict(os.environ, MICROFLOW_EVENTS_NATS_URL=cls.server.url):
            super().setUpClass()


class Absence(unittest.TestCase):
    def test_without_the_server_work_is_taken_and_its_effects_follow(self):
        with NatsServer() as server, Suite(environment={"MICROFLOW_EVENTS_NATS_URL": server.url}) as suite:
            suite.stop()
            world = World(suite)
            world.order_type(True)
            server.kill()
            order = world.new_order(automatic=True, known=False)["id"]
            self.assertEqual(must(world.operator.get(f"/api/v1/orders/{order}"))["status"], "open")
            self.assertGreater(self.unrelayed(suite), 0)
            server.start()
            wait_until(lambda: must(world.operator.get(f"/api/v1/orders/{order}"))["status"] == "assigned",
                       what="the assignment")
            wait_until(lambda: self.unrelayed(suite) == 0, what="an empty outbox")

    def test_the_doctor_finds_that_the_server_is_away(self):
        with NatsServer() as server, Suite(environment={"MICROFLOW_EVENTS_NATS_URL": server.url}) as suite:
            suite.stop()
            self.assertEqual(suite.run("doctor").returncode, 0)
            server.kill()
            sick = suite.run("doctor")
            self.assertEqual(sick.returncode, 1)
            self.assertIn("events.nats_", sick.stderr)

    def unrelayed(self, suite):
        text = suite.anonymous().get("/metrics").body.decode()
        return sum(float(line.rsplit(" ", 1)[1]) for line in text.splitlines()
                   if line.startswith("microflow_events_unrelayed{"))


if __name__ == "__main__":
    unittest.main()
