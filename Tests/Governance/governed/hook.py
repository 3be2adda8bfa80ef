"""A webhook's other side."""

import base64
import hashlib
import hmac
import json
import time

from harness.recorder import Recorder


class Hook(Recorder):
    """Takes what is posted; its address holds what nobody may be told.

    `answers` are the first answers, as a `Recorder` has them; 200 comes behind them. `taken` and `refused` are the requests that
    were answered so, each with the time at which it came.
    """

    def __init__(self, *answers):
        super().__init__()
        self.answers = list(answers)
        self.taken, self.refused = [], []

    @property
    def url(self):
        return f"{super().url}/hook/canary-path?token=canary-token"

    def answer(self, request):
        request.arrived = time.time()
        status, fields = super().answer(request)
        (self.taken if status < 300 else self.refused).append(request)
        return status, fields

    def alerts(self, rule):
        """The alerts of a rule that were taken, as documents."""
        documents = [json.loads(request.body) for request in self.taken]
        return [document for document in documents if document.get("rule") == rule]


def is_signed(request, secret):
    """Whether a request is signed as Standard Webhooks 1.0.0 wants it, worked out apart from the gateway."""
    prefix = "whsec_"
    key = base64.b64decode(secret.removeprefix(prefix)) if secret.startswith(prefix) else secret.encode()
    signed = f"{request.headers['webhook-id']}.{request.headers['webhook-timestamp']}.".encode() + request.body
    code = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert abs(int(request.headers["webhook-timestamp"]) - request.arrived) < 60
    return f"v1,{code}" in request.headers["webhook-signature"].split(" ")
