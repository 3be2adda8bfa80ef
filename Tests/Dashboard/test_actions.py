"""What people do on the pages, done on the pages."""

import itertools
import json
import re

import pytest

from dashboard.browser import Visitor
from dashboard.world import document
from governed.admin import Admin
from harness.gateway import Gateway
from harness.process import eventually

numbers = itertools.count(1)


@pytest.fixture
def owner(visit):
    return visit("owner")


def act(visitor, name, action):
    """Chooses an action of the menu of something."""
    visitor.page.get_by_role("button", name=f"Actions for {name}", exact=True).click()
    visitor.page.get_by_role("menuitem", name=action, exact=True).click()


def said(visitor, text):
    visitor.page.wait_for_selector(f".toast:has-text('{text}')")


def answers(world, key):
    """The status that a request with a key gets."""
    fields = {"content-type": "application/json", "authorization": f"Bearer {key}"}
    body = json.dumps({"model": "cheap", "messages": [{"role": "user", "content": f"hello {next(numbers)}"}]}).encode()
    return world.gateway.get("/v1/chat/completions", "POST", 30, fields, body)[0]


def test_a_key_is_made_shown_once_rotated_and_revoked(owner, world):
    page = owner.page
    owner.go("keys")
    page.click("button:text-is('Create key')")
    page.fill("dialog [name=name]", "made-on-the-page")
    page.fill("dialog [name=description]", "made by a test")
    page.fill("dialog [name=models]", "cheap, fast")
    page.click("dialog button:text-is('Create')")
    page.wait_for_selector("dialog .secret input")
    text = page.input_value("dialog .secret input")
    assert re.fullmatch(r"sk-km-[\w-]{43}", text)
    assert owner.check() == []
    page.click("dialog button:text-is('I have kept it')")
    assert text not in page.content()
    assert answers(world, text) == 200

    owner.settle()
    act(owner, "made-on-the-page", "Rotate")
    page.select_option("dialog [name=overlap_seconds]", "0")
    page.click("dialog button:text-is('Rotate')")
    page.wait_for_selector("dialog .secret input")
    second = page.input_value("dialog .secret input")
    page.click("dialog button:text-is('I have kept it')")
    assert second != text and answers(world, second) == 200 and answers(world, text) == 401

    owner.settle()
    act(owner, "made-on-the-page", "Revoke")
    page.fill("dialog [name=confirmed]", "another-name")
    page.click("dialog button:text-is('Revoke')")
    page.wait_for_selector("dialog .field-error:has-text('This is not the name.')")
    assert answers(world, second) == 200
    page.fill("dialog [name=confirmed]", "made-on-the-page")
    page.fill("dialog [name=reason]", "the test is over")
    page.click("dialog button:text-is('Revoke')")
    said(owner, "made-on-the-page is revoked.")
    assert answers(world, second) == 401


def test_what_the_api_refuses_is_said_beside_the_field(owner):
    owner.expected_statuses.add(400)
    page = owner.page
    owner.go("keys")
    page.click("button:text-is('Create key')")
    page.click("dialog button:text-is('Create')")
    assert "Please fill this in." in owner.texts("dialog .field-error")
    page.fill("dialog [name=name]", "not a name!")
    page.click("dialog button:text-is('Create')")
    page.wait_for_selector("dialog .field-error:has-text('must be made of letters')")
    assert page.evaluate("document.activeElement.name") == "name"
    page.keyboard.press("Escape")


def test_a_team_a_limit_and_a_budget_are_made_and_deleted(owner, world):
    page = owner.page
    owner.go("keys/teams")
    page.click("button:text-is('Create team')")
    page.fill("dialog [name=name]", "made")
    page.click("dialog button:text-is('Create')")
    said(owner, "made is created.")
    owner.go("keys/limits")
    page.click("button:text-is('Create limit')")
    page.fill("dialog [name=scope]", "team:made")
    page.fill("dialog [name=amount]", "60")
    page.click("dialog button:text-is('Create')")
    said(owner, "The limit is created.")
    owner.go("keys/budgets")
    page.click("button:text-is('Create budget')")
    page.fill("dialog [name=scope]", "team:made")
    page.fill("dialog [name=amount]", "12.5")
    page.click("dialog button:text-is('Create')")
    said(owner, "The budget is created.")
    team = world.admin.get("/teams/made")
    assert team["limits"] == {"requests_per_minute": 60}
    assert [(budget["amount"], budget["period"], budget["alert_at"]) for budget in team["budgets"]] == [("12.5", "month", [0.8])]
    owner.settle()
    act(owner, "made · month", "Delete")
    page.fill("dialog [name=confirmed]", "month")
    page.click("dialog button:text-is('Delete')")
    said(owner, "made · month is deleted.")
    owner.go("keys/teams")
    act(owner, "made", "Delete")
    page.fill("dialog [name=confirmed]", "made")
    page.click("dialog button:text-is('Delete')")
    said(owner, "made is deleted.")
    assert "made" not in [team["name"] for team in world.admin.get("/teams")["rows"]]


