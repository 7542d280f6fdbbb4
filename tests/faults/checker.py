"""Reads the truth when all is quiet, from the databases and the API, and holds it against what was acknowledged and
against the rules. Three counts: lost, doubled, illegal; each finding says what."""

import glob
import json
import os
import re
from collections import Counter

from tests.harness.suite import SERVICES

LIFECYCLE = "docs/order-lifecycle.md"  # made from the suite's own table, and checked against it by its tests
WORK = ["travel_started", "arrived", "work_started", "work_completed"]
LIFE = ["create", "assign", "start", "complete", "close"]

# Who is to hear of what, in the flow that the load plays: the default rules of notifications, written down once more.
AUDIENCE = {
    "order.created": [("operator", "in_app")],
    "assignment.created": [("technician", "in_app"), ("technician", "email"), ("client", "in_app")],
    "tracking.travel_started": [("client", "in_app"), ("operator", "in_app")],
    "tracking.arrived": [("client", "in_app"), ("operator", "in_app")],
    "tracking.work_started": [("client", "in_app"), ("operator", "in_app")],
    "tracking.work_completed": [("client", "in_app"), ("operator", "in_app")],
    "order.completed": [("supervisor", "in_app")],
}


def legal_moves():
    """(from, transition, to) of the table."""
    with open(LIFECYCLE) as file:
        rows = re.findall(r"^\| `(\w+)` \| (\w+) \| `(\w+)` \|", file.read(), re.MULTILINE)
    assert len(rows) > 10, f"{LIFECYCLE} has changed its form"
    return {(None, "create", "open"), *rows}


