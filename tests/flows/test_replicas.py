"""Two replicas of every service and two gateways, on one PostgreSQL and one NATS server: what one of them began
another goes on with, and what must hold for all of them together does."""

import threading
import time
import unittest
import uuid

from tests.harness.replicas import TOGETHER, Replicas, in_parallel
from tests.harness.smtp_server import SmtpServer
from tests.harness.stream import Stream
from tests.harness.suite import SERVICES, Client, wait_until
from tests.harness.world import PASSWORD, World, must

LEASE = 2  # seconds
# A replica of identity looks at the keys every two seconds: a key that signs is one that all of them publish.
ENVIRONMENT = {"MICROFLOW_SUITE_LEASE_SECONDS": str(LEASE), "MICROFLOW_IDENTITY_ANNOUNCE_SECONDS": "6",
               "MICROFLOW_GATEWAY_TRUSTED_PROXIES": "127.0.0.1"}


def rows(suite, service, sql):
    """What psql prints, line by line."""
    return suite.server.execute(sql, suite.server.prefix_of(suite.folder) + service).split()


def holder(suite, service, lease):
    """The replica that holds a lease of the service; nothing while nobody does."""
    folders = [line.split(":", 1)[1] for line in
               rows(suite, service, f"SELECT holder FROM leases WHERE name LIKE '{lease}%'")]
    return next((replica for replica in suite.of(service) if [replica.folder] == folders), None)


def client_at(replica, who):
    """The same person, talking to one process past the gateway."""
    return Client(replica.port, who.token, who.user)


