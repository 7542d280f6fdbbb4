"""The binary by itself: exit codes, remedies, the demo."""

import json
import os
import unittest

from tests.harness.suite import Suite
from tests.harness.world import demo_logins, must


class CommandLine(unittest.TestCase):
    def test_wrong_usage_is_2_and_failure_is_1_with_the_remedy(self):
        suite = Suite()
        try:
            self.assertEqual(suite.run("nonsense").returncode, 2)
            self.assertEqual(suite.run("user", "add", "--name", "x").returncode, 2)
            with Suite(folder=suite.folder):
                busy = suite.run("migrate")
                self.assertEqual(busy.returncode, 1)
                self.assertIn("--data", busy.stderr)
            self.assertEqual(suite.run("migrate").returncode, 0)
            self.assertEqual(suite.run("doctor").returncode, 0)
            short = suite.run("user", "add", "--username", "a.b", "--name", "A", "--role", "administrator", text="short\n")
            self.assertEqual(short.returncode, 1)
            self.assertIn("password", short.stderr.lower())
        finally:
            suite.__exit__()

    def test_configuration_masks_secrets_and_names_wrong_keys(self):
        suite = Suite(environment={"MICROFLOW_MAIL_PASSWORD": "muy-secreta"})
        try:
            shown = suite.run("config")
            self.assertEqual(shown.returncode, 0, shown.stderr)
            self.assertNotIn("muy-secreta", shown.stdout)
            self.assertIn('password = "***"', shown.stdout)
            path = os.path.join(suite.folder, "wrong.toml")
            with open(path, "w") as file:
                file.write("[mail]\nhots = \"x\"\n")
            wrong = suite.run("config", "--config", path)
            self.assertEqual(wrong.returncode, 1)
            self.assertIn("mail.hots", wrong.stderr)
        finally:
            suite.__exit__()

    def test_a_planning_problem_is_solved_from_its_file(self):
        suite = Suite()
        try:
            path = os.path.join(suite.folder, "day.json")
            problem = {"coordinates": [[0, 0], [30, 40], [0, 50]],
                       "technicians": [{"name": "Ana", "shift": {"open": 0, "close": 1000}, "skills": [1]}],
                       "jobs": [{"name": "fibre", "place": 1, "service": 10, "skills": [1]},
                                {"name": "mast", "place": 2, "service": 10, "skills": [2], "required": False,
                                 "unassignedPrice": 7}]}
            with open(path, "w") as file:
                json.dump(problem, file)
            solved = suite.run("plan", "solve", path, "--time", "5", "--iterations", "100")
            self.assertEqual(solved.returncode, 0, solved.stderr)
            plan = json.loads(solved.stdout)
            self.assertEqual((plan["cost"], plan["feasible"]), (107, True))
            self.assertEqual((plan["routes"], plan["unassigned"]), ([["fibre"]], ["mast"]))
            with open(path, "w") as file:
                json.dump({**problem, "jobs": [{"place": 9}]}, file)
            refused = suite.run("plan", "solve", path)
            self.assertEqual(refused.returncode, 1)
            self.assertIn("jobs[0].place", refused.stderr)
            self.assertEqual(suite.run("plan", "solve", path, "--threads", "none").returncode, 2)
        finally:
            suite.__exit__()

    def test_the_reference_page_is_what_the_code_says(self):
        suite = Suite()
        try:
            page = os.path.join(os.path.dirname(__file__), "../../docs/configuration.md")
            with open(page, encoding="utf-8") as file:
                self.assertEqual(file.read(), suite.run("config", "--reference").stdout)
        finally:
            suite.__exit__()

    def test_the_demo_is_a_company_at_work(self):
        with Suite(demo=True) as suite:
            logins = demo_logins(suite)
            self.assertEqual({login["role"] for login in logins},
                             {"client", "technician", "operator", "supervisor", "administrator"})
            self.assertEqual(len([login for login in logins if login["role"] == "technician"]), 12)
            for login in logins[:5]:
                who = suite.login(login["username"], login["password"])
                self.assertEqual(who.user["id"], login["userId"])
            admin = suite.login(logins[0]["username"], logins[0]["password"])
            seen, cursor = [], ""
            while cursor is not None:
                page = must(admin.get("/api/v1/orders?limit=100" + (f"&cursor={cursor}" if cursor else "")))
                seen += page["items"]
                cursor = page["nextCursor"]
            self.assertEqual(len(seen), 200)
            statuses = {order["status"] for order in seen}
            self.assertLessEqual({"open", "assigned", "completed", "closed", "cancelled"}, statuses)
            suite.stop()
            again = suite.start()
            self.assertEqual(json.loads(again.anonymous().get("/health/ready").body)["status"], "ready")
            self.assertNotIn("error", again.errors())

    def test_the_demo_refuses_to_listen_to_others(self):
        suite = Suite()
        try:
            answer = suite.run("up", "--demo", "--listen", "0.0.0.0:0")
            self.assertEqual(answer.returncode, 1)
            self.assertIn("loopback", answer.stderr)
        finally:
            suite.__exit__()


if __name__ == "__main__":
    unittest.main()
