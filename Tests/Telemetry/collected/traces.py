"""A collector of traces: it takes what OpenTelemetry's own definition of the protocol takes, and nothing else."""

import base64
import dataclasses
import json
import re

from google.protobuf import json_format
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest


@dataclasses.dataclass
class Span:
    """A span, with its attributes as a mapping."""

    name: str
    kind: int
    trace: str
    id: str
    parent: str
    state: str
    start: int
    end: int
    flags: int
    attributes: dict
    status: int


def identity(text, digits):
    assert re.fullmatch(f"[0-9a-f]{{{digits}}}", text) and set(text) != {"0"}, text
    return base64.b64encode(bytes.fromhex(text)).decode()


def value(any_value):
    kind = any_value.WhichOneof("value")
    if kind == "array_value":
        return [value(element) for element in any_value.array_value.values]
    return getattr(any_value, kind)


def spans(request):
    """The spans of a request to `/v1/traces`, after looking at every part of it."""
    assert (request.method, request.path) == ("POST", "/v1/traces"), request
    assert request.headers["content-type"] == "application/json"
    document = json.loads(request.body)
    for resource in document["resourceSpans"]:
        for scope in resource["scopeSpans"]:
            for span in scope["spans"]:
                # OTLP's JSON has ids in hexadecimal, 64-bit numbers as strings and enumerations as numbers.
                span["traceId"] = identity(span["traceId"], 32)
                span["spanId"] = identity(span["spanId"], 16)
                if "parentSpanId" in span:
                    span["parentSpanId"] = identity(span["parentSpanId"], 16)
                assert isinstance(span["startTimeUnixNano"], str) and isinstance(span["kind"], int), span
                for attribute in span["attributes"]:
                    assert isinstance(attribute["value"].get("intValue", ""), str), attribute
    message = json_format.ParseDict(document, ExportTraceServiceRequest(), ignore_unknown_fields=False)
    found = []
    for resource in message.resource_spans:
        names = {item.key: value(item.value) for item in resource.resource.attributes}
        assert names["service.name"] == "kanmon" and names["service.version"], names
        for scope in resource.scope_spans:
            assert scope.scope.name == "kanmon"
            for span in scope.spans:
                keys = [item.key for item in span.attributes]
                assert len(set(keys)) == len(keys), keys
                assert span.start_time_unix_nano <= span.end_time_unix_nano
                found.append(
                    Span(
                        span.name,
                        span.kind,
                        span.trace_id.hex(),
                        span.span_id.hex(),
                        span.parent_span_id.hex(),
                        span.trace_state,
                        span.start_time_unix_nano,
                        span.end_time_unix_nano,
                        span.flags,
                        {item.key: value(item.value) for item in span.attributes},
                        span.status.code,
                    )
                )
    return found


def all_spans(recorder):
    """Every span that has come."""
    return [span for request in recorder.all() for span in spans(request)]
