"""A small SNS and SQS for tests, as a process of its own: one FIFO topic and the FIFO queues that get what is published
to it, on loopback, with the interfaces' real wire format.

It checks every request's signature, and behaves as Amazon documents FIFO: an order only within a message group, nothing
more of a group while one of it is in flight, the visibility timeout, redelivery, five minutes of deduplication, receive
attempts that can be repeated. What it has stands in a file, so that it can be killed and started again. Faults are
asked for at /control, and /state tells what it has.

    python3 aws_server.py FOLDER PORT          prints "listens on http://127.0.0.1:PORT"
"""

import http.server
import json
import os
import random
import re
import select
import socket
import sqlite3
import sys
import threading
import time
import urllib.parse
import uuid
from xml.sax.saxutils import escape

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
from tests.harness import sigv4  # noqa: E402  (it runs as a script)

REGION, ACCOUNT = "eu-west-1", "123456789012"
KEYS = {"AKIDFIXED": ("fixed secret", None), "ASIAROLE": ("role secret", "role/token==")}
LIMIT = 262144
THROTTLED = {"sns": (400, "Throttling", "Rate exceeded"), "sqs": (400, "RequestThrottled", "Rate exceeded")}


class Failure(Exception):
    def __init__(self, code, message, status=400):
        super().__init__(message)
        self.code, self.message, self.status = code, message, status


def check_text(text):
    if re.search("[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]", text):
        raise Failure("InvalidParameter", "Invalid parameter: characters that XML can't have")


