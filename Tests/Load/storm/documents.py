"""The gateway's document, another one each second."""

import random

from harness.gateway import KEY
from .terms import FLEETING, HOLD_MILLISECONDS, NARROW, PROVIDERS, STREAM_PACE


class Documents:
    """Makes the next document: other weights, another order, a model that comes and goes, and the faults of the moment."""

    def __init__(self, ports, seed):
        self.ports = ports
        self.random = random.Random(seed)
        self.count = 0
        #: Header fields by provider that make its simulation misbehave.
        self.faults = {}

    def next(self):
        self.count += 1
        order = self.random.sample(list(PROVIDERS), len(PROVIDERS))

        def targets(model, **more):
            return [{"model": f"{name}/{model}", "weight": self.random.randint(1, 9), **more} for name in order]

        common = {
            "retry": {"attempts": 2, "backoff": {"initial": "50ms", "max": "1s"}},
            "timeout": {"connect": "1s", "first_byte": "2s", "idle": "8s", "total": "15s"},
            "breaker": {"open_for": "500ms", "ramp_up": "500ms"},
        }
        models = {
            "chat": {"strategy": "weighted", "targets": targets("echo"), **common},
            "ordered": {"strategy": "fallback", "targets": targets("echo"), **common},
            "level": {"strategy": "least-busy", "targets": targets("echo"), **common},
            "quick": {"strategy": "least-latency", "targets": targets("echo"), "hedge": {"after": "300ms"}, **common},
            "flow": {"strategy": "round-robin", "targets": targets(f"pace-tps-{STREAM_PACE}"), **common},
            NARROW: {"targets": targets(f"pace-ttft-{HOLD_MILLISECONDS}ms", max_concurrent=1), **common},
        }
        if self.count % 2:
            models[FLEETING] = {"targets": ["chat"]}
        return {
            # More than are ever asked at once: this limit is counted, but nobody waits at it.
            "server": {"drain_timeout": "5s", "max_concurrent": 2000, "queue": {"length": 200, "timeout": "10s"}},
            "providers": {name: self.provider(name) for name in PROVIDERS},
            "models": models,
            "teams": {"load": {"models": ["*"]}},
            "keys": [{"name": "load", "team": "load", "key": KEY}],
        }

    def provider(self, name):
        kind, prefix = PROVIDERS[name]
        section = {
            "type": kind,
            "api_keys": [f"sk-{name}-one", f"sk-{name}-two"],
            "base_url": f"http://127.0.0.1:{self.ports[name]}{prefix}",
        }
        if name in self.faults:
            section["headers"] = self.faults[name]
        return section
