"""The same work with events over SNS and SQS (the tests' own, which check every signature), in several processes."""

import datetime
import http.server
import json
import os
import pathlib
import re
import socket
import threading
import unittest
from unittest import mock

from tests.flows import test_work
from tests.harness import sigv4
from tests.harness.aws import CONSUMERS, AwsServer
from tests.harness.aws_server import KEYS
from tests.harness.suite import SERVICES, Suite, wait_until
from tests.harness.world import World, must

ROOT = pathlib.Path(__file__).parents[2]


class WorkOverSnsAndSqs(test_work.Work):
    @classmethod
    def setUpClass(cls):
        cls.server = AwsServer().start()
        cls.addClassCleanup(cls.server.__exit__)
        with mock.patch.dict(os.environ, cls.server.settings(), MICROFLOW_PROCESSES="1"):
            super().setUpClass()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Apart(Suite):
    """Every service a process of its own, with a folder of its own; the events are all that they share."""

    def start(self):
        self.log = open(os.path.join(self.folder, "stderr.log"), "ab")
        ports = {name: free_port() for name in SERVICES}
        for name, port in ports.items():
            folder = self.folder if name == "identity" else os.path.join(self.folder, name)
            others = {f"MICROFLOW_UPSTREAMS_{other.upper()}": f"http://127.0.0.1:{ports[other]}"
                      for other in SERVICES if other != name}
            self._run(["serve", name, "--data", folder], others, port=port)
        self.port = self.start_gateway({name: [port] for name, port in ports.items()}).port
        return self


class Role(http.server.BaseHTTPRequestHandler):
    """Where a container gets its role's keys: they are over soon, so that they are renewed all the time."""

    asked = 0

    def do_GET(self):
        Role.asked += 1
        until = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=30)
        secret, token = KEYS["ASIAROLE"]
        body = json.dumps({"AccessKeyId": "ASIAROLE", "SecretAccessKey": secret, "Token": token,
                           "Expiration": until.strftime("%Y-%m-%dT%H:%M:%SZ")}).encode()
        self.send_response(200 if self.headers["Authorization"] == "a word" else 403)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class SevenProcesses(unittest.TestCase):
    """With the keys of a container's role, as on Fargate, while the brokers make trouble."""

    @classmethod
    def setUpClass(cls):
        cls.role = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Role)
        threading.Thread(target=cls.role.serve_forever, daemon=True).start()
        cls.addClassCleanup(cls.role.server_close)
        cls.addClassCleanup(cls.role.shutdown)
        cls.server = AwsServer().start()
        cls.addClassCleanup(cls.server.__exit__)
        settings = {**cls.server.settings(), "MICROFLOW_AWS_ACCESS_KEY_ID": "", "MICROFLOW_AWS_SECRET_ACCESS_KEY": "",
                    "AWS_CONTAINER_CREDENTIALS_FULL_URI": f"http://127.0.0.1:{cls.role.server_port}/role",
                    "AWS_CONTAINER_AUTHORIZATION_TOKEN": "a word"}
        cls.server.control(throttle=0.05, errors=0.05, lost_answers=0.03, partial=0.03, keys=["ASIAROLE"])
        cls.suite = Apart(environment=settings)
        cls.addClassCleanup(cls.suite.__exit__)
        cls.world = World(cls.suite)

    def test_work_goes_from_service_to_service_by_events_alone(self):
        self.world.finished_by_events()
        self.assertGreater(Role.asked, 7, "each process asks for the role's keys, again and again")
        wait_until(lambda: all(queue == {"visible": 0, "inFlight": 0}
                               for queue in self.server.state()["queues"].values()), 60, "empty queues")


class Trouble(unittest.TestCase):
    def test_without_the_brokers_work_is_taken_and_its_effects_follow(self):
        with AwsServer() as server, Suite(environment=server.settings()) as suite:
            suite.stop()
            world = World(suite)
            world.order_type(True)
            server.kill()
            order = world.new_order(automatic=True, known=False)["id"]
            self.assertEqual(must(world.operator.get(f"/api/v1/orders/{order}"))["status"], "open")
            self.assertGreater(self.unrelayed(suite), 0)
            server.start()
            wait_until(lambda: must(world.operator.get(f"/api/v1/orders/{order}"))["status"] == "assigned", 30,
                       what="the assignment")
            wait_until(lambda: self.unrelayed(suite) == 0, what="an empty outbox")

    def test_the_doctor_tells_what_is_missing(self):
        with AwsServer() as server, Suite(environment=server.settings()) as suite:
            suite.stop()
            self.assertEqual(suite.run("doctor").returncode, 0)
            suite.environment["MICROFLOW_EVENTS_SQS_QUEUE_URL"] = \
                "https://sqs.eu-west-1.amazonaws.com/123456789012/none-{service}.fifo"
            sick = suite.run("doctor")
            self.assertEqual(sick.returncode, 1)
            self.assertIn("none-workorders.fifo: 400 QueueDoesNotExist", sick.stderr)
            self.assertIn("make the topic and the queues", sick.stderr)
            suite.environment["MICROFLOW_EVENTS_NATS_URL"] = "nats://127.0.0.1:1"
            both = suite.run("doctor")
            self.assertNotEqual(both.returncode, 0)
            self.assertIn("choose one broker", both.stderr)

    def unrelayed(self, suite):
        text = suite.anonymous().get("/metrics").body.decode()
        return sum(float(line.rsplit(" ", 1)[1]) for line in text.splitlines()
                   if line.startswith("microflow_events_unrelayed{"))


class TheBrokersThemselves(unittest.TestCase):
    """What they check signatures with, against Amazon's own examples; and that the queues are the consumers'."""

    def test_signatures_are_those_of_the_published_suite(self):
        suite = json.loads((ROOT / "tests" / "harness" / "sigv4_vectors.json").read_text(encoding="utf-8"))
        self.assertEqual(len(suite["requests"]), 24)
        keys = {suite["id"]: (suite["secret"], None)}
        for each in suite["requests"]:
            names = ";".join(sorted(each["headers"]))
            said = (f"AWS4-HMAC-SHA256 Credential={suite['id']}/20150830/us-east-1/service/aws4_request, "
                    f"SignedHeaders={names}, Signature=")
            target = each["path"] + ("?" + sigv4.canonical_query(each["query"].items()) if each["query"] else "")
            check = lambda signature, body: sigv4.check(
                each["method"], target, {**each["headers"], "authorization": said + signature}, body, keys, "us-east-1",
                "service", datetime.datetime(2015, 8, 30, 12, 36, tzinfo=datetime.timezone.utc))
            with self.subTest(each["name"]):
                check(each["signature"], each["body"].encode())
                for signature, body in ((each["signature"], b"changed"), ("0" * 64, each["body"].encode())):
                    with self.assertRaises(sigv4.Refused):
                        check(signature, body)

    def test_every_service_that_follows_others_events_has_a_queue(self):
        doctor = (ROOT / "app" / "doctor.cpp").read_text(encoding="utf-8")
        named = re.search(r"k_consumers.*?\{([^}]*)\}", doctor, re.S).group(1)
        self.assertEqual(tuple(re.findall(r'"(\w+)"', named)), CONSUMERS)
        with Suite() as suite:
            text = suite.anonymous().get("/metrics").body.decode()
        self.assertEqual(set(re.findall(r'microflow_events_lag\{service="(\w+)"\}', text)), set(CONSUMERS))


if __name__ == "__main__":
    unittest.main()
