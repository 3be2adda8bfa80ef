"""SIGTERM: readiness fails at once, what runs finishes or is told why not, and the process ends with 0."""

import contextlib
import http.client

import pytest

from harness.gateway import KEY
from harness.process import eventually
from harness.surfaces import SURFACES, events_of

#: How many tokens the slow provider writes per second.
SPEED = 20


@pytest.fixture
def start(start):
    """Starts a gateway over simulated providers that write slowly; ends it where the test did not."""
    return lambda drain_timeout: start(
        {
            "server": {"drain_timeout": drain_timeout},
            "providers": {
                dialect: {"type": "simulated", "speaks": dialect, "tokens_per_second": SPEED}
                for dialect in ("openai", "anthropic", "gemini")
            },
            "keys": [{"name": "tests", "key": KEY}],
        }
    )


def open_stream(gateway, surface, tokens):
    """A stream whose first bytes have arrived."""
    model = f"{surface.name}/sim-1"
    connection, response = gateway.stream(
        surface.path(model, True), surface.body(model, f"write {tokens} tokens", stream=True)
    )
    assert response.status == 200
    return connection, response, response.read(1)


@pytest.mark.parametrize("surface", SURFACES, ids=lambda surface: surface.name)
def test_running_stream_finishes(start, surface):
    gateway = start("10s")
    connection, response, first = open_stream(gateway, surface, tokens=30)
    gateway.terminate()
    eventually(lambda: not_ready(gateway), what="/readyz saying no")
    assert gateway.is_alive(), "the stream is still running"
    with contextlib.closing(connection):
        raw = first + response.read()
    assert surface.ends_cleanly(events_of(raw)), raw[-300:]
    gateway.stop(seconds=5)


@pytest.mark.parametrize("surface", SURFACES, ids=lambda surface: surface.name)
def test_stream_that_does_not_finish_in_time_gets_an_error_event(start, surface):
    gateway = start("500ms")
    connection, response, first = open_stream(gateway, surface, tokens=2000)
    gateway.terminate()
    with contextlib.closing(connection):
        raw = first + response.read()
    events = events_of(raw)
    assert not surface.ends_cleanly(events)
    assert surface.error_event(events) is not None, raw[-300:]
    gateway.stop(seconds=5)


def test_idle_connections_do_not_hold_it_up(start):
    gateway = start("10s")
    idle = [http.client.HTTPConnection("127.0.0.1", gateway.port) for _ in range(5)]
    for connection in idle:
        connection.request("GET", "/healthz")
        connection.getresponse().read()
    gateway.stop(seconds=3)
    for connection in idle:
        connection.close()


def not_ready(gateway):
    try:
        return gateway.get("/readyz", timeout=1)[0] == 503
    except OSError:
        # Accepted just before the drain began and closed as idle with it: the next probe tells.
        return False
