"""The fakes take what is documented and nothing else."""

import copy
import json
import time
import urllib.error
import urllib.request

import pytest
from fakes import SHAPES, guarding

CHAT = [{"role": "user", "content": "山田です"}]
DOCUMENTED = {
    "presidio": ("/analyze", {"text": "山田です", "language": "ja"}),
    "openai-moderation": ("/v1/moderations", {"model": "omni-moderation-latest", "input": ["山田です"]}),
    "azure-content-safety": ("/contentsafety/text:analyze?api-version=2024-09-01", {"text": "山田です"}),
    "azure-prompt-shields": (
        "/contentsafety/text:shieldPrompt?api-version=2024-09-01",
        {"userPrompt": "山田です", "documents": []},
    ),
    "azure-pii": (
        "/language/:analyze-text?api-version=2023-04-01",
        {
            "kind": "PiiEntityRecognition",
            "parameters": {"stringIndexType": "UnicodeCodePoint"},
            "analysisInput": {"documents": [{"id": "0", "language": "ja", "text": "山田です"}]},
        },
    ),
    "bedrock": (
        "/guardrail/abc/version/DRAFT/apply",
        {"source": "INPUT", "content": [{"text": {"text": "山田です"}}]},
    ),
    "model-armor": (
        "/v1/projects/p/locations/l/templates/t:sanitizeUserPrompt",
        {"userPromptData": {"text": "山田です"}},
    ),
    "lakera": ("/v2/guard", {"messages": CHAT, "breakdown": True, "payload": True}),
    "llamaguard": ("/v1/chat/completions", {"model": "m", "messages": CHAT}),
    "nemo": ("/v1/checks", {"model": "m", "messages": CHAT, "guardrails": {"config_id": "c"}}),
    "guardrails-ai": ("/guards/g/validate", {"llm_output": "山田です", "num_reasks": 0}),
    "generic": (
        "/beta/litellm_basic_guardrail_api",
        {
            "texts": ["山田です"], "request_data": {}, "input_type": "request",
            "additional_provider_specific_params": {},
        },
    ),
    "webhook": (
        "/",
        {
            "stage": "input", "texts": [{"text": "山田です", "origin": "user", "role": "user"}], "model": "m",
            "request_id": "r",
        },
    ),
}


def post(service, path, body, token="secret", **fields):
    headers = {"content-type": "application/json"}
    if service.name == "webhook":
        headers |= {"webhook-id": "1", "webhook-timestamp": str(int(time.time()))}
    elif token:
        value = f"Bearer {token}" if service.shape.token_field == "authorization" else token
        headers[service.shape.token_field] = value
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    request = urllib.request.Request(service.url + path, data, headers | fields)
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


@pytest.fixture(params=sorted(SHAPES))
def service(request):
    token = None if request.param == "webhook" else "secret"
    with guarding(request.param, words={"山田": "Hate"}, token=token) as service:
        yield service


def test_what_is_documented_is_answered(service):
    path, body = DOCUMENTED[service.name]
    status, found = post(service, path, body)
    assert (status, service.refusals) == (200, [])
    clean = json.loads(json.dumps(body).replace(json.dumps("山田です")[1:-1], "clean"))
    status, other = post(service, path, clean)
    assert status == 200 and other != found
    assert service.texts == ["山田です", "clean"]


def test_what_is_not_documented_is_refused(service):
    path, body = DOCUMENTED[service.name]
    wrong = [(path, {**body, "other": 1}), ("/other/path", body), (path, []), (path, b"{"), (path, b'{"a":1,"a":1}')]
    for name in body:
        if name not in ("breakdown", "payload", "num_reasks"):
            less = copy.deepcopy(body)
            del less[name]
            wrong.append((path, less))
        wrong.append((path, {**body, name: {"a": [1]}}))
    for target, data in wrong:
        if service.name == "webhook" and target == "/other/path":
            continue
        if service.name == "generic" and data == {**body, "additional_provider_specific_params": {"a": [1]}}:
            continue
        assert post(service, target, data)[0] == 400, (target, data)
    assert len(service.refusals) >= len(wrong) - 1
    assert post(service, path, body, **{"content-type": "text/plain"})[0] == 400
    if service.name != "webhook":
        assert post(service, path, body, token="another")[0] == 400
        assert post(service, path, body, token=None)[0] == 400


OTHERS = [
    ("nemo", "/v1/guardrail/checks", DOCUMENTED["nemo"][1], "blocked"),
    ("nemo", "/apis/guardrails/v2/workspaces/default/checks", DOCUMENTED["nemo"][1], "blocked"),
    ("guardrails-ai", "/guards/g/validate", {"llmOutput": "山田です", "numReasks": 0}, '"validationPassed": false'),
    ("lakera", "/v2/guard", {"messages": [{"role": "user", "content": "山田です"}]}, '"flagged": true'),
    ("lakera", "/v2/guard", {"messages": [{"role": "system", "content": "山田です"}]}, '"flagged": false'),
]


@pytest.mark.parametrize("name, path, body, expected", OTHERS)
def test_other_documented_forms(name, path, body, expected):
    with guarding(name, words={"山田": "Hate"}, token="secret") as service:
        status, answer = post(service, path, body)
        assert (status, service.refusals) == (200, [])
        assert expected in json.dumps(answer)


def test_rails_of_one_side_are_for_the_library_only():
    with guarding("nemo", token="secret") as service:
        path, body = DOCUMENTED["nemo"]
        body = {**body, "guardrails": {"config_id": "c", "rail_types": ["input"]}}
        assert post(service, path, body)[0] == 200
        for path in ("/v1/guardrail/checks", "/apis/guardrails/v2/workspaces/default/checks"):
            assert post(service, path, body)[0] == 400
