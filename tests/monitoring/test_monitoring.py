"""The rules and dashboards against a real suite, scraped by a real Prometheus."""

import json
import os
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import unittest
import urllib.parse
import urllib.request

from tests.harness.suite import Suite, wait_until
from tests.harness.world import World, must

FOLDER = pathlib.Path(__file__).parents[2] / "deploy" / "monitoring"
METRIC = re.compile(r"\b(?:microflow[a-z_]*(?::[a-z0-9_]+)*|process_[a-z_]+)\b")


def rule_text():
    return "".join(file.read_text(encoding="utf-8") for file in sorted((FOLDER / "rules").glob("*.yml")))


def rule_expressions():
    """The lines of the rules but for names of groups and what is said to people."""
    return "\n".join(line for line in rule_text().splitlines()
                     if not re.match(r"\s*(#|- name:|summary:|description:|- alert:|- record:)", line))


def panel_expressions():
    return [target["expr"] for file in sorted((FOLDER / "grafana" / "dashboards").glob("*.json"))
            for panel in json.loads(file.read_text(encoding="utf-8"))["panels"] for target in panel["targets"]]


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class Prometheus:
    """The configuration of deploy/monitoring, with a scrape and a look at the rules each second."""

    def __init__(self, target):
        self.folder = tempfile.mkdtemp(prefix="microflow-prometheus-")
        self.config = os.path.join(self.folder, "config")
        shutil.copytree(FOLDER, self.config)
        self.write("prometheus.yml", (FOLDER / "prometheus.yml").read_text(encoding="utf-8").replace("15s", "1s"))
        self.write("targets.yml", json.dumps([{"targets": [target]}]))
        self.port = free_port()
        self.log = open(os.path.join(self.folder, "log"), "w+", encoding="utf-8")
        self.process = subprocess.Popen(
            ["prometheus", f"--config.file={self.config}/prometheus.yml", f"--storage.tsdb.path={self.folder}/data",
             f"--web.listen-address=127.0.0.1:{self.port}"], stdout=self.log, stderr=subprocess.STDOUT)

    def write(self, name, text):
        with open(os.path.join(self.config, name), "w", encoding="utf-8") as file:
            file.write(text)

    def get(self, path):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
                return json.load(answer)["data"]
        except OSError:
            return None

    def query(self, expression):
        """label sets with their values, as floats."""
        data = self.get("/api/v1/query?" + urllib.parse.urlencode({"query": expression})) or {"result": []}
        return [(item["metric"], float(item["value"][1])) for item in data["result"]]

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=30)
        self.log.close()
        shutil.rmtree(self.folder, ignore_errors=True)


class Files(unittest.TestCase):
    def test_promtool_finds_nothing_wrong_and_the_rules_do_what_their_tests_say(self):
        for command in (["check", "config", "prometheus.yml"], ["test", "rules", "rules_test.yml"]):
            done = subprocess.run(["promtool", *command], cwd=FOLDER, capture_output=True, text=True, timeout=120)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_what_is_written_by_a_program_is_what_it_writes(self):
        for program in ("objectives.py", "grafana/dashboards.py"):
            done = subprocess.run([sys.executable, FOLDER / program, "--check"], capture_output=True, text=True, timeout=60)
            self.assertEqual(done.returncode, 0, done.stderr)

    def test_every_alert_has_a_test(self):
        tested = (FOLDER / "rules_test.yml").read_text(encoding="utf-8")
        for alert in set(re.findall(r"- alert: (\w+)", rule_text())):
            self.assertIn(alert, tested)

    def test_what_is_recorded_under_a_name_exists_under_it(self):
        recorded = set(re.findall(r"- record: (\S+)", rule_text()))
        used = set(METRIC.findall(rule_expressions() + "\n".join(panel_expressions())))
        self.assertEqual({name for name in used if ":" in name} - recorded, set())


class Scraped(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.suite = Suite()
        cls.world = World(cls.suite)  # starts it
        for number in range(5):
            cls.world.new_order(title=f"Sin señal {number}")
        cls.world.operator.get("/api/v1/nowhere")
        cls.prometheus = Prometheus(f"127.0.0.1:{cls.suite.port}")

    @classmethod
    def tearDownClass(cls):
        cls.prometheus.stop()
        cls.suite.__exit__()

    def ask(self, expression, seconds=30):
        return wait_until(lambda: self.prometheus.query(expression), seconds, expression)

    def test_is_up_and_counts_what_was_done(self):
        self.assertEqual([value for _, value in self.ask('up{job="microflow"} == 1')], [1])
        opened = self.ask('microflow_http_requests_total{method="POST",route="/api/v1/orders",status="201"}')
        self.assertEqual([value for _, value in opened], [5])
        self.assertEqual([value for _, value in self.ask("microflow_orders_live")], [5])
        self.assertEqual([value for _, value in self.ask('microflow_answers_total{status="404"}')], [1])
        self.assertEqual([value for _, value in self.ask("sum(microflow_dead_letters)")], [0])
        self.assertGreaterEqual(self.ask('microflow_events_published_total{service="workorders"}')[0][1], 5)

    def test_rules_make_series_of_it(self):
        def asked():
            must(self.world.operator.get("/api/v1/orders"))
            return [labels for labels, value in self.prometheus.query("microflow:requests:rate5m > 0")
                    if labels["service"] == "workorders"]

        wait_until(asked, 30, "a rate of requests")
        self.assertEqual(self.ask("microflow:availability:bad_ratio_rate5m")[0][1], 0)
        self.assertLess(self.ask("microflow:latency:bad_ratio_rate5m")[0][1], 0.5)
        groups = self.prometheus.get("/api/v1/rules")["groups"]
        self.assertEqual({group["name"] for group in groups},
                         set(re.findall(r"- name: (\w+)", rule_text())))
        faults = [(rule["name"], rule.get("lastError")) for group in groups for rule in group["rules"]
                  if rule["health"] == "err"]
        self.assertEqual(faults, [])
        firing = [alert for alert in self.prometheus.get("/api/v1/alerts")["alerts"] if alert["state"] == "firing"]
        self.assertEqual(firing, [], "a healthy suite alarms nobody")

    def test_every_panel_is_a_question_that_prometheus_understands(self):
        self.ask("up")
        for expression in panel_expressions():
            self.assertIsNotNone(self.prometheus.get("/api/v1/query?" + urllib.parse.urlencode({"query": expression})),
                                 expression)

    def test_every_metric_of_rules_and_panels_is_one_that_the_suite_tells(self):
        told = set(re.findall(r"^# TYPE (\S+)", self.suite.anonymous().get("/metrics").body.decode(), re.M))
        told |= {name + ending for name in told for ending in ("_bucket", "_sum", "_count")}
        used = set(METRIC.findall(rule_expressions() + "\n".join(panel_expressions())))
        self.assertGreater(len(used), 20)
        self.assertEqual({name for name in used if ":" not in name} - told - {"microflow"}, set())

    def test_every_route_of_a_panel_is_one_of_the_api(self):
        paths = self.suite.anonymous().get("/api/openapi.json").json["paths"]
        for route in re.findall(r'route="([^"]+)"', "\n".join(panel_expressions())):
            self.assertIn(route, paths)


if __name__ == "__main__":
    unittest.main()
