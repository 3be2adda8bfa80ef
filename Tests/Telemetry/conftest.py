"""What the gateway tells of itself, taken from outside."""

import pytest

from governed.admin import Admin


@pytest.fixture
def govern(start):
    """Starts a gateway on a document: (gateway, admin API)."""

    def begin(configuration, **arguments):
        gateway = start(configuration, **arguments)
        return gateway, Admin(gateway)

    return begin
