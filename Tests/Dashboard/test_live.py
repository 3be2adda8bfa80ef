"""What happens shows by itself, to whom it may show."""

from decimal import Decimal


def test_a_request_shows_within_two_seconds(visit, world):
    visitor = visit("owner")
    visitor.go("requests/live")
    visitor.page.wait_for_selector(".beat:has-text('Live')")
    request = world.ask("search-web", "cheap", "a question while somebody watches")
    row = visitor.page.locator("tbody tr").first
    row.wait_for(timeout=2_000)
    assert "search-web" in row.inner_text() and "cheap" in row.inner_text()
    row.locator("a").click()
    visitor.page.wait_for_selector(f"text={request}")
    visitor.settle()
    # The story is told from memory: its stages are there, and the target that was asked stands among them.
    assert visitor.page.locator(".waterfall .span").count() >= 4
    assert any("openai/gpt-4o-mini" in text for text in visitor.texts(".waterfall th"))
    assert visitor.check() == []
    visitor.picture("story-en-light-1440")


def test_the_overview_moves_by_itself(visit, world):
    visitor = visit("owner")
    visitor.go("overview")
    visitor.page.wait_for_selector("[data-tile=requests] .tile-value small")
    for number in range(4):
        world.ask("search-batch", "fast", f"a question that is counted {number}")
    visitor.page.wait_for_function(
        "() => parseFloat(document.querySelector('[data-tile=requests] .tile-value').textContent) > 0", timeout=4_000
    )
    assert visitor.page.locator("[data-tile=latency] .tile-value").inner_text().startswith("–") is False


def test_who_runs_a_team_sees_its_requests_only(visit, world):
    visitor = visit("team-admin")
    visitor.go("requests/live")
    visitor.page.wait_for_selector(".beat:has-text('Live')")
    world.ask("support-bot", "cheap", "a question of another team")
    world.ask("search-batch", "cheap", "a question of the own team")
    visitor.page.wait_for_selector("tbody tr:has-text('search-batch')", timeout=2_000)
    assert all("support" not in text for text in visitor.texts("tbody tr"))


def test_the_tail_waits_while_it_is_paused(visit, world):
    visitor = visit("owner")
    visitor.go("requests/live")
    visitor.page.wait_for_selector(".beat:has-text('Live')")
    visitor.page.click("button:text-is('Pause')")
    world.ask("search-web", "cheap", "a question while the tail waits")
    visitor.page.wait_for_selector("button:text-is('Resume (1 held)')", timeout=2_000)
    count = visitor.page.locator("tbody tr").count()
    visitor.page.click("button:text-is('Resume (1 held)')")
    assert visitor.page.locator("tbody tr").count() == count + 1


def test_models_answer_side_by_side_and_cost_what_the_ledger_says(visit, world):
    visitor = visit("owner")
    visitor.go("playground")
    page = visitor.page
    page.select_option("[name=key]", world.ids["search-web"])
    for box in page.locator(".models input").all():
        box.set_checked(box.get_attribute("value") in ("cheap", "fast"))
    page.fill("[name=prompt]", "write 40 tokens")
    page.click("button:text-is('Run')")
    for name in ("cheap", "fast"):
        page.wait_for_selector(f".answer[data-model={name}] .answer-facts a data")
        assert len(page.locator(f".answer[data-model={name}] .answer-text").inner_text()) > 40
    visitor.picture("playground-answered-en-light-1440")
    assert visitor.check() == []
    rows = {row["model"]: row for row in world.admin.rows("&key=" + world.ids["search-web"])[:2]}
    for name in ("cheap", "fast"):
        shown = page.locator(f".answer[data-model={name}] .answer-facts a data").get_attribute("value")
        assert Decimal(shown) == Decimal(rows[name]["cost_usd"]) > 0


def test_a_provider_is_tested(visit):
    visitor = visit("owner")
    visitor.go("models/providers")
    visitor.page.get_by_role("button", name="Test openai").click()
    visitor.page.wait_for_selector(".provider:has(h3:text-is('openai')) .test-result .badge.ok")


def test_the_difference_to_the_file_is_shown_and_put_in_force(visit, world):
    visitor = visit("owner")
    path = world.gateway.path
    before = path.read_text()
    visitor.go("settings")
    assert "The file is what runs" in visitor.page.locator("#main").inner_text()
    path.write_text(before.replace("drain_timeout: 5s", "drain_timeout: 7s"))
    try:
        visitor.reload()
        assert "7s" in visitor.texts(".diff .added")[0] and "5s" in visitor.texts(".diff .removed")[0]
        assert visitor.check() == []
        visitor.picture("settings-difference-en-light-1440")
        visitor.page.click("#main button:text-is('Reload')")
        visitor.page.click("dialog button:text-is('Reload')")
        visitor.page.wait_for_selector(".toast:has-text('The configuration is in force.')")
        assert world.admin.get("/config")["server"]["drain_timeout"] == "7s"
    finally:
        path.write_text(before)
