"""The official OpenAI SDK against the gateway, with a provider of each dialect behind it."""

import asyncio
import json

import jsonschema
import openai
import pydantic
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


def user(text):
    return {"role": "user", "content": text}


def function(name, schema):
    return {"type": "function", "function": {"name": name, "description": f"Does {name}", "parameters": schema}}


TOOLS = [function("get_weather", WEATHER_SCHEMA), function("get_time", TIME_SCHEMA)]


def collected(stream):
    """A stream put together: (text, calls by index, finish reason, usage, number of chunks)."""
    text, calls, finish, usage, count = "", {}, None, None, 0
    for chunk in stream:
        count += 1
        if chunk.usage:
            usage = chunk.usage
        for choice in chunk.choices:
            text += choice.delta.content or ""
            finish = choice.finish_reason or finish
            for delta in choice.delta.tool_calls or []:
                call = calls.setdefault(delta.index, {"id": "", "name": "", "arguments": ""})
                call["id"] += delta.id or ""
                call["name"] += delta.function.name or ""
                call["arguments"] += delta.function.arguments or ""
    return text, calls, finish, usage, count


class TestText:
    def test_plain_answer(self, openai_client, provider):
        answer = openai_client.chat.completions.create(model=f"{provider}/echo", messages=[user(MANY_SCRIPTS)])
        assert answer.object == "chat.completion"
        assert answer.id.startswith("chatcmpl-")
        assert answer.choices[0].message.role == "assistant"
        assert answer.choices[0].message.content == MANY_SCRIPTS
        assert answer.choices[0].finish_reason == "stop"
        assert answer.usage.prompt_tokens > 0 and answer.usage.completion_tokens > 0
        assert answer.usage.total_tokens == answer.usage.prompt_tokens + answer.usage.completion_tokens

    def test_stream_equals_whole_answer(self, openai_client, provider):
        request = {"model": f"{provider}/echo", "messages": [user(MANY_SCRIPTS)]}
        whole = openai_client.chat.completions.create(**request)
        stream = openai_client.chat.completions.create(**request, stream=True, stream_options={"include_usage": True})
        text, calls, finish, usage, count = collected(stream)
        assert text == MANY_SCRIPTS
        assert calls == {} and finish == "stop" and count > 3
        assert (usage.prompt_tokens, usage.completion_tokens) == (
            whole.usage.prompt_tokens,
            whole.usage.completion_tokens,
        )

    def test_usage_chunk_only_where_asked_for(self, openai_client, provider):
        stream = openai_client.chat.completions.create(
            model=f"{provider}/echo", messages=[user("Hello there")], stream=True
        )
        chunks = list(stream)
        assert all(chunk.usage is None for chunk in chunks)
        assert all(chunk.choices for chunk in chunks)
        assert len({chunk.id for chunk in chunks}) == 1
        assert [c.choices[0].finish_reason for c in chunks if c.choices[0].finish_reason] == ["stop"]

    def test_system_prompt_arrives(self, openai_client, provider):
        answer = openai_client.chat.completions.create(
            model=f"{provider}/sim-1",
            messages=[
                {"role": "system", "content": "Be a lighthouse."},
                {"role": "developer", "content": "Shine at night."},
                user("What is your system prompt?"),
            ],
        )
        text = answer.choices[0].message.content
        assert text.index("Be a lighthouse.") < text.index("Shine at night.")

    def test_conversation_keeps_its_turns(self, openai_client, provider):
        answer = openai_client.chat.completions.create(
            model=f"{provider}/sim-1",
            messages=[user("One"), {"role": "assistant", "content": "Two"}, user("Three")],
        )
        assert 'You said: "Three"' in answer.choices[0].message.content
        assert "Turns: 3." in answer.choices[0].message.content

    def test_stop_sequence_cuts(self, openai_client, provider):
        answer = openai_client.chat.completions.create(
            model=f"{provider}/echo", messages=[user("before HALT after")], stop=["HALT"]
        )
        assert answer.choices[0].message.content == "before "
        assert answer.choices[0].finish_reason == "stop"

    @pytest.mark.parametrize("field", ["max_tokens", "max_completion_tokens"])
    def test_token_limit_cuts(self, openai_client, provider, field):
        answer = openai_client.chat.completions.create(
            model=f"{provider}/echo", messages=[user("abcdefgh" * 20)], **{field: 5}
        )
        assert answer.choices[0].finish_reason == "length"
        assert 0 < len(answer.choices[0].message.content) < 160
        assert answer.usage.completion_tokens == 5

    def test_image_arrives(self, openai_client, provider):
        image = {"type": "image_url", "image_url": {"url": f"data:image/png;base64,{PNG_BASE64}"}}
        answer = openai_client.chat.completions.create(
            model=f"{provider}/sim-1",
            messages=[{"role": "user", "content": [{"type": "text", "text": "Look"}, image]}],
        )
        assert f"Received 1 image: {PNG_SEEN}" in answer.choices[0].message.content

    def test_refusal_is_not_an_answer(self, openai_client, provider):
        answer = openai_client.chat.completions.create(model=f"{provider}/sim-1", messages=[user("please refuse")])
        choice = answer.choices[0]
        assert choice.message.refusal or choice.finish_reason == "content_filter"
        assert not choice.message.content


