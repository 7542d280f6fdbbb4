"""Asks the suite in GraphQL: requests, and subscriptions over server-sent events."""

import http.client
import json
import queue
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
