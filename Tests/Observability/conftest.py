"""What a running gateway tells of itself, read as those read it for whom it is meant."""

import pytest

from governed.admin import Admin


@pytest.fixture
def observe(start):
    """Starts a gateway on a document: (gateway, admin API)."""

    def begin(configuration, **arguments):
        gateway = start(configuration, **arguments)
        return gateway, Admin(gateway)

    return begin
