"""The official Google Gen AI SDK against the gateway, with a provider of each dialect behind it."""

import asyncio
import json

import jsonschema
import pytest
from google import genai
from google.genai import errors, types

from harness.faults import fault_model
from harness.gateway import KEY
from samples import CALL_ONE, CALL_TWO, MANY_SCRIPTS, PERSON_SCHEMA, PNG, PNG_SEEN, TIME_SCHEMA, WEATHER_SCHEMA

TOOLS = [
    types.Tool(
        function_declarations=[
            types.FunctionDeclaration(
                name="get_weather", description="The weather", parameters_json_schema=WEATHER_SCHEMA
            ),
            types.FunctionDeclaration(name="get_time", description="The time", parameters_json_schema=TIME_SCHEMA),
        ]
    )
]


def config(**fields):
    """A configuration in which the SDK itself calls no functions."""
    fields.setdefault("automatic_function_calling", types.AutomaticFunctionCallingConfig(disable=True))
    return types.GenerateContentConfig(**fields)


def user(*parts):
    return types.Content(role="user", parts=[types.Part(text=p) if isinstance(p, str) else p for p in parts])


def calls_of(answer):
    return answer.function_calls or []


def responses(calls):
    """The user turn that answers all calls."""
    return types.Content(
        role="user",
        parts=[
            types.Part(
                function_response=types.FunctionResponse(
                    id=call.id, name=call.name, response={"output": f"from {call.name}"}
                )
            )
            for call in calls
        ],
    )


class TestText:
    def test_plain_answer(self, genai_client, provider):
        answer = genai_client.models.generate_content(model=f"{provider}/echo", contents=MANY_SCRIPTS)
        assert answer.text == MANY_SCRIPTS
        candidate = answer.candidates[0]
        assert candidate.finish_reason == types.FinishReason.STOP
        assert candidate.content.role == "model"
        usage = answer.usage_metadata
        assert usage.prompt_token_count > 0 and usage.candidates_token_count > 0
        assert usage.total_token_count == usage.prompt_token_count + usage.candidates_token_count
        assert answer.response_id and answer.model_version

    @pytest.mark.parametrize("version", ["v1", "v1beta"])
    def test_both_versions_of_the_path(self, gateway, version):
        client = genai.Client(
            api_key=KEY, http_options=types.HttpOptions(base_url=gateway.url, api_version=version)
        )
        assert client.models.generate_content(model="claude/echo", contents="Hi").text == "Hi"
        assert "models/falls-over" in [model.name for model in client.models.list()]

    def test_stream_equals_whole_answer(self, genai_client, provider):
        whole = genai_client.models.generate_content(model=f"{provider}/echo", contents=MANY_SCRIPTS)
        chunks = list(genai_client.models.generate_content_stream(model=f"{provider}/echo", contents=MANY_SCRIPTS))
        assert "".join(chunk.text or "" for chunk in chunks) == MANY_SCRIPTS
        assert len(chunks) > 3
        assert chunks[-1].candidates[0].finish_reason == types.FinishReason.STOP
        usage = chunks[-1].usage_metadata
        assert usage.prompt_token_count == whole.usage_metadata.prompt_token_count
        assert usage.candidates_token_count == whole.usage_metadata.candidates_token_count

    def test_stream_without_events_is_one_array(self, gateway, provider):
        body = {"contents": [{"role": "user", "parts": [{"text": "Hello array"}]}]}
        status, headers, chunks = gateway.post(f"/v1beta/models/{provider}/echo:streamGenerateContent", body)
        assert status == 200 and headers["content-type"].startswith("application/json")
        assert isinstance(chunks, list)
        parts = [part for chunk in chunks for c in chunk.get("candidates", []) for part in c["content"].get("parts", [])]
        assert "".join(part.get("text", "") for part in parts) == "Hello array"

    def test_system_instruction_arrives(self, genai_client, provider):
        answer = genai_client.models.generate_content(
            model=f"{provider}/sim-1",
            contents="What is your system prompt?",
            config=config(system_instruction="Be a lighthouse."),
        )
        assert "Be a lighthouse." in answer.text

    def test_chat_keeps_its_turns(self, genai_client, provider):
        chat = genai_client.chats.create(model=f"{provider}/sim-1")
        chat.send_message("One")
        assert "Turns: 3." in chat.send_message("Two").text

    def test_stop_sequence_cuts(self, genai_client, provider):
        answer = genai_client.models.generate_content(
            model=f"{provider}/echo", contents="before HALT after", config=config(stop_sequences=["HALT"])
        )
        assert answer.text == "before "

    def test_token_limit_cuts(self, genai_client, provider):
        answer = genai_client.models.generate_content(
            model=f"{provider}/echo", contents="abcdefgh" * 20, config=config(max_output_tokens=5)
        )
        assert answer.candidates[0].finish_reason == types.FinishReason.MAX_TOKENS
        assert answer.usage_metadata.candidates_token_count == 5

    def test_image_arrives(self, genai_client, provider):
        answer = genai_client.models.generate_content(
            model=f"{provider}/sim-1", contents=["Look", types.Part.from_bytes(data=PNG, mime_type="image/png")]
        )
        assert f"Received 1 image: {PNG_SEEN}" in answer.text

    def test_refusal_is_a_safety_stop(self, genai_client, provider):
        answer = genai_client.models.generate_content(model=f"{provider}/sim-1", contents="please refuse")
        assert answer.candidates[0].finish_reason == types.FinishReason.SAFETY

    def test_blocked_prompt(self, genai_client):
        answer = genai_client.models.generate_content(model="gemini/sim-1", contents="block prompt")
        assert answer.prompt_feedback.block_reason and not answer.candidates


