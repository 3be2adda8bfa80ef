"""Ends: gracefully with 0, at once by a second signal with the shell's code for it."""

import contextlib
import signal
import subprocess

import pytest

from documents import ask
from harness.process import binary, eventually


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_a_second_signal_ends_it_at_once(start, number, code):
    gateway = start()
    connection, response = gateway.stream("/v1/chat/completions", ask("chat", "write 2000 tokens", stream=True))
    with contextlib.closing(connection):
        response.read(1)
        gateway.process.send_signal(signal.SIGTERM)
        eventually(lambda: gateway.get("/readyz")[0] == 503, what="/readyz saying no")
        gateway.process.send_signal(number)
        assert gateway.process.wait(5) == code
    assert "second signal" in gateway.output()


def test_without_a_file_there_is_nothing_to_reload():
    """SIGHUP then does what it does to every program: a closed terminal ends the demo in it."""
    process = subprocess.Popen(
        [binary(), "serve", "--demo"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env={},
        # Whoever runs this may ignore the signal, and what is ignored is inherited.
        preexec_fn=lambda: signal.signal(signal.SIGHUP, signal.SIG_DFL),
    )
    try:
        if "listening" not in process.stdout.readline():
            pytest.skip("the demo's port is taken")
        process.send_signal(signal.SIGHUP)
        assert process.wait(5) == -signal.SIGHUP
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
