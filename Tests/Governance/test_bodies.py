"""Prompts and answers: on no disk unless their team asked for it, and then masked, cut, linked, audited and gone in time."""

import contextlib
import json
import secrets
import subprocess
import time

import pytest

from governed.clock import behind
from governed.disguises import found
from governed.documents import OTHERS, bearer, governed
from harness.gateway import KEY
from harness.process import binary, eventually
from harness.surfaces import SURFACES

OWN = {"openai": "openai", "anthropic": "claude", "gemini": "gemini"}
STORED = {"retention": {"bodies": {"store": True}}}
DAY = 86_400

#: What people put into prompts and nobody may keep, and what stands in its place.
SECRETS = {
    "sk-km-0123456789abcdefghijklmnopqrstuvwxyzABCDEFG": "[credential]",
    "sk-proj-4f9d8c7b6a5e4d3c2b1a0f9e8d7c6b5a": "[credential]",
    "hanako.suzuki@example.co.jp": "[email]",
    "4111 1111 1111 1111": "[card]",
    "090-1234-5678": "[phone]",
    "123456789018": "[my_number]",
}


def document(simulator, team, **sections):
    """Two teams: `tests`, and `others`, who have said nothing."""
    keys = [{"name": "tests", "team": "tests", "key": KEY}, {"name": "others", "team": "others", "key": OTHERS}]
    return governed(simulator, teams={"tests": team, "others": {}}, keys=keys, **sections)


def everything(tmp_path, gateway):
    """Every file that the gateway could have written to: its data, its log, its temporary files."""
    files = [path for path in tmp_path.rglob("*") if path.is_file() and path != gateway.path]
    assert gateway.log in files and any(path.name.startswith("kanmon.sqlite") for path in files)
    return files


def environment(tmp_path):
    (tmp_path / "tmp").mkdir(exist_ok=True)
    return {"TMPDIR": str(tmp_path / "tmp")}


def ask_in_every_way(gateway, canary, key=KEY):
    """Answers whole and streamed, errors of every kind, and callers who leave: all with the canary in the prompt."""
    headers = bearer(key)
    for surface in SURFACES:
        model = OWN[surface.name]
        for stream in (False, True):
            status, _, answer = gateway.post(surface.path(model, stream), surface.body(model, canary, stream), headers)
            assert status == 200 and (stream or canary in json.dumps(answer))
            for fault in ("fault-status-400", "fault-invalid-json", "fault-reset-mid-stream-after-2", "fault-status-503"):
                name = f"{model}/{fault}@{canary[-4:]}"
                gateway.post(surface.path(name, stream), surface.body(name, canary, stream), headers)
        paced = f"{model}/pace-tps-20"
        connection, response = gateway.stream(
            surface.path(paced, True), surface.body(paced, f"{canary} " * 50, True), headers
        )
        with contextlib.closing(connection):
            assert response.read(20)
        # Somebody who does not wait for the answer.
        gateway.send(surface.path(paced), surface.body(paced, canary), headers).close()


@pytest.mark.parametrize(
    "team, sections",
    [
        ({}, {}),
        ({"zero_retention": True}, {}),
        ({"zero_retention": True}, {"organization": STORED}),
        (STORED, {"organization": {"zero_retention": True}}),
    ],
    ids=["default", "zero", "zero-beneath-an-organization-that-stores", "an-organization's-zero"],
)
def test_no_byte_of_a_prompt_is_on_a_disk(govern, simulator, tmp_path, team, sections):
    gateway, admin = govern(document(simulator, team, **sections), environment=environment(tmp_path))
    canary = "prompt-canary-" + secrets.token_hex(12)
    ask_in_every_way(gateway, canary)
    eventually(lambda: len(admin.rows("&team=tests")) >= 25, what="the rows")
    assert found(canary, everything(tmp_path, gateway)) == []
    # In the middle of answers, whole and streamed.
    open_calls = [
        gateway.send(surface.path("openai/pace-tps-20", stream), surface.body("openai/pace-tps-20", canary, stream))
        for surface in SURFACES
        for stream in (False, True)
    ]
    eventually(lambda: simulator.stats()["in_flight"] >= 6, what="the open calls")
    gateway.process.kill()
    gateway.process.wait()
    for connection in open_calls:
        connection.close()
    assert found(canary, everything(tmp_path, gateway)) == []
    # What the journal kept comes into the store.
    gateway, admin = govern(gateway.configuration, environment=environment(tmp_path))
    admin.verify()
    for row in admin.rows("&team=tests")[:5]:
        assert admin.ask("GET", f"/ledger/{row['entry']}/bodies")[0] == 404
    gateway.stop()
    assert found(canary, everything(tmp_path, gateway)) == []


