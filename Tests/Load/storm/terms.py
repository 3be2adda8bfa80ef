"""What the load test agrees on: who asks what of whom, and what may come back."""

import os
import pathlib

from harness.process import binary

#: Providers, each a process of its own, one of each dialect: name to (type, what follows the host in its base URL).
PROVIDERS = {"alpha": ("openai", "/v1"), "beta": ("anthropic", ""), "gamma": ("gemini", "")}

#: Public models for whole answers and for streams.
WHOLE = ("chat", "ordered", "level", "quick")
STREAMED = ("flow",)
#: A public model that comes and goes.
FLEETING = "fleeting"
#: A public model whose targets take one request at a time each and keep it for so many milliseconds. It is asked in bursts of
#: thrice as many as it has places, so that most of them wait, whatever the machine.
NARROW, HOLD_MILLISECONDS = "narrow", 60
BURST = 3 * len(PROVIDERS)

#: Streams that are open at any time.
STREAMS = 200
#: Tokens of a stream, and how many of them come a second.
STREAM_TOKENS, STREAM_PACE = 12, 4

#: The errors that a caller may see while targets are in trouble (Docs/http-api.md). Any other is a fault of the gateway's.
DOCUMENTED = frozenset({"overloaded", "rate_limited", "upstream_error", "upstream_timeout", "upstream_unavailable"})

#: No answer may take longer, in seconds.
PATIENCE = 20.0


def is_debug():
    return pathlib.Path(binary()).parent.name == "debug"


def rate():
    """Whole answers asked for a second: 500, or what a debug build takes; KANMON_LOAD_RATE says otherwise."""
    named = os.environ.get("KANMON_LOAD_RATE")
    return float(named) if named else (50.0 if is_debug() else 500.0)
