"""One gateway with a company's people and traffic, and one browser, for the whole suite: the tests only look, or make what
they change themselves."""

import pytest
from playwright.sync_api import sync_playwright

from dashboard.browser import Visitor, launch
from dashboard.world import YEN, World


@pytest.fixture(scope="session")
def world(directory, simulator):
    made = World(directory, simulator, currency=YEN)
    made.people_sign_in()
    made.traffic()
    made.alerted()
    yield made
    made.gateway.kill()


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        running = launch(playwright)
        yield running
        running.close()


@pytest.fixture(scope="session")
def sessions(browser, world):
    """A session of each role, begun when it is first asked for: passwords are slow to check, as they should be."""
    begun = {}

    def session(role):
        if role not in begun:
            visitor = Visitor(browser, world.gateway)
            visitor.sign_in(role)
            begun[role] = visitor.context.storage_state()
            visitor.close()
        return begun[role]

    return session


@pytest.fixture
def visit(browser, world, sessions):
    """Opens a browser of somebody's own: `visit("owner")` is signed in, `visit()` is not."""
    visitors = []

    def begin(role=None, **arguments):
        visitor = Visitor(browser, world.gateway, session=sessions(role) if role else None, **arguments)
        visitors.append(visitor)
        if role:
            visitor.come_back()
        return visitor

    yield begin
    for visitor in visitors:
        visitor.close()
