"""Documents for gateways that are told apart by the name of their only public model."""


def document(name="chat", **server):
    """A gateway's document with one simulated provider that writes slowly enough to be watched."""
    return {
        "server": {"drain_timeout": "10s", **server},
        "providers": {"sim": {"type": "simulated", "tokens_per_second": 40}},
        "models": {name: {"targets": [{"model": "sim/m"}]}},
    }


def ask(model, text="Hello", stream=False):
    """A request's body on the chat completions surface."""
    return {"model": model, "stream": stream, "messages": [{"role": "user", "content": text}]}
