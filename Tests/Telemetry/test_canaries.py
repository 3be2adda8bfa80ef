"""No secret and no word of a prompt is in anything that the gateway tells of itself, however a request ends."""

import base64
import contextlib
import json
import secrets
import signal

import pytest

from collected.store import ObjectStore
from governed.disguises import found
from governed.documents import ADMIN_TOKEN, bearer, governed
from harness.gateway import KEY, PROVIDER_KEYS
from harness.process import eventually
from harness.recorder import recording
from harness.surfaces import SURFACES

OWN = {"openai": "openai", "anthropic": "claude", "gemini": "gemini"}
SINK_SECRET = "sink-canary-0123456789abcdef"


@contextlib.contextmanager
def everything(simulator):
    """A document with every kind of output on, and the outputs that are servers."""
    with recording() as logs, recording(ObjectStore(SINK_SECRET)) as store, recording() as traces:
        headers = {"authorization": f"Bearer {SINK_SECRET}"}
        sinks = [
            {"type": "stdout", "format": "human"},
            {"type": "stderr", "format": "json"},
            {"type": "file", "path": "kanmon-access.log"},
            {"type": "http", "url": logs.url, "interval": "50ms", "headers": headers},
            {
                "type": "s3", "endpoint": store.url, "bucket": "b", "interval": "50ms",
                "access_key_id": "AKIDEXAMPLE", "secret_access_key": SINK_SECRET,
            },
        ]
        configuration = {
            **governed(simulator),
            "telemetry": {
                "log": {"level": "trace", "access": True, "sinks": sinks},
                "traces": {"endpoint": traces.url, "headers": headers},
            },
        }
        yield configuration, (logs, store, traces)


@pytest.mark.parametrize("ending", ["stop", "kill"])
def test_nothing_hidden_is_told(govern, simulator, tmp_path, ending):
    canary = "prompt-canary-" + secrets.token_hex(12)
    wrong = "wrong-canary-" + secrets.token_hex(12)
    hidden = {
        "the prompt": canary, "the admin token": ADMIN_TOKEN, "the key": KEY, "a wrong key": wrong,
        "the sinks' secret": SINK_SECRET, **PROVIDER_KEYS,
    }
    with everything(simulator) as (configuration, servers):
        gateway, admin = govern(configuration)
        for surface in SURFACES:
            model = OWN[surface.name]
            for stream in (False, True):
                assert gateway.post(surface.path(model, stream), surface.body(model, canary, stream))[0] == 200
                for fault in ("fault-status-400", "fault-invalid-json", "fault-reset-mid-stream-after-2", "missing-model"):
                    name = f"{model}/{fault}"
                    gateway.post(surface.path(name, stream), surface.body(name, canary, stream))
            name = f"{model}/pace-tps-20"
            connection, response = gateway.stream(surface.path(name, True), surface.body(name, f"{canary} " * 50, True))
            with contextlib.closing(connection):
                assert response.read(20)
            for broken in ({**surface.body(model), "temperature": canary}, canary.encode(), b'{"messages": "' + canary.encode()):
                gateway.post(surface.path(model), broken)
        gateway.get(f"/v1beta/models/gemini:generateContent?key={KEY}", "POST", body=json.dumps(SURFACES[2].body("gemini")))
        gateway.post("/v1/chat/completions", SURFACES[0].body("openai"), bearer(wrong))
        # What callers may put where their own words are logged: a model's name, a request's id, a trace's state.
        personal = {
            "an e-mail address": f"hana.{secrets.token_hex(4)}@example.com", "a key in a name": KEY,
            "a card": "4111111111111111", "a telephone": "090-1234-5678", "a number": "123456789018",
        }
        for text in personal.values():
            gateway.post("/v1/chat/completions", SURFACES[0].body(f"model {text} end"), {"x-request-id": text})
            gateway.post("/v1/chat/completions", SURFACES[0].body("openai"), {"x-request-id": text})
        admin.ask("GET", "/keys", headers={"authorization": f"Bearer {wrong}"})
        logs, store, traces = servers
        eventually(lambda: b'"access"' in b"".join(r.body for r in logs.all()), what="lines")
        eventually(lambda: store.objects and traces.all(), what="objects and spans")
        log = tmp_path / "kanmon-access.log"
        eventually(lambda: log.read_bytes().count(b"[masked:") >= 2 * len(personal), what="the last lines")
        metrics = gateway.get("/metrics")[2]
        if ending == "stop":
            gateway.stop()
        else:
            gateway.process.send_signal(signal.SIGKILL)
            gateway.process.wait()
        outputs = [gateway.log, log, tmp_path / "metrics"]
        outputs[2].write_bytes(metrics)
        for number, server in enumerate(servers):
            path = tmp_path / f"server-{number}"
            path.write_bytes(b"\n".join(request.path.encode() + b" " + request.body for request in server.all()))
            outputs.append(path)
        for path in outputs:
            assert path.stat().st_size > 1000 or path.name == "metrics", path
        told = {name: places for name, secret in hidden.items() if (places := found(secret, outputs))}
        told |= {
            name: [path.name for path in outputs if text.encode() in path.read_bytes()] for name, text in personal.items()
        }
        assert {name: places for name, places in told.items() if places} == {}
