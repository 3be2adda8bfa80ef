"""HTTP/1.1 written by hand, so that a test can send what no library would."""

import dataclasses
import selectors
import socket
import time


@dataclasses.dataclass
class Answer:
    """One response as it came over the wire."""

    status: int
    headers: dict
    body: bytes


def exchange(port, data, seconds=5.0):
    """Sends `data` on a new connection and reads until the peer closes or falls silent.

    Reads while it sends, as a peer may answer and close before it has taken everything. `data` may be an iterable of
    pieces, which is sent until the peer has closed.

    Returns the answers and whether the peer closed the connection; the wait for that is bounded by `seconds`.
    """
    pieces = iter([data] if isinstance(data, bytes) else data)
    received = bytearray()
    closed = False
    sent_all = False
    unsent = memoryview(b"")
    deadline = time.monotonic() + seconds
    with socket.create_connection(("127.0.0.1", port), timeout=seconds) as peer, selectors.DefaultSelector() as selector:
        peer.setblocking(False)
        selector.register(peer, selectors.EVENT_READ | selectors.EVENT_WRITE)
        while not closed and time.monotonic() < deadline:
            events = selector.select(0.02)
            if not events and sent_all and answers_in(received, finished=False) is not None:
                # Everything is answered: does the peer close now, or does it keep the connection?
                deadline = min(deadline, time.monotonic() + 0.2)
            for _, ready in events:
                if ready & selectors.EVENT_READ:
                    try:
                        chunk = peer.recv(1 << 16)
                    except BlockingIOError:
                        continue
                    except ConnectionError:
                        chunk = b""
                    received += chunk
                    if not chunk:
                        closed = True
                        break
                if ready & selectors.EVENT_WRITE and not sent_all:
                    try:
                        if not unsent:
                            unsent = memoryview(next(pieces))
                        unsent = unsent[peer.send(unsent) :]
                    except StopIteration:
                        sent_all = True
                        selector.modify(peer, selectors.EVENT_READ)
                    except BlockingIOError:
                        continue
                    except ConnectionError:
                        sent_all = True
                        selector.modify(peer, selectors.EVENT_READ)
    return answers_in(received, finished=True) or [], closed


def answers_in(received, finished):
    """The answers in `received`; where not `finished`, None unless at least one is there and all are whole."""
    answers = []
    rest = bytes(received)
    while rest:
        head, separator, rest_of = rest.partition(b"\r\n\r\n")
        if not separator:
            if finished and not rest.startswith(b"HTTP/1."):
                raise AssertionError(f"not an HTTP answer: {rest[:200]!r}")
            return answers or None if finished else None
        lines = head.decode("latin-1").split("\r\n")
        status = int(lines[0].split(" ")[1])
        headers = {}
        for line in lines[1:]:
            name, _, value = line.partition(":")
            headers[name.strip().lower()] = value.strip()
        if status < 200 or status in (204, 304):
            body, rest = b"", rest_of
        elif headers.get("transfer-encoding", "").lower() == "chunked":
            body, rest = dechunked(rest_of)
            if rest is None:
                if not finished:
                    return None
                rest = b""
        elif "content-length" in headers:
            length = int(headers["content-length"])
            if len(rest_of) < length and not finished:
                return None
            body, rest = rest_of[:length], rest_of[length:]
        else:
            if not finished:
                return None
            body, rest = rest_of, b""
        answers.append(Answer(status, headers, body))
    return answers or None


def dechunked(data):
    """The body in `data` and what follows it, or what there is of it and None."""
    body = b""
    while True:
        line, separator, data = data.partition(b"\r\n")
        if not separator:
            return body, None
        size = int(line.split(b";")[0], 16)
        if size == 0:
            trailer, separator, rest = (b"\r\n" + data).partition(b"\r\n\r\n")
            return body, rest if separator else None
        if len(data) < size + 2:
            return body + data[:size], None
        body, data = body + data[:size], data[size + 2 :]


def request(target="/v1/chat/completions", headers=(), body=b"", method="POST", version="HTTP/1.1", host="kanmon.test"):
    """A request head and body exactly as given: nothing is added but `Host`."""
    lines = [f"{method} {target} {version}"] + ([f"Host: {host}"] if host is not None else [])
    lines += [f"{name}: {value}" for name, value in headers]
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body
