"""A disk that gives other bytes back than it was given: the gateway starts, tells of it, and loses no more than is damaged."""

import contextlib
import re
import sqlite3

import pytest

from governed.documents import governed
from harness.surfaces import SURFACES

OPENAI = SURFACES[0]
CHAT = "/v1/chat/completions"
#: The requests of a test. The one in the middle is the damaged one.
IDS = [f"damage-{number:02}" for number in range(12)]
DAMAGED = IDS[5]
#: What frames of the journal begin with, and how many bytes of them stand before their records.
FRAME, OVERHEAD = b"KMJF", 12


@contextlib.contextmanager
def unwritten(database):
    """Nothing gets from the journal into the store meanwhile."""
    with contextlib.closing(sqlite3.connect(database, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.execute("ROLLBACK")


def journals(folder):
    """The files of the journal that hold the test's records, with their bytes."""
    files = {path: path.read_bytes() for path in folder.glob("journal-*.log")}
    return {path: content for path, content in files.items() if b"damage-" in content}


def frame_of(content, name):
    """Where the frame begins that holds a request."""
    return content.rindex(FRAME, 0, content.index(name.encode()))


def damage(folder, change):
    """Changes the file that holds the damaged request: its path."""
    ((path, content),) = [item for item in journals(folder).items() if DAMAGED.encode() in item[1]]
    path.write_bytes(change(bytearray(content)))
    return path


def flip(content, place):
    content[place] ^= 0x24
    return content


def killed_before_storing(govern, simulator, folder):
    """A gateway that has answered, has its records in the journal alone, and is gone."""
    gateway, _ = govern(governed(simulator))
    with unwritten(folder / "kanmon.sqlite"):
        for name in IDS:
            status, _, _ = gateway.post(CHAT, OPENAI.body("openai", "write 4 tokens"), {"x-request-id": name})
            assert status == 200
        gateway.process.kill()
        gateway.process.wait()
    held = b"".join(journals(folder).values())
    assert all(held.count(name.encode()) == 1 for name in IDS), "the records are not in the journal"


def metric(gateway, name):
    """The sum of a metric's series."""
    text = gateway.get("/metrics")[2].decode()
    return sum(float(value) for value in re.findall(rf"^{name}(?:{{[^}}]*}})? (\S+)$", text, re.MULTILINE))


@pytest.mark.parametrize(
    "change",
    [
        lambda content: flip(content, frame_of(content, DAMAGED)),
        lambda content: flip(content, frame_of(content, DAMAGED) + 4),
        lambda content: flip(content, 3),
        lambda content: flip(content, 9),
        lambda content: content + b"\0" * 4096,
        lambda content: content + content[frame_of(content, DAMAGED) :][:20],
    ],
    ids=["frame's mark", "frame's length", "file's mark", "file's seed", "zeros behind", "torn append behind"],
)
def test_what_can_be_made_good_loses_nothing(govern, simulator, tmp_path, change):
    killed_before_storing(govern, simulator, tmp_path / "data")
    damage(tmp_path / "data", change)
    gateway, admin = govern(governed(simulator))
    rows = admin.settled(IDS)
    assert sorted(row["id"] for row in rows) == IDS
    admin.verify()
    gateway.stop()


@pytest.mark.parametrize("offset", [OVERHEAD + 1, None], ids=["record's beginning", "request's id"])
def test_a_record_that_cannot_be_read_is_the_only_one_lost(govern, simulator, tmp_path, offset):
    folder = tmp_path / "data"
    killed_before_storing(govern, simulator, folder)

    def change(content):
        place = content.index(DAMAGED.encode()) if offset is None else frame_of(content, DAMAGED) + offset
        return flip(content, place)

    path = damage(folder, change)
    gateway, admin = govern(governed(simulator))
    rows = admin.settled(set(IDS) - {DAMAGED})
    assert sorted(row["id"] for row in rows) == sorted(set(IDS) - {DAMAGED})
    # The bytes are still there for somebody to look at, and until then nobody is told that all is well.
    kept = path.with_name(path.name + ".kept")
    assert kept.exists() and not path.exists()
    report = admin.get("/ledger/verify")
    assert report["ok"] is False and [name for name in report["set_aside"] if kept.name in name], report
    assert metric(gateway, "kanmon_journal_damaged_bytes_total") > 0
    assert "damage" in gateway.output()
    # Whoever asks goes on being served, and recorded.
    status, _, _ = gateway.post(CHAT, OPENAI.body("openai", "write 4 tokens"), {"x-request-id": "damage-after"})
    assert status == 200
    admin.settled(["damage-after"])
    kept.unlink()
    admin.verify()
    gateway.stop()


def test_a_torn_end_loses_the_record_that_was_torn(govern, simulator, tmp_path):
    folder = tmp_path / "data"
    killed_before_storing(govern, simulator, folder)
    lost = []

    def change(content):
        lost.extend(re.findall(rb"damage-\d\d", content)[-1:])
        return content[:-5]

    damage(folder, change)
    gateway, admin = govern(governed(simulator))
    rest = set(IDS) - {name.decode() for name in lost}
    assert len(rest) == len(IDS) - 1
    rows = admin.settled(rest)
    assert {row["id"] for row in rows} == rest
    admin.verify()
    gateway.stop()


def test_a_row_that_cannot_be_read_is_shown_by_what_is_repeated_of_it(govern, simulator, tmp_path):
    gateway, admin = govern(governed(simulator))
    for name in IDS:
        status, _, _ = gateway.post(CHAT, OPENAI.body("openai", "write 4 tokens"), {"x-request-id": name})
        assert status == 200
    before = {row["entry"]: row for row in admin.settled(IDS)}
    spent = admin.get("/usage?group_by=team")["total"]
    gateway.stop()
    with contextlib.closing(sqlite3.connect(tmp_path / "data" / "kanmon.sqlite")) as database, database:
        assert database.execute("UPDATE ledger_bytes SET bytes = x'00ff00ff' WHERE sequence = 6").rowcount == 1
    gateway, admin = govern(governed(simulator))
    after = {row["entry"]: row for row in admin.rows()}
    damaged = [row for row in after.values() if "damaged" in row["flags"]]
    assert after.keys() == before.keys() and len(damaged) == 1
    was = before[damaged[0]["entry"]]
    assert all(damaged[0][member] == was[member] for member in ("team", "model", "provider", "status", "cost_usd"))
    assert all(row == before[entry] for entry, row in after.items() if row is not damaged[0])
    assert admin.get("/usage?group_by=team")["total"] == spent
    report = admin.get("/ledger/verify")
    assert report["ok"] is False, report
    gateway.stop()
