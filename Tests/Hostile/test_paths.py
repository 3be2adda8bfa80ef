"""One path, one verdict: no other spelling of it gets past the key check or to a provider."""

import json

import pytest

from harness.gateway import KEY
from harness.wire import exchange, request

BODY = json.dumps({"model": "openai/echo", "messages": [{"role": "user", "content": "Hi"}]}).encode()
JSON = (("Content-Type", "application/json"), ("Content-Length", len(BODY)))
AUTHORIZED = (("Authorization", f"Bearer {KEY}"), *JSON)

SPELLINGS = [
    "//v1/chat/completions",
    "/v1//chat/completions",
    "/v1/chat/completions//",
    "/v1/chat%2fcompletions",
    "/v1/chat%2Fcompletions",
    "/v1/%63hat/completions",
    "/%76%31/chat/completions",
    "/v1/./chat/completions",
    "/v1/x/../chat/completions",
    "/healthz/../v1/chat/completions",
    "/healthz/%2e%2e/v1/chat/completions",
    "/v1/%2e%2e/v1/chat/completions",
    "/v1/chat/completions;x=1",
    "/v1/chat;x/completions",
    "/v1/chat/completions.",
    "/v1/chat/completions%00",
    "/v1/chat/completions%20",
    "/v1/chat/completions%0d%0aX-Injected:1",
    "/V1/chat/completions",
    "/v1/Chat/Completions",
    "\\v1\\chat\\completions",
    "v1/chat/completions",
    "*",
    "/",
    "/v1/chat/completions/../../../sim/requests",
    "/sim/requests",
]


@pytest.mark.parametrize("target", SPELLINGS)
def test_other_spellings_reach_nobody(gateway, seen, target):
    answers, _ = exchange(gateway.port, request(target, JSON, BODY))
    assert len(answers) == 1 and answers[0].status in (400, 401, 404), answers
    answers, _ = exchange(gateway.port, request(target, AUTHORIZED, BODY))
    assert len(answers) == 1 and answers[0].status in (400, 404, 405), answers
    assert "x-injected" not in answers[0].headers
    assert seen() == []


@pytest.mark.parametrize("target", ["/v1/chat/completions?x=1", "/v1/chat/completions?", "/v1/messages?beta=true"])
def test_queries_do_not_change_the_path(gateway, seen, target):
    body = json.dumps({"model": "openai/echo", "max_tokens": 5, "messages": [{"role": "user", "content": "Hi"}]}).encode()
    headers = (("Authorization", f"Bearer {KEY}"), ("Content-Type", "application/json"), ("Content-Length", len(body)))
    answers, _ = exchange(gateway.port, request(target, headers, body))
    assert [answer.status for answer in answers] == [200]
    assert len(seen()) == 1


CONTENTS = {"contents": [{"role": "user", "parts": [{"text": "Hi"}]}]}


class TestKeyInTheQuery:
    """Callers may send the key as `?key=`, as Gemini's do. It must not live on in a log or go to a provider."""

    @pytest.mark.parametrize(
        "query, statuses",
        [
            ("key=KEY", {200}),
            ("alt=json&key=KEY", {200}),
            ("key=KEY&key=KEY", {200, 400, 401}),
            ("%6bey=KEY", {200, 400, 401}),
            ("unknown=KEY", {401}),
        ],
    )
    @pytest.mark.parametrize("provider", ["gemini", "openai"])
    def test_taken_and_never_kept(self, gateway, seen, provider, query, statuses):
        target = f"/v1beta/models/{provider}/echo:generateContent?" + query.replace("KEY", KEY)
        body = json.dumps(CONTENTS).encode()
        status, _, _ = gateway.get(target, "POST", headers={"content-type": "application/json"}, body=body)
        assert status in statuses
        for request in seen():
            assert KEY not in json.dumps(request), "the caller's key went to the provider"
        assert KEY not in gateway.output(), "the caller's key is in the log"

    def test_wrong_key_is_not_logged_either(self, gateway, seen):
        wrong = "sk-km-mistyped-key-of-a-caller-0123"
        status, _, document = gateway.get(
            f"/v1beta/models/gemini/echo:generateContent?key={wrong}", "POST", body=json.dumps(CONTENTS).encode()
        )
        assert status == 401
        assert wrong.encode() not in document
        assert wrong not in gateway.output()
        assert seen() == []


@pytest.mark.parametrize(
    "action",
    ["unknownAction", "", "generateContent/", "generateContent;x", "GENERATECONTENT"],
)
def test_unknown_gemini_actions(gateway, seen, action):
    status, _, document = gateway.post(f"/v1beta/models/gemini/echo:{action}", CONTENTS)
    assert status == 404, document
    assert document["error"]["status"] == "NOT_FOUND"
    assert seen() == []
