"""Reads the event stream as a browser's EventSource would."""

import http.client
import json
import queue
import threading


class Stream:
    """`with Stream(client) as stream: stream.wait_for(lambda event: …)`"""

    def __init__(self, client, last_id=None):
        self.connection = http.client.HTTPConnection("127.0.0.1", client.port, timeout=60)
        headers = {"Authorization": "Bearer " + client.token, "Accept": "text/event-stream"}
        if last_id is not None:
            headers["Last-Event-ID"] = last_id
        self.connection.request("GET", "/api/v1/stream", headers=headers)
        self.answer = self.connection.getresponse()
        self.status = self.answer.status
        self.events = queue.Queue()
        self.seen = []
        self.thread = threading.Thread(target=self._read, daemon=True)
        self.thread.start()

    def _read(self):
        event = {}
        try:
            for line in self.answer:
                line = line.decode().rstrip("\r\n")
                if not line:
                    if "data" in event:
                        event["json"] = json.loads(event["data"])
                        self.events.put(event)
                    event = {}
                elif not line.startswith(":"):
                    name, _, value = line.partition(":")
                    event[name] = value.lstrip(" ")
        except (OSError, ValueError, AttributeError, http.client.HTTPException):
            pass

    def wait_for(self, condition, seconds=10):
        """The next event for which it holds; those before it stand in self.seen."""
        while True:
            try:
                event = self.events.get(timeout=seconds)
            except queue.Empty:
                raise AssertionError(f"no such event within {seconds} s; seen: "
                                     f"{[one.get('event') for one in self.seen]}") from None
            self.seen.append(event)
            if condition(event):
                return event

    def __enter__(self):
        return self

    def __exit__(self, *_):
        sock = self.connection.sock
        if sock:
            sock.close()
        self.connection.close()
