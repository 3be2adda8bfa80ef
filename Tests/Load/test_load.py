"""Load while everything changes: providers die, freeze, fail, slow down and recover in turn, and the configuration is another
one each second. As long as one target is well, callers notice next to nothing, and the gateway keeps its size.

What may be lost is counted apart: a stream whose content had begun when its provider was killed cannot be given to another
one, so it ends with an error event. That counts as cut, not as failed, but only for a provider that was killed just then.
"""

import json
import os
import pathlib
import statistics
import subprocess
import sys
import time

import pytest

from harness.gateway import Gateway
from harness.process import ROOT, eventually
from storm.documents import Documents
from storm.terms import HOLD_MILLISECONDS, NARROW, STREAMS, rate
from storm.troubles import Troubles

#: Rounds of trouble, each of about so many seconds. The first one is the warm-up for the bound on memory.
ROUNDS, ROUND_SECONDS = 3, 11.5
#: How much larger the last round's median of resident memory may be than that of the second: a share, and kilobytes. With
#: the load of a release build this is about a kilobyte a request.
GROWTH = (0.05, 4 * 1024)
#: The share of requests that must succeed.
SUCCESS = 0.999


def open_files(pid):
    return len(os.listdir(f"/proc/{pid}/fd"))


class Conductor:
    """Runs the rounds: rewrites the document each second, leads the providers through their troubles, samples memory."""

    def __init__(self, gateway, documents, troubles):
        self.gateway, self.documents, self.troubles = gateway, documents, troubles
        self.rewritten = time.monotonic()
        self.memory = []

    def run(self):
        for number in range(ROUNDS):
            samples = []
            for wait in self.troubles.round(self.documents, first=number):
                end = time.monotonic() + wait
                while time.monotonic() < end:
                    self.rewrite()
                    samples.append(self.gateway.resident_kilobytes())
                    time.sleep(0.05)
            self.memory.append(samples)

    def rewrite(self):
        if time.monotonic() - self.rewritten < 1:
            return
        self.rewritten = time.monotonic()
        # As editors do it: a new file takes the old one's place.
        draft = self.gateway.path.with_suffix(".new")
        draft.write_text(self.gateway.text(self.documents.next()))
        draft.rename(self.gateway.path)


@pytest.fixture
def troubles(tmp_path):
    troubles = Troubles(tmp_path)
    yield troubles
    troubles.stop()


def test_callers_notice_nothing_while_one_target_is_well(tmp_path, troubles):
    documents = Documents(troubles.ports, seed=7)
    gateway = Gateway(tmp_path, documents.next(), environment={"KANMON_LOG_LEVEL": "warning"})
    files_before = open_files(gateway.process.pid)
    seconds = ROUND_SECONDS * ROUNDS
    paths = os.pathsep.join([str(ROOT / "Tests/Harness"), str(pathlib.Path(__file__).parent)])
    clients = subprocess.Popen(
        [sys.executable, "-m", "storm.clients", str(gateway.port), str(rate()), str(seconds)],
        cwd=pathlib.Path(__file__).parent,
        env={**os.environ, "PYTHONPATH": paths, "PYTHONDONTWRITEBYTECODE": "1"},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        conductor = Conductor(gateway, documents, troubles)
        conductor.run()
        output, _ = clients.communicate(timeout=60)
    finally:
        clients.kill()
    assert clients.returncode == 0
    seen = json.loads(output)
    reloads = gateway.readiness()["configuration"]
    memory = [statistics.median(samples) for samples in conductor.memory]

    asked = seen["counts"]["whole"] + seen["counts"]["streams"] + seen["counts"][NARROW]
    # Who takes twice as long as an answer does has waited for somebody else's.
    waited = sum(took >= 2 * HOLD_MILLISECONDS / 1000 for took in seen["narrow"])
    success = 1 - len(seen["errors"]) / asked
    uncut = 1 - (len(seen["errors"]) + len(seen["cut"])) / asked
    print(
        f"\nload: {asked} requests in {seconds:.0f} s ({seen['counts']['whole'] / seconds:.0f} whole answers a second of "
        f"{rate():.0f} wanted, {seen['counts']['streams']} streams, {STREAMS} at a time): {len(seen['errors'])} errors, "
        f"{success:.3%} succeeded; {len(seen['cut'])} streams cut by a killed provider, with those {uncut:.3%}; "
        f"slowest {seen['slowest']:.1f} s; "
        f"{waited} of {seen['counts'][NARROW]} requests waited in a target's queue; "
        f"{len(troubles.history)} troubles, {reloads['generation']} configurations; "
        f"{' then '.join(f'{kilobytes / 1024:.1f}' for kilobytes in memory)} MB"
    )

    assert not seen["violations"], seen["violations"][:5]
    assert success >= SUCCESS, seen["errors"][:20]
    strange = [one for one in seen["cut"] if not troubles.was_killed(one[1], one[0])]
    assert not strange, f"cut, though their provider lived: {strange[:5]}"
    # The test means something: there was load, trouble that reached callers' streams, and change.
    assert asked > 20 * seconds
    assert seen["cut"]
    assert seen["counts"][NARROW] > 2 * seconds and waited > 0.5 * seen["counts"][NARROW]
    assert 0 < seen["counts"]["absent"] < seen["counts"]["fleeting"]
    assert reloads["generation"] > 0.8 * documents.count and "last_error" not in reloads
    share, kilobytes = GROWTH
    assert memory[-1] <= memory[1] * (1 + share) + kilobytes, memory

    # Connections to the providers are kept for a while; when those are gone, nothing must be left.
    troubles.stop()
    eventually(lambda: open_files(gateway.process.pid) <= files_before + 2, what="closing every connection")
    gateway.stop()
