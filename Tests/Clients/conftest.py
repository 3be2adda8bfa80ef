"""One simulated provider and one gateway in front of it for all tests of the official SDKs."""

import asyncio

import anthropic
import openai
import pytest
from google import genai
from google.genai import types

from harness.gateway import KEY, PROVIDERS, Gateway, providers
from harness.process import free_port
from harness.simulator import Simulator

#: Faults that are over only when the gateway's patience is.
SHORT_PATIENCE = {"connect": "1s", "first_byte": "400ms", "idle": "400ms", "total": "20s"}


def configuration(simulator):
    every = providers(simulator)
    dead = {"type": "openai", "api_key": "sk-unused-0123456789", "base_url": f"http://127.0.0.1:{free_port()}/v1"}
    models = {
        "falls-over": {"targets": [{"model": "dead/echo"}, {"model": "claude/echo"}]},
        "unreachable": {"targets": [{"model": "dead/other"}]},
    }
    for name in every:
        models[f"strict-{name}"] = {"targets": [{"model": f"{name}/sim-1"}], "strict": True}
        for fault in ("hang-before-headers", "hang-after-headers", "hang-mid-stream"):
            models[f"impatient-{name}-{fault}"] = {
                "targets": [{"model": f"{name}/fault-{fault}"}],
                "timeout": SHORT_PATIENCE,
                # Asked again and again by many tests; none of them is about being left alone.
                "breaker": {"failures": 1000, "min_requests": 100_000},
            }
    return {
        "server": {"drain_timeout": "5s"},
        "providers": {**every, "dead": dead},
        "models": models,
        "keys": [{"name": "tests", "key": KEY}],
    }


@pytest.fixture(scope="session")
def directory(tmp_path_factory):
    return tmp_path_factory.mktemp("clients")


@pytest.fixture(scope="session")
def simulator(directory):
    server = Simulator(directory)
    yield server
    server.stop()


@pytest.fixture(scope="session")
def gateway(simulator, directory):
    server = Gateway(directory, configuration(simulator))
    yield server
    server.stop()


@pytest.fixture(params=PROVIDERS)
def provider(request):
    """The provider behind the gateway: one of each dialect."""
    return request.param


@pytest.fixture
def openai_client(gateway):
    with openai.OpenAI(api_key=KEY, base_url=f"{gateway.url}/v1", max_retries=0, timeout=20) as client:
        yield client


@pytest.fixture
def anthropic_client(gateway):
    with anthropic.Anthropic(api_key=KEY, base_url=gateway.url, max_retries=0, timeout=20) as client:
        yield client


@pytest.fixture
def genai_client(gateway):
    client = genai.Client(api_key=KEY, http_options=types.HttpOptions(base_url=gateway.url, timeout=20_000))
    yield client
    client.close()


@pytest.fixture
def run():
    """Runs a coroutine to its end, in a bounded time."""
    return lambda coroutine: asyncio.run(asyncio.wait_for(coroutine, 60))
