"""The official Anthropic SDK against the gateway, with a provider of each dialect behind it."""

import asyncio
import json

import anthropic
import jsonschema
import pytest

from harness.faults import fault_model
from harness.gateway import KEY
from samples import (
    CALL_ONE,
    CALL_TWO,
    MANY_SCRIPTS,
    PERSON_SCHEMA,
    PNG_BASE64,
    PNG_SEEN,
    TIME_SCHEMA,
    WEATHER_SCHEMA,
    dropped,
)

TOOLS = [
    {"name": "get_weather", "description": "The weather", "input_schema": WEATHER_SCHEMA},
    {"name": "get_time", "description": "The time", "input_schema": TIME_SCHEMA},
]


def user(text):
    return {"role": "user", "content": text}


def text_of(message):
    return "".join(block.text for block in message.content if block.type == "text")


def calls_of(message):
    return [block for block in message.content if block.type == "tool_use"]


def results(calls, answer=lambda call: f"from {call.name}"):
    """The user turn that answers all calls."""
    return {
        "role": "user",
        "content": [{"type": "tool_result", "tool_use_id": call.id, "content": answer(call)} for call in calls],
    }


def turn(message):
    """An answer as the assistant turn of the next request, every block as it came."""
    return {"role": "assistant", "content": [block.model_dump(exclude_none=True) for block in message.content]}


