"""deploy/kubernetes/scaled, the suite as seven Deployments, as far as it can be checked without a cluster."""

import pathlib
import re
import subprocess
import sys
import unittest

try:
    import yaml
except ImportError:
    yaml = None

from tests.deployment.test_manifests import KUBERNETES, ROOT, VALIDATOR, known_variables
from tests.harness.suite import SERVICES

SCALED = KUBERNETES / "scaled"


@unittest.skipUnless(yaml, "needs python3-yaml")
class Scaled(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.text = (SCALED / "suite.yaml").read_text(encoding="utf-8")
        cls.objects = list(yaml.safe_load_all(cls.text))

    def all(self, kind):
        return {each["metadata"]["name"]: each for each in self.objects if each["kind"] == kind}

    def test_it_is_what_the_table_says(self):
        done = subprocess.run([sys.executable, "-B", SCALED / "manifests.py", "--check"], capture_output=True, text=True,
                              timeout=60)
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_the_schemas_of_kubernetes_accept_it(self):
        if not VALIDATOR.exists():
            self.skipTest("kubernetes-validate is not installed: ./dev containers")
        for version in ("1.27.0", "1.31.0"):
            done = subprocess.run([VALIDATOR, "--strict", "--kubernetes-version", version, SCALED / "suite.yaml"],
                                  capture_output=True, text=True, timeout=120)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_every_process_has_what_it_needs(self):
        names = {"gateway", *SERVICES}
        for kind in ("Service", "Deployment", "HorizontalPodAutoscaler", "PodDisruptionBudget"):
            self.assertEqual(set(self.all(kind)), names, kind)
        for name in names:
            deployment = self.all("Deployment")[name]["spec"]
            labels = deployment["template"]["metadata"]["labels"]
            self.assertEqual(deployment["selector"]["matchLabels"], labels)
            self.assertEqual(self.all("Service")[name]["spec"]["selector"], labels)
            self.assertEqual(self.all("PodDisruptionBudget")[name]["spec"]["selector"]["matchLabels"], labels)
            scaler = self.all("HorizontalPodAutoscaler")[name]["spec"]
            self.assertEqual(scaler["scaleTargetRef"]["name"], name)
            self.assertGreaterEqual(scaler["minReplicas"], 2)
            self.assertNotIn("replicas", deployment, "the scaler decides")
            (container,) = deployment["template"]["spec"]["containers"]
            self.assertEqual(container["args"], ["serve", name])
            self.assertIn("cpu", container["resources"]["requests"])

    def test_the_pods_are_restricted_and_the_image_s(self):
        image = (ROOT / "deploy" / "containers" / "Containerfile").read_text(encoding="utf-8")
        for name, deployment in self.all("Deployment").items():
            pod = deployment["spec"]["template"]["spec"]
            self.assertTrue(pod["securityContext"]["runAsNonRoot"])
            self.assertEqual(pod["securityContext"]["seccompProfile"], {"type": "RuntimeDefault"})
            self.assertIn(f"USER {pod['securityContext']['runAsUser']}:{pod['securityContext']['runAsGroup']}", image)
            (container,) = pod["containers"]
            security = container["securityContext"]
            self.assertEqual((security["capabilities"], security["allowPrivilegeEscalation"],
                              security["readOnlyRootFilesystem"]), ({"drop": ["ALL"]}, False, True), name)
            self.assertIn(f"EXPOSE {container['ports'][0]['containerPort']}", image)
            self.assertEqual({mount["name"] for mount in container["volumeMounts"]},
                             {volume["name"] for volume in pod["volumes"]})
            for probe in ("startupProbe", "livenessProbe", "readinessProbe"):
                self.assertRegex(container[probe]["httpGet"]["path"], "^/health/(live|ready)$")

    def test_settings_come_from_maps_that_are_there_and_are_the_suite_s(self):
        maps = self.all("ConfigMap")
        for each in maps.values():
            self.assertEqual(set(each["data"]) - known_variables(), set())
        used = set()
        for name, deployment in self.all("Deployment").items():
            (container,) = deployment["spec"]["template"]["spec"]["containers"]
            sources = [source["configMapRef"]["name"] for source in container["envFrom"] if "configMapRef" in source]
            self.assertLessEqual(set(sources), set(maps))
            used |= set(sources)
            secrets = {source["secretRef"]["name"] for source in container["envFrom"] if "secretRef" in source}
            self.assertEqual(secrets, {"microflow"} if name == "gateway" else
                             {"microflow", "microflow-events", f"microflow-{name}"})
        self.assertEqual(used, set(maps))
        for service in SERVICES:
            self.assertEqual(maps["microflow"]["data"][f"MICROFLOW_UPSTREAMS_{service.upper()}"], f"http://{service}:8080")
        keys = maps["microflow-identity"]["data"]["MICROFLOW_IDENTITY_KEY_FOLDER"]
        (identity,) = self.all("Deployment")["identity"]["spec"]["template"]["spec"]["containers"]
        self.assertIn({"name": "keys", "mountPath": keys}, identity["volumeMounts"])

    def test_the_network_lets_through_what_is_needed_and_no_more(self):
        policies = self.all("NetworkPolicy")
        suite = policies["suite"]["spec"]
        self.assertEqual(suite["policyTypes"], ["Ingress", "Egress"])
        self.assertEqual({port["port"] for way in suite["egress"] for port in way["ports"]}, {53, 8080, 5432, 4222, 443})
        self.assertTrue(all("to" in way for way in suite["egress"]))
        self.assertEqual(policies["mail"]["spec"]["podSelector"]["matchLabels"]["app.kubernetes.io/name"], "notifications")
        self.assertEqual(policies["entrance"]["spec"]["podSelector"]["matchLabels"]["app.kubernetes.io/name"], "gateway")

    def test_secrets_are_named_and_not_there(self):
        self.assertFalse(self.all("Secret"))
        self.assertFalse(re.search(r"^\s+MICROFLOW_\w*(SECRET|PASSWORD|DATABASE_URL)\w*: ", self.text, re.M))


if __name__ == "__main__":
    unittest.main()
