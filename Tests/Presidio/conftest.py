"""Presidio's own analyzer, as a service that guardrails ask."""

import pathlib
import subprocess
import sys
import time
import urllib.request

import pytest

from guarded.speaker import speaking
from harness.gateway import KEY
from harness.process import free_port


@pytest.fixture
def speaker():
    """A provider that says what the test tells it to."""
    with speaking() as one:
        yield one


@pytest.fixture(scope="session")
def analyzer(tmp_path_factory):
    """The analyzer's URL."""
    port = free_port()
    log = tmp_path_factory.mktemp("presidio") / "log"
    with open(log, "wb") as output:
        command = [sys.executable, str(pathlib.Path(__file__).with_name("analyzer.py")), str(port)]
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)
    url = f"http://127.0.0.1:{port}"
    try:
        end = time.monotonic() + 120
        while True:
            try:
                urllib.request.urlopen(f"{url}/health", timeout=5).close()
                break
            except OSError:
                assert process.poll() is None and time.monotonic() < end, log.read_text()
                time.sleep(0.2)
        yield url
    finally:
        process.kill()
        process.wait()


@pytest.fixture
def guard(start, speaker):
    """Starts a gateway with guardrails in front of the speaker."""

    def begin(guardrails):
        names = tuple(speaker.providers())
        return start({
            "server": {"drain_timeout": "5s"},
            "providers": speaker.providers(),
            "models": {name: {"targets": [{"model": f"{name}/m"}]} for name in names},
            "keys": [{"name": "tests", "key": KEY}],
            "guardrails": guardrails,
        })

    return begin