class TestText:
    def test_plain_answer(self, anthropic_client, provider):
        message = anthropic_client.messages.create(
            model=f"{provider}/echo", max_tokens=1024, messages=[user(MANY_SCRIPTS)]
        )
        assert message.id.startswith("msg_")
        assert (message.type, message.role) == ("message", "assistant")
        assert text_of(message) == MANY_SCRIPTS
        assert message.stop_reason == "end_turn"
        assert message.usage.input_tokens > 0 and message.usage.output_tokens > 0

    def test_stream_equals_whole_answer(self, anthropic_client, provider):
        request = {"model": f"{provider}/echo", "max_tokens": 1024, "messages": [user(MANY_SCRIPTS)]}
        whole = anthropic_client.messages.create(**request)
        with anthropic_client.messages.stream(**request) as stream:
            pieces = list(stream.text_stream)
            final = stream.get_final_message()
        assert "".join(pieces) == MANY_SCRIPTS and len(pieces) > 3
        assert text_of(final) == MANY_SCRIPTS
        assert final.stop_reason == "end_turn"
        assert (final.usage.input_tokens, final.usage.output_tokens) == (
            whole.usage.input_tokens,
            whole.usage.output_tokens,
        )

    def test_stream_has_the_order_of_the_wire(self, anthropic_client, provider):
        stream = anthropic_client.messages.create(
            model=f"{provider}/echo", max_tokens=1024, messages=[user("Hello there")], stream=True
        )
        kinds = [event.type for event in stream if event.type != "ping"]
        assert kinds[:2] == ["message_start", "content_block_start"]
        assert kinds[-3:] == ["content_block_stop", "message_delta", "message_stop"]
        assert set(kinds[2:-3]) == {"content_block_delta"}

    @pytest.mark.parametrize(
        "system",
        ["Be a lighthouse.", [{"type": "text", "text": "Be a lighthouse.", "cache_control": {"type": "ephemeral"}}]],
        ids=["text", "blocks"],
    )
    def test_system_prompt_arrives(self, anthropic_client, provider, system):
        message = anthropic_client.messages.create(
            model=f"{provider}/sim-1",
            max_tokens=1024,
            system=system,
            messages=[user("What is your system prompt?")],
        )
        assert "Be a lighthouse." in text_of(message)

    def test_stop_sequence_cuts(self, anthropic_client, provider):
        message = anthropic_client.messages.create(
            model=f"{provider}/echo", max_tokens=1024, messages=[user("before HALT after")], stop_sequences=["HALT"]
        )
        assert text_of(message) == "before "
        # OpenAI and Gemini do not say which stop sequence ended the answer, or that one did.
        assert message.stop_reason == ("stop_sequence" if provider == "claude" else "end_turn")

    def test_token_limit_cuts(self, anthropic_client, provider):
        message = anthropic_client.messages.create(
            model=f"{provider}/echo", max_tokens=5, messages=[user("abcdefgh" * 20)]
        )
        assert message.stop_reason == "max_tokens"
        assert message.usage.output_tokens == 5
        assert 0 < len(text_of(message)) < 160

    def test_image_arrives(self, anthropic_client, provider):
        image = {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": PNG_BASE64}}
        message = anthropic_client.messages.create(
            model=f"{provider}/sim-1",
            max_tokens=1024,
            messages=[{"role": "user", "content": [image, {"type": "text", "text": "Look"}]}],
        )
        assert f"Received 1 image: {PNG_SEEN}" in text_of(message)

    def test_refusal_has_its_own_stop_reason(self, anthropic_client, provider):
        message = anthropic_client.messages.create(
            model=f"{provider}/sim-1", max_tokens=1024, messages=[user("please refuse")]
        )
        assert message.stop_reason == "refusal"


class TestTools:
    def test_call_and_second_turn(self, anthropic_client, provider):
        request = {"model": f"{provider}/sim-1", "max_tokens": 1024, "tools": TOOLS}
        first = anthropic_client.messages.create(messages=[user(CALL_ONE)], **request)
        assert first.stop_reason == "tool_use"
        (call,) = calls_of(first)
        assert call.name == "get_weather" and call.input["city"] == "Kyoto"
        jsonschema.validate(call.input, WEATHER_SCHEMA)

        second = anthropic_client.messages.create(
            messages=[user(CALL_ONE), turn(first), results([call], lambda _: "22 degrees")], **request
        )
        assert second.stop_reason == "end_turn"
        assert "22 degrees" in text_of(second)

    def test_parallel_calls(self, anthropic_client, provider):
        request = {"model": f"{provider}/sim-1", "max_tokens": 1024, "tools": TOOLS}
        first = anthropic_client.messages.create(messages=[user(CALL_TWO)], **request)
        calls = calls_of(first)
        assert [call.name for call in calls] == ["get_weather", "get_time"]
        assert len({call.id for call in calls}) == 2
        second = anthropic_client.messages.create(messages=[user(CALL_TWO), turn(first), results(calls)], **request)
        text = text_of(second)
        assert text.index("from get_weather") < text.index("from get_time")

    def test_streamed_parallel_calls_and_second_turn(self, anthropic_client, provider):
        request = {"model": f"{provider}/sim-1", "max_tokens": 1024, "tools": TOOLS}
        with anthropic_client.messages.stream(messages=[user(CALL_TWO)], **request) as stream:
            first = stream.get_final_message()
        assert first.stop_reason == "tool_use"
        calls = calls_of(first)
        assert [(call.name, call.input.get("city"), call.input.get("zone")) for call in calls] == [
            ("get_weather", "Kyoto", None),
            ("get_time", None, "JST"),
        ]
        second = anthropic_client.messages.create(messages=[user(CALL_TWO), turn(first), results(calls)], **request)
        assert "from get_weather" in text_of(second) and "from get_time" in text_of(second)

    @pytest.mark.parametrize(
        "choice, expected",
        [
            ({"type": "none"}, []),
            ({"type": "any"}, ["get_weather"]),
            ({"type": "tool", "name": "get_time"}, ["get_time"]),
        ],
        ids=["none", "any", "named"],
    )
    def test_tool_choice(self, anthropic_client, provider, choice, expected):
        message = anthropic_client.messages.create(
            model=f"{provider}/sim-1", max_tokens=1024, messages=[user("Hello")], tools=TOOLS, tool_choice=choice
        )
        assert [call.name for call in calls_of(message)] == expected

    def test_one_call_where_parallel_calls_are_off(self, anthropic_client, provider):
        answer = anthropic_client.messages.with_raw_response.create(
            model=f"{provider}/sim-1",
            max_tokens=1024,
            messages=[user(CALL_TWO)],
            tools=TOOLS,
            tool_choice={"type": "auto", "disable_parallel_tool_use": True},
        )
        assert len(calls_of(answer.parse())) == 1 or any("parallel" in name for name in dropped(answer.headers))

    def test_failed_tool_is_told_apart(self, anthropic_client, provider):
        request = {"model": f"{provider}/sim-1", "max_tokens": 1024, "tools": TOOLS}
        first = anthropic_client.messages.create(messages=[user(CALL_ONE)], **request)
        answer = results(calls_of(first), lambda _: "no such city")
        answer["content"][0]["is_error"] = True
        second = anthropic_client.messages.create(messages=[user(CALL_ONE), turn(first), answer], **request)
        assert "no such city" in text_of(second)

    def test_image_in_a_tool_result(self, anthropic_client):
        request = {"model": "claude/sim-1", "max_tokens": 1024, "tools": TOOLS}
        first = anthropic_client.messages.create(messages=[user(CALL_ONE)], **request)
        image = {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": PNG_BASE64}}
        answer = results(calls_of(first), lambda _: [{"type": "text", "text": "a picture"}, image])
        second = anthropic_client.messages.create(messages=[user(CALL_ONE), turn(first), answer], **request)
        assert "a picture" in text_of(second)

    def test_missing_tool_result_is_refused(self, anthropic_client, provider):
        call = {"type": "tool_use", "id": "toolu_1", "name": "get_time", "input": {"zone": "JST"}}
        with pytest.raises(anthropic.BadRequestError):
            anthropic_client.messages.create(
                model=f"{provider}/sim-1",
                max_tokens=1024,
                messages=[user("Hi"), {"role": "assistant", "content": [call]}, user("And now?")],
                tools=TOOLS,
            )


class TestStructuredOutput:
    def test_json_schema(self, anthropic_client, provider):
        message = anthropic_client.messages.create(
            model=f"{provider}/sim-1",
            max_tokens=1024,
            messages=[user("Someone with name=Ada")],
            output_config={"format": {"type": "json_schema", "schema": PERSON_SCHEMA}},
        )
        document = json.loads(text_of(message))
        jsonschema.validate(document, PERSON_SCHEMA)
        assert document["name"] == "Ada"


class TestThinking:
    THINKING = {"type": "enabled", "budget_tokens": 2048}

    def test_thoughts_come_first_and_signed(self, anthropic_client):
        message = anthropic_client.messages.create(
            model="claude/sim-1", max_tokens=4096, thinking=self.THINKING, messages=[user("Think about it")]
        )
        assert [block.type for block in message.content] == ["thinking", "text"]
        assert message.content[0].thinking and message.content[0].signature

    def test_thoughts_of_gemini_are_shown(self, anthropic_client):
        message = anthropic_client.messages.create(
            model="gemini/sim-1", max_tokens=4096, thinking=self.THINKING, messages=[user("Think about it")]
        )
        assert message.content[0].type == "thinking" and message.content[0].thinking
        assert 'You said: "Think about it"' in text_of(message)

    def test_stream_of_thoughts_equals_the_whole(self, anthropic_client):
        request = {
            "model": "claude/sim-1",
            "max_tokens": 4096,
            "thinking": self.THINKING,
            "messages": [user("Think about it, redacted too")],
        }
        with anthropic_client.messages.stream(**request) as stream:
            streamed = stream.get_final_message()
        assert [block.type for block in streamed.content] == ["thinking", "redacted_thinking", "text"]
        assert streamed.content[0].thinking and streamed.content[0].signature
        assert streamed.content[1].data

    @pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])
    def test_signatures_survive_the_tool_loop(self, anthropic_client, provider, stream):
        """The provider refuses the second turn where its thoughts do not come back as it signed them."""
        request = {"model": f"{provider}/sim-1", "max_tokens": 4096, "tools": TOOLS, "thinking": self.THINKING}
        messages = [user(CALL_TWO)]
        if stream:
            with anthropic_client.messages.stream(messages=messages, **request) as answer:
                first = answer.get_final_message()
        else:
            first = anthropic_client.messages.create(messages=messages, **request)
        calls = calls_of(first)
        assert len(calls) == 2
        second = anthropic_client.messages.create(messages=[*messages, turn(first), results(calls)], **request)
        assert "from get_time" in text_of(second)

    def test_tampered_signature_is_refused_by_the_provider(self, anthropic_client):
        request = {"model": "claude/sim-1", "max_tokens": 4096, "tools": TOOLS, "thinking": self.THINKING}
        first = anthropic_client.messages.create(messages=[user(CALL_ONE)], **request)
        forged = turn(first)
        forged["content"][0]["signature"] = "Zm9yZ2Vk"
        with pytest.raises(anthropic.BadRequestError):
            anthropic_client.messages.create(
                messages=[user(CALL_ONE), forged, results(calls_of(first))], **request
            )


