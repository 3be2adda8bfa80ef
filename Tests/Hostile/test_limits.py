"""Too much, and too slowly: refused in time, with memory that does not grow."""

import contextlib
import itertools
import json
import socket
import time

import pytest

from harness.gateway import KEY
from harness.wire import exchange, request
from terms import BODY_TIMEOUT, HEADER_TIMEOUT, IDLE_TIMEOUT, MAX_BODY

AUTHORIZED = (("Authorization", f"Bearer {KEY}"), ("Content-Type", "application/json"))
CHUNKED = ("Transfer-Encoding", "chunked")


def test_a_hundred_thousand_headers(gateway, seen):
    head = request(headers=[*AUTHORIZED, *((f"X-{number}", "x") for number in range(100_000))])
    answers, closed = exchange(gateway.port, head)
    assert [answer.status for answer in answers] == [431] and closed
    assert seen() == []


@pytest.mark.parametrize("name", ["X-Big", "Cookie", "Authorization"])
def test_a_header_of_a_mebibyte(gateway, seen, name):
    answers, closed = exchange(gateway.port, request(headers=[(name, "a" * (1 << 20))]))
    assert [answer.status for answer in answers] == [431] and closed
    assert seen() == []


def test_ten_thousand_cookies(gateway, seen):
    answers, closed = exchange(gateway.port, request(headers=[("Cookie", f"a{n}=b") for n in range(10_000)]))
    assert [answer.status for answer in answers] == [431] and closed
    assert seen() == []


def test_a_header_without_end(gateway):
    """Neither a line end nor a colon ever comes."""
    before = gateway.resident_kilobytes()
    endless = itertools.chain([b"POST /v1/chat/completions HTTP/1.1\r\nX"], itertools.repeat(b"x" * 65536, 1000))
    answers, closed = exchange(gateway.port, endless)
    assert [answer.status for answer in answers] == [431] and closed
    assert gateway.resident_kilobytes() - before < 8 * 1024


def test_a_target_of_a_mebibyte(gateway):
    answers, closed = exchange(gateway.port, request("/v1/" + "a" * (1 << 20), AUTHORIZED))
    assert [answer.status for answer in answers] == [414] and closed


def test_a_target_without_end(gateway):
    """The request line never ends."""
    before = gateway.resident_kilobytes()
    endless = itertools.chain([b"GET /v1/"], itertools.repeat(b"a" * 65536, 1000))
    answers, closed = exchange(gateway.port, endless)
    assert [answer.status for answer in answers] == [414] and closed
    assert gateway.resident_kilobytes() - before < 8 * 1024


def test_trailers_without_end(tight_gateway, seen):
    def pieces():
        yield request(headers=[*AUTHORIZED, CHUNKED], body=b"2\r\n{}\r\n0\r\n")
        for number in range(200_000):
            yield b"X-%d: trailer\r\n" % number

    before = tight_gateway.resident_kilobytes()
    answers, closed = exchange(tight_gateway.port, pieces())
    assert closed and all(answer.status >= 400 for answer in answers)
    assert tight_gateway.resident_kilobytes() - before < 8 * 1024
    assert seen() == []


def test_announced_body_over_the_limit_is_refused_unread(tight_gateway, seen):
    answers, closed = exchange(
        tight_gateway.port, request(headers=[*AUTHORIZED, ("Content-Length", MAX_BODY + 1)])
    )
    assert [answer.status for answer in answers] == [413] and closed
    assert json.loads(answers[0].body)["error"]["code"] == "body_too_large"
    assert seen() == []


def test_body_at_the_limit_is_taken(tight_gateway, seen):
    body = json.dumps({"model": "openai/echo", "messages": [{"role": "user", "content": "a"}]}).encode()
    body = body[:-1] + b" " * (MAX_BODY - len(body)) + b"}"
    answers, _ = exchange(tight_gateway.port, request(headers=[*AUTHORIZED, ("Content-Length", MAX_BODY)], body=body))
    assert [answer.status for answer in answers] == [200]
    assert len(seen()) == 1


def test_endless_body_is_cut_with_constant_memory(tight_gateway, seen):
    chunk = b"10000\r\n" + b"a" * 65536 + b"\r\n"
    before = tight_gateway.resident_kilobytes()
    endless = itertools.chain([request(headers=[*AUTHORIZED, CHUNKED])], itertools.repeat(chunk, 8000))
    answers, closed = exchange(tight_gateway.port, endless, seconds=20)
    assert [answer.status for answer in answers] == [413] and closed
    assert tight_gateway.resident_kilobytes() - before < 4 * MAX_BODY / 1024
    assert seen() == []