class TestTools:
    def test_call_and_second_turn(self, openai_client, provider):
        messages = [user(CALL_ONE)]
        first = openai_client.chat.completions.create(model=f"{provider}/sim-1", messages=messages, tools=TOOLS)
        choice = first.choices[0]
        assert choice.finish_reason == "tool_calls"
        (call,) = choice.message.tool_calls
        assert call.id and call.function.name == "get_weather"
        arguments = json.loads(call.function.arguments)
        jsonschema.validate(arguments, WEATHER_SCHEMA)
        assert arguments["city"] == "Kyoto"

        messages += [
            choice.message.model_dump(exclude_none=True),
            {"role": "tool", "tool_call_id": call.id, "content": "22 degrees"},
        ]
        second = openai_client.chat.completions.create(model=f"{provider}/sim-1", messages=messages, tools=TOOLS)
        assert second.choices[0].finish_reason == "stop"
        assert "22 degrees" in second.choices[0].message.content

    def test_parallel_calls_fold_into_one_turn(self, openai_client, provider):
        messages = [user(CALL_TWO)]
        first = openai_client.chat.completions.create(model=f"{provider}/sim-1", messages=messages, tools=TOOLS)
        calls = first.choices[0].message.tool_calls
        assert [call.function.name for call in calls] == ["get_weather", "get_time"]
        assert len({call.id for call in calls}) == 2

        messages.append(first.choices[0].message.model_dump(exclude_none=True))
        messages += [{"role": "tool", "tool_call_id": c.id, "content": f"from {c.function.name}"} for c in calls]
        second = openai_client.chat.completions.create(model=f"{provider}/sim-1", messages=messages, tools=TOOLS)
        text = second.choices[0].message.content
        assert text.index("from get_weather") < text.index("from get_time")

    def test_streamed_parallel_calls_and_second_turn(self, openai_client, provider):
        stream = openai_client.chat.completions.create(
            model=f"{provider}/sim-1", messages=[user(CALL_TWO)], tools=TOOLS, stream=True
        )
        extras = {}
        calls = {}
        finish = None
        for chunk in stream:
            for choice in chunk.choices:
                finish = choice.finish_reason or finish
                for delta in choice.delta.tool_calls or []:
                    call = calls.setdefault(delta.index, {"id": "", "name": "", "arguments": ""})
                    call["id"] += delta.id or ""
                    call["name"] += delta.function.name or ""
                    call["arguments"] += delta.function.arguments or ""
                    extras.setdefault(delta.index, {}).update(delta.model_extra or {})
        assert finish == "tool_calls"
        assert sorted(calls) == [0, 1], "indices count from 0"
        assert [calls[i]["name"] for i in (0, 1)] == ["get_weather", "get_time"]
        assert json.loads(calls[0]["arguments"])["city"] == "Kyoto"
        assert json.loads(calls[1]["arguments"])["zone"] == "JST"

        turn = {
            "role": "assistant",
            "tool_calls": [
                {
                    "id": calls[i]["id"],
                    "type": "function",
                    "function": {"name": calls[i]["name"], "arguments": calls[i]["arguments"]},
                    **extras[i],
                }
                for i in (0, 1)
            ],
        }
        results = [{"role": "tool", "tool_call_id": calls[i]["id"], "content": f"result {i}"} for i in (0, 1)]
        second = openai_client.chat.completions.create(
            model=f"{provider}/sim-1", messages=[user(CALL_TWO), turn, *results], tools=TOOLS
        )
        text = second.choices[0].message.content
        assert text.index("result 0") < text.index("result 1")

    def test_one_call_where_parallel_calls_are_off(self, openai_client, provider):
        answer = openai_client.chat.completions.with_raw_response.create(
            model=f"{provider}/sim-1", messages=[user(CALL_TWO)], tools=TOOLS, parallel_tool_calls=False
        )
        calls = answer.parse().choices[0].message.tool_calls
        assert len(calls) == 1 or "parallel_tool_calls" in dropped(answer.headers)

    @pytest.mark.parametrize(
        "choice, expected",
        [
            ("none", None),
            ("required", "get_weather"),
            ({"type": "function", "function": {"name": "get_time"}}, "get_time"),
            (
                {
                    "type": "allowed_tools",
                    "allowed_tools": {
                        "mode": "required",
                        "tools": [{"type": "function", "function": {"name": "get_time"}}],
                    },
                },
                "get_time",
            ),
        ],
        ids=["none", "required", "named", "allowed"],
    )
    def test_tool_choice(self, openai_client, provider, choice, expected):
        answer = openai_client.chat.completions.create(
            model=f"{provider}/sim-1", messages=[user("Hello")], tools=TOOLS, tool_choice=choice
        )
        calls = answer.choices[0].message.tool_calls
        assert [call.function.name for call in calls or []] == ([expected] if expected else [])

    def test_tool_without_parameters(self, openai_client, provider):
        tool = {"type": "function", "function": {"name": "ping"}}
        answer = openai_client.chat.completions.create(
            model=f"{provider}/sim-1", messages=[user("call ping")], tools=[tool]
        )
        assert json.loads(answer.choices[0].message.tool_calls[0].function.arguments) == {}

    def test_missing_tool_result_is_refused(self, openai_client, provider):
        call = {"id": "call_1", "type": "function", "function": {"name": "get_time", "arguments": '{"zone": "JST"}'}}
        with pytest.raises(openai.BadRequestError):
            openai_client.chat.completions.create(
                model=f"{provider}/sim-1",
                messages=[user("Hi"), {"role": "assistant", "tool_calls": [call]}, user("And now?")],
                tools=TOOLS,
            )


