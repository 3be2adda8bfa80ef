"""Reloading: on SIGHUP and whatever way a file changes; a broken document changes nothing and is told of."""

import contextlib
import http.client
import os
import signal
import subprocess

import pytest

from documents import ask, document
from harness.gateway import KEY
from harness.process import binary, eventually

CHAT = "/v1/chat/completions"


def generation(gateway):
    return gateway.readiness()["configuration"]["generation"]


def serves(gateway, model):
    return gateway.post(CHAT, ask(model))[0] == 200


def becomes(gateway, wanted):
    eventually(lambda: generation(gateway) == wanted, what=f"generation {wanted}")


def rewrite(path, text):
    path.write_text(text)


def rename(path, text):
    other = path.with_name(".new")
    other.write_text(text)
    other.rename(path)


def delete_and_create(path, text):
    path.unlink()
    path.write_text(text)


@pytest.mark.parametrize("change", [rewrite, rename, delete_and_create])
def test_a_changed_file_is_taken_up(start, change):
    gateway = start(document("first"))
    assert serves(gateway, "first")
    change(gateway.path, gateway.text(document("second")))
    eventually(lambda: serves(gateway, "second"), what="the second model")
    assert gateway.post(CHAT, ask("first"))[0] == 404
    assert gateway.readiness()["configuration"]["generation"] == 2
    assert "configuration reloaded" in gateway.output()
    gateway.stop()


def test_a_swapped_volume_is_taken_up_each_time(start, tmp_path):
    """As Kubernetes does it: the file is a link through `..data`, and `..data` is a link that is renamed over."""
    volume = tmp_path / "volume"
    (volume / "..1").mkdir(parents=True)
    (volume / "..data").symlink_to("..1")
    (volume / "kanmon.yaml").symlink_to("..data/kanmon.yaml")
    gateway = start(document("model-1"), path=volume / "kanmon.yaml")
    for version in range(2, 6):
        fresh = volume / f"..{version}"
        fresh.mkdir()
        (fresh / "kanmon.yaml").write_text(gateway.text(document(f"model-{version}")))
        (volume / "..data_tmp").symlink_to(fresh.name)
        (volume / "..data_tmp").rename(volume / "..data")
        old = volume / f"..{version - 1}"
        (old / "kanmon.yaml").unlink()
        old.rmdir()
        eventually(lambda: serves(gateway, f"model-{version}"), what=f"version {version}")
    becomes(gateway, 5)
    gateway.stop()


def test_sighup_reloads_without_any_change(start):
    gateway = start()
    for wanted in (2, 3):
        gateway.process.send_signal(signal.SIGHUP)
        becomes(gateway, wanted)
    eventually(lambda: '"generation":"3"' in gateway.output(), what="the log's line")
    gateway.stop()


def test_a_broken_file_changes_nothing_and_is_told_of(start):
    gateway = start(document("first"))
    gateway.path.write_text(gateway.text(document("second")) + "nonsense: 1\n")
    problem = eventually(lambda: gateway.readiness()["configuration"].get("last_error"), what="the error")
    checked = subprocess.run([binary(), "check", str(gateway.path)], capture_output=True, text=True, check=False)
    assert problem in checked.stderr and "nonsense: unknown field" in problem
    status = gateway.readiness()
    assert status["status"] == "ok" and status["configuration"]["generation"] == 1
    assert serves(gateway, "first") and gateway.post(CHAT, ask("second"))[0] == 404
    eventually(lambda: "was not reloaded" in gateway.output() and problem in gateway.output(), what="the log's line")

    gateway.path.write_text(gateway.text(document("third")))
    eventually(lambda: serves(gateway, "third"), what="the third model")
    assert "last_error" not in gateway.readiness()["configuration"]
    gateway.stop()


