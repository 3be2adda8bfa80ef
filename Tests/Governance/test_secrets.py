"""No byte of a prompt, an answer or a secret is on the disk or in the log, plain or in the usual disguises."""

import base64
import contextlib
import http.cookies
import json
import secrets

import pytest

from governed.disguises import found
from governed.documents import ADMIN_TOKEN, bearer, governed
from harness.gateway import KEY, PROVIDER_KEYS
from harness.process import eventually
from harness.surfaces import SURFACES

OWN = {"openai": "openai", "anthropic": "claude", "gemini": "gemini"}


def test_what_is_looked_for_is_found(tmp_path):
    """The search itself: a secret in each disguise, between other bytes."""
    secret = "canary-" + secrets.token_hex(8)
    for number, text in enumerate(
        [
            secret.encode(),
            secret.encode().hex().encode(),
            *(base64.b64encode(b"x" * count + secret.encode() + b"yz") for count in range(5)),
        ]
    ):
        path = tmp_path / str(number)
        path.write_bytes(b"before" + text + b"after")
        assert found(secret, [path]), text
        assert not found("canary-" + secrets.token_hex(8), [path])


@pytest.mark.parametrize("zero_retention", [False, True])
def test_no_secret_and_no_prompt_is_kept(govern, simulator, tmp_path, zero_retention):
    team = {"zero_retention": True} if zero_retention else {}
    gateway, admin = govern(governed(simulator, teams={"tests": team}))
    canary = "prompt-canary-" + secrets.token_hex(12)
    password, wrong = "pass-canary-" + secrets.token_hex(12), "wrong-canary-" + secrets.token_hex(12)
    hidden = {
        "the prompt": canary,
        "the password": password,
        "the wrong password": wrong,
        "the admin token": ADMIN_TOKEN,
        "the declared key": KEY,
        **PROVIDER_KEYS,
    }
    # Keys of every age, one of them for signed requests.
    made = admin.key("made", team="tests", signing=True)
    rotated = admin.change("POST", f"/keys/{made['id']}/rotate", {"overlap_seconds": 60})
    hidden |= {"a made key": made["key"], "a rotated key": rotated["key"], "a signing secret": made["signing_secret"]}
    # A person who signs in, after getting the password wrong.
    admin.change("POST", "/users", {"name": "hana@example.com", "role": "admin", "password": password})
    assert admin.ask("POST", "/login", {"name": "hana@example.com", "password": wrong})[0] == 401
    status, headers, session = admin.ask("POST", "/login", {"name": "hana@example.com", "password": password})
    assert status == 200
    cookie = next(iter(http.cookies.SimpleCookie(headers["set-cookie"]).values()))
    hidden |= {"the cookie": cookie.value, "the CSRF token": session["csrf_token"]}
    fields = {"cookie": f"{cookie.key}={cookie.value}", "x-kanmon-csrf": session["csrf_token"]}
    assert gateway.get("/admin/v1/session", headers=fields)[0] == 200

    # Prompts whose answers repeat them: whole, streamed, left in the middle, refused by either side, of every failure.
    for surface in SURFACES:
        model = OWN[surface.name]
        for stream in (False, True):
            status, _, answer = gateway.post(surface.path(model, stream), surface.body(model, canary, stream))
            # A stream has it in pieces of a token each.
            assert status == 200 and (stream or canary in json.dumps(answer))
            for fault in ("fault-status-400", "fault-invalid-json", "fault-reset-mid-stream-after-2", "missing-model"):
                name = f"{model}/{fault}@{canary[-4:]}"
                gateway.post(surface.path(name, stream), surface.body(name, canary, stream))
        connection, response = gateway.stream(
            surface.path(f"{model}/pace-tps-20", True), surface.body(f"{model}/pace-tps-20", f"{canary} " * 50, True)
        )
        with contextlib.closing(connection):
            assert response.read(20)
        for broken in (
            {**surface.body(model, canary), "temperature": canary},
            {**surface.body(model, canary), canary: canary},
            {**surface.body(model, canary), "messages": canary, "contents": canary},
            canary.encode(),
            b'{"messages": "' + canary.encode(),
        ):
            assert gateway.post(surface.path(model), broken)[0] < 500
    gateway.get(f"/v1beta/models/gemini:generateContent?key={KEY}", "POST", body=json.dumps(SURFACES[2].body("gemini")))
    gateway.post("/v1/chat/completions", SURFACES[0].body("openai"), bearer(wrong))
    admin.ask("GET", "/keys", headers={"authorization": f"Bearer {wrong}"})
    gateway.path.write_text(gateway.text({**gateway.configuration, "time_zone": "Asia/Tokyo"}))
    eventually(lambda: gateway.readiness()["configuration"]["generation"] == 2, what="the reload")
    eventually(lambda: len(admin.rows()) >= 30, what="the rows")

    def look():
        data = [path for path in (tmp_path / "data").rglob("*") if path.is_file()]
        assert any(path.name.endswith("-wal") for path in data) or not gateway.is_alive()
        assert sum(path.stat().st_size for path in data) > 50_000
        return {
            name: places for name, secret in hidden.items() if (places := found(secret, [*data, gateway.log]))
        }

    assert look() == {}
    for path in ("/keys", "/users", "/audit?limit=1000", "/config", "/ledger?limit=1000", "/session"):
        text = json.dumps(admin.get(path))
        assert not [name for name, secret in hidden.items() if secret in text], path
    gateway.stop()
    assert look() == {}
