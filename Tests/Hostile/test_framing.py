"""Requests whose framing two parsers could read differently: refused, the connection closed, nothing sent on."""

import json
import socket

import pytest

from harness.gateway import KEY
from harness.wire import exchange, request

AUTHORIZED = (("Authorization", f"Bearer {KEY}"), ("Content-Type", "application/json"))
BODY = json.dumps({"model": "openai/echo", "messages": [{"role": "user", "content": "smuggled"}]}).encode()
LENGTH = ("Content-Length", str(len(BODY)))
CHUNKED = ("Transfer-Encoding", "chunked")
CHUNKS = b"%x\r\n%s\r\n0\r\n\r\n" % (len(BODY), BODY)
#: What an attacker hopes a second parser takes for the next request.
SMUGGLED = request(headers=(*AUTHORIZED, LENGTH), body=BODY)


def ambiguous(*headers, body=BODY):
    return request(headers=(*AUTHORIZED, *headers), body=body)


AMBIGUOUS = {
    "length and chunks": ambiguous(LENGTH, CHUNKED, body=CHUNKS),
    "chunks and length": ambiguous(CHUNKED, LENGTH, body=CHUNKS),
    "two different lengths": ambiguous(LENGTH, ("Content-Length", "3")),
    "the same length twice": ambiguous(LENGTH, LENGTH),
    "a list of lengths": ambiguous(("Content-Length", f"{len(BODY)}, {len(BODY)}")),
    "length with a plus": ambiguous(("Content-Length", f"+{len(BODY)}")),
    "length in hexadecimal": ambiguous(("Content-Length", hex(len(BODY)))),
    "negative length": ambiguous(("Content-Length", "-1")),
    "length with a fraction": ambiguous(("Content-Length", f"{len(BODY)}.0")),
    "empty length": ambiguous(("Content-Length", "")),
    "length with a space inside": ambiguous(("Content-Length", "1 0")),
    "length in other digits": ambiguous(("Content-Length", "\xb2")),
    "length that overflows": ambiguous(("Content-Length", "9" * 40)),
    "unknown transfer coding": ambiguous(("Transfer-Encoding", "xchunked"), body=CHUNKS),
    "identity coding": ambiguous(("Transfer-Encoding", "identity"), LENGTH),
    "chunked is not last": ambiguous(("Transfer-Encoding", "chunked, identity"), body=CHUNKS),
    "coding before chunked": ambiguous(("Transfer-Encoding", "gzip, chunked"), body=CHUNKS),
    "chunked twice": ambiguous(("Transfer-Encoding", "chunked, chunked"), body=CHUNKS),
    "two coding headers": ambiguous(CHUNKED, ("Transfer-Encoding", "identity"), body=CHUNKS),
    "chunked with a control byte": ambiguous(("Transfer-Encoding", "\x0bchunked"), body=CHUNKS),
    "quoted chunked": ambiguous(("Transfer-Encoding", '"chunked"'), body=CHUNKS),
    "space before the colon": ambiguous(("Transfer-Encoding ", "chunked"), LENGTH),
    "folded header": ambiguous(("Transfer-Encoding", "\r\n chunked"), LENGTH),
    "folded first header": request(headers=((" Folded", "x"), *AUTHORIZED, LENGTH), body=BODY),
    "bare line feeds": request(headers=(*AUTHORIZED, LENGTH), body=BODY).replace(b"\r\n", b"\n"),
    "one bare line feed": ambiguous(LENGTH, ("X-One", "a\nX-Two: b")),
    "bare carriage return": ambiguous(LENGTH, ("X-One", "a\rX-Two: b")),
    "NUL in a value": ambiguous(LENGTH, ("X-One", "a\0b")),
    "control byte in a value": ambiguous(LENGTH, ("X-One", "a\x01b")),
    "header without a name": ambiguous(LENGTH, ("", "x")),
    "space in a name": ambiguous(LENGTH, ("X One", "x")),
    "header without a colon": request(headers=(*AUTHORIZED, LENGTH), body=BODY).replace(b"Host:", b"Host"),
    "no host": request(headers=(*AUTHORIZED, LENGTH), body=BODY, host=None),
    "two hosts": ambiguous(LENGTH, ("Host", "other.test")),
    "chunk size with a plus": ambiguous(CHUNKED, body=b"+" + CHUNKS),
    "chunk size with 0x": ambiguous(CHUNKED, body=b"0x" + CHUNKS),
    "negative chunk size": ambiguous(CHUNKED, body=b"-" + CHUNKS),
    "chunk size with leading space": ambiguous(CHUNKED, body=b" " + CHUNKS),
    "chunk size that overflows": ambiguous(CHUNKED, body=b"fffffffffffffffff\r\n" + BODY),
    "chunk size that wraps": ambiguous(CHUNKED, body=b"10000000000000000" + CHUNKS),
    "empty chunk size": ambiguous(CHUNKED, body=b"\r\n" + CHUNKS),
    "chunk size ended by a line feed": ambiguous(CHUNKED, body=CHUNKS.replace(b"\r\n", b"\n", 1)),
    "chunk extension with a control byte": ambiguous(CHUNKED, body=CHUNKS.replace(b"\r\n", b";a=\x01\r\n", 1)),
    "chunk extension with a bare line feed": ambiguous(CHUNKED, body=CHUNKS.replace(b"\r\n", b";a\nb\r\n", 1)),
    "chunk longer than its size": ambiguous(CHUNKED, body=b"3\r\n" + BODY + b"\r\n0\r\n\r\n"),
    "no line end after a chunk": ambiguous(CHUNKED, body=b"%x\r\n%s0\r\n\r\n" % (len(BODY), BODY)),
    "HTTP/1.0 with chunks": request(headers=(*AUTHORIZED, CHUNKED), body=CHUNKS, version="HTTP/1.0"),
    "HTTP/0.9": b"GET /v1/models\r\n",
    "HTTP/1.2": request(headers=(*AUTHORIZED, LENGTH), body=BODY, version="HTTP/1.2"),
    "HTTP/2 preface": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "lower-case version": request(headers=(*AUTHORIZED, LENGTH), body=BODY, version="http/1.1"),
    "two spaces in the request line": request(target=" /v1/chat/completions", headers=(*AUTHORIZED, LENGTH), body=BODY),
    "space in the target": request(target="/v1/chat /completions", headers=(*AUTHORIZED, LENGTH), body=BODY),
    "control byte in the target": request(target="/v1/\x01", headers=(*AUTHORIZED, LENGTH), body=BODY),
    "lower-case nonsense as method": request(method="p(st", headers=(*AUTHORIZED, LENGTH), body=BODY),
    "bytes of a TLS client": bytes.fromhex("16030100a5010000a10303") + b"\0" * 100,
}


