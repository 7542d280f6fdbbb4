"""deploy/terraform, as far as it can be checked without a cloud and without the provider: its form, every argument and
attribute against the provider's published schema (aws_provider.json), every reference, and what the suite itself knows:
variables, ports, users, queues. The task that makes databases is run, against a real PostgreSQL.

It is read by python-hcl2 of PyPI, which `./dev containers` puts into build/python; without it most is skipped. Where
there is a `terraform` on the path, its own formatter is asked as well."""

import glob
import json
import pathlib
import re
import shutil
import subprocess
import unittest

from tests.deployment.test_manifests import known_variables
from tests.harness import postgres
from tests.harness.aws import CONSUMERS
from tests.harness.suite import SERVICES, Suite

ROOT = pathlib.Path(__file__).parents[2]
TERRAFORM = ROOT / "deploy" / "terraform"
MODULE = TERRAFORM / "modules" / "service"
PYTHON = ROOT / "build" / "python" / "bin" / "python"
READ = """
import hcl2, json, sys
print(json.dumps({name: hcl2.load(open(name, encoding="utf-8")) for name in sys.argv[1:]}))
"""
META = {"count", "for_each", "depends_on", "lifecycle", "provider", "provisioner", "connection"}
SCHEMA = json.loads((pathlib.Path(__file__).parent / "aws_provider.json").read_text(encoding="utf-8"))


def files(folder):
    return sorted(folder.glob("*.tf"))


def text_of(folder):
    """Without comments."""
    text = "\n".join(file.read_text(encoding="utf-8") for file in files(folder))
    return re.sub(r"(?m)(^|\s)#.*$", "", text)


def bare(text):
    return text.strip('"')


def read(folder):
    """[(kind, type, name, body)] of every block of the folder."""
    done = subprocess.run([PYTHON, "-c", READ, *files(folder)], capture_output=True, text=True, timeout=60)
    if done.returncode != 0:
        raise AssertionError(done.stderr)
    blocks = []
    for page in json.loads(done.stdout).values():
        for kind in ("resource", "data"):
            for entry in page.get(kind, []):
                for type_, named in entry.items():
                    for name, body in named.items():
                        blocks.append((kind, bare(type_), bare(name), body))
        for kind in ("module", "variable", "output"):
            for entry in page.get(kind, []):
                for name, body in entry.items():
                    blocks.append((kind, None, bare(name), body))
        for entry in page.get("locals", []):
            for name in entry:
                if not name.startswith("__"):
                    blocks.append(("local", None, name, entry[name]))
    return blocks


def body_items(body):
    return {name: value for name, value in body.items() if not name.startswith("__")}


def check_body(body, schema, where, wrong):
    """Every argument is one of the schema's, and what it requires is there."""
    there = set()
    for name, value in body_items(body).items():
        if name == "dynamic":
            for each in value:
                for inner, dynamic in each.items():
                    there.add(bare(inner))
                    check_block(bare(inner), dynamic["content"], schema, where, wrong)
            continue
        there.add(name)
        if name in META:
            continue
        blocks = value if isinstance(value, list) else [value]
        if all(isinstance(each, dict) and each.get("__is_block__") for each in blocks) and blocks:
            check_block(name, blocks, schema, where, wrong)
        elif name not in schema:
            wrong.append(f"{where}: there is no argument {name}")
    for name, facts in schema.items():
        if facts["required"] and name not in there:
            wrong.append(f"{where}: {name} is missing")


def check_block(name, blocks, schema, where, wrong):
    if name in META:
        return
    if name not in schema:
        wrong.append(f"{where}: there is no block {name}")
        return
    for each in blocks:
        if "block" in schema[name]:
            check_body(each, schema[name]["block"], f"{where}.{name}", wrong)