def test_what_a_team_has_stored_is_there_masked(govern, simulator, tmp_path):
    """And what of the team that has not is nowhere: the proof that the search above can find something."""
    gateway, admin = govern(document(simulator, STORED), environment=environment(tmp_path))
    canary, other = ("prompt-canary-" + secrets.token_hex(12) for _ in range(2))
    ask_in_every_way(gateway, canary)
    ask_in_every_way(gateway, other, OTHERS)
    text = f"{canary} " + " ".join(SECRETS)
    escaped = "".join(f"\\u{ord(letter):04x}" for letter in "hanako.suzuki@example.co.jp")
    asked = {}
    for surface in SURFACES:
        for stream in (False, True):
            model = OWN[surface.name]
            body = json.dumps(surface.body(model, text + " ESCAPED", stream)).replace("ESCAPED", escaped).encode()
            status, headers, _ = gateway.post(surface.path(model, stream), body)
            assert status == 200
            asked[headers["x-request-id"]] = stream
    rows = [row for row in admin.settled(asked) if row["id"] in asked]
    files = everything(tmp_path, gateway)
    eventually(lambda: len(stored(admin)) > 30, what="the bodies")
    assert found(canary, files) and not found(other, files)
    for secret in SECRETS:
        assert found(secret, files) == [], secret
    for row in rows:
        bodies = eventually(lambda: kept(admin, row), what="its bodies")
        assert (bodies["entry"], bodies["team"], bodies["stream"]) == (row["entry"], "tests", asked[row["id"]])
        surface = next(surface for surface in SURFACES if OWN[surface.name] == row["model"])
        request, answer = json.loads(bodies["request"]["text"]), json.loads(bodies["answer"]["text"])
        masked = f"{canary} " + " ".join(SECRETS.values()) + " [email]"
        assert masked in json.dumps(request)
        # A stream is there in one piece, like a whole answer.
        assert masked in surface.text(answer), answer
        assert not bodies["request"]["truncated"] and not bodies["answer"]["truncated"]
    # Each reading is in the audit log, with nothing of what was read.
    readings = admin.get("/audit?action=bodies.read&limit=1000")["rows"]
    assert {row["entry"] for row in rows} <= {entry["object"]["id"] for entry in readings}
    assert all(entry["object"]["team"] == "tests" for entry in readings) and canary not in json.dumps(readings)
    # Every record of an answer that failed, broke off or was left has what there was of it.
    for row in admin.rows("&team=tests"):
        bodies = eventually(lambda: kept(admin, row), what="its bodies")
        assert canary in bodies["request"]["text"]
        assert (bodies["answer"] is None) == (row["status"] == 499), row
    for row in admin.rows("&team=others"):
        assert admin.ask("GET", f"/ledger/{row['entry']}/bodies")[0] == 404
    assert f'kanmon_bodies_total{{result="stored"}} {len(stored(admin))}' in gateway.get("/metrics")[2].decode()
    admin.verify()
    gateway.stop()


def kept(admin, row):
    """What is stored of a request, or None."""
    status, _, bodies = admin.ask("GET", f"/ledger/{row['entry']}/bodies")
    assert status in (200, 404), bodies
    return bodies if status == 200 else None


