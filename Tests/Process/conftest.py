"""The gateway as a process among others: what starts it, signals it, replaces it and reads its files."""

import pytest

from documents import document
from harness.gateway import Gateway


@pytest.fixture
def start(tmp_path):
    """Starts a gateway; ends it where the test did not."""
    started = []

    def begin(configuration=None, **arguments):
        gateway = Gateway(tmp_path, configuration or document(), name=f"gateway-{len(started)}", **arguments)
        started.append(gateway)
        return gateway

    yield begin
    for gateway in started:
        if gateway.is_alive():
            gateway.process.kill()
            gateway.process.wait()
