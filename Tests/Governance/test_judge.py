"""`kanmon cache judge` from outside: by the built-in embedder, and by an embedding model behind a running gateway."""

import json
import math
import os
import subprocess

from governed.documents import governed
from harness.gateway import KEY
from harness.process import binary, eventually, free_port

MODEL = "openai/sim-embed-64d"
CACHE = {"exact": {"enabled": True}, "semantic": {"enabled": True, "embedder": MODEL}}
PAIRS = [
    {"id": 1, "a": "How do I reset my password?", "b": "How do I reset my password?"},
    {"id": "two", "a": "return policy for 2024", "b": "return policy for 2025"},
    {"id": 3, "a": "返品の方法を教えてください", "b": "富士山の高さは何メートルですか"},
    {"id": 4, "a": "reset password", "b": "password reset"},
]


def judge(pairs, *arguments, key=KEY):
    """(exit code, the answers, what was said beside them)"""
    lines = "".join((pair if isinstance(pair, str) else json.dumps(pair)) + "\n" for pair in pairs)
    environment = {**os.environ, **({"KANMON_API_KEY": key} if key else {})}
    done = subprocess.run(
        [binary(), "cache", "judge", *arguments], input=lines, capture_output=True, text=True, env=environment, timeout=60
    )
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()], done.stderr


def cosine(one, other):
    product = sum(left * right for left, right in zip(one, other))
    return product / math.sqrt(sum(value * value for value in one) * sum(value * value for value in other))


def test_pairs_are_judged_by_the_model_of_the_configuration_as_its_vectors_say(govern, simulator):
    document = governed(simulator, cache=CACHE)
    gateway, admin = govern(document)
    code, answers, said = judge(PAIRS, "--config", str(gateway.path), "--url", gateway.url)
    assert code == 0, said
    assert [answer["id"] for answer in answers] == [1, "two", 3, 4]
    assert (answers[0]["level"], answers[0]["same"]) == (1, True)
    # Whatever the model thinks of them, two years are two questions.
    assert answers[1]["same"] is False and answers[1]["reason"]
    assert answers[2]["same"] is False
    texts = [text for pair in PAIRS for text in (pair["a"], pair["b"])]
    vectors = [
        gateway.post("/v1/embeddings", {"model": MODEL, "input": text})[2]["data"][0]["embedding"] for text in texts
    ]
    for number, answer in enumerate(answers[1:], 1):
        assert abs(answer["score"] - cosine(vectors[2 * number], vectors[2 * number + 1])) < 1e-3, answer
    # They are calls as any others: metered, and in the ledger.
    eventually(lambda: len(admin.rows()) == 1 + len(texts), what="the ledger's rows")
    assert all(row["model_served"] == "sim-embed-64d" and row["usage"]["input_tokens"] for row in admin.rows())


def test_a_gateway_that_refuses_or_is_not_there_is_named_and_nothing_is_judged(govern, simulator):
    document = governed(simulator, cache=CACHE)
    gateway, _ = govern(document)
    code, answers, said = judge(PAIRS, "--config", str(gateway.path), "--url", gateway.url, key="sk-km-nobody")
    assert code == 1 and answers == [] and "401" in said
    nobody = f"http://127.0.0.1:{free_port()}"
    code, answers, said = judge(PAIRS, "--config", str(gateway.path), "--url", nobody)
    assert code == 1 and answers == [] and nobody in said


def test_a_line_that_cannot_be_read_is_named_and_the_others_are_answered():
    code, answers, said = judge([PAIRS[0], "{", {"id": 9, "a": "only one"}, PAIRS[1]], key=None)
    assert code == 1
    assert [answer["id"] for answer in answers] == [1, "two"]
    assert "line 2" in said and "line 3" in said
    assert [answer["same"] for answer in answers] == [True, False]