class TestStructuredOutput:
    def test_json_schema(self, openai_client, provider):
        answer = openai_client.chat.completions.create(
            model=f"{provider}/sim-1",
            messages=[user("Someone with name=Ada")],
            response_format={
                "type": "json_schema",
                "json_schema": {"name": "person", "strict": True, "schema": PERSON_SCHEMA},
            },
        )
        document = json.loads(answer.choices[0].message.content)
        jsonschema.validate(document, PERSON_SCHEMA)
        assert document["name"] == "Ada"

    def test_parse_helper(self, openai_client, provider):
        class Person(pydantic.BaseModel):
            name: str
            age: int

        answer = openai_client.chat.completions.parse(
            model=f"{provider}/sim-1", messages=[user("Someone with name=Ada")], response_format=Person
        )
        assert answer.choices[0].message.parsed.name == "Ada"

    def test_json_object(self, openai_client, provider):
        answer = openai_client.chat.completions.with_raw_response.create(
            model=f"{provider}/sim-1", messages=[user("Some JSON")], response_format={"type": "json_object"}
        )
        content = answer.parse().choices[0].message.content
        assert isinstance(json.loads(content), dict) if "response_format" not in dropped(answer.headers) else content


class TestThinking:
    def test_reasoning_is_counted_or_shown(self, openai_client, provider):
        answer = openai_client.chat.completions.create(
            model=f"{provider}/sim-1", messages=[user("Think about it")], reasoning_effort="medium"
        )
        message = answer.choices[0].message
        assert 'You said: "Think about it"' in message.content
        details = answer.usage.completion_tokens_details
        shown = (message.model_extra or {}).get("reasoning_content")
        assert shown or (details and details.reasoning_tokens > 0)
        assert answer.usage.total_tokens == answer.usage.prompt_tokens + answer.usage.completion_tokens

    def test_signatures_survive_the_tool_loop(self, openai_client, provider):
        """The provider refuses the second turn where its thoughts do not come back as it signed them."""
        request = {"model": f"{provider}/sim-1", "tools": TOOLS, "reasoning_effort": "medium"}
        messages = [user(CALL_TWO)]
        first = openai_client.chat.completions.create(messages=messages, **request)
        calls = first.choices[0].message.tool_calls
        assert len(calls) == 2
        messages.append(first.choices[0].message.model_dump(exclude_none=True))
        messages += [{"role": "tool", "tool_call_id": c.id, "content": f"from {c.function.name}"} for c in calls]
        second = openai_client.chat.completions.create(messages=messages, **request)
        assert "from get_time" in second.choices[0].message.content

    def test_streamed_thoughts_are_deltas(self, openai_client):
        stream = openai_client.chat.completions.create(
            model="claude/sim-1", messages=[user("Think about it")], reasoning_effort="medium", stream=True
        )
        thoughts, blocks = "", []
        for chunk in stream:
            for choice in chunk.choices:
                extra = choice.delta.model_extra or {}
                thoughts += extra.get("reasoning_content") or ""
                blocks += extra.get("thinking_blocks") or []
        assert thoughts
        assert [block["type"] for block in blocks] == ["thinking"]
        assert blocks[0]["thinking"] == thoughts and blocks[0]["signature"]


