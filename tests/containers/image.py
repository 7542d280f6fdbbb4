"""The image in a running container: who runs in it, what it may write and use, whether it tells its health and how it
ends. deploy/containers/test.sh builds the image and starts this."""

import errno
import io
import json
import os
import re
import subprocess
import tarfile
import time
import unittest
import uuid

from tests.harness.suite import wait_until

ENGINE = os.environ["MICROFLOW_ENGINE"].split()
LIMITS = os.environ["MICROFLOW_LIMITS"].split()
IMAGE = os.environ["MICROFLOW_IMAGE"]
PASSWORD = "una-clave-larga-1"
USER = 65532
MEBIBYTE = 1 << 20


def engine(*arguments, text=None, check=True, binary=False):
    done = subprocess.run([*ENGINE, *arguments], input=text, capture_output=True, text=not binary, timeout=120)
    if check and done.returncode != 0:
        raise AssertionError(f"{' '.join(arguments)}: {done.stdout}{done.stderr}")
    return done


class Container:
    """A container of the image as deploy/ runs it: no root to write on, no capabilities, a volume for the data."""

    def __init__(self, memory, cpus, volume=None, environment=()):
        self.volume = volume or "microflow-" + uuid.uuid4().hex[:8]
        self.name = "microflow-" + uuid.uuid4().hex[:8]
        settings = [argument for pair in environment for argument in ("--env", pair)]
        engine("run", "--detach", "--name", self.name, "--network", "none", *LIMITS, "--read-only",
               "--read-only-tmpfs=false", "--cap-drop", "all", "--security-opt", "no-new-privileges",
               "--pids-limit", "400", "--memory", f"{memory}m", "--memory-swap", f"{memory}m", "--cpus", str(cpus),
               "--volume", f"{self.volume}:/data", *settings, IMAGE)
        self.pid = int(self.state("Pid"))
        wait_until(lambda: self.run("health", check=False).returncode == 0, 30, "ready")

    def state(self, what):
        return json.loads(engine("inspect", self.name).stdout)[0]["State"][what]

    def run(self, *arguments, text=None, check=True):
        """Another process inside, of the same binary: there is nothing else in the image."""
        interactive = ["--interactive"] if text is not None else []
        return engine("exec", *interactive, self.name, "/usr/bin/microflow", *arguments, text=text, check=check)

    def curl(self, path, *arguments):
        """From outside, with this machine's curl on the container's network."""
        done = subprocess.run([*self.curl_command(), "--max-time", "50", *arguments, "http://127.0.0.1:8080" + path],
                              capture_output=True, text=True, timeout=60)
        return done.stdout

    def curl_command(self):
        return ["nsenter", "--net", f"--target={self.pid}", "curl", "--silent"]

    def metric(self, name):
        found = re.search(rf"^{name}(?:{{[^}}]*}})? (\S+)$", self.curl("/metrics"), re.M)
        return float(found.group(1))

    def process(self, file):
        with open(f"/proc/{self.pid}/{file}", encoding="utf-8") as opened:
            return opened.read()

    def token(self):
        body = json.dumps({"username": "admin", "password": PASSWORD})
        answer = self.curl("/api/v1/auth/login", "--header", "content-type: application/json", "--data", body)
        return json.loads(answer)["accessToken"]

    def log(self):
        return engine("logs", self.name, check=False).stderr

    def stop(self):
        """As an engine does it: SIGTERM, and SIGKILL after ten seconds. Gives seconds and exit code."""
        begin = time.monotonic()
        engine("stop", "--time", "10", self.name)
        return time.monotonic() - begin, self.state("ExitCode")

    def remove(self):
        engine("rm", "--force", "--time", "0", self.name, check=False)


class Image(unittest.TestCase):
    def test_holds_the_binary_and_no_shell(self):
        made = engine("create", "--network", "none", *LIMITS, IMAGE).stdout.strip()
        with tarfile.open(fileobj=io.BytesIO(engine("export", made, binary=True).stdout)) as files:
            members = {member.name.removeprefix("./"): member for member in files.getmembers()}
        engine("rm", made)
        programs = {name for name, member in members.items()
                    if member.isfile() and member.mode & 0o111 and ".so" not in name}
        self.assertEqual(programs, {"usr/bin/microflow"})
        self.assertFalse([name for name, member in members.items() if member.mode & 0o6000], "set-uid files")
        self.assertEqual(members["data"].uid, USER)
        size = sum(member.size for member in members.values()) / MEBIBYTE
        print(f"\n{len(members)} files, {size:.0f} MiB", flush=True)
        self.assertLess(size, 60)

    def test_says_how_to_run_it(self):
        config = json.loads(engine("inspect", IMAGE).stdout)[0]
        self.assertEqual(config["Config"]["User"], f"{USER}:{USER}")
        self.assertEqual(config["Config"]["Volumes"], {"/data": {}})
        self.assertEqual(config["Healthcheck"]["Test"], ["CMD", "/usr/bin/microflow", "health", "127.0.0.1:8080"])
        self.assertEqual(config["Config"]["StopSignal"], "SIGTERM")


