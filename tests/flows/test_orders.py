"""Opening orders: codes, idempotency, parallel creators, lists."""

import threading
import unittest
import urllib.parse
import uuid

from tests.harness.suite import Client, Suite
from tests.harness.world import World, must


class Orders(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.suite = Suite()
        cls.world = World(cls.suite)

    @classmethod
    def tearDownClass(cls):
        cls.suite.__exit__()

    def body(self, **more):
        world = self.world
        return {"customerId": world.customer, "siteId": world.site, "typeId": world.order_type(False),
                "priority": "high", "title": "Fibra rota", "description": "Un camión arrancó el cable", **more}

    def test_an_order_is_opened_as_the_contract_says(self):
        answer = self.world.operator.post("/api/v1/orders", self.body())
        order = must(answer, 201)
        self.assertRegex(order["code"], r"^ORD-\d{6}$")
        self.assertEqual(order["status"], "open")
        self.assertEqual(answer.headers["location"], f"/api/v1/orders/{order['id']}")
        self.assertEqual(answer.headers["etag"], f'"{order["version"]}"')
        self.assertIn("x-request-id", answer.headers)

    def test_a_client_opens_one_for_their_own_site_only(self):
        world = self.world
        must(world.client.post("/api/v1/orders", self.body()), 201)
        self.assertIn(world.client.post("/api/v1/orders", self.body(siteId=world.other_site)).status, (404, 422))
        self.assertIn(world.client.post("/api/v1/orders", self.body(customerId=world.other_customer)).status,
                      (403, 404, 422))

    def test_every_bad_field_is_named_at_once(self):
        answer = self.world.operator.post("/api/v1/orders", {"priority": "urgent", "title": "", "siteId": "x"})
        self.assertEqual(answer.status, 422)
        pointers = {error["pointer"] for error in answer.json["errors"]}
        self.assertLessEqual({"/siteId", "/typeId", "/priority", "/title", "/description"}, pointers)

    def test_the_same_key_gets_the_same_answer_also_after_kill_9(self):
        key = {"Idempotency-Key": str(uuid.uuid4())}
        first = self.world.operator.post("/api/v1/orders", self.body(), headers=key)
        must(first, 201)
        self.suite.kill()
        self.suite.start()
        for client in (self.world.operator, self.world.admin, self.world.client, self.world.supervisor,
                       self.world.other_client, *self.world.technicians):
            client.close()
            client.port = self.suite.port
        again = self.world.operator.post("/api/v1/orders", self.body(), headers=key)
        self.assertEqual((again.status, again.json, again.headers["location"]),
                         (201, first.json, first.headers["location"]))
        other = self.world.operator.post("/api/v1/orders", self.body(title="Otra cosa"), headers=key)
        self.assertEqual(other.status, 422)
        self.assertEqual(other.json["code"], "idempotency_key_reused")

    def test_64_parallel_creators_get_codes_of_their_own(self):
        codes, failures = [], []
        body = self.body()

        def create():
            client = Client(self.suite.port, self.world.operator.token)
            for _ in range(4):
                answer = client.post("/api/v1/orders", body)
                (codes if answer.status == 201 else failures).append(
                    answer.json["code"] if answer.status == 201 else answer)
            client.close()

        threads = [threading.Thread(target=create) for _ in range(64)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(failures, [])
        self.assertEqual(len(set(codes)), 256)

    def test_lists_filter_search_and_page_without_gaps(self):
        world = self.world
        word = "xilófono" + uuid.uuid4().hex[:6]
        made = {must(world.operator.post("/api/v1/orders", self.body(title=f"{word} {i}")), 201)["id"]
                for i in range(7)}
        query = urllib.parse.quote(word.replace("ó", "o"))
        seen, cursor = [], None
        while True:
            path = f"/api/v1/orders?q={query}&limit=3" + (f"&cursor={cursor}" if cursor else "")
            page = must(world.operator.get(path))
            self.assertLessEqual(len(page["items"]), 3)
            seen += [item["id"] for item in page["items"]]
            cursor = page["nextCursor"]
            if not cursor:
                break
        self.assertEqual(len(seen), len(set(seen)))
        self.assertEqual(set(seen), made)
        self.assertEqual(must(world.other_client.get(f"/api/v1/orders?q={query}"))["items"], [])
        self.assertEqual(len(must(world.client.get(f"/api/v1/orders?q={query}&status=open,assigned"))["items"]), 7)
        self.assertEqual(must(world.operator.get(f"/api/v1/orders?q={query}&status=closed"))["items"], [])
        self.assertEqual(world.operator.get("/api/v1/orders?status=nonsense").status, 400)
        self.assertEqual(world.operator.get("/api/v1/orders?limit=101").status, 400)
        self.assertEqual(world.operator.get("/api/v1/orders?cursor=rubbish").status, 400)

    def test_editing_needs_the_version_that_is_there(self):
        order = must(self.world.operator.post("/api/v1/orders", self.body()), 201)
        path = f"/api/v1/orders/{order['id']}"
        edited = self.world.operator.patch(path, {"title": "Fibra rota en la esquina"},
                                           headers={"If-Match": f'"{order["version"]}"'})
        self.assertEqual(must(edited)["title"], "Fibra rota en la esquina")
        stale = self.world.operator.patch(path, {"title": "Otra"}, headers={"If-Match": f'"{order["version"]}"'})
        self.assertEqual(stale.status, 412)
        found = must(self.world.operator.get("/api/v1/orders?q=" + urllib.parse.quote("esquina")))["items"]
        self.assertIn(order["id"], [item["id"] for item in found])


if __name__ == "__main__":
    unittest.main()
