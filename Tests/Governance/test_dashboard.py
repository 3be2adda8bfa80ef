"""The dashboard's server side from outside: its files, sums over time against the ledger, the live view, the playground."""

import csv
import http.client
import io
import json
import threading
import time
from decimal import Decimal

import pytest

from governed.documents import ADMIN_TOKEN, OTHERS, bearer, governed
from harness.gateway import KEY
from harness.process import eventually
from harness.surfaces import SURFACES

OPENAI = SURFACES[0]


def document(simulator, **sections):
    keys = [{"name": "tests", "team": "tests", "key": KEY}, {"name": "others", "team": "others", "key": OTHERS}]
    return governed(simulator, keys=keys, teams={"tests": {}, "others": {}}, **sections)


def ask(gateway, text="Where does the canal end?", key=KEY, model="openai", stream=False):
    """One request: its id."""
    status, headers, _ = gateway.post(OPENAI.path(model, stream), OPENAI.body(model, text, stream), bearer(key), timeout=30)
    assert status == 200
    return headers["x-request-id"]


class Live:
    """One viewer's stream of events, read in a thread of its own."""

    def __init__(self, gateway, headers=None):
        self.events = []
        self.ended = threading.Event()
        self.connection = http.client.HTTPConnection("127.0.0.1", gateway.port, timeout=30)
        self.connection.request("GET", "/admin/v1/live", headers=headers or bearer(ADMIN_TOKEN))
        self.answer = self.connection.getresponse()
        self.status = self.answer.status
        if self.status == 200:
            threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        name = None
        try:
            while line := self.answer.readline().decode():
                if line.startswith("event: "):
                    name = line[7:].strip()
                elif line.startswith("data: "):
                    self.events.append((time.monotonic(), name, json.loads(line[6:])))
        except (OSError, ValueError, http.client.HTTPException, AttributeError):
            pass
        self.ended.set()

    def of(self, name):
        return [data for _, event, data in list(self.events) if event == name]

    def close(self):
        self.connection.close()


@pytest.fixture
def signed_in(govern):
    """Makes a person and signs them in: their headers."""

    def begin(admin, name, role, teams):
        password = "a phrase that is long enough"
        admin.change("POST", "/users", {"name": name, "role": role, "teams": teams, "password": password})
        status, headers, session = admin.ask("POST", "/login", {"name": name, "password": password}, {"authorization": ""})
        if status == 401:
            body = json.dumps({"name": name, "password": password}).encode()
            status, headers, raw = admin.gateway.get(
                "/admin/v1/login", "POST", 30, {"content-type": "application/json"}, body
            )
            session = json.loads(raw)
        assert status == 200, session
        cookie = headers["set-cookie"].split(";")[0]
        return {"cookie": cookie, "x-kanmon-csrf": session["csrf_token"]}

    return begin


def test_files_are_served_to_browsers_and_let_nothing_in_from_elsewhere(govern, simulator):
    gateway, _ = govern(document(simulator))
    status, headers, body = gateway.get("/ui/")
    assert status == 200 and body.startswith(b"<!doctype html>")
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    status, _, rest = gateway.get("/ui/", headers={"if-none-match": headers["etag"]})
    assert (status, rest) == (304, b"")
    assert gateway.get("/ui/assets/../index.html")[0] == 404
    connection = http.client.HTTPConnection("127.0.0.1", gateway.port, timeout=10)
    connection.request("GET", "/", headers={"accept": "text/html"})
    answer = connection.getresponse()
    assert (answer.status, answer.getheader("location")) == (302, "/ui/")
    connection.close()
    assert gateway.get("/", headers={"accept": "application/json"})[0] == 404


def test_series_and_overview_are_the_ledgers_sums(govern, simulator):
    gateway, admin = govern(document(simulator))
    ids = [ask(gateway, f"Question {number}", KEY if number % 3 else OTHERS) for number in range(30)]
    admin.settled(ids)
    status, _, export = gateway.get("/admin/v1/ledger/export?format=csv", headers=bearer(ADMIN_TOKEN))
    assert status == 200
    rows = list(csv.DictReader(io.StringIO(export.decode())))
    assert len(rows) == 30
    cost = sum(Decimal(row["cost_usd"]) for row in rows)
    assert cost > 0
    for query in ("step=minute", "step=hour&time_zone=Asia/Tokyo", "step=day"):
        series = admin.get(f"/series?{query}&group_by=team")
        assert sum(Decimal(point["cost_usd"]) for point in series["points"]) == cost
        assert sum(point["requests"] for point in series["points"]) == 30
        groups = {group["key"]: group["total"] for group in series["groups"]}
        for team in ("tests", "others"):
            own = [row for row in rows if row["team"] == team]
            assert groups[team]["requests"] == len(own)
            assert Decimal(groups[team]["cost_usd"]) == sum(Decimal(row["cost_usd"]) for row in own)
        assert series["percentiles"]["method"] == "exact"
        assert any(point["duration_p95_ms"] for point in series["points"])
    overview = admin.get("/overview")
    month = overview["month"]
    assert (month["requests"], Decimal(month["cost_usd"])) == (30, cost)
    assert overview["targets"]