class TestCountTokens:
    def test_count_is_what_the_answer_bills(self, anthropic_client):
        request = {"model": "claude/echo", "messages": [user("How many tokens are these?")], "system": "Count."}
        counted = anthropic_client.messages.count_tokens(**request)
        billed = anthropic_client.messages.create(max_tokens=1024, **request)
        assert counted.input_tokens == billed.usage.input_tokens

    def test_unknown_model(self, anthropic_client):
        with pytest.raises(anthropic.NotFoundError):
            anthropic_client.messages.count_tokens(model="nobody/echo", messages=[user("Hi")])


class TestUsage:
    def test_cache_classes_are_kept_apart(self, anthropic_client):
        message = anthropic_client.messages.create(
            model="claude/echo",
            max_tokens=1024,
            system=[
                {"type": "text", "text": "cache me " * 50, "cache_control": {"type": "ephemeral"}},
                {"type": "text", "text": "write this " * 50, "cache_control": {"type": "ephemeral", "ttl": "1h"}},
            ],
            messages=[user("Hello")],
        )
        usage = message.usage
        assert usage.cache_read_input_tokens > 0
        assert usage.cache_creation.ephemeral_1h_input_tokens == usage.cache_creation_input_tokens > 0
        assert 0 < usage.input_tokens < usage.cache_read_input_tokens

    def test_cached_tokens_of_others_are_not_input_tokens(self, anthropic_client):
        """OpenAI and Gemini count cached tokens in the prompt, Anthropic beside it."""
        for provider in ("openai", "gemini"):
            message = anthropic_client.messages.create(
                model=f"{provider}/echo", max_tokens=1024, system="cache me " * 50, messages=[user("Hello")]
            )
            assert message.usage.cache_read_input_tokens > message.usage.input_tokens, provider


