"""What happens to the providers, one after the other: killed, frozen, failing, slow."""

import random
import signal
import socket
import time

from harness.simulator import Simulator
from .terms import PROVIDERS


def quiet_port():
    """A free port below those that the system gives to outgoing connections: while its provider is dead, none takes it."""
    while True:
        port = random.randrange(20_000, 32_000)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port


class Troubles:
    """The providers' processes and what they go through. At any time at most one of them is in trouble."""

    def __init__(self, directory):
        self.directory = directory
        self.servers = {name: Simulator(directory, name, port=quiet_port()) for name in PROVIDERS}
        #: (provider, kind, beginning, end) on the monotonic clock; the end is `None` while it lasts.
        self.history = []

    @property
    def ports(self):
        return {name: server.port for name, server in self.servers.items()}

    def round(self, documents, first):
        """The four troubles, each with a rest behind it; yields how long to wait before the next step."""
        names = list(PROVIDERS)
        for offset, kind in enumerate(("killed", "failing", "frozen", "slow")):
            name = names[(first + offset) % len(names)]
            began = time.monotonic()
            self.history.append([name, kind, began, None])
            yield from getattr(self, kind)(name, documents)
            self.history[-1][3] = time.monotonic()
            yield 0.6

    def killed(self, name, documents):
        server = self.servers[name]
        server.process.kill()
        server.process.wait()
        yield 1.2
        self.servers[name] = Simulator(self.directory, name, port=server.port)

    def frozen(self, name, documents):
        process = self.servers[name].process
        process.send_signal(signal.SIGSTOP)
        yield 2.5
        process.send_signal(signal.SIGCONT)

    def failing(self, name, documents):
        documents.faults[name] = {"x-sim-fault": "status-503"}
        yield 1.5
        del documents.faults[name]
        # Gone with the next document.
        yield 1.1

    def slow(self, name, documents):
        documents.faults[name] = {"x-sim-ttft": "1500ms"}
        yield 1.5
        del documents.faults[name]
        yield 1.1

    def was_killed(self, name, moment):
        """Whether a stream of this provider may have been cut at this moment, give or take how long it takes to notice."""
        return any(
            provider == name and kind == "killed" and began - 0.5 <= moment <= (end or moment) + 1.0
            for provider, kind, began, end in self.history
        )

    def stop(self):
        for server in self.servers.values():
            if server.is_alive():
                server.process.send_signal(signal.SIGCONT)
                server.stop()
