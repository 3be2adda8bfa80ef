"""What a service manager is told, and sockets it passes on. The tests play the manager."""

import contextlib
import http.client
import os
import signal
import socket
import sys
import time

import pytest

from documents import ask, document
from harness.process import eventually
from load import Load


class Manager:
    """The socket a service manager listens on."""

    def __init__(self, address):
        self.name = address.replace("\0", "@")
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(address)
        self.socket.settimeout(10)

    def next(self):
        """The next message that is no sign of life, as a dictionary."""
        while True:
            lines = self.socket.recv(4096).decode().splitlines()
            message = dict(line.split("=", 1) for line in lines)
            if "WATCHDOG" not in message:
                return message

    def signs_of_life(self, count):
        """Waits for some; returns when each came."""
        times = []
        while len(times) < count:
            if b"WATCHDOG=1" in self.socket.recv(4096):
                times.append(time.monotonic())
        return times


@pytest.fixture(params=["path", "abstract"])
def manager(request, tmp_path):
    address = str(tmp_path / "notify") if request.param == "path" else f"\0kanmon-test-{os.getpid()}-{time.monotonic_ns()}"
    manager = Manager(address)
    yield manager
    manager.socket.close()


def test_every_state_is_told_in_order(start, manager):
    gateway = start(environment={"NOTIFY_SOCKET": manager.name})
    ready = manager.next()
    assert ready["READY"] == "1" and str(gateway.port) in ready["STATUS"]

    before = time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1000
    gateway.process.send_signal(signal.SIGHUP)
    reloading = manager.next()
    assert reloading["RELOADING"] == "1"
    assert before <= int(reloading["MONOTONIC_USEC"]) <= time.clock_gettime_ns(time.CLOCK_MONOTONIC) // 1000
    assert manager.next()["READY"] == "1"

    gateway.path.write_text("version: 2\n")
    assert manager.next()["RELOADING"] == "1"
    failed = manager.next()
    # A service whose reload failed still serves; the status says what is wrong.
    assert failed["READY"] == "1" and "errors" in failed["STATUS"]

    gateway.terminate()
    assert manager.next() == {"STOPPING": "1"}
    gateway.stop()


def test_signs_of_life_come_twice_in_their_time_also_while_draining(start, manager):
    gateway = start(environment={"NOTIFY_SOCKET": manager.name, "WATCHDOG_USEC": "400000"})
    times = manager.signs_of_life(5)
    assert times[-1] - times[0] < 4 * 0.4, "too late for the watchdog"
    connection, response = gateway.stream("/v1/chat/completions", ask("chat", "write 40 tokens", stream=True))
    with contextlib.closing(connection):
        response.read(1)
        gateway.terminate()
        manager.signs_of_life(2)
        assert gateway.is_alive() and b"[DONE]" in response.read()
    gateway.stop()


def test_a_manager_that_cannot_be_told_does_not_hold_it_up(start):
    gateway = start(environment={"NOTIFY_SOCKET": "/nowhere/notify"})
    gateway.process.send_signal(signal.SIGHUP)
    eventually(lambda: gateway.readiness()["configuration"]["generation"] == 2, what="the reload")
    gateway.stop()


@pytest.fixture
def passed():
    """A listening socket that outlives the processes it is passed to."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(4096)
        yield listening


def activated(start, passed):
    """A gateway that gets the socket as descriptor 3, as systemd passes it."""
    script = (
        f"import os, sys; os.dup2({passed.fileno()}, 3); os.environ['LISTEN_PID'] = str(os.getpid()); "
        "os.execv(sys.argv[1], sys.argv[1:])"
    )
    return start(
        # The configured address must not matter.
        document(listen="127.0.0.1:1"),
        environment={"LISTEN_FDS": "1"},
        port=passed.getsockname()[1],
        launcher=[sys.executable, "-c", script],
        files=(passed.fileno(),),
    )


def test_a_passed_socket_is_served(start, passed):
    gateway = activated(start, passed)
    assert gateway.post("/v1/chat/completions", ask("chat"))[0] == 200
    assert f":{gateway.port} " in gateway.output()
    gateway.stop()


def test_nobody_is_refused_while_nobody_serves_the_passed_socket(start, passed):
    gateway = activated(start, passed)
    gateway.stop()
    port = passed.getsockname()[1]
    connections = [http.client.HTTPConnection("127.0.0.1", port, timeout=20) for _ in range(50)]
    for connection in connections:
        connection.request("GET", "/v1/models")
    gateway = activated(start, passed)
    for connection in connections:
        assert connection.getresponse().status == 200
        connection.close()
    gateway.stop()


def test_restarts_of_a_passed_socket_lose_no_request(start, passed):
    gateway = activated(start, passed)
    with Load(passed.getsockname()[1]) as load:
        for _ in range(3):
            load.goes_on()
            gateway.stop()
            gateway = activated(start, passed)
        load.goes_on()
    load.check()
    gateway.stop()


def test_a_socket_that_cannot_be_served_stops_the_start(start):
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        with pytest.raises(AssertionError, match="does not listen"):
            activated(start, bound)
