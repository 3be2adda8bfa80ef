"""`kill -9` under load: what a caller has got whole is in the ledger after the restart, once."""

import asyncio
import itertools
from collections import Counter

from governed.admin import Admin
from governed.clients import Connection
from governed.documents import simulated
from harness.surfaces import SURFACES, events_of

#: How often it is killed, after how many milliseconds of load at least and at most, and under how many callers.
ROUNDS, SHORTEST, LONGEST, CALLERS = 20, 150, 700, 24


class Crowd:
    """Callers that ask without a pause until the connection breaks."""

    def __init__(self, gateway, number):
        self.gateway = gateway
        self.names = (f"kill-{number}-{count}" for count in itertools.count())
        #: The ids of answers that came whole, and of all that were asked.
        self.whole, self.asked = [], []

    async def caller(self, number):
        surface, stream = SURFACES[number % 3], number % 2 == 0
        connection = Connection(self.gateway.port)
        request = (surface.path("chat", stream), surface.body("chat", "write 6 tokens", stream))
        try:
            while True:
                name = next(self.names)
                self.asked.append(name)
                answer = await connection.ask(*request, {"x-request-id": name})
                # The terminal event is the end of an answer, whether the connection's own end came or not.
                if stream and surface.ends_cleanly(events_of(answer.body[: answer.body.rfind(b"\n\n") + 2])):
                    self.whole.append(name)
                elif not stream and answer.is_whole:
                    assert answer.status == 200, answer
                    self.whole.append(name)
                if not answer.is_whole:
                    return
        except (OSError, asyncio.IncompleteReadError):
            return
        finally:
            connection.close()

    async def run(self, seconds):
        callers = [asyncio.create_task(self.caller(number)) for number in range(CALLERS)]
        await asyncio.sleep(seconds)
        self.gateway.process.kill()
        await asyncio.wait_for(asyncio.gather(*callers), 20)
        self.gateway.process.wait()


def test_nothing_that_was_answered_is_lost_or_twice(start):
    configuration = simulated({})
    whole, asked = set(), set()
    gateway = start(configuration, environment={"KANMON_LOG_LEVEL": "warning"})
    for number in range(ROUNDS):
        crowd = Crowd(gateway, number)
        asyncio.run(crowd.run((SHORTEST + (LONGEST - SHORTEST) * number / (ROUNDS - 1)) / 1000))
        assert crowd.whole, "nobody was answered before the kill"
        whole |= set(crowd.whole)
        asked |= set(crowd.asked)
        gateway = start(configuration, environment={"KANMON_LOG_LEVEL": "warning"})
        if number % 5 == 0:
            Admin(gateway).verify()
    admin = Admin(gateway)
    rows = admin.settled(whole)
    report = admin.verify()
    print(f"\nkill -9: {ROUNDS} times, {len(asked)} requests, {len(whole)} answered whole, {len(rows)} rows")
    counts = Counter(row["id"] for row in rows)
    assert counts.most_common(1)[0][1] == 1, "a request is there twice"
    assert len({row["entry"] for row in rows}) == len(rows)
    assert set(counts) <= asked
    assert {row["id"] for row in rows if row["outcome"] == "answered"} >= whole
    usage = admin.get("/usage?group_by=team")["total"]
    assert usage["requests"] == len(rows), report
    gateway.stop()
