"""A provider that answers with usage objects as tests dictate them: what no simulated traffic would bring about."""

import contextlib
import dataclasses
import http.server
import json
import threading


@dataclasses.dataclass(frozen=True)
class Script:
    """What a model answers: a usage object, members of the answer beside it, fields of its head."""

    usage: dict
    members: dict = dataclasses.field(default_factory=dict)
    head: dict = dataclasses.field(default_factory=dict)
    #: Whether a stream ends before its usage and its end.
    breaks: bool = False


def openai(model, script):
    message = {"role": "assistant", "content": "Hello"}
    return {
        **{"id": "chatcmpl-1", "object": "chat.completion", "created": 1_770_000_000, "model": model},
        **script.members,
        "choices": [{"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}],
        "usage": script.usage,
    }


def openai_events(model, script):
    head = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1_770_000_000, "model": model}
    head |= script.members

    def chunk(delta, reason=None):
        return {**head, "choices": [{"index": 0, "delta": delta, "finish_reason": reason}], "usage": None}

    events = [chunk({"role": "assistant", "content": ""}), chunk({"content": "Hel"}), chunk({"content": "lo"})]
    if script.breaks:
        return [("", event) for event in events]
    return [("", event) for event in [*events, chunk({}, "stop"), {**head, "choices": [], "usage": script.usage}]] + [
        ("", "[DONE]")
    ]


def anthropic(model, script):
    return {
        **{"id": "msg_1", "type": "message", "role": "assistant", "model": model},
        **{"content": [{"type": "text", "text": "Hello"}], "stop_reason": "end_turn", "stop_sequence": None},
        "usage": script.usage,
    }


def anthropic_events(model, script):
    start = {**anthropic(model, script), "content": [], "stop_reason": None, "usage": {**script.usage, "output_tokens": 1}}
    # The tier and the place of inference are told at the start alone, calls of tools at the end alone.
    tools = start["usage"].pop("server_tool_use", None)
    end = {"output_tokens": script.usage["output_tokens"], **({"server_tool_use": tools} if tools else {})}
    events = [
        {"type": "message_start", "message": start},
        {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}},
        {"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": "Hello"}},
    ]
    if not script.breaks:
        events += [
            {"type": "content_block_stop", "index": 0},
            {"type": "message_delta", "delta": {"stop_reason": "end_turn", "stop_sequence": None}, "usage": end},
            {"type": "message_stop"},
        ]
    return [(event["type"], event) for event in events]


def gemini(model, script):
    content = {"role": "model", "parts": [{"text": "Hello"}]}
    return {
        "candidates": [{"content": content, "finishReason": "STOP", "index": 0}],
        "usageMetadata": script.usage,
        "modelVersion": model,
        "responseId": "r1",
    }


def gemini_events(model, script):
    first = gemini(model, script)
    first["candidates"][0].pop("finishReason")
    first.pop("usageMetadata")
    return [("", first)] if script.breaks else [("", first), ("", gemini(model, script))]


@contextlib.contextmanager
def scripted(scripts):
    """Plays all three dialects; `scripts` are what it answers by the model's name. Gives its address."""

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self):
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            if self.path.endswith("/chat/completions"):
                whole, events, model, stream = openai, openai_events, body["model"], body.get("stream", False)
            elif self.path.startswith("/v1/messages"):
                whole, events, model, stream = anthropic, anthropic_events, body["model"], body.get("stream", False)
            else:
                whole, events = gemini, gemini_events
                model, _, method = self.path.rpartition("/")[2].partition(":")
                stream = method.startswith("streamGenerateContent")
            script = scripts[model]
            if stream:
                text = "".join(
                    (f"event: {name}\n" if name else "") + f"data: {event if isinstance(event, str) else json.dumps(event)}\n\n"
                    for name, event in events(model, script)
                )
                self.answer("text/event-stream", text.encode(), script.head)
            else:
                self.answer("application/json", json.dumps(whole(model, script)).encode(), script.head)

        def answer(self, kind, body, head):
            self.send_response(200)
            for name, value in {"content-type": kind, "content-length": str(len(body)), **head}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
