"""The systems that are compared: how each is configured, started and reached."""

import dataclasses
import json
import os
import pathlib
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request

from answers import WORKLOADS

HERE = pathlib.Path(__file__).resolve().parent
#: The gateway's key in every configuration here.
KEY = "sk-km-bench-0123456789abcdef0123456789abcdef"


@dataclasses.dataclass(frozen=True)
class System:
    """A running system: whose CPU time counts, and where each workload's requests go."""

    name: str
    pid: int
    #: Workload name to base URL; a workload that is missing is not measured.
    urls: dict
    #: Whether the model's name has the provider in front.
    is_gateway: bool = False
    #: Workload name to a public model, where the gateway has one for it.
    models: dict = dataclasses.field(default_factory=dict)

    def model(self, work):
        """The model's name in this system's requests."""
        if not self.is_gateway:
            return work.model
        return self.models.get(work.name, f"{work.provider}/{work.model}")


class Processes:
    """Everything that was started, in one scratch directory; `stop` ends it all."""

    def __init__(self, directory):
        self.directory = directory
        self.running = []

    def start(self, name, command, environment=None):
        """Starts a command; its output goes to a file of its name."""
        with open(self.directory / f"{name}.out", "w") as output:
            process = subprocess.Popen(
                command,
                stdout=output,
                stderr=subprocess.STDOUT,
                env={**os.environ, "KANMON_BENCH_KEY": KEY, **(environment or {})},
                cwd=self.directory,
                start_new_session=True,
            )
        self.running.append((name, process))
        return process.pid

    def wait_for(self, url, seconds=30):
        """Waits until something answers at `url`, whatever it says; returns after how many seconds."""
        started = time.monotonic()
        while time.monotonic() - started < seconds:
            for name, process in self.running:
                if process.poll() is not None:
                    sys.exit(f"{name} stopped:\n{(self.directory / f'{name}.out').read_text()[-4000:]}")
            try:
                with urllib.request.urlopen(url, timeout=1):
                    return time.monotonic() - started
            except urllib.error.HTTPError:
                return time.monotonic() - started
            except OSError:
                time.sleep(0.005)
        sys.exit(f"nothing answered at {url}")

    def stop(self):
        for _, process in self.running:
            try:
                os.killpg(process.pid, signal.SIGTERM)
            except ProcessLookupError:
                continue
        for _, process in self.running:
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def local(port):
    return f"http://127.0.0.1:{port}"


def nginx_head(directory, name):
    return f"""daemon off;
worker_processes 1;
pid {directory}/{name}.pid;
error_log {directory}/{name}.err;
worker_rlimit_nofile 40000;
events {{ worker_connections 20000; }}
"""


#: Bodies stay in memory and connections open, so that neither disk nor handshakes are measured.
NGINX_COMMON = """
  access_log off;
  keepalive_requests 100000000;
  keepalive_timeout 3600;
  client_max_body_size 50m;
  client_body_buffer_size 1m;
"""


def start_mock(processes):
    """nginx with one listener of fixed bytes per workload, so that nothing of the project measures itself.

    A POST to a static file is a 405 for nginx, which here is answered with the file.
    """
    directory = processes.directory
    servers = ""
    for index, work in enumerate(WORKLOADS):
        root = directory / f"mock-{index}"
        root.mkdir()
        (root / "answer").write_text(work.answer)
        servers += f"""
  server {{
    listen 127.0.0.1:{work.mock_port};
    default_type {work.content_type};
    location / {{ error_page 405 =200 /answer; root {root}; try_files /answer =404; }}
  }}"""
    path = directory / "mock.conf"
    path.write_text(
        nginx_head(directory, "mock")
        + f"http {{ types {{ }} {NGINX_COMMON} client_body_temp_path {directory}; {servers} }}"
    )
    pid = processes.start("mock", ["nginx", "-c", str(path)])
    urls = {work.name: local(work.mock_port) for work in WORKLOADS}
    processes.wait_for(urls["plain"])
    return System("direct", pid, urls)


