"""A steady load of the whole order flow: an order is opened by its customer or an operator, chosen a technician for
automatically, travelled to, worked on, proven, completed, and closed by a supervisor. Whoever works is stubborn: what got
no clear answer is asked again under the same key until it has one. Every acknowledged answer is remembered."""

import http.client
import json
import random
import threading
import time
import uuid

from tests.harness.suite import Client
from tests.harness.world import PASSWORD

WAIT = 0.15  # before something is asked again
STEPS = ("travel_started", "arrived", "work_started")


class Order:
    """What was acknowledged of one order."""

    def __init__(self, key):
        self.key = key
        self.id = self.code = self.technician = None
        self.activities, self.progress, self.evidence = [], {}, {}
        self.closed = False
        self.begun = time.monotonic()
        self.ended = None


class Ended(Exception):
    """The run is over, and the order is not: it is stuck."""


class Person:
    """A person's calls from one thread: signs in again where that is needed, and does not take no answer for one."""

    def __init__(self, load, who):
        self.load = load
        self.username = who.user["username"]
        self.client = Client(who.port, who.token, timeout=10)

    def insist(self, method, path, again=(), **sent):
        """The answer, once there is one: a success, or a refusal that is none of `again`."""
        while True:
            answer = self._try(method, path, sent)
            if answer is not None and answer.status not in again:
                return answer
            if self.load.over.is_set():
                raise Ended(f"{method} {path} of {self.username}: {answer}")
            time.sleep(WAIT)

    def _try(self, method, path, sent):
        try:
            answer = self.client.call(method, path, **sent)
        except (OSError, http.client.HTTPException):
            self.client.close()
            self.load.note("no answer")
            return None
        if answer.status < 400:
            return answer
        self.load.note(answer.status)
        if answer.status == 401:
            self._sign_in()
            return None
        return None if answer.status == 429 or answer.status >= 500 else answer

    def _sign_in(self):
        try:
            answer = self.client.call("POST", "/api/v1/auth/login", {"username": self.username, "password": PASSWORD})
            if answer.status == 200:
                self.client.token = answer.json["accessToken"]
        except (OSError, http.client.HTTPException):
            self.client.close()


class Load:
    def __init__(self, world, seed, workers=6):
        self.world = world
        self.type = world.order_type(True)
        self.orders, self.stuck, self.wrong, self.troubles = [], [], [], {}
        self.stopping, self.over = threading.Event(), threading.Event()
        self.lock = threading.Lock()
        self.threads = [threading.Thread(target=self._work, args=(random.Random(f"{seed}/{number}"),), daemon=True)
                        for number in range(workers)]

    def note(self, what):
        with self.lock:
            self.troubles[what] = self.troubles.get(what, 0) + 1

    def start(self):
        for thread in self.threads:
            thread.start()

    def finish(self, seconds):
        """No new orders; those that are under way have that long to come to their end."""
        self.stopping.set()
        deadline = time.monotonic() + seconds
        for thread in self.threads:
            thread.join(max(0.0, deadline - time.monotonic()))
        self.over.set()
        for thread in self.threads:
            thread.join(30)

    def recovered(self, since):
        """Seconds from then until an order that was opened later had gone all its way; None while none has."""
        with self.lock:
            seen = [order.ended for order in self.orders if order.begun >= since and order.ended]
        return min(seen) - since if seen else None

    def _work(self, chance):
        people = {name: Person(self, who) for name, who in
                  (("client", self.world.client), ("operator", self.world.operator),
                   ("supervisor", self.world.supervisor))}
        technicians = {who.user["id"]: Person(self, who) for who in self.world.technicians}
        while not self.stopping.is_set():
            order = Order(str(uuid.UUID(int=chance.getrandbits(128))))
            with self.lock:
                self.orders.append(order)
            try:
                self._whole_life(order, chance, people, technicians)
            except Ended as ended:
                self.stuck.append(f"order {order.code or order.key}: {ended}")
            except (AssertionError, KeyError, ValueError) as error:
                self.wrong.append(f"order {order.code or order.key}: {error!r}")

    def _whole_life(self, order, chance, people, technicians):
        self._open(order, people[chance.choice(("client", "operator"))])
        self._wait(order, people["operator"], "assigned", "in_progress")
        technician = technicians[order.technician]
        for kind in STEPS:
            self._report(order, technician, kind)
        self._progress(order, technician, chance)
        self._prove(order, technician, chance)
        self._report(order, technician, "work_completed")
        self._wait(order, people["supervisor"], "completed")
        self._close(order, people["supervisor"])
        order.ended = time.monotonic()

    def _open(self, order, person):
        body = {"customerId": self.world.customer, "siteId": self.world.site, "typeId": self.type,
                "priority": "medium", "title": f"Orden {order.key}", "description": "Bajo carga y con fallas"}
        answer = person.insist("POST", "/api/v1/orders", body=body, headers={"Idempotency-Key": order.key})
        assert answer.status == 201, answer
        order.id, order.code = answer.json["id"], answer.json["code"]

    def _wait(self, order, person, *wanted):
        while True:
            answer = person.insist("GET", f"/api/v1/orders/{order.id}")
            assert answer.status == 200, f"an acknowledged order is gone: {answer}"
            if answer.json["status"] in wanted:
                order.technician = answer.json["technician"]["id"]
                return
            if self.over.is_set():
                raise Ended(f"it is {answer.json['status']}, not {' or '.join(wanted)}")
            time.sleep(WAIT)

    def _post(self, order, person, path, key, **sent):
        """404 and 409: the service has not heard yet of what came before."""
        sent.setdefault("headers", {})["Idempotency-Key"] = f"{order.key}/{key}"
        answer = person.insist("POST", f"/api/v1/orders/{order.id}/{path}", again=(404, 409), **sent)
        assert answer.status == 201, answer
        return answer.json

    def _report(self, order, technician, kind):
        self._post(order, technician, "activity", kind, body={"kind": kind})
        order.activities.append(kind)

    def _progress(self, order, technician, chance):
        minutes = chance.randint(1, 90)
        comment = f"Avance de {order.key}"
        kept = self._post(order, technician, "progress", "progress", body={"comment": comment, "minutes": minutes})
        order.progress[kept["id"]] = minutes

    def _prove(self, order, technician, chance):
        data = f"acta de {order.key}\n".encode() + chance.randbytes(chance.randint(400, 3000)).hex().encode()
        kept = self._post(order, technician, "evidence?name=acta.txt", "evidence", raw=data,
                          headers={"Content-Type": "text/plain"})
        order.evidence[kept["id"]] = data

    def _close(self, order, supervisor):
        """Has no key: where an answer was lost, the order itself tells."""
        path = f"/api/v1/orders/{order.id}"
        while not order.closed:
            answer = supervisor.insist("POST", f"{path}/transitions",
                                       body={"transition": "close", "reason": "Bien hecho"})
            if answer.status == 409:
                answer = supervisor.insist("GET", path)
            assert answer.status == 200, answer
            order.closed = answer.json["status"] == "closed"


def describe(troubles):
    return json.dumps({str(what): count for what, count in sorted(troubles.items(), key=str)})
