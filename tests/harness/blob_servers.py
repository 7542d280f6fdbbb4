"""Azurite and s3rver as processes of their own, where `npm ci` has installed them (`./dev test` does)."""

import os
import re
import shutil
import subprocess
import tempfile

FOLDER = os.path.join(os.path.dirname(__file__), "..", "blob_servers")
INSTALLED = os.path.isdir(os.path.join(FOLDER, "node_modules", "azurite"))
REQUIRED = "MF_REQUIRE_BLOB_SERVERS" in os.environ

# The account that Microsoft publishes for emulators.
AZURE_ACCOUNT = "devstoreaccount1"
AZURE_KEY = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=="


class BlobServer:
    """`with BlobServer("azurite") as server:`"""

    def __init__(self, kind):
        self.kind = kind
        self.folder = tempfile.mkdtemp(prefix="microflow-blobs-")

    def __enter__(self):
        self.process = subprocess.Popen(["node", os.path.join(FOLDER, "serve.js"), self.kind, self.folder],
                                        stdout=subprocess.PIPE, text=True)
        for line in self.process.stdout:
            found = re.search(r"listens on http://127\.0\.0\.1:(\d+)", line)
            if found:
                self.port = int(found.group(1))
                return self
        raise RuntimeError(f"{self.kind} did not start")

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def settings(self, **more):
        """The suite's environment for this store."""
        if self.kind == "azurite":
            settings = {"kind": "azure", "azure_account": AZURE_ACCOUNT, "azure_key": AZURE_KEY,
                        "azure_endpoint": f"http://127.0.0.1:{self.port}/{AZURE_ACCOUNT}"}
        else:
            settings = {"kind": "s3", "s3_bucket": "evidence", "s3_access_key_id": "S3RVER",
                        "s3_secret_access_key": "S3RVER", "s3_path_style": "true",
                        "s3_endpoint": f"http://127.0.0.1:{self.port}"}
        return {"MICROFLOW_BLOBS_" + key.upper(): value for key, value in {**settings, **more}.items()}
