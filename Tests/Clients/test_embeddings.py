"""The official OpenAI SDK's embeddings against the gateway, with every provider that has any behind it."""

import base64
import itertools
import json
import math
import struct

import openai
import pytest

from harness.gateway import KEY, PROVIDER_KEYS, Gateway, document

#: Each provider's name and a model of eight dimensions; the simulated provider reads them off the name's end.
WAYS = {"openai": "openai/sim-embed-8d", "gemini": "gemini/sim-embed-8d", "cohere": "cohere/sim-embed-8d"}
BOUND_KEY = "sk-km-tests-bound-0123456789abcdef01234567"
SPENT_KEY = "sk-km-tests-spent-0123456789abcdef01234567"
COHERE_KEY = "sk-upstream-canary-cohere-31e8aa"
numbers = itertools.count()


@pytest.fixture(scope="module")
def server(simulator, directory):
    configuration = document(
        simulator,
        {
            "again": {"targets": [{"model": "cohere/fault-status-503-first-1"}]},
            "over": {"targets": [{"model": "dead/m"}, {"model": "gemini/sim-embed-8d"}]},
            "mixed": {"targets": [{"model": "claude/m"}, {"model": "openai/sim-embed-8d"}]},
            "query": {"targets": [{"model": "cohere-query/sim-embed-8d"}]},
        },
    )
    cohere = {"type": "cohere", "api_key": COHERE_KEY, "base_url": simulator.url}
    configuration["providers"]["cohere"] = cohere
    configuration["providers"]["cohere-query"] = {**cohere, "input_type": "search_query"}
    # A conversation that names no bound gets this one; vectors have none.
    configuration["keys"].append({"name": "bound", "key": BOUND_KEY, "bounds": {"max_tokens": 50}})
    # One dollar a token, for one and a half requests of two tokens; then conversations are served by another model.
    configuration["prices"] = {"openai/priced-8d": {"input_per_million": 1_000_000}}
    budget = {"amount": 3, "period": "month", "action": {"downgrade": "gemini/sim-embed-8d"}}
    configuration["keys"].append({"name": "spent", "key": SPENT_KEY, "budgets": [budget]})
    with Gateway(directory, configuration, name="embeddings") as gateway:
        yield gateway


@pytest.fixture
def client(server):
    with openai.OpenAI(api_key=KEY, base_url=f"{server.url}/v1", max_retries=0, timeout=30) as client:
        yield client


@pytest.fixture(params=WAYS)
def way(request):
    return request.param


def length(vector):
    return math.sqrt(sum(component * component for component in vector))


def cosine(left, right):
    return sum(a * b for a, b in zip(left, right))


def sent(simulator):
    return json.loads(simulator.last_request()["body"])


