"""Metrics as Prometheus reads them."""

import os
import shutil
import subprocess
from collections import defaultdict
from decimal import Decimal

OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8"
TEXT = "text/plain; version=0.0.4; charset=utf-8"


def promtool(*arguments, given=None):
    """Runs promtool, which has to be content: what it printed."""
    path = os.environ.get("KANMON_PROMTOOL") or shutil.which("promtool")
    assert path, "promtool is missing: scripts/test.sh fetches it"
    ended = subprocess.run([path, *arguments], input=given, capture_output=True, timeout=60)
    output = (ended.stdout + ended.stderr).decode()
    assert ended.returncode == 0, output
    return output


class Page:
    """One scrape. Values are exact: the text is not made a binary fraction."""

    def __init__(self, text):
        self.text = text
        self.samples = {}
        for line in text.splitlines():
            if line and not line.startswith("#"):
                name, labels, value = self.parsed(line)
                assert (name, labels) not in self.samples, f"twice: {line}"
                self.samples[name, labels] = value

    @staticmethod
    def parsed(line):
        """A line whose labels hold no escapes."""
        head, _, rest = line.partition("}") if "{" in line else line.partition(" ")
        name, _, labels = head.partition("{")
        pairs = [pair.partition("=") for pair in labels.split('",') if pair]
        return name, frozenset((key, value.strip('"')) for key, _, value in pairs), Decimal(rest.split()[0])

    def sums(self, name, *by):
        """The values of a family, added up by some labels."""
        sums = defaultdict(Decimal)
        for (family, labels), value in self.samples.items():
            if family == name:
                found = dict(labels)
                sums[tuple(found.get(label, "") for label in by)] += value
        return dict(sums)

    def sum(self, name, /, **labels):
        """The sum of the values of a family that have some labels."""
        wanted = set(labels.items())
        return sum((value for (family, found), value in self.samples.items() if family == name and wanted <= found), Decimal())


def scrape(gateway, accept=None, headers=None):
    """Reads the metrics: (media type, text)."""
    fields = {**({"accept": accept} if accept else {}), **(headers or {})}
    status, answered, body = gateway.get("/metrics", "GET", 10, fields)
    assert status == 200, (status, body)
    return answered["content-type"], body.decode()


def page(gateway):
    """One scrape in the text format."""
    return Page(scrape(gateway)[1])
