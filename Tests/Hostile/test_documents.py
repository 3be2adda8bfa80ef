"""Bodies made to confuse, to overflow or to be read twice in two ways."""

import contextlib
import json

import pytest

from harness.gateway import KEY
from harness.surfaces import Surface

PATHS = {
    "openai": "/v1/chat/completions",
    "anthropic": "/v1/messages",
    "gemini": "/v1beta/models/gemini/echo:generateContent",
}

MESSAGES = b'"messages":[{"role":"user","content":"Hi"}]'

#: Bodies of the OpenAI and the Anthropic surface that must be refused, whatever provider the model is of.
REFUSED = {
    "empty": b"",
    "white space": b" \n\t",
    "not JSON": b"hello",
    "an array": b"[]",
    "a string": b'"hello"',
    "null": b"null",
    "cut off": b'{"model":"MODEL","max_tokens":9,"messages":[{"role":"us',
    "trailing junk": b'{"model":"MODEL","max_tokens":9,' + MESSAGES + b"}x",
    "two documents": b'{"model":"MODEL","max_tokens":9,' + MESSAGES + b"}{}",
    "byte order mark": b'\xef\xbb\xbf{"model":"MODEL","max_tokens":9,' + MESSAGES + b"}",
    "UTF-16": '{"model":"MODEL","messages":[]}'.encode("utf-16"),
    "invalid UTF-8": b'{"model":"MODEL","max_tokens":9,"messages":[{"role":"user","content":"\xff\xfe"}]}',
    "overlong UTF-8": b'{"model":"MODEL","max_tokens":9,"messages":[{"role":"user","content":"\xc0\xaf"}]}',
    "surrogate in UTF-8": b'{"model":"MODEL","max_tokens":9,"messages":[{"role":"user","content":"\xed\xa0\x80"}]}',
    "lone surrogate": b'{"model":"MODEL","max_tokens":9,"messages":[{"role":"user","content":"\\ud800"}]}',
    "lone surrogate in a key": b'{"model":"MODEL","max_tokens":9,"\\udc00":1,' + MESSAGES + b"}",
    "control byte in a string": b'{"model":"MODEL","max_tokens":9,"messages":[{"role":"user","content":"a\nb"}]}',
    "NaN": b'{"model":"MODEL","max_tokens":9,"temperature":NaN,' + MESSAGES + b"}",
    "Infinity": b'{"model":"MODEL","max_tokens":9,"temperature":-Infinity,' + MESSAGES + b"}",
    "number with a plus": b'{"model":"MODEL","max_tokens":+9,' + MESSAGES + b"}",
    "number with leading zero": b'{"model":"MODEL","max_tokens":09,' + MESSAGES + b"}",
    "hexadecimal": b'{"model":"MODEL","max_tokens":0x9,' + MESSAGES + b"}",
    "single quotes": b"{'model':'MODEL','max_tokens':9,'messages':[]}",
    "trailing comma": b'{"model":"MODEL","max_tokens":9,' + MESSAGES + b",}",
    "comment": b'{"model":"MODEL","max_tokens":9,/**/' + MESSAGES + b"}",
    "model twice": b'{"model":"MODEL","max_tokens":9,"model":"openai/other",' + MESSAGES + b"}",
    "model twice, once escaped": b'{"model":"MODEL","max_tokens":9,"mod\\u0065l":"openai/other",' + MESSAGES + b"}",
    "stream twice": b'{"model":"MODEL","max_tokens":9,"stream":false,"stream":true,' + MESSAGES + b"}",
    "messages twice": b'{"model":"MODEL","max_tokens":9,' + MESSAGES + b"," + MESSAGES + b"}",
    "no model": b'{"max_tokens":9,' + MESSAGES + b"}",
    "model is null": b'{"model":null,"max_tokens":9,' + MESSAGES + b"}",
    "model is a number": b'{"model":7,"max_tokens":9,' + MESSAGES + b"}",
    "model is empty": b'{"model":"","max_tokens":9,' + MESSAGES + b"}",
    "stream is a word": b'{"model":"MODEL","max_tokens":9,"stream":"true",' + MESSAGES + b"}",
    "deep array": b'{"model":"MODEL","max_tokens":9,"metadata":' + b"[" * 100_000 + b"]" * 100_000 + b"," + MESSAGES + b"}",
    "deep object": b'{"model":"MODEL","max_tokens":9,"metadata":' + b'{"a":' * 100_000 + b"1" + b"}" * 100_000 + b"," + MESSAGES + b"}",
    "deep and never closed": b'{"model":"MODEL","max_tokens":9,"metadata":' + b"[" * 1_000_000,
    "max_tokens 0": b'{"model":"MODEL","max_tokens":0,' + MESSAGES + b"}",
    "max_tokens negative": b'{"model":"MODEL","max_tokens":-1,' + MESSAGES + b"}",
    "max_tokens with a fraction": b'{"model":"MODEL","max_tokens":1.5,' + MESSAGES + b"}",
    "max_tokens a word": b'{"model":"MODEL","max_tokens":"many",' + MESSAGES + b"}",
    "max_tokens of forty digits": b'{"model":"MODEL","max_tokens":' + b"9" * 40 + b"," + MESSAGES + b"}",
}


