"""A service that looks at texts: it takes requests of the documented shape only, and finds the words it is told."""

import base64
import contextlib
import hashlib
import hmac
import json
import re
import time

import jsonschema

from fakes.shapes import SHAPES
from harness import signature
from harness.recorder import Recorder, recording


class GuardService(Recorder):
    """One of `SHAPES`. `words` are what it finds, with the service's own names for them; `token` is what it wants.

    A request that is not as documented is answered with 400 and kept in `refusals`; `delay` seconds pass before each answer.
    `edits` lets services that can edit a text do so instead of ending the call.
    """

    def __init__(self, name, words=None, token=None, edits=False, delay=0, secret=None, region="us-east-1"):
        super().__init__()
        self.shape = SHAPES[name]
        self.name = name
        self.words = dict(words or {})
        self.token = token
        self.edits = edits
        self.delay = delay
        self.secret = secret
        self.region = region
        self.refusals = []
        self.texts = []

    def answer(self, request):
        status, fields = super().answer(request)
        if self.delay:
            time.sleep(self.delay)
        if status != 200 or "body" in fields:
            return status, fields
        problem = self.problem(request)
        if problem:
            with self.lock:
                self.refusals.append(problem)
            return 400, {"body": json.dumps({"error": problem}).encode()}
        body = json.loads(request.body)
        texts = self.shape.texts(body)
        with self.lock:
            self.texts.extend(texts)
        found = [self.find(text) for text in texts]
        answer = self.shape.answer(self, request, body, texts, found)
        return 200, {"body": json.dumps(answer, ensure_ascii=False).encode()}

    def find(self, text):
        """Where the words stand, in code points: (start, end, name)."""
        return sorted(
            (match.start(), match.end(), name)
            for word, name in self.words.items()
            for match in re.finditer(re.escape(word), text)
        )

    def edited(self, text, found):
        """The text with what was found replaced by its name."""
        for start, end, name in reversed(found):
            text = f"{text[:start]}<{name}>{text[end:]}"
        return text

    def problem(self, request):
        """What is not as documented."""
        if request.method != "POST":
            return f"method {request.method}"
        if not re.fullmatch(self.shape.path, request.path):
            return f"path {request.path}"
        if request.headers.get("content-type") != "application/json":
            return "content-type"
        if "transfer-encoding" in request.headers:
            return "transfer-encoding"
        problem = self.credential_problem(request)
        if problem:
            return problem
        try:
            body = json.loads(request.body.decode("utf-8"), object_pairs_hook=unique)
            jsonschema.validate(body, self.shape.schema)
        except (ValueError, jsonschema.ValidationError) as error:
            return str(error).splitlines()[0]
        return self.shape.rule(request, body) if self.shape.rule else None

    def credential_problem(self, request):
        if self.name == "webhook":
            return self.webhook_problem(request)
        if self.name == "bedrock" and self.secret:
            return signature.problem(request, self.secret, self.region, "bedrock")
        value = request.headers.get(self.shape.token_field)
        if self.token is None:
            return None if value is None else "a token that nobody asked for"
        expected = f"Bearer {self.token}" if self.shape.token_field == "authorization" else self.token
        return None if value == expected else "no token, or another one"

    def webhook_problem(self, request):
        """Standard Webhooks 1.0.0."""
        name, moment = request.headers.get("webhook-id"), request.headers.get("webhook-timestamp", "")
        if not name or not re.fullmatch(r"\d+", moment) or abs(time.time() - int(moment)) > 300:
            return "webhook-id or webhook-timestamp"
        if self.token is None:
            return None if "webhook-signature" not in request.headers else "a signature without a secret"
        signed = f"{name}.{moment}.".encode() + request.body
        code = base64.b64encode(hmac.new(self.token.encode(), signed, hashlib.sha256).digest()).decode()
        return None if request.headers.get("webhook-signature") == f"v1,{code}" else "webhook-signature"


def unique(pairs):
    """An object whose names stand once."""
    names = [name for name, _ in pairs]
    if len(names) != len(set(names)):
        raise ValueError("a name stands twice")
    return dict(pairs)


@contextlib.contextmanager
def guarding(name, **arguments):
    """Runs a service."""
    with recording(GuardService(name, **arguments)) as service:
        yield service
