"""kill -9 at random moments under load; then a checker proves that what was acknowledged is there, that each event
took effect exactly once, and that no order is stuck."""

import http.client
import os
import random
import sqlite3
import threading
import time
import unittest
import uuid

from tests.harness.suite import Client, Suite, wait_until
from tests.harness.world import World, must

ROUNDS = int(os.environ.get("MICROFLOW_KILL_ROUNDS", "6"))
WRITERS = 8


class Load:
    """Writers that create orders with keys of their own, and technicians who do what they are given. Both remember
    what was acknowledged."""

    def __init__(self, world, port):
        self.world, self.port = world, port
        self.acknowledged = {}  # key → (order, code, body)
        self.unknown = {}       # key → body: sent, and no answer came
        self.progress = {}      # progress → order
        self.evidence = {}      # evidence → its bytes
        self.completed = set()  # orders
        self.stopping = threading.Event()
        self.lock = threading.Lock()
        self.type = world.order_type(True)
        self.threads = [threading.Thread(target=self.until_cut, args=(self.write, world.operator))
                        for _ in range(WRITERS)]
        self.threads += [threading.Thread(target=self.until_cut, args=(self.work, technician))
                         for technician in world.technicians]

    def start(self):
        for thread in self.threads:
            thread.start()

    def stop(self):
        self.stopping.set()
        for thread in self.threads:
            thread.join()

    def until_cut(self, act, who):
        client = Client(self.port, who.token)
        try:
            while not self.stopping.is_set():
                act(client)
        except (OSError, http.client.HTTPException):
            pass  # the suite was killed
        client.close()

    def write(self, client):
        key = str(uuid.uuid4())
        body = {"customerId": self.world.customer, "siteId": self.world.site, "typeId": self.type,
                "priority": "medium", "title": f"Orden {key}", "description": "Bajo carga"}
        with self.lock:
            self.unknown[key] = body
        answer = client.post("/api/v1/orders", body, headers={"Idempotency-Key": key})
        with self.lock:
            del self.unknown[key]
            if answer.status == 201:
                self.acknowledged[key] = (answer.json["id"], answer.json["code"], body)

    def work(self, client):
        for order in client.get("/api/v1/orders?status=assigned,in_progress&limit=10").json["items"]:
            path = f"/api/v1/orders/{order['id']}"
            if order["status"] == "assigned":
                client.post(f"{path}/activity", {"kind": "work_started"})
            answer = client.post(f"{path}/progress", {"comment": "Se trabaja mientras todo se cae", "minutes": 7})
            if answer.status == 201:
                with self.lock:
                    self.progress[answer.json["id"]] = order["id"]
            data = uuid.uuid4().hex.encode()
            answer = client.post(f"{path}/evidence?name=acta.txt", raw=data, headers={"Content-Type": "text/plain"})
            if answer.status == 201:
                with self.lock:
                    self.evidence[answer.json["id"]] = data
            if client.post(f"{path}/activity", {"kind": "work_completed"}).status == 201:
                with self.lock:
                    self.completed.add(order["id"])


