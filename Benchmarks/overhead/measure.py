"""One run of wrk, and what it cost the process that served it."""

import os
import pathlib
import re
import subprocess

PROC = pathlib.Path("/proc")


def with_descendants(pid):
    """A process and everything it started."""
    children = {}
    for entry in PROC.iterdir():
        if not entry.name.isdigit():
            continue
        try:
            parent = int(status_fields(entry.name)[1])
        except OSError:
            continue
        children.setdefault(parent, []).append(int(entry.name))
    found, todo = [], [pid]
    while todo:
        current = todo.pop()
        found.append(current)
        todo += children.get(current, [])
    return found


def status_fields(pid):
    """The fields of /proc/PID/stat after the name, which may itself hold spaces and parentheses."""
    return (PROC / str(pid) / "stat").read_text().rsplit(")", 1)[1].split()


def cpu_seconds(pid):
    """User and system time of a process and its descendants."""
    ticks = 0
    for process in with_descendants(pid):
        try:
            fields = status_fields(process)
        except OSError:
            continue
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def resident_kilobytes(pid):
    """Resident memory of a process and its descendants."""
    total = 0
    for process in with_descendants(pid):
        found = re.search(r"VmRSS:\s+(\d+)", (PROC / str(process) / "status").read_text())
        total += int(found.group(1)) if found else 0
    return total


def microseconds(text):
    number, unit = re.match(r"([\d.]+)(us|ms|s)", text).groups()
    return float(number) * {"us": 1, "ms": 1e3, "s": 1e6}[unit]


def wrk(script, url, connections, seconds, pid):
    """A closed loop of so many connections: requests, CPU per request of process `pid`, latencies, failures."""
    before = cpu_seconds(pid)
    output = subprocess.run(
        ["wrk", "-t1", f"-c{connections}", f"-d{seconds}", "-s", script, "--latency", url],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    spent = cpu_seconds(pid) - before
    requests = int(re.search(r"(\d+) requests in", output).group(1))
    failed = re.search(r"Non-2xx or 3xx responses: (\d+)", output)
    broken = re.search(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", output)
    return {
        "requests": requests,
        "cpu_us": spent * 1e6 / max(requests, 1),
        "p50": microseconds(re.search(r"(?m)^\s+50%\s+(\S+)$", output).group(1)),
        "p99": microseconds(re.search(r"(?m)^\s+99%\s+(\S+)$", output).group(1)),
        "bad": (int(failed.group(1)) if failed else 0) + (sum(map(int, broken.groups())) if broken else 0),
    }