class TestFieldsOnlySomeProvidersHave:
    def test_openai_to_openai_keeps_everything(self, openai_client, simulator):
        answer = openai_client.chat.completions.with_raw_response.create(
            model="openai/sim-1",
            messages=[user("Hello")],
            n=2,
            seed=7,
            logprobs=True,
            top_logprobs=2,
            extra_body={"prompt_cache_key": "tests", "metadata": {"z": "1", "a": "2"}},
        )
        parsed = answer.parse()
        assert len(parsed.choices) == 2
        assert parsed.choices[0].logprobs.content[0].top_logprobs
        assert dropped(answer.headers) == []
        sent = simulator.last_request()["body"]
        assert json.loads(sent)["model"] == "sim-1"
        assert '"metadata":{"z":"1","a":"2"}' in sent.replace(" ", "")

    def test_fields_nobody_knows_yet_reach_the_provider(self, openai_client, simulator):
        """The provider decides about them, and its refusal comes back in its words."""
        with pytest.raises(openai.BadRequestError) as failure:
            openai_client.chat.completions.create(
                model="openai/sim-1",
                messages=[user("Hello")],
                extra_body={"a_field_from_next_year": {"kept": [1, 2.50, "三"]}},
            )
        assert "a_field_from_next_year" in str(failure.value)
        sent = json.loads(simulator.last_request()["body"])
        assert sent["a_field_from_next_year"] == {"kept": [1, 2.50, "三"]}

    def test_what_cannot_be_said_is_listed(self, openai_client):
        answer = openai_client.chat.completions.with_raw_response.create(
            model="claude/sim-1", messages=[user("Hello")], seed=7, extra_body={"a_field_from_next_year": 1}
        )
        assert {"seed", "a_field_from_next_year"} <= set(dropped(answer.headers))

    def test_strict_refuses_what_cannot_be_said(self, openai_client):
        with pytest.raises(openai.BadRequestError) as failure:
            openai_client.chat.completions.create(model="strict-claude", messages=[user("Hello")], seed=7)
        assert "seed" in str(failure.value)

    def test_strict_lets_the_rest_pass(self, openai_client, provider):
        answer = openai_client.chat.completions.create(model=f"strict-{provider}", messages=[user("Hello")])
        assert answer.choices[0].message.content


