"""One gateway in front of the simulated provider for all tests of the official SDKs, and their clients."""

import asyncio

import anthropic
import openai
import pytest
from google import genai
from google.genai import types

from harness.gateway import KEY, PROVIDERS, Gateway, document

#: Faults that are over only when the gateway's patience is.
SHORT_PATIENCE = {"connect": "1s", "first_byte": "400ms", "idle": "400ms", "total": "20s"}


def models():
    """Public models for what the provider models alone cannot show."""
    models = {
        "falls-over": {"targets": [{"model": "dead/echo"}, {"model": "claude/echo"}]},
        "unreachable": {"targets": [{"model": "dead/other"}]},
    }
    for name in PROVIDERS:
        models[f"strict-{name}"] = {"targets": [{"model": f"{name}/sim-1"}], "strict": True}
        for fault in ("hang-before-headers", "hang-after-headers", "hang-mid-stream"):
            models[f"impatient-{name}-{fault}"] = {
                "targets": [{"model": f"{name}/fault-{fault}"}],
                "timeout": SHORT_PATIENCE,
                # Asked again and again by many tests; none of them is about being left alone.
                "breaker": {"failures": 1000, "min_requests": 100_000},
            }
    return models


@pytest.fixture(scope="session")
def gateway(simulator, directory):
    with Gateway(directory, document(simulator, models()), name="clients") as server:
        yield server


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
