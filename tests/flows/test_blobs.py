"""Evidence in the stores of the clouds: the same answers, whatever keeps the bytes."""

import contextlib
import os
import unittest
import urllib.error
import urllib.request

from tests.harness import blob_servers
from tests.harness.blob_servers import BlobServer
from tests.harness.suite import Suite
from tests.harness.world import World, must

# More than one block of Azure and one part of S3, and not of whole pieces.
PICTURE = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + os.urandom(9_300_017)


@contextlib.contextmanager
def world_on(kind, **settings):
    with BlobServer(kind) as server:
        suite = Suite(environment=server.settings(**settings))
        try:
            yield World(suite), server
        finally:
            suite.__exit__()


@unittest.skipUnless(blob_servers.INSTALLED or blob_servers.REQUIRED, "run `npm ci` in tests/blob_servers")
class Blobs(unittest.TestCase):
    def upload(self, world):
        order = world.new_order(who=world.client)["id"]
        technician = world.technicians[0]
        world.assign(order, technician)
        return must(technician.post(f"/api/v1/orders/{order}/evidence?name=torre%20ca%C3%ADda.jpg", raw=PICTURE,
                                    headers={"Content-Type": "image/jpeg"}), 201)

    def assert_streams(self, kind):
        with world_on(kind) as (world, _):
            stored = self.upload(world)
            content = world.client.get(stored["contentUrl"])
            self.assertEqual((content.status, content.headers["content-type"]), (200, "image/jpeg"))
            self.assertEqual(content.headers["content-length"], str(len(PICTURE)))
            self.assertTrue(content.body == PICTURE)
            self.assertFalse(os.path.exists(os.path.join(world.suite.folder, "blobs")))

    def assert_redirects(self, kind):
        with world_on(kind, redirect="true") as (world, server):
            stored = self.upload(world)
            answer = world.client.get(stored["contentUrl"])
            self.assertEqual((answer.status, answer.body), (307, b""))
            address = answer.headers["location"]
            self.assertTrue(address.startswith(f"http://127.0.0.1:{server.port}/"))
            with urllib.request.urlopen(address) as content:
                self.assertTrue(content.read() == PICTURE)
                self.assertEqual(content.headers["content-type"], "image/jpeg")
                self.assertIn("torre%20ca%C3%ADda.jpg", content.headers["content-disposition"])
            with self.assertRaises(urllib.error.HTTPError) as refused:
                urllib.request.urlopen(address.split("?")[0])
            self.assertIn(refused.exception.code, (403, 404, 409))
            self.assertEqual(world.suite.anonymous().get(stored["contentUrl"]).status, 401)

    def test_evidence_streams_through_from_azure(self):
        self.assert_streams("azurite")

    def test_evidence_streams_through_from_s3(self):
        self.assert_streams("s3")

    def test_readers_are_sent_to_azure_where_that_is_configured(self):
        self.assert_redirects("azurite")

    def test_readers_are_sent_to_s3_where_that_is_configured(self):
        self.assert_redirects("s3")

    def test_a_store_that_goes_away_loses_nothing_that_was_acknowledged(self):
        with world_on("azurite") as (world, server):
            stored = self.upload(world)
            server.process.kill()
            server.process.wait()
            path = f"/api/v1/orders/{stored['orderId']}/evidence"
            late = world.technicians[0].post(f"{path}?name=2.jpg", raw=PICTURE[:-1],
                                             headers={"Content-Type": "image/jpeg"})
            self.assertGreaterEqual(late.status, 500)
            self.assertNotIn(blob_servers.AZURE_KEY, world.suite.errors() + late.body.decode())
            listed = must(world.client.get(path))["items"]
            self.assertEqual([item["sha256"] for item in listed], [stored["sha256"]])

    def test_a_wrong_key_is_said_at_the_start_but_not_shown(self):
        wrong = "d3Jvbmctc2VjcmV0LXdyb25nLXNlY3JldA=="
        with BlobServer("azurite") as server:
            suite = Suite(environment=server.settings(azure_key=wrong))
            with self.assertRaisesRegex(RuntimeError, "403") as refused:
                suite.start()
            self.assertNotIn(wrong, str(refused.exception))
            suite.__exit__()


if __name__ == "__main__":
    unittest.main()
