"""A small company made through the API: the people and things that a flow needs before it begins."""

import itertools
import json
import os

from tests.harness.suite import wait_until

PASSWORD = "una-clave-larga-1"
_numbers = itertools.count(1)


def must(answer, *statuses):
    """The answer's JSON; fails where the status is not one of these (or 2xx)."""
    good = answer.status in statuses if statuses else 200 <= answer.status < 300
    if not good:
        raise AssertionError(f"unexpected answer {answer}")
    return answer.json if answer.body else None


class World:
    """An administrator, an operator, a supervisor, two technicians, two customers with a client each."""

    def __init__(self, suite, technicians=2):
        self.suite = suite
        added = suite_add_administrator(suite)
        self.admin = suite.login("admin", PASSWORD)
        self.admin_id = added
        self.zone = must(self.admin.post("/api/v1/zones", {"code": "Z1", "name": "Laureles",
                                                           "timeZone": "America/Bogota"}))["id"]
        self.other_zone = must(self.admin.post("/api/v1/zones", {"code": "Z2", "name": "Belén",
                                                                 "timeZone": "America/Bogota"}))["id"]
        self.types = {item["code"]: item for item in must(self.admin.get("/api/v1/order-types?limit=100"))["items"]}
        self.specialties = {item["code"]: item["id"]
                            for item in must(self.admin.get("/api/v1/specialties?limit=100"))["items"]}
        self.operator = self.person("operator")
        self.supervisor = self.person("supervisor", zones=[self.zone])
        self.customer, self.site = self.new_customer()
        self.other_customer, self.other_site = self.new_customer(zone=self.other_zone)
        self.client = self.person("client", customerId=self.customer)
        self.other_client = self.person("client", customerId=self.other_customer)
        self.technicians = [self.technician() for _ in range(technicians)]

    def person(self, role, **more):
        number = next(_numbers)
        body = {"username": f"{role}{number}", "name": f"{role.title()} {number}", "roles": [role],
                "email": f"{role}{number}@test.invalid", "password": PASSWORD, **more}
        must(self.admin.post("/api/v1/users", body), 201)
        return self.suite.login(body["username"], PASSWORD)

    def technician(self, zones=None, level=5):
        who = self.person("technician")
        always = [{"weekday": day, "from": 0, "to": 1440} for day in
                  ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")]
        body = {"userId": who.user["id"], "zones": zones or [self.zone, self.other_zone],
                "skills": [{"specialtyId": specialty, "level": level, "from": "2024-01-01"}
                           for specialty in self.specialties.values()],
                "shifts": always, "timeZone": "America/Bogota"}
        must(self.admin.post("/api/v1/technicians", body), 201)
        return who

    def new_customer(self, zone=None):
        number = next(_numbers)
        customer = must(self.operator.post("/api/v1/customers", {
            "documentType": "CC", "documentNumber": str(1_000_000 + number), "name": f"Cliente {number}",
            "email": f"cliente{number}@test.invalid", "phone": "300 555 1234"}), 201)["id"]
        site = must(self.operator.post(f"/api/v1/customers/{customer}/sites", {
            "name": "Casa", "address": f"Carrera {number} # 1-2", "zoneId": zone or self.zone,
            "timeZone": "America/Bogota"}), 201)["id"]
        return customer, site

    def order_type(self, automatic):
        """An order type without demands, chosen by hand or automatically."""
        code = "auto" if automatic else "by_hand"
        if code not in self.types:
            self.types[code] = must(self.admin.post("/api/v1/order-types", {
                "code": code, "name": code, "nameEs": code, "estimatedMinutes": 60, "specialties": [],
                "slaHours": 24, "automatic": automatic, "materialsRequired": False}), 201)
        return self.types[code]["id"]

    def new_order(self, who=None, automatic=False, known=True, **more):
        body = {"customerId": self.customer, "siteId": self.site, "typeId": self.order_type(automatic),
                "priority": "medium", "title": "Sin señal", "description": "El equipo parpadea en rojo", **more}
        order = must((who or self.operator).post("/api/v1/orders", body), 201)
        if not known:
            return order
        # Creating waits for no other service: what follows may be quicker than the event.
        wait_until(lambda: self.operator.get(f"/api/v1/orders/{order['id']}/candidates").status == 200,
                   what="that dispatch knows the order")
        return order

    def order(self, order_id):
        return must(self.operator.get(f"/api/v1/orders/{order_id}"))

    def wait_status(self, order_id, status):
        return wait_until(lambda: self.order(order_id)["status"] == status, what=f"status {status}")

    def assign(self, order_id, technician, **more):
        assigned = must(self.operator.post(f"/api/v1/orders/{order_id}/assignments",
                                           {"technicianId": technician.user["id"], **more}), 201)
        # In another process the work's own service hears of it a moment later.
        wait_until(lambda: technician.get(f"/api/v1/orders/{order_id}/progress").status == 200,
                   what="that tracking knows the assignment")
        return assigned

    def act(self, who, order_id, kind, **more):
        return must(who.post(f"/api/v1/orders/{order_id}/activity", {"kind": kind, **more}), 201)

    def prove(self, who, order_id, data=b"acta de visita", name="acta.txt"):
        return must(who.post(f"/api/v1/orders/{order_id}/evidence?name={name}", raw=data,
                             headers={"Content-Type": "text/plain"}), 201)

    def finished(self):
        """An order whose work is done."""
        order = self.new_order()
        technician = self.technicians[0]
        self.assign(order["id"], technician)
        self.act(technician, order["id"], "work_started")
        self.prove(technician, order["id"])
        self.act(technician, order["id"], "work_completed")
        self.wait_status(order["id"], "completed")
        return order, technician

    def finished_by_events(self):
        """The id of such an order, where services are processes apart: what needs an event is asked until it came."""
        technician = self.technicians[0]
        order = self.new_order(who=self.client)["id"]
        path = f"/api/v1/orders/{order}"
        assignment = {"technicianId": technician.user["id"]}
        for who, to, body, status in ((self.operator, "assignments", assignment, "assigned"),
                                      (technician, "activity", {"kind": "work_started"}, "in_progress")):
            wait_until(lambda: who.post(f"{path}/{to}", body).status == 201, 30, what=to)
            self.wait_status(order, status)
        self.prove(technician, order)
        self.act(technician, order, "work_completed")
        self.wait_status(order, "completed")
        return order


def suite_add_administrator(suite):
    """`microflow user add` on the folder of a suite that is not running yet, then starts it."""
    added = suite.run("user", "add", "--username", "admin", "--name", "Admin", "--email", "admin@test.invalid",
                      "--role", "administrator", text=PASSWORD + "\n")
    if added.returncode != 0:
        raise AssertionError(added.stderr)
    suite.start()


def demo_logins(suite):
    with open(os.path.join(suite.folder, "demo-logins.json")) as file:
        return json.load(file)