@pytest.mark.parametrize("name", REFUSED)
@pytest.mark.parametrize("surface", ["openai", "anthropic"])
@pytest.mark.parametrize("provider", ["openai", "claude"])
def test_refused_before_the_provider(gateway, seen, surface, provider, name):
    """The same verdict whether the body is passed through or translated."""
    body = REFUSED[name].replace(b"MODEL", provider.encode() + b"/echo")
    status, _, document = gateway.post(PATHS[surface], body)
    assert status == 400, document
    Surface(surface).check_error(document, 400, "invalid_request")
    assert seen() == []


CONTENTS = b'"contents":[{"role":"user","parts":[{"text":"Hi"}]}]'

REFUSED_BY_GEMINI = {
    "empty": b"",
    "not JSON": b"hello",
    "an array": b"[]",
    "trailing junk": b"{" + CONTENTS + b"}x",
    "byte order mark": b"\xef\xbb\xbf{" + CONTENTS + b"}",
    "invalid UTF-8": b'{"contents":[{"role":"user","parts":[{"text":"\xff"}]}]}',
    "lone surrogate": b'{"contents":[{"role":"user","parts":[{"text":"\\ud800"}]}]}',
    "NaN": b"{" + CONTENTS + b',"generationConfig":{"temperature":NaN}}',
    "contents twice": b"{" + CONTENTS + b"," + CONTENTS + b"}",
    "deep": b"{" + CONTENTS + b',"labels":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "limit negative": b"{" + CONTENTS + b',"generationConfig":{"maxOutputTokens":-1}}',
    "candidates without end": b"{" + CONTENTS + b',"generationConfig":{"candidateCount":1000000000}}',
}


@pytest.mark.parametrize("name", REFUSED_BY_GEMINI)
@pytest.mark.parametrize("provider", ["gemini", "openai"])
def test_gemini_body_refused_before_the_provider(gateway, seen, provider, name):
    path = PATHS["gemini"].replace("gemini/echo", f"{provider}/echo")
    status, _, document = gateway.post(path, REFUSED_BY_GEMINI[name])
    assert status == 400, document
    Surface("gemini").check_error(document, 400, "invalid_request")
    assert seen() == []


@pytest.mark.parametrize("provider", ["openai", "claude", "gemini"])
@pytest.mark.parametrize("n", [0, -1, 1_000_000_000, 1 << 63, 1.5, "2"])
def test_absurd_number_of_choices(gateway, seen, provider, n):
    status, _, document = gateway.post(
        PATHS["openai"], {"model": f"{provider}/echo", "n": n, "messages": [{"role": "user", "content": "Hi"}]}
    )
    assert status == 400, document
    assert seen() == []


@pytest.mark.parametrize("provider", ["openai", "claude", "gemini"])
@pytest.mark.parametrize("number", ["1e999", "-1e999", "1e-999", "9" * 400, "0." + "0" * 400 + "1", "-0"])
def test_absurd_temperature_kills_nobody(gateway, provider, number):
    body = b'{"model":"%s/echo","temperature":%s,%s}' % (provider.encode(), number.encode(), MESSAGES)
    status, _, document = gateway.post(PATHS["openai"], body)
    assert status in (200, 400), document


@pytest.mark.parametrize("provider", ["openai", "claude"])
def test_key_of_ten_megabytes(gateway, provider):
    body = b'{"model":"%s/echo","%s":1,%s}' % (provider.encode(), b"k" * 10_000_000, MESSAGES)
    status, headers, document = gateway.post(PATHS["openai"], body)
    assert status in (200, 400), document
    assert sum(len(name) + len(value) for name, value in headers.items()) < 32_768, "it may not come back as a header"


