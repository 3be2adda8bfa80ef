"""Hostile input to the admin API is refused with a stable code, never with a fault of the gateway's."""

import json
from urllib.parse import quote

import pytest

from governed.documents import simulated
from harness.surfaces import SURFACES
from harness.wire import exchange, request

HOSTILE = [
    "' OR '1'='1",
    "'; DROP TABLE ledger; --",
    '" UNION SELECT digest FROM keys --',
    "%' --",
    "\\",
    "\0",
    "a" * 5000,
    "🗝" * 300,
    "../../../../etc/passwd",
    "-1",
    "9" * 40,
    "1e999",
    "{}",
    "null",
    "[]",
    "%00%ff",
    "\r\nset-cookie: x=y",
]
FILTERS = {
    "/ledger": ["from", "to", "organization", "team", "project", "user", "key", "model", "provider", "tag", "limit", "cursor"],
    "/usage": ["from", "to", "team", "key", "tag", "group_by", "time_zone", "model"],
    "/audit": ["from", "to", "actor", "action", "object", "limit", "cursor"],
    "/keys": ["team", "owner", "limit", "cursor"],
    "/limits": ["scope", "limit", "cursor"],
    "/alerts": ["team", "limit", "cursor"],
    "/ledger/export": ["format", "team", "from"],
    "/ledger/verify": ["anchor"],
}
OBJECTS = ["keys", "teams", "projects", "users", "budgets", "limits", "models", "providers", "prices", "ledger", "alerts"]


@pytest.fixture
def gateway(govern):
    gateway, gateway.admin = govern(simulated({}))
    for number in range(3):
        assert gateway.post("/v1/chat/completions", SURFACES[0].body("chat"))[0] == 200
        gateway.admin.key(f"key-{number}")
    gateway.admin.change("POST", "/teams", {"name": "victim"})
    yield gateway
    assert gateway.is_alive()
    gateway.stop()


def refused_well(path, status, document):
    """No fault, and where it is an error one with a code."""
    assert status < 500, (path, status, document)
    if status >= 400:
        assert document["error"]["code"] and document["error"]["message"], (path, document)
    return status


def test_filters_and_cursors(gateway):
    before = gateway.admin.settled([])
    for path, names in FILTERS.items():
        for name in names:
            for text in HOSTILE:
                address = f"{path}?{name}={quote(text, safe='')}"
                status, _, document = gateway.admin.ask("GET", address)
                refused_well(address, status, document)
                # A filter that nothing can fit finds nothing: it is not read as a part of a query.
                if status == 200 and isinstance(document, dict) and name in ("team", "key", "model", "tag", "user"):
                    assert not document.get("rows"), (address, document)
    assert len(gateway.admin.rows()) >= len(before)
    assert gateway.admin.get("/teams/victim")["name"] == "victim"


def test_cursors_of_other_lists_and_broken_ones(gateway):
    cursor = gateway.admin.get("/keys?limit=1")["next"]
    assert cursor
    for query in (f"ledger?cursor={cursor}", f"audit?cursor={cursor}", f"keys?cursor={cursor[:-1]}", f"keys?cursor={cursor}x"):
        address = f"/{query}"
        status, _, document = gateway.admin.ask("GET", address)
        assert status == 400 and document["error"]["code"] == "invalid_cursor", (address, status, document)
    for flipped in range(len(cursor)):
        text = cursor[:flipped] + ("A" if cursor[flipped] != "A" else "B") + cursor[flipped + 1 :]
        status, _, document = gateway.admin.ask("GET", f"/keys?cursor={quote(text, safe='')}")
        refused_well(text, status, document)


def test_ids_in_paths(gateway):
    for name in OBJECTS:
        for text in HOSTILE:
            for method in ("GET", "DELETE", "PATCH"):
                address = f"/{name}/{quote(text, safe='')}"
                body = {"description": "x"} if method == "PATCH" else None
                status, _, document = gateway.admin.ask(method, address, body)
                assert refused_well(address, status, document) in (400, 404, 405), (method, address, status, document)


def test_bodies(gateway):
    bodies = [
        b"",
        b"{",
        b"[]",
        b"null",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"a":' * 200 + b"1" + b"}" * 200,
        b'{"name": "x", "name": "y"}',
        b'{"name": 1e400}',
        b"9" * 2_000_000,
        *(json.dumps({"name": text}).encode() for text in HOSTILE if not text.isalnum()),
        *(json.dumps({"name": "x", "team": text, "expires": text}).encode() for text in HOSTILE),
        json.dumps({"name": "x", "models": ["*" * 5000]}).encode(),
        json.dumps({"name": "x", "limits": {"requests_per_minute": -1}}).encode(),
        json.dumps({"name": "x", "budgets": [{"amount": "1e400", "period": "month"}]}).encode(),
        json.dumps({"name": "x", "addresses": ["0.0.0.0/99"]}).encode(),
        json.dumps({"name": "x", "digest": "00" * 32}).encode(),
    ]
    for path in ("/keys", "/teams", "/users", "/projects", "/limits", "/budgets", "/login", "/bootstrap"):
        for body in bodies:
            try:
                status, _, document = gateway.admin.ask("POST", path, body)
            except (BrokenPipeError, ConnectionResetError):
                # It is answered before it has been read whole, and the connection closed.
                assert len(body) > 1_000_000
                continue
            assert refused_well((path, body[:60]), status, document) >= 400, (path, body[:60], status, document)


def test_requests_that_no_library_sends(gateway):
    token = ("authorization", f"Bearer {gateway.configuration['server']['admin_token']}")
    for target, headers, method in (
        ("/admin/v1/keys/../../v1/models", [token], "GET"),
        ("/admin/v1//keys", [token], "GET"),
        ("/admin/v1/keys?limit=1&limit=2", [token], "GET"),
        ("/admin/v1/keys?%ff=%ff", [token], "GET"),
        ("/admin/v1/keys/%2e%2e", [token], "GET"),
        ("/admin/v1/keys", [token, ("if-match", '"' + "9" * 4000 + '"')], "GET"),
        ("/admin/v1/keys", [token, ("content-type", "x" * 4000), ("content-length", "2")], "POST"),
        ("/admin/v1/keys", [token], "BREW"),
        ("/admin/v1/keys", [token, token], "GET"),
        ("/admin/v1/keys", [("authorization", "Bearer ")], "GET"),
        ("/admin/v1/keys", [("cookie", "kanmon_session=" + "x" * 4000)], "GET"),
    ):
        data = request(target, headers, b"{}" if method == "POST" else b"", method)
        answers, _ = exchange(gateway.port, data)
        assert answers and answers[0].status < 500, (target, headers, answers)


def test_no_virtual_key_and_no_wrong_token_opens_anything(gateway):
    key = gateway.admin.key("opener")["key"]
    document = json.loads(gateway.get("/admin/v1/openapi.json", headers=admin_headers(gateway))[2])
    for path in document["paths"]:
        address = "/admin/v1" + path.removeprefix("/admin/v1").replace("{", "").replace("}", "")
        for token in (key, "wrong-0123456789abcdef", ""):
            status = gateway.get(address, headers={"authorization": f"Bearer {token}"})[0]
            assert status in (401, 405), (address, status)


def admin_headers(gateway):
    return {"authorization": f"Bearer {gateway.configuration['server']['admin_token']}"}