def stored(admin):
    """The entries of which something is stored."""
    return [row["entry"] for row in admin.rows() if kept(admin, row)]


def test_long_ones_are_cut_and_nothing_slips_through_the_cut(govern, simulator, tmp_path):
    team = {"retention": {"bodies": {"store": True, "max_size": "1KiB"}}}
    gateway, admin = govern(document(simulator, team))
    secret = "sk-km-" + secrets.token_urlsafe(32)
    ids = {}
    # The bound is before the secret, within it and behind it.
    for offset in (860, 930, 950, 975, 1100):
        for stream in (False, True):
            text = "x" * offset + " " + secret + " " + "y" * 9000
            body = SURFACES[0].body("openai", text, stream)
            status, headers, _ = gateway.post(SURFACES[0].path("openai", stream), body)
            assert status == 200
            ids[headers["x-request-id"]] = len(json.dumps(body))
    for row in admin.settled(ids):
        bodies = eventually(lambda: kept(admin, row), what="its bodies")
        for part in ("request", "answer"):
            assert bodies[part]["truncated"] and 900 < len(bodies[part]["text"]) <= 1024
            assert secret[:10] not in bodies[part]["text"]
        assert bodies["request"]["size"] == ids[row["id"]]
    gateway.stop()
    assert found(secret[:16], everything(tmp_path, gateway)) == []


def test_deleting_leaves_the_record_and_no_byte(govern, simulator, tmp_path):
    gateway, admin = govern(document(simulator, STORED))
    canary = "prompt-canary-" + secrets.token_hex(12)
    _, headers, _ = gateway.post("/v1/chat/completions", SURFACES[0].body("openai", canary))
    [row] = admin.settled([headers["x-request-id"]])
    eventually(lambda: kept(admin, row), what="its bodies")
    path = f"/ledger/{row['entry']}/bodies"
    admin.change("DELETE", path, {"reason": "asked for"})
    assert admin.ask("GET", path)[0] == admin.ask("DELETE", path)[0] == 404
    assert admin.get(f"/ledger/{row['entry']}")["id"] == row["id"]
    [entry] = admin.get("/audit?action=bodies.delete")["rows"]
    assert (entry["object"]["id"], entry["reason"]) == (row["entry"], "asked for")
    assert found(canary, everything(tmp_path, gateway)) == []
    admin.verify()
    gateway.stop()


def test_a_configuration_that_takes_the_word_back_counts_at_once(govern, simulator, tmp_path):
    gateway, admin = govern(document(simulator, STORED))
    canary = "prompt-canary-" + secrets.token_hex(12)
    _, headers, _ = gateway.post("/v1/chat/completions", SURFACES[0].body("openai", canary))
    [row] = admin.settled([headers["x-request-id"]])
    eventually(lambda: kept(admin, row), what="its bodies")
    teams = {"tests": {"zero_retention": True}, "others": {}}
    gateway.path.write_text(gateway.text({**gateway.configuration, "teams": teams}))
    eventually(lambda: gateway.readiness()["configuration"]["generation"] == 2, what="the reload")
    later = "later-canary-" + secrets.token_hex(12)
    _, headers, _ = gateway.post("/v1/chat/completions", SURFACES[0].body("openai", later))
    admin.settled([headers["x-request-id"]])
    # What was stored before goes with the next run.
    report = admin.change("POST", "/ledger/expire")
    assert (report["bodies"], report["ledger_rows"]) == (1, 0)
    assert kept(admin, row) is None
    for text in (canary, later):
        assert found(text, everything(tmp_path, gateway)) == []
    gateway.stop()