@pytest.mark.parametrize("provider", ["openai", "claude"])
def test_a_hundred_thousand_unknown_fields(gateway, provider):
    """Each would be listed as dropped: the header stays small all the same."""
    fields = b",".join(b'"field_%d":1' % number for number in range(100_000))
    body = b'{"model":"%s/echo",%s,%s}' % (provider.encode(), fields, MESSAGES)
    status, headers, document = gateway.post(PATHS["openai"], body)
    assert status in (200, 400), document
    assert sum(len(name) + len(value) for name, value in headers.items()) < 32_768


@pytest.mark.parametrize("field", ["a\r\nx-injected: 1", "a\nb", "関門", "a\u0000b", "a, b"])
def test_field_names_cannot_inject_headers(gateway, field):
    body = json.dumps(
        {"model": "claude/echo", field: 1, "messages": [{"role": "user", "content": "Hi"}]}, ensure_ascii=False
    ).replace("\u0000", "\\u0000")
    status, headers, _ = gateway.post(PATHS["openai"], body.encode())
    assert status == 200
    assert "x-injected" not in headers
    assert headers["x-kanmon-dropped"].isascii() and headers["x-kanmon-dropped"].isprintable()


@pytest.mark.parametrize(
    "model",
    ["x\r\nX-Injected: 1", "x\u001b[31mred", "../../admin", "x" * 1_000_000, "openai/" + "x" * 1_000_000, "openai/../../v1/models", "openai/", "/", "%00"],
    ids=["line break", "terminal", "dots", "huge", "huge at a provider", "path", "empty model", "slash", "encoded NUL"],
)
def test_odd_model_names(gateway, seen, model):
    status, headers, document = gateway.post(
        PATHS["openai"], {"model": model, "messages": [{"role": "user", "content": "Hi"}]}
    )
    assert "x-injected" not in headers
    assert len(str(headers)) < 10_000
    assert status == 200 or len(json.dumps(document)) < 10_000, "an error does not repeat a megabyte"
    lines = gateway.output()
    assert "\nX-Injected" not in lines and "\u001b[31m" not in lines
    if status == 200:
        # A model's name is the provider's business, its place in the path is not.
        assert seen()[0]["target"] == "/v1/chat/completions"
    else:
        assert status in (400, 404), document


@pytest.mark.parametrize("model", ["gemini/../../../v1/models", "gemini/a?key=b", "gemini/a#b", "gemini/%2e%2e", "gemini/a b"])
def test_model_in_the_provider_s_path_is_escaped(gateway, seen, model):
    """Gemini's wire has the model in the path: it stays one segment of it."""
    gateway.post(PATHS["openai"], {"model": model, "messages": [{"role": "user", "content": "Hi"}]})
    for request in seen():
        path, _, query = request["target"].partition("?")
        assert path.startswith("/v1beta/models/") and path.endswith(":generateContent"), request["target"]
        assert path.count("/") == 3 and "#" not in path and " " not in path
        assert query == ""


@pytest.mark.parametrize("provider", ["openai", "claude", "gemini"])
def test_provider_text_cannot_make_events(gateway, provider):
    """Line breaks in an answer stay text: they never start a new event."""
    text = "one\n\ndata: [DONE]\n\nevent: message_stop\ndata: {}\r\n\r\ntwo\u2028three"
    for surface in map(Surface, ("openai", "anthropic", "gemini")):
        model = f"{provider}/echo"
        connection, response = gateway.stream(surface.path(model, True), surface.body(model, text, stream=True))
        with contextlib.closing(connection):
            lines = response.read().decode().split("\n")
        injected = [line for line in lines if line.startswith(("event: message_stop", "data: [DONE]"))]
        allowed = {"openai": 1, "anthropic": 1, "gemini": 0}[surface.name]
        assert len(injected) == allowed, surface.name


def test_wrong_key_does_not_read_the_body(gateway, seen):
    status, _, document = gateway.post(PATHS["openai"], b"[" * 1000, headers={"authorization": "Bearer sk-km-no"})
    assert status == 401, document
    assert seen() == []


@pytest.mark.parametrize(
    "authorization",
    ["", "Bearer", "Bearer ", f"Basic {KEY}", f"bearer{KEY}", f"Bearer {KEY[:-1]}", f"Bearer {KEY}x", f"Bearer {KEY.upper()}", "Bearer ' OR 1=1 --"],
)
def test_near_keys_are_refused(gateway, seen, authorization):
    status, _, document = gateway.post(
        PATHS["openai"],
        {"model": "openai/echo", "messages": [{"role": "user", "content": "Hi"}]},
        headers={"authorization": authorization},
    )
    assert status == 401, document
    assert seen() == []
