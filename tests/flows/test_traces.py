"""One order's trace, from the gateway to the mail of its technician, across seven processes: a collector gets it."""

import unittest

from tests.harness.collector import Collector
from tests.harness.replicas import Replicas
from tests.harness.suite import SERVICES, Suite, wait_until
from tests.harness.world import PASSWORD, World

TRACE = "0af7651916cd43dd8448eb211c80319c"


class OneOrder(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.collector = Collector().__enter__()
        cls.addClassCleanup(cls.collector.__exit__)
        cls.suite = Replicas(1, environment={"MICROFLOW_TELEMETRY_OTLP_URL": cls.collector.url,
                                             "MICROFLOW_TELEMETRY_TRACE_SAMPLE": "0"})
        cls.addClassCleanup(cls.suite.__exit__)
        cls.world = World(cls.suite)
        type_id = cls.world.order_type(True)
        # What begins here is not sampled; this order's caller says that it is.
        created = cls.world.operator.post(
            "/api/v1/orders",
            {"customerId": cls.world.customer, "siteId": cls.world.site, "typeId": type_id, "priority": "high",
             "title": "Sin señal", "description": "El equipo parpadea"},
            headers={"traceparent": f"00-{TRACE}-b7ad6b7169203331-01"})
        assert created.status == 201, created
        cls.world.wait_status(created.json["id"], "assigned")
        # Each process sends its spans in its own time.
        wait_until(lambda: cls.named("send mail") and cls.named("POST /api/v1/orders", "gateway") and
                   cls.insights_has_it_all(), seconds=30, what="the gateway's span, the mail's and the history's")
        cls.spans = cls.collector.trace(TRACE)

    @classmethod
    def named(cls, name, service=None):
        return [span for span in cls.collector.trace(TRACE)
                if span.name == name and service in (None, span.service)]

    @classmethod
    def insights_has_it_all(cls):
        """Each event that was sent has come to the one who listens to all."""
        sent = {span.attributes["messaging.message.id"] for span in cls.collector.trace(TRACE)
                if span.kind == "producer"}
        heard = {span.attributes["messaging.message.id"] for span in cls.collector.trace(TRACE)
                 if span.kind == "consumer" and span.service == "insights"}
        return sent == heard and len(sent) >= 4

    def one(self, name, service):
        found = self.named(name, service)
        self.assertEqual(len(found), 1, f"{name} of {service} in {self.spans}")
        return found[0]

    def test_it_is_one_tree_with_its_root_at_the_gateway(self):
        known = {span.id for span in self.spans}
        self.assertEqual(len(known), len(self.spans))
        roots = [span for span in self.spans if span.parent not in known]
        self.assertEqual([(span.service, span.name, span.parent) for span in roots],
                         [("gateway", "POST /api/v1/orders", "b7ad6b7169203331")])

    def test_the_request_goes_through_the_gateway_to_its_service(self):
        gateway = self.one("POST /api/v1/orders", "workorders")
        asked = next(span for span in self.spans if span.service == "gateway" and span.kind == "client")
        served = next(span for span in self.spans if span.service == "gateway" and span.kind == "server")
        self.assertEqual((gateway.parent, asked.parent), (asked.id, served.id))
        self.assertEqual(gateway.kind, "server")
        for span in (gateway, served):
            self.assertEqual(span.attributes["http.route"], "/api/v1/orders")
            self.assertEqual(span.attributes["http.request.method"], "POST")
            self.assertEqual(span.attributes["http.response.status_code"], "201")
        self.assertEqual(gateway.attributes["microflow.request.id"], served.attributes["microflow.request.id"])
        commit = self.one("commit", "workorders")
        self.assertEqual((commit.parent, commit.attributes["microflow.events"]), (gateway.id, "1"))

    def test_each_effect_stands_under_its_cause(self):
        created = self.one("POST /api/v1/orders", "workorders")
        chosen = self.one("process order.created", "dispatch")
        assigned = self.one("process assignment.created", "workorders")
        told = self.one("process assignment.created", "notifications")
        self.assertEqual(self.one("send order.created", "workorders").parent, created.id)
        self.assertEqual(chosen.parent, created.id)
        self.assertEqual(self.one("send assignment.created", "dispatch").parent, chosen.id)
        self.assertEqual((assigned.parent, told.parent), (chosen.id, chosen.id))
        self.assertEqual(self.one("send order.status_changed", "workorders").parent, assigned.id)
        mails = self.named("send mail", "notifications")
        self.assertIn(told.id, {mail.parent for mail in mails})
        self.assertEqual(self.named("send notification.delivered", "notifications")[0].kind, "producer")

    def test_times_fit_into_each_other(self):
        by_id = {span.id: span for span in self.spans}
        for span in self.spans:
            self.assertLessEqual(span.start, span.end, span)
            if span.parent in by_id:
                self.assertLessEqual(by_id[span.parent].start, span.start + 1_000_000, span)

    def test_every_service_that_took_part_is_there_under_an_instance_of_its_own(self):
        services = {span.service for span in self.spans}
        self.assertEqual(services, {"gateway", *SERVICES} - {"identity"})
        instances = {(span.service, span.resource["service.instance.id"]) for span in self.spans}
        self.assertEqual(len(instances), len(services))

    def test_what_is_not_sampled_and_what_is_secret_stays_away(self):
        self.assertEqual({span.trace for span in self.collector.spans}, {TRACE})
        sent = b"".join(self.collector.bodies).decode()
        for secret in (PASSWORD, "@test.invalid", self.world.operator.token, "Sin señal"):
            self.assertNotIn(secret, sent)


class OneProcess(unittest.TestCase):
    def test_the_services_of_one_process_are_told_apart(self):
        with Collector() as collector, Suite(
                processes=False, environment={"MICROFLOW_TELEMETRY_OTLP_URL": collector.url}) as suite:
            suite.stop()
            world = World(suite)
            order = world.new_order(automatic=True, known=False)["id"]
            world.wait_status(order, "assigned")
            suite.stop()  # which sends what is left
            roots = [span for span in collector.spans
                     if span.name == "POST /api/v1/orders" and span.service == "workorders"]
            self.assertEqual(len(roots), 1)
            spans = collector.trace(roots[0].trace)
            self.assertLessEqual({"workorders", "dispatch", "notifications", "tracking", "insights"},
                                 {span.service for span in spans})
            known = {span.id for span in spans}
            self.assertEqual([span for span in spans if span.parent not in known], roots)
            self.assertFalse([span for span in collector.spans if "/health" in span.name])

    def test_without_its_collector_the_suite_works_and_ends(self):
        with Suite(processes=False, environment={"MICROFLOW_TELEMETRY_OTLP_URL": "http://127.0.0.1:1"}) as suite:
            suite.stop()
            world = World(suite)
            self.assertEqual(world.operator.get("/api/v1/orders").status, 200)
            dropped = lambda: [line for line in suite.anonymous().get("/metrics").body.decode().splitlines()
                               if line.startswith("microflow_spans_dropped_total ")]
            self.assertEqual(len(dropped()), 1)
            self.assertEqual(suite.process.stop(), 0)
            suite.running = []


if __name__ == "__main__":
    unittest.main()
