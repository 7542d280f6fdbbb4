"""Bytes that no honest client sends: each is refused cleanly, and the suite goes on serving."""

import json
import socket
import time
import unittest

from tests.harness.suite import Suite
from tests.harness.world import World


class HostileHttp(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.suite = Suite()
        cls.world = World(cls.suite)

    @classmethod
    def tearDownClass(cls):
        cls.suite.__exit__()

    def tearDown(self):
        self.assertEqual(self.suite.anonymous().get("/health/live").status, 200)

    def exchange(self, data, seconds=15):
        """Sends raw bytes; gives everything that comes back until the connection closes or falls silent."""
        with socket.create_connection(("127.0.0.1", self.suite.port), timeout=seconds) as sock:
            sock.sendall(data)
            sock.settimeout(1.0)
            received = b""
            deadline = time.monotonic() + seconds
            while time.monotonic() < deadline:
                try:
                    part = sock.recv(65536)
                except socket.timeout:
                    if received:
                        break
                    continue
                except ConnectionResetError:
                    break
                if not part:
                    break
                received += part
            return received

    def status(self, data):
        answer = self.exchange(data)
        self.assertTrue(answer.startswith(b"HTTP/1.1 "), answer[:100])
        return int(answer[9:12])

    def test_smuggling_shapes_are_refused(self):
        head = b"POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\n"
        shapes = {
            "both lengths": head + b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "two lengths": head + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
            "length with sign": head + b"Content-Length: +5\r\n\r\nhello",
            "length list": head + b"Content-Length: 5, 5\r\n\r\nhello",
            "unknown coding": head + b"Transfer-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello",
            "coding list": head + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
            "coding with tab": head + b"Transfer-Encoding:\tchunked \r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
            "blank before colon": head + b"Content-Length : 5\r\n\r\nhello",
            "folded header": head + b"X-A: b\r\n c\r\n\r\n",
            "bare line feed": head + b"X-A: b\nX-B: c\r\n\r\n",
            "no host": b"GET /health/live HTTP/1.1\r\n\r\n",
            "two hosts": b"GET /health/live HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
            "chunked in 1.0": b"POST /api/v1/auth/login HTTP/1.0\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "NUL in a header": head + b"X-A: b\x00c\r\n\r\n",
            "unknown version": b"GET /health/live HTTP/3.0\r\nHost: x\r\n\r\n",
            "fragment": b"GET /health/live#x HTTP/1.1\r\nHost: x\r\n\r\n",
            "not HTTP": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
        }
        for name, data in shapes.items():
            with self.subTest(name):
                self.assertIn(self.status(data), (400, 501, 505))

    def test_nothing_of_a_refused_request_is_taken_for_another(self):
        answer = self.exchange(b"POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n"
                               b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /health/live HTTP/1.1\r\nHost: x\r\n\r\n")
        self.assertEqual(answer.count(b"HTTP/1.1 "), 1)

    def test_paths_do_not_leave_their_tree(self):
        for path in ("/../etc/passwd", "/api/v1/%2e%2e/%2e%2e/etc/passwd", "/api/v1/orders/%2f", "/api/%00", "/%zz",
                     "/%ff"):
            with self.subTest(path):
                self.assertIn(self.status(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode()), (400, 404))

    def test_an_oversized_head_is_431(self):
        self.assertEqual(self.status(b"GET / HTTP/1.1\r\nHost: x\r\nX-A: " + b"a" * 40_000 + b"\r\n\r\n"), 431)

    def test_an_oversized_body_is_413_before_it_is_read(self):
        self.assertEqual(self.status(b"POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                                     b"Content-Length: 999999999\r\n\r\n"), 413)

    def test_a_slow_head_is_cut(self):
        start = time.monotonic()
        with socket.create_connection(("127.0.0.1", self.suite.port), timeout=30) as sock:
            sock.sendall(b"GET /health/live HTTP/1.1\r\nHost: x\r\n")
            answer = sock.recv(65536)
        self.assertLess(time.monotonic() - start, 20)
        self.assertIn(b" 408 ", answer[:20])

    def test_json_that_is_not_fit_is_400(self):
        who = self.world.operator
        for name, data in {"bad UTF-8": b'{"title":"\xff\xfe"}', "deep": b"[" * 5000 + b"]" * 5000,
                           "truncated": b'{"title":', "twice": b'{"title":"a","title":"b"}', "empty": b"",
                           "trailing": b"{} {}", "not an object": b"[]"}.items():
            with self.subTest(name):
                answer = who.call("POST", "/api/v1/orders", raw=data, headers={"Content-Type": "application/json"})
                self.assertEqual(answer.status, 400, answer)
                self.assertEqual(answer.headers["content-type"], "application/problem+json")

    def test_another_media_type_is_415(self):
        answer = self.world.operator.post("/api/v1/orders", raw=b"{}", headers={"Content-Type": "text/plain"})
        self.assertEqual(answer.status, 415)

    def test_text_that_looks_like_sql_is_text(self):
        world = self.world
        title = "'); DROP TABLE orders; --"
        order = world.new_order(title=title)
        self.assertEqual(world.order(order["id"])["title"], title)
        for query in ("q=%27%22)%3B--", "q=%22", "q=*", "q=a%20OR%20b", "q=NEAR(", "q=-x", "q=title:x", "q=%25_"):
            self.assertEqual(world.operator.get("/api/v1/orders?" + query).status, 200, query)

    def test_errors_tell_nothing_of_the_inside(self):
        answer = self.world.operator.get("/api/v1/orders/" + "x" * 500)
        self.assertEqual(answer.status, 404)
        for word in (b"sqlite", b"SELECT", b".cpp"):
            self.assertNotIn(word, answer.body)

    def test_limits_answer_429_with_a_time_to_wait(self):
        with Suite(environment={"MICROFLOW_GATEWAY_ADDRESS_RATE": "1", "MICROFLOW_GATEWAY_ADDRESS_BURST": "5"}) as suite:
            answers = [suite.anonymous().get("/.well-known/jwks.json") for _ in range(8)]
            refused = [answer for answer in answers if answer.status == 429]
            self.assertGreaterEqual(len(refused), 2)
            self.assertGreaterEqual(int(refused[0].headers["retry-after"]), 1)
            self.assertEqual(json.loads(refused[0].body)["code"], "rate_limited")


if __name__ == "__main__":
    unittest.main()
