"""An object store that checks every signature as Amazon describes it, by an implementation of its own."""

import datetime
import hashlib
import hmac
import re

from harness.recorder import Recorder


class ObjectStore(Recorder):
    """Keeps objects by their path; refuses requests whose signature is not right."""

    def __init__(self, secret, region="us-east-1"):
        super().__init__()
        self.secret = secret
        self.region = region
        self.objects = {}
        self.refusals = []

    def answer(self, request):
        status, fields = super().answer(request)
        if status != 200:
            return status, fields
        problem = self.problem(request)
        if problem:
            self.refusals.append(problem)
            return 403, {}
        self.objects[request.path] = request.body
        return 200, {}

    def problem(self, request):
        pattern = (
            r"AWS4-HMAC-SHA256 Credential=([^/]+)/(\d{8})/([^/]+)/s3/aws4_request, "
            r"SignedHeaders=([a-z0-9;-]+), Signature=([0-9a-f]{64})"
        )
        match = re.fullmatch(pattern, request.headers.get("authorization", ""))
        if not match:
            return "no signature"
        _, date, region, names, signature = match.groups()
        moment = request.headers["x-amz-date"]
        sent = datetime.datetime.strptime(moment, "%Y%m%dT%H%M%SZ").replace(tzinfo=datetime.timezone.utc)
        if abs((datetime.datetime.now(datetime.timezone.utc) - sent).total_seconds()) > 900:
            return "too old"
        digest = hashlib.sha256(request.body).hexdigest()
        if request.headers["x-amz-content-sha256"] != digest or region != self.region or not moment.startswith(date):
            return "another body, region or date"
        if not {"host", "x-amz-date", "x-amz-content-sha256"} <= set(names.split(";")):
            return "too little is signed"
        fields = "".join(f"{name}:{request.headers[name].strip()}\n" for name in names.split(";"))
        canonical = f"{request.method}\n{request.path}\n\n{fields}\n{names}\n{digest}"
        scope = f"{date}/{region}/s3/aws4_request"
        text = f"AWS4-HMAC-SHA256\n{moment}\n{scope}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
        key = f"AWS4{self.secret}".encode()
        for part in (date, region, "s3", "aws4_request", text):
            key = hmac.new(key, part.encode(), hashlib.sha256).digest()
        return None if hmac.compare_digest(key.hex(), signature) else "another signature"
