"""The gateway's three chat surfaces, for tests that say the same thing on each of them."""

import dataclasses
import json


@dataclasses.dataclass(frozen=True)
class Surface:
    """How one dialect says: a request, an error, the end of a stream."""

    name: str

    def path(self, model, stream=False):
        if self.name == "openai":
            return "/v1/chat/completions"
        if self.name == "anthropic":
            return "/v1/messages"
        return f"/v1beta/models/{model}:" + ("streamGenerateContent?alt=sse" if stream else "generateContent")

    def body(self, model, text="Hello", stream=False):
        if self.name == "gemini":
            return {"contents": [{"role": "user", "parts": [{"text": text}]}]}
        body = {"model": model, "messages": [{"role": "user", "content": text}]}
        if self.name == "anthropic":
            body["max_tokens"] = 4096
        if stream:
            body["stream"] = True
        return body

    def text(self, answer):
        """The text of a whole answer."""
        if self.name == "openai":
            return answer["choices"][0]["message"]["content"]
        if self.name == "anthropic":
            return "".join(block["text"] for block in answer["content"] if block["type"] == "text")
        return "".join(part.get("text", "") for part in answer["candidates"][0]["content"]["parts"])

    def check_error(self, document, status, code=None):
        """Asserts that `document` is an error of this surface's shape, and its stable code."""
        assert isinstance(document, dict), f"not JSON: {document!r}"
        error = document["error"]
        assert isinstance(error["message"], str) and error["message"], document
        if self.name == "openai":
            assert isinstance(error["type"], str) and "param" in error, document
            found = error["code"]
        elif self.name == "anthropic":
            assert document["type"] == "error" and isinstance(error["type"], str), document
            found = error["code"]
        else:
            assert error["code"] == status and error["status"].isupper(), document
            found = next(item["reason"] for item in error["details"] if item["@type"].endswith("ErrorInfo"))
        if code is not None:
            assert found == code, document
        return found

    def ends_cleanly(self, events):
        """Whether a stream says that its answer is complete."""
        if self.name == "openai":
            return any(event.data == "[DONE]" for event in events)
        if self.name == "anthropic":
            return any(event.name == "message_stop" for event in events)
        return any(
            candidate.get("finishReason")
            for event in events
            for candidate in event.json().get("candidates", [])
        )

    def error_event(self, events):
        """The error document a stream ends with, or None."""
        for event in events:
            if event.data == "[DONE]":
                continue
            document = event.json()
            if "error" in document:
                if self.name == "anthropic":
                    assert event.name == "error", "the SDK dispatches on the event's name"
                return document
        return None


@dataclasses.dataclass(frozen=True)
class Event:
    """One server-sent event."""

    name: str
    data: str

    def json(self):
        return json.loads(self.data)


def events_of(raw):
    """The server-sent events of a whole body."""
    text = raw.decode() if isinstance(raw, bytes) else raw
    events = []
    for block in text.replace("\r\n", "\n").split("\n\n"):
        name, data = "", []
        for line in block.split("\n"):
            field, _, value = line.partition(":")
            if field == "event":
                name = value.removeprefix(" ")
            elif field == "data":
                data.append(value.removeprefix(" "))
        if data:
            events.append(Event(name, "\n".join(data)))
    return events


SURFACES = tuple(Surface(name) for name in ("openai", "anthropic", "gemini"))