class TwoOfEach(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.mail = SmtpServer()
        cls.mail.__enter__()
        cls.addClassCleanup(cls.mail.__exit__)
        cls.suite = Replicas(gateways=2, environment={
            **ENVIRONMENT, "MICROFLOW_MAIL_MODE": "smtp", "MICROFLOW_MAIL_HOST": "127.0.0.1",
            "MICROFLOW_MAIL_PORT": str(cls.mail.port), "MICROFLOW_MAIL_SECURITY": "none"})
        cls.addClassCleanup(cls.suite.__exit__)
        cls.world = World(cls.suite)

    def setUp(self):
        for replica in self.suite.all:
            if replica.process is None:
                replica.start()
            replica.wait_ready()

    def login(self, username, password, gateway=0, address="203.0.113.1"):
        client = Client(self.suite.gateways[gateway].port)
        answer = client.post("/api/v1/auth/login", {"username": username, "password": password},
                             headers={"X-Forwarded-For": address})
        client.close()
        return answer

    def test_an_order_goes_its_whole_way_and_both_replicas_have_a_part_in_it(self):
        before = {replica.name: replica.metric("microflow_http_requests_total") for replica in self.suite.services}
        for _ in range(4):
            self.world.finished()
        for name in ("workorders", "tracking"):
            for replica in self.suite.of(name):
                self.assertGreater(replica.metric("microflow_http_requests_total"), before[replica.name], replica.name)

    def test_every_mail_is_sent_once(self):
        who = self.world.technician()
        orders = {}
        for _ in range(4):
            order = self.world.new_order()
            self.world.assign(order["id"], who)
            orders[order["code"]] = order["id"]
        address = f"{who.user['username']}@test.invalid"
        sent = lambda code: [mail for mail in self.mail.to(address) if code in mail["subject"] + mail.get_content()]
        wait_until(lambda: all(sent(code) for code in orders), seconds=30, what="the mails")
        time.sleep(1)  # a second one would come with the other replica's next look
        self.assertEqual({code: len(sent(code)) for code in orders}, dict.fromkeys(orders, 1))

    def test_jobs_and_events_are_one_replicas_at_a_time(self):
        for service in SERVICES:
            for lease in ("jobs", "relay:") + (() if service == "identity" else ("consumer:",)):
                wait_until(lambda: holder(self.suite, service, lease), seconds=3 * LEASE,
                           what=f"one holder of {lease} in {service}")

    def test_another_replica_takes_over_what_a_killed_one_did(self):
        times = []
        for service, lease in (("dispatch", "consumer:"), ("workorders", "relay:"), ("notifications", "consumer:")):
            victim = wait_until(lambda: holder(self.suite, service, lease), seconds=3 * LEASE, what="a holder")
            self.world.new_order()
            victim.kill()
            began = time.monotonic()
            order = self.world.new_order(known=False)
            wait_until(lambda: self.world.operator.get(f"/api/v1/orders/{order['id']}/candidates").status == 200,
                       seconds=30, what="that dispatch knows the order")
            wait_until(lambda: holder(self.suite, service, lease) not in (None, victim), seconds=30,
                       what="another holder")
            times.append(time.monotonic() - began)
            victim.start().wait_ready()
        print(f"taken over within {', '.join(f'{seconds:.1f}' for seconds in times)} s; the lease is {LEASE} s")
        # The lease's time, the half second between two looks at it, and a new connection.
        self.assertLess(max(times), LEASE + 4)

    def test_three_wrong_passwords_lock_wherever_they_are_tried(self):
        who = self.world.person("operator").user["username"]
        statuses = []

        def guess(number):
            statuses.append(self.login(who, f"wrong-{number}-pass", number % 2, f"203.0.113.{100 + number}").status)

        in_parallel(guess, range(24))
        self.assertLessEqual(statuses.count(401), 3)
        self.assertEqual(set(statuses) - {401, 429}, set())
        for gateway in (0, 1):
            self.assertEqual(self.login(who, PASSWORD, gateway).json["code"], "account_locked")

    def test_five_failures_a_minute_are_an_addresss_limit_at_all_replicas_together(self):
        answers = [self.login(f"nobody{number}", "wrong-password", number % 2, "203.0.113.99") for number in range(12)]
        self.assertEqual([answer.status for answer in answers].count(401), 5)
        self.assertEqual(answers[-1].json["code"], "too_many_attempts")

    def test_a_stream_hears_at_once_of_what_another_replica_took_in(self):
        consumer = wait_until(lambda: holder(self.suite, "notifications", "consumer:"), seconds=3 * LEASE,
                              what="a consumer")
        other = next(replica for replica in self.suite.of("notifications") if replica is not consumer)
        with Stream(client_at(consumer, self.world.operator)) as here, \
                Stream(client_at(other, self.world.operator)) as there:
            waits = []
            for _ in range(10):
                order = self.world.new_order(known=False)["id"]
                of_order = lambda event: event["json"].get("subject") == order
                near = here.wait_for(of_order)
                began = time.monotonic()
                self.assertEqual(there.wait_for(of_order)["id"], near["id"])
                waits.append(time.monotonic() - began)
        waits.sort()
        self.assertLess(waits[5], 0.2, waits)

    def test_a_stream_resumes_at_another_replica_without_a_gap_or_a_repeat(self):
        consumer = wait_until(lambda: holder(self.suite, "notifications", "consumer:"), seconds=3 * LEASE,
                              what="a consumer")
        first, second = consumer, next(one for one in self.suite.of("notifications") if one is not consumer)
        created, stop = [], threading.Event()

        def create():
            client = Client(self.suite.gateways[1].port, self.world.operator.token)
            body = {"customerId": self.world.customer, "siteId": self.world.site, "priority": "low",
                    "typeId": self.world.order_type(False), "title": "Sin señal", "description": "Parpadea"}
            while not stop.is_set():
                created.append(must(client.post("/api/v1/orders", body), 201)["id"])
                stop.wait(0.02)
            client.close()

        self.world.order_type(False)
        seen = []
        with Stream(client_at(first, self.world.operator)) as stream:
            writer = threading.Thread(target=create)
            writer.start()
            for _ in range(25):
                seen.append(stream.wait_for(lambda event: event["event"] == "order.created"))
        first.kill()  # the one that takes the events in, too
        time.sleep(0.3)
        with Stream(client_at(second, self.world.operator), last_id=seen[-1]["id"]) as stream:
            for _ in range(25):
                seen.append(stream.wait_for(lambda event: event["event"] == "order.created", seconds=30))
            stop.set()
            writer.join()
            while len(seen) < len(created):
                seen.append(stream.wait_for(lambda event: event["event"] == "order.created"))
        self.assertEqual(sorted(event["json"]["subject"] for event in seen), sorted(created))
        places = [int(event["id"]) for event in seen]
        self.assertEqual(places, sorted(set(places)))

    def test_keys_rotate_while_two_replicas_sign(self):
        suite = self.suite
        keys = lambda replica: {key["kid"] for key in Client(replica.port).get("/.well-known/jwks.json").json["keys"]}
        before = [keys(replica) for replica in suite.of("identity")]
        self.assertEqual(before[0], before[1])
        rotated = suite.run("keys", "rotate")
        self.assertEqual(rotated.returncode, 0, rotated.stderr)
        refused = []

        def fresh_at(replica):
            token = must(Client(replica.port).post("/api/v1/auth/login", {"username": "admin", "password": PASSWORD},
                                                   ))["accessToken"]
            for gateway in suite.gateways:
                answer = wait_until(lambda: self._unless_503(Client(gateway.port, token)), what="the key at the gateway")
                if answer.status != 200:
                    refused.append(answer)
            return token.split(".")[0]

        old = self.world.admin.token.split(".")[0]
        wait_until(lambda: all(fresh_at(replica) != old for replica in suite.of("identity")), seconds=60,
                   what="tokens of the new key from both replicas")
        self.assertEqual(refused, [])
        after = [keys(replica) for replica in suite.of("identity")]
        self.assertEqual(after[0], after[1])
        self.assertEqual(len(after[0] - before[0]), 1, "one rotation makes one key")
        self.assertEqual(self.world.operator.get("/api/v1/users/me").status, 200)

    @staticmethod
    def _unless_503(client):
        answer = client.get("/api/v1/users/me")
        client.close()
        return answer if answer.status != 503 else None


class UnderLoad(unittest.TestCase):
    """Replicas go and come back, softly and by kill -9: what may be asked again is answered."""

    def test_a_restart_loses_no_request_that_may_be_retried(self):
        with Replicas(environment=ENVIRONMENT) as suite:
            suite.stop()
            world = World(suite)
            world.order_type(False)
            stop, failures, done = threading.Event(), [], []
            body = {"customerId": world.customer, "siteId": world.site, "typeId": world.order_type(False),
                    "priority": "low", "title": "Sin señal", "description": "Parpadea"}

            def work(_):
                client = Client(suite.port, world.operator.token)
                while not stop.is_set():
                    created = client.post("/api/v1/orders", body, headers={"Idempotency-Key": str(uuid.uuid4())})
                    if created.status != 201:
                        failures.append(created)
                        continue
                    order = created.json["id"]
                    read = client.get(f"/api/v1/orders/{order}")
                    if read.status != 200:
                        failures.append(read)
                    done.append(order)
                client.close()

            load = threading.Thread(target=in_parallel, args=(work, range(4)))
            load.start()
            try:
                for replica in suite.of("workorders"):
                    for go in (replica.stop, replica.kill):
                        before = len(done)
                        go()
                        wait_until(lambda: len(done) > before + 20, seconds=30, what="orders without the replica")
                        replica.start().wait_ready()
                        time.sleep(1.5)  # the gateway looks at it every second
            finally:
                stop.set()
                load.join()
            self.assertEqual(failures, [])
            self.assertEqual(len(set(done)), len(done))
            kept = rows(suite, "workorders", "SELECT COUNT(*) FROM orders")
            self.assertEqual(kept, [str(len(done))], "a retried creation makes one order")


class Together(unittest.TestCase):
    def test_replicas_that_start_at_once_on_empty_databases_make_one_schema(self):
        with Replicas(count=3, layout=TOGETHER, environment=ENVIRONMENT) as suite:
            for service in SERVICES:
                names = rows(suite, service, "SELECT name FROM schema_migrations")
                self.assertGreater(len(names), 3)
                self.assertEqual(len(set(names)), len(names))
            keys = {tuple(sorted(key["kid"] for key in Client(one.port).get("/.well-known/jwks.json").json["keys"]))
                    for one in suite.services}
            self.assertEqual(len(keys), 1, "all sign with one key")

    def test_two_gateways_allow_no_more_than_one_would(self):
        rate, burst = 10, 40
        limits = {"MICROFLOW_GATEWAY_ADDRESS_RATE": str(rate), "MICROFLOW_GATEWAY_ADDRESS_BURST": str(burst)}
        with Replicas(count=1, gateways=2, layout=TOGETHER, environment={**ENVIRONMENT, **limits}) as suite:
            clients = [Client(gateway.port) for gateway in suite.gateways]
            address = {"X-Forwarded-For": "203.0.113.50"}
            began = time.monotonic()
            answers = [clients[number % 2].get("/.well-known/jwks.json", headers=address) for number in range(120)]
            most = burst + rate * (time.monotonic() - began) + 2
            allowed = [answer.status for answer in answers].count(200)
            self.assertGreaterEqual(allowed, burst)
            self.assertLessEqual(allowed, most)
            self.assertEqual({answer.status for answer in answers}, {200, 429})


if __name__ == "__main__":
    unittest.main()