class TestVectors:
    def test_the_sdk_reads_what_it_asks_for_by_itself(self, client, simulator, way):
        # Without `encoding_format` the SDK asks for base64, and decodes it.
        answer = client.embeddings.create(model=WAYS[way], input=["where does the canal end?", "a boat"])
        assert answer.object == "list" and [entry.index for entry in answer.data] == [0, 1]
        assert all(len(entry.embedding) == 8 for entry in answer.data)
        assert all(abs(length(entry.embedding) - 1) < 1e-5 for entry in answer.data)
        assert answer.usage.prompt_tokens == answer.usage.total_tokens > 0

    def test_lists_and_base64_say_the_same(self, client, way):
        create = client.embeddings.create
        floats = create(model=WAYS[way], input="the same text", encoding_format="float").data[0].embedding
        packed = create(model=WAYS[way], input="the same text", encoding_format="base64").data[0].embedding
        if isinstance(packed, str):
            packed = struct.unpack(f"<{len(floats)}f", base64.b64decode(packed))
        unasked = create(model=WAYS[way], input="the same text").data[0].embedding
        assert len(floats) == 8
        for one in (packed, unasked):
            assert [struct.pack("<f", value) for value in one] == [struct.pack("<f", value) for value in floats]

    def test_texts_with_words_in_common_are_near(self, client, way):
        texts = ["how do I reset my password", "how can I reset my password", "the weather in spring"]
        one, near, far = (
            entry.embedding for entry in client.embeddings.create(model=WAYS[way], input=texts, dimensions=256).data
        )
        assert len(one) == 256
        assert cosine(one, near) > 0.6 > cosine(one, far)

    def test_hundreds_of_inputs_keep_their_order(self, client, way):
        texts = [f"text number {index}" for index in range(300)]
        answer = client.embeddings.create(model=WAYS[way], input=texts)
        assert [entry.index for entry in answer.data] == list(range(300))
        for index in (0, 95, 96, 100, 299):
            alone = client.embeddings.create(model=WAYS[way], input=texts[index]).data[0].embedding
            assert alone == answer.data[index].embedding

    def test_many_scripts(self, client, way):
        answer = client.embeddings.create(model=WAYS[way], input=["関門海峡", "Grüße, 👩‍🚀", "\u0000\n\t\"\\"])
        assert len(answer.data) == 3

    def test_tokens(self, client, way):
        for tokens in ([1, 2, 3], [[1, 2], [3]]):
            if way == "openai":
                answer = client.embeddings.create(model=WAYS[way], input=tokens)
                assert answer.usage.prompt_tokens == 3
            else:
                with pytest.raises(openai.BadRequestError) as refused:
                    client.embeddings.create(model=WAYS[way], input=tokens)
                assert refused.value.param == "input" and "not tokens" in refused.value.message


class TestProviders:
    def test_input_types(self, client, simulator):
        client.embeddings.create(model=WAYS["cohere"], input="a")
        assert sent(simulator)["input_type"] == "search_document"
        client.embeddings.create(model="query", input="a")
        assert sent(simulator)["input_type"] == "search_query"
        client.embeddings.create(model="query", input="a", extra_body={"input_type": "clustering"})
        assert sent(simulator)["input_type"] == "clustering"
        client.embeddings.create(model=WAYS["gemini"], input="a", extra_body={"input_type": "search_query"})
        assert sent(simulator)["requests"][0]["taskType"] == "RETRIEVAL_QUERY"

    def test_each_provider_sees_its_own_credential(self, client, simulator):
        for model, name, value in (
            (WAYS["openai"], "authorization", f"Bearer {PROVIDER_KEYS['openai']}"),
            (WAYS["gemini"], "x-goog-api-key", PROVIDER_KEYS["gemini"]),
            (WAYS["cohere"], "authorization", f"Bearer {COHERE_KEY}"),
        ):
            client.embeddings.create(model=model, input="a")
            headers = {key.lower(): found for key, found in simulator.last_request()["headers"]}
            assert headers[name] == value and KEY not in json.dumps(simulator.last_request())

    @pytest.mark.parametrize("key", [KEY, BOUND_KEY])
    def test_openai_gets_every_byte_but_the_model(self, server, simulator, key):
        body = b'{ "input":["a" ,"b"],\n"model" : "openai/sim-embed-8d", "x_own":1.50 }'
        status, _, _ = server.post("/v1/embeddings", body, {"authorization": f"Bearer {key}"})
        assert status == 200
        assert simulator.last_request()["body"] == body.decode().replace("openai/sim", "sim")

    def test_cohere_answers_conversations_too(self, client):
        answer = client.chat.completions.create(
            model="cohere/echo", messages=[{"role": "user", "content": "Hello there"}]
        )
        assert answer.choices[0].message.content == "Hello there"

    def test_what_is_dropped_is_named(self, client):
        raw = client.embeddings.with_raw_response.create(model=WAYS["gemini"], input="a", user="somebody")
        assert raw.headers["x-kanmon-dropped"] == "user"
        assert raw.headers["x-kanmon-estimated"] == "true"

    @pytest.mark.parametrize("model, provider", [("again", "cohere"), ("over", "gemini"), ("mixed", "openai")])
    def test_another_try_and_another_target(self, client, model, provider):
        raw = client.embeddings.with_raw_response.create(model=model, input="a")
        assert raw.headers["x-kanmon-provider"] == provider
        assert len(raw.parse().data) == 1


