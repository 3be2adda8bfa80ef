"""The gateway as a process among others: what starts it, signals it, replaces it and reads its files."""

import pytest

from documents import document


@pytest.fixture
def start(start):
    """Starts a gateway, on a document of these tests where none is given; ends it where the test did not."""
    return lambda configuration=None, **arguments: start(configuration or document(), **arguments)