class TestTools:
    def test_call_and_second_turn(self, genai_client, provider):
        model = f"{provider}/sim-1"
        first = genai_client.models.generate_content(model=model, contents=CALL_ONE, config=config(tools=TOOLS))
        (call,) = calls_of(first)
        assert call.name == "get_weather" and call.args["city"] == "Kyoto"
        jsonschema.validate(call.args, WEATHER_SCHEMA)
        assert first.candidates[0].finish_reason == types.FinishReason.STOP

        second = genai_client.models.generate_content(
            model=model,
            contents=[user(CALL_ONE), first.candidates[0].content, responses([call])],
            config=config(tools=TOOLS),
        )
        assert "from get_weather" in second.text

    @pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])
    def test_parallel_calls_and_second_turn(self, genai_client, provider, stream):
        model = f"{provider}/sim-1"
        if stream:
            chunks = genai_client.models.generate_content_stream(
                model=model, contents=CALL_TWO, config=config(tools=TOOLS)
            )
            parts = [p for chunk in chunks for c in chunk.candidates or [] for p in (c.content and c.content.parts) or []]
            turn = types.Content(role="model", parts=parts)
        else:
            first = genai_client.models.generate_content(model=model, contents=CALL_TWO, config=config(tools=TOOLS))
            turn = first.candidates[0].content
        calls = [part.function_call for part in turn.parts if part.function_call]
        assert [call.name for call in calls] == ["get_weather", "get_time"]
        assert calls[1].args == {"zone": "JST"}
        second = genai_client.models.generate_content(
            model=model, contents=[user(CALL_TWO), turn, responses(calls)], config=config(tools=TOOLS)
        )
        assert second.text.index("from get_weather") < second.text.index("from get_time")

    @pytest.mark.parametrize(
        "mode, allowed, expected",
        [("NONE", None, []), ("ANY", None, ["get_weather"]), ("ANY", ["get_time"], ["get_time"])],
        ids=["none", "any", "named"],
    )
    def test_function_calling_mode(self, genai_client, provider, mode, allowed, expected):
        answer = genai_client.models.generate_content(
            model=f"{provider}/sim-1",
            contents="Hello",
            config=config(
                tools=TOOLS,
                tool_config=types.ToolConfig(
                    function_calling_config=types.FunctionCallingConfig(mode=mode, allowed_function_names=allowed)
                ),
            ),
        )
        assert [call.name for call in calls_of(answer)] == expected

    def test_upper_case_schema_types(self, genai_client, provider):
        """`parameters` takes Gemini's own schema, whose types are upper-case."""
        schema = types.Schema(
            type=types.Type.OBJECT, properties={"zone": types.Schema(type=types.Type.STRING)}, required=["zone"]
        )
        tool = types.Tool(function_declarations=[types.FunctionDeclaration(name="get_time", parameters=schema)])
        answer = genai_client.models.generate_content(
            model=f"{provider}/sim-1", contents="call get_time zone=JST", config=config(tools=[tool])
        )
        assert calls_of(answer)[0].args == {"zone": "JST"}

    def test_python_function_is_called_by_the_sdk(self, genai_client, provider):
        seen = []

        def get_weather(city: str) -> str:
            """The weather in a city."""
            seen.append(city)
            return f"sunny in {city}"

        answer = genai_client.models.generate_content(
            model=f"{provider}/sim-1",
            contents=CALL_ONE,
            config=types.GenerateContentConfig(tools=[get_weather]),
        )
        assert seen == ["Kyoto"]
        assert "sunny in Kyoto" in answer.text


