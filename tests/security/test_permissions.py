"""The permission proof: every role × every route × own and foreign objects, against the permission table.

The routes come from the running suite's OpenAPI document, the table from docs/permissions.md, which a unit test
keeps equal to the code's."""

import os
import re
import unittest

from tests.harness.suite import Suite
from tests.harness.world import World, must

ROLES = ("client", "technician", "operator", "supervisor", "administrator")
NOBODY = "00000000-0000-7000-8000-000000000000"
PAGE = os.path.join(os.path.dirname(__file__), "../../docs/permissions.md")


def table():
    """{permission: {role: reach or None}}"""
    rows = {}
    with open(PAGE, encoding="utf-8") as file:
        for line in file:
            cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
            if len(cells) == 6 and cells[0].startswith("`"):
                rows[cells[0].strip("`")] = {role: cell or None for role, cell in zip(ROLES, cells[1:])}
    return rows


class Permissions(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.suite = Suite()
        cls.world = World(cls.suite)
        cls.people = {"client": cls.world.client, "technician": cls.world.technicians[0],
                      "operator": cls.world.operator, "supervisor": cls.world.supervisor,
                      "administrator": cls.world.admin}
        document = must(cls.suite.anonymous().get("/api/openapi.json"))
        cls.routes = []
        for path, operations in document["paths"].items():
            for method, operation in operations.items():
                found = re.search(r"Permission: `([^`]+)`", operation.get("description", ""))
                cls.routes.append((method.upper(), path, found.group(1) if found else None,
                                   bool(operation["security"])))

    @classmethod
    def tearDownClass(cls):
        cls.suite.__exit__()

    def test_the_document_names_every_area(self):
        paths = {path for _, path, _, _ in self.routes}
        for needed in ("/api/v1/auth/login", "/api/v1/users/me", "/api/v1/orders", "/api/v1/orders/{id}",
                       "/api/v1/orders/{id}/transitions", "/api/v1/orders/{id}/assignments", "/api/v1/technicians",
                       "/api/v1/orders/{id}/activity", "/api/v1/orders/{id}/evidence", "/api/v1/notifications",
                       "/api/v1/stream", "/api/v1/imports/orders", "/api/v1/history"):
            self.assertIn(needed, paths)

    def test_without_a_token_every_closed_route_is_401(self):
        anonymous = self.suite.anonymous()
        for method, path, _, closed in self.routes:
            if closed:
                answer = anonymous.call(method, re.sub(r"\{[^}]+\}", NOBODY, path), body={} if method != "GET" else None)
                self.assertEqual(answer.status, 401, f"{method} {path}")

    def test_every_role_on_every_route_as_the_table_says(self):
        rows = table()
        checked = 0
        for method, path, permission, _ in self.routes:
            if permission is None:
                continue
            for role, who in self.people.items():
                answer = who.call(method, re.sub(r"\{[^}]+\}", NOBODY, path), body={} if method != "GET" else None)
                allowed = rows[permission][role] is not None
                with self.subTest(route=f"{method} {path}", role=role):
                    self.assertEqual(answer.status != 403, allowed, answer)
                    self.assertLess(answer.status, 500)
                checked += 1
        self.assertGreater(checked, 200)

    def test_own_and_foreign_orders_as_the_table_says(self):
        """Reads of one order: what the reach says is seen, everything else is 404, never 403."""
        world, rows = self.world, table()
        own = world.new_order()["id"]
        world.assign(own, world.technicians[0])
        foreign = world.new_order(customerId=world.other_customer, siteId=world.other_site)["id"]
        world.assign(foreign, world.technicians[1])
        reads = [(path, permission) for method, path, permission, _ in self.routes
                 if method == "GET" and path.startswith("/api/v1/orders/{id}") and path.count("{") == 1]
        self.assertGreaterEqual(len(reads), 6)
        for path, permission in reads:
            for role, who in self.people.items():
                reach = rows[permission][role]
                if reach is None:
                    continue
                for order, mine in ((own, True), (foreign, reach == "all")):
                    answer = who.get(path.replace("{id}", order))
                    with self.subTest(path=path, role=role, mine=mine):
                        self.assertEqual(answer.status, 200 if mine else 404, answer)

    def test_foreign_orders_cannot_be_changed(self):
        world = self.world
        foreign = world.new_order(customerId=world.other_customer, siteId=world.other_site)["id"]
        world.assign(foreign, world.technicians[1])
        path = f"/api/v1/orders/{foreign}"
        for who in (world.client, world.technicians[0], world.supervisor):
            for suffix, body in (("transitions", {"transition": "cancel", "reason": "porque sí"}),
                                 ("comments", {"text": "hola"})):
                answer = who.post(f"{path}/{suffix}", body)
                self.assertEqual(answer.status, 404, (who.user["roles"], suffix, answer))
        self.assertEqual(world.supervisor.patch(path, {"title": "mío"}).status, 404)
        self.assertEqual(world.technicians[0].post(f"{path}/progress", {"comment": "x" * 30, "minutes": 5}).status, 404)
        self.assertEqual(world.order(foreign)["status"], "assigned")

    # Every route with an id in its path, by what the id is of. Things that belong to nobody are seen by whoever may.
    NOBODYS = ("/api/v1/order-types/", "/api/v1/zones/", "/api/v1/specialties/", "/api/v1/materials/",
               "/api/v1/alert-rules/", "/api/v1/operations/", "/api/v1/users/")

    def test_foreign_things_of_every_kind(self):
        """A client of another customer, a technician of another order, a supervisor of another zone: for each, every
        route with an id answers 404 (or 403, where the role has no such permission at all), and changes nothing."""
        world = self.world
        mine = world.technicians[1]
        order = world.new_order(customerId=world.other_customer, siteId=world.other_site)["id"]
        world.assign(order, mine)
        world.act(mine, order, "work_started")
        progress = must(mine.post(f"/api/v1/orders/{order}/progress",
                                  {"comment": "Se trabajó en lo ajeno con cuidado", "minutes": 9}), 201)["id"]
        evidence = world.prove(mine, order)["id"]
        material = must(world.admin.post("/api/v1/materials", {
            "code": "MAT-777", "name": "Conector", "unit": "unit", "unitCost": "100.00 COP", "stock": 50,
            "minimumStock": 1}), 201)["id"]
        line = must(mine.post(f"/api/v1/orders/{order}/materials", {"materialId": material, "quantity": 1}), 201)["id"]
        notification = must(mine.get("/api/v1/notifications?limit=1"))["items"][0]["id"]
        asset = must(world.operator.post(f"/api/v1/sites/{world.other_site}/assets", {"kind": "ONT", "serial": "A-1"}),
                     201)["id"]
        ids = {"orders": order, "progress": progress, "evidence": evidence, "customers": world.other_customer,
               "sites": world.other_site, "technicians": mine.user["id"], "notifications": notification,
               "assets": asset}
        bodies = {("POST", "transitions"): {"transition": "cancel", "reason": "porque sí"}, ("POST", "rating"): {"stars": 5},
                  ("POST", "comments"): {"text": "hola"}, ("POST", "assignments"): {"mode": "automatic"},
                  ("POST", "activity"): {"kind": "work_paused", "reason": "porque sí"},
                  ("POST", "progress"): {"comment": "No soy yo quien trabaja aquí", "minutes": 5},
                  ("PATCH", "progress"): {"minutes": 5, "justification": "porque sí, señor"},
                  ("POST", "materials"): {"materialId": material, "quantity": 1},
                  ("PATCH", "materials"): {"quantity": 1, "justification": "porque sí, señor"},
                  ("PATCH", "orders"): {"title": "mío"}, ("PATCH", "customers"): {"name": "mío"},
                  ("PATCH", "sites"): {"address": "mía"}, ("PATCH", "technicians"): {"zones": []}}
        before = world.order(order)
        tried = 0
        for method, path, permission, _ in self.routes:
            if "{" not in path or path.startswith(self.NOBODYS):
                continue
            parts = path.split("/")
            kind = parts[3]
            self.assertIn(kind, ids, f"a route without a foreign case: {method} {path}")
            concrete = path.replace("{id}", ids[kind])
            concrete = re.sub(r"\{[^}]+\}", line, concrete)
            names = [part for part in parts if part and not part.startswith("{")]
            for role, who in (("client", world.client), ("technician", world.technicians[0]),
                              ("supervisor", world.supervisor)):
                reach = table()[permission][role] if permission else "own"
                if reach == "all":
                    continue
                body = bodies.get((method, names[-1]), {}) if method != "GET" else None
                answer = who.call(method, concrete, body=body) if names[-1] != "evidence" or method == "GET" else \
                    who.post(concrete + "?name=x.txt", raw=b"ajeno", headers={"Content-Type": "text/plain"})
                with self.subTest(route=f"{method} {path}", role=role):
                    self.assertEqual(answer.status, 403 if reach is None else 404, answer)
                tried += 1
        self.assertGreater(tried, 60)
        after = world.order(order)
        self.assertEqual((after["version"], after["status"]), (before["version"], before["status"]))

    def test_lists_show_nothing_foreign(self):
        world = self.world
        foreign = world.new_order(customerId=world.other_customer, siteId=world.other_site)
        world.assign(foreign["id"], world.technicians[1])
        lists = [path for method, path, _, _ in self.routes if method == "GET" and "{" not in path
                 and path.startswith("/api/v1/") and path not in ("/api/v1/stream",)]
        for path in lists:
            for who in (world.client, world.technicians[0], world.supervisor):
                answer = who.get(path)
                with self.subTest(path=path, role=who.user["roles"][0]):
                    self.assertNotIn(foreign["code"].encode(), answer.body)

    def test_lists_hold_only_what_single_reads_show(self):
        world = self.world
        for who in (world.client, world.other_client, world.supervisor, *world.technicians):
            for item in must(who.get("/api/v1/orders?limit=100"))["items"]:
                self.assertEqual(who.get(f"/api/v1/orders/{item['id']}").status, 200)


if __name__ == "__main__":
    unittest.main()