@pytest.mark.parametrize("name", AMBIGUOUS)
def test_ambiguous_request_is_refused(gateway, seen, name):
    answers, closed = exchange(gateway.port, AMBIGUOUS[name] + SMUGGLED)
    assert closed, "what follows an unreadable request cannot be trusted"
    assert len(answers) <= 1, [answer.status for answer in answers]
    for answer in answers:
        assert 400 <= answer.status < 600 and answer.status != 401, answer
        assert answer.headers.get("connection", "").lower() == "close"
    assert seen() == []


def test_chunked_body_is_read(gateway, seen):
    """The control: what the attacks distort works when it is not distorted."""
    extended = CHUNKS.replace(b"\r\n", b";name=value\r\n", 1)
    for body in (CHUNKS, extended, CHUNKS.replace(b"0\r\n\r\n", b"0\r\nX-Trailer: x\r\n\r\n")):
        answers, _ = exchange(gateway.port, ambiguous(CHUNKED, body=body))
        assert [answer.status for answer in answers] == [200]
    assert len(seen()) == 3


def test_pipelined_requests_are_answered_in_order(gateway, seen):
    def one(number):
        body = BODY.replace(b"smuggled", b"number %d" % number)
        return request(headers=(*AUTHORIZED, ("Content-Length", len(body))), body=body)

    answers, _ = exchange(gateway.port, b"".join(one(number) for number in range(5)))
    texts = [json.loads(answer.body)["choices"][0]["message"]["content"] for answer in answers]
    assert texts == [f"number {number}" for number in range(5)]


