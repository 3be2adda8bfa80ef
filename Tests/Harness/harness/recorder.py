"""A server on a free port that keeps every request."""

import contextlib
import dataclasses
import http.server
import threading


@dataclasses.dataclass
class Request:
    """A request as it came."""

    method: str
    path: str
    headers: dict
    body: bytes


class Recorder:
    """What came, and what is answered: `answers` are statuses, or (status, headers); afterwards 200."""

    def __init__(self):
        self.requests = []
        self.answers = []
        self.lock = threading.Lock()
        self.port = None

    def answer(self, request):
        with self.lock:
            self.requests.append(request)
            answer = self.answers.pop(0) if self.answers else 200
        return answer if isinstance(answer, tuple) else (answer, {})

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def all(self):
        with self.lock:
            return list(self.requests)


@contextlib.contextmanager
def recording(recorder=None):
    """Runs a recorder."""
    recorder = recorder or Recorder()

    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_any(self):
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            headers = {name.lower(): value for name, value in self.headers.items()}
            assert len(headers) == len(self.headers.items()), "a field stands twice"
            status, fields = recorder.answer(Request(self.command, self.path, headers, body))
            answer = fields.pop("body", b"{}")
            self.send_response(status)
            for name, value in {"content-type": "application/json", **fields}.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        do_GET = do_POST = do_PUT = handle_any

        def log_message(self, *_):
            """Says nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    recorder.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield recorder
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