class Checker:
    def __init__(self, stage, world, load):
        self.stage, self.world, self.load = stage, world, load
        self.findings = {"lost": [], "doubled": [], "illegal": []}
        self.orders = [order for order in load.orders if order.id]

    def lost(self, what):
        self.findings["lost"].append(what)

    def doubled(self, what):
        self.findings["doubled"].append(what)

    def illegal(self, what):
        self.findings["illegal"].append(what)

    def once(self, counts, wanted, what):
        """Each of `wanted` is counted once, and nothing else is there."""
        for one in wanted:
            if counts[one] == 0:
                self.lost(f"{what} {one}")
        for one, count in counts.items():
            if count > 1 or one not in wanted:
                self.doubled(f"{what} {one}, {count} times")

    def run(self):
        self.ends()
        self.acknowledged_orders()
        self.acknowledged_work()
        self.events()
        self.lives()
        self.pictures()
        self.notifications()
        return {name: len(found) for name, found in self.findings.items()}

    def ends(self):
        for text in self.load.stuck:
            self.lost(f"stuck: {text}")
        for text in self.load.wrong:
            self.illegal(f"answer: {text}")
        if 500 in self.load.troubles:
            self.illegal(f"{self.load.troubles[500]} answers were 500: a bug, whatever broke")
        for service in SERVICES:
            for letter in self.stage.rows(service, "SELECT type, error FROM dead_letters"):
                self.lost(f"{service} gave up an event: {letter}")

    def acknowledged_orders(self):
        rows = self.stage.rows("workorders", "SELECT id, number, status, title FROM orders")
        titles = {f"Orden {order.key}": order for order in self.load.orders}
        self.once(Counter(row["title"] for row in rows), {f"Orden {order.key}" for order in self.orders}
                  | {row["title"] for row in rows if row["title"] in titles}, "order")
        self.once(Counter(row["number"] for row in rows), {row["number"] for row in rows}, "order number")
        kept = {row["id"]: row for row in rows}
        for order in self.orders:
            row = kept.get(order.id)
            if row is None or row["title"] != f"Orden {order.key}":
                self.lost(f"order {order.code}: it was acknowledged")
            elif order.closed and row["status"] != "closed":
                self.lost(f"order {order.code}: its end was acknowledged, it is {row['status']}")

    def acknowledged_work(self):
        activities = Counter((row["order_id"], row["kind"])
                             for row in self.stage.rows("tracking", "SELECT order_id, kind FROM activities"))
        self.once(activities, {(order.id, kind) for order in self.orders for kind in order.activities}, "activity")
        progress = self.stage.rows("tracking", "SELECT id, order_id, minutes FROM progress")
        self.once(Counter(row["order_id"] for row in progress),
                  {order.id for order in self.orders if order.progress}, "progress of order")
        minutes = {row["id"]: row["minutes"] for row in progress}
        evidence = self.stage.rows("tracking", "SELECT id, order_id FROM evidence")
        self.once(Counter(row["order_id"] for row in evidence),
                  {order.id for order in self.orders if order.evidence}, "evidence of order")
        for order in self.orders:
            for one, wanted in order.progress.items():
                if minutes.get(one) != wanted:
                    self.lost(f"progress {one} of {order.code}: {minutes.get(one)} instead of {wanted} minutes")
            for one, data in order.evidence.items():
                answer = self.world.operator.get(f"/api/v1/evidence/{one}/content")
                if answer.status != 200 or answer.body != data:
                    self.lost(f"evidence {one} of {order.code}: {answer.status}, {len(answer.body)} bytes")

    def events(self):
        """Each event stands in the history once, and those of one subject in the order in which they happened."""
        heard = self.stage.rows("insights", "SELECT id, source, subject FROM history ORDER BY seq")
        told = [{**row, "source": name} for name in SERVICES if name != "insights"
                for row in self.stage.rows(name, "SELECT id, subject FROM outbox ORDER BY seq")]
        self.once(Counter(row["id"] for row in heard), {row["id"] for row in told}, "event in the history")
        known = {row["id"] for row in heard} & {row["id"] for row in told}
        if self.by_subject(heard, known) != self.by_subject(told, known):
            self.illegal("the history tells the events of a subject in another order than they happened in")

    @staticmethod
    def by_subject(rows, known):
        found = {}
        for row in rows:
            if row["id"] in known:
                found.setdefault((row["source"], row["subject"]), []).append(row["id"])
        return found

    def lives(self):
        """Every order went through legal transitions only, and through each of the flow's once."""
        moves, lives, versions = legal_moves(), {}, {}
        for row in self.stage.rows("workorders", "SELECT type, subject, data FROM outbox WHERE type IN "
                                                 "('order.created', 'order.status_changed') ORDER BY seq"):
            data = json.loads(row["data"])
            lives.setdefault(row["subject"], []).append((data.get("from"), data["transition"], data["to"]))
            versions.setdefault(row["subject"], []).append(data["order"]["version"])
        for order in self.orders:
            life = lives.get(order.id, [])
            self._life(order, life, moves)
            if any(later <= earlier for earlier, later in zip(versions.get(order.id, []), versions[order.id][1:])):
                self.illegal(f"order {order.code}: its versions are {versions[order.id]}")
            if order.closed and [transition for _, transition, _ in life] != LIFE:
                self.illegal(f"order {order.code}: it went through {life}")

    def _life(self, order, life, moves):
        at = None
        for move in life:
            if move not in moves or move[0] != at:
                self.illegal(f"order {order.code}: {move} where it was {at}")
            at = move[2]

    def pictures(self):
        """What every other service believes of each order is what happened."""
        closed = {order.id for order in self.orders if order.closed}
        for service, sql in (("dispatch", "SELECT id FROM orders WHERE status = 'closed'"),
                             ("tracking", "SELECT id FROM order_ref WHERE status = 'closed'"),
                             ("notifications", "SELECT id FROM orders WHERE status = 'closed'"),
                             ("insights", "SELECT order_id AS id FROM order_facts WHERE status = 'closed'")):
            known = {row["id"] for row in self.stage.rows(service, sql)}
            for order in closed - known:
                self.lost(f"{service} does not know that {order} is closed")
        decisions = self.stage.rows("dispatch", "SELECT subject FROM outbox WHERE type = 'assignment.created'")
        self.once(Counter(row["subject"] for row in decisions),
                  {order.id for order in self.orders if order.technician}
                  | {row["subject"] for row in decisions}, "assignment of order")
        for row in self.stage.rows("dispatch", "SELECT order_id FROM visits WHERE open"):
            if row["order_id"] in closed:
                self.illegal(f"the visit of {row['order_id']} goes on after its end")
        for order in self.orders:
            if order.closed and order.activities != WORK:
                self.illegal(f"order {order.code}: {order.activities}")

    def notifications(self):
        world = self.world
        person = {"operator": world.operator, "client": world.client, "supervisor": world.supervisor}
        technician = {order.id: order.technician for order in self.orders}
        wanted = set()
        for event in self.stage.rows("insights", "SELECT id, type, subject, actor_id FROM history"):
            for role, channel in AUDIENCE.get(event["type"], ()):
                who = technician.get(event["subject"]) if role == "technician" else person[role].user["id"]
                if who != event["actor_id"]:  # nobody is told of what they did themselves
                    wanted.add((event["id"], who, channel))
        types = ", ".join(f"'{name}'" for name in AUDIENCE)
        # An administrator hears what operators hear; that is not this flow's.
        rows = self.stage.rows("notifications", "SELECT id, event, recipient, channel, state FROM notifications "
                                                f"WHERE event_type IN ({types})")
        self.once(Counter((row["event"], row["recipient"], row["channel"]) for row in rows
                          if row["recipient"] != world.admin.user["id"]), wanted, "notification")
        self.mails([row for row in rows if row["channel"] == "email"])

    def mails(self, rows):
        spooled = {os.path.basename(path).split("@")[0]
                   for path in glob.glob(self.stage.folder + "/notifications-*/mail/*.eml")}
        outcomes = Counter(json.loads(row["data"])["notificationId"] for row in self.stage.rows(
            "notifications", "SELECT data FROM outbox WHERE type = 'notification.delivered'"))
        self.once(outcomes, {row["id"] for row in rows}, "word of a mail")
        for row in rows:
            if row["state"] != "delivered" or row["id"] not in spooled:
                self.lost(f"mail {row['id']}: {row['state']}")