class TestStructuredOutput:
    @pytest.mark.parametrize("field", ["response_json_schema", "response_schema"])
    def test_schema(self, genai_client, provider, field):
        schema = PERSON_SCHEMA
        if field == "response_schema":
            schema = types.Schema.from_json_schema(
                json_schema=types.JSONSchema.model_validate({k: v for k, v in PERSON_SCHEMA.items()})
            )
        answer = genai_client.models.generate_content(
            model=f"{provider}/sim-1",
            contents="Someone with name=Ada",
            config=config(response_mime_type="application/json", **{field: schema}),
        )
        document = json.loads(answer.text)
        assert document["name"] == "Ada"
        jsonschema.validate(document, PERSON_SCHEMA)


class TestThinking:
    CONFIG = types.ThinkingConfig(include_thoughts=True, thinking_budget=2048)

    def test_thoughts_are_marked(self, genai_client):
        for provider in ("gemini", "claude"):
            answer = genai_client.models.generate_content(
                model=f"{provider}/sim-1", contents="Think about it", config=config(thinking_config=self.CONFIG)
            )
            parts = answer.candidates[0].content.parts
            assert any(part.thought and part.text for part in parts), provider
            assert 'You said: "Think about it"' in answer.text

    def test_thoughts_are_not_candidate_tokens(self, genai_client):
        usage = genai_client.models.generate_content(
            model="gemini/sim-1", contents="Think about it", config=config(thinking_config=self.CONFIG)
        ).usage_metadata
        assert usage.thoughts_token_count > 0
        assert usage.total_token_count == (
            usage.prompt_token_count + usage.candidates_token_count + usage.thoughts_token_count
        )

    def test_reasoning_of_openai_is_thoughts(self, genai_client):
        usage = genai_client.models.generate_content(
            model="openai/sim-1", contents="Think about it", config=config(thinking_config=self.CONFIG)
        ).usage_metadata
        assert usage.thoughts_token_count > 0
        assert usage.total_token_count == (
            usage.prompt_token_count + usage.candidates_token_count + usage.thoughts_token_count
        )

    @pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])
    def test_signatures_survive_the_tool_loop(self, genai_client, provider, stream):
        """The provider refuses the second turn where its thoughts do not come back as it signed them."""
        settings = config(tools=TOOLS, thinking_config=self.CONFIG)
        model = f"{provider}/sim-1"
        if stream:
            chunks = genai_client.models.generate_content_stream(model=model, contents=CALL_TWO, config=settings)
            parts = [p for chunk in chunks for c in chunk.candidates or [] for p in (c.content and c.content.parts) or []]
            turn = types.Content(role="model", parts=parts)
        else:
            answer = genai_client.models.generate_content(model=model, contents=CALL_TWO, config=settings)
            turn = answer.candidates[0].content
        calls = [part.function_call for part in turn.parts if part.function_call]
        assert len(calls) == 2
        second = genai_client.models.generate_content(
            model=model, contents=[user(CALL_TWO), turn, responses(calls)], config=settings
        )
        assert "from get_time" in second.text


class TestCountTokens:
    def test_count_is_what_the_answer_bills(self, genai_client):
        text = "How many tokens are these?"
        counted = genai_client.models.count_tokens(model="gemini/echo", contents=text)
        billed = genai_client.models.generate_content(model="gemini/echo", contents=text)
        assert counted.total_tokens == billed.usage_metadata.prompt_token_count


