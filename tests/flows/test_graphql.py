"""GraphQL through the gateway, in both ways of running: the graph over every service, changes, subscriptions."""

import os
import socket
import unittest
import urllib.parse

from tests.harness.graphql import Subscription, WebSocket, ask, code, data
from tests.harness.nats import NatsServer
from tests.harness.suite import SERVICES, Suite, wait_until
from tests.harness.world import World, must

WHOLE = """query($id: ID!) { order(id: $id) {
  code status customer { name } site { address zone { code } } type { code }
  technician { name busy zones { code } }
  assignments { nodes { mode technician { name } by { name } } }
  evidence { nodes { fileName sha256 technician { name } } }
  progress { nodes { comment minutes corrections { minutes } } }
  timeline(first: 50) { nodes { kind by { name } details } }
  history { nodes { action } } } }"""


class Graphql(unittest.TestCase):
    """One process."""

    @classmethod
    def setUpClass(cls):
        cls.suite = cls.make_suite()
        cls.world = World(cls.suite)

    @classmethod
    def make_suite(cls):
        return Suite()

    @classmethod
    def tearDownClass(cls):
        cls.suite.__exit__()

    def test_an_order_with_what_every_service_knows_of_it(self):
        world = self.world
        order, technician = world.finished()
        wait_until(lambda: len(must(world.operator.get(f"/api/v1/orders/{order['id']}/timeline?limit=50"))["items"]) > 4,
                   what="the timeline")
        found = data(world.operator, WHOLE, id=order["id"])["order"]
        self.assertEqual((found["code"], found["status"]), (order["code"], "COMPLETED"))
        self.assertEqual(found["technician"]["name"], technician.user["name"])
        self.assertEqual(found["assignments"]["nodes"][0]["technician"]["name"], technician.user["name"])
        self.assertEqual(found["evidence"]["nodes"][0]["fileName"], "acta.txt")
        self.assertIn("evidence_uploaded", {entry["kind"] for entry in found["timeline"]["nodes"]})
        self.assertEqual(found["history"]["nodes"][0]["action"], "create")

    def test_an_order_goes_through_its_life_by_mutations(self):
        world, technician = self.world, self.world.technicians[1]
        opened = data(world.client, "mutation($in: OpenOrderInput!) { openOrder(input: $in) { id status } }",
                      **{"in": {"siteId": world.site, "typeId": world.order_type(False), "title": "Sin señal",
                                "description": "El equipo parpadea en rojo"}})["openOrder"]
        order = opened["id"]
        self.assertEqual(opened["status"], "OPEN")
        wait_until(lambda: world.operator.get(f"/api/v1/orders/{order}/candidates").status == 200, what="dispatch")
        assigned = data(world.operator, """mutation($id: ID!, $who: ID!) {
            assignOrder(orderId: $id, input: {technicianId: $who}) { technicianName mode } }""",
                        id=order, who=technician.user["id"])["assignOrder"]
        self.assertEqual(assigned, {"technicianName": technician.user["name"], "mode": "MANUAL"})
        act = """mutation($id: ID!, $kind: ActivityKind!) {
            recordActivity(orderId: $id, input: {kind: $kind}) { status } }"""
        data(technician, act, id=order, kind="WORK_STARTED")
        world.wait_status(order, "in_progress")
        noted = data(technician, """mutation($id: ID!) {
            recordProgress(orderId: $id, comment: "Cambié el conector de la roseta", minutes: 20) { minutes } }""",
                     id=order)
        self.assertEqual(noted["recordProgress"]["minutes"], 20)
        world.prove(technician, order)
        data(technician, act, id=order, kind="WORK_COMPLETED")
        world.wait_status(order, "completed")
        closed = data(world.supervisor, """mutation($id: ID!) {
            transitionOrder(id: $id, transition: CLOSE) { status } }""", id=order)
        self.assertEqual(closed["transitionOrder"]["status"], "CLOSED")
        refused = ask(world.operator, """mutation($id: ID!) {
            transitionOrder(id: $id, transition: CANCEL, reason: "tarde") { status } }""", id=order)
        self.assertEqual(code(refused), "transition_refused")

    def test_technicians_and_customers_are_paged(self):
        world = self.world
        page = """query($after: String) { technicians(first: 1, after: $after) {
            nodes { name } pageInfo { hasNextPage endCursor } } }"""
        names, after = [], None
        while True:
            found = data(world.operator, page, after=after)["technicians"]
            names += [node["name"] for node in found["nodes"]]
            after = found["pageInfo"]["endCursor"]
            if not found["pageInfo"]["hasNextPage"]:
                break
        listed = must(world.operator.get("/api/v1/technicians?limit=100"))["items"]
        self.assertEqual(names, [item["name"] for item in listed])

    def test_material_moves_through_van_and_order(self):
        world, technician = self.world, self.world.technicians[0]
        material = data(world.admin, """mutation { createMaterial(input: {code: "MAT-100", name: "Roseta",
            unit: "u", unitCost: "8000.00 COP", stock: 10}) { id } }""")["createMaterial"]["id"]
        order = world.new_order()["id"]
        world.assign(order, technician)
        data(world.operator, """mutation($m: ID!, $t: ID!) {
            transferStock(materialId: $m, technicianId: $t, to: VAN, quantity: 4) { kind } }""",
             m=material, t=technician.user["id"])
        wait_until(lambda: "errors" not in ask(technician, "query($id: ID!) { order(id: $id) { id } }", id=order)
                   and data(technician, "query($id: ID!) { order(id: $id) { id } }", id=order)["order"],
                   what="the order with its technician")
        used = data(technician, """mutation($o: ID!, $m: ID!) {
            useMaterial(orderId: $o, input: {materialId: $m, quantity: 3}) { from cost } }""", o=order, m=material)
        self.assertEqual(used["useMaterial"], {"from": "VAN", "cost": "24000.00 COP"})
        stock = data(technician, "{ vanStock { nodes { quantity material { code stock } } } }")["vanStock"]["nodes"]
        self.assertIn({"quantity": 1, "material": {"code": "MAT-100", "stock": 6}}, stock)

    def test_get_asks_and_changes_nothing(self):
        world = self.world
        get = lambda query: world.operator.get("/graphql?" + urllib.parse.urlencode({"query": query}))
        self.assertEqual(get("{ me { username } }").json["data"]["me"]["username"], world.operator.user["username"])
        self.assertEqual(get('mutation { createZone(input: {code: "X", name: "X"}) { id } }').status, 405)
        form = world.operator.post("/graphql", raw=b"query=%7Bme%7Bid%7D%7D",
                                   headers={"Content-Type": "application/x-www-form-urlencoded"})
        self.assertEqual(form.status, 415)
        self.assertEqual(self.suite.anonymous().post("/graphql", {"query": "{ me { id } }"}).status, 401)

    def test_the_original_screens_go_on(self):
        world, technician = self.world, self.world.technicians[0]
        order = world.new_order()["id"]
        world.assign(order, technician)
        mine = """query($u: ID!) { obtenerOrdenesPorUsuarioId(usuario_id: $u) {
            id codigo estado { nombre } cliente { nombre telefono } } }"""
        listed = lambda: [item["id"] for item in data(
            world.operator, mine, path="/graphql/original",
            u=technician.user["id"])["obtenerOrdenesPorUsuarioId"]]
        wait_until(lambda: order in listed(), what="the order among the technician's")
        started = wait_until(lambda: ask(technician, """mutation($id: ID!) {
            cambiarEstadoOrden(id: $id, estado: "EN_PROGRESO") { estado { nombre } } }""",
                                         path="/graphql/original", id=order)["data"]["cambiarEstadoOrden"],
                             what="the work's start")
        self.assertIn(started["estado"]["nombre"], ("EN_PROGRESO", "ASIGNADA"))
        world.wait_status(order, "in_progress")

    def test_changes_of_an_order_are_told_as_they_happen(self):
        world = self.world
        order = world.new_order()["id"]
        query = "subscription($id: ID!) { orderChanged(id: $id) { event order { priority customer { name } } } }"
        with Subscription(world.operator, query, id=order) as news:
            self.assertEqual(news.status, 200)
            must(world.operator.patch(f"/api/v1/orders/{order}", {"priority": "critical"}))
            told = news.next()["data"]["orderChanged"]
            self.assertEqual((told["event"], told["order"]["priority"]), ("order.updated", "CRITICAL"))
            must(world.operator.post(f"/api/v1/orders/{order}/comments", {"text": "¿Cuándo vienen?"}))
            self.assertEqual(news.next()["data"]["orderChanged"]["event"], "order.commented")

    def test_subscribers_hear_only_of_what_they_see_and_asked_for(self):
        world = self.world
        query = "subscription { ordersChanged { order { id } } }"
        urgent = "subscription { ordersChanged(filter: {priority: [CRITICAL]}) { order { id } } }"
        with Subscription(world.client, query) as mine, Subscription(world.other_client, query) as theirs, \
                Subscription(world.operator, urgent) as only:
            order = world.new_order(known=False)["id"]
            self.assertEqual(mine.next()["data"]["ordersChanged"]["order"]["id"], order)
            self.assertTrue(theirs.nothing())
            self.assertTrue(only.nothing(0.1))
            must(world.operator.patch(f"/api/v1/orders/{order}", {"priority": "critical"}))
            self.assertEqual(only.next()["data"]["ordersChanged"]["order"]["id"], order)

    def test_a_foreign_order_is_not_subscribed_to(self):
        order = self.world.new_order(known=False)["id"]
        query = "subscription($id: ID!) { orderChanged(id: $id) { event } }"
        with Subscription(self.world.other_client, query, id=order) as news:
            self.assertEqual(code(news.next()), "not_found")
            self.assertIsNone(news.next())

    def test_a_message_in_the_inbox_is_told(self):
        world, technician = self.world, self.world.technicians[1]
        order = world.new_order()
        with Subscription(technician, "subscription { notificationReceived { title type subject } }") as news:
            world.assign(order["id"], technician)
            told = news.next()["data"]["notificationReceived"]
            self.assertEqual(told["subject"], order["id"])

    def test_a_websocket_carries_requests_and_subscriptions(self):
        world = self.world
        order = world.new_order(known=False)["id"]
        with WebSocket(self.suite.port, token=world.operator.token) as ws:
            self.assertEqual((ws.status, ws.headers["sec-websocket-protocol"]), (101, "graphql-transport-ws"))
            self.assertEqual(ws.receive(), {"type": "connection_ack"})
            ws.subscribe("{ me { username } }", "q")
            self.assertEqual(ws.receive()["payload"]["data"]["me"]["username"], world.operator.user["username"])
            self.assertEqual(ws.receive(), {"id": "q", "type": "complete"})
            ws.subscribe("subscription($id: ID!) { orderChanged(id: $id) { event } }", "s", id=order)
            ws.send({"type": "ping"})
            self.assertEqual(ws.receive()["type"], "pong")  # so the subscription was taken in before
            must(world.operator.patch(f"/api/v1/orders/{order}", {"priority": "high"}))
            self.assertEqual(ws.receive(), {"id": "s", "type": "next",
                                            "payload": {"data": {"orderChanged": {"event": "order.updated"}}}})

    def test_a_websocket_without_a_good_token_is_closed(self):
        with WebSocket(self.suite.port, token="nothing") as ws:
            self.assertIsNone(ws.receive())
            self.assertEqual(ws.close_code, 4403)
        with WebSocket(self.suite.port) as ws:
            ws.subscribe("{ me { username } }")
            self.assertIsNone(ws.receive())
            self.assertEqual(ws.close_code, 4401)
        with WebSocket(self.suite.port, headers={"Sec-WebSocket-Version": "12"}) as ws:
            self.assertEqual(ws.status, 400)


class ApartSuite(Suite):
    """The gateway, the work orders and all other services: three processes, with NATS between them."""

    def start(self):
        self.log = open(os.path.join(self.folder, "stderr.log"), "ab")
        orders, others = free_port(), free_port()
        ports = {name: [orders if name == "workorders" else others] for name in SERVICES}
        urls = {f"MICROFLOW_UPSTREAMS_{name.upper()}": f"http://127.0.0.1:{of[0]}" for name, of in ports.items()}
        rest = [name for name in SERVICES if name != "workorders"]
        self._run(["serve", *rest, "--data", self.folder], urls, others)
        self._run(["serve", "workorders", "--data", os.path.join(self.folder, "orders")], urls, orders)
        self.start_gateway(ports)
        self.port = self.process.port
        return self


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class GraphqlByProcesses(Graphql):
    @classmethod
    def make_suite(cls):
        server = NatsServer().start()
        cls.addClassCleanup(server.__exit__)
        return ApartSuite(environment={"MICROFLOW_EVENTS_NATS_URL": server.url})


if __name__ == "__main__":
    unittest.main()
