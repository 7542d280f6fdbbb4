"""Asks the suite in GraphQL: requests, and subscriptions over server-sent events and WebSocket."""

import base64
import http.client
import json
import os
import queue
import socket
import threading


def ask(client, query, path="/graphql", **variables):
    """The whole answer of a request."""
    answer = client.post(path, {"query": query, "variables": variables})
    if answer.status != 200:
        raise AssertionError(f"unexpected answer {answer}")
    return answer.json


def data(client, query, path="/graphql", **variables):
    """Its data; fails where there are errors."""
    answer = ask(client, query, path, **variables)
    if "errors" in answer:
        raise AssertionError(answer["errors"])
    return answer["data"]


def code(answer):
    """The code of the first error, or None."""
    return answer["errors"][0].get("extensions", {}).get("code") if "errors" in answer else None


class Subscription:
    """`with Subscription(client, "subscription { … }") as news: news.next()`"""

    def __init__(self, client, query, path="/graphql", **variables):
        self.connection = http.client.HTTPConnection("127.0.0.1", client.port, timeout=60)
        self.connection.request("POST", path, json.dumps({"query": query, "variables": variables}), {
            "Authorization": "Bearer " + client.token, "Accept": "text/event-stream",
            "Content-Type": "application/json"})
        self.answer = self.connection.getresponse()
        self.status = self.answer.status
        self.events = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        event = {}
        try:
            for line in self.answer:
                line = line.decode().rstrip("\r\n")
                if not line:
                    if event:
                        self.events.put(event)
                    event = {}
                elif not line.startswith(":"):
                    name, _, value = line.partition(":")
                    event[name] = value.lstrip(" ")
        except (OSError, ValueError, AttributeError, http.client.HTTPException):
            pass

    def next(self, seconds=10):
        """The next answer; None when the stream is complete."""
        event = self.events.get(timeout=seconds)
        return json.loads(event["data"]) if event["event"] == "next" else None

    def nothing(self, seconds=0.5):
        """True if nothing comes for a while."""
        try:
            self.events.get(timeout=seconds)
            return False
        except queue.Empty:
            return True

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.connection.sock:
            self.connection.sock.close()
        self.connection.close()


class WebSocket:
    """A client of graphql-transport-ws over RFC 6455, as small as it can be."""

    def __init__(self, port, path="/graphql", token=None, headers=None):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=20)
        sent = {"Host": "localhost", "Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13",
                "Sec-WebSocket-Protocol": "graphql-transport-ws",
                "Sec-WebSocket-Key": base64.b64encode(os.urandom(16)).decode(), **(headers or {})}
        lines = [f"GET {path} HTTP/1.1", *(f"{name}: {value}" for name, value in sent.items())]
        self.socket.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        self.file = self.socket.makefile("rb")
        self.status = int(self.file.readline().split()[1])
        self.headers = {}
        while (line := self.file.readline().strip()):
            name, _, value = line.decode().partition(":")
            self.headers[name.lower()] = value.strip()
        self.close_code = None
        if token is not None:
            self.send({"type": "connection_init", "payload": {"Authorization": "Bearer " + token}})

    def send(self, message):
        text = json.dumps(message).encode()
        size = len(text)
        head = bytes([0x81]) + (bytes([0x80 | size]) if size < 126 else bytes([0xFE]) + size.to_bytes(2, "big"))
        mask = os.urandom(4)
        self.socket.sendall(head + mask + bytes(byte ^ mask[i % 4] for i, byte in enumerate(text)))

    def receive(self):
        """The next message; None once the server has closed (then close_code says why)."""
        while True:
            head = self.file.read(2)
            if len(head) < 2:
                return None
            size = head[1] & 0x7F
            size = int.from_bytes(self.file.read(2), "big") if size == 126 else \
                int.from_bytes(self.file.read(8), "big") if size == 127 else size
            payload = self.file.read(size)
            if head[0] & 0xF == 8:
                self.close_code = int.from_bytes(payload[:2], "big") if payload else 1005
                return None
            if head[0] & 0xF == 1:
                return json.loads(payload)

    def subscribe(self, query, operation="1", **variables):
        self.send({"id": operation, "type": "subscribe", "payload": {"query": query, "variables": variables}})

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.file.close()
        self.socket.close()
