"""Checks signatures of requests as Amazon describes them, by an implementation of its own."""

import datetime
import hashlib
import hmac
import re
import urllib.parse


def problem(request, secret, region, service):
    """What is wrong with a request's signature (AWS Signature Version 4); `None` where nothing is."""
    match = re.fullmatch(
        rf"AWS4-HMAC-SHA256 Credential=([^/]+)/(\d{{8}})/([^/]+)/{service}/aws4_request, "
        r"SignedHeaders=([a-z0-9;-]+), Signature=([0-9a-f]{64})",
        request.headers.get("authorization", ""),
    )
    if not match:
        return "no signature"
    _, date, signed_region, names, signature = match.groups()
    moment = request.headers["x-amz-date"]
    sent = datetime.datetime.strptime(moment, "%Y%m%dT%H%M%SZ").replace(tzinfo=datetime.timezone.utc)
    if abs((datetime.datetime.now(datetime.timezone.utc) - sent).total_seconds()) > 900:
        return "too old"
    if signed_region != region or not moment.startswith(date):
        return "another region or date"
    digest = hashlib.sha256(request.body).hexdigest()
    wanted = {"host", "x-amz-date"}
    path = request.path
    if service == "s3":
        wanted.add("x-amz-content-sha256")
        if request.headers.get("x-amz-content-sha256") != digest:
            return "another body"
    else:
        # All services but the object store see the path escaped once more.
        path = urllib.parse.quote(path, safe="/~")
    if not wanted <= set(names.split(";")):
        return "too little is signed"
    fields = "".join(f"{name}:{request.headers[name].strip()}\n" for name in names.split(";"))
    canonical = f"{request.method}\n{path}\n\n{fields}\n{names}\n{digest}"
    scope = f"{date}/{region}/{service}/aws4_request"
    text = f"AWS4-HMAC-SHA256\n{moment}\n{scope}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    key = f"AWS4{secret}".encode()
    for part in (date, region, service, "aws4_request", text):
        key = hmac.new(key, part.encode(), hashlib.sha256).digest()
    return None if hmac.compare_digest(key.hex(), signature) else "another signature"
