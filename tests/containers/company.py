"""The company of deploy/compose in containers: its seven processes as compose.yaml has them (command, variables, secrets,
rights, limits), PostgreSQL and NATS from Debian's packages in place of the published images, since there is no registry.
Evidence goes to the data folder instead of Azurite. deploy/containers/test.sh builds the images and starts this."""

import contextlib
import ctypes
import ipaddress
import json
import os
import pathlib
import tempfile
import unittest
import uuid

import yaml

from tests.containers.image import IMAGE, LIMITS, engine
from tests.deployment.test_compose import COMPOSE, make_secrets
from tests.harness.suite import SERVICES, Client, wait_until
from tests.harness.world import World

STORES = "localhost/debian:12"
POSTGRES = """set -e
programs=/usr/lib/postgresql/15/bin data=/tmp/data PGHOST=/tmp
export PGHOST
$programs/initdb -D $data -U postgres --encoding=UTF8 --locale=C -A trust --no-sync >/dev/null
echo 'host all all all scram-sha-256' >$data/pg_hba.conf
echo 'local all postgres trust' >>$data/pg_hba.conf
$programs/pg_ctl -D $data -w -s -o '-k /tmp -c listen_addresses=' start >/dev/null
PATH=$programs:$PATH sh /databases.sh
$programs/pg_ctl -D $data -w -s stop
exec $programs/postgres -D $data -k /tmp -c listen_addresses='*'
"""


NEW_NETWORK = 0x40000000  # CLONE_NEWNET
libc = ctypes.CDLL(None, use_errno=True)


@contextlib.contextmanager
def network_of(pid):
    """This thread stands in the container's network meanwhile; what it opens stays there."""
    with open("/proc/thread-self/ns/net") as own, open(f"/proc/{pid}/ns/net") as theirs:
        if libc.setns(theirs.fileno(), NEW_NETWORK) != 0:
            raise OSError(ctypes.get_errno(), "setns")
        try:
            yield
        finally:
            libc.setns(own.fileno(), NEW_NETWORK)


class ClientInside(Client):
    """Talks to a container from inside of its network: nothing of it is to be reached from this machine."""

    def __init__(self, pid):
        super().__init__(8080)
        self.pid = pid

    def open(self):
        connection = super().open()
        with network_of(self.pid):
            connection.connect()
        connection.auto_open = 0  # never from outside
        return connection