def test_many_endless_bodies_at_once(tight_gateway):
    """Thirty clients that each stop just below the limit hold at most that much."""
    before = tight_gateway.resident_kilobytes()
    with contextlib.ExitStack() as stack:
        peers = [stack.enter_context(socket.create_connection(("127.0.0.1", tight_gateway.port))) for _ in range(30)]
        for peer in peers:
            peer.sendall(request(headers=[*AUTHORIZED, ("Content-Length", MAX_BODY)], body=b"a" * (MAX_BODY - 10)))
        assert tight_gateway.resident_kilobytes() - before < 30 * 3 * MAX_BODY / 1024


def test_body_without_a_key_is_not_collected(tight_gateway, seen):
    """Who has no key cannot make the gateway hold a body."""
    answers, closed = exchange(
        tight_gateway.port,
        request(headers=[("Content-Type", "application/json"), ("Content-Length", MAX_BODY)], body=b"a" * 100),
    )
    assert [answer.status for answer in answers] == [401] and closed
    assert seen() == []


class TestSlowness:
    """The limits themselves are what is waited for here; the upper bounds only keep a hang from passing."""

    @staticmethod
    def seconds_to_close(port, pieces, every):
        """Sends a piece every so often until the peer closes: (what it said, after how many seconds)."""
        started = time.monotonic()
        received = b""
        with socket.create_connection(("127.0.0.1", port)) as peer:
            peer.settimeout(every)
            for piece in pieces:
                with contextlib.suppress(ConnectionError):
                    peer.sendall(piece)
                try:
                    chunk = peer.recv(1 << 16)
                except TimeoutError:
                    continue
                except ConnectionError:
                    chunk = b""
                received += chunk
                if not chunk:
                    return received, time.monotonic() - started
        raise AssertionError("the gateway never lost patience")

    def test_silent_connection_is_closed(self, tight_gateway):
        _, seconds = self.seconds_to_close(tight_gateway.port, itertools.repeat(b"", 100), 0.1)
        assert IDLE_TIMEOUT * 0.8 < seconds < IDLE_TIMEOUT + 3

    def test_half_a_head(self, tight_gateway):
        pieces = itertools.chain([b"POST /v1/chat/completions HTTP/1.1\r\nHost: a\r\n"], itertools.repeat(b"", 100))
        received, seconds = self.seconds_to_close(tight_gateway.port, pieces, 0.1)
        assert received.startswith(b"HTTP/1.1 408 ")
        assert HEADER_TIMEOUT * 0.8 < seconds < HEADER_TIMEOUT + 3

    def test_dripping_head(self, tight_gateway):
        """A byte now and then does not buy time."""
        head = request(headers=[*AUTHORIZED, ("X-Filler", "a" * 500)])
        received, seconds = self.seconds_to_close(tight_gateway.port, (bytes([byte]) for byte in head), 0.05)
        assert received.startswith(b"HTTP/1.1 408 ")
        assert seconds < HEADER_TIMEOUT + 3

    def test_body_that_stops(self, tight_gateway, seen):
        head = request(headers=[*AUTHORIZED, ("Content-Length", 1000)], body=b'{"model":')
        received, seconds = self.seconds_to_close(tight_gateway.port, itertools.chain([head], itertools.repeat(b"", 100)), 0.1)
        assert received.startswith(b"HTTP/1.1 408 ")
        assert b"request_timeout" in received
        assert BODY_TIMEOUT * 0.8 < seconds < BODY_TIMEOUT + 3
        assert seen() == []

    def test_two_hundred_slow_heads_do_not_slow_others(self, tight_gateway):
        with contextlib.ExitStack() as stack:
            for _ in range(200):
                peer = stack.enter_context(socket.create_connection(("127.0.0.1", tight_gateway.port)))
                peer.sendall(b"POST /v1/chat/completions HTTP/1.1\r\nHost: a\r\n")
            started = time.monotonic()
            assert tight_gateway.get("/healthz")[0] == 200
            assert time.monotonic() - started < 0.5

    def test_reader_that_reads_nothing_holds_little(self, gateway, simulator):
        """A client that asks for a lot and takes nothing slows the provider down instead of filling memory."""
        body = json.dumps(
            {
                "model": "openai/sim-1",
                "stream": True,
                "messages": [{"role": "user", "content": "write 200000 tokens"}],
            }
        ).encode()
        before = gateway.resident_kilobytes()
        with contextlib.ExitStack() as stack:
            for _ in range(10):
                peer = stack.enter_context(socket.socket())
                peer.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
                peer.connect(("127.0.0.1", gateway.port))
                peer.sendall(request(headers=[*AUTHORIZED, ("Content-Length", len(body))], body=body))
                assert peer.recv(9) == b"HTTP/1.1 "
            deadline = time.monotonic() + 2
            peak = before
            while time.monotonic() < deadline:
                peak = max(peak, gateway.resident_kilobytes())
                time.sleep(0.05)
        # Whole, each of these streams is over 30 MiB.
        assert peak - before < 40 * 1024
