"""The gateway as its own process, with the configuration it was started on."""

import http.client
import json

import yaml

from .process import Server, free_port

#: The caller's key: the only one the gateway takes in these tests.
KEY = "sk-km-tests-0123456789abcdef0123456789abcdef"

#: The providers' keys: a caller or a log must never see one of these.
PROVIDER_KEYS = {
    "openai": "sk-upstream-canary-openai-77d1c0",
    "claude": "sk-upstream-canary-claude-08b2f4",
    "gemini": "sk-upstream-canary-gemini-5c9e13",
}

PROVIDERS = tuple(PROVIDER_KEYS)


def providers(simulator):
    """One provider of each dialect, all played by one simulated provider."""
    return {
        "openai": {"type": "openai", "api_key": PROVIDER_KEYS["openai"], "base_url": f"{simulator.url}/v1"},
        "claude": {"type": "anthropic", "api_key": PROVIDER_KEYS["claude"], "base_url": simulator.url},
        "gemini": {"type": "gemini", "api_key": PROVIDER_KEYS["gemini"], "base_url": simulator.url},
    }


def document(simulator, models=None, **server):
    """A gateway's document: `providers`, a provider `dead` that nobody plays, and the tests' key.

    `models` are the public models; `server` are fields of the listener.
    """
    return {
        "server": {"drain_timeout": "5s", **server},
        "providers": {
            **providers(simulator),
            "dead": {"type": "openai-compatible", "base_url": f"http://127.0.0.1:{free_port()}/v1"},
        },
        "models": models or {},
        "keys": [{"name": "tests", "key": KEY}],
    }


class Gateway(Server):
    """A running gateway; `configuration` is the document without the listen address.

    `path` is where the document is written; `extra` are more arguments.
    """

    def __init__(self, directory, configuration, name="gateway", path=None, extra=(), environment=None, **process):
        self.configuration = configuration
        self.path = path or directory / f"{name}.yaml"

        def arguments(port):
            self.port = port
            self.path.write_text(self.text(configuration))
            return ["serve", "--config", str(self.path), *extra]

        # All that could ever be logged, so that looking for secrets in the output means something.
        variables = {"KANMON_LOG_LEVEL": "trace", **(environment or {})}
        super().__init__(arguments, "/readyz", directory / f"{name}.log", variables, **process)

    def text(self, configuration):
        """A document for this gateway's port."""
        server = {"listen": f"127.0.0.1:{self.port}", **configuration.get("server", {})}
        return yaml.safe_dump({"version": 1, **configuration, "server": server}, sort_keys=False)

    def readiness(self):
        """What /readyz says."""
        return json.loads(self.get("/readyz")[2])

    def post(self, path, document, headers=None, timeout=10):
        """Posts JSON with the tests' key: (status, headers, parsed body or text)."""
        body = document if isinstance(document, bytes) else json.dumps(document).encode()
        fields = {"content-type": "application/json", "authorization": f"Bearer {KEY}", **(headers or {})}
        status, answered, raw = self.get(path, "POST", timeout, fields, body)
        try:
            return status, answered, json.loads(raw)
        except ValueError:
            return status, answered, raw.decode(errors="replace")

    def send(self, path, document, headers=None, timeout=10):
        """Posts JSON and does not wait for an answer; returns the open connection."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        fields = {"content-type": "application/json", "authorization": f"Bearer {KEY}", **(headers or {})}
        connection.request("POST", path, json.dumps(document).encode(), fields)
        return connection

    def stream(self, path, document, headers=None, timeout=10):
        """Posts JSON and waits for the answer's head only: (connection, response)."""
        connection = self.send(path, document, headers, timeout)
        return connection, connection.getresponse()