class TestErrors:
    @pytest.mark.parametrize(
        "arguments, param",
        [
            ({"input": []}, "input"),
            ({"input": ""}, "input"),
            ({"input": ["a", ""]}, "input[1]"),
            ({"input": ["a", 1]}, "input[1]"),
            ({"input": [["a"]]}, "input[0][0]"),
            ({"input": ["a"] * 2049}, "input"),
            ({"input": "a", "dimensions": 0}, "dimensions"),
            ({"input": "a", "encoding_format": "int8"}, "encoding_format"),
        ],
        ids=str,
    )
    def test_mistakes_are_named(self, client, simulator, way, arguments, param):
        simulator.forget()
        with pytest.raises(openai.BadRequestError) as refused:
            client.embeddings.create(model=WAYS[way], **arguments)
        assert refused.value.param == param and refused.value.code == "invalid_request"
        assert simulator.requests() == []

    def test_models_without_embeddings(self, client):
        with pytest.raises(openai.BadRequestError) as refused:
            client.embeddings.create(model="claude/m", input="a")
        assert "no embeddings" in refused.value.message and refused.value.param == "model"

    def test_fallbacks_to_other_models(self, client):
        with pytest.raises(openai.BadRequestError) as refused:
            client.embeddings.create(
                model=WAYS["openai"], input="a", extra_headers={"x-kanmon-fallbacks": WAYS["cohere"]}
            )
        assert refused.value.param == "fallbacks"

    @pytest.mark.parametrize("provider", WAYS)
    @pytest.mark.parametrize(
        "fault, error",
        [
            ("fault-status-429", openai.RateLimitError),
            ("fault-status-500", openai.InternalServerError),
            ("fault-status-401", openai.InternalServerError),
            ("fault-html-200", openai.InternalServerError),
            ("fault-invalid-json", openai.InternalServerError),
            ("fault-truncated-body", openai.InternalServerError),
            ("fault-insufficient-quota", openai.InternalServerError),
            ("no-such-model", openai.NotFoundError),
        ],
    )
    def test_providers_in_trouble(self, client, provider, fault, error):
        with pytest.raises(error) as failed:
            client.embeddings.create(
                model=f"{provider}/{fault}", input="a", extra_headers={"x-kanmon-attempts": "1"}
            )
        assert "sk-" not in str(failed.value)


class TestBudgets:
    def test_only_input_is_paid_for_and_a_spent_budget_gives_no_other_models_vectors(self, server):
        ask = {"model": "openai/priced-8d", "input": "12345678"}
        headers = {"authorization": f"Bearer {SPENT_KEY}"}
        status, head, _ = server.post("/v1/embeddings", ask, headers)
        assert status == 200 and head["x-kanmon-cost-usd"] == "2"
        status, head, answer = server.post("/v1/embeddings", ask, headers)
        assert status == 429 and answer["error"]["code"] == "budget_exceeded"
        assert head["x-should-retry"] == "false"


class TestCache:
    def test_a_hit_is_the_same_answer(self, client, simulator, way):
        ask = {"model": WAYS[way], "input": [f"question {next(numbers)}", "another"]}
        headers = {"x-kanmon-cache": "namespace=vectors"}
        create = client.embeddings.with_raw_response.create
        simulator.forget()
        first, second = (create(**ask, extra_headers=headers) for _ in range(2))
        assert [one.headers["x-kanmon-cache"] for one in (first, second)] == ["miss", "hit"]
        assert [e.embedding for e in first.parse().data] == [e.embedding for e in second.parse().data]
        assert second.headers["x-kanmon-cost-usd"] == "0"
        assert len(simulator.requests()) == 1
        # Another form of the answer is another question, and so are other dimensions.
        for other in ({"encoding_format": "float"}, {"dimensions": 4}):
            assert create(**ask, **other, extra_headers=headers).headers["x-kanmon-cache"] == "miss"
