"""A disk that is full: requests are refused or served as the policy says, and none of those served is forgotten."""

import os
import shutil
import subprocess

import pytest

from governed.documents import simulated
from harness.process import eventually
from harness.surfaces import SURFACES

OPENAI = SURFACES[0]
CHAT = "/v1/chat/completions"


@pytest.fixture
def small_disk(tmp_path):
    """A file system of a few MiB."""
    folder = tmp_path / "small"
    folder.mkdir()
    if os.geteuid() != 0 or not shutil.which("mount"):
        pytest.skip("only root can mount a file system of its own")
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(folder)], capture_output=True, text=True, check=False
    )
    if mounted.returncode != 0:
        pytest.skip(f"this machine mounts nothing: {mounted.stderr.strip()}")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def fill(path):
    """Writes to a file until not one more byte fits."""
    with open(path, "wb", buffering=0) as file:
        try:
            while file.write(b"\0" * 4096):
                pass
        except OSError:
            pass


@pytest.mark.parametrize("policy", ["refuse", "continue"])
def test_a_full_disk(govern, small_disk, policy):
    gateway, admin = govern(simulated({}, data=str(small_disk / "data"), ledger={"on_full": policy}))
    served = []

    def ask():
        # What the gateway frees is taken away again.
        if filler.exists():
            with open(filler, "ab", buffering=0) as file:
                try:
                    while file.write(b"\0" * 512):
                        pass
                except OSError:
                    pass
        status, headers, document = gateway.post(CHAT, OPENAI.body("chat", "x" * 40))
        if status == 200:
            served.append(headers["x-request-id"])
        return status, headers, document

    filler = small_disk / "filler"
    assert ask()[0] == 200
    fill(filler)
    answers = [ask() for _ in range(300)]
    refused = [answer for answer in answers if answer[0] != 200]
    if policy == "continue":
        assert not refused
    else:
        assert refused, "a full disk refused nothing"
        for status, headers, document in refused:
            assert status == 503 and int(headers["retry-after"]) > 0
            OPENAI.check_error(document, 503, "overloaded")
    assert gateway.is_alive() and gateway.get("/healthz")[0] == 200
    assert admin.ask("GET", "/ledger")[0] in (200, 503)
    filler.unlink()
    eventually(lambda: ask()[0] == 200, 15, "recovery", every=0.2)
    rows = admin.settled(served, 20)
    assert sorted(row["id"] for row in rows) == sorted(served)
    admin.verify()
    gateway.stop()
