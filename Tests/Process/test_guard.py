"""`kanmon guard`: lines in, lines out."""

import json
import subprocess

from harness.process import binary


def guard(command, lines, *options, code=0):
    """Runs a command with lines and returns what it printed, and what it complained about."""
    done = subprocess.run(
        [binary(), "guard", command, *options], input="".join(line + "\n" for line in lines),
        capture_output=True, text=True, timeout=60,
    )
    assert done.returncode == code, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()], done.stderr


def test_spans_are_code_points_of_the_text():
    text = "😀㈱の連絡先は taro@example.co.jp です"
    (answer,), _ = guard("scan", [json.dumps({"id": "a", "text": text})])
    assert answer["id"] == "a"
    spans = {span["type"]: text[span["start"]:span["end"]] for span in answer["spans"]}
    assert spans["EMAIL"] == "taro@example.co.jp"


def test_spans_of_a_conversation_tell_the_message():
    messages = [
        {"role": "system", "content": "You help."},
        {"role": "user", "content": [{"type": "text", "text": "mail: taro@example.co.jp"}]},
    ]
    (answer,), _ = guard("scan", [json.dumps({"id": 1, "messages": messages})], "--types", "EMAIL")
    (span,) = answer["spans"]
    assert (span["message"], span["part"], span["start"], span["end"]) == (1, 0, 6, 24)


def test_lines_are_answered_in_order_on_several_cores():
    lines = [json.dumps({"id": number, "text": f"text {number}"}) for number in range(5000)]
    answers, _ = guard("scan", lines, "--jobs", "4")
    assert [answer["id"] for answer in answers] == list(range(5000))


def test_bad_lines_are_named_and_the_others_go_on():
    lines = ['{"id":1,"text":"a"}', "not json", '{"id":3}', "", '{"id":4,"text":"b"}']
    answers, complaints = guard("scan", lines, code=1)
    assert [answer["id"] for answer in answers] == [1, 4]
    assert "line 2: not JSON" in complaints and "line 3: neither" in complaints and "2 lines have errors" in complaints


def test_a_line_is_answered_before_the_next_one_comes():
    process = subprocess.Popen([binary(), "guard", "scan"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        for number in range(3):
            process.stdin.write(json.dumps({"id": number, "text": "hello"}) + "\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == number
        process.stdin.close()
        assert process.wait(timeout=30) == 0
    finally:
        process.kill()
        process.wait()


def test_masked_texts_keep_their_shape_and_equal_values_their_placeholder():
    line = {"id": 1, "messages": [{"role": "user", "content": "taro@example.co.jp と jiro@example.co.jp"},
                                  {"role": "assistant", "content": "taro@example.co.jp ですね"}]}
    (answer,), _ = guard("mask", [json.dumps(line)], "--types", "EMAIL")
    assert [message["content"] for message in answer["messages"]] == ["<EMAIL_1> と <EMAIL_2>", "<EMAIL_1> ですね"]


def test_wrong_usage_is_refused():
    for options in (["--threshold", "2"], ["--jobs", "0"]):
        guard("scan", [], *options, code=2)
