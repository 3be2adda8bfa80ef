"""Questions on each surface, with values in them that guardrails look for."""

import json

from guarded.streams import told

PII = {"name": "pii", "type": "pii", "default": True, "preset": "japan-enterprise"}
OWN = {"openai": "openai", "anthropic": "anthropic", "gemini": "gemini"}
NAME, PHONE, MY_NUMBER = "山田太郎", "090-1234-5678", "123456789018"
QUESTION = f"担当は{NAME}様、電話番号は{PHONE}です。"
SECRET = "AKIAQ3EGRTYLZW5N7KXB"


def ask(gateway, surface, text, stream=False, headers=None):
    """Asks the surface's own provider: (status, headers, text, everything)."""
    model = OWN[surface.name]
    path, body = surface.path(model, stream), surface.body(model, text, stream)
    if not stream:
        status, fields, answer = gateway.post(path, body, headers)
        return status, fields, surface.text(answer) if status == 200 else None, answer
    connection, response = gateway.stream(path, body, headers)
    raw = response.read()
    connection.close()
    if response.status != 200:
        return response.status, dict(response.getheaders()), None, json.loads(raw)
    text, arguments, reason, events = told(surface, raw)
    return 200, dict(response.getheaders()), text, (arguments, reason, events, raw)


def echo(document):
    """The last text of a request, as the provider sees it."""
    if "contents" in document:
        return document["contents"][-1]["parts"][0]["text"]
    content = document["messages"][-1]["content"]
    return content if isinstance(content, str) else content[0]["text"]
