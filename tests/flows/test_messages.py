"""Everybody concerned hears of each change: the stream, notifications, mail."""

import unittest

from tests.harness.smtp_server import SmtpServer
from tests.harness.stream import Stream
from tests.harness.suite import Suite, wait_until
from tests.harness.world import World, must


class Messages(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.smtp = SmtpServer()
        cls.smtp.__enter__()
        cls.suite = Suite(environment={"MICROFLOW_MAIL_MODE": "smtp", "MICROFLOW_MAIL_HOST": "127.0.0.1",
                                       "MICROFLOW_MAIL_PORT": str(cls.smtp.port)})
        cls.world = World(cls.suite)

    @classmethod
    def tearDownClass(cls):
        cls.suite.__exit__()
        cls.smtp.__exit__()

    def test_the_technician_is_told_at_once_by_stream_and_mail(self):
        world, technician = self.world, self.world.technicians[0]
        with Stream(technician) as stream:
            self.assertEqual(stream.status, 200)
            self.assertIn("text/event-stream", stream.answer.getheader("content-type"))
            order = world.new_order()
            world.assign(order["id"], technician)
            event = stream.wait_for(lambda one: one["event"] == "assignment.created")
            self.assertIn(order["id"], event["data"])
            stream.wait_for(lambda one: one["event"] == "notification")
        address = must(technician.get("/api/v1/users/me"))["email"]
        mail = wait_until(lambda: self.smtp.to(address), seconds=20, what="the mail")[0]
        self.assertIn(order["code"], mail["subject"] + mail.get_body(("plain",)).get_content())
        self.assertTrue(mail["message-id"])

    def test_a_stream_goes_on_where_it_was_cut(self):
        world, client = self.world, self.world.client
        with Stream(client) as stream:
            first = world.new_order(who=client)
            event = stream.wait_for(lambda one: one["event"] == "order.created" and first["id"] in one["data"])
        second = world.new_order(who=client)
        third = world.new_order(who=client)
        with Stream(client, last_id=event["id"]) as stream:
            for order in (second, third):
                stream.wait_for(lambda one, order=order: one["event"] == "order.created" and order["id"] in one["data"])
            self.assertNotIn(event["id"], [one["id"] for one in stream.seen])
            self.assertEqual(len({one["id"] for one in stream.seen}), len(stream.seen))

    def test_nobody_hears_of_what_they_may_not_see(self):
        world = self.world
        with Stream(world.other_client) as stranger, Stream(world.operator) as everybody:
            hidden = world.new_order(who=world.client)
            everybody.wait_for(lambda one: hidden["id"] in one["data"])
            own = world.new_order(who=world.other_client, customerId=world.other_customer, siteId=world.other_site)
            stranger.wait_for(lambda one: own["id"] in one["data"])
            self.assertFalse([one for one in stranger.seen if hidden["id"] in one["data"]])

    def test_the_stream_needs_a_token(self):
        self.assertEqual(self.suite.anonymous().get("/api/v1/stream").status, 401)

    def test_notifications_are_read_one_by_one(self):
        world, technician = self.world, self.world.technicians[1]
        world.assign(world.new_order()["id"], technician)
        unread = wait_until(lambda: must(technician.get("/api/v1/notifications?unread=true"))["items"],
                            what="a notification")
        other = world.technicians[0].post(f"/api/v1/notifications/{unread[0]['id']}/read")
        self.assertEqual(other.status, 404)
        self.assertLess(technician.post(f"/api/v1/notifications/{unread[0]['id']}/read").status, 300)
        left = must(technician.get("/api/v1/notifications?unread=true"))["items"]
        self.assertNotIn(unread[0]["id"], [item["id"] for item in left])


class MailTroubles(unittest.TestCase):
    def test_a_refused_mail_is_tried_again(self):
        with SmtpServer(refusals=1) as smtp, Suite(environment={
                "MICROFLOW_MAIL_MODE": "smtp", "MICROFLOW_MAIL_HOST": "127.0.0.1",
                "MICROFLOW_MAIL_PORT": str(smtp.port)}) as suite:
            suite.stop()
            world = World(suite)
            technician = world.technicians[0]
            world.assign(world.new_order()["id"], technician)
            address = must(technician.get("/api/v1/users/me"))["email"]
            wait_until(lambda: smtp.to(address), seconds=30, what="the second attempt")


if __name__ == "__main__":
    unittest.main()
