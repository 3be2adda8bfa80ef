"""Alerts and reports: who is told of a provider that is down, and that it is back; what the report says."""

import contextlib
import http.server
import json
import os
import subprocess
import threading

from governed.documents import ADMIN_TOKEN, bearer, simulated
from governed.hook import Hook, is_signed
from harness.process import binary, eventually, free_port
from harness.recorder import recording

SECRET = "alert-canary-secret-7d1f"
CHAT = "/v1/chat/completions"


class Provider:
    """A provider that comes up on a port when it is asked to."""

    def __init__(self, port):
        self.port = port

    def start(self):
        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                self.rfile.read(int(self.headers["content-length"]))
                choice = {"index": 0, "message": {"role": "assistant", "content": "Hi"}, "finish_reason": "stop"}
                usage = {"prompt_tokens": 3, "completion_tokens": 2, "total_tokens": 5}
                body = json.dumps(
                    {"id": "c", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice], "usage": usage}
                ).encode()
                self.send_response(200)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", self.port), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return contextlib.closing(Closing(server))


class Closing:
    def __init__(self, server):
        self.server = server

    def close(self):
        self.server.shutdown()
        self.server.server_close()


def watched(port, url):
    """A document with one provider on a port, and a webhook that is told of everything."""
    document = simulated({})
    document["providers"] = {
        "openai": {"type": "openai-compatible", "base_url": f"http://127.0.0.1:{port}/v1", "proxy": "none"}
    }
    document["models"] = {
        "chat": {
            "targets": [{"model": "openai/m"}],
            "breaker": {"failures": 2, "open_for": "30s"},
            "retry": {"attempts": 1},
        }
    }
    document["alerts"] = {
        "gateway": "outside",
        "rules": {"provider_down": {"for": "0s"}, "error_rate": {"for": "0s", "least": 2, "window": "1m"}},
        "channels": [{"name": "hook", "type": "webhook", "url": url, "secret": SECRET}],
    }
    return document


def body():
    return {"model": "chat", "messages": [{"role": "user", "content": "Hello"}]}


def test_a_provider_that_is_down_is_told_of_and_that_it_is_back(govern):
    port = free_port()
    # Longer than the gateway would wait by itself.
    with recording(Hook((503, {"retry-after": "14"}))) as hook:
        gateway, admin = govern(watched(port, hook.url))
        for _ in range(3):
            assert gateway.post(CHAT, body())[0] >= 500
        # The first message is refused for now, so it comes again, with the same id.
        eventually(lambda: hook.alerts("provider_down") and hook.alerts("error_rate"), 60, "the alerts", every=0.2)
        raised = hook.alerts("provider_down")[0]
        assert raised["state"] == "raised" and raised["subject"] == "provider:openai" and raised["gateway"] == "outside"
        assert hook.alerts("error_rate")[0]["value"] == 1
        taken = {request.headers["webhook-id"]: request for request in hook.taken}
        refused = hook.refused[0]
        again = taken[refused.headers["webhook-id"]]
        assert len(taken) == len(hook.taken) and again.body == refused.body
        assert 14 <= again.arrived - refused.arrived < 30
        assert all(is_signed(request, SECRET) for request in (refused, *hook.taken))
        rows = [row for row in admin.get("/alerts")["rows"] if row["id"] == raised["id"]]
        assert rows[0]["detail"]["state"] == "raised"
        standing = {row["name"]: row["standing"] for row in admin.get("/alerts/rules")["rows"]}
        assert standing["provider_down"][0]["subject"] == "provider:openai" and standing["provider_down"][0]["told"]
        with Provider(port).start():
            eventually(lambda: gateway.post(CHAT, body())[0] == 200, 60, "an answer", every=1)
            eventually(
                lambda: [alert for alert in hook.alerts("provider_down") if alert["state"] == "cleared"],
                30,
                "the end of the alert",
                every=0.2,
            )
        cleared = hook.alerts("provider_down")[-1]
        assert cleared["id"] == raised["id"] and cleared["ending"] == "recovered"
        output = gateway.output()
        assert "canary-path" not in output and SECRET not in output
        assert "canary-path" not in json.dumps(admin.get("/alerts/channels"))
        gateway.stop()


def test_the_report_is_the_ledgers_and_the_command_prints_it(govern):
    gateway, admin = govern(simulated({}))
    for _ in range(3):
        assert gateway.post(CHAT, body())[0] == 200
    eventually(lambda: len(admin.rows()) == 3, 10, "the records")
    time = admin.rows()[0]["time"]
    week = subprocess.check_output(["date", "-u", "-d", time, "+%G-W%V"], text=True).strip()
    report = admin.get(f"/reports/weekly?week={week}&time_zone=UTC")
    usage = admin.get("/usage")["total"]
    for member in ("requests", "errors", "input_tokens", "output_tokens", "cost_usd"):
        assert report["total"][member] == usage[member], member
    assert report["total"]["requests"] == 3
    environment = {**os.environ, "KANMON_ADMIN_TOKEN": ADMIN_TOKEN, "KANMON_URL": gateway.url}
    command = [binary(), "report", "--week", week, "--language", "ja", "--time-zone", "UTC"]
    text = subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout
    assert text == admin.get(f"/reports/weekly?week={week}&time_zone=UTC&language=ja")["text"]
    html = subprocess.run([*command, "--format", "html"], env=environment, capture_output=True, text=True, check=True)
    assert html.stdout.startswith("<!DOCTYPE html>")
    rules = subprocess.run([binary(), "alerts", "rules"], env=environment, capture_output=True, text=True, check=True)
    assert "provider_down" in rules.stdout
    assert gateway.get("/admin/v1/reports/weekly", headers=bearer("sk-km-no-one"))[0] == 401
    gateway.stop()
