"""The main job: from a customer's request to finished, proven and closed work."""

import unittest

from tests.harness.suite import Suite, wait_until
from tests.harness.world import World, must

JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00" + b"\x00" * 64 + b"\xff\xd9"


def multipart(files):
    body = b""
    for name, data in files:
        body += (f'--frontier\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n'
                 "Content-Type: application/octet-stream\r\n\r\n").encode() + data + b"\r\n"
    return body + b"--frontier--\r\n"


class Work(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.suite = Suite()
        cls.world = World(cls.suite)

    @classmethod
    def tearDownClass(cls):
        cls.suite.__exit__()

    def test_a_request_becomes_closed_work_and_the_story_is_told(self):
        world, technician = self.world, self.world.technicians[0]
        order = world.new_order(who=world.client)["id"]
        path = f"/api/v1/orders/{order}"

        candidates = must(world.operator.get(f"{path}/candidates"))["items"]
        self.assertTrue(candidates[0]["qualified"])
        self.assertTrue(candidates[0]["reasons"])
        self.assertLessEqual({"technicianId", "name", "score", "qualified", "reasons"}, set(candidates[0]))
        world.assign(order, technician)
        seen = must(technician.get(path))
        self.assertEqual((seen["status"], seen["technician"]["id"]), ("assigned", technician.user["id"]))

        for kind, status in (("travel_started", "assigned"), ("arrived", "assigned"), ("work_started", "in_progress")):
            world.act(technician, order, kind, position={"latitude": 6.24, "longitude": -75.58})
            self.assertEqual(world.order(order)["status"], status)
        world.act(technician, order, "work_paused", reason="El cliente salió un momento")
        self.assertEqual(world.order(order)["status"], "on_hold")
        world.act(technician, order, "work_resumed")
        self.assertEqual(world.order(order)["status"], "in_progress")

        progress = must(technician.post(f"{path}/progress", {
            "comment": "Se cambió el conector y la potencia volvió a lo normal.", "minutes": 35}), 201)
        self.assertEqual(progress["minutes"], 35)
        early = technician.post(f"{path}/activity", {"kind": "work_completed"})
        self.assertEqual((early.status, early.json["code"]), (409, "evidence_missing"))

        uploaded = must(technician.post(f"{path}/evidence", raw=multipart([("foto.jpg", JPEG), ("acta.txt", b"acta")]),
                                        headers={"Content-Type": "multipart/form-data; boundary=frontier"}), 201)
        self.assertEqual([item["mediaType"] for item in uploaded["items"]], ["image/jpeg", "text/plain"])
        content = world.client.get(f"/api/v1/evidence/{uploaded['items'][0]['id']}/content")
        self.assertEqual((content.status, content.body, content.headers["content-type"]), (200, JPEG, "image/jpeg"))

        world.act(technician, order, "work_completed")
        self.assertEqual(world.order(order)["status"], "completed")
        self.assertEqual(technician.post(f"{path}/evidence?name=x.txt", raw=b"late",
                                         headers={"Content-Type": "text/plain"}).status, 409)
        closed = must(world.supervisor.post(f"{path}/transitions", {"transition": "close", "reason": "Bien hecho"}))
        self.assertEqual(closed["status"], "closed")

        history = must(world.operator.get(f"{path}/history?limit=100"))["items"]
        transitions = sorted((item["at"], item["transition"]) for item in history if item.get("transition"))
        self.assertEqual([name for _, name in transitions],
                         ["create", "assign", "start", "hold", "start", "complete", "close"])
        by = {item["transition"]: item["by"]["name"] for item in history if item.get("transition")}
        self.assertEqual(by["create"], world.client.user["name"])
        self.assertEqual(by["complete"], technician.user["name"])
        self.assertEqual(by["close"], world.supervisor.user["name"])
        timeline = must(world.client.get(f"{path}/timeline?limit=100"))["items"]
        self.assertGreaterEqual(len(timeline), 12)

        # The client and the operator hear of each change.
        steps = {"assignment.created", "tracking.travel_started", "tracking.arrived", "tracking.work_started",
                 "order.status_changed", "tracking.work_completed"}

        def heard(who):
            return {item["type"] for item in must(who.get("/api/v1/notifications?limit=100"))["items"]
                    if item["subject"] == order}

        wait_until(lambda: steps <= heard(world.client), what="the client's notifications")
        wait_until(lambda: steps - {"assignment.created"} | {"order.created"} <= heard(world.operator),
                   what="the operator's notifications")

    def test_automatic_types_find_their_technician(self):
        order = self.world.new_order(automatic=True)["id"]
        self.world.wait_status(order, "assigned")
        decisions = must(self.world.operator.get(f"/api/v1/orders/{order}/assignments"))["items"]
        self.assertEqual(decisions[0]["mode"], "automatic")
        self.assertTrue(decisions[0]["candidates"])

    def test_an_override_needs_a_reason(self):
        world = self.world
        novice = world.technician(zones=[world.other_zone])
        order = world.new_order()["id"]
        refused = world.operator.post(f"/api/v1/orders/{order}/assignments", {"technicianId": novice.user["id"]})
        self.assertEqual(refused.status, 422)
        self.assertEqual(refused.json["errors"][0]["pointer"], "/reason")
        world.assign(order, novice, reason="Vive al lado y el otro está enfermo")
        self.assertEqual(world.order(order)["status"], "assigned")

    def test_nobody_suitable_waits_visibly_and_is_tried_again(self):
        world = self.world
        zone = must(world.admin.post("/api/v1/zones", {"code": "LEJOS", "name": "Lejos",
                                                       "timeZone": "America/Bogota"}))["id"]
        customer, site = world.new_customer(zone=zone)
        order = world.new_order(automatic=True, customerId=customer, siteId=site)["id"]

        def waiting():
            return [item for item in must(world.operator.get("/api/v1/queue?limit=100"))["items"]
                    if item["orderId"] == order]

        wait_until(waiting, what="the order in the queue")
        newcomer = world.technician(zones=[zone])
        world.wait_status(order, "assigned")
        self.assertEqual(world.order(order)["technician"]["id"], newcomer.user["id"])
        self.assertEqual(waiting(), [])

    def test_nothing_is_done_by_the_wrong_person(self):
        world = self.world
        mine, other = world.technicians
        order = world.new_order()["id"]
        world.assign(order, mine)
        path = f"/api/v1/orders/{order}"
        self.assertEqual(other.post(f"{path}/activity", {"kind": "work_started"}).status, 404)
        self.assertEqual(other.get(path).status, 404)
        self.assertEqual(world.operator.post(f"{path}/activity", {"kind": "work_started"}).status, 403)
        self.assertEqual(world.other_client.get(path).status, 404)
        self.assertEqual(world.other_client.get(f"{path}/timeline").status, 404)
        self.assertEqual(world.client.post(f"{path}/transitions", {"transition": "close"}).status, 409)
        jump = mine.post(f"{path}/activity", {"kind": "work_resumed"})
        self.assertEqual(jump.status, 409)
        self.assertIn("work_started", jump.json["allowed"])

    def test_completed_work_can_be_reopened_by_its_client(self):
        world = self.world
        order, _ = world.finished()
        path = f"/api/v1/orders/{order['id']}/transitions"
        self.assertEqual(world.other_client.post(path, {"transition": "reopen", "reason": "No funciona"}).status, 404)
        must(world.client.post(path, {"transition": "reopen", "reason": "Sigue sin señal"}))
        self.assertEqual(world.order(order["id"])["status"], "open")
        candidates = must(world.operator.get(f"/api/v1/orders/{order['id']}/candidates"))["items"]
        self.assertTrue(candidates)

    def test_evidence_is_what_it_is_and_not_what_it_says(self):
        world, technician = self.world, self.world.technicians[1]
        order = world.new_order()["id"]
        world.assign(order, technician)
        world.act(technician, order, "work_started")
        path = f"/api/v1/orders/{order}/evidence"
        program = technician.post(path + "?name=foto.jpg", raw=b"\x7fELF" + b"\x00" * 100,
                                  headers={"Content-Type": "image/jpeg"})
        self.assertEqual(program.status, 415)
        large = technician.post(path + "?name=foto.jpg", raw=JPEG + b"\x00" * (10 << 20),
                                headers={"Content-Type": "image/jpeg"})
        self.assertEqual(large.status, 413)
        whole = technician.post(path + "?name=grande.jpg", raw=JPEG + b"\x00" * ((10 << 20) - len(JPEG)),
                                headers={"Content-Type": "image/jpeg"})
        self.assertEqual(must(whole, 201)["size"], 10 << 20)


if __name__ == "__main__":
    unittest.main()
