"""deploy/kubernetes and deploy/systemd, as far as they can be checked without a cluster and without systemd running.

The schemas of Kubernetes come with the package kubernetes-validate of PyPI, which `./dev containers` puts into
build/python; without it that one test is skipped."""

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

from tests.harness.suite import BINARY, Suite

ROOT = pathlib.Path(__file__).parents[2]
KUBERNETES = ROOT / "deploy" / "kubernetes"
UNIT = ROOT / "deploy" / "systemd" / "microflow.service"
VALIDATOR = ROOT / "build" / "python" / "bin" / "kubernetes-validate"


def environment_of(text):
    return set(re.findall(r"\bMICROFLOW_[A-Z0-9_]+\b", text))


def known_variables():
    page = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    return set(re.findall(r"\| `(MICROFLOW_[A-Z0-9_]+)` \|", page))


@unittest.skipUnless(yaml, "needs python3-yaml")
class Kubernetes(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        names = yaml.safe_load((KUBERNETES / "kustomization.yaml").read_text(encoding="utf-8"))["resources"]
        cls.files = [KUBERNETES / name for name in names]
        cls.objects = [each for file in cls.files for each in yaml.safe_load_all(file.read_text(encoding="utf-8"))]

    def kind(self, kind):
        return next(each for each in self.objects if each["kind"] == kind)

    def test_every_file_is_named_in_the_kustomization(self):
        self.assertEqual({file.name for file in KUBERNETES.glob("*.yaml")},
                         {file.name for file in self.files} | {"kustomization.yaml"})

    def test_the_schemas_of_kubernetes_accept_them(self):
        if not VALIDATOR.exists():
            self.skipTest("kubernetes-validate is not installed: ./dev containers")
        for version in ("1.27.0", "1.31.0"):
            done = subprocess.run([VALIDATOR, "--strict", "--kubernetes-version", version, *self.files],
                                  capture_output=True, text=True, timeout=120)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_the_pod_is_restricted_as_its_namespace_demands(self):
        labels = self.kind("Namespace")["metadata"]["labels"]
        self.assertEqual(labels["pod-security.kubernetes.io/enforce"], "restricted")
        pod = self.kind("StatefulSet")["spec"]["template"]["spec"]
        self.assertTrue(pod["securityContext"]["runAsNonRoot"])
        self.assertEqual(pod["securityContext"]["seccompProfile"], {"type": "RuntimeDefault"})
        for container in pod["containers"]:
            security = container["securityContext"]
            self.assertEqual(security["capabilities"], {"drop": ["ALL"]})
            self.assertFalse(security["allowPrivilegeEscalation"])
            self.assertTrue(security["readOnlyRootFilesystem"])
            self.assertIn("memory", container["resources"]["limits"])

    def test_user_port_and_volume_are_the_image_s(self):
        image = (ROOT / "deploy" / "containers" / "Containerfile").read_text(encoding="utf-8")
        spec = self.kind("StatefulSet")["spec"]
        pod = spec["template"]["spec"]
        container = pod["containers"][0]
        self.assertIn(f"USER {pod['securityContext']['runAsUser']}:{pod['securityContext']['runAsGroup']}", image)
        self.assertIn(f"EXPOSE {container['ports'][0]['containerPort']}", image)
        self.assertIn(f"VOLUME {container['volumeMounts'][0]['mountPath']}", image)
        self.assertEqual(spec["volumeClaimTemplates"][0]["metadata"]["name"], container["volumeMounts"][0]["name"])
        drain = int(re.search(r"DRAIN_SECONDS=(\d+)", image).group(1))
        self.assertLess(drain, 10)
        self.assertLess(drain, pod["terminationGracePeriodSeconds"])

    def test_everything_selects_the_pod(self):
        spec = self.kind("StatefulSet")["spec"]
        labels = spec["template"]["metadata"]["labels"]
        for selector in (spec["selector"]["matchLabels"], self.kind("Service")["spec"]["selector"],
                         self.kind("PodDisruptionBudget")["spec"]["selector"]["matchLabels"],
                         self.kind("NetworkPolicy")["spec"]["podSelector"]["matchLabels"]):
            self.assertEqual(selector, labels)
        self.assertEqual(spec["serviceName"], self.kind("Service")["metadata"]["name"])

    def test_what_the_settings_can_name_can_be_reached(self):
        ways = self.kind("NetworkPolicy")["spec"]["egress"]
        ports = {port["port"] for way in ways for port in way["ports"]}
        # Names, mail, PostgreSQL, NATS, object stores: the ports of the examples in docs/.
        self.assertEqual(ports, {53, 25, 465, 587, 5432, 4222, 443})
        for way in ways:
            if not {25, 465, 587} & {port["port"] for port in way["ports"]}:
                self.assertTrue(way.get("to"), "only the mail server may be anywhere")

    def test_probes_ask_for_pages_that_are_there(self):
        container = self.kind("StatefulSet")["spec"]["template"]["spec"]["containers"][0]
        paths = {container[probe]["httpGet"]["path"] for probe in ("startupProbe", "livenessProbe", "readinessProbe")}
        with Suite() as suite:
            for path in paths:
                self.assertEqual(suite.anonymous().get(path).status, 200, path)


class Settings(unittest.TestCase):
    def test_every_variable_is_one_that_the_suite_reads(self):
        for file in [KUBERNETES / "config.yaml", UNIT, ROOT / "deploy" / "containers" / "Containerfile"]:
            used = environment_of(file.read_text(encoding="utf-8"))
            self.assertTrue(used, file)
            self.assertEqual(used - known_variables(), set(), file)


@unittest.skipUnless(shutil.which("systemd-analyze"), "needs systemd-analyze")
class Unit(unittest.TestCase):
    def analyze(self, *arguments):
        done = subprocess.run(["systemd-analyze", *arguments], capture_output=True, text=True, timeout=60)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done

    def test_systemd_understands_all_of_it(self):
        with tempfile.TemporaryDirectory() as folder:
            unit = pathlib.Path(folder) / "microflow.service"
            text = UNIT.read_text(encoding="utf-8")
            unit.write_text(text.replace("/usr/bin/microflow", str(pathlib.Path(BINARY).resolve())), encoding="utf-8")
            self.assertEqual(self.analyze("verify", unit).stderr, "")

    def test_leaves_little_to_an_intruder(self):
        self.analyze("security", "--offline=true", "--threshold=15", UNIT)


if __name__ == "__main__":
    unittest.main()