class TestErrors:
    def test_unknown_key(self, gateway):
        client = genai.Client(api_key="sk-km-wrong-0123456789", http_options=types.HttpOptions(base_url=gateway.url))
        with pytest.raises(errors.ClientError) as failure:
            client.models.generate_content(model="gemini/echo", contents="Hi")
        assert (failure.value.code, failure.value.status) == (401, "UNAUTHENTICATED")

    @pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])
    @pytest.mark.parametrize(
        "fault, code, status",
        [
            ("no-such-model", 404, "NOT_FOUND"),
            ("fault-status-400", 400, "INVALID_ARGUMENT"),
            ("fault-context-length", 400, "INVALID_ARGUMENT"),
            ("fault-status-401", 502, "INTERNAL"),
            ("fault-status-429", 429, "RESOURCE_EXHAUSTED"),
            ("fault-status-500", None, None),
            ("fault-status-503", 503, "UNAVAILABLE"),
            ("fault-html-200", 502, "INTERNAL"),
        ],
    )
    def test_provider_errors(self, genai_client, provider, fault, code, status, stream):
        with pytest.raises(errors.APIError) as failure:
            if stream:
                list(genai_client.models.generate_content_stream(model=fault_model(provider, fault), contents="Hi"))
            else:
                genai_client.models.generate_content(model=fault_model(provider, fault), contents="Hi")
        assert code is None or (failure.value.code, failure.value.status) == (code, status)

    def test_wait_hint_is_in_the_body(self, genai_client, provider):
        with pytest.raises(errors.ClientError) as failure:
            genai_client.models.generate_content(model=fault_model(provider, "fault-status-429-retry-after-2"), contents="Hi")
        details = failure.value.details["error"]["details"]
        (hint,) = [item for item in details if item["@type"].endswith("RetryInfo")]
        assert hint["retryDelay"] == "2s"

    def test_bad_request(self, genai_client):
        with pytest.raises(errors.ClientError) as failure:
            genai_client.models.generate_content(model="openai/sim-1", contents="Hi", config=config(max_output_tokens=-5))
        assert (failure.value.code, failure.value.status) == (400, "INVALID_ARGUMENT")

    @pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])
    def test_provider_timeout(self, genai_client, provider, stream):
        model = f"impatient-{provider}-hang-before-headers"
        with pytest.raises(errors.ServerError) as failure:
            if stream:
                list(genai_client.models.generate_content_stream(model=model, contents="Hi"))
            else:
                genai_client.models.generate_content(model=model, contents="Hi")
        assert (failure.value.code, failure.value.status) == (504, "DEADLINE_EXCEEDED")

    @pytest.mark.parametrize(
        "fault", ["error-mid-stream", "no-terminal", "truncated-body", "reset-mid-stream", "hang-mid-stream"]
    )
    def test_broken_stream_is_not_complete(self, genai_client, provider, fault):
        model = f"impatient-{provider}-{fault}" if fault.startswith("hang") else fault_model(provider, f"fault-{fault}")
        with pytest.raises(Exception) as failure:
            chunks = list(genai_client.models.generate_content_stream(model=model, contents="Hello"))
            raise AssertionError(f"the stream ended cleanly: {chunks[-1]}")
        assert not isinstance(failure.value, AssertionError), failure.value


class TestModels:
    def test_list(self, genai_client):
        names = [model.name for model in genai_client.models.list()]
        assert "models/falls-over" in names


class TestConcurrency:
    def test_fifty_streams_at_once(self, gateway, provider, run):
        async def one(client, number):
            stream = await client.aio.models.generate_content_stream(
                model=f"{provider}/echo", contents=f"stream {number} " * 20
            )
            return "".join([chunk.text or "" async for chunk in stream])

        async def all_of_them():
            client = genai.Client(api_key=KEY, http_options=types.HttpOptions(base_url=gateway.url))
            try:
                return await asyncio.gather(*(one(client, number) for number in range(50)))
            finally:
                await client.aio.aclose()

        assert run(all_of_them()) == [f"stream {number} " * 20 for number in range(50)]