@unittest.skipUnless(PYTHON.exists(), "needs python-hcl2: ./dev containers")
class Resources(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        if subprocess.run([PYTHON, "-c", "import hcl2"], capture_output=True).returncode != 0:
            raise unittest.SkipTest("needs python-hcl2: ./dev containers")
        cls.blocks = {folder: read(folder) for folder in (TERRAFORM, MODULE)}

    def names(self, folder, kind):
        return {name for each, _, name, _ in self.blocks[folder] if each == kind}

    def test_every_argument_is_one_that_the_provider_takes(self):
        wrong = []
        checked = 0
        for blocks in self.blocks.values():
            for kind, type_, name, body in blocks:
                if kind in ("resource", "data") and type_.startswith("aws_"):
                    check_body(body, SCHEMA[kind][type_]["takes"], f"{type_}.{name}", wrong)
                    checked += 1
        self.assertEqual(wrong, [])
        self.assertGreater(checked, 60)

    def test_the_check_finds_what_is_wrong(self):
        wrong = []
        schema = SCHEMA["resource"]["aws_ecs_service"]["takes"]
        check_body({"name": "x", "colour": "red", "network_configuration": [{"__is_block__": True, "subnet": 1}]}, schema,
                   "s", wrong)
        self.assertEqual(wrong, ["s: there is no argument colour", "s.network_configuration: there is no argument subnet",
                                 "s.network_configuration: subnets is missing"])

    def test_every_reference_leads_somewhere(self):
        wrong = []
        for folder, blocks in self.blocks.items():
            text = text_of(folder)
            for kind, names in (("var", self.names(folder, "variable")), ("local", self.names(folder, "local"))):
                used = set(re.findall(rf"\b{kind}\.(\w+)", text))
                wrong += [f"{kind}.{name} is not declared" for name in used - names]
                wrong += [f"{kind}.{name} is not used" for name in names - used]
            declared = {(kind, type_, name) for kind, type_, name, _ in blocks}
            for data, type_, name, attribute in re.findall(
                    r"(?<![\w.\"/])(data\.)?((?:aws|random)_\w+)\.(\w+)(?:\[[^\]]*\])?(?:\.(\w+))?", text):
                kind = "data" if data else "resource"
                if (kind, type_, name) not in declared:
                    wrong.append(f"{data}{type_}.{name} is not declared")
                elif attribute and type_.startswith("aws_") and attribute not in SCHEMA[kind][type_]["tells"]:
                    wrong.append(f"{data}{type_}.{name} has no {attribute}")
        self.assertEqual(wrong, [])

    def test_the_module_gets_what_it_asks_for(self):
        (call,) = [body for kind, _, _, body in self.blocks[TERRAFORM] if kind == "module"]
        given = set(body_items(call)) - META - {"source"}
        variables = {name: body for kind, _, name, body in self.blocks[MODULE] if kind == "variable"}
        self.assertEqual(given - set(variables), set())
        self.assertEqual({name for name, body in variables.items() if "default" not in body} - given, set())

    def test_nobody_may_do_everything(self):
        for folder, blocks in self.blocks.items():
            for kind, type_, name, body in blocks:
                if type_ != "aws_iam_policy_document":
                    continue
                statements = body.get("statement", []) + [content for each in body.get("dynamic", [])
                                                          for block in each.values() for content in block["content"]]
                for statement in statements:
                    if bare(statement.get("effect", "Allow")) == "Deny":
                        continue
                    actions = [bare(action) for action in statement["actions"]]
                    self.assertFalse([action for action in actions if action.endswith("*")], name)
                    if '"*"' in statement.get("resources", []):
                        self.assertEqual(actions, ["ecr:GetAuthorizationToken"], name)

    def test_secrets_are_encrypted_parameters(self):
        text = text_of(TERRAFORM)
        for name, body in re.findall(r'resource "aws_ssm_parameter" "(\w+)" \{(.*?)^\}', text, re.S | re.M):
            self.assertEqual('"SecureString"' in body, name != "setting", name)
        settings = text[text.index("everywhere = merge("):text.index('data "aws_caller_identity"')]
        self.assertFalse([name for name in re.findall(r"MICROFLOW_\w+", settings)
                          if re.search("SECRET|PASSWORD|DATABASE_URL", name)])


class Form(unittest.TestCase):
    def test_is_formatted_as_terraform_does(self):
        for file in TERRAFORM.rglob("*.tf"):
            text = file.read_text(encoding="utf-8")
            self.assertTrue(text.endswith("}\n"), file)
            self.assertFalse(re.search(r"\t|[ ]+$|\n\n\n", text, re.M), file)
        if shutil.which("terraform"):
            done = subprocess.run(["terraform", "fmt", "-check", "-recursive", TERRAFORM], capture_output=True, text=True,
                                  timeout=60)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)