def test_what_is_too_old_goes_and_the_chain_stays(govern, simulator, tmp_path):
    """Records and bodies of each team as old as it lets them become; the rest stays, and so do the sums."""
    teams = {
        "tests": {"retention": {"ledger": "20d", "bodies": {"store": True, "retention": "5d"}}},
        "others": {"retention": {"ledger": "60d", "bodies": {"store": True, "retention": "40d"}}},
    }
    configuration = {**document(simulator, {}), "teams": teams}
    names = {"tests": KEY, "others": OTHERS}
    canaries = {}
    for age in (50, 30, 10, 1):
        gateway, admin = govern(configuration, environment=behind(tmp_path, age * DAY))
        for team, key in names.items():
            for stream in (False, True):
                canary = f"canary-{team}-{age}-{secrets.token_hex(8)}"
                body = SURFACES[0].body("openai", canary, stream)
                _, headers, _ = gateway.post(SURFACES[0].path("openai", stream), body, bearer(key))
                canaries[headers["x-request-id"]] = (team, age, canary)
        eventually(lambda: set(canaries) <= {row["id"] for row in admin.rows()}, what="the rows")
        for row in admin.rows():
            eventually(lambda: kept(admin, row), what="its bodies")
        assert abs(when(admin.rows(limit=5)[0]) - (time.time() - age * DAY)) < 600, "the clock is not behind"
        gateway.stop()
    gateway, admin = govern(configuration)
    before = admin.verify()
    usage = admin.get("/usage?group_by=team")
    report = admin.change("POST", "/ledger/expire")
    assert {row["team"]: row["rows"] for row in report["teams"]} == {"tests": 4}
    assert {row["team"]: row["bodies"] for row in report["bodies_of_teams"]} == {"tests": 6, "others": 2}
    left = {row["id"]: row for row in admin.rows()}
    for identifier, (team, age, canary) in canaries.items():
        has_row = age < {"tests": 20, "others": 60}[team]
        has_bodies = age < {"tests": 5, "others": 40}[team]
        assert (identifier in left) == has_row, (team, age)
        if has_row:
            assert bool(kept(admin, left[identifier])) == has_bodies, (team, age)
        assert bool(found(canary, everything(tmp_path, gateway))) == has_bodies, (team, age)
    after = admin.verify()
    assert after["head"] == before["head"] and (after["rows"], after["tombstones"]) == (12, 4), after
    assert admin.get(f"/ledger/verify?anchor={before['head']}")["ok"] is True
    assert admin.get("/usage?group_by=team") == usage
    [entry] = admin.get("/audit?action=retention.run")["rows"]
    assert entry["after"]["ledger_rows"] == 4 and entry["after"]["bodies"] == 8
    # Nothing more to do.
    assert admin.change("POST", "/ledger/expire")["ledger_rows"] == 0
    gateway.stop()


@pytest.mark.parametrize(
    "organization, lines",
    [
        (
            {},
            [
                "zero retention: no byte of prompts and answers of legal is stored",
                "prompts and answers of support are stored: 65536 bytes of each, for 7 days, hidden: email",
            ],
        ),
        (
            {"zero_retention": True},
            [
                "zero retention: no byte of any prompt or answer is stored, also not of support, "
                "whose own word does not count"
            ],
        ),
    ],
    ids=["teams", "organization"],
)
def test_the_check_says_of_whom_what_is_stored(tmp_path, organization, lines):
    bodies = {"store": True, "retention": "7d", "mask": ["email"]}
    path = tmp_path / "kanmon.json"
    document = {
        "version": 1,
        "data": "d",
        "providers": {"p": {"type": "simulated"}},
        "organization": organization,
        "teams": {"legal": {"zero_retention": True}, "support": {"retention": {"bodies": bodies}}},
    }
    path.write_text(json.dumps(document))
    output = subprocess.run([binary(), "check", str(path)], capture_output=True, text=True, check=True).stdout
    assert output.splitlines()[1:] == lines


def when(row):
    """A row's time, in seconds since 1970."""
    return time.mktime(time.strptime(row["time"][:19], "%Y-%m-%dT%H:%M:%S")) - time.timezone