class Running(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.container = Container(memory=256, cpus=0.5, environment=["MICROFLOW_GATEWAY_ADDRESS_RATE=0"])
        cls.container.run("user", "add", "--username", "admin", "--name", "Ana", "--role", "administrator",
                          text=PASSWORD + "\n")

    @classmethod
    def tearDownClass(cls):
        cls.container.remove()

    def test_is_nobody_without_any_right(self):
        status = dict(line.split(":\t", 1) for line in self.container.process("status").splitlines() if ":\t" in line)
        self.assertEqual(status["Uid"].split(), [str(USER)] * 4)
        self.assertEqual(status["Gid"].split(), [str(USER)] * 4)
        self.assertEqual(int(status["CapEff"], 16), 0)
        self.assertEqual(int(status["CapBnd"], 16), 0)
        self.assertEqual(status["NoNewPrivs"].strip(), "1")

    def test_writes_on_its_volume_alone(self):
        options = {}
        for line in self.container.process("mountinfo").splitlines():
            fields = line.split()
            options[fields[4]] = fields[5].split(",")
        self.assertIn("ro", options["/"])
        self.assertIn("rw", options["/data"])
        self.assertNotIn("/tmp", options)
        refused = self.container.run("migrate", "--data", "/elsewhere", check=False)
        self.assertEqual(refused.returncode, 1)
        self.assertIn("--data", refused.stderr, "the remedy")
        with self.assertRaises(OSError) as error:  # not even root may, looking in from outside
            open(f"/proc/{self.container.pid}/root/usr/bin/other", "w", encoding="utf-8").close()
        self.assertEqual(error.exception.errno, errno.EROFS)

    def test_sees_its_limits_from_inside(self):
        self.assertEqual(self.container.metric("microflow_cgroup_memory_limit_bytes"), 256 * MEBIBYTE)
        self.assertEqual(self.container.metric("microflow_cgroup_cpu_limit"), 0.5)
        self.assertEqual(self.container.metric("microflow_workers"), 8)  # 16 a processor

    def test_the_kernel_holds_it_to_them(self):
        before, begin = self.container.metric("microflow_cgroup_cpu_seconds_total"), time.monotonic()
        self.load(4)
        used = self.container.metric("microflow_cgroup_cpu_seconds_total") - before
        share = used / (time.monotonic() - begin)
        print(f"\n{share:.2f} processors used", flush=True)
        self.assertGreater(share, 0.3, "the load was none")
        self.assertLess(share, 0.6)
        self.assertLess(self.container.metric("microflow_cgroup_memory_bytes"), 256 * MEBIBYTE)
        self.assertEqual(self.container.state("OOMKilled"), False)
        self.assertEqual(self.container.run("health").stdout, "ready\n")

    def load(self, seconds):
        """Eight who ask for the whole description of the API, again and again, on a connection each."""
        command = [*self.container.curl_command(), "--output", "/dev/null",
                   "http://127.0.0.1:8080/api/openapi.json?[1-1000000]"]
        asking = [subprocess.Popen(command) for _ in range(8)]
        time.sleep(seconds)  # how long the load lasts
        for each in asking:
            each.kill()
            each.wait()

    def test_tells_its_health_through_the_engine(self):
        self.assertEqual(engine("healthcheck", "run", self.container.name, check=False).returncode, 0)
        nowhere = self.container.run("health", "127.0.0.1:9", check=False)
        self.assertEqual(nowhere.returncode, 1)

    def test_serves_the_page_with_its_policy(self):
        answer = self.container.curl("/", "--include", "--header", "accept: text/html")
        self.assertIn("script-src 'self';", answer)
        script = re.search(r'src="(/assets/[^"]+[.]js)"', answer).group(1)
        self.assertIn("content-encoding: br",
                      self.container.curl(script, "--head", "--header", "accept-encoding: br").lower())

    def test_knows_certificates_and_time_zones(self):
        doctor = self.container.run("doctor", check=False)
        self.assertIn("time zone: well", doctor.stdout)


class Sizes(unittest.TestCase):
    def test_little_memory_means_fewer_workers(self):
        container = Container(memory=96, cpus=2)
        try:
            self.assertEqual(container.metric("microflow_workers"), 6)  # one for each 16 MiB
        finally:
            container.remove()


class Stop(unittest.TestCase):
    def test_is_graceful_within_ten_seconds_and_loses_nothing(self):
        container = Container(memory=256, cpus=1)
        try:
            container.run("user", "add", "--username", "admin", "--name", "Ana", "--role", "administrator",
                          text=PASSWORD + "\n")
            token = container.token()
            stream = subprocess.Popen([*container.curl_command(), "--no-buffer", "--header", f"authorization: Bearer {token}",
                                       "http://127.0.0.1:8080/api/v1/stream"], stdout=subprocess.PIPE)
            self.assertTrue(stream.stdout.readline(), "the stream has begun")
            seconds, code = container.stop()
            stream.stdout.close()
            stream.wait(timeout=10)
            print(f"\nstopped in {seconds:.1f} s", flush=True)
            self.assertLess(seconds, 10)
            self.assertEqual(code, 0, container.log())

            again = Container(memory=256, cpus=1, volume=container.volume)
            try:
                self.assertTrue(again.token(), "who was there before the stop is there after it")
            finally:
                again.remove()
        finally:
            container.remove()


if __name__ == "__main__":
    unittest.main()
