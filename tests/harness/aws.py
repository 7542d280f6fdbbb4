"""The tests' own SNS and SQS (aws_server.py) with the queues of a whole suite. kill() and start() again make it come back
with what it had."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.request

from tests.harness.aws_server import ACCOUNT, KEYS, REGION

PROGRAM = os.path.join(os.path.dirname(__file__), "aws_server.py")
CONSUMERS = ("workorders", "dispatch", "tracking", "notifications", "insights")


class AwsServer:
    """`with AwsServer() as server:`"""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="microflow-aws-")
        self.port = 0
        self.process = None

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def start(self):
        self.process = subprocess.Popen([sys.executable, "-B", PROGRAM, self.folder, str(self.port)],
                                        stdout=subprocess.PIPE, text=True)
        found = re.search(r"listens on http://127\.0\.0\.1:(\d+)", self.process.stdout.readline())
        if not found:
            raise RuntimeError("aws_server.py did not start")
        self.port = int(found.group(1))
        self.control(queues=[f"microflow-{name}.fifo" for name in CONSUMERS])
        return self

    def kill(self):
        """kill -9."""
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process.stdout.close()
            self.process = None

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def control(self, **wishes):
        urllib.request.urlopen(self.url + "/control", json.dumps(wishes).encode(), timeout=10).close()

    def state(self):
        with urllib.request.urlopen(self.url + "/state", timeout=10) as answer:
            return json.load(answer)

    def settings(self, key="AKIDFIXED"):
        """The suite's environment for these brokers."""
        return {"MICROFLOW_EVENTS_SNS_TOPIC_ARN": f"arn:aws:sns:{REGION}:{ACCOUNT}:events.fifo",
                "MICROFLOW_EVENTS_SQS_QUEUE_URL":
                    f"https://sqs.{REGION}.amazonaws.com/{ACCOUNT}/microflow-{{service}}.fifo",
                "MICROFLOW_AWS_ENDPOINT": self.url, "MICROFLOW_AWS_ACCESS_KEY_ID": key,
                "MICROFLOW_AWS_SECRET_ACCESS_KEY": KEYS[key][0]}
