#!/usr/bin/env python3
"""Which functions a request goes through, in the order in which they are to stand in the binary.

usage: order.py --binary .build/release/kanmon [--output scripts/function-order.txt] [--seconds 10]

A request runs some 40,000 instructions of 2,000 functions once or twice each. Where the linker leaves them they are strewn over
40 MB, and the processor fetches their pages and lines anew for each request; side by side they are a few hundred KB. A
start runs through 9,000 functions, and each of them brings 64 KB of the file into memory: side by side they need 8 MB, not 22.

This runs the gateway under callgrind on the benchmark's configurations and writes the functions that requests have called, those
of whole answers first, each followed by what it calls most, and behind them those of a start. The linker takes the list by name
(scripts/common.sh): names that have gone are ignored and functions that are new stand where they stood without it, so the list may
be older than the code. It is made anew when the measured paths have changed much.

Needs valgrind, binutils, nginx and wrk. Nothing is timed: it may run on a busy machine, only the counts of calls are used.
"""

import argparse
import collections
import pathlib
import re
import subprocess
import sys
import tempfile
import time

import overhead
import systems
from answers import WORKLOADS

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
#: Configuration and workload, the most usual first.
RUNS = [
    ("full", "plain"),
    ("full", "stream"),
    ("telling", "plain"),
    ("cache", "plain"),
    ("translate", "translated"),
    ("translate", "tr. stream"),
    ("guarded", "plain"),
    ("guarded", "stream"),
]
#: A function is a request's where this share of the requests calls it.
SHARE = 0.2
CONNECTIONS = 4


def measured(binary, config, workload, seconds):
    """How often functions call each other while one workload runs; returns the calls and the count of requests.

    Without a workload: while the gateway starts.
    """
    with tempfile.TemporaryDirectory(prefix="order-") as name:
        directory = pathlib.Path(name)
        wrapper = directory / "gateway.sh"
        dump = directory / "callgrind"
        wrapper.write_text(
            f"#!/bin/sh\nexec valgrind --tool=callgrind --instr-atstart={'no' if workload else 'yes'} --demangle=no "
            f'--fair-sched=yes --callgrind-out-file={dump} {binary} "$@"\n'
        )
        wrapper.chmod(0o755)
        text = (HERE / f"{config}.yaml").read_text()
        port = int(re.search(r'127\.0\.0\.1:(\d+)"', text).group(1))
        # Nothing of an earlier run is there, and nothing stays.
        text = text.replace("../../.build/", f"{directory}/")
        path = directory / f"{config}.yaml"
        path.write_text(text)
        models = {"plain": "plain", "stream": "stream"} if re.search(r"^models:", text, re.M) else None
        processes = systems.Processes(directory)
        try:
            systems.start_mock(processes)
            patient = processes.wait_for
            processes.wait_for = lambda url, seconds=300: patient(url, seconds)
            system, _ = systems.start_kanmon(
                processes, str(wrapper), "gateway", path, port, config == "translate", models=models
            )
            requests = 0
            if workload:
                work = next(w for w in WORKLOADS if w.name == workload)
                script = overhead.write_script(directory, work, system)
                url = system.urls[workload] + "/v1/chat/completions"
                load(script, url, seconds)
                control("-i", "on", system.pid)
                requests = load(script, url, seconds)
                control("-i", "off", system.pid)
            else:
                time.sleep(seconds)
            control("-d", system.pid)
            part = directory / "callgrind.1"
            for _ in range(600):
                if part.exists() and "totals:" in part.read_text(errors="replace")[-4000:]:
                    break
                time.sleep(0.1)
            return calls(part), requests
        finally:
            processes.stop()


def load(script, url, seconds):
    """Sends requests for some seconds; returns how many were answered."""
    output = subprocess.run(
        ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}", "--timeout", "60", "-s", str(script), url],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    requests = int(re.search(r"(\d+) requests in", output).group(1))
    if requests < 10 or "Non-2xx" in output:
        sys.exit(f"too few good answers under callgrind:\n{output}")
    return requests