class Company:
    """What World needs of a suite: run, start, login."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        make_secrets(self.folder)
        self.file = yaml.safe_load((COMPOSE / "compose.yaml").read_text(encoding="utf-8"))
        self.prefix = "microflow-" + uuid.uuid4().hex[:8]
        engine("network", "create", "--internal", self.prefix)
        (network,) = json.loads(engine("network", "inspect", self.prefix).stdout)
        subnet = network["subnets"][0]["subnet"] if "subnets" in network else \
            network["plugins"][0]["ipam"]["ranges"][0][0]["subnet"]
        hosts = list(ipaddress.ip_network(subnet).hosts())
        names = ["postgres", "nats", "gateway", *SERVICES]
        self.addresses = {name: str(hosts[10 + number]) for number, name in enumerate(names)}

    def container(self, name, image, *arguments, command=()):
        service = self.file["services"][name]
        hosts = [each for other, address in self.addresses.items() for each in ("--add-host", f"{other}:{address}")]
        secrets = [each for secret in service.get("secrets", []) for each in
                   ("--volume", f"{self.folder}/{self.file['secrets'][secret]['file']}:/run/secrets/{secret}:ro")]
        engine("run", "--detach", "--name", f"{self.prefix}-{name}", "--network", self.prefix, "--ip",
               self.addresses[name], *LIMITS, *hosts, *secrets, *arguments, image, *command)

    def process(self, name):
        service = self.file["services"][name]
        variables = {**service["environment"], "MICROFLOW_SUITE_TIME_ZONE": "America/Bogota"}
        if name == "tracking":
            variables["MICROFLOW_BLOBS_KIND"] = "directory"
        self.container(name, IMAGE, "--read-only", "--read-only-tmpfs=false", "--cap-drop", *service["cap_drop"],
                       "--security-opt", *service["security_opt"], "--memory", service["mem_limit"],
                       "--cpus", str(service["cpus"]), "--volume", f"{self.prefix}-{name}:/data",
                       *[each for variable, value in variables.items() for each in ("--env", f"{variable}={value}")],
                       command=service["command"])

    def start_stores(self):
        self.container("postgres", STORES, "--user", "postgres", "--volume", f"{COMPOSE}/databases.sh:/databases.sh:ro",
                       command=["sh", "-c", POSTGRES])
        wait_until(lambda: engine("exec", self.name("postgres"), "/usr/lib/postgresql/15/bin/pg_isready", "-q", "-h",
                                  "127.0.0.1", check=False).returncode == 0, 60, "PostgreSQL")
        self.container("nats", STORES, "--tmpfs", "/data", command=["nats-server", *self.file["services"]["nats"]["command"]])

    def start(self):
        """All but the stores and identity, which run already when World wants its administrator."""
        for name in SERVICES[1:]:
            self.process(name)
        self.process("gateway")
        try:
            wait_until(lambda: self.ready("gateway"), 60, "the gateway's readiness")
        except AssertionError as late:
            logs = "".join(f"\n-- {name}\n" + "".join(engine("logs", "--tail", "12", self.name(name), check=False)
                                                      .stderr.splitlines(True)[-12:]) for name in self.addresses)
            raise AssertionError(f"{late}: {self.client().get('/health/ready')}{logs}") from None

    def ready(self, service):
        try:
            return self.client(service).get("/health/ready").status == 200
        except OSError:
            return False  # it does not listen yet

    def name(self, service):
        return f"{self.prefix}-{service}"

    def run(self, *arguments, text=None):
        return engine("exec", "--interactive", self.name("identity"), "/usr/bin/microflow", *arguments, text=text,
                      check=False)

    def client(self, service="gateway"):
        return ClientInside(json.loads(engine("inspect", self.name(service)).stdout)[0]["State"]["Pid"])

    def login(self, username, password):
        client = self.client()
        answer = client.post("/api/v1/auth/login", {"username": username, "password": password})
        if answer.status != 200:
            raise AssertionError(f"login of {username}: {answer}")
        client.token = answer.json["accessToken"]
        client.user = answer.json["user"]
        return client

    def remove(self):
        for name in self.addresses:
            engine("rm", "--force", "--time", "0", "--volumes", self.name(name), check=False)
            engine("volume", "rm", "--force", self.name(name), check=False)
        engine("network", "rm", "--force", self.prefix, check=False)


class TheCompany(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="microflow-company-", dir=os.environ.get("MICROFLOW_WORK"))
        cls.addClassCleanup(folder.cleanup)
        cls.company = Company(folder.name)
        cls.addClassCleanup(cls.company.remove)
        cls.company.start_stores()
        cls.company.process("identity")
        wait_until(lambda: cls.company.run("health").returncode == 0, 60, "identity")
        cls.world = World(cls.company)

    def test_work_goes_through_seven_containers(self):
        order = self.world.finished_by_events()
        self.assertEqual(self.world.order(order)["status"], "completed")

    def test_every_process_tells_prometheus_its_figures(self):
        (targets,) = yaml.safe_load((COMPOSE / "targets.yml").read_text(encoding="utf-8"))
        for target in targets["targets"]:
            service, port = target.split(":")
            client = self.company.client(service)
            self.assertEqual(int(port), client.port)
            answer = client.get("/metrics")
            self.assertEqual(answer.status, 200, target)
            self.assertIn(b"process_resident_memory_bytes", answer.body, target)

    def test_no_service_may_enter_another_s_database(self):
        secret = (self.company.folder / "secrets" / "dispatch_database").read_text(encoding="utf-8")
        for database, code in (("dispatch", 0), ("tracking", 2)):
            url = secret.rsplit("/", 1)[0] + "/" + database
            done = engine("exec", self.company.name("postgres"), "psql", url, "-c", "SELECT 1", check=False)
            self.assertEqual(done.returncode, code, done.stderr)

    def test_what_ends_is_ended_in_time_and_comes_back(self):
        name = self.company.name("dispatch")
        engine("stop", "--time", "10", name)
        (state,) = json.loads(engine("inspect", name).stdout)
        self.assertEqual(state["State"]["ExitCode"], 0)
        engine("start", name)
        wait_until(lambda: self.company.ready("dispatch"), 60, "dispatch again")


if __name__ == "__main__":
    unittest.main()
