"""A gateway with short patience and small limits in front of a simulated provider that serves as canary."""

import pytest

from harness.gateway import KEY, PROVIDER_KEYS, Gateway, document
from harness.surfaces import SURFACES
from terms import BODY_TIMEOUT, FAULTS, HEADER_TIMEOUT, IDLE_TIMEOUT, MAX_BODY, SHORT_PATIENCE


def milliseconds(seconds):
    return f"{int(seconds * 1000)}ms"


def fault_models():
    """A public name for every fault of every provider, with short patience."""
    return {
        f"{name}-{fault}": {
            "targets": [{"model": f"{name}/fault-{fault}"}],
            "timeout": SHORT_PATIENCE,
            # Asked again and again by many tests; none of them is about being left alone.
            "breaker": {"failures": 1000, "min_requests": 100_000},
        }
        for name in PROVIDER_KEYS
        for fault in FAULTS
    }


@pytest.fixture(scope="session")
def session_gateway(simulator, directory):
    with Gateway(directory, document(simulator, fault_models()), name="hostile") as server:
        yield server
        check_no_secret(server)


@pytest.fixture(scope="session")
def session_tight_gateway(simulator, directory):
    configuration = document(
        simulator,
        max_body=MAX_BODY,
        header_timeout=milliseconds(HEADER_TIMEOUT),
        body_timeout=milliseconds(BODY_TIMEOUT),
        idle_timeout=milliseconds(IDLE_TIMEOUT),
    )
    with Gateway(directory, configuration, name="hostile-tight") as server:
        yield server
        check_no_secret(server)


def check_no_secret(server):
    """No attack of the whole session may have brought a key into the log."""
    output = server.output()
    for secret in (KEY, *PROVIDER_KEYS.values()):
        assert secret not in output, "a key is in the gateway's output"


def checked(server, simulator):
    """What holds after every single attack: the process lives and serves the next caller."""
    assert server.is_alive(), f"the gateway died:\n{server.output()[-4000:]}"
    surface = SURFACES[0]
    status, _, answer = server.post(surface.path("openai/echo"), surface.body("openai/echo", "still here"))
    assert status == 200 and surface.text(answer) == "still here"


@pytest.fixture
def gateway(session_gateway, simulator):
    """The gateway with ordinary limits."""
    yield session_gateway
    checked(session_gateway, simulator)


@pytest.fixture
def tight_gateway(session_tight_gateway, simulator):
    """The gateway with small limits and short patience."""
    yield session_tight_gateway
    checked(session_tight_gateway, simulator)


@pytest.fixture
def seen(simulator):
    """The requests that reached the provider since the test began."""
    simulator.forget()
    return simulator.requests


@pytest.fixture(params=SURFACES, ids=lambda surface: surface.name)
def surface(request):
    return request.param
