"""A collector of traces: takes OTLP over HTTP in its JSON form, and keeps every span."""

import http.server
import json
import threading


class Span:
    """One span as it was received, with the resource that it belongs to."""

    def __init__(self, resource, span):
        self.resource = resource
        self.service = resource["service.name"]
        self.trace = span["traceId"]
        self.id = span["spanId"]
        self.parent = span.get("parentSpanId")
        self.name = span["name"]
        self.kind = ("", "internal", "server", "client", "producer", "consumer")[span["kind"]]
        self.start, self.end = int(span["startTimeUnixNano"]), int(span["endTimeUnixNano"])
        self.attributes = attributes(span["attributes"])
        self.error = span.get("status", {}).get("message")

    def __repr__(self):
        return f"{self.service}: {self.kind} {self.name}"


def attributes(listed):
    return {one["key"]: one["value"].get("stringValue", one["value"].get("intValue")) for one in listed}


class Collector:
    """`with Collector() as collector:`; its spans stand in collector.spans."""

    def __init__(self):
        self.spans, self.bodies = [], []
        self.lock = threading.Lock()
        collector = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers["content-length"]))
                good = self.path == "/v1/traces" and self.headers["content-type"] == "application/json"
                if good:
                    collector.keep(body)
                answer = b"{}"
                self.send_response(200 if good else 404)
                self.send_header("content-length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"

    def keep(self, body):
        found = [Span(attributes(of["resource"]["attributes"]), span)
                 for of in json.loads(body)["resourceSpans"] for scope in of["scopeSpans"] for span in scope["spans"]]
        with self.lock:
            self.bodies.append(body)
            self.spans += found

    def trace(self, trace):
        """The spans of one trace."""
        with self.lock:
            return [span for span in self.spans if span.trace == trace]

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()