class TestErrors:
    def test_unknown_key(self, gateway):
        client = anthropic.Anthropic(api_key="sk-km-wrong-key-0123456789", base_url=gateway.url, max_retries=0)
        with pytest.raises(anthropic.AuthenticationError) as failure:
            client.messages.create(model="claude/echo", max_tokens=10, messages=[user("Hi")])
        assert failure.value.body["error"]["type"] == "authentication_error"

    def test_key_as_a_bearer_token(self, gateway):
        client = anthropic.Anthropic(auth_token=KEY, base_url=gateway.url, max_retries=0)
        message = client.messages.create(model="claude/echo", max_tokens=10, messages=[user("Hi")])
        assert text_of(message) == "Hi"

    @pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])
    @pytest.mark.parametrize(
        "fault, status, kind",
        [
            ("no-such-model", 404, "not_found_error"),
            ("fault-status-400", 400, "invalid_request_error"),
            ("fault-context-length", 400, "invalid_request_error"),
            ("fault-status-401", 502, "api_error"),
            ("fault-status-429", 429, "rate_limit_error"),
            ("fault-status-500", None, "api_error"),
            ("fault-status-503", 529, "overloaded_error"),
            ("fault-status-529", 529, "overloaded_error"),
            ("fault-html-200", 502, "api_error"),
        ],
    )
    def test_provider_errors(self, anthropic_client, provider, fault, status, kind, stream):
        with pytest.raises(anthropic.APIStatusError) as failure:
            answer = anthropic_client.messages.create(
                model=fault_model(provider, fault), max_tokens=10, messages=[user("Hi")], stream=stream
            )
            list(answer)
        assert status is None or failure.value.status_code == status
        assert failure.value.body["type"] == "error"
        assert failure.value.body["error"]["type"] == kind

    def test_bad_request(self, anthropic_client, provider):
        with pytest.raises(anthropic.BadRequestError) as failure:
            anthropic_client.messages.create(model=f"{provider}/sim-1", max_tokens=10, messages=[])
        assert "messages" in str(failure.value)

    @pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])
    def test_provider_timeout(self, anthropic_client, provider, stream):
        with pytest.raises(anthropic.APIStatusError) as failure:
            anthropic_client.messages.create(
                model=f"impatient-{provider}-hang-before-headers",
                max_tokens=10,
                messages=[user("Hi")],
                stream=stream,
            )
        assert failure.value.status_code == 504
        assert failure.value.body["error"]["type"] == "timeout_error"

    @pytest.mark.parametrize(
        "fault", ["error-mid-stream", "no-terminal", "truncated-body", "reset-mid-stream", "hang-mid-stream"]
    )
    def test_broken_stream_raises(self, anthropic_client, provider, fault):
        model = f"impatient-{provider}-{fault}" if fault.startswith("hang") else fault_model(provider, f"fault-{fault}")
        with pytest.raises(anthropic.APIError):
            with anthropic_client.messages.stream(model=model, max_tokens=100, messages=[user("Hello")]) as stream:
                stream.get_final_message()


