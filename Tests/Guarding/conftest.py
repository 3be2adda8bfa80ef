"""Guardrails from outside: what reaches providers, what callers get, what is remembered of it."""

import pytest

from governed.admin import Admin
from governed.documents import ADMIN_TOKEN
from guarded.speaker import speaking
from harness.gateway import KEY
from harness.surfaces import SURFACES


@pytest.fixture
def speaker():
    """A provider that says what the test tells it to."""
    with speaking() as one:
        yield one


@pytest.fixture(params=SURFACES, ids=lambda surface: surface.name)
def surface(request):
    """One of the chat surfaces."""
    return request.param


@pytest.fixture
def guard(start, speaker):
    """Starts a gateway with guardrails in front of the speaker: (gateway, admin API)."""

    def begin(guardrails, **sections):
        names = tuple(speaker.providers())
        configuration = {
            "server": {"drain_timeout": "5s", "admin_token": ADMIN_TOKEN},
            "data": "./data",
            "providers": speaker.providers(),
            "models": {name: {"targets": [{"model": f"{name}/m"}]} for name in names},
            "teams": {"tests": {}},
            "keys": [{"name": "tests", "team": "tests", "key": KEY}],
            "guardrails": guardrails,
            **sections,
        }
        gateway = start(configuration)
        return gateway, Admin(gateway)

    return begin