def test_the_live_view_tells_of_a_call_within_two_seconds_and_only_who_may_see_it(govern, simulator, signed_in):
    gateway, admin = govern(document(simulator))
    headers = signed_in(admin, "lead", "team-admin", ["others"])
    everything, own = Live(gateway), Live(gateway, headers)
    assert (everything.status, own.status) == (200, 200)
    assert everything.answer.getheader("content-type").startswith("text/event-stream")
    eventually(lambda: everything.of("figures") and own.of("figures"), 5)
    begun = time.monotonic()
    first, second = ask(gateway), ask(gateway, key=OTHERS)
    eventually(lambda: {call["id"] for call in everything.of("call")} >= {first, second}, 2, every=0.02)
    eventually(lambda: [call["id"] for call in own.of("call")] == [second], 2, every=0.02)
    assert time.monotonic() - begun < 2.5
    eventually(lambda: any(figures["requests_per_second"] > 0 for figures in everything.of("figures")), 4)
    story = admin.get(f"/ledger/{everything.of('call')[0]['entry']}/story")
    assert story["complete"] and story["stages"] and story["attempts"][0]["outcome"] == "answered"
    # Who signs out sees nothing more.
    status, _, _ = gateway.get("/admin/v1/logout", "POST", 10, headers)
    assert status == 204
    assert own.ended.wait(2.5)
    assert not everything.ended.is_set()
    everything.close()


def test_the_live_view_ends_at_once_when_the_gateway_stops(govern, simulator):
    gateway, _ = govern(document(simulator))
    viewers = [Live(gateway) for _ in range(5)]
    eventually(lambda: all(viewer.of("figures") for viewer in viewers), 5)
    begun = time.monotonic()
    gateway.stop()
    assert time.monotonic() - begun < 4
    assert all(viewer.ended.wait(1) for viewer in viewers)


@pytest.mark.parametrize("stream", [False, True])
def test_the_playground_asks_in_the_name_of_a_key(govern, simulator, signed_in, stream):
    gateway, admin = govern(document(simulator))
    headers = signed_in(admin, "member", "member", ["tests"])
    owner = admin.get("/users")["rows"]
    owner = next(user["id"] for user in owner if user["name"] == "member")
    key = admin.key("mine", team="tests", owner=owner)
    request = OPENAI.body("openai", "Where does the canal end?", stream)
    if isinstance(request, bytes):
        request = json.loads(request)
    body = json.dumps({"key": key["id"], "request": request}).encode()
    fields = {**headers, "content-type": "application/json"}
    status, answered, raw = gateway.get("/admin/v1/playground", "POST", 30, fields, body)
    assert status == 200, raw
    assert answered["x-kanmon-provider"] == "openai"
    assert (b"data: [DONE]" in raw) == stream
    rows = admin.settled([answered["x-request-id"]])
    row = next(row for row in rows if row["id"] == answered["x-request-id"])
    assert (row["key"], row["team"], row["tags"]) == ("mine", "tests", ["playground"])
    # Another's key is nobody's, and a page of another origin asks nothing.
    foreign = json.dumps({"key": "file:others", "request": request}).encode()
    assert gateway.get("/admin/v1/playground", "POST", 30, fields, foreign)[0] == 404
    del fields["x-kanmon-csrf"]
    assert gateway.get("/admin/v1/playground", "POST", 30, fields, body)[0] == 403


def test_a_provider_is_tested(govern, simulator):
    gateway, admin = govern(document(simulator))
    for name in ("openai", "claude", "gemini"):
        good = admin.change("POST", f"/providers/{name}/test", {"model": "m"})
        assert good["ok"] and good["status"] == 200 and good["duration_ms"] > 0, good
        listed = admin.change("POST", f"/providers/{name}/test")
        assert isinstance(listed["ok"], bool) and listed["status"]


def test_the_file_is_compared_with_what_runs(govern, simulator):
    gateway, admin = govern(document(simulator, server={"admin_token": ADMIN_TOKEN, "reload": {"watch": False}}))
    assert admin.get("/config/diff")["changed"] is False
    changed = document(simulator, server={"admin_token": ADMIN_TOKEN, "reload": {"watch": False}})
    changed["teams"]["third"] = {}
    gateway.path.write_text(gateway.text(changed))
    diff = admin.get("/config/diff")
    assert diff["changed"] and any("third" in line["text"] for line in diff["lines"] if line["op"] == "+")
    assert ADMIN_TOKEN not in json.dumps(diff)
    gateway.path.write_text(gateway.text({"nonsense": True}))
    assert any("nonsense" in problem for problem in admin.get("/config/diff")["problems"])
