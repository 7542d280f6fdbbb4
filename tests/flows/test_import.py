"""The November file of the old system, as its export is."""

import json
import os
import unittest

from tests.harness.suite import Suite
from tests.harness.world import PASSWORD, World, must

DATA = os.path.join(os.path.dirname(__file__), "../../services/workorders/tests/data")
FILE = os.path.join(DATA, "ordenes-noviembre.csv")


def content():
    with open(FILE, "rb") as file:
        return file.read()


def expected():
    with open(os.path.join(DATA, "ordenes-noviembre.expected.json"), encoding="utf-8") as file:
        return json.load(file)


class Import(unittest.TestCase):
    def setUp(self):
        self.suite = Suite()
        self.world = World(self.suite)

    def tearDown(self):
        self.suite.__exit__()

    def send(self, data, dry_run, media_type="text/csv"):
        return self.world.operator.post(f"/api/v1/imports/orders?dryRun={dry_run}", raw=data,
                                        headers={"Content-Type": media_type})

    def check(self, report):
        want = expected()
        self.assertEqual(report["imported"], want["ok"])
        self.assertEqual([(item["record"], item["key"], item["column"]) for item in report["refused"]],
                         [(item["record"], item["nro"], item["column"]) for item in want["refused"]])
        self.assertTrue(all(item["reason"] and item["code"] for item in report["refused"]))
        self.assertEqual([(item["record"], item["key"]) for item in report["duplicates"]],
                         [(item["record"], item["nro"]) for item in want["duplicates"]])
        self.assertEqual(report["customersCreated"], want["customers"])
        return want

    def orders(self):
        seen, cursor = set(), ""
        while cursor is not None:
            page = must(self.world.operator.get("/api/v1/orders?limit=100" + (f"&cursor={cursor}" if cursor else "")))
            seen |= {item["id"] for item in page["items"]}
            cursor = page["nextCursor"]
        return len(seen)

    def test_over_http_first_dry_then_real_then_again(self):
        dry = must(self.send(content(), "true"))
        self.check(dry)
        self.assertEqual(self.orders(), 0)
        real = must(self.send(content(), "false"))
        self.assertEqual(real, dry)
        self.assertEqual(self.orders(), expected()["ok"])
        again = must(self.send(content(), "false"))
        self.assertEqual((again["imported"], again["customersCreated"]), (0, 0))
        self.assertEqual(self.orders(), expected()["ok"])
        self.assertEqual(self.send(b"{}", "false", "application/json").status, 415)
        self.assertEqual(self.world.client.post("/api/v1/imports/orders?dryRun=true", raw=content(),
                                                headers={"Content-Type": "text/csv"}).status, 403)

    def test_from_the_command_line_beside_a_running_suite(self):
        real = self.suite.run("import", "orders", FILE)
        self.assertEqual(real.returncode, 0, real.stderr)
        self.assertIn(f": {expected()['ok']} imported", real.stdout)
        self.assertEqual(self.orders(), expected()["ok"])
        added = self.suite.run("user", "add", "--username", "otra.admin", "--name", "Otra", "--role", "administrator",
                               text=PASSWORD + "\n")
        self.assertEqual(added.returncode, 0, added.stderr)
        self.suite.login("otra.admin", PASSWORD)

    def test_from_the_command_line_with_progress(self):
        self.suite.stop()
        dry = self.suite.run("import", "orders", FILE, "--dry-run")
        self.assertEqual(dry.returncode, 0, dry.stderr)
        real = self.suite.run("import", "orders", FILE)
        self.assertEqual(real.returncode, 0, real.stderr)
        want = expected()
        for text in (dry.stdout, real.stdout):
            self.assertIn(str(want["ok"]), text)
            for item in want["refused"]:
                self.assertIn(item["nro"], text)
        self.suite.start()
        again = self.suite.run("import", "orders", FILE)
        self.assertEqual(again.returncode, 0, again.stderr)
        self.assertIn(": 0 imported", again.stdout)
        missing = self.suite.run("import", "orders", "/nowhere.csv")
        self.assertEqual(missing.returncode, 1)
        self.assertIn("/nowhere.csv", missing.stderr)


if __name__ == "__main__":
    unittest.main()
