"""A provider of each dialect that says what a test tells it to, in pieces of a size of its choice, and keeps what it was asked."""

import contextlib
import http.server
import json
import threading
import time


class Speaker:
    """`say` is a text or a function of the request's document; `piece` the characters of a stream's piece; `pause` seconds."""

    gemini_usage = {"promptTokenCount": 5, "candidatesTokenCount": 7, "totalTokenCount": 12}

    def __init__(self):
        self.say = "OK"
        self.arguments = None
        self.piece = 3
        self.pause = 0
        self.asked = []
        self.broken = 0
        self.port = None

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def providers(self):
        """Providers of a gateway's document."""
        return {
            "openai": {"type": "openai", "api_key": "sk-o", "base_url": f"{self.url}/v1"},
            "anthropic": {"type": "anthropic", "api_key": "sk-a", "base_url": self.url},
            "gemini": {"type": "gemini", "api_key": "sk-g", "base_url": self.url},
        }

    def text(self, document):
        return self.say(document) if callable(self.say) else self.say

    def pieces(self, text):
        return [text[start : start + self.piece] for start in range(0, len(text), self.piece)]

    # Whole answers.

    def openai(self, document):
        message = {"role": "assistant", "content": self.text(document)}
        reason = "stop"
        if self.arguments is not None:
            call = {"id": "call_1", "type": "function", "function": {"name": "note", "arguments": self.arguments}}
            message = {"role": "assistant", "content": None, "tool_calls": [call]}
            reason = "tool_calls"
        return {
            "id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": "m",
            "choices": [{"index": 0, "message": message, "finish_reason": reason}],
            "usage": {"prompt_tokens": 5, "completion_tokens": 7, "total_tokens": 12},
        }

    def anthropic(self, document):
        content, reason = [{"type": "text", "text": self.text(document)}], "end_turn"
        if self.arguments is not None:
            content = [{"type": "tool_use", "id": "toolu_1", "name": "note", "input": json.loads(self.arguments)}]
            reason = "tool_use"
        return {
            "id": "msg_1", "type": "message", "role": "assistant", "model": "m", "content": content,
            "stop_reason": reason, "stop_sequence": None, "usage": {"input_tokens": 5, "output_tokens": 7},
        }

    def gemini(self, document):
        part = {"text": self.text(document)}
        if self.arguments is not None:
            part = {"functionCall": {"name": "note", "args": json.loads(self.arguments)}}
        return {
            "candidates": [{"content": {"role": "model", "parts": [part]}, "finishReason": "STOP", "index": 0}],
            "usageMetadata": self.gemini_usage, "modelVersion": "m", "responseId": "r1",
        }

    def embeddings(self, document):
        inputs = document["input"] if isinstance(document["input"], list) else [document["input"]]
        data = [{"object": "embedding", "index": index, "embedding": [0.5, 0.25]} for index in range(len(inputs))]
        return {"object": "list", "model": "m", "data": data, "usage": {"prompt_tokens": 3, "total_tokens": 3}}

    # Streams: each event as its text.

    def openai_events(self, document):
        def chunk(delta, reason=None):
            choice = {"index": 0, "delta": delta, "finish_reason": reason}
            head = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1, "model": "m"}
            return "data: " + json.dumps({**head, "choices": [choice]}, ensure_ascii=False) + "\n\n"

        yield chunk({"role": "assistant", "content": ""})
        if self.arguments is not None:
            yield chunk({"tool_calls": [{"index": 0, "id": "call_1", "type": "function",
                                         "function": {"name": "note", "arguments": ""}}]})
            for piece in self.pieces(self.arguments):
                yield chunk({"tool_calls": [{"index": 0, "function": {"arguments": piece}}]})
            yield chunk({}, "tool_calls")
        else:
            for piece in self.pieces(self.text(document)):
                yield chunk({"content": piece})
            yield chunk({}, "stop")
        if (document.get("stream_options") or {}).get("include_usage"):
            head = {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": []}
            usage = {"prompt_tokens": 5, "completion_tokens": 7, "total_tokens": 12}
            yield "data: " + json.dumps({**head, "usage": usage}) + "\n\n"
        yield "data: [DONE]\n\n"

    def anthropic_events(self, document):
        def event(name, **members):
            return f"event: {name}\ndata: " + json.dumps({"type": name, **members}, ensure_ascii=False) + "\n\n"

        message = {**self.anthropic(document), "content": [], "stop_reason": None}
        message["usage"] = {"input_tokens": 5, "output_tokens": 1}
        yield event("message_start", message=message)
        if self.arguments is not None:
            block = {"type": "tool_use", "id": "toolu_1", "name": "note", "input": {}}
            yield event("content_block_start", index=0, content_block=block)
            for piece in self.pieces(self.arguments):
                yield event("content_block_delta", index=0, delta={"type": "input_json_delta", "partial_json": piece})
        else:
            yield event("content_block_start", index=0, content_block={"type": "text", "text": ""})
            for piece in self.pieces(self.text(document)):
                yield event("content_block_delta", index=0, delta={"type": "text_delta", "text": piece})
        yield event("content_block_stop", index=0)
        reason = "end_turn" if self.arguments is None else "tool_use"
        yield event("message_delta", delta={"stop_reason": reason, "stop_sequence": None}, usage={"output_tokens": 7})
        yield event("message_stop")

    def gemini_events(self, document):
        def event(parts, **members):
            content = {"role": "model", "parts": parts}
            answer = {"candidates": [{"content": content, "index": 0, **members}], "modelVersion": "m", "responseId": "r1"}
            if members:
                answer["usageMetadata"] = self.gemini_usage
            return "data: " + json.dumps(answer, ensure_ascii=False) + "\r\n\r\n"

        if self.arguments is not None:
            yield event(self.gemini({})["candidates"][0]["content"]["parts"], finishReason="STOP")
            return
        pieces = self.pieces(self.text(document))
        for piece in pieces[:-1]:
            yield event([{"text": piece}])
        yield event([{"text": pieces[-1] if pieces else ""}], finishReason="STOP")


@contextlib.contextmanager
def speaking():
    """Runs a speaker."""
    speaker = Speaker()

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self):
            document = json.loads(self.rfile.read(int(self.headers.get("content-length", 0))))
            speaker.asked.append(document)
            if self.path.endswith("/embeddings"):
                return self.whole(speaker.embeddings(document))
            name = "openai" if "chat/completions" in self.path else "anthropic" if "messages" in self.path else "gemini"
            if document.get("stream") or "streamGenerateContent" in self.path:
                return self.streamed(getattr(speaker, f"{name}_events")(document))
            return self.whole(getattr(speaker, name)(document))

        def whole(self, answer):
            body = json.dumps(answer, ensure_ascii=False).encode()
            self.send_response(200)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def streamed(self, events):
            self.send_response(200)
            self.send_header("content-type", "text/event-stream")
            self.send_header("connection", "close")
            self.end_headers()
            self.close_connection = True
            try:
                for event in events:
                    self.wfile.write(event.encode())
                    self.wfile.flush()
                    if speaker.pause:
                        time.sleep(speaker.pause)
            except OSError:
                speaker.broken += 1

        def log_message(self, *_):
            """Says nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    speaker.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield speaker
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