class TestModels:
    def test_list(self, anthropic_client):
        page = anthropic_client.models.list()
        names = [model.id for model in page.data]
        assert "falls-over" in names
        assert page.first_id == names[0] and page.last_id == names[-1]
        assert all(model.type == "model" for model in page.data)


class TestSameDialect:
    def test_fields_and_their_order_survive(self, anthropic_client, simulator):
        anthropic_client.messages.create(
            model="claude/echo",
            max_tokens=10,
            messages=[user("Hi")],
            service_tier="standard_only",
            tools=[{"name": "odd", "input_schema": {"type": "object", "z": 1, "a": 2.50, "properties": {}}}],
            extra_headers={"anthropic-beta": "some-beta-2030-01-01"},
        )
        request = simulator.last_request()
        assert '{"type":"object","z":1,"a":2.5,"properties":{}}' in request["body"].replace(" ", "")
        headers = {name.lower(): value for name, value in request["headers"]}
        assert headers["anthropic-beta"] == "some-beta-2030-01-01"
        assert headers["anthropic-version"] == anthropic_client.default_headers["anthropic-version"]

    def test_fields_nobody_knows_yet_reach_the_provider(self, anthropic_client, simulator):
        """The provider decides about them, and its refusal comes back in its words."""
        with pytest.raises(anthropic.BadRequestError) as failure:
            anthropic_client.messages.create(
                model="claude/echo",
                max_tokens=10,
                messages=[user("Hi")],
                extra_body={"a_field_from_next_year": {"z": 1, "a": 2.50}},
            )
        assert "a_field_from_next_year" in str(failure.value)
        assert '"a_field_from_next_year":{"z":1,"a":2.5}' in simulator.last_request()["body"].replace(" ", "")


class TestConcurrency:
    def test_fifty_streams_at_once(self, gateway, provider, run):
        async def one(client, number):
            async with client.messages.stream(
                model=f"{provider}/echo", max_tokens=1024, messages=[user(f"stream {number} " * 20)]
            ) as stream:
                return "".join([piece async for piece in stream.text_stream])

        async def all_of_them():
            async with anthropic.AsyncAnthropic(api_key=KEY, base_url=gateway.url, max_retries=0) as client:
                return await asyncio.gather(*(one(client, number) for number in range(50)))

        assert run(all_of_them()) == [f"stream {number} " * 20 for number in range(50)]
