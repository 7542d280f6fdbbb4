"""GraphQL against the permission table: every role × a sample of fields and mutations, own and foreign things."""

import json
import unittest

from tests.harness.graphql import ask, code, data
from tests.harness.suite import Suite
from tests.harness.world import World, must
from tests.security.test_permissions import NOBODY, ROLES, table

# What asks for which permission, with `$id` where a thing of nobody stands.
QUERIES = [
    ("order:read", "{ orders { nodes { id } } }"),
    ("order:read", "{ order(id: $id) { id } }"),
    ("customer:read", "{ customers { nodes { id } } }"),
    ("customer:read", "{ customer(id: $id) { id } }"),
    ("customer:read", "{ site(id: $id) { id } }"),
    ("customer:read", "{ asset(id: $id) { id } }"),
    ("catalogue:read", "{ materials { nodes { id } } zones { nodes { id } } orderTypes { nodes { id } } }"),
    ("catalogue:read", "{ material(id: $id) { id } }"),
    ("technician:read", "{ technicians { nodes { id } } }"),
    ("technician:read", "{ technician(id: $id) { id } }"),
    ("stock:read", "{ vanStock { nodes { quantity } } }"),
]
MUTATIONS = [
    ("order:create", 'openOrder(input: {siteId: $id, typeId: $id, title: "Algo", description: "Algo"}) { id }'),
    ("order:update", 'editOrder(id: $id, input: {title: "Otro"}) { id }'),
    ("order:transition", 'transitionOrder(id: $id, transition: CANCEL, reason: "x") { id }'),
    ("order:comment", 'commentOrder(id: $id, text: "hola") { id }'),
    ("order:assign", 'assignOrder(orderId: $id, input: {mode: AUTOMATIC}) { id }'),
    ("activity:record", 'recordActivity(orderId: $id, input: {kind: ARRIVED}) { id }'),
    ("progress:record", 'recordProgress(orderId: $id, comment: "Veinte caracteres o más", minutes: 5) { id }'),
    ("progress:record", 'correctProgress(id: $id, minutes: 5, justification: "Diez caracteres") { id }'),
    ("material:update", 'useMaterial(orderId: $id, input: {materialId: $id, quantity: 1}) { id }'),
    ("material:update", 'correctMaterial(orderId: $id, lineId: $id, '
                        'input: {quantity: 1, justification: "Diez caracteres"}) { id }'),
    ("material:update", 'removeMaterial(orderId: $id, lineId: $id)'),
    ("stock:write", 'receiveStock(materialId: $id, quantity: 1) { id }'),
    ("stock:write", 'transferStock(materialId: $id, technicianId: $id, to: VAN, quantity: 1) { id }'),
    ("customer:write", 'createCustomer(input: {documentNumber: "", name: ""}) { id }'),
    ("customer:write", 'updateCustomer(id: $id, input: {name: "N"}) { id }'),
    ("customer:write", 'addSite(customerId: $id, input: {address: "Calle 1"}) { id }'),
    ("customer:write", 'updateSite(id: $id, input: {address: "Calle 1"}) { id }'),
    ("customer:write", 'addAsset(siteId: $id, input: {kind: "ONT", serial: "1"}) { id }'),
    ("customer:write", 'updateAsset(id: $id, input: {kind: "ONT"}) { id }'),
    ("catalogue:write", 'createMaterial(input: {code: ""}) { id }'),
    ("catalogue:write", 'updateMaterial(id: $id, input: {code: "X"}) { id }'),
    ("catalogue:write", 'createZone(input: {code: ""}) { id }'),
    ("catalogue:write", 'updateOrderType(id: $id, input: {code: "X"}) { id }'),
    ("catalogue:write", 'createSpecialty(input: {code: ""}) { id }'),
]


