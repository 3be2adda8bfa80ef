"""What a stream of each surface says, put together."""

import json

from harness.surfaces import events_of


def told(surface, raw):
    """A stream's text, its tool arguments, why it ended and its events."""
    events = events_of(raw)
    text, arguments, reason = "", "", None
    for event in events:
        if event.data == "[DONE]":
            continue
        document = json.loads(event.data)
        if surface.name == "openai":
            for choice in document.get("choices", []):
                text += choice["delta"].get("content") or ""
                for call in choice["delta"].get("tool_calls") or []:
                    arguments += call["function"].get("arguments") or ""
                reason = choice.get("finish_reason") or reason
        elif surface.name == "anthropic":
            delta = document.get("delta", {})
            text += delta.get("text", "")
            arguments += delta.get("partial_json", "")
            reason = delta.get("stop_reason") or reason
        else:
            for candidate in document.get("candidates", []):
                for part in candidate.get("content", {}).get("parts", []):
                    text += part.get("text", "")
                    if "functionCall" in part:
                        arguments += json.dumps(part["functionCall"].get("args", {}), ensure_ascii=False)
                reason = candidate.get("finishReason") or reason
    return text, arguments, reason, events
