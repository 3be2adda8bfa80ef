"""Clients in parallel, each with a connection of its own."""

import asyncio
import dataclasses
import json

from harness.gateway import KEY


@dataclasses.dataclass
class Answer:
    """What came back; `is_whole` says whether all of it did."""

    status: int
    headers: dict
    body: bytes
    is_whole: bool

    def json(self):
        return json.loads(self.body)


class Connection:
    """One kept connection."""

    def __init__(self, port):
        self.port = port
        self.reader = self.writer = None

    async def open(self):
        if self.writer is None:
            self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)

    async def ask(self, path, document, headers=None):
        """One request. What broke off in the head raises; in the body it is an answer that is not whole."""
        await self.open()
        body = document if isinstance(document, bytes) else json.dumps(document).encode()
        fields = {"authorization": f"Bearer {KEY}", "content-type": "application/json", **(headers or {})}
        lines = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
        self.writer.write(
            f"POST {path} HTTP/1.1\r\nhost: kanmon\r\n{lines}content-length: {len(body)}\r\n\r\n".encode() + body
        )
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        pairs = [line.partition(":") for line in head[1:] if line]
        answer = Answer(int(head[0].split(" ")[1]), {name.lower(): value.strip() for name, _, value in pairs}, b"", False)
        try:
            if answer.headers.get("transfer-encoding") == "chunked":
                while size := int(await self.reader.readuntil(b"\r\n"), 16):
                    answer.body += await self.reader.readexactly(size)
                    await self.reader.readexactly(2)
                await self.reader.readexactly(2)
            else:
                answer.body = await self.reader.readexactly(int(answer.headers["content-length"]))
            answer.is_whole = True
        except (OSError, asyncio.IncompleteReadError):
            self.close()
        return answer

    def close(self):
        if self.writer is not None:
            self.writer.close()
        self.reader = self.writer = None


async def together(port, requests):
    """Sends all requests at once, each (path, document, headers) on a connection of its own that stands before."""
    connections = [Connection(port) for _ in requests]
    try:
        for connection in connections:
            await connection.open()
        return await asyncio.gather(
            *(connection.ask(*request) for connection, request in zip(connections, requests, strict=True))
        )
    finally:
        for connection in connections:
            connection.close()
