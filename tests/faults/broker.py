"""As much of a NATS client as it takes to publish what a stream has once more, in another order
(https://docs.nats.io/reference/reference-protocols/nats-protocol)."""

import base64
import json
import socket


class Broker:
    """`with Broker(port) as broker:`"""

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=10)
        self.file = self.socket.makefile("rwb")
        self.inbox = "_INBOX.faults"
        self.file.readline()  # INFO
        self._send(b'CONNECT {"verbose":false,"pedantic":false}\r\nSUB %s 1\r\n' % self.inbox.encode())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.file.close()
        self.socket.close()

    def _send(self, data):
        self.file.write(data)
        self.file.flush()

    def ask(self, subject, data=b"{}"):
        """The answer to a request, as JSON."""
        self._send(b"PUB %s %s %d\r\n%s\r\n" % (subject.encode(), self.inbox.encode(), len(data), data))
        while True:
            line = self.file.readline()
            if line.startswith(b"PING"):
                self._send(b"PONG\r\n")
            elif line.startswith(b"MSG"):
                text = self.file.read(int(line.split()[-1]))
                self.file.readline()
                return json.loads(text)
            elif not line or line.startswith(b"-ERR"):
                raise OSError(f"the broker said {line!r}")

    def last(self, stream):
        return self.ask(f"$JS.API.STREAM.INFO.{stream}")["state"]["last_seq"]

    def repeat(self, stream, source, count):
        """Publishes copies of the stream's last events of one service, the newest first, without the ids by which the
        server would know them. Returns how many."""
        wanted = f"events.{stream}.{source}."
        end = self.last(stream)
        copies = 0
        for place in range(end, max(0, end - count), -1):
            message = self.ask(f"$JS.API.STREAM.MSG.GET.{stream}", b'{"seq":%d}' % place).get("message")
            if message and message["subject"].startswith(wanted):
                self.ask(message["subject"], base64.b64decode(message["data"]))
                copies += 1
        return copies