def test_pipelined_get_without_a_body(gateway):
    first = request("/healthz", method="GET")
    answers, _ = exchange(gateway.port, first * 20)
    assert [answer.status for answer in answers] == [200] * 20


def test_flood_of_pipelined_requests_is_bounded(gateway):
    """Twenty thousand requests at once: answered or cut off, but not hoarded."""
    before = gateway.resident_kilobytes()
    exchange(gateway.port, request("/healthz", method="GET") * 20_000, seconds=10)
    assert gateway.resident_kilobytes() - before < 32 * 1024


def test_body_of_an_http_1_0_request_is_not_the_next_request(gateway, seen):
    """Without a length an HTTP/1.0 request has no body: what follows must not be served."""
    head = request(headers=AUTHORIZED, version="HTTP/1.0")
    answers, closed = exchange(gateway.port, head + SMUGGLED)
    assert closed and len(answers) == 1 and answers[0].status >= 400
    assert seen() == []


def test_upgrade_is_not_granted_and_not_sent_on(gateway, seen):
    upgrade = (("Connection", "Upgrade"), ("Upgrade", "websocket"), ("Sec-WebSocket-Version", "13"))
    answers, _ = exchange(gateway.port, ambiguous(LENGTH, *upgrade))
    assert [answer.status for answer in answers] == [200]
    names = {name.lower() for name, _ in seen()[0]["headers"]}
    assert not names & {"upgrade", "sec-websocket-version"}


def test_http2_upgrade_is_ignored(gateway):
    answers, _ = exchange(
        gateway.port,
        request("/healthz", (("Connection", "Upgrade, HTTP2-Settings"), ("Upgrade", "h2c")), method="GET"),
    )
    assert [answer.status for answer in answers] == [200]


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH", "TRACE", "OPTIONS"])
def test_other_methods_are_not_allowed(gateway, seen, method):
    answers, _ = exchange(gateway.port, request(method=method, headers=AUTHORIZED))
    assert [answer.status for answer in answers] == [405]
    assert "POST" in answers[0].headers["allow"]
    assert seen() == []


def test_method_override_is_ignored(gateway, seen):
    answers, _ = exchange(
        gateway.port, request("/v1/models", (*AUTHORIZED, ("X-HTTP-Method-Override", "POST")), method="GET")
    )
    assert [answer.status for answer in answers] == [200]
    assert seen() == []


def test_connect_opens_no_tunnel(gateway, simulator, seen):
    answers, _ = exchange(gateway.port, request(f"127.0.0.1:{simulator.port}", AUTHORIZED, method="CONNECT"))
    assert len(answers) == 1 and answers[0].status >= 400
    assert seen() == []


@pytest.mark.parametrize("target", ["http://evil.test/v1/chat/completions", "//evil.test/v1/chat/completions"])
def test_absolute_target_changes_nothing_about_the_key(gateway, seen, target):
    answers, _ = exchange(gateway.port, request(target, (("Content-Type", "application/json"), LENGTH), BODY))
    assert answers[0].status in (400, 401, 404)
    assert seen() == []


def test_expect_continue_is_answered_before_the_body(gateway):
    head = ambiguous(LENGTH, ("Expect", "100-continue"), body=b"")
    with socket.create_connection(("127.0.0.1", gateway.port), timeout=5) as peer:
        peer.sendall(head)
        assert peer.recv(1024).startswith(b"HTTP/1.1 100 ")
        peer.sendall(BODY)
        assert peer.recv(1 << 16).startswith(b"HTTP/1.1 200 ")


def test_expect_continue_without_a_key_asks_for_no_body(gateway):
    head = request(headers=(LENGTH, ("Expect", "100-continue")))
    answers, _ = exchange(gateway.port, head)
    assert [answer.status for answer in answers] == [401]
