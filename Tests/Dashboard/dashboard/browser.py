"""The system's Chromium without a screen, and a visitor in it who notices everything that is wrong."""

import os
import pathlib
import shutil

from harness.process import ROOT
from .world import PASSWORD

#: Where pictures of the pages go.
SCREENS = ROOT / ".build" / "screens"

LOCALES = {"en": "en-US", "ja": "ja-JP"}

CHECKS = (pathlib.Path(__file__).parent / "checks.js").read_text()


def executable():
    """The browser: KANMON_CHROMIUM, else what the system calls it."""
    names = [os.environ.get("KANMON_CHROMIUM"), "chromium", "chromium-browser", "google-chrome"]
    for name in filter(None, names):
        found = shutil.which(name)
        if found:
            return found
    raise FileNotFoundError("no Chromium: apt-get install chromium fonts-noto-cjk, or set KANMON_CHROMIUM")


def launch(playwright):
    # The sandbox needs rights that containers do not give; the only pages are the gateway's own.
    return playwright.chromium.launch(executable_path=executable(), args=["--no-sandbox", "--disable-dev-shm-usage"])


class Visitor:
    """Somebody with a browser of their own. `close()` fails where a page did what it must not.

    `session` is what another visitor's browser kept of a session: `context.storage_state()`.
    """

    #: The script that looks at a page.
    checks = CHECKS

    def __init__(self, browser, gateway, language="en", theme="light", width=1440, height=900, session=None):
        self.origin = gateway.url
        self.context = browser.new_context(
            locale=LOCALES[language],
            color_scheme=theme,
            viewport={"width": width, "height": height},
            timezone_id="Asia/Tokyo",
            storage_state=session,
            reduced_motion="reduce",
        )
        self.page = self.context.new_page()
        self.page.set_default_timeout(10_000)
        #: Whatever the pages wrote to the console as an error, threw, or asked of another host.
        self.wrong = []
        #: Statuses that the test provokes: the browser itself notes each on the console.
        self.expected_statuses = set()
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.wrong.append(f"thrown: {error}"))
        self.page.on("request", self._request)

    def _console(self, message):
        if message.type not in ("error", "warning"):
            return
        if any(f"status of {status} " in message.text for status in self.expected_statuses):
            return
        self.wrong.append(f"console: {message.text} {message.location.get('url', '')}")

    def _request(self, request):
        if not request.url.startswith((self.origin + "/", "data:", "blob:" + self.origin)):
            self.wrong.append(f"asked another host: {request.url}")

    def open(self):
        self.page.goto(f"{self.origin}/ui/")
        self.page.wait_for_selector("form input[name=name]")

    def sign_in(self, role, password=PASSWORD):
        self.open()
        self.page.fill("input[name=name]", role)
        self.page.fill("input[name=password]", password)
        self.page.keyboard.press("Enter")
        self.page.wait_for_selector(".shell h1")
        self.settle()

    def come_back(self):
        """Opens the pages in a session that has begun."""
        self.page.goto(f"{self.origin}/ui/")
        self.page.wait_for_selector(".shell h1")
        self.settle()

    def go(self, path):
        """Shows a page and waits until all of it is there."""
        self.page.evaluate("path => { location.hash = path }", f"#/{path}")
        self.page.wait_for_timeout(50)
        self.settle()

    def settle(self):
        self.page.wait_for_function("() => document.querySelectorAll('[aria-busy=true]').length === 0")

    def reload(self):
        self.page.reload()
        self.page.wait_for_selector(".shell h1")
        self.settle()

    def check(self):
        """What is wrong with the page as it is: contrast, names of controls, headings, language, order of focus."""
        return self.page.evaluate(self.checks)

    def picture(self, name):
        SCREENS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=SCREENS / f"{name}.png", full_page=True)

    def texts(self, selector):
        return self.page.locator(selector).all_inner_texts()

    def close(self):
        self.context.close()
        assert self.wrong == []