def start_nginx(processes):
    """A bare reverse proxy: one worker, connections kept open on both sides."""
    directory = processes.directory
    parts = ""
    for index, work in enumerate(WORKLOADS):
        parts += f"""
  upstream up{index} {{ server 127.0.0.1:{work.mock_port}; keepalive 512; keepalive_requests 100000000; }}
  server {{
    listen 127.0.0.1:{work.mock_port + 1};
    location / {{
      proxy_pass http://up{index};
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_buffering {"off" if work.stream else "on"};
    }}
  }}"""
    path = directory / "proxy.conf"
    path.write_text(
        nginx_head(directory, "proxy")
        + f"http {{ {NGINX_COMMON} client_body_temp_path {directory}; proxy_temp_path {directory}; {parts} }}"
    )
    pid = processes.start("nginx", ["nginx", "-c", str(path)])
    urls = {work.name: local(work.mock_port + 1) for work in WORKLOADS}
    processes.wait_for(urls["plain"])
    return System("nginx", pid, urls)


def start_envoy(processes, command):
    """A bare reverse proxy: one worker thread, limits that are never reached."""
    manager = "type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager"
    router = {
        "name": "envoy.filters.http.router",
        "typed_config": {"@type": "type.googleapis.com/envoy.extensions.filters.http.router.v3.Router"},
    }
    listeners, clusters = [], []
    for work in WORKLOADS:
        address = {"socket_address": {"address": "127.0.0.1", "port_value": work.mock_port + 2}}
        upstream = {"socket_address": {"address": "127.0.0.1", "port_value": work.mock_port}}
        name = work.name.replace(" ", "-").replace(".", "")
        hosts = [{"name": "all", "domains": ["*"], "routes": [{"match": {"prefix": "/"}, "route": {"cluster": name}}]}]
        settings = {
            "@type": manager,
            "stat_prefix": name,
            "http_filters": [router],
            "route_config": {"virtual_hosts": hosts},
        }
        filters = [{"name": "envoy.filters.network.http_connection_manager", "typed_config": settings}]
        listeners.append({"address": address, "filter_chains": [{"filters": filters}]})
        most = {"max_connections": 20000, "max_requests": 20000, "max_pending_requests": 20000}
        endpoints = [{"lb_endpoints": [{"endpoint": {"address": upstream}}]}]
        clusters.append(
            {
                "name": name,
                "type": "STATIC",
                "circuit_breakers": {"thresholds": [most]},
                "load_assignment": {"cluster_name": name, "endpoints": endpoints},
            }
        )
    path = processes.directory / "envoy.json"
    path.write_text(json.dumps({"static_resources": {"listeners": listeners, "clusters": clusters}}))
    pid = processes.start("envoy", [command, "-c", str(path), "--concurrency", "1", "-l", "error"])
    urls = {work.name: local(work.mock_port + 2) for work in WORKLOADS}
    processes.wait_for(urls["plain"], 60)
    return System("envoy", pid, urls)


def start_kanmon(processes, binary, name, config, port, translated, environment=None, models=None):
    """The gateway on one configuration; also returns how many seconds passed until its first answer.

    `models` are public models by workload, where not the provider's own is asked for.
    """
    pid = processes.start(name, [binary, "serve", "--config", str(config)], environment)
    ready = processes.wait_for(f"{local(port)}/healthz")
    urls = {work.name: local(port) for work in WORKLOADS if work.translated == translated}
    return System(name, pid, urls, is_gateway=True, models=models or {}), ready


def start_litellm(processes, command):
    """LiteLLM's proxy: one worker."""
    models = [
        {
            "model_name": f"{work.provider}/{work.model}",
            "litellm_params": {
                "model": f"{'anthropic' if work.translated else 'openai'}/{work.model}",
                "api_base": local(work.mock_port) + ("" if work.translated else "/v1"),
                "api_key": "sk-mock",
            },
        }
        for work in WORKLOADS
    ]
    path = processes.directory / "litellm.yaml"
    path.write_text(json.dumps({"model_list": models, "general_settings": {"master_key": KEY}}))
    pid = processes.start(
        "litellm",
        [command, "--config", str(path), "--port", "9105", "--host", "127.0.0.1", "--num_workers", "1"],
        {"LITELLM_LOCAL_MODEL_COST_MAP": "True", "LITELLM_LOG": "ERROR"},
    )
    processes.wait_for(f"{local(9105)}/health/liveliness", 120)
    return System("litellm", pid, {work.name: local(9105) for work in WORKLOADS}, is_gateway=True)