def test_a_wrong_password_is_refused_and_sign_out_ends_the_session(visit):
    visitor = visit()
    visitor.expected_statuses.add(401)
    visitor.open()
    visitor.page.fill("input[name=name]", "auditor")
    visitor.page.fill("input[name=password]", "wrong password again")
    visitor.page.keyboard.press("Enter")
    visitor.page.wait_for_selector(".problem:has-text('The name, password or token is wrong.')")
    visitor.sign_in("auditor")
    visitor.page.click("button[aria-label^='Account']")
    visitor.page.click("text=Sign out")
    visitor.page.wait_for_selector("text=You are signed out.")
    assert visitor.page.evaluate("fetch('/admin/v1/session').then((answer) => answer.status)") == 401


def test_a_session_that_ends_elsewhere_leads_to_the_sign_in(visit):
    visitor = visit()
    visitor.sign_in("viewer")
    visitor.expected_statuses.add(401)
    other = visitor.context.new_page()
    other.goto(f"{visitor.origin}/ui/")
    other.wait_for_selector(".shell h1")
    other.click("button[aria-label^='Account']")
    other.click("text=Sign out")
    other.wait_for_selector("text=You are signed out.")
    visitor.page.evaluate("location.hash = '#/cost'")
    visitor.page.wait_for_selector("text=Your session has ended.")


def test_alerts_are_acknowledged(owner, world):
    owner.go("alerts")
    count = owner.page.locator("button:text-is('Acknowledge')").count()
    assert count >= 1
    owner.page.locator("button:text-is('Acknowledge')").first.click()
    said(owner, "The alert is acknowledged.")
    assert len(world.admin.get("/alerts?open=true")["rows"]) == count - 1
    owner.go("alerts?show=all")
    assert owner.page.locator("tbody tr").count() >= count


def test_the_cache_is_purged(owner, world):
    assert world.ask("search-web", "fast", "a question to be purged")
    owner.go("cache")
    page = owner.page
    page.click("button:text-is('Purge…')")
    page.select_option("dialog [name=what]", "model")
    page.fill("dialog [name=value]", "fast")
    page.click("dialog button:text-is('Purge…')")
    page.wait_for_selector(".toast:has-text('removed')")
    assert all(row["model"] != "fast" for row in world.admin.get("/cache/entries?limit=100")["rows"])


def test_the_first_owner_is_made_with_the_printed_token(browser, directory, simulator):
    fresh = directory / "first-start"
    fresh.mkdir()
    configuration = document(simulator)
    gateway = Gateway(fresh, configuration, name="first")
    try:
        token = eventually(lambda: re.search(r"km-bootstrap-[\w-]+", gateway.output()), what="the token").group()
        visitor = Visitor(browser, gateway)
        visitor.open()
        visitor.page.click("text=First start? Set up the owner")
        visitor.page.fill("input[name=token]", token)
        visitor.page.fill("input[name=name]", "first")
        visitor.page.fill("input[name=password]", "a password of my own")
        visitor.page.click("button:text-is('Create owner')")
        visitor.page.wait_for_selector("h1:text-is('Overview')")
        visitor.settle()
        # With nothing there yet, every page says what to do.
        for path in ("overview", "cost", "requests", "keys", "cache", "alerts"):
            visitor.go(path)
            assert visitor.page.locator(".empty").count() >= 1, path
        assert visitor.check() == []
        visitor.close()
        assert [user["name"] for user in Admin(gateway).get("/users")["rows"]] == ["first"]
    finally:
        gateway.kill()
