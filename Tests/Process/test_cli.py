"""The command line that administers: against a running gateway, and on its data folder with a gateway on it or not."""

import json
import os
import re
import sqlite3
import subprocess

import pytest

from documents import ask, document
from harness.gateway import KEY
from harness.process import binary, eventually

CHAT = "/v1/chat/completions"
TOKEN = "tests-0123456789abcdef0123456789abcdef"


class CommandLine:
    """Runs commands on one gateway or on its folder."""

    def __init__(self, *where, **environment):
        self.where = where
        self.environment = {"PATH": os.environ["PATH"], **environment}

    def run(self, *arguments, code=0, text=""):
        done = subprocess.run(
            [binary(), *arguments, *self.where], env=self.environment, input=text, capture_output=True, text=True, timeout=30
        )
        assert done.returncode == code, f"{arguments}: {done.returncode}\n{done.stdout}{done.stderr}"
        assert TOKEN not in done.stdout + done.stderr
        return done

    def out(self, *arguments, **options):
        return self.run(*arguments, **options).stdout.rstrip("\n")

    def json(self, *arguments, **options):
        return json.loads(self.run(*arguments, "--json", **options).stdout)


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "data"


@pytest.fixture
def gateway(start, folder):
    # With a key of its own, so that it takes nobody without one.
    keys = [{"name": "tests", "key": KEY}]
    return start({**document(admin_token=TOKEN), "keys": keys, "data": str(folder)})


@pytest.fixture(params=["gateway", "folder"])
def line(request, gateway, folder):
    """The same commands both ways; a gateway runs either way."""
    if request.param == "folder":
        return CommandLine("--data", str(folder))
    return CommandLine(KANMON_URL=f"http://127.0.0.1:{gateway.port}", KANMON_ADMIN_TOKEN=TOKEN)


def status(gateway, key):
    return gateway.post(CHAT, ask("chat"), {"authorization": f"Bearer {key}"})[0]


def test_a_key_works_until_it_is_revoked(gateway, line):
    line.run("teams", "create", "research")
    key = line.out("keys", "create", "app", "--team", "research", "--expires", "90d")
    assert re.fullmatch(r"sk-km-\S{43}", key)
    eventually(lambda: status(gateway, key) == 200, what="the new key")
    line.run("keys", "revoke", "app", "--reason", "lost")
    eventually(lambda: status(gateway, key) == 401, what="the refusal", seconds=2)
    shown = line.json("keys", "show", "app")
    assert shown["team"] == "research" and "revoked" in shown and "key" not in shown
    audit = line.json("audit", "list")["rows"]
    assert [row["action"] for row in audit][:3] == ["key.revoke", "key.create", "team.create"]
    assert audit[0]["reason"] == "lost"


def test_requests_are_counted_exported_and_verified(gateway, line):
    key = line.out("keys", "create", "app")
    eventually(lambda: status(gateway, key) == 200, what="the new key")
    rows = eventually(lambda: line.json("ledger", "list", "--key", "app")["rows"], what="the record")
    usage = line.json("usage", "--from", "1h", "--group-by", "key", "--key", "app")
    assert usage["total"]["requests"] == len(rows) == 1
    exported = line.out("ledger", "export", "--format", "jsonl", "--key", "app")
    assert [json.loads(text)["entry"] for text in exported.splitlines()] == [rows[0]["entry"]]
    head = line.json("ledger", "verify")["head"]
    assert line.json("ledger", "verify", "--anchor", head)["ok"] is True


def test_refusals_have_a_code_and_exit_1(line):
    line.run("teams", "create", "twice")
    assert line.run("teams", "create", "twice", code=1).stderr.startswith("conflict: ")
    assert line.run("keys", "show", "nobody", code=1).stderr.startswith("not_found: ")
    line.run("keys", "list", "--limit", "0", code=2)
    line.run("budgets", "raise", "team:twice~month", "--until", "2d", "--reason", "x", code=2)


def test_lists_are_aligned_and_go_on(line):
    for name in ("one", "two", "three"):
        line.run("teams", "create", name)
    assert [row["name"] for row in line.json("teams", "list", "--all")["rows"] if row["source"] == "store"] == [
        "one", "three", "two",
    ]
    page = line.run("teams", "list", "--limit", "1")
    assert len(page.stdout.splitlines()) == 2 and "--cursor" in page.stderr


def test_a_wrong_token_and_no_gateway_are_told_apart(gateway):
    url = f"http://127.0.0.1:{gateway.port}"
    wrong = CommandLine(KANMON_URL=url, KANMON_ADMIN_TOKEN="wrong").run("keys", "list", code=1)
    assert wrong.stderr.startswith("unauthenticated: ")
    gateway.stop()
    gone = CommandLine(KANMON_URL=url, KANMON_ADMIN_TOKEN=TOKEN).run("keys", "list", code=1)
    assert gone.stderr.startswith("unreachable: ")


def test_a_backup_is_made_beside_a_gateway_and_restored_without(gateway, folder, tmp_path):
    line = CommandLine("--data", str(folder))
    backup = tmp_path / "backup.sqlite"
    line.run("teams", "create", "before")
    line.run("backup", str(backup))
    assert backup.stat().st_mode & 0o777 == 0o600
    line.run("teams", "create", "after")
    assert "in use" in line.run("restore", str(backup), code=1).stderr
    gateway.stop()
    line.run("restore", str(backup))
    names = [row["name"] for row in line.json("teams", "list")["rows"]]
    assert "before" in names and "after" not in names
    assert line.json("audit", "list")["rows"][0]["action"] == "store.restore"
    assert line.json("audit", "verify")["ok"] is True


def test_an_edited_record_is_found(gateway, folder):
    line = CommandLine("--data", str(folder))
    assert gateway.post(CHAT, ask("chat"))[0] == 200
    eventually(lambda: line.json("ledger", "list")["rows"], what="the record")
    gateway.stop()
    with sqlite3.connect(folder / "kanmon.sqlite") as database:
        sequence, content = database.execute("SELECT sequence, bytes FROM ledger_bytes LIMIT 1").fetchone()
        edited = bytes([*content[:40], content[40] ^ 1, *content[41:]])
        database.execute("UPDATE ledger_bytes SET bytes = ? WHERE sequence = ?", (edited, sequence))
    database.close()
    found = line.run("ledger", "verify", "--json", code=1)
    assert json.loads(found.stdout)["problem"]["kind"] == "edited"