class Suites(unittest.TestCase):
    """What the suite itself knows better."""

    def setUp(self):
        self.text = text_of(TERRAFORM)
        self.image = (ROOT / "deploy" / "containers" / "Containerfile").read_text(encoding="utf-8")

    def set_of(self, name):
        return set(re.findall(r'"(\w+)"', re.search(rf"{name}\s*=\s*toset\(\[(.*?)\]\)", self.text).group(1)))

    def test_every_variable_is_one_that_the_suite_reads(self):
        used = set(re.findall(r"\bMICROFLOW_[A-Z0-9_]+\b", self.text + text_of(MODULE)))
        used -= {"MICROFLOW_UPSTREAMS_"}
        self.assertGreater(len(used), 12)
        self.assertEqual(used - known_variables(), set())
        for service in SERVICES:
            self.assertIn(f"MICROFLOW_UPSTREAMS_{service.upper()}", known_variables())

    def test_processes_and_queues_are_the_suite_s(self):
        self.assertEqual(self.set_of("services"), set(SERVICES))
        self.assertEqual(self.set_of("consumers"), set(CONSUMERS))
        table = re.search(r"processes = \{(.*?)^  \}", self.text, re.S | re.M).group(1)
        self.assertEqual(set(re.findall(r"(?m)^\s+(\w+)\s+= \{", table)), {"gateway", *SERVICES})
        self.assertIn("/${var.name}-{service}.fifo", self.text)
        self.assertIn('"${var.name}-${each.key}.fifo"', self.text)

    def test_port_user_and_folders_are_the_image_s(self):
        services = (TERRAFORM / "services.tf").read_text(encoding="utf-8")
        port, user = (re.search(rf"\b{name}\s*= (\d+)", services).group(1) for name in ("port", "user"))
        self.assertIn(f"EXPOSE {port}", self.image)
        self.assertIn(f"USER {user}:{user}", self.image)
        module = text_of(MODULE)
        self.assertIn('containerPath = "/data"', module)
        self.assertIn("VOLUME /data", self.image)
        self.assertIn("/usr/bin/microflow", self.image)
        self.assertIn('"/usr/bin/microflow", "health"', module)
        drain = int(re.search(r"DRAIN_SECONDS=(\d+)", self.image).group(1))
        self.assertLess(drain, int(re.search(r"stopTimeout\s*= (\d+)", module).group(1)))

    def test_the_balancer_asks_for_a_page_that_is_there(self):
        path = re.search(r'path\s*= "(/health/\w+)"', self.text).group(1)
        with Suite() as suite:
            self.assertEqual(suite.anonymous().get(path).status, 200)


@unittest.skipUnless(glob.glob("/usr/lib/postgresql/*/bin"), "needs PostgreSQL")
class Databases(unittest.TestCase):
    def script(self):
        text = (TERRAFORM / "database.tf").read_text(encoding="utf-8")
        each = re.search(r"<<-EOT\n(.*?)\n    EOT", text, re.S).group(1)
        each = "\n".join(line[6:] for line in each.splitlines())
        of_one = lambda service: each.replace("${upper(service)}", service.upper()).replace("${service}", service)
        return "\n".join(["set -eu", *(of_one(service) for service in sorted(SERVICES))])

    def test_the_task_makes_a_database_and_a_login_for_each_service_and_may_run_again(self):
        server = postgres.Server()
        self.addCleanup(server.remove)
        # As Amazon's: no superuser, but one who may make roles and databases.
        server.execute("CREATE ROLE master LOGIN CREATEROLE CREATEDB")
        environment = {"PATH": server.programs + ":/usr/bin:/bin", "PGHOST": server.folder, "PGUSER": "master",
                       "PGDATABASE": "postgres",
                       **{f"PASSWORD_{service.upper()}": f"{service}'s \"word\" $x" for service in SERVICES}}
        for _ in range(2):
            done = subprocess.run(["sh", "-c", self.script()], env=environment, capture_output=True, text=True, timeout=60)
            self.assertEqual(done.returncode, 0, done.stderr)
        rows = server.execute("SELECT datname, pg_get_userbyid(datdba), pg_encoding_to_char(encoding), datcollate FROM "
                              "pg_database WHERE NOT datistemplate AND datname <> 'postgres' ORDER BY datname")
        self.assertEqual(rows.split(), [f"{service}|{service}|UTF8|C" for service in sorted(SERVICES)])
        others = server.execute("SELECT has_database_privilege('dispatch', 'tracking', 'CONNECT'), "
                                "has_database_privilege('dispatch', 'dispatch', 'CONNECT')")
        self.assertEqual(others.strip(), "f|t")


if __name__ == "__main__":
    unittest.main()
