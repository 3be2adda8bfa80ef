"""The admin API as automation uses it."""

import json

from harness.process import eventually
from .documents import ADMIN_TOKEN


class Admin:
    """The admin API of a gateway, with its token."""

    def __init__(self, gateway):
        self.gateway = gateway

    def ask(self, method, path, document=None, headers=None):
        """One request: (status, headers, body as JSON or text)."""
        fields = {"authorization": f"Bearer {ADMIN_TOKEN}", **(headers or {})}
        body = None
        if document is not None:
            fields.setdefault("content-type", "application/json")
            body = document if isinstance(document, bytes) else json.dumps(document).encode()
        status, answered, raw = self.gateway.get(f"/admin/v1{path}", method, 30, fields, body)
        try:
            return status, answered, json.loads(raw) if raw else None
        except ValueError:
            return status, answered, raw.decode(errors="replace")

    def get(self, path):
        status, _, document = self.ask("GET", path)
        assert status == 200, (path, status, document)
        return document

    def change(self, method, path, document=None):
        """A change that must succeed: what it answers."""
        status, _, answer = self.ask(method, path, document)
        assert status in (200, 201, 204), (method, path, status, answer)
        return answer

    def key(self, name, **members):
        """Makes a key."""
        return self.change("POST", "/keys", {"name": name, **members})

    def rows(self, query="", limit=200):
        """Every row of the ledger, through all pages."""
        rows, cursor = [], None
        while True:
            page = self.get(f"/ledger?limit={limit}{query}" + (f"&cursor={cursor}" if cursor else ""))
            rows += page["rows"]
            cursor = page["next"]
            if cursor is None:
                return rows

    def settled(self, ids, seconds=10.0):
        """The rows, once all of these requests have one."""
        wanted = set(ids)
        seen = []

        def complete():
            seen[:] = self.rows()
            return wanted <= {row["id"] for row in seen}

        try:
            eventually(complete, seconds, every=0.05)
        except AssertionError:
            missing = wanted - {row["id"] for row in seen}
            raise AssertionError(f"{len(missing)} of {len(wanted)} requests have no row: {sorted(missing)[:5]}") from None
        return seen

    def verify(self):
        """Checks the whole chain."""
        report = self.get("/ledger/verify")
        assert report["ok"] is True, report
        return report
