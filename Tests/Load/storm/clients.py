"""The clients, a process of their own: so many streams open at any time, so many whole answers a second.

Usage: python -m storm.clients PORT RATE SECONDS. Prints one JSON document: what was asked and everything that went wrong.
"""

import asyncio
import collections
import itertools
import json
import sys
import time

from harness.gateway import KEY
from harness.surfaces import SURFACES, events_of
from .terms import BURST, DOCUMENTED, FLEETING, NARROW, PATIENCE, STREAM_TOKENS, STREAMED, STREAMS, WHOLE

#: Whole answers under way at most: when the gateway falls behind, the rate does, and not the memory of the clients.
MOST = 300


class Connection:
    """One kept connection to the gateway."""

    def __init__(self, port):
        self.port = port
        self.reader = self.writer = None

    async def ask(self, path, document):
        """One request: (status, headers, body)."""
        if self.writer is None:
            self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
        body = json.dumps(document).encode()
        self.writer.write(
            f"POST {path} HTTP/1.1\r\nhost: kanmon\r\nauthorization: Bearer {KEY}\r\n"
            f"content-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n".encode() + body
        )
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        fields = [line.partition(":") for line in head[1:] if line]
        headers = {name.lower(): value.strip() for name, _, value in fields}
        if headers.get("transfer-encoding") == "chunked":
            body = b"".join([chunk async for chunk in self.chunks()])
        else:
            body = await self.reader.readexactly(int(headers["content-length"]))
        if headers.get("connection") == "close":
            self.close()
        return int(head[0].split(" ")[1]), headers, body

    async def chunks(self):
        while size := int(await self.reader.readuntil(b"\r\n"), 16):
            yield await self.reader.readexactly(size)
            await self.reader.readexactly(2)
        await self.reader.readexactly(2)

    def close(self):
        if self.writer is not None:
            self.writer.close()
        self.reader = self.writer = None


class Clients:
    def __init__(self, port, rate, seconds):
        self.port, self.rate = port, rate
        self.end = time.monotonic() + seconds
        self.idle = collections.deque()
        self.slots = asyncio.Semaphore(MOST)
        self.counts = collections.Counter()
        self.slowest = 0.0
        #: How long the model with few places took, each request, in seconds.
        self.narrow = []
        #: Errors in a documented shape: [moment, model, code].
        self.errors = []
        #: Streams that an error event ended in the middle: [moment, provider, code].
        self.cut = []
        #: What must never happen: [moment, model, what].
        self.violations = []
        self.turn = itertools.cycle(itertools.product(SURFACES, WHOLE))

    @property
    def is_over(self):
        return time.monotonic() >= self.end

    async def run(self):
        await asyncio.gather(self.beat(), self.fleeting(), self.bursts(), *(self.stream(number) for number in range(STREAMS)))
        # What is under way ends as well.
        for _ in range(MOST):
            await self.slots.acquire()
        for connection in self.idle:
            connection.close()

    async def beat(self):
        """Asks at a rate, whatever the answers take."""
        tasks = set()
        due = time.monotonic()
        while not self.is_over:
            due += 1 / self.rate
            await asyncio.sleep(max(0, due - time.monotonic()))
            if self.slots.locked():
                continue
            await self.slots.acquire()
            task = asyncio.create_task(self.whole(*next(self.turn)))
            tasks.add(task)
            task.add_done_callback(tasks.discard)

    async def whole(self, surface, model):
        connection = self.idle.pop() if self.idle else Connection(self.port)
        try:
            if await self.judged(connection, surface, model, stream=False):
                self.idle.append(connection)
        finally:
            self.slots.release()

    async def stream(self, number):
        """One of the callers that always have a stream open."""
        connection = Connection(self.port)
        # Not all at once, so that streams begin and end all the time.
        await asyncio.sleep(number / STREAMS * 3)
        surface = SURFACES[number % len(SURFACES)]
        while not self.is_over:
            await self.judged(connection, surface, STREAMED[number % len(STREAMED)], stream=True)
        connection.close()

    async def fleeting(self):
        """Asks for a model that comes and goes."""
        connection = Connection(self.port)
        while not self.is_over:
            await asyncio.sleep(0.1)
            await self.judged(connection, SURFACES[0], FLEETING, stream=False)
        connection.close()

    async def bursts(self):
        """Asks the model with few places, several times as often as it has them, all at once."""
        connections = [Connection(self.port) for _ in range(BURST)]
        turn = itertools.cycle(SURFACES)
        while not self.is_over:
            await asyncio.gather(
                *(self.judged(connection, next(turn), NARROW, stream=False) for connection in connections)
            )
            await asyncio.sleep(0.1)
        for connection in connections:
            connection.close()

    # Judging

    async def judged(self, connection, surface, model, stream):
        """Asks and judges the answer; says whether the connection can be used on."""
        began = time.monotonic()
        text = f"write {STREAM_TOKENS} tokens" if stream else "Hello"
        request = connection.ask(surface.path(model, stream), surface.body(model, text, stream))
        try:
            status, headers, body = await asyncio.wait_for(request, PATIENCE)
            self.judge(surface, model, stream, status, headers, body)
            return True
        except (OSError, EOFError, TimeoutError, AssertionError, LookupError, ValueError, TypeError) as error:
            self.violations.append([time.monotonic(), model, f"{surface.name}: {error!r}"[:500]])
            connection.close()
            return False
        finally:
            took = time.monotonic() - began
            self.counts["streams" if stream else model if model in (FLEETING, NARROW) else "whole"] += 1
            self.slowest = max(self.slowest, took)
            if model == NARROW:
                self.narrow.append(took)

    def judge(self, surface, model, stream, status, headers, body):
        now = time.monotonic()
        if status != 200:
            code = surface.check_error(json.loads(body), status)
            if model == FLEETING and (status, code) == (404, "model_not_found"):
                self.counts["absent"] += 1
                return
            assert code in DOCUMENTED, f"{status} {code}"
            self.errors.append([now, model, code])
        elif not stream:
            assert surface.text(json.loads(body)), "an answer without text"
        else:
            events = events_of(body)
            error = surface.error_event(events)
            assert bool(error) != surface.ends_cleanly(events), f"neither end nor error, or both: {body[-300:]!r}"
            if error:
                code = surface.check_error(error, error["error"]["code"])
                assert code in DOCUMENTED, code
                self.cut.append([now, headers["x-kanmon-provider"], code])


async def main():
    port, rate, seconds = int(sys.argv[1]), float(sys.argv[2]), float(sys.argv[3])
    clients = Clients(port, rate, seconds)
    await clients.run()
    print(
        json.dumps(
            {
                "counts": clients.counts,
                "slowest": clients.slowest,
                "narrow": clients.narrow,
                "errors": clients.errors,
                "cut": clients.cut,
                "violations": clients.violations,
            }
        )
    )


if __name__ == "__main__":
    asyncio.run(main())
