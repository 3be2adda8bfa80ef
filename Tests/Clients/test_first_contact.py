"""What a newcomer meets first: the greeting, the request it tells to paste, and the scripts behind `make`."""

import contextlib
import http.server
import json
import os
import re
import shlex
import signal
import subprocess
import threading
import urllib.request

import pytest

from harness.process import ROOT, binary, eventually


def key_variables():
    """The variables in which `kanmon serve` looks for keys, as it lists them where it finds none."""
    answer = subprocess.run(
        [binary(), "serve"], capture_output=True, text=True, env={"OLLAMA_HOST": "127.0.0.1:1"}, timeout=20
    )
    assert answer.returncode == 1
    return re.findall(r"[A-Z]+_API_KEY", answer.stderr)


def test_make_run_looks_for_the_same_keys_as_the_gateway():
    script = (ROOT / "scripts/run.sh").read_text()
    assert re.findall(r"[A-Z]+_API_KEY", script) == key_variables()


@pytest.fixture
def serve(tmp_path):
    """Runs `kanmon serve` on its usual port, which somebody may be using: (process, its output once it listens)."""
    running = []
    log = tmp_path / "output"

    def start(*arguments, **environment):
        with open(log, "w") as output:
            process = subprocess.Popen(
                [binary(), "serve", *arguments],
                stdout=output,
                stderr=subprocess.STDOUT,
                env={"PATH": os.environ["PATH"], "OLLAMA_HOST": "127.0.0.1:1", **environment},
                cwd=tmp_path,
            )
        running.append(process)
        eventually(
            lambda: "listening" in log.read_text() or process.poll() is not None, seconds=20, what="the greeting"
        )
        if "in use" in log.read_text():
            pytest.skip("port 4000 is taken")
        # The greeting is written in one piece.
        return process, log.read_text().splitlines()

    yield start
    for process in running:
        process.kill()
        process.wait()


def request_to_paste(lines):
    (line,) = [line for line in lines if line.lstrip().startswith("curl ")]
    return shlex.split(line)


def test_request_of_the_greeting_works_when_pasted(serve):
    process, lines = serve("--demo")
    assert "http://127.0.0.1:4000" in lines[0]
    answer = subprocess.run(request_to_paste(lines), capture_output=True, text=True, timeout=20)
    assert json.loads(answer.stdout)["choices"][0]["message"]["content"]
    process.send_signal(signal.SIGINT)
    eventually(lambda: process.poll() is not None, seconds=10, what="the end after Control-C")
    assert process.returncode == 0


@pytest.mark.parametrize("key", ["OPENAI_API_KEY", "ANTHROPIC_API_KEY", "GEMINI_API_KEY", "GROQ_API_KEY"])
def test_a_key_alone_is_enough(serve, key):
    """No file: the provider is found, and the greeting has a request for it."""
    _, lines = serve(**{key: "sk-not-a-real-key-0123456789"})
    assert "(1 provider" in lines[0]
    assert f'"model":"{key.split("_")[0].lower()}/' in request_to_paste(lines)[-1]


def listed():
    """What a user interface finds to choose from."""
    with urllib.request.urlopen("http://127.0.0.1:4000/v1/models", timeout=10) as answer:
        return [model["id"] for model in json.load(answer)["data"]]


def test_without_a_file_well_known_models_are_listed(serve):
    _, lines = serve(ANTHROPIC_API_KEY="sk-not-a-real-key-0123456789", MISTRAL_API_KEY="not-a-real-key-0123456789")
    models = listed()
    assert {model.split("/")[0] for model in models} == {"anthropic", "mistral"}
    assert 3 <= sum(model.startswith("anthropic/claude-") for model in models) <= 6
    assert json.loads(request_to_paste(lines)[-1])["model"] in models


@contextlib.contextmanager
def ollama(answer):
    """An Ollama that gives `answer`, a whole HTTP response, to whatever it is asked; gives (address, paths asked for)."""
    asked = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.wfile.write(answer)

        def log_message(self, *_):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"127.0.0.1:{server.server_port}", asked
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.parametrize("framing", ["length", "chunked", "until-close"])
def test_without_a_file_the_models_of_an_ollama_are_listed(serve, framing):
    body = b'{"models": [{"name": "llama3.2:latest", "model": "llama3.2:latest"}, {"name": "qwen3:8b"}]}'
    answer = {
        "length": b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body),
        "chunked": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n0\r\n\r\n" % (len(body), body),
        "until-close": b"HTTP/1.0 200 OK\r\n\r\n" + body,
    }[framing]
    with ollama(answer) as (address, asked):
        _, lines = serve(OLLAMA_HOST=address)
        assert asked == ["/api/tags"]
        assert listed() == ["ollama/llama3.2:latest", "ollama/qwen3:8b"]
        assert '"model":"ollama/qwen3:8b"' in request_to_paste(lines)[-1]


@pytest.mark.parametrize("answer", [b"", b"HTTP/1.1 404 Not Found\r\n\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{"])
def test_what_does_not_answer_like_an_ollama_is_none(serve, answer):
    with ollama(answer) as (address, _):
        process, lines = serve(OLLAMA_HOST=address)
        assert process.wait(10) == 1 and "No provider was found" in lines[0]
