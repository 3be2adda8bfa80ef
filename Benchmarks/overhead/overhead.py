#!/usr/bin/env python3
"""What one request costs: the gateway beside bare nginx, bare Envoy and LiteLLM, same run, same upstream.

The upstream is nginx answering fixed bytes. Closed loop, wrk with 1, 16 and 64 connections. CPU is user and system
time of the whole process tree over the run, divided by its requests; latencies are wrk's. Rounds are interleaved and
the median of each figure is printed: quote ratios, never the absolute figures of a shared machine.

Needs nginx and wrk; README.md beside this file says how to read the table.
"""

import argparse
import json
import os
import pathlib
import shutil
import statistics
import sys
import tempfile

import systems
from answers import WORKLOADS
from measure import resident_kilobytes, wrk
from systems import HERE, KEY, Processes

#: The systems of --routing, named like their configurations, and how much dearer the second may be than the first.
SINGLE, WEIGHTED = "single", "weighted"
ROUTING_BAR = 1.10


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--binary", default=".build/release/kanmon", help="the gateway (%(default)s)")
    parser.add_argument("--config", default=str(HERE / "basic.yaml"), help="its configuration (%(default)s)")
    parser.add_argument("--seconds", type=int, default=4, help="length of one measurement (%(default)s)")
    parser.add_argument("--rounds", type=int, default=3, help="measurements per figure (%(default)s)")
    parser.add_argument("--connections", default="1,16,64", help="connections of wrk (%(default)s)")
    parser.add_argument("--envoy", action="store_true", help="measure Envoy too: `envoy` on PATH or in ENVOY")
    parser.add_argument("--litellm", metavar="COMMAND", help="measure LiteLLM too: the path of its command")
    parser.add_argument("--translate", action="store_true", help="also OpenAI in, Anthropic out (translate.yaml)")
    parser.add_argument("--full", action="store_true", help="also with team, limits, budget and ledger (full.yaml)")
    parser.add_argument("--everything", action="store_true", help="also with all that can be on (everything.yaml)")
    parser.add_argument("--cache", action="store_true", help="also answers from the exact cache (cache.yaml)")
    parser.add_argument("--telling", action="store_true", help="also with access log and traces (telling.yaml)")
    parser.add_argument("--guarded", action="store_true", help="also full.yaml with guardrails (guarded.yaml)")
    parser.add_argument("--loops", action="store_true", help="also one event loop against two (loops.yaml)")
    parser.add_argument(
        "--routing", action="store_true", help="also two weighted targets against one (weighted.yaml, single.yaml)"
    )
    parser.add_argument("--json", metavar="FILE", help="write the figures there")
    return parser.parse_args()


def start_systems(options, processes):
    """Everything to be measured, the mock first, and what is known about the gateway itself."""
    binary = str(pathlib.Path(options.binary).resolve())
    config = pathlib.Path(options.config).resolve()
    running = [systems.start_mock(processes), systems.start_nginx(processes)]
    kanmon, ready = systems.start_kanmon(processes, binary, "kanmon", config, 9104, translated=False)
    running.append(kanmon)
    facts = {"ready_ms": ready * 1000, "rest_kb": resident_kilobytes(kanmon.pid), "cores": os.cpu_count()}
    wanted = (
        ("full", 9139, options.full), ("everything", 9140, options.everything), ("cache", 9141, options.cache),
        ("telling", 9142, options.telling), ("guarded", 9143, options.guarded),
    )
    for name, port, is_wanted in wanted:
        if is_wanted:
            # Without public models the provider's own are asked for.
            names = {} if name == "telling" else {"plain": "plain", "stream": "stream"}
            system, _ = systems.start_kanmon(
                processes, binary, f"kanmon-{name}", HERE / f"{name}.yaml", port, translated=False, models=names
            )
            running.append(system)
    if options.translate:
        translating, _ = systems.start_kanmon(
            processes, binary, "kanmon-tr", HERE / "translate.yaml", 9106, translated=True
        )
        running.append(translating)
    if options.loops:
        for loops, port in ((1, 9107), (2, 9108)):
            environment = {"KANMON_BENCH_LOOPS": str(loops), "KANMON_BENCH_LISTEN": f"127.0.0.1:{port}"}
            system, _ = systems.start_kanmon(
                processes, binary, f"kanmon-{loops}", HERE / "loops.yaml", port, False, environment
            )
            running.append(system)
    if options.routing:
        for name, port in ((SINGLE, 9109), (WEIGHTED, 9110)):
            system, _ = systems.start_kanmon(processes, binary, name, HERE / f"{name}.yaml", port, translated=False)
            running.append(system)
    if options.envoy:
        running.append(systems.start_envoy(processes, os.environ.get("ENVOY", "envoy")))
    if options.litellm:
        running.append(systems.start_litellm(processes, options.litellm))
    return running, kanmon, facts