class GraphqlPermissions(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.suite = Suite()
        cls.world = World(cls.suite)
        world = cls.world
        cls.people = dict(zip(ROLES, (world.client, world.technicians[0], world.operator, world.supervisor,
                                      world.admin)))

    @classmethod
    def tearDownClass(cls):
        cls.suite.__exit__()

    def test_every_role_on_a_sample_of_the_schema_as_the_table_says(self):
        rows = table()
        sample = [(permission, query) for permission, query in QUERIES]
        sample += [(permission, "mutation { " + field + " }") for permission, field in MUTATIONS]
        for permission, query in sample:
            for role, who in self.people.items():
                answer = ask(who, query.replace("$id", json.dumps(NOBODY)))
                allowed = rows[permission][role] is not None
                with self.subTest(query=query, role=role):
                    self.assertNotEqual(code(answer), "GRAPHQL_VALIDATION_FAILED", answer)
                    self.assertIn("data", answer)
                    self.assertEqual(code(answer) != "forbidden", allowed, answer)
                    self.assertNotIn(code(answer), ("internal", "INTERNAL"))

    def test_orders_of_others_are_not_there_by_any_way(self):
        world = self.world
        foreign = world.new_order(customerId=world.other_customer, siteId=world.other_site, known=False)["id"]
        whole = "{ id code history { nodes { id } } comments { nodes { id } } materials { nodes { id } } }"
        for role in ("client", "technician", "supervisor"):
            who = self.people[role]
            with self.subTest(role=role):
                self.assertIsNone(data(who, "query($id: ID!) { order(id: $id) " + whole + " }", id=foreign)["order"])
                self.assertIsNone(data(who, "query($id: ID!) { node(id: $id) { id } }", id=foreign)["node"])
                seen = data(who, "{ orders(first: 100) { nodes { id } } }")["orders"]["nodes"]
                self.assertNotIn(foreign, [node["id"] for node in seen])
                refused = ask(who, """mutation($id: ID!) { transitionOrder(id: $id, transition: CANCEL, reason: "x") {
                    id } }""", id=foreign)
                self.assertEqual(code(refused), "not_found")
                original = data(who, "query($id: ID!) { obtenerOrdenPorId(id: $id) { id } }",
                                path="/graphql/original", id=foreign)
                self.assertIsNone(original["obtenerOrdenPorId"])

    def test_customers_and_sites_of_others_are_not_there(self):
        world = self.world
        asset = must(world.operator.post(f"/api/v1/sites/{world.other_site}/assets",
                                         {"kind": "ONT", "serial": "AJENO-1"}), 201)["id"]
        for field, thing in (("customer", world.other_customer), ("site", world.other_site), ("asset", asset)):
            query = f"query($id: ID!) {{ {field}(id: $id) {{ id }} }}"
            self.assertIsNone(data(world.client, query, id=thing)[field])
            self.assertEqual(data(world.other_client, query, id=thing)[field]["id"], thing)

    def test_what_another_service_keeps_from_the_caller_is_kept_here(self):
        world = self.world
        order = world.new_order()["id"]
        world.assign(order, world.technicians[0])
        answer = ask(world.client, """query($id: ID!) { order(id: $id) { technicianName technician { name }
            assignments { nodes { reason } } } }""", id=order)
        self.assertEqual({error["extensions"]["code"] for error in answer["errors"]}, {"forbidden"})
        self.assertEqual(len(answer["errors"]), 2)

    def test_the_schema_is_shown_to_those_who_may_look(self):
        rows = table()
        for role, who in self.people.items():
            answer = ask(who, "{ __schema { types { name } } }")
            self.assertEqual("errors" not in answer, rows["schema:read"][role] is not None, role)

    def test_hostile_documents_are_refused_and_harm_nothing(self):
        world = self.world
        deep = "{ me " + "{ a " * 200 + "}" * 200 + " }"
        wide = "{ " + " ".join(f"a{i}: me {{ id }}" for i in range(2000)) + " }"
        dear = "{ customers(first: 50) { nodes { orders(first: 100) { nodes { history(first: 100) { nodes { id } } } } } } }"
        for document in (deep, wide, dear, "{", "\0", "query " * 1000, "{ me { ...F } } fragment F on Me { ...F }"):
            answer = ask(world.client, document)
            self.assertNotIn("data", answer)
            self.assertTrue(answer["errors"])
        too_large = world.client.post("/graphql", {"query": "#" * 300_000})
        self.assertEqual(too_large.status, 413)
        for text in ("'; DROP TABLE orders; --", "../../x", "\u0000", "%2e%2e"):
            answer = ask(world.operator, "query($id: ID!) { order(id: $id) { id } }", id=text)
            self.assertIsNone(answer["data"]["order"])
            answer = ask(world.operator, "mutation($id: ID!) { commentOrder(id: $id, text: \"x\") { id } }", id=text)
            self.assertEqual(code(answer), "not_found")


if __name__ == "__main__":
    unittest.main()