class TestErrors:
    def test_unknown_key(self, gateway):
        client = openai.OpenAI(api_key="sk-km-wrong-key-0123456789", base_url=f"{gateway.url}/v1", max_retries=0)
        with pytest.raises(openai.AuthenticationError) as failure:
            client.chat.completions.create(model="openai/echo", messages=[user("Hi")])
        assert failure.value.code == "invalid_key"
        assert "sk-km-wrong" not in str(failure.value)

    PROVIDER_ERRORS = [
        ("no-such-model", openai.NotFoundError, 404, "model_not_found"),
        ("fault-status-400", openai.BadRequestError, 400, None),
        ("fault-context-length", openai.BadRequestError, 400, "context_length_exceeded"),
        ("fault-status-401", openai.InternalServerError, 502, "upstream_auth"),
        ("fault-status-403", openai.InternalServerError, 502, "upstream_auth"),
        ("fault-status-429", openai.RateLimitError, 429, None),
        ("fault-status-500", openai.InternalServerError, None, None),
        ("fault-status-503", openai.InternalServerError, 503, "overloaded"),
        ("fault-html-200", openai.InternalServerError, 502, "upstream_error"),
        ("fault-redirect", openai.InternalServerError, 502, "upstream_error"),
    ]

    @pytest.mark.parametrize(
        "fault, kind, status, code, stream",
        [(*error, stream) for error in PROVIDER_ERRORS for stream in (False, True)]
        # A stream has events and not one JSON document that could be broken.
        + [("fault-invalid-json", openai.InternalServerError, 502, "upstream_error", False)],
    )
    def test_provider_errors(self, openai_client, provider, fault, kind, status, code, stream):
        with pytest.raises(kind) as failure:
            answer = openai_client.chat.completions.create(
                model=fault_model(provider, fault), messages=[user("Hi")], stream=stream
            )
            list(answer)
        assert status is None or failure.value.status_code == status
        assert code is None or failure.value.code == code

    def test_wait_hint_is_passed_on(self, openai_client, provider):
        with pytest.raises(openai.RateLimitError) as failure:
            openai_client.chat.completions.create(
                model=fault_model(provider, "fault-status-429-retry-after-2"), messages=[user("Hi")]
            )
        assert float(failure.value.response.headers["retry-after"]) == 2

    def test_unknown_provider_is_not_found(self, openai_client):
        with pytest.raises(openai.NotFoundError) as failure:
            openai_client.chat.completions.create(model="nobody/echo", messages=[user("Hi")])
        assert failure.value.code == "model_not_found"

    @pytest.mark.parametrize(
        "change, parameter",
        [
            ({"messages": []}, "messages"),
            ({"messages": "Hello"}, "messages"),
            ({"messages": [{"role": "nobody", "content": "Hi"}]}, "messages[0].role"),
            ({"n": 0}, "n"),
            ({"n": 1_000_000_000}, "n"),
            ({"max_tokens": -5}, "max_tokens"),
            ({"temperature": "warm"}, "temperature"),
        ],
        ids=["no messages", "messages of a wrong type", "unknown role", "n 0", "n huge", "negative limit", "word"],
    )
    def test_bad_requests_name_the_field(self, openai_client, change, parameter):
        request = {"model": "claude/sim-1", "messages": [user("Hi")], **change}
        with pytest.raises(openai.BadRequestError) as failure:
            openai_client.chat.completions.create(**request)
        assert failure.value.param == parameter

    @pytest.mark.parametrize("fault", ["hang-before-headers", "hang-after-headers"])
    @pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])
    def test_provider_timeout(self, openai_client, provider, fault, stream):
        with pytest.raises(openai.InternalServerError) as failure:
            openai_client.chat.completions.create(
                model=f"impatient-{provider}-{fault}", messages=[user("Hi")], stream=stream
            )
        assert failure.value.status_code == 504
        assert failure.value.code == "upstream_timeout"

    def test_unreachable_provider(self, openai_client):
        with pytest.raises(openai.InternalServerError) as failure:
            openai_client.chat.completions.create(model="unreachable", messages=[user("Hi")])
        assert failure.value.code == "upstream_unavailable"
        assert "127.0.0.1" not in str(failure.value)

    def test_falls_over_to_the_next_target(self, openai_client):
        answer = openai_client.chat.completions.with_raw_response.create(model="falls-over", messages=[user("Hi")])
        assert answer.parse().choices[0].message.content == "Hi"
        assert answer.headers["x-kanmon-provider"] == "claude"
        assert answer.headers["x-kanmon-attempts"] == "2"

    @pytest.mark.parametrize(
        "fault", ["error-mid-stream", "no-terminal", "truncated-body", "reset-mid-stream", "hang-mid-stream"]
    )
    def test_broken_stream_raises(self, openai_client, provider, fault):
        model = f"impatient-{provider}-{fault}" if fault.startswith("hang") else fault_model(provider, f"fault-{fault}")
        with pytest.raises(openai.APIError):
            for _ in openai_client.chat.completions.create(model=model, messages=[user("Hello")], stream=True):
                pass


class TestHeaders:
    def test_every_answer_says_where_it_came_from(self, openai_client, provider):
        answer = openai_client.chat.completions.with_raw_response.create(
            model=f"{provider}/echo", messages=[user("Hi")], extra_headers={"x-request-id": "caller-chose-this"}
        )
        assert answer.headers["x-request-id"] == "caller-chose-this"
        assert answer.headers["x-kanmon-provider"] == provider
        assert answer.headers["x-kanmon-model"] == "echo"
        assert answer.headers["x-kanmon-attempts"] == "1"


class TestModels:
    def test_list(self, openai_client):
        listed = list(openai_client.models.list())
        names = [model.id for model in listed]
        assert "falls-over" in names and "strict-openai" in names
        assert all(model.object == "model" for model in listed)


class TestConcurrency:
    def test_fifty_streams_at_once(self, gateway, provider, run):
        async def one(client, number):
            text = ""
            stream = await client.chat.completions.create(
                model=f"{provider}/echo", messages=[user(f"stream {number} " * 20)], stream=True
            )
            async for chunk in stream:
                text += chunk.choices[0].delta.content or "" if chunk.choices else ""
            return text

        async def all_of_them():
            async with openai.AsyncOpenAI(api_key=KEY, base_url=f"{gateway.url}/v1", max_retries=0) as client:
                return await asyncio.gather(*(one(client, number) for number in range(50)))

        assert run(all_of_them()) == [f"stream {number} " * 20 for number in range(50)]