def write_script(directory, work, system):
    """A wrk script that posts one workload's body to a system."""
    path = directory / f"{work.name}-{system.name}.lua".replace(" ", "-")
    path.write_text(
        "wrk.method = 'POST'\n"
        "wrk.headers['content-type'] = 'application/json'\n"
        f"wrk.headers['authorization'] = 'Bearer {KEY}'\n"
        f"wrk.body = [==[{work.body(system.model(work))}]==]\n"
    )
    return str(path)


def measure_all(options, running, directory):
    """The median of every figure by (workload, connections, system), measured in interleaved rounds."""
    workloads = [work for work in WORKLOADS if options.translate or not work.translated]
    rows = {}
    for _ in range(options.rounds):
        for work in workloads:
            for connections in map(int, options.connections.split(",")):
                for system in running:
                    if work.name not in system.urls:
                        continue
                    script = write_script(directory, work, system)
                    url = system.urls[work.name] + "/v1/chat/completions"
                    figures = wrk(script, url, connections, options.seconds, system.pid)
                    rows.setdefault((work.name, connections, system.name), []).append(figures)
    return {key: {name: statistics.median(f[name] for f in runs) for name in runs[0]} for key, runs in rows.items()}


def print_table(median):
    print(
        f"{'what':11}{'conns':>6}  {'system':12}{'requests':>9}{'cpu µs':>9}{'x nginx':>9}{'x envoy':>9}"
        f"{'p50 µs':>9}{'added p50':>11}{'p99 µs':>9}{'added p99':>11}{'bad':>6}"
    )
    for (what, connections, name), figures in median.items():
        direct = median[what, connections, "direct"]
        ratios = ""
        for other in ("nginx", "envoy"):
            reference = median.get((what, connections, other))
            known = reference is not None and reference["cpu_us"] > 0 and name != "direct"
            ratios += f"{figures['cpu_us'] / reference['cpu_us']:9.2f}" if known else " " * 9
        print(
            f"{what:11}{connections:6}  {name:12}{figures['requests']:9.0f}{figures['cpu_us']:9.1f}{ratios}"
            f"{figures['p50']:9.0f}{figures['p50'] - direct['p50']:11.0f}"
            f"{figures['p99']:9.0f}{figures['p99'] - direct['p99']:11.0f}{figures['bad']:6.0f}"
        )


def print_routing(median):
    """What choosing between two targets costs beside having one."""
    for (what, connections, name), figures in median.items():
        if name != WEIGHTED:
            continue
        ratio = figures["cpu_us"] / median[what, connections, SINGLE]["cpu_us"]
        verdict = "within" if ratio <= ROUTING_BAR else "OVER"
        print(f"routing: {what}, {connections} connections: {ratio:.2f} x one target's CPU ({verdict} {ROUTING_BAR:.2f})")


def main():
    options = arguments()
    for tool in ("nginx", "wrk"):
        if not shutil.which(tool):
            sys.exit(f"{tool} is missing: apt-get install nginx wrk")
    directory = pathlib.Path(tempfile.mkdtemp(prefix="overhead-"))
    processes = Processes(directory)
    try:
        running, kanmon, facts = start_systems(options, processes)
        median = measure_all(options, running, directory)
        print_table(median)
        print_routing(median)
        facts["peak_kb"] = resident_kilobytes(kanmon.pid)
        print(
            f"kanmon: first answer after {facts['ready_ms']:.0f} ms; {facts['rest_kb'] / 1024:.1f} MB resident at rest, "
            f"{facts['peak_kb'] / 1024:.1f} MB after the load; {facts['cores']} cores, one event loop each"
        )
        if options.json:
            rows = {"/".join(map(str, key)): figures for key, figures in median.items()}
            pathlib.Path(options.json).write_text(json.dumps({"rows": rows, **facts}, indent=1) + "\n")
        if any(figures["bad"] for figures in median.values()):
            sys.exit("some requests failed: the figures do not count")
    finally:
        processes.stop()
        shutil.rmtree(directory, ignore_errors=True)


if __name__ == "__main__":
    main()
