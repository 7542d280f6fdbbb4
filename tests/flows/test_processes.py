"""The suite as several processes: a gateway that forwards, services that ask each other over HTTP."""

import os
import threading
import unittest

from tests.harness.stream import Stream
from tests.harness.suite import SERVICES, Client, Suite, wait_until
from tests.harness.world import PASSWORD, World, must


class GatewayAndServices(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.suite = Suite(processes=True, environment={"MICROFLOW_IDENTITY_ANNOUNCE_SECONDS": "1"})
        cls.world = World(cls.suite)

    @classmethod
    def tearDownClass(cls):
        cls.suite.__exit__()

    def test_large_evidence_streams_through_in_both_directions(self):
        world, technician = self.world, self.world.technicians[0]
        order = world.new_order()["id"]
        world.assign(order, technician)
        data = b"%PDF-1.4\n" + os.urandom(6_000_000)
        path = f"/api/v1/orders/{order}/evidence?name=plano.pdf"
        evidence = must(technician.post(path, raw=data, headers={"Content-Type": "application/pdf"}), 201)
        item = evidence["items"][0] if "items" in evidence else evidence
        content = technician.get(f"/api/v1/evidence/{item['id']}/content")
        self.assertEqual((content.status, content.body == data), (200, True))

    def test_the_answer_names_its_request_once_and_hides_what_is_internal(self):
        answer = self.world.operator.get("/api/v1/orders?limit=1", headers={"X-Request-Id": "mine"})
        self.assertEqual(answer.status, 200)
        self.assertRegex(answer.headers["x-request-id"], r"^[0-9a-f]{32}$")
        self.assertIn("content-security-policy", answer.headers)
        self.assertEqual(Client(self.suite.port).get("/internal/routes").status, 404)

    def test_a_client_that_leaves_its_stream_is_forgotten(self):
        technician = self.world.technicians[1]
        for _ in range(3):
            with Stream(technician) as stream:
                self.assertEqual(stream.status, 200)
        self.assertEqual(technician.get("/api/v1/users/me").status, 200)

    def test_keys_rotate_and_nobody_signs_in_again(self):
        world, suite = self.world, self.suite
        keys = lambda: {key["kid"] for key in Client(suite.port).get("/.well-known/jwks.json").json["keys"]}
        before = keys()
        rotated = suite.run("keys", "rotate")
        self.assertEqual(rotated.returncode, 0, rotated.stderr)
        wait_until(lambda: len(keys()) == 2, seconds=40, what="the new key's publication")
        seen = []

        def signed_with_another():
            self.assertEqual(world.operator.get("/api/v1/users/me").status, 200)
            fresh = suite.login("admin", PASSWORD)
            answer = wait_until(lambda: self._unless_503(fresh), what="the new key at the gateway")
            seen.append(answer.status)
            return fresh.token.split(".")[0] != world.admin.token.split(".")[0]

        wait_until(signed_with_another, seconds=60, what="a token of the new key")
        self.assertEqual(set(seen), {200})
        self.assertLess(before, keys())
        self.assertEqual(world.operator.get("/api/v1/users/me").status, 200)

    @staticmethod
    def _unless_503(client):
        answer = client.get("/api/v1/users/me")
        return answer if answer.status != 503 else None


class ServicesGone(unittest.TestCase):
    def test_the_gateway_says_so_and_goes_on_when_they_are_back(self):
        with Suite(processes=True) as suite:
            anonymous = suite.anonymous()
            self.assertEqual(anonymous.get("/.well-known/jwks.json").status, 200)
            services, gateway = suite.running
            port = services.port
            self.assertEqual(services.stop(), 0)
            suite.running = [gateway]
            gone = anonymous.get("/.well-known/jwks.json")
            self.assertEqual((gone.status, gone.json["code"]), (503, "unavailable"))
            self.assertIn("retry-after", gone.headers)
            back = suite._run(["serve", *SERVICES, "--data", suite.folder], port=port)
            suite.running = [back, gateway]
            wait_until(lambda: anonymous.get("/.well-known/jwks.json").status == 200, what="the services' return")


class IdentityApart(unittest.TestCase):
    """Identity in one process, the others in a second: tokens by its published keys, people by asking it."""

    def test_services_check_tokens_and_ask_for_people_over_http(self):
        suite = Suite(processes=True)
        with suite:
            suite.stop()
            suite.run("user", "add", "--username", "admin", "--name", "Admin", "--role", "administrator",
                      text=PASSWORD + "\n")
            suite.log = open(os.path.join(suite.folder, "stderr.log"), "ab")
            identity = suite._run(["serve", "identity", "--data", suite.folder])
            others = [name for name in SERVICES if name != "identity"]
            rest = suite._run(["serve", *others, "--data", os.path.join(suite.folder, "rest")],
                              {"MICROFLOW_UPSTREAMS_IDENTITY": f"http://127.0.0.1:{identity.port}"})
            gateway = suite.start_gateway({"identity": [identity.port], **{name: [rest.port] for name in others}})
            suite.port = gateway.port
            admin = suite.login("admin", PASSWORD)
            wait_until(lambda: admin.get("/api/v1/zones").status == 200, what="identity's keys at the services")
            zone = must(admin.post("/api/v1/zones", {"code": "Z1", "name": "Laureles",
                                                     "timeZone": "America/Bogota"}))["id"]
            person = must(admin.post("/api/v1/users", {
                "username": "tecnica", "name": "Técnica", "roles": ["technician"], "email": "t@test.invalid",
                "password": PASSWORD}), 201)["id"]
            body = {"userId": person, "zones": [zone], "skills": [], "shifts": [], "timeZone": "America/Bogota"}
            technician = must(admin.post("/api/v1/technicians", body), 201)
            self.assertEqual(technician["name"], "Técnica")
            unknown = admin.post("/api/v1/technicians", {**body, "userId": zone})
            self.assertEqual(unknown.status, 422)

    def test_many_clients_at_once_get_their_own_answers(self):
        with Suite(processes=True) as suite:
            wrong = []

            def ask():
                client = suite.anonymous()
                for number in range(40):
                    answer = client.get(f"/api/v1/nothing/{number}")
                    if answer.json["instance"] != f"/api/v1/nothing/{number}":
                        wrong.append(answer)
                    if client.get("/.well-known/jwks.json").status != 200:
                        wrong.append("jwks")

            threads = [threading.Thread(target=ask) for _ in range(16)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            self.assertEqual(wrong, [])


if __name__ == "__main__":
    unittest.main()
