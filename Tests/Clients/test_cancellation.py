"""A client that leaves takes its upstream request with it, whichever SDK it used and however it was waiting."""

import time

import anthropic
import openai
import pytest
from google import genai
from google.genai import types

from harness.gateway import KEY
from harness.process import eventually
from harness.surfaces import SURFACES

#: How long after a client has gone the provider may still be working for it.
PROMPTLY = 0.1


def seconds_until(condition):
    """How long it takes until a condition holds."""
    started = time.monotonic()
    eventually(condition, seconds=5, what="the cancellation at the provider", every=0.002)
    return time.monotonic() - started


@pytest.fixture
def cancelled(simulator):
    """How many requests the provider's clients have given up since the test began."""
    before = simulator.stats()["cancelled_by_client"]
    return lambda: simulator.stats()["cancelled_by_client"] - before


@pytest.fixture
def in_flight(simulator):
    """How many requests the provider is working on."""
    return lambda: simulator.stats()["in_flight"]


class TestStreams:
    def test_openai(self, openai_client, provider, cancelled):
        stream = openai_client.chat.completions.create(
            model=f"{provider}/fault-hang-mid-stream", messages=[{"role": "user", "content": "Hello"}], stream=True
        )
        next(iter(stream))
        assert cancelled() == 0
        stream.close()
        assert seconds_until(lambda: cancelled() == 1) < PROMPTLY

    def test_anthropic(self, anthropic_client, provider, cancelled):
        stream = anthropic_client.messages.create(
            model=f"{provider}/fault-hang-mid-stream",
            max_tokens=100,
            messages=[{"role": "user", "content": "Hello"}],
            stream=True,
        )
        next(iter(stream))
        assert cancelled() == 0
        stream.close()
        assert seconds_until(lambda: cancelled() == 1) < PROMPTLY

    def test_genai(self, gateway, provider, cancelled):
        client = genai.Client(api_key=KEY, http_options=types.HttpOptions(base_url=gateway.url))
        stream = client.models.generate_content_stream(model=f"{provider}/fault-hang-mid-stream", contents="Hello")
        next(stream)
        assert cancelled() == 0
        stream.close()
        client.close()
        assert seconds_until(lambda: cancelled() == 1) < PROMPTLY


@pytest.mark.parametrize("surface", SURFACES, ids=lambda surface: surface.name)
class TestWhileWaiting:
    def test_for_a_whole_answer(self, gateway, surface, provider, cancelled, in_flight):
        model = f"{provider}/fault-hang-before-headers"
        connection = gateway.send(surface.path(model), surface.body(model))
        eventually(lambda: in_flight() == 1, what="the request at the provider")
        connection.close()
        assert seconds_until(lambda: cancelled() == 1) < PROMPTLY

    def test_for_the_first_event(self, gateway, surface, provider, cancelled, in_flight):
        model = f"{provider}/fault-hang-after-headers"
        connection = gateway.send(surface.path(model, stream=True), surface.body(model, stream=True))
        eventually(lambda: in_flight() == 1, what="the request at the provider")
        connection.close()
        assert seconds_until(lambda: cancelled() == 1) < PROMPTLY


class TestTimeoutsOfTheClient:
    def test_openai_gives_up(self, openai_client, cancelled):
        with pytest.raises(openai.APITimeoutError):
            openai_client.with_options(timeout=0.3).chat.completions.create(
                model="openai/fault-hang-before-headers", messages=[{"role": "user", "content": "Hi"}]
            )
        assert seconds_until(lambda: cancelled() == 1) < PROMPTLY

    def test_anthropic_gives_up(self, anthropic_client, cancelled):
        with pytest.raises(anthropic.APITimeoutError):
            anthropic_client.with_options(timeout=0.3).messages.create(
                model="claude/fault-hang-before-headers", max_tokens=5, messages=[{"role": "user", "content": "Hi"}]
            )
        assert seconds_until(lambda: cancelled() == 1) < PROMPTLY