def test_no_variable_of_the_environment_is_logged(start):
    """Secrets come from the environment, and services are logged with what they hold unless they see to it."""
    canary = "sk-canary-of-the-environment-51c3"
    configuration = document()
    configuration["providers"]["remote"] = {"type": "openai", "api_key": "${CANARY_KEY}"}
    gateway = start(configuration, environment={"CANARY_KEY": canary, "NOTIFY_SOCKET": "@nobody", "WATCHDOG_USEC": "100000"})
    gateway.process.send_signal(signal.SIGHUP)
    becomes(gateway, 2)
    gateway.stop()
    assert "Service lifecycle" in gateway.output(), "the services' own lines are what this is about"
    assert canary not in gateway.output()


def test_a_missing_file_changes_nothing(start):
    gateway = start()
    gateway.path.unlink()
    problem = eventually(lambda: gateway.readiness()["configuration"].get("last_error"), what="the error")
    assert "No such file" in problem
    assert serves(gateway, "chat")
    gateway.stop()


def test_a_key_file_that_is_replaced_counts_from_then_on(start, tmp_path):
    """Files that the document names are watched as well: a rotated secret needs no signal."""
    secret = tmp_path / "bot.key"
    secret.write_text(KEY)
    configuration = {**document(), "keys": [{"name": "bot", "key": f"file:{secret}"}]}
    gateway = start(configuration)
    assert serves(gateway, "chat")
    renewed = "sk-km-renewed-0123456789abcdef0123456789abcdef"
    rename(secret, renewed)
    eventually(lambda: not serves(gateway, "chat"), what="the old key refused")
    assert gateway.post(CHAT, ask("chat"), {"authorization": f"Bearer {renewed}"})[0] == 200
    assert KEY not in gateway.output() and renewed not in gateway.output()
    gateway.stop()


def test_a_stream_outlives_the_provider_it_comes_from(start):
    """The simulated provider that is gone in the new document is stopped only behind its last request."""
    gateway = start(document("first"))
    connection, response = gateway.stream(CHAT, ask("first", "write 40 tokens", stream=True))
    with contextlib.closing(connection):
        first = response.read(1)
        second = document("second")
        second["providers"] = {"other": {"type": "simulated"}}
        second["models"] = {"second": {"targets": [{"model": "other/m"}]}}
        gateway.path.write_text(gateway.text(second))
        eventually(lambda: serves(gateway, "second"), what="the second model")
        raw = first + response.read()
    assert b"[DONE]" in raw
    gateway.stop()


def test_what_needs_a_restart_is_named(start):
    gateway = start(document(max_body="1MiB"))
    changed = document(max_body="2KiB", listen="127.0.0.1:1", loops=7)
    gateway.path.write_text(gateway.text(changed))
    becomes(gateway, 2)
    eventually(lambda: "server.listen, server.loops" in gateway.output(), what="the warning")
    # What can change at run time has changed, and the address has not.
    assert gateway.post(CHAT, ask("chat", "x" * 3000))[0] == 413
    gateway.stop()


def test_open_connections_stay(start):
    gateway = start(document("first"))
    connection = http.client.HTTPConnection("127.0.0.1", gateway.port, timeout=10)
    with contextlib.closing(connection):
        names = []
        for name in ("first", "second"):
            if name == "second":
                gateway.path.write_text(gateway.text(document("second")))
                becomes(gateway, 2)
            connection.request("GET", "/v1/models")
            answer = connection.getresponse()
            assert answer.status == 200 and not answer.will_close
            names.append(answer.read())
            used = connection.sock.getsockname()
        assert b'"first"' in names[0] and b'"second"' in names[1] and b'"first"' not in names[1]
        assert connection.sock.getsockname() == used
    gateway.stop()


def test_nothing_is_left_open_by_many_reloads(start):
    gateway = start()

    def descriptors():
        return len(os.listdir(f"/proc/{gateway.process.pid}/fd"))

    for round in range(30):
        gateway.process.send_signal(signal.SIGHUP)
        becomes(gateway, round + 2)
        assert serves(gateway, "chat")
        if round == 5:
            before = descriptors()
    eventually(lambda: descriptors() <= before, what="the descriptors of before")
    gateway.stop()