class Kill(unittest.TestCase):
    def test_nothing_acknowledged_is_lost_and_nothing_happens_twice(self):
        seed = int(os.environ.get("MICROFLOW_KILL_SEED", time.time_ns() % 1_000_000))
        print(f"seed {seed}: set MICROFLOW_KILL_SEED to repeat it")
        chance = random.Random(seed)
        with Suite() as suite:
            suite.stop()
            world = World(suite)
            world.order_type(True)
            acknowledged, progress, evidence, completed = {}, {}, {}, set()
            for _ in range(ROUNDS):
                load = Load(world, suite.port)
                load.start()
                time.sleep(chance.uniform(0.2, 1.0))
                suite.kill()
                load.stop()
                suite.start()
                self.reconnect(world, suite)
                acknowledged.update(load.acknowledged)
                progress.update(load.progress)
                evidence.update(load.evidence)
                completed |= load.completed
                self.check_keys(world, load)
            self.assertGreater(len(acknowledged), ROUNDS)
            self.assertGreater(len(completed), ROUNDS)
            self.check_settled(suite, world)
            self.check_orders(world, acknowledged)
            self.check_work(world, progress, evidence, completed)
            self.finish_the_rest(world)
            self.check_settled(suite, world)
            suite.stop()
            self.check_effects(suite.folder)
            print(f"{len(acknowledged)} orders, {len(completed)} completed, {len(evidence)} pieces of evidence "
                  f"acknowledged over {ROUNDS} kills; 0 lost, 0 doubled, 0 stuck")

    def reconnect(self, world, suite):
        for who in (world.admin, world.operator, world.supervisor, world.client, world.other_client,
                    *world.technicians):
            who.close()
            who.port = suite.port

    def check_keys(self, world, load):
        """The same key gives the same order, whether its answer was heard or not."""
        for key, (order, _, body) in list(load.acknowledged.items())[-20:]:
            again = must(world.operator.post("/api/v1/orders", body, headers={"Idempotency-Key": key}), 201)
            self.assertEqual(again["id"], order)
        for key, body in load.unknown.items():
            first = must(world.operator.post("/api/v1/orders", body, headers={"Idempotency-Key": key}), 201)
            again = must(world.operator.post("/api/v1/orders", body, headers={"Idempotency-Key": key}), 201)
            self.assertEqual(first["id"], again["id"])

    def check_orders(self, world, acknowledged):
        codes = set()
        for order, code, _ in acknowledged.values():
            self.assertEqual(must(world.operator.get(f"/api/v1/orders/{order}"))["code"], code)
            codes.add(code)
        self.assertEqual(len(codes), len(acknowledged))

    def check_work(self, world, progress, evidence, completed):
        for one, data in evidence.items():
            answer = world.operator.get(f"/api/v1/evidence/{one}/content")
            self.assertEqual((answer.status, answer.body), (200, data))
        for order in set(progress.values()):
            kept = {item["id"] for item in must(world.operator.get(f"/api/v1/orders/{order}/progress?limit=100"))["items"]}
            self.assertLessEqual({one for one, of in progress.items() if of == order}, kept)
        for order in completed:
            self.assertEqual(world.order(order)["status"], "completed")

    def finish_the_rest(self, world):
        """No order is stuck: whatever was under way when it was killed goes on to its end."""
        for technician in world.technicians:
            for order in must(technician.get("/api/v1/orders?status=in_progress&limit=100"))["items"]:
                world.prove(technician, order["id"])
                world.act(technician, order["id"], "work_completed")
                world.wait_status(order["id"], "completed")

    def check_settled(self, suite, world):
        """Every consumer comes to the end of every outbox, and nothing was given up."""
        def lags():
            text = suite.anonymous().get("/metrics").body.decode()
            values = [float(line.rsplit(" ", 1)[1]) for line in text.splitlines()
                      if line.startswith("microflow_events_lag{")]
            return values and sum(values) == 0
        wait_until(lags, seconds=60, what="all events taken in")
        for service in ("workorders", "dispatch", "tracking", "notifications", "insights"):
            letters = must(world.admin.get(f"/api/v1/operations/{service}/dead-letters"))["items"]
            self.assertEqual(letters, [], service)

    def rows(self, folder, name, sql):
        with sqlite3.connect(f"file:{folder}/{name}.db?mode=ro", uri=True) as database:
            return database.execute(sql).fetchall()

    def check_effects(self, folder):
        for name in ("identity", "workorders", "dispatch", "tracking", "notifications", "insights"):
            self.assertEqual(self.rows(folder, name, "PRAGMA integrity_check"), [("ok",)], name)
        orders = {row[0]: row[1] for row in self.rows(folder, "workorders", "SELECT id, status FROM orders")}
        created = self.rows(folder, "workorders", "SELECT subject FROM outbox WHERE type = 'order.created'")
        self.assertEqual(sorted(row[0] for row in created), sorted(orders))

        # Each event stands in the history exactly once.
        heard = [row[0] for row in self.rows(folder, "insights", "SELECT id FROM history")]
        told = [row[0] for name in ("identity", "workorders", "dispatch", "tracking", "notifications")
                for row in self.rows(folder, name, "SELECT id FROM outbox")]
        self.assertEqual(sorted(heard), sorted(told))

        # One decision an order, one message of it to the technician, and a legal life.
        decisions = self.rows(folder, "dispatch", "SELECT id, subject FROM outbox WHERE type = 'assignment.created'")
        self.assertEqual(len({order for _, order in decisions}), len(decisions))
        messages = self.rows(folder, "notifications",
                             "SELECT event FROM notifications WHERE channel = 'in_app' "
                             "AND event_type = 'assignment.created' AND recipient IN "
                             "(SELECT person FROM person_roles WHERE role = 'technician')")
        self.assertEqual(sorted(row[0] for row in messages), sorted(event for event, _ in decisions))
        lives = {}
        for order, transition in self.rows(
                folder, "workorders",
                "SELECT order_id, action FROM order_history WHERE from_status IS NOT to_status ORDER BY id"):
            lives.setdefault(order, []).append(transition)
        whole = ["create", "assign", "start", "complete"]
        steps = {"open": 1, "assigned": 2, "in_progress": 3, "completed": 4}
        for order, status in orders.items():
            self.assertEqual(lives[order], whole[:steps[status]], status)

        # Who has no technician waits in the queue: nobody is in between.
        assigned = {order for _, order in decisions}
        queued = {row[0] for row in self.rows(folder, "dispatch", "SELECT order_id FROM queue")}
        for order, status in orders.items():
            self.assertNotEqual(status, "in_progress")
            self.assertEqual(order in assigned, status != "open")
            self.assertEqual(order in queued, status == "open")


if __name__ == "__main__":
    unittest.main()