def control(*arguments):
    subprocess.run(["callgrind_control", *map(str, arguments)], check=True, stdout=subprocess.DEVNULL)


def calls(dump):
    """The calls in a dump of callgrind, by caller and callee."""
    names = {}
    found = collections.Counter()
    caller = callee = None

    def name(text):
        number, _, full = text.partition(" ")
        if full:
            # A recursive call's number, which is none of the symbol's.
            names[number] = re.sub(r"'\d+$", "", full)
        return names[number]

    for line in dump.read_text(errors="replace").splitlines():
        if line.startswith("fn="):
            caller = name(line[3:])
        elif line.startswith("cfn="):
            callee = name(line[4:])
        elif line.startswith("calls="):
            if caller != callee:
                found[caller, callee] += int(line[6:].split()[0])
    return found


def defined(binary):
    """The functions of a binary."""
    lines = subprocess.run(["nm", "--defined-only", str(binary)], capture_output=True, text=True, check=True).stdout
    return {p[2] for p in map(str.split, lines.splitlines()) if len(p) == 3 and p[1] in "tTwW"}


def in_bulk(binary_of_swift):
    """Functions of the runtime that have no section of their own: moving one moves all that stand with it."""
    found = set()
    for archive in (binary_of_swift.parent.parent / "lib/swift_static/linux").glob("*.a"):
        listing = subprocess.run(["objdump", "-t", str(archive)], capture_output=True, text=True).stdout
        for line in listing.splitlines():
            parts = line.split()
            if len(parts) >= 5 and " .text\t" in line:
                found.add(parts[-1])
    return found


def ordered(edges, functions, requests):
    """The functions that requests have called, each followed by what it calls most."""
    called = collections.Counter()
    children = collections.defaultdict(list)
    for (caller, callee), count in edges.items():
        called[callee] += count
        if count >= SHARE * requests:
            children[caller].append((count, callee))
    hot = {function for function, count in called.items() if count >= SHARE * requests} & functions
    result, seen = [], set()
    for function in sorted(hot, key=lambda function: (-called[function], function)):
        stack = [function]
        while stack:
            current = stack.pop()
            if current in seen:
                continue
            seen.add(current)
            if current in hot:
                result.append(current)
            stack += [callee for _, callee in sorted(children[current]) if callee not in seen]
    return result


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", default=str(ROOT / ".build/release/kanmon"))
    parser.add_argument("--output", default=str(ROOT / "scripts/function-order.txt"))
    parser.add_argument("--seconds", type=int, default=10)
    options = parser.parse_args()
    swift = pathlib.Path(subprocess.run(["which", "swift"], capture_output=True, text=True, check=True).stdout.strip())
    bulk = in_bulk(swift.resolve())
    with tempfile.TemporaryDirectory(prefix="order-") as name:
        # valgrind does not read all that Swift writes for debuggers.
        binary = pathlib.Path(name) / "kanmon"
        subprocess.run(["objcopy", "--strip-debug", options.binary, str(binary)], check=True)
        functions = defined(binary)
        order, seen = [], set()
        for config, workload in RUNS:
            edges, requests = measured(binary, config, workload, options.seconds)
            new = [function for function in ordered(edges, functions, requests) if function not in seen]
            seen |= set(new)
            order += new
            print(f"{config}, {workload}: {requests} requests, {len(new)} more functions", flush=True)
        edges, _ = measured(binary, "full", None, options.seconds)
        new = sorted({callee for _, callee in edges} & functions - seen)
        order += new
        print(f"a start: {len(new)} more functions", flush=True)
    order.sort(key=lambda function: function in bulk)
    pathlib.Path(options.output).write_text("\n".join(order) + "\n")
    print(f"{len(order)} functions in {options.output}")


if __name__ == "__main__":
    main()