class Broker:
    """The topic and its queues. Every method is called under `lock`."""

    def __init__(self, path):
        self.lock = threading.Condition()
        self.dice = random.Random(7)
        self.faults = {"throttle": 0.0, "errors": 0.0, "lost_answers": 0.0, "partial": 0.0, "raw": True,
                       "dedup_seconds": 300.0, "limit": LIMIT, "keys": sorted(KEYS)}
        self.counts = {}
        self.attempts = {}  # receive attempt -> when, and the handles that it gave
        self.db = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self.db.executescript("""
            PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF;
            CREATE TABLE IF NOT EXISTS queues (name TEXT PRIMARY KEY);
            CREATE TABLE IF NOT EXISTS dedup (scope TEXT, id TEXT, at REAL, PRIMARY KEY (scope, id));
            CREATE TABLE IF NOT EXISTS messages (seq INTEGER PRIMARY KEY AUTOINCREMENT, queue TEXT, grp TEXT, body TEXT,
                received INTEGER DEFAULT 0, visible_at REAL DEFAULT 0, handle TEXT);
            CREATE INDEX IF NOT EXISTS by_queue ON messages (queue, visible_at);
            CREATE INDEX IF NOT EXISTS by_handle ON messages (handle);
        """)

    def queues(self):
        return [name for (name,) in self.db.execute("SELECT name FROM queues")]

    def need_queue(self, url):
        name = url.rsplit("/", 1)[-1]
        if name not in self.queues():
            raise Failure("QueueDoesNotExist", "The specified queue does not exist.")
        return name

    def is_new(self, scope, key):
        now = time.time()
        self.db.execute("DELETE FROM dedup WHERE at < ?", (now - self.faults["dedup_seconds"],))
        return self.db.execute("INSERT OR IGNORE INTO dedup VALUES (?, ?, ?)", (scope, key, now)).rowcount == 1

    def publish(self, topic, group, key, text):
        if not group or not key:
            raise Failure("InvalidParameter", "Invalid parameter: MessageGroupId and MessageDeduplicationId are needed")
        check_text(text)
        body = text if self.faults["raw"] else json.dumps(
            {"Type": "Notification", "MessageId": str(uuid.uuid4()), "TopicArn": topic, "Message": text})
        self.db.execute("BEGIN")  # a kill leaves both or neither: known, and in the queues
        if self.is_new(topic, key):
            for queue in self.queues():
                self.db.execute("INSERT INTO messages (queue, grp, body) VALUES (?, ?, ?)", (queue, group, body))
        self.db.execute("COMMIT")
        self.lock.notify_all()

    def receive(self, queue, most, visibility, attempt):
        """Of the groups that have nothing in flight, in any order among them, in order within each."""
        now = time.time()
        known = self.attempts.get((queue, attempt))
        if known and now - known[0] < 300:
            rows = [row for handle in known[1] for row in self.db.execute(
                "SELECT seq, body, received FROM messages WHERE handle = ? AND visible_at > ?", (handle, now))]
        else:
            busy = {group for (group,) in self.db.execute(
                "SELECT DISTINCT grp FROM messages WHERE queue = ? AND visible_at > ?", (queue, now))}
            groups = {}
            for seq, group, body, received in self.db.execute(
                    "SELECT seq, grp, body, received FROM messages WHERE queue = ? ORDER BY seq LIMIT 400", (queue,)):
                if group not in busy:
                    groups.setdefault(group, []).append((seq, body, received))
            order = list(groups.values())
            self.dice.shuffle(order)
            rows = [row for group in order for row in group][:most]
        given = []
        for seq, body, received in rows:
            handle = uuid.uuid4().hex
            self.db.execute("UPDATE messages SET received = received + 1, visible_at = ?, handle = ? WHERE seq = ?",
                            (now + visibility, handle, seq))
            given.append({"MessageId": str(uuid.uuid4()), "ReceiptHandle": handle, "Body": body,
                          "Attributes": {"ApproximateReceiveCount": str(received + 1)}})
        if attempt and given:
            self.attempts[queue, attempt] = (now, [each["ReceiptHandle"] for each in given])
        return given

    def delete(self, queue, handle):
        # Of what became visible again only the newest reception may delete.
        done = self.db.execute("DELETE FROM messages WHERE queue = ? AND handle = ? AND visible_at > ?",
                               (queue, handle, time.time()))
        self.lock.notify_all()
        if done.rowcount == 0:
            raise Failure("InvalidParameterValue", "The receipt handle has expired")

    def hide(self, queue, handle, seconds):
        done = self.db.execute("UPDATE messages SET visible_at = ? WHERE queue = ? AND handle = ? AND visible_at > ?",
                               (time.time() + seconds, queue, handle, time.time()))
        self.lock.notify_all()
        if done.rowcount == 0:
            raise Failure("InvalidParameterValue", "The message is not in flight")

    def state(self):
        now = time.time()
        queues = {name: {"visible": 0, "inFlight": 0} for name in self.queues()}
        for queue, visible_at in self.db.execute("SELECT queue, visible_at FROM messages"):
            queues[queue]["inFlight" if visible_at > now else "visible"] += 1
        return {"queues": queues, "counts": self.counts}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    broker = None

    def setup(self):
        super().setup()
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def log_message(self, *_):
        pass

    def do_GET(self):
        with self.broker.lock:
            self.answer(200, json.dumps(self.broker.state()), "application/json")

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("content-length", "0")))
        if self.path == "/control":
            return self.control(json.loads(body))
        headers = {name.lower(): value for name, value in self.headers.items()}
        service = "sqs" if "x-amz-target" in headers else "sns"
        refuse, run = (self.refuse_sqs, self.sqs) if service == "sqs" else (self.refuse_sns, self.sns)
        try:
            self.check(service, headers, body)
            self.maybe_fail(service)
            kind, text = run(headers, body)
        except sigv4.Refused as refused:
            return refuse(Failure(str(refused), "The request signature does not match or is missing.", 403))
        except Failure as failure:
            return refuse(failure)
        if self.roll("lost_answers"):
            self.close_connection = True
            return self.connection.shutdown(socket.SHUT_RDWR)
        return self.answer(200, text, kind)

    def control(self, wishes):
        with self.broker.lock:
            for name in wishes.pop("queues", []):
                self.broker.db.execute("INSERT OR IGNORE INTO queues VALUES (?)", (name,))
            for queue, body in wishes.pop("put", []):
                self.broker.db.execute("INSERT INTO messages (queue, grp, body) VALUES (?, 'stranger', ?)", (queue, body))
            self.broker.faults.update(wishes)
            self.broker.lock.notify_all()
            self.answer(200, "{}", "application/json")

    def check(self, service, headers, body):
        keys = {name: KEYS[name] for name in self.broker.faults["keys"]}
        sigv4.check("POST", self.path, headers, body, keys, REGION, service)
        right = {"sqs": "application/x-amz-json-1.0", "sns": "application/x-www-form-urlencoded; charset=utf-8"}
        if headers.get("content-type") != right[service]:
            raise Failure("InvalidContentType", "The content type is not the protocol's")

    def roll(self, what):
        with self.broker.lock:
            return self.broker.dice.random() < self.broker.faults[what]

    def maybe_fail(self, service):
        if self.roll("throttle"):
            status, code, message = THROTTLED[service]
            raise Failure(code, message, status)
        if self.roll("errors"):
            raise Failure("InternalError", "We encountered an internal error.", 500)

    def count(self, action):
        self.broker.counts[action] = self.broker.counts.get(action, 0) + 1

    # ---- SNS: query in, XML out

    def sns(self, _, body):
        form = dict(urllib.parse.parse_qsl(body.decode(), keep_blank_values=True, strict_parsing=True))
        actions = {"PublishBatch": self.publish_batch, "GetTopicAttributes": self.topic_attributes}
        action = form.get("Action")
        if form.get("Version") != "2010-03-31" or action not in actions:
            raise Failure("InvalidAction", f"The action {action} is not valid for this endpoint.")
        if form.get("TopicArn") != f"arn:aws:sns:{REGION}:{ACCOUNT}:events.fifo":
            raise Failure("NotFound", "Topic does not exist", 404)
        with self.broker.lock:
            self.count(action)
            result = actions[action](form)
        return "text/xml", (f'<{action}Response xmlns="http://sns.amazonaws.com/doc/2010-03-31/">'
                            f"<{action}Result>{result}</{action}Result><ResponseMetadata><RequestId>{uuid.uuid4()}"
                            f"</RequestId></ResponseMetadata></{action}Response>")

    def topic_attributes(self, _):
        return "<Attributes><entry><key>FifoTopic</key><value>true</value></entry></Attributes>"

    def publish_batch(self, form):
        entries = []
        while f"PublishBatchRequestEntries.member.{len(entries) + 1}.Id" in form:
            at = f"PublishBatchRequestEntries.member.{len(entries) + 1}."
            entries.append({name[len(at):]: value for name, value in form.items() if name.startswith(at)})
        if not entries:
            raise Failure("EmptyBatchRequest", "The batch request doesn't contain any entries.")
        if len(entries) > 10:
            raise Failure("TooManyEntriesInBatchRequest", "The batch request contains more entries than permissible.")
        if len({entry["Id"] for entry in entries}) < len(entries):
            raise Failure("BatchEntryIdsNotDistinct", "Two or more batch entries in the request have the same Id.")
        if sum(len(entry["Message"].encode()) for entry in entries) > self.broker.faults["limit"]:
            raise Failure("BatchRequestTooLong", "The length of all the batch messages put together is more than the limit.")
        taken, refused = "", ""
        for entry in entries:
            try:
                if self.broker.dice.random() < self.broker.faults["partial"]:
                    raise Failure("InternalError", "internal")
                self.broker.publish(form["TopicArn"], entry.get("MessageGroupId"), entry.get("MessageDeduplicationId"),
                                    entry["Message"])
                taken += (f"<member><Id>{escape(entry['Id'])}</Id><MessageId>{uuid.uuid4()}</MessageId>"
                          "<SequenceNumber>10000000000000000000</SequenceNumber></member>")
            except Failure as failure:
                refused += (f"<member><Id>{escape(entry['Id'])}</Id><Code>{failure.code}</Code>"
                            f"<Message>{escape(failure.message)}</Message><SenderFault>false</SenderFault></member>")
        return f"<Successful>{taken}</Successful><Failed>{refused}</Failed>"

    def refuse_sns(self, failure):
        kind = "Sender" if failure.status < 500 else "Receiver"
        self.answer(failure.status, '<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><Error>'
                    f"<Type>{kind}</Type><Code>{failure.code}</Code><Message>{escape(failure.message)}</Message></Error>"
                    f"<RequestId>{uuid.uuid4()}</RequestId></ErrorResponse>", "text/xml")

    # ---- SQS: JSON in, JSON out

    def sqs(self, headers, body):
        actions = {"ReceiveMessage": self.receive, "DeleteMessageBatch": self.each_entry,
                   "ChangeMessageVisibilityBatch": self.each_entry, "GetQueueAttributes": self.queue_attributes}
        prefix, _, action = headers["x-amz-target"].partition(".")
        if prefix != "AmazonSQS" or action not in actions:
            raise Failure("UnknownOperationException", "")
        asked = json.loads(body)
        with self.broker.lock:
            self.count(action)
            asked["action"] = action
            answer = actions[action](self.broker.need_queue(asked["QueueUrl"]), asked)
        return "application/x-amz-json-1.0", json.dumps(answer)

    def receive(self, queue, asked):
        most, wait = asked.get("MaxNumberOfMessages", 1), asked.get("WaitTimeSeconds", 0)
        if not 1 <= most <= 10 or not 0 <= wait <= 20:
            raise Failure("InvalidParameterValue", "MaxNumberOfMessages is 1 to 10, WaitTimeSeconds 0 to 20")
        deadline = time.monotonic() + wait
        while not self.gone():
            given = self.broker.receive(queue, most, asked.get("VisibilityTimeout", 30),
                                        asked.get("ReceiveRequestAttemptId"))
            left = deadline - time.monotonic()
            if given:
                return {"Messages": given}
            if left <= 0:
                break
            self.broker.lock.wait(min(left, 0.1))
        return {}

    def gone(self):
        readable, _, _ = select.select([self.connection], [], [], 0)
        return bool(readable) and self.connection.recv(1, socket.MSG_PEEK) == b""

    def each_entry(self, queue, asked):
        entries, taken, refused = asked["Entries"], [], []
        if not 1 <= len(entries) <= 10:
            raise Failure("TooManyEntriesInBatchRequest", "The batch request contains more entries than permissible.")
        for entry in entries:
            try:
                if asked["action"] == "DeleteMessageBatch":
                    self.broker.delete(queue, entry["ReceiptHandle"])
                else:
                    self.broker.hide(queue, entry["ReceiptHandle"], entry["VisibilityTimeout"])
                taken.append({"Id": entry["Id"]})
            except Failure as failure:
                refused.append({"Id": entry["Id"], "SenderFault": True, "Code": failure.code,
                                "Message": failure.message})
        return {"Successful": taken, "Failed": refused}

    def queue_attributes(self, queue, _):
        state = self.broker.state()["queues"][queue]
        return {"Attributes": {"FifoQueue": "true", "ApproximateNumberOfMessages": str(state["visible"]),
                               "ApproximateNumberOfMessagesNotVisible": str(state["inFlight"])}}

    def refuse_sqs(self, failure):
        side = "Sender" if failure.status < 500 else "Receiver"
        self.answer(failure.status, json.dumps({"__type": f"com.amazonaws.sqs#{failure.code}",
                                                "message": failure.message}), "application/x-amz-json-1.0",
                    {"x-amzn-query-error": f"AWS.SimpleQueueService.{failure.code};{side}"})

    def answer(self, status, text, kind, headers=None):
        data = text.encode()
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(data)),
                            "x-amzn-RequestId": str(uuid.uuid4()), **(headers or {})}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, *_):
        pass  # a client that is gone


def main():
    folder, port = sys.argv[1], int(sys.argv[2])
    Handler.broker = Broker(os.path.join(folder, "aws.db"))
    server = Server(("127.0.0.1", port), Handler)
    print(f"listens on http://127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
