"""Fixtures of every suite; each starts what it needs beside them."""

import pytest

from .gateway import PROVIDERS, Gateway
from .simulator import Simulator


@pytest.fixture(scope="session")
def directory(tmp_path_factory):
    """Where documents and logs of the session's processes go."""
    return tmp_path_factory.mktemp("kanmon")


@pytest.fixture(scope="session")
def simulator(directory):
    """The simulated provider that plays all of `harness.gateway.PROVIDERS`."""
    with Simulator(directory) as server:
        yield server


@pytest.fixture(params=PROVIDERS)
def provider(request):
    """The provider behind the gateway: one of each dialect."""
    return request.param


@pytest.fixture
def start(tmp_path):
    """Starts a gateway; ends it where the test did not."""
    started = []

    def begin(configuration, **arguments):
        gateway = Gateway(tmp_path, configuration, name=f"gateway-{len(started)}", **arguments)
        started.append(gateway)
        return gateway

    yield begin
    for gateway in started:
        gateway.kill()
