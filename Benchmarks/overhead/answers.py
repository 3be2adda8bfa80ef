"""What the mock upstream answers, always the same bytes, and what it is asked."""

import dataclasses
import json

WORDS = "Hello from the mock upstream. " * 20
PROMPT = "Tell me a story about gateways. " * 20
#: Content events in a streamed answer.
EVENTS = 200


@dataclasses.dataclass(frozen=True)
class Workload:
    """One kind of request, and the mock's listener that answers it."""

    name: str
    mock_port: int
    #: The provider of the gateway's configuration that leads to that listener.
    provider: str
    model: str
    stream: bool
    content_type: str
    answer: str
    #: Whether the gateway has to translate: its configuration is another one then.
    translated: bool = False

    def body(self, model):
        """The request: about 0.8 KB of an OpenAI chat completion."""
        document = {
            "model": model,
            "messages": [{"role": "system", "content": "You are helpful."}, {"role": "user", "content": PROMPT}],
            "temperature": 0.7,
        }
        if self.stream:
            document |= {"stream": True, "stream_options": {"include_usage": True}}
        return json.dumps(document)


def compact(document):
    return json.dumps(document, separators=(",", ":"))


def openai_answer():
    return compact(
        {
            "id": "chatcmpl-abc123",
            "object": "chat.completion",
            "created": 1700000000,
            "model": "gpt-4o-mini-2024-07-18",
            "choices": [
                {
                    "index": 0,
                    "message": {"role": "assistant", "content": WORDS, "refusal": None},
                    "logprobs": None,
                    "finish_reason": "stop",
                }
            ],
            "usage": {
                "prompt_tokens": 150,
                "completion_tokens": 120,
                "total_tokens": 270,
                "prompt_tokens_details": {"cached_tokens": 0, "audio_tokens": 0},
                "completion_tokens_details": {"reasoning_tokens": 0},
            },
            "service_tier": "default",
            "system_fingerprint": "fp_1",
        }
    )


def openai_stream():
    head = {
        "id": "chatcmpl-abc123",
        "object": "chat.completion.chunk",
        "created": 1700000000,
        "model": "gpt-4o-mini-2024-07-18",
    }

    def chunk(choices, **more):
        return "data: " + compact({**head, "choices": choices, **more}) + "\n\n"

    def delta(content, finish=None):
        return chunk([{"index": 0, "delta": content, "finish_reason": finish}])

    usage = {"prompt_tokens": 150, "completion_tokens": 200, "total_tokens": 350}
    return (
        delta({"role": "assistant", "content": ""})
        + delta({"content": " word"}) * EVENTS
        + delta({}, "stop")
        + chunk([], usage=usage)
        + "data: [DONE]\n\n"
    )


ANTHROPIC_HEAD = {"id": "msg_abc123", "type": "message", "role": "assistant", "model": "claude-sonnet-4-5-20250929"}


def anthropic_answer():
    return compact(
        {
            **ANTHROPIC_HEAD,
            "content": [{"type": "text", "text": WORDS}],
            "stop_reason": "end_turn",
            "stop_sequence": None,
            "usage": {
                "input_tokens": 150,
                "cache_creation_input_tokens": 0,
                "cache_read_input_tokens": 0,
                "output_tokens": 120,
            },
        }
    )


def anthropic_stream():
    def event(name, **fields):
        return f"event: {name}\ndata: {compact({'type': name, **fields})}\n\n"

    start = {
        **ANTHROPIC_HEAD,
        "content": [],
        "stop_reason": None,
        "stop_sequence": None,
        "usage": {"input_tokens": 150, "output_tokens": 1},
    }
    return (
        event("message_start", message=start)
        + event("content_block_start", index=0, content_block={"type": "text", "text": ""})
        + event("ping")
        + event("content_block_delta", index=0, delta={"type": "text_delta", "text": " word"}) * EVENTS
        + event("content_block_stop", index=0)
        + event(
            "message_delta",
            delta={"stop_reason": "end_turn", "stop_sequence": None},
            usage={"output_tokens": 200},
        )
        + event("message_stop")
    )


JSON, EVENT_STREAM = "application/json", "text/event-stream"

WORKLOADS = (
    Workload("plain", 9101, "openai", "gpt-4o-mini", False, JSON, openai_answer()),
    Workload("stream", 9111, "streamer", "gpt-4o-mini", True, EVENT_STREAM, openai_stream()),
    Workload("translated", 9121, "claude", "claude-sonnet-4-5", False, JSON, anthropic_answer(), True),
    Workload("tr. stream", 9131, "claude-streamer", "claude-sonnet-4-5", True, EVENT_STREAM, anthropic_stream(), True),
)
