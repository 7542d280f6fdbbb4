"""History and figures, and that the figures come from the events alone."""

import os
import sqlite3
import unittest
import urllib.parse

from tests.harness import postgres
from tests.harness.suite import Suite, wait_until
from tests.harness.world import World, must

REPORT = "/api/v1/reports/summary?from=2020-01-01T00:00:00Z&to=2100-01-01T00:00:00Z"


def spoil(folder, sql):
    """Changes the figures behind the service's back."""
    if postgres.wanted():
        server = postgres.Server.shared()
        server.execute(sql, server.prefix_of(folder) + "insights")
        return
    with sqlite3.connect(os.path.join(folder, "insights.db")) as database:
        database.execute(sql)


class Insights(unittest.TestCase):
    def test_figures_are_right_and_the_same_after_a_rebuild(self):
        with Suite() as suite:
            suite.stop()
            world = World(suite)
            order, technician = world.finished()
            world.new_order(priority="critical")
            must(technician.get("/api/v1/users/me"))

            def figures():
                report = must(world.admin.get(REPORT))
                states = {item["status"]: item["count"] for item in report["byStatus"]}
                return report if states == {"completed": 1, "open": 1} else None

            before = wait_until(figures, what="the figures")
            self.assertEqual(before["timeToFinish"]["count"], 1)
            self.assertEqual(sum(item["count"] for item in before["byType"]), 2)

            history = must(world.operator.get("/api/v1/history?q=" + urllib.parse.quote(order["code"]) + "&limit=100"))
            types = {item["type"] for item in history["items"]}
            self.assertLessEqual({"order.created", "assignment.created", "tracking.work_started",
                                  "tracking.evidence_uploaded", "order.completed"}, types)

            csv = world.admin.get(REPORT + "&format=csv")
            self.assertIn("text/csv", csv.headers["content-type"])
            self.assertIn("completed", csv.body.decode())

            suite.stop()
            spoil(suite.folder, "UPDATE order_facts SET status = 'open', created_at = created_at + 1")
            spoil(suite.folder, "DELETE FROM progress_facts")
            rebuilt = suite.run("rebuild", "insights")
            self.assertEqual(rebuilt.returncode, 0, rebuilt.stderr)
            suite.start()
            world.admin.close()
            world.admin.port = suite.port
            self.assertEqual(must(world.admin.get(REPORT)), before)
            self.assertEqual(world.admin.get("/api/v1/reports/summary?from=yesterday").status, 400)


if __name__ == "__main__":
    unittest.main()
