"""A child process that listens on a port: started, waited for, observed, stopped."""

import http.client
import os
import pathlib
import signal
import socket
import subprocess
import time

ROOT = pathlib.Path(__file__).resolve().parents[3]


def binary():
    """The binary under test: KANMON_BINARY, else the release build, else the debug build."""
    named = os.environ.get("KANMON_BINARY")
    candidates = [pathlib.Path(named)] if named else [ROOT / ".build/release/kanmon", ROOT / ".build/debug/kanmon"]
    for candidate in candidates:
        if candidate.exists():
            return str(candidate.resolve())
    raise FileNotFoundError(f"no binary at {' or '.join(map(str, candidates))}: swift build -c release --product kanmon")


def free_port():
    """A port nobody listens on now. Another process may take it before it is used: `Server` then tries again."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def eventually(condition, seconds=5.0, what="the condition", every=0.005):
    """Polls until `condition()` is true and returns its value; fails after `seconds`."""
    deadline = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise AssertionError(f"{what} did not come true within {seconds} s")
        time.sleep(every)


class Server:
    """One run of the binary.

    `arguments` takes the port and returns the command line after the binary's name. Output of both kinds goes to
    `log`. The process gets only a minimal environment besides `environment`, so that no real provider key is found.
    `port` is a fixed one where another process has it as well; `launcher` stands before the binary, and `files` are
    descriptors it inherits.
    """

    def __init__(self, arguments, ready_path, log, environment=None, port=None, launcher=(), files=()):
        self.log = pathlib.Path(log)
        self.is_terminated = False
        for attempt in range(3):
            self.port = port or free_port()
            with open(self.log, "ab") as output:
                self.process = subprocess.Popen(
                    [*launcher, binary(), *arguments(self.port)],
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    env={"PATH": os.environ["PATH"], "HOME": str(self.log.parent), **(environment or {})},
                    cwd=self.log.parent,
                    pass_fds=files,
                )
            if self._becomes_ready(ready_path):
                return
            if port or attempt == 2 or "in use" not in self.output():
                raise AssertionError(f"{self.process.args} did not become ready:\n{self.output()}")

    def _becomes_ready(self, path, seconds=20.0):
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                return False
            try:
                if self.get(path, timeout=1)[0] == 200:
                    return True
            except OSError:
                pass
            time.sleep(0.01)
        self.kill()
        return False

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def get(self, path, method="GET", timeout=10, headers=None, body=None):
        """One request on its own connection: (status, headers, body)."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request(method, path, body=body, headers=headers or {})
            response = connection.getresponse()
            return response.status, response.headers, response.read()
        finally:
            connection.close()

    def output(self):
        """Everything the process has written so far."""
        return self.log.read_text(errors="replace")

    def is_alive(self):
        return self.process.poll() is None

    def resident_kilobytes(self):
        for line in pathlib.Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1])
        raise AssertionError("the process has no resident memory")

    def terminate(self):
        """Asks for a graceful stop without waiting for it."""
        self.is_terminated = True
        self.process.send_signal(signal.SIGTERM)

    def kill(self):
        """Ends it at once, if it still runs."""
        if self.is_alive():
            self.process.kill()
            self.process.wait()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def stop(self, seconds=20.0):
        """Stops gracefully; the exit status must be 0."""
        # A second signal would end it at once.
        if self.is_alive() and not self.is_terminated:
            self.terminate()
        try:
            status = self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError(f"{self.process.args} did not stop within {seconds} s:\n{self.output()[-4000:]}")
        assert status == 0, f"{self.process.args} ended with {status}:\n{self.output()[-4000:]}"
