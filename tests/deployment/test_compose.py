"""deploy/compose, as far as it can be checked without a registry: the file by its schema (check-jsonschema of PyPI, which
`./dev containers` puts into build/python), what it names, and its scripts and configurations with the real programs.

tests/containers/company.py starts its seven processes, PostgreSQL and NATS from images made here."""

import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

try:
    import yaml
except ImportError:
    yaml = None

from tests.deployment.test_manifests import known_variables
from tests.harness import postgres
from tests.harness.nats import program as nats_program
from tests.harness.suite import SERVICES

ROOT = pathlib.Path(__file__).parents[2]
COMPOSE = ROOT / "deploy" / "compose"
VALIDATOR = ROOT / "build" / "python" / "bin" / "check-jsonschema"


def make_secrets(folder):
    """As ./up makes them, elsewhere; their names and texts."""
    shutil.copy(COMPOSE / "up", folder)
    subprocess.run([pathlib.Path(folder) / "up", "--only-secrets"], check=True, timeout=60)
    return {file.name: file.read_text(encoding="utf-8") for file in (pathlib.Path(folder) / "secrets").iterdir()}


@unittest.skipUnless(yaml, "needs python3-yaml")
class Compose(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.file = yaml.safe_load((COMPOSE / "compose.yaml").read_text(encoding="utf-8"))
        cls.services = cls.file["services"]
        cls.ours = {name: each for name, each in cls.services.items() if each["image"].startswith("microflow:")}

    def test_the_schema_of_compose_accepts_it(self):
        if not VALIDATOR.exists():
            self.skipTest("check-jsonschema is not installed: ./dev containers")
        done = subprocess.run([VALIDATOR, "--builtin-schema", "vendor.compose-spec", COMPOSE / "compose.yaml"],
                              capture_output=True, text=True, timeout=120)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_the_whole_company_is_there(self):
        self.assertEqual(set(self.ours), {"gateway", *SERVICES})
        self.assertEqual(set(self.services) - set(self.ours), {"postgres", "nats", "azurite", "prometheus", "grafana"})
        for name, each in self.ours.items():
            self.assertEqual(each["command"], ["serve", name])
        for name, each in self.services.items():
            self.assertRegex(each["image"], r"^[\w./-]+:[\w.${}:-]+$", f"{name} names a version")
            self.assertNotIn("latest", each["image"] if name not in self.ours else "", name)

    def test_our_processes_have_few_rights(self):
        for name, each in self.ours.items():
            self.assertEqual((each["read_only"], each["cap_drop"], each["security_opt"]),
                             (True, ["ALL"], ["no-new-privileges"]), name)
            self.assertIn("mem_limit", each)

    def test_everything_that_is_named_is_there(self):
        self.assertTrue((COMPOSE / self.services["gateway"]["build"]["context"] / "dev").exists())
        secrets = self.file["secrets"]
        used = set()
        for name, each in self.services.items():
            used |= set(each.get("secrets", []))
            self.assertLessEqual(set(each["networks"]), set(self.file["networks"]), name)
            self.assertLessEqual(set(each.get("depends_on", [])), set(self.services), name)
            for volume in each.get("volumes", []):
                source = volume.split(":")[0]
                there = (COMPOSE / source).exists() if source.startswith(".") else source in self.file["volumes"]
                self.assertTrue(there, volume)
            for variable, value in (each.get("environment") or {}).items():
                if str(value).startswith("/run/secrets/"):
                    self.assertIn(value.removeprefix("/run/secrets/"), each["secrets"], f"{name}: {variable}")
        self.assertEqual(used, set(secrets))
        with tempfile.TemporaryDirectory() as folder:
            made = make_secrets(folder)
            self.assertEqual(set(made) - {"azurite.env"}, {each["file"].removeprefix("secrets/")
                                                           for each in secrets.values()})
            self.assertEqual(make_secrets(folder), made, "they are made once")
            self.assertEqual(os.stat(pathlib.Path(folder) / "secrets").st_mode & 0o777, 0o700)

    def test_nobody_gets_another_s_secrets(self):
        for name, each in self.ours.items():
            databases = [secret for secret in each["secrets"] if secret.endswith("_database")]
            self.assertEqual(databases, [] if name == "gateway" else [f"{name}_database"])
            self.assertEqual("azure_key" in each["secrets"], name == "tracking")

    def test_every_variable_is_one_that_the_suite_reads(self):
        for name, each in self.ours.items():
            used = {re.sub("_FILE$", "", variable) for variable in each["environment"]}
            self.assertEqual(used - known_variables(), set(), name)
            for variable, url in each["environment"].items():
                if variable.startswith("MICROFLOW_UPSTREAMS_"):
                    self.assertEqual(url, f"http://{variable.removeprefix('MICROFLOW_UPSTREAMS_').lower()}:8080")

    def test_prometheus_scrapes_every_process(self):
        (targets,) = yaml.safe_load((COMPOSE / "targets.yml").read_text(encoding="utf-8"))
        self.assertEqual(set(targets["targets"]), {f"{name}:8080" for name in self.ours})

    def test_grafana_asks_the_prometheus_of_the_company(self):
        mine, theirs = (yaml.safe_load(path.read_text(encoding="utf-8"))["datasources"][0] for path in (
            COMPOSE / "datasource.yml", ROOT / "deploy/monitoring/grafana/provisioning/datasources/microflow.yml"))
        self.assertEqual(mine, {**theirs, "url": "http://prometheus:9090"})

    @unittest.skipUnless(shutil.which(nats_program()), "needs nats-server")
    def test_nats_understands_its_configuration(self):
        with tempfile.TemporaryDirectory() as folder:
            make_secrets(folder)
            done = subprocess.run([nats_program(), "-t", "-c", f"{folder}/secrets/nats_config"], capture_output=True,
                                  text=True, timeout=60)
            self.assertEqual(done.returncode, 0, done.stderr)


class Databases(unittest.TestCase):
    def test_the_server_gets_a_login_and_a_database_for_each_service(self):
        server = postgres.Server()
        self.addCleanup(server.remove)
        with tempfile.TemporaryDirectory() as folder:
            secrets = make_secrets(folder)
            environment = {"PATH": server.programs + ":/usr/bin:/bin", "PGHOST": server.folder,
                           "POSTGRES_USER": "microflow", "SECRETS": f"{folder}/secrets"}
            done = subprocess.run(["sh", COMPOSE / "databases.sh"], env=environment, capture_output=True, text=True,
                                  timeout=60)
        self.assertEqual(done.returncode, 0, done.stderr)
        rows = server.execute("SELECT datname, pg_get_userbyid(datdba), datcollate FROM pg_database WHERE NOT "
                              "datistemplate AND datname <> 'postgres' ORDER BY datname")
        self.assertEqual(rows.split(), [f"{service}|{service}|C" for service in sorted(SERVICES)])
        for service in SERVICES:
            self.assertRegex(secrets[f"{service}_database"], rf"^postgresql://{service}:[0-9a-f]{{48}}@postgres:5432/{service}$")


if __name__ == "__main__":
    unittest.main()
