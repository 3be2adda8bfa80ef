"""The simulated provider as its own process, with what it saw."""

import json

from .process import Server


class Simulator(Server):
    def __init__(self, directory, name="simulate", arguments=(), port=None):
        super().__init__(
            lambda port: ["simulate", "--listen", f"127.0.0.1:{port}", *arguments],
            "/sim/stats",
            directory / f"{name}.log",
            port=port,
        )

    def requests(self):
        """The last requests it received, oldest first."""
        return json.loads(self.get("/sim/requests")[2])["requests"]

    def last_request(self):
        return self.requests()[-1]

    def forget(self):
        """Forgets the requests seen so far."""
        assert self.get("/sim/requests", "DELETE")[0] in (200, 204)

    def stats(self):
        return json.loads(self.get("/sim/stats")[2])
