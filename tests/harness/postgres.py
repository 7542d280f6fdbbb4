"""A PostgreSQL server of this test process, on a Unix socket in a temporary folder; six databases for each suite."""

import atexit
import glob
import hashlib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time

SERVICES = ("identity", "workorders", "dispatch", "tracking", "notifications", "insights")


def wanted():
    """Whether this run is to use PostgreSQL."""
    return os.environ.get("MF_TEST_ENGINE") == "postgres"


class Server:
    _shared = None

    @classmethod
    def shared(cls):
        if cls._shared is None:
            cls._shared = cls()
        return cls._shared

    def __init__(self, durable=False):
        self.durable = durable
        folders = sorted(glob.glob("/usr/lib/postgresql/*/bin"))
        if not folders:
            raise RuntimeError("PostgreSQL is not installed: apt-get install postgresql")
        self.programs = folders[-1]
        self.folder = tempfile.mkdtemp(prefix="microflow-pg-")
        self.user = {}
        if os.geteuid() == 0:  # it refuses to be root
            owner = pwd.getpwnam("postgres")
            os.chown(self.folder, owner.pw_uid, owner.pw_gid)
            self.user = {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}
        os.chmod(self.folder, 0o755)
        subprocess.run([self.programs + "/initdb", "-D", self.folder + "/data", "-U", "microflow", "-A", "trust",
                        "-E", "UTF8", "--locale=C", "--no-sync"],
                       check=True, stdout=subprocess.DEVNULL, cwd=self.folder, **self.user)
        self.process = None
        atexit.register(self.remove)
        self.start()

    def start(self):
        with open(self.folder + "/server.log", "ab") as log:
            self.process = subprocess.Popen(
                [self.programs + "/postgres", "-D", self.folder + "/data", "-k", self.folder, "-c", "listen_addresses=",
                 "-c", "fsync=" + ("on" if self.durable else "off"), "-c", "max_connections=300", "-c", "shared_buffers=64MB"],
                stdout=log, stderr=log, cwd=self.folder, **self.user)
        deadline = time.monotonic() + 60
        while subprocess.run([self.programs + "/pg_isready", "-q", "-h", self.folder]).returncode != 0:
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError("PostgreSQL did not start: " + open(self.folder + "/server.log").read())
            time.sleep(0.02)

    def kill(self):
        """Ends all of its processes at once, as a crash would: no checkpoint, the next start recovers from the log."""
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait(timeout=60)

    def remove(self):
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def execute(self, sql, database="postgres"):
        return subprocess.run([self.programs + "/psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-h", self.folder,
                               "-U", "microflow", "-d", database, "-c", sql],
                              check=True, capture_output=True, text=True).stdout

    @staticmethod
    def prefix_of(folder):
        """What the names of the data folder's databases begin with; the service's name follows."""
        return "mf" + hashlib.sha256(folder.encode()).hexdigest()[:12] + "_"

    def url_for(self, folder):
        """Databases that belong to this data folder; made where they are missing."""
        prefix = self.prefix_of(folder)
        known = self.execute("SELECT datname FROM pg_database").split()
        for service in SERVICES:
            if prefix + service not in known:
                self.execute(f"CREATE DATABASE {prefix}{service} TEMPLATE template0")
        return f"postgresql://microflow@/{prefix}{{service}}?host={self.folder}"
