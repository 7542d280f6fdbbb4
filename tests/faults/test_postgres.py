"""PostgreSQL dies under the suite and comes back: nothing that was acknowledged is lost, and nothing has to be restarted."""

import threading
import unittest

from tests.harness import postgres
from tests.harness.suite import Suite, wait_until
from tests.harness.world import World, must


class Postgres(unittest.TestCase):
    def test_the_suite_outlives_its_database_server(self):
        server = postgres.Server(durable=True)
        suite = Suite()
        suite.environment["MICROFLOW_DATABASE_URL"] = server.url_for(suite.folder)
        try:
            self.work_through_a_crash(server, suite, World(suite))
        finally:
            suite.__exit__()
            server.remove()

    def work_through_a_crash(self, server, suite, world):
        body = {"customerId": world.customer, "siteId": world.site, "typeId": world.order_type(False),
                "priority": "low", "title": "Sin señal", "description": "El equipo parpadea"}
        acknowledged, refused, stop = [], [], threading.Event()

        def create():
            client = suite.login(world.operator.user["username"], "una-clave-larga-1")
            while not stop.is_set():
                answer = client.post("/api/v1/orders", body)
                if answer.status == 201:
                    acknowledged.append(answer.json["id"])
                else:
                    refused.append(answer.status)

        threads = [threading.Thread(target=create) for _ in range(4)]
        for thread in threads:
            thread.start()
        for _ in range(2):
            before = len(acknowledged)
            wait_until(lambda: len(acknowledged) > before + 20, seconds=60, what="orders")
            server.kill()
            ready = suite.anonymous()
            wait_until(lambda: ready.get("/health/ready").status == 503, seconds=60, what="the suite to be unready")
            server.start()
            wait_until(lambda: ready.get("/health/ready").status == 200, seconds=60, what="the suite to be ready again")
        before = len(acknowledged)
        wait_until(lambda: len(acknowledged) > before + 20, seconds=60, what="orders after the crash")
        stop.set()
        for thread in threads:
            thread.join()

        self.assertLessEqual(set(refused), {500, 503})
        self.assertEqual(len(set(acknowledged)), len(acknowledged))
        for order in acknowledged:
            must(world.operator.get(f"/api/v1/orders/{order}"))
            # Every other service has heard of it, once the events have come through.
            wait_until(lambda: world.operator.get(f"/api/v1/orders/{order}/candidates").status == 200, seconds=60,
                       what="dispatch to know the order")
            story = must(world.operator.get(f"/api/v1/orders/{order}/timeline?limit=100"))["items"]
            self.assertEqual([entry["kind"] for entry in story].count("order_created"), 1)


if __name__ == "__main__":
    unittest.main()
