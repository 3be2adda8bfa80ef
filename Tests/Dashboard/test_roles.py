"""A role sees no button that it cannot use, and behind the button is a 403 in any case."""

import pytest

#: The pages that each role finds in the navigation.
EVERYTHING = ["Overview", "Cost", "Requests", "Models", "Keys", "Cache", "Guardrails", "Alerts", "Playground", "Audit", "Settings"]
WITHIN_TEAMS = ["Overview", "Cost", "Requests", "Models", "Keys", "Guardrails", "Alerts", "Playground", "Settings"]
PAGES = {
    "owner": EVERYTHING,
    "admin": EVERYTHING,
    "auditor": [name for name in EVERYTHING if name != "Playground"],
    "team-admin": WITHIN_TEAMS,
    "member": WITHIN_TEAMS,
    "viewer": [name for name in WITHIN_TEAMS if name != "Playground"],
}

#: A page, the name of a button on it, and who may use it.
BUTTONS = [
    ("keys", "Create key", {"owner", "admin", "team-admin", "member"}),
    ("keys/teams", "Create team", {"owner", "admin"}),
    ("keys/teams", "Create project", {"owner", "admin", "team-admin"}),
    ("keys/budgets", "Create budget", {"owner", "admin"}),
    ("keys/limits", "Create limit", {"owner", "admin"}),
    ("keys/people", "Create person", {"owner", "admin", "team-admin"}),
    ("cache", "Purge…", {"owner", "admin"}),
    ("guardrails", "Try", {"owner", "admin", "auditor", "team-admin", "member", "viewer"}),
    ("models/providers", "Test", {"owner", "admin"}),
    ("settings", "Reload", {"owner", "admin"}),
]

#: A request behind one of the buttons: the roles that may do it get an answer to what they sent, the others 403.
BEHIND = [
    ("POST", "/keys", {}, {"owner", "admin", "team-admin", "member"}),
    ("POST", "/teams", {}, {"owner", "admin"}),
    ("POST", "/projects", {}, {"owner", "admin", "team-admin"}),
    ("POST", "/budgets", {}, {"owner", "admin"}),
    ("POST", "/limits", {}, {"owner", "admin"}),
    ("POST", "/users", {}, {"owner", "admin", "team-admin"}),
    ("POST", "/cache/purge", {}, {"owner", "admin"}),
    ("GET", "/cache", None, {"owner", "admin", "auditor"}),
    ("GET", "/audit", None, {"owner", "admin", "auditor"}),
    ("GET", "/config", None, {"owner", "admin", "auditor"}),
]

SEND = """async ([method, path, body]) => {
    const csrf = (await (await fetch('/admin/v1/session')).json()).csrf_token;
    const headers = {'content-type': 'application/json', 'x-kanmon-csrf': csrf};
    return (await fetch('/admin/v1' + path, {method, headers, body: body && JSON.stringify(body)})).status;
}"""


@pytest.mark.parametrize("role", PAGES)
def test_a_role_sees_what_it_may_use(visit, role):
    visitor = visit(role)
    assert visitor.texts(".side nav a span") == PAGES[role]
    for path, button, roles in BUTTONS:
        visitor.go(path)
        shown = visitor.page.get_by_role("button", name=button).count() > 0
        assert shown == (role in roles), (path, button)
    visitor.expected_statuses |= {400, 403, 404}
    for method, path, body, roles in BEHIND:
        status = visitor.page.evaluate(SEND, [method, path, body])
        assert (status == 403) == (role not in roles), (method, path, status)


@pytest.mark.parametrize("role", ["auditor", "viewer"])
def test_who_changes_nothing_has_no_menus(visit, role):
    visitor = visit(role)
    for path in ("keys", "keys/teams", "keys/budgets", "keys/limits", "keys/people"):
        visitor.go(path)
        assert visitor.page.locator("#main [aria-haspopup=menu]").count() == 0, path


def test_a_member_manages_the_own_key_and_no_other(visit):
    visitor = visit("member")
    visitor.go("keys")
    assert visitor.texts("tbody th a") == ["member-key"]
    visitor.page.click("#main [aria-haspopup=menu]")
    assert visitor.texts("[role=menuitem]:visible") == ["Edit", "Rotate", "Disable", "Revoke", "Delete"]


def test_a_page_beyond_the_role_says_so(visit):
    visitor = visit("viewer")
    visitor.go("audit")
    assert visitor.page.locator("h1").inner_text() == "Not allowed"
    assert visitor.page.locator(".problem").inner_text().startswith("Your role does not allow this.")


def test_a_team_admin_sees_the_own_team_only(visit, world):
    visitor = visit("team-admin")
    visitor.go("cost")
    assert visitor.texts("table.cards tbody th") == ["search"]
    visitor.go("requests")
    assert all("search" in text for text in visitor.texts("tbody td[data-label=Key] small"))
