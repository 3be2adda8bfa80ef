"""Governance from outside: what keys may do, what limits and budgets let through, what the ledger knows afterwards."""

import pytest

from governed.admin import Admin


@pytest.fixture
def govern(start):
    """Starts a gateway on a document: (gateway, admin API)."""

    def begin(configuration, **arguments):
        gateway = start(configuration, **arguments)
        return gateway, Admin(gateway)

    return begin
